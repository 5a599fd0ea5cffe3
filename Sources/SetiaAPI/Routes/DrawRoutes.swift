internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Surprises that are drawn by chance: what was drawn, and drawing (rules M-10 to M-12).
    var drawEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/draws", needs: .eventsRead, answer: getDraws),
            Endpoint(.post, "/v1/draws", needs: .programmeWrite, answer: postDraw),
            Endpoint(.get, "/v1/draws/{draw}", needs: .eventsRead, answer: getDraw),
        ]
    }

    private func getDraws(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(PageBody(items: try await service.draws().map { DrawBody($0) }, next: nil))
    }

    private func postDraw(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let asked = try parseDraw(try await request.json())
        let present: Present
        switch asked.gives {
        case .points(let points, let wallet):
            let first = try await service.currentVersion()?.programme.wallets.first?.key
            present = .points(wallet: wallet ?? first ?? "", points: Points(points))
        case .reward(let reward): present = .reward(reward)
        }
        let order = DrawOrder(
            name: asked.name,
            segment: asked.segment,
            size: asked.count.map { .count($0) } ?? .share(asked.share ?? 0),
            present: present,
            seed: asked.seed
        )
        let view = try await service.draw(order, by: try await caller(request))
        return response(DrawBody(view.draw, drawn: view.drawn))
    }

    private func getDraw(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let name = percentDecoded(context.parameters.get("draw") ?? ""),
            let view = try await service.draw(named: Key(name)), let check = try await service.check(draw: Key(name))
        else { throw Problem.notFound("draw") }
        return response(DrawBody(view.draw, drawn: view.drawn, isSameAgain: check.isRight))
    }
}

extension DrawBody {
    /// A draw, with who was drawn where that is told.
    fileprivate init(_ draw: SurpriseDraw, drawn: [MemberID]? = nil, isSameAgain: Bool? = nil) {
        self.init(
            name: draw.name,
            segment: draw.segment,
            count: (draw.count, draw.candidates),
            present: draw.present,
            seed: draw.seed,
            at: (draw.at, by: draw.by),
            drawn: drawn,
            isSameAgain: isSameAgain
        )
    }
}

extension Problem {
    /// Why nothing is drawn.
    static func refused(_ refusal: DrawRefusal) -> Problem {
        func invalid(_ field: String, _ reason: String) -> Problem {
            .invalidBody(MalformedBody(problems: [Malformed(field: field, reason: reason)]))
        }
        func unknown(_ field: String, _ key: Key, _ known: [Key]) -> Problem {
            let list = known.isEmpty ? "none" : known.map(\.text).joined(separator: ", ")
            return invalid(field, "the programme has no \(field) '\(key)', only \(list)")
        }
        return switch refusal {
        case .name:
            invalid("name", "must have 1 to 64 letters, digits, hyphens and underscores, and begin with a letter")
        case .taken(let name):
            Problem(
                "draw-taken",
                title: "Drawn before, of something else",
                status: 409,
                detail: "there is a draw '\(name)' of other members, another number, gift or seed; choose another name"
            )
        case .unknownSegment(let key, let known): unknown("segment", key, known)
        case .unknownWallet(let key, let known): unknown("wallet", key, known)
        case .unknownReward(let key, let known): unknown("reward", key, known)
        case .size: invalid("count", "1 to \(SetiaService.mostDrawn) members can be drawn at once")
        case .seed: invalid("seed", "must have 1 to 100 visible characters of ASCII")
        case .nobody:
            Problem(
                "nobody-to-draw",
                title: "Nobody can be drawn",
                status: 409,
                detail: "no active member belongs to the segment"
            )
        }
    }
}
