internal import Crypto
internal import JSONText
internal import SetiaCore

/// The text of a key file: JSON, so that its owner can read in need what is what.
///
/// Whatever is not exactly as it was written is refused: a key that was half copied would seal what nobody can open.
enum KeyDocument {
    /// The format that this version reads and writes.
    private static let format: Int64 = 1

    /// Why a text is no key file; never quotes it.
    struct Malformed: Error {
        let reason: String
    }

    /// The text of `keys`.
    static func bytes(of keys: ServerKeys) -> [UInt8] {
        let document: JSON = .object([
            "format": .integer(format),
            "about": .string("The keys of a Setia server. Without this file all personal data is lost."),
            "identityKey": text(of: keys.hashKeys.identities),
            "contentKey": text(of: keys.hashKeys.contents),
            "epochs": .array(
                keys.epochs.map { epoch in
                    .object([
                        "name": .string(epoch.name),
                        "createdAtMs": .integer(epoch.createdAt.milliseconds),
                        "key": text(of: epoch.key),
                    ])
                }
            ),
        ])
        return Array((document.pretty + "\n").utf8)
    }

    /// The keys that stand in a text.
    static func keys(in bytes: [UInt8]) throws(Malformed) -> ServerKeys {
        let document: JSON
        do {
            document = try JSON.parse(bytes)
        } catch {
            throw Malformed(reason: "the file is not JSON: \(error)")
        }
        guard document["format"]?.int64 == format else {
            throw Malformed(reason: "the file is not of format \(format), the only one that this version reads")
        }
        try require(document, has: ["format", "about", "identityKey", "contentKey", "epochs"], "the file")
        var epochs: [ServerKeys.Epoch] = []
        for (place, epoch) in (document["epochs"]?.array ?? []).enumerated() {
            epochs.append(try self.epoch(epoch, called: "epochs[\(place)]"))
        }
        let hashKeys = HashKeys(
            identities: try key(document, "identityKey", "identityKey"),
            contents: try key(document, "contentKey", "contentKey")
        )
        guard let keys = ServerKeys(hashKeys: hashKeys, epochs: epochs) else {
            throw Malformed(reason: "'epochs' must list at least one epoch, by month, each month once")
        }
        return keys
    }

    private static func epoch(_ json: JSON, called place: String) throws(Malformed) -> ServerKeys.Epoch {
        try require(json, has: ["name", "createdAtMs", "key"], place)
        guard let milliseconds = json["createdAtMs"]?.int64 else {
            throw Malformed(reason: "'\(place).createdAtMs' must be a whole number")
        }
        let epoch = ServerKeys.Epoch(
            createdAt: Instant(milliseconds: milliseconds),
            key: try key(json, "key", "\(place).key")
        )
        guard json["name"] == .string(epoch.name) else {
            throw Malformed(reason: "'\(place).name' must be the month of 'createdAtMs' in UTC, such as 2026-11")
        }
        return epoch
    }

    private static func require(_ json: JSON, has names: Set<String>, _ place: String) throws(Malformed) {
        guard let members = json.object?.members, Set(members.map(\.key)) == names else {
            throw Malformed(reason: "\(place) must have these members and no others: \(names.sorted())")
        }
    }

    private static func key(_ json: JSON, _ name: String, _ place: String) throws(Malformed) -> SymmetricKey {
        guard let bytes = json[name]?.string.flatMap({ Base64URL.bytes($0) }), bytes.count == 32 else {
            throw Malformed(reason: "'\(place)' must be a key of 32 bytes in base64url without padding")
        }
        return SymmetricKey(data: bytes)
    }

    private static func text(of key: SymmetricKey) -> JSON {
        .string(key.withUnsafeBytes { Base64URL.text($0) })
    }
}
