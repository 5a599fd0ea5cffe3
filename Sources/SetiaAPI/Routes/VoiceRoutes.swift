internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// The words of the brand, by language.
    var voiceEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/voice", needs: .broadcastsRead, answer: getVoice),
            Endpoint(.put, "/v1/voice/{language}", needs: .broadcastsWrite, answer: putVoice),
        ]
    }

    private func getVoice(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let lists = try await service.brandVoice()
        return response(PageBody(items: lists.map { BroadcastBody(document($0)) }, next: nil))
    }

    private func putVoice(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let language = Key(context.parameters.get("language") ?? "")
        let body = try await request.json()
        var problems: [Malformed] = []
        let known = ["use", "avoid", "hollow", "names"]
        if body.object == nil { problems.append(Malformed(field: "", reason: "must be an object")) }
        for member in body.object?.members ?? [] where !known.contains(member.key) {
            problems.append(Malformed(field: member.key, reason: "is not known here"))
        }
        func words(_ name: String) -> [Key] {
            guard let json = body[name], !json.isNull else { return [] }
            let texts = json.array?.compactMap { $0.string }
            guard let texts, texts.count == json.array?.count else {
                problems.append(Malformed(field: name, reason: "must be a list of texts"))
                return []
            }
            return texts.map { Key($0) }
        }
        let list = ToneList(
            language: language,
            use: words("use"),
            avoid: words("avoid"),
            hollow: words("hollow"),
            names: words("names")
        )
        guard problems.isEmpty else { throw MalformedBody(problems: problems) }
        try await service.saveVoice(list, by: try await caller(request))
        let kept = try await service.brandVoice().first { $0.language == language } ?? list
        return response(BroadcastBody(document(kept)))
    }

    private func document(_ list: ToneList) -> JSON {
        func words(_ own: [Key]) -> JSON { .array(own.map { .string($0.text) }) }
        return .object([
            "language": .string(list.language.text), "use": words(list.use), "avoid": words(list.avoid),
            "hollow": words(list.hollow), "names": words(list.names),
        ])
    }
}

extension Problem {
    /// Why words of the brand cannot be taken.
    static func refused(_ refusal: VoiceRefusal) -> Problem {
        func name(_ kind: VoiceWord.Kind) -> String { kind == .name ? "names" : kind.rawValue }
        return switch refusal {
        case .unknownLanguage: .notFound("language")
        case .tooLong(let kind, let most):
            .invalidBody(
                MalformedBody(
                    problems: [Malformed(field: name(kind), reason: "must have words of at most \(most) characters")]
                )
            )
        case .tooMany(let kind, let most):
            .invalidBody(
                MalformedBody(problems: [Malformed(field: name(kind), reason: "must have at most \(most) words")])
            )
        }
    }
}
