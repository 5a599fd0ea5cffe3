internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Rewards at the counter.
    var tillRewardPages: [Page] {
        [
            Page(.post, "/till/reward", .may(.useTill), answer: giveReward),
            Page(.post, "/till/handover", .may(.useTill), answer: handOver),
        ]
    }

    /// What the member at the counter can have, and what waits for her.
    func tillRewards(_ view: MemberView, at shop: Shop?, _ visit: Visit, _ brand: BrandView) async throws -> Fields {
        let member = view.state.member
        let words = RewardWords(visit: visit, brand: brand)
        var fields: Fields = [:]
        let rewards = try await service.rewards(of: member, store: shop?.id, channel: "till")
        var choices: [Fields] = []
        for quote in rewards?.quotes ?? [] where quote.canHave {
            for price in quote.prices where price.missing == .zero {
                let money = price.price.money
                guard money.isEmpty || money.contains(where: { $0.currency == shop?.currency }) else { continue }
                choices.append([
                    "reward": quote.reward.key.text, "name": words.name(quote.reward.key),
                    "price": words.price(price.price, in: shop?.currency),
                    "wallet": price.price.wallet?.text ?? "", "points": "\(price.price.points.units)",
                    "currency": money.isEmpty ? "" : shop?.currency.code ?? "",
                ])
            }
        }
        fields["choices"] = choices
        fields["hasChoices"] = !choices.isEmpty
        let waiting = (try await service.redemptions(of: member, limit: 50) ?? []).filter {
            $0.state == .captured && $0.fulfilment == .pending
        }
        fields["waiting"] = waiting.map { ["id": $0.id.text, "what": words.what($0)] as Fields }
        fields["hasWaiting"] = !waiting.isEmpty
        return fields
    }

    /// What is redeemed at the counter is handed over at the counter.
    private func giveReward(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        guard let shop = tillShop(visit, brand) else { return try await tillAnswer(visit, wrong: "till.noStore") }
        guard let view = try await member(byCard: visit.form["card"], visit, shop) else {
            return try await tillAnswer(visit, wrong: "till.unknown")
        }
        let (id, member, wallet) = (visit.form["form"], view.state.member, visit.form["wallet"])
        guard (1...64).contains(id.utf8.count) else { throw WebFailure.notFound }
        let wish = RewardWish(
            id: Key(id),
            reward: Key(visit.form["reward"]),
            wallet: wallet.isEmpty ? nil : Key(wallet),
            currency: try? Currency(visit.form["currency"]),
            expected: wholeNumber(visit.form["points"]).map { Points($0) }
        )
        switch try await service.redeem(wish, for: member, store: shop.id, channel: "till") {
        case .kept: preconditionFailure("a redemption never waits")
        case .failed(let error): throw error
        case .refused(let refusal):
            return try await tillAnswer(visit, problems: problems(refusal, visit, brand: brand))
        case .recorded(let receipt):
            if !receipt.isReplay { try await note(.tillRedemption, visit, member: member) }
            let explanation = try await service.explanation(of: receipt.id, in: visit.language)
            var steps = explanation?.steps.map(\.text) ?? []
            if let redemption = try await service.redemption(wish.id, of: member) {
                steps += redemption.codes.map { visit.texts.say("till.code", ["code": $0]) }
                if let money = redemption.row.money {
                    steps.append(visit.texts.say("till.toPay", ["money": brand.money(money, visit.wording)]))
                }
                if redemption.row.fulfilment == .pending {
                    let handed = RedemptionChange(redemption: wish.id, step: .deliver)
                    if case .failed(let error) = try await service.change(
                        handed,
                        of: member,
                        store: shop.id,
                        channel: "till"
                    ) {
                        throw error
                    }
                }
            }
            let answer = TillAnswer(
                headline: explanation?.headline ?? "",
                steps: steps,
                balance: explanation?.balance ?? []
            )
            return try await tillAnswer(visit, told: answer)
        }
    }

    private func handOver(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        guard let shop = tillShop(visit, brand) else { return try await tillAnswer(visit, wrong: "till.noStore") }
        guard let view = try await member(byCard: visit.form["card"], visit, shop) else {
            return try await tillAnswer(visit, wrong: "till.unknown")
        }
        let id = Key(visit.form["redemption"])
        let change = RedemptionChange(redemption: id, step: .deliver)
        switch try await service.change(change, of: view.state.member, store: shop.id, channel: "till") {
        case .kept: preconditionFailure("a redemption never waits")
        case .failed(let error): throw error
        case .refused(let refusal):
            return try await tillAnswer(visit, problems: problems(refusal, visit, brand: brand))
        case .recorded(let receipt):
            if !receipt.isReplay {
                try await note(
                    .redemptionChanged,
                    visit,
                    member: view.state.member,
                    subject: id.text,
                    details: ["step": "deliver"]
                )
            }
            let explanation = try await service.explanation(of: receipt.id, in: visit.language)
            return try await tillAnswer(
                visit,
                told: TillAnswer(headline: explanation?.headline ?? "", steps: [], balance: [])
            )
        }
    }

    private func tillAnswer(_ visit: Visit, wrong key: String) async throws -> Response {
        try await tillAnswer(visit, problems: [FormProblem(field: "card", message: visit.texts.say(key))])
    }
}
