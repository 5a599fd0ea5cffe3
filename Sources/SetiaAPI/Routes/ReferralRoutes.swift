internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Members who bring friends: the code of each, who came by it, and what somebody must look at.
    var referralEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/members/{member}/referral", needs: .membersRead, answer: getOwnReferrals),
            Endpoint(.post, "/v1/members/{member}/referral", needs: .membersWrite, answer: postReferral),
            Endpoint(.get, "/v1/referrals", needs: .eventsRead, answer: getReferrals),
            Endpoint(.get, "/v1/referrals/{friend}", needs: .eventsRead, answer: getReferral),
            Endpoint(.post, "/v1/referrals/{friend}/accept", needs: .pointsAdjust) { request, context in
                try await decide(true, request, context)
            },
            Endpoint(.post, "/v1/referrals/{friend}/refuse", needs: .pointsAdjust) { request, context in
                try await decide(false, request, context)
            },
        ]
    }

    private func getOwnReferrals(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let own = try await service.ownReferrals(of: member) else { throw Problem.unknownMember(member.text) }
        let came = try await service.referral(of: member)
        let now = service.surroundings.now()
        return response(
            OwnReferralsBody(
                code: own.code?.shown,
                friends: own.friends.map(\.friend),
                came: came.map { ReferralBody($0, at: now) }
            )
        )
    }

    private func postReferral(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let parsed = try parseReferral(try await request.json())
        guard try await service.points(of: member) != nil else { throw Problem.unknownMember(member.text) }
        let receipt = try await service.refer(
            member,
            code: parsed.code,
            from: ReferralOrigin(address: parsed.address, device: parsed.device)
        )
        context.notes.owner = member
        return response(ReceiptBody(receipt), status: receipt.isReplay ? .ok : .created)
    }

    private func getReferrals(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let limit = try request.limit()
        var heldOnly = false
        if let text = request.parameter("state") {
            guard text == "review" else { throw Malformed(field: "state", reason: "must be review, or left out") }
            heldOnly = true
        }
        var before: MemberID?
        if let text = request.parameter("cursor") {
            before = MemberID(text: try Cursor(text: text, kind: "referrals").position)
            guard before != nil else { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        }
        // One more than asked tells whether there is a next page.
        let items = try await service.referrals(heldOnly: heldOnly, before: before, limit: limit + 1)
        let next = items.count > limit ? Cursor(kind: "referrals", position: items[limit - 1].friend.text) : nil
        let now = service.surroundings.now()
        return response(PageBody(items: items.prefix(limit).map { ReferralBody($0, at: now) }, next: next))
    }

    private func getReferral(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let item = try await service.referral(of: try context.friend()) else {
            throw ReferralRefusal.unknownReferral
        }
        return response(ReferralBody(item, at: service.surroundings.now()))
    }

    private func decide(_ isAccepted: Bool, _ request: Request, _ context: SetiaContext) async throws -> Response {
        let friend = try context.friend()
        let item = try await service.decideReferral(
            of: friend,
            isAccepted: isAccepted,
            reason: try parseDismissal(try await request.json()),
            by: try await caller(request)
        )
        return response(ReferralBody(item, at: service.surroundings.now()))
    }
}

extension SetiaContext {
    /// The friend that the address names.
    fileprivate func friend() throws -> MemberID {
        guard let id = MemberID(text: parameters.get("friend") ?? "") else { throw ReferralRefusal.unknownReferral }
        return id
    }
}

extension ReferralBody {
    /// As it stands at a moment.
    fileprivate init(_ item: ReferralItem, at now: Instant) {
        var decided: (by: String, at: Instant)?
        if let actor = item.decidedBy, let at = item.decidedAt { decided = (actor.kind, at) }
        self.init(
            friend: item.friend,
            referrer: item.referrer,
            at: item.at,
            state: item.state(at: now),
            referral: item.referral,
            decided: decided,
            note: item.note
        )
    }
}

extension Problem {
    /// Why nothing becomes of a referral.
    static func refused(_ refusal: ReferralRefusal) -> Problem {
        switch refusal {
        case .unknownCode:
            Problem(
                "unknown-referral-code",
                title: "No such code",
                status: 422,
                detail: "nobody has this code",
                errors: [FieldError(field: "code", reason: "is nobody's")]
            )
        case .unknownReferral: .notFound("referral")
        case .decided(let state):
            Problem(
                "referral-decided",
                title: "Nothing to decide",
                status: 409,
                detail: "nobody need look at it: it is \(state.rawValue)"
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
