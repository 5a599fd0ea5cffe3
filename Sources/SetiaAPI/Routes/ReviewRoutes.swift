internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Events that came too late, and returns whose order is not known: look, apply, dismiss.
    var reviewEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/reviews", needs: .eventsRead, answer: getReviews),
            Endpoint(.get, "/v1/reviews/{review}", needs: .eventsRead, answer: getReview),
            Endpoint(.post, "/v1/reviews/{review}/apply", needs: .pointsAdjust, answer: applyReview),
            Endpoint(.post, "/v1/reviews/{review}/dismiss", needs: .pointsAdjust, answer: dismissReview),
        ]
    }

    private func getReviews(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let limit = try request.limit()
        var filter: ReviewFilter?
        if let text = request.parameter("state") {
            filter = ReviewFilter(rawValue: text)
            guard filter != nil else {
                let known = ReviewFilter.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(field: "state", reason: "must be one of \(known)")
            }
        }
        var before: Identifier?
        if let text = request.parameter("cursor") {
            before = Identifier(text: try Cursor(text: text, kind: "reviews").position)
            guard before != nil else { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        }
        // One more than asked tells whether there is a next page.
        let items = try await service.reviews(filter, before: before, limit: limit + 1)
        let next = items.count > limit ? Cursor(kind: "reviews", position: items[limit - 1].id.text) : nil
        let now = service.surroundings.now()
        return response(PageBody(items: items.prefix(limit).map { ReviewBody($0, at: now) }, next: next))
    }

    private func getReview(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let item = try await service.review(try context.review()) else { throw ReviewRefusal.unknownReview }
        return response(ReviewBody(item, at: service.surroundings.now()))
    }

    private func applyReview(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.review()
        let applied = try await service.applyReview(id, by: try await caller(request))
        var body = ReviewBody(applied.item, at: service.surroundings.now())
        body.receipt = ReceiptBody(applied.receipt)
        return response(body)
    }

    private func dismissReview(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.review()
        let reason = try parseDismissal(try await request.json())
        let item = try await service.dismissReview(id, reason: reason, by: try await caller(request))
        return response(ReviewBody(item, at: service.surroundings.now()))
    }
}

extension SetiaContext {
    /// The review that the address names.
    fileprivate func review() throws -> Identifier {
        guard let id = Identifier(text: parameters.get("review") ?? "") else { throw ReviewRefusal.unknownReview }
        return id
    }
}

extension ReviewBody {
    /// As it stands at a moment.
    init(_ item: ReviewItem, at now: Instant) {
        self.init(
            id: item.id.text,
            event: item.event,
            member: (item.applied?.member ?? item.member)?.text,
            reason: item.reason.rawValue,
            state: item.isWaiting(at: now) ? ReviewFilter.waiting.rawValue : item.state.rawValue,
            receivedAt: item.receivedAt,
            listedAt: item.listedAt
        )
        if let actor = item.decidedBy, let at = item.decidedAt { decided = (actor.kind, at) }
        applied = item.applied?.text
        note = item.note
    }

    /// As its sender is told: the same however often it is sent, until somebody has decided.
    init(_ item: ReviewItem, isReplay: Bool) {
        self.init(item, at: item.receivedAt)
        self.isReplay = isReplay
    }
}

extension AuditActor {
    /// What kind of actor it is, in a word.
    var kind: String {
        switch self {
        case .staff: "staff"
        case .apiKey: "api-key"
        case .operator: "operator"
        case .member: "member"
        case .nobody: "nobody"
        case .server: "server"
        }
    }
}

extension Problem {
    /// Why a review cannot be decided.
    static func refused(_ refusal: ReviewRefusal) -> Problem {
        switch refusal {
        case .unknownReview: .notFound("review")
        case .decided(let item):
            Problem(
                "review-decided",
                title: "Decided already",
                status: 409,
                detail: "the event was \(item.state.rawValue) before"
            )
        case .noReason:
            .invalidBody(
                MalformedBody(
                    problems: [
                        Malformed(field: "reason", reason: "must have 1 to 500 characters, and no control characters")
                    ]
                )
            )
        }
    }
}
