internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Rewards: what there is, what a member can have, and what becomes of it.
    var rewardEndpoints: [Endpoint] {
        rewardPictureEndpoints + [
            Endpoint(.get, "/v1/rewards", needs: .programmeRead, answer: getRewards),
            Endpoint(.post, "/v1/rewards/{reward}/stock", needs: .programmeWrite, answer: postStock),
            Endpoint(.post, "/v1/rewards/{reward}/codes", needs: .programmeWrite, answer: postCodes),
            Endpoint(.get, "/v1/redemptions", needs: .eventsRead, answer: getAllRedemptions),
            Endpoint(.get, "/v1/members/{member}/rewards", needs: .eventsRead, answer: getMemberRewards),
            Endpoint(.get, "/v1/members/{member}/redemptions", needs: .eventsRead, answer: getRedemptions),
            Endpoint(.post, "/v1/members/{member}/redemptions", needs: .eventsWrite, answer: postRedemption),
            Endpoint(.get, "/v1/members/{member}/redemptions/{redemption}", needs: .eventsRead, answer: getRedemption),
            Endpoint(
                .post,
                "/v1/members/{member}/redemptions/{redemption}/{step}",
                needs: .eventsWrite,
                answer: postStep
            ),
        ]
    }

    private func getRewards(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let pictures = try await service.rewardPictures()
        let items = try await service.catalogue().map {
            RewardBody(
                reward: $0.reward,
                left: $0.left,
                had: $0.sum.had,
                held: $0.sum.held,
                picture: pictures.address(of: $0.reward)
            )
        }
        return response(PageBody(items: items, next: nil))
    }

    private func postStock(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let reward = Key(context.parameters.get("reward") ?? "")
        let (amount, reason) = try parseStock(try await request.json())
        let shelf = try await service.loadStock(of: reward, by: amount, reason: reason, by: try await caller(request))
        return response(ShelfBody(reward: reward, loaded: shelf.cap ?? 0, taken: shelf.taken))
    }

    private func postCodes(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let reward = Key(context.parameters.get("reward") ?? "")
        let codes = try parseCodes(try await request.bytes(upTo: BodyLimit.batch))
        guard !codes.isEmpty else { throw Malformed(field: "", reason: "holds no code; send one a line") }
        let (added, free) = try await service.loadCodes(codes, of: reward, by: try await caller(request))
        let shelf = try await service.catalogue().first { $0.reward.key == reward }?.shelf
        return response(
            ShelfBody(reward: reward, loaded: shelf?.cap ?? free, taken: shelf?.taken ?? 0, added: added)
        )
    }

    private func getMemberRewards(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        var store: StoreID?
        if let text = request.parameter("store") {
            store = try? StoreID(text)
            if store == nil { throw Malformed(field: "store", reason: "must be the id of a store") }
        }
        let language = try request.rewardLanguage()
        let channel = request.parameter("channel").map { Key($0) }
        guard let view = try await service.rewards(of: member, store: store, channel: channel) else {
            throw Problem.unknownMember(member.text)
        }
        let pictures = try await service.rewardPictures()
        return response(
            RewardQuotesBody(
                member: member,
                at: view.at,
                quotes: view.quotes.map { quote in
                    (
                        quote, quote.obstacles.map { told($0, view.version, language) },
                        pictures.address(of: quote.reward)
                    )
                }
            )
        )
    }

    private func getRedemptions(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let rows = try await service.redemptions(of: member) else { throw Problem.unknownMember(member.text) }
        return response(PageBody(items: rows.map { RedemptionBody(row: $0, member: nil) }, next: nil))
    }

    private func getAllRedemptions(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let limit = try request.limit()
        var fulfilment: RewardRedemption.Fulfilment?
        if let text = request.parameter("fulfilment") {
            fulfilment = RewardRedemption.Fulfilment(rawValue: text)
            guard fulfilment != nil else {
                let known = RewardRedemption.Fulfilment.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(field: "fulfilment", reason: "must be one of \(known)")
            }
        }
        let filter = RedemptionFilter(reward: request.parameter("reward").map { Key($0) }, fulfilment: fulfilment)
        let rows = try await service.redemptions(filter, after: try request.redemptionCursor(), limit: limit + 1)
        let page = rows.prefix(limit)
        let next = rows.count > limit ? page.last.map { Cursor(kind: "redemptions", position: $0.position) } : nil
        return response(PageBody(items: page.map { RedemptionBody(row: $0, member: $0.member) }, next: next))
    }

    private func getRedemption(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.redemption(try context.redemption(), of: member) else {
            throw Problem.notFound("redemption")
        }
        return response(RedemptionBody(view, of: member))
    }

    private func postRedemption(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let asked = try parseRedemption(try await request.json(), newID: service.newRedemptionID())
        let outcome = try await service.redeem(asked.wish, for: member, store: asked.store, channel: asked.channel)
        return try await redeemed(outcome, asked.wish.id, of: member, context)
    }

    private func postStep(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let text = context.parameters.get("step") ?? ""
        guard let step = RedemptionChange.Step(rawValue: text) else { throw Problem.notFound("step") }
        let bytes = try await request.bytes()
        let body = bytes.isEmpty ? JSON.object([:]) : try JSON.parse(bytes)
        let asked = try parseStep(body, step, of: try context.redemption())
        let outcome = try await service.change(asked.change, of: member, name: asked.name)
        return try await redeemed(outcome, asked.change.redemption, of: member, context)
    }

    private func redeemed(
        _ outcome: RecordingOutcome,
        _ id: Key,
        of member: MemberID,
        _ context: SetiaContext
    ) async throws -> Response {
        switch outcome {
        case .kept: preconditionFailure("a redemption never waits")
        case .failed(let error): throw error
        case .refused(.unknownMember(let text)): throw Problem.unknownMember(text)
        case .refused(let refusal): throw refusal
        case .recorded(let receipt):
            guard let view = try await service.redemption(id, of: receipt.member) else {
                throw Problem.notFound("redemption")
            }
            context.notes.owner = receipt.member
            return response(
                RedeemedBody(
                    redemption: RedemptionBody(view, of: receipt.member),
                    receipt: ReceiptBody(receipt)
                ),
                status: receipt.isReplay ? .ok : .created
            )
        }
    }
}

