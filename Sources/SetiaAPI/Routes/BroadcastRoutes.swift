internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Messages to many members, and what was decided about each.
    var broadcastEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/broadcasts", needs: .broadcastsRead, answer: getBroadcasts),
            Endpoint(.post, "/v1/broadcasts", needs: .broadcastsWrite, answer: writeBroadcast),
            Endpoint(.get, "/v1/broadcasts/{broadcast}", needs: .broadcastsRead, answer: getBroadcast),
            Endpoint(.get, "/v1/broadcasts/{broadcast}/preview", needs: .broadcastsRead, answer: previewBroadcast),
            Endpoint(.post, "/v1/broadcasts/{broadcast}/start", needs: .broadcastsWrite) {
                try await changeBroadcast(.start, $0, $1)
            },
            Endpoint(.post, "/v1/broadcasts/{broadcast}/pause", needs: .broadcastsWrite) {
                try await changeBroadcast(.pause, $0, $1)
            },
            Endpoint(.post, "/v1/broadcasts/{broadcast}/resume", needs: .broadcastsWrite) {
                try await changeBroadcast(.resume, $0, $1)
            },
            Endpoint(.post, "/v1/broadcasts/{broadcast}/stop", needs: .broadcastsWrite) {
                try await changeBroadcast(.stop, $0, $1)
            },
            Endpoint(.post, "/v1/broadcasts/{broadcast}/test", needs: .broadcastsWrite, answer: testBroadcast),
            Endpoint(.get, "/v1/members/{member}/contacts", needs: .broadcastsRead, answer: getContacts),
        ]
    }

    private func getBroadcasts(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let broadcasts = try await service.broadcasts(limit: try request.limit())
        return response(PageBody(items: broadcasts.map { BroadcastBody(.object($0.object)) }, next: nil))
    }

    private func writeBroadcast(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let written = try await service.writeBroadcast(try await request.json(), by: try await caller(request))
        return response(BroadcastBody(.object(written.object)), status: .created)
    }

    private func getBroadcast(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(BroadcastBody(try await service.broadcastResults(try context.broadcast()).json))
    }

    private func previewBroadcast(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(BroadcastBody(try await service.previewBroadcast(try context.broadcast()).json))
    }

    private func changeBroadcast(_ step: BroadcastStep, _ request: Request, _ context: SetiaContext) async throws
        -> Response
    {
        let id = try context.broadcast()
        let changed = try await service.change(id, step, by: try await caller(request))
        return response(BroadcastBody(.object(changed.object)))
    }

    private func testBroadcast(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.broadcast()
        let body = try await request.json()
        var problems: [Malformed] = []
        for member in body.object?.members ?? [] where !["language", "to", "way"].contains(member.key) {
            problems.append(Malformed(field: member.key, reason: "is not known here"))
        }
        let language = body["language"].flatMap { $0.isNull ? nil : $0 }
        if let language, language.string == nil {
            problems.append(Malformed(field: "language", reason: "must be a language such as en"))
        }
        let way = body["way"].flatMap { $0.isNull ? nil : $0 }
        if let way, way.string == nil {
            problems.append(Malformed(field: "way", reason: "must be a way such as mail or sms"))
        }
        if body["to"]?.string == nil {
            problems.append(Malformed(field: "to", reason: "must be the address of somebody on the staff"))
        }
        guard problems.isEmpty, let address = body["to"]?.string else { throw MalformedBody(problems: problems) }
        let trial = try await service.testBroadcast(
            id,
            to: address,
            way: way?.string ?? "mail",
            language: language?.string.map { Key($0) },
            by: try await caller(request)
        )
        return response(BroadcastBody(trial.json))
    }

    private func getContacts(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard try await service.points(of: member) != nil else { throw Problem.unknownMember(member.text) }
        let contacts = try await service.contacts(of: member, limit: try request.limit())
        return response(PageBody(items: contacts.map { BroadcastBody($0.json) }, next: nil))
    }
}

extension SetiaContext {
    /// The broadcast that the address names.
    fileprivate func broadcast() throws -> Identifier {
        guard let id = Identifier(text: parameters.get("broadcast") ?? "") else {
            throw BroadcastRefusal.unknownBroadcast
        }
        return id
    }
}

extension Problem {
    /// Why nothing can be done with a broadcast.
    static func refused(_ refusal: BroadcastRefusal) -> Problem {
        switch refusal {
        case .unknownBroadcast: .notFound("broadcast")
        case .malformed(let problems):
            .invalidBody(MalformedBody(problems: problems.map { Malformed(field: $0.field, reason: $0.reason) }))
        case .notFrom(let state):
            Problem(
                "wrong-broadcast-state",
                title: "Not from there",
                status: 409,
                detail: "the broadcast is \(state.rawValue)"
            )
        case .noAddress:
            Problem(
                "no-public-address",
                title: "No public address",
                status: 409,
                detail: "links in messages would lead nowhere: the server's public address (SETIA_URL) is not set"
            )
        }
    }
}
