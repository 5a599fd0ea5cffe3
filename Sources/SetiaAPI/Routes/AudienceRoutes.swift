internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Segments: how many, who, lists; and campaigns with what they brought.
    var audienceEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/segments", needs: .eventsRead, answer: getSegments),
            Endpoint(.post, "/v1/segments/preview", needs: .eventsRead, answer: postSegmentPreview),
            Endpoint(.get, "/v1/segments/{segment}/members", needs: .eventsRead, answer: getSegmentMembers),
            Endpoint(.post, "/v1/segments/{segment}/members", needs: .membersWrite, answer: postSegmentMembers),
            Endpoint(
                .delete,
                "/v1/segments/{segment}/members/{member}",
                needs: .membersWrite,
                answer: deleteSegmentMember
            ),
            Endpoint(.get, "/v1/campaigns", needs: .programmeRead, answer: getCampaigns),
            Endpoint(.get, "/v1/campaigns/{campaign}/results", needs: .eventsRead, answer: getCampaignResults),
            Endpoint(.get, "/v1/worth", needs: .eventsRead, answer: getWorth),
        ]
    }

    /// How many may be written on a list by one request.
    private static let mostListed = 1_000

    private func getSegments(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let counts = try await service.segmentCounts()
        let items = counts.segments.map {
            SegmentBody(segment: $0.segment, count: $0.count, ofMembers: counts.ofMembers, at: counts.at)
        }
        return response(PageBody(items: items, next: nil))
    }

    /// How many members a preview names.
    private static let mostNamed = 100

    private func postSegmentPreview(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let when = try parseSegmentPreview(try await request.json())
        do {
            let found = try await service.previewSegment(when, naming: Self.mostNamed)
            return response(
                SegmentPreviewBody(count: found.count, ofMembers: found.ofMembers, members: found.members)
            )
        } catch let malformed as MalformedCondition {
            throw MalformedBody(problems: [Malformed(field: "when", reason: malformed.description)])
        }
    }

    private func getSegmentMembers(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let limit = try request.limit()
        var after: MemberID?
        if let text = request.parameter("cursor") {
            after = MemberID(text: try Cursor(text: text, kind: "segment").position)
            guard after != nil else { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        }
        let portion = try await service.members(of: try context.segment(), after: after, limit: limit)
        return response(
            PageBody(
                items: portion.members.map { SegmentMemberBody(member: $0) },
                next: portion.next.map { Cursor(kind: "segment", position: $0.text) }
            )
        )
    }

    private func postSegmentMembers(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let segment = try context.segment()
        let members = try parseListed(try await request.json(), atMost: Self.mostListed)
        let done = try await service.list(members, on: segment, isIn: true, by: try await caller(request))
        return response(ListChangedBody(changed: done.changed, unchanged: done.unchanged, unknown: done.unknown))
    }

    private func deleteSegmentMember(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let (segment, member) = (try context.segment(), try context.member())
        let done = try await service.list([member], on: segment, isIn: false, by: try await caller(request))
        guard done.unknown.isEmpty else { throw Problem.unknownMember(member.text) }
        return Response(status: .noContent)
    }

    private func getCampaigns(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(PageBody(items: try await service.campaigns().map { CampaignBody($0) }, next: nil))
    }

    private func getCampaignResults(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let key = percentDecoded(context.parameters.get("campaign") ?? "") else {
            throw Problem.notFound("campaign")
        }
        return response(CampaignResultsBody(try await service.campaignResults(Key(key))))
    }

    private func getWorth(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(BroadcastBody(try await service.shownWorth().json))
    }
}

extension SetiaContext {
    /// The segment that the address names.
    fileprivate func segment() throws -> Key {
        guard let text = percentDecoded(parameters.get("segment") ?? ""), !text.isEmpty else {
            throw Problem.notFound("segment")
        }
        return Key(text)
    }
}

extension BudgetBody {
    /// How much of a budget is given out.
    init(_ use: BudgetUse) {
        self.init(owner: use.owner, budget: use.budget, since: use.since, taken: use.taken, left: use.left)
    }
}

extension DiscountBudgetBody {
    /// How much of a discount budget is taken off.
    init(_ use: DiscountUse) {
        self.init(campaign: use.campaign, budget: use.budget, taken: use.taken, left: use.left)
    }
}

extension CampaignBody {
    /// A campaign, and how it goes.
    fileprivate init(_ view: CampaignView) {
        self.init(
            campaign: view.campaign,
            isOpen: view.isOpen,
            budget: view.budget.map { BudgetBody($0) },
            discounts: view.discounts.map { DiscountBudgetBody($0) },
            treated: view.treated,
            heldOut: view.heldOut,
            parts: (view.rules, view.promotions, view.rewards)
        )
    }
}

extension CampaignResultsBody {
    /// What a campaign brought.
    fileprivate init(_ results: CampaignResults) {
        self.init(
            campaign: CampaignBody(results.view),
            currency: results.currency,
            otherCurrencies: results.otherCurrencies,
            since: results.since,
            until: results.until,
            isSplitBroken: results.isSplitBroken,
            rows: results.outcomes.map { outcome in
                Row(
                    outcome: outcome.name,
                    treated: outcome.treated,
                    heldOut: outcome.heldOut,
                    difference: outcome.difference,
                    interval: outcome.interval,
                    answer: outcome.answer,
                    total: outcome.total
                )
            }
        )
    }
}

extension Problem {
    /// Why nothing is read of a segment, or no list changed.
    static func refused(_ refusal: SegmentRefusal) -> Problem {
        switch refusal {
        case .unknownSegment: .notFound("segment")
        case .notAList(let key):
            Problem(
                "not-a-list",
                title: "Nobody is written on it",
                status: 409,
                detail: "\(key) says by itself who belongs to it; only a segment with 'list: true' is written on"
            )
        case .tooMany(let most):
            .invalidBody(
                MalformedBody(problems: [Malformed(field: "members", reason: "must have at most \(most) ids")])
            )
        }
    }
}