extension RedemptionBody {
    fileprivate init(row: RedemptionRow, member: MemberID?) {
        self.init(member: member, redemption: row.redemption)
    }

    fileprivate init(_ view: RedemptionView, of member: MemberID) {
        self.init(
            member: member,
            redemption: view.row.redemption,
            codes: view.codes,
            supplied: view.supplied,
            letter: view.letter.map { Letter(state: $0.state.rawValue, since: $0.since) }
        )
    }
}

extension RedemptionRow {
    /// Where it stands in the list of all.
    fileprivate var position: String { "\(since.milliseconds) \(member.text) \(id)" }
}

extension Request {
    /// Behind which redemption a page begins; none where nothing is said.
    fileprivate func redemptionCursor() throws -> (since: Instant, member: MemberID, id: Key)? {
        guard let text = parameter("cursor") else { return nil }
        let parts = try Cursor(text: text, kind: "redemptions").position.split(
            separator: " ",
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, let since = Int64(parts[0]), let member = MemberID(text: String(parts[1])) else {
            throw Malformed(field: "cursor", reason: "must be one that this list gave")
        }
        return (Instant(milliseconds: since), member, Key(String(parts[2])))
    }

    /// In which language something is told; English where nothing is said.
    func rewardLanguage() throws -> Language {
        guard let text = parameter("language") else { return .en }
        guard let language = Language(rawValue: text) else {
            throw Malformed(field: "language", reason: "must be en, ms, id or th")
        }
        return language
    }
}

extension SetiaContext {
    /// The redemption that the address names.
    fileprivate func redemption() throws -> Key {
        guard let text = percentDecoded(parameters.get("redemption") ?? ""), !text.isEmpty else {
            throw Problem.notFound("redemption")
        }
        return Key(text)
    }
}

extension Problem {
    /// Why nothing is put on a shelf.
    static func refused(_ refusal: StockRefusal) -> Problem {
        switch refusal {
        case .unknownReward: .notFound("reward")
        case .notCounted(let stock):
            Problem(
                "wrong-stock",
                title: "Not this way",
                status: 409,
                detail: stock == .codes
                    ? "this reward has a list of codes: load codes"
                    : stock == .counted
                        ? "this reward is counted: load a number" : "this reward has no end: nothing is loaded"
            )
        case .notThere(let left, let asked):
            Problem(
                "not-there",
                title: "Not as many are left",
                status: 409,
                detail: "\(left) are left, and \(asked) would be taken out",
                numbers: [Number("asked", asked), Number("left", left)]
            )
        case .outOfRange:
            .invalidBody(
                MalformedBody(
                    problems: [Malformed(field: "amount", reason: "must be -1000000000 to 1000000000, and not 0")]
                )
            )
        case .malformedCode(let place):
            .invalidBody(
                MalformedBody(problems: [Malformed(field: "codes[\(place - 1)]", reason: "must have 1 to 200 bytes")])
            )
        }
    }
}
