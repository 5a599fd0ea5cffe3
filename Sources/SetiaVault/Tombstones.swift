internal import Foundation
internal import JSONText
internal import SetiaCore
package import SetiaService

extension Vault {
    /// Writes down outside the database that a member was erased, so that a restored database learns it again.
    ///
    /// It is on the disk when this returns. To bury somebody twice does no harm.
    package func bury(_ tombstone: Tombstone) throws {
        try tombstoneFile.append(tombstone)
    }

    /// All that were ever erased, oldest first.
    ///
    /// - Complexity: O(*n*) in all of them, in memory too.
    package func tombstones() throws -> [Tombstone] {
        try tombstoneFile.all()
    }
}

/// The file of those who were erased: a line each, in JSON, only ever added to; it names nobody.
///
/// A line counts once its line feed is written. What a crash left of one is closed with a mark when the next is added
/// and passed over ever after; any other line that cannot be read is a failure, since to skip it would bring somebody
/// back.
struct TombstoneFile: Sendable {
    /// Ends a line that was never finished.
    private static let tornMark = "#torn"
    private let file: PrivateFile
    private let keyPath: String

    /// The file beside the keys at `keyPath`.
    init(keyPath: String) {
        self.keyPath = keyPath
        file = PrivateFile(path: keyPath + ".erased")
    }

    /// Fails where there is a file that others than its owner may read.
    func check() throws(SealingFailure) {
        _ = try file.read(atMost: 0)
    }

    /// Adds a line and waits for the disk.
    func append(_ tombstone: Tombstone) throws(SealingFailure) {
        let descriptor = try file.openToAppend(ownedAs: keyPath)
        defer { close(descriptor) }
        try file.waitForLock(descriptor)
        var line = JSONWriter()
        line.value(json(of: tombstone))
        let isTorn = try file.lastByte(descriptor).map { $0 != UInt8(ascii: "\n") } ?? false
        let text = (isTorn ? Self.tornMark + "\n" : "") + line.text + "\n"
        try file.append(Array(text.utf8), descriptor)
    }

    /// All lines that were finished, in their order.
    func all() throws(SealingFailure) -> [Tombstone] {
        guard let (bytes, _) = try file.read() else { return [] }
        var tombstones: [Tombstone] = []
        // What follows the last line feed is nothing, or was never finished.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        for (place, line) in lines.enumerated() {
            if line.suffix(Self.tornMark.utf8.count).elementsEqual(Self.tornMark.utf8) { continue }
            guard let json = try? JSON.parse(Array(line)), let tombstone = tombstone(in: json) else {
                throw SealingFailure.keys(path: file.path, reason: "line \(place + 1) is no tombstone")
            }
            tombstones.append(tombstone)
        }
        return tombstones
    }

    private func json(of tombstone: Tombstone) -> JSON {
        .object([
            "member": .string(tombstone.member.text),
            "erasedAtMs": .integer(tombstone.erasedAt.milliseconds),
            "identities": .array(
                tombstone.identities.map { identity in
                    .object(["kind": .string(identity.kind.rawValue), "hash": .string(Base64URL.text(identity.bytes))])
                }
            ),
        ])
    }

    private func tombstone(in json: JSON) -> Tombstone? {
        guard let member = json["member"]?.string.flatMap({ MemberID(text: $0) }),
            let erasedAtMs = json["erasedAtMs"]?.int64,
            let list = json["identities"]?.array
        else { return nil }
        var identities: [IdentityHash] = []
        for identity in list {
            guard let kind = identity["kind"]?.string.flatMap({ IdentityKind(rawValue: $0) }),
                let hash = identity["hash"]?.string.flatMap({ Base64URL.bytes($0) }), hash.count == 16
            else { return nil }
            identities.append(IdentityHash(kind: kind, bytes: hash))
        }
        return Tombstone(member: member, erasedAt: Instant(milliseconds: erasedAtMs), identities: identities)
    }
}
