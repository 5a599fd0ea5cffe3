internal import JSONText
internal import SetiaCore
internal import SetiaService

/// What lies on the shelves of a brand, as a file of JSON Lines for its owner alone.
///
/// ```json
/// {"export":"01k…","reward":"mug","pieces":3}
/// {"export":"01k…","reward":"cinema","given":[{"redemption":"R1","place":0,"identity":{…},"code":"CINEMA-1"}]}
/// {"export":"01k…","reward":"cinema","codes":["CINEMA-2","CINEMA-3"]}
/// ```
final class ShelfFile {
    private let file: OutputFile
    private let export: Key
    /// How many pieces and codes it holds by now.
    private(set) var count: Int64 = 0

    /// Makes the file, which must not be there yet.
    init(_ name: String, export: Key) throws {
        file = try OutputFile(name, appending: false, mode: 0o600)
        self.export = export
    }

    /// Writes all shelves of a brand.
    func write(_ service: SetiaService) async throws {
        try await service.exportShelves(by: .operator) { shelf in
            try file.write(line(shelf).canonical + [0x0A])
            switch shelf.content {
            case .pieces(let left): count += left
            case .codes(let codes): count += Int64(codes.count)
            case .given(let codes): count += Int64(codes.count)
            }
        }
        try file.finish()
    }

    private func line(_ shelf: MovedShelf) -> JSON {
        var members: [(String, JSON)] = [("export", .string(export.text)), ("reward", .string(shelf.reward.text))]
        switch shelf.content {
        case .pieces(let left): members.append(("pieces", .integer(left)))
        case .codes(let codes): members.append(("codes", .array(codes.map { .string($0) })))
        case .given(let codes):
            members.append(
                (
                    "given",
                    .array(
                        codes.map { one in
                            .object([
                                "code": .string(one.code),
                                "identity": .object([
                                    "kind": .string(one.identity.kind.rawValue),
                                    "value": .string(one.identity.value),
                                ]),
                                "place": .integer(one.place), "redemption": .string(one.redemption.text),
                            ])
                        }
                    )
                )
            )
        }
        return .object(JSONObject(members))
    }
}

/// A line of such a file, read; what is wrong with it in words where it cannot be.
enum ShelfLine {
    case shelf(MovedShelf, export: Key)
    case wrong(String)

    init(_ bytes: [UInt8]) {
        guard let json = try? JSON.parse(bytes), let object = json.object else {
            self = .wrong("is not a JSON object")
            return
        }
        guard let export = object["export"]?.string, !export.isEmpty else {
            self = .wrong("export: must name the export that it is of")
            return
        }
        guard let reward = object["reward"]?.string, (1...64).contains(reward.utf8.count) else {
            self = .wrong("reward: must be the name of a reward")
            return
        }
        guard let content = ShelfLine.content(object) else {
            self = .wrong("must have pieces above 0, codes, or given codes with redemption, place and identity")
            return
        }
        self = .shelf(MovedShelf(reward: Key(reward), content: content), export: Key(export))
    }

    private static func content(_ object: JSONObject) -> MovedShelf.Content? {
        if let pieces = object["pieces"]?.int64 { return pieces > 0 ? .pieces(pieces) : nil }
        if let codes = object["codes"]?.array {
            let texts = codes.compactMap(\.string)
            return texts.count == codes.count ? .codes(texts) : nil
        }
        guard let given = object["given"]?.array else { return nil }
        let codes = given.compactMap { one -> GivenCode? in
            guard let code = one["code"]?.string, let redemption = one["redemption"]?.string,
                let place = one["place"]?.int64, place >= 0,
                let kind = one["identity"]?["kind"]?.string.flatMap({ IdentityKind(rawValue: $0) }),
                let value = one["identity"]?["value"]?.string,
                let identity = try? Identity(kind: kind, text: value)
            else { return nil }
            return GivenCode(identity: identity, redemption: Key(redemption), place: place, code: code)
        }
        return codes.count == given.count ? .given(codes) : nil
    }
}
