internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Tips, tutorials and posts in their languages and for their channels.
    var contentEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/content", needs: .broadcastsRead, answer: getContents),
            Endpoint(.post, "/v1/content", needs: .broadcastsWrite, answer: postContent),
            Endpoint(.get, "/v1/content/{piece}", needs: .broadcastsRead, answer: getContent),
            Endpoint(.put, "/v1/content/{piece}", needs: .broadcastsWrite, answer: putContent),
        ]
    }

    private func getContents(_ request: Request, _ context: SetiaContext) async throws -> Response {
        var wish = ContentWish()
        wish.state = try request.choice("state")
        wish.kind = try request.choice("kind")
        wish.channel = try request.choice("channel")
        wish.language = request.parameter("language").map { Key($0) }
        wish.from = try request.day("from")
        wish.until = try request.day("until")
        let pieces = try await service.contents(wish).prefix(try request.limit())
        return response(PageBody(items: pieces.map { BroadcastBody($0.json) }, next: nil))
    }

    private func postContent(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let piece = try await service.keepContent(nil, try await request.json(), by: try await caller(request))
        return response(BroadcastBody(piece.json), status: .created)
    }

    private func getContent(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(BroadcastBody(try await service.content(try context.piece()).json))
    }

    private func putContent(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.piece()
        let piece = try await service.keepContent(id, try await request.json(), by: try await caller(request))
        return response(BroadcastBody(piece.json))
    }
}

extension SetiaContext {
    /// The piece that the address names.
    fileprivate func piece() throws -> Identifier {
        guard let id = Identifier(text: parameters.get("piece") ?? "") else { throw ContentRefusal.unknownPiece }
        return id
    }
}

extension Request {
    /// One of a fixed set of values; none where it is left out.
    fileprivate func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws -> Choice?
    where Choice.RawValue == String {
        guard let text = parameter(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
            throw Malformed(field: name, reason: "must be one of \(known)")
        }
        return choice
    }

    /// A day; none where it is left out.
    fileprivate func day(_ name: String) throws -> Day? {
        guard let text = parameter(name) else { return nil }
        guard let day = Day(iso: text) else { throw Malformed(field: name, reason: "must be a day such as 2026-12-31") }
        return day
    }
}

extension Problem {
    /// Why nothing can be done with a piece.
    static func refused(_ refusal: ContentRefusal) -> Problem {
        switch refusal {
        case .unknownPiece: .notFound("piece")
        case .malformed(let problems):
            .invalidBody(MalformedBody(problems: problems.map { Malformed(field: $0.field, reason: $0.reason) }))
        case .tooMany(let most):
            Problem(
                "too-many-pieces",
                title: "Too many pieces",
                status: 409,
                detail: "a brand keeps at most \(most) pieces of content"
            )
        }
    }
}
