internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a member can have, on her own card.
    var cardRewardPages: [Page] {
        [
            Page(.get, "/card/rewards/{reward}", .member) { try await cardRewardPage($0) },
            Page(.post, "/card/rewards/{reward}", .member, answer: redeemOnCard),
            Page(.post, "/card/rewards/{reward}/code", .member, answer: redeemWithCode),
        ]
    }

    /// What she can have now, what is near, and what she has.
    func fillRewards(_ fields: inout Fields, _ member: MemberID, _ visit: Visit, _ brand: BrandView) async throws {
        guard let view = try await service.rewards(of: member, channel: "card"), !view.quotes.isEmpty else { return }
        let words = RewardWords(visit: visit, brand: brand)
        let offers = Offers(visit: visit, brand: brand, pictures: try await service.rewardPictures())
        let now = view.quotes.filter(\.canHave)
        let near = offers.nearestFirst(view.quotes.filter { $0.isNear })
        fields["rewardsNow"] = now.prefix(3).map(offers.fields)
        fields["rewardsNear"] = near.prefix(2).map(offers.fields)
        fields["hasNear"] = !near.isEmpty
        fields["hasRewards"] = true
        fields["noneNow"] = now.isEmpty
        var mine: [Fields] = []
        for row in try await service.redemptions(of: member, limit: 20) ?? [] {
            let isOpen = row.state == .held || (row.state == .captured && row.fulfilment != .delivered)
            guard isOpen || (row.givesCodes && row.state == .captured) else { continue }
            var fields = words.fields(row, mayGiveBack: false)
            if row.givesCodes, let view = try await service.redemption(row.id, of: member) {
                fields["codes"] = view.codes
                words.fillSupplyState(&fields, view.supplied)
            }
            mine.append(fields)
        }
        fields["mine"] = mine
        fields["hasMine"] = !mine.isEmpty
    }

    /// What she gets without a code: first what is for her only.
    func fillOffers(_ fields: inout Fields, _ member: MemberID, _ visit: Visit, _ brand: BrandView) async throws {
        let own = try await service.offers(of: member)?.offers ?? []
        let rows = own.prefix(5).map { offer -> Fields in
            var row: Fields = [
                "name": shown(offer.promotion.name.text(in: visit.language.key) ?? offer.promotion.key.text),
                "isPersonal": offer.isPersonal,
            ]
            if let until = offer.until {
                let last = brand.zone.day(of: until.adding(milliseconds: -1))
                row["until"] = visit.texts.say("portal.offerUntil", ["day": visit.wording.day(last)])
            }
            return row
        }
        if !rows.isEmpty { fields["gets"] = ["items": rows] as Fields }
    }

    private func cardRewardPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        guard let view = try await service.rewards(of: try visit.owner().id, channel: "card") else {
            throw WebFailure.memberSignedOut
        }
        let key = Key(visit.parameter("reward"))
        guard let quote = view.quotes.first(where: { $0.reward.key == key }) else { throw WebFailure.notFound }
        let brand = try await brand()
        let words = RewardWords(visit: visit, brand: brand)
        var fields = problemFields(problems)
        fields["name"] = words.name(key)
        fields["path"] = "/card/rewards/\(urlEncoded(key.text))"
        // The same form sent twice is one redemption.
        fields["form"] = problems.isEmpty ? service.newRedemptionID().text : visit.form["form"]
        if let text = quote.reward.text?.text(in: visit.language.key) { fields["text"] = text }
        if let terms = quote.reward.terms?.text(in: visit.language.key) { fields["terms"] = terms }
        if let why = words.why(quote) { fields["why"] = why }
        // What money belongs to is had where money can be paid.
        let payable = quote.prices.filter { $0.price.money.isEmpty }
        fields["atTill"] = quote.canHave && payable.isEmpty
        fields["choices"] =
            quote.canHave
            ? payable.filter { $0.missing == .zero }.map { price in
                [
                    "wallet": price.price.wallet?.text ?? "", "points": "\(price.price.points.units)",
                    "text": visit.texts.say("card.redeemFor", ["price": words.price(price.price)]),
                ] as Fields
            } : []
        fields["price"] = words.prices(quote.reward)
        if let picture = try await service.rewardPictures().shown(quote.reward) { fields["picture"] = picture }
        return page(
            "card-reward",
            visit,
            title: words.name(key),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal,
            pictures: [quote.reward]
        )
    }

    private func redeemOnCard(_ visit: Visit) async throws -> Response {
        let member = try visit.owner().id
        let id = visit.form["form"]
        guard (1...64).contains(id.utf8.count) else { throw WebFailure.notFound }
        let wallet = visit.form["wallet"]
        let wish = RewardWish(
            id: Key(id),
            reward: Key(visit.parameter("reward")),
            wallet: wallet.isEmpty ? nil : Key(wallet),
            expected: wholeNumber(visit.form["points"]).map { Points($0) }
        )
        guard let reward = try await brand().programme?.rewards.first(where: { $0.key == wish.reward }),
            reward.isAsGoodAsMoney
        else { return try await redeem(wish, member, visit) }
        return try await askForCode(wish, member, visit)
    }

    /// What is as good as money is had with a code that was sent just now (rule A-8); one that she may not have at all is
    /// refused before a code is sent.
    private func askForCode(_ wish: RewardWish, _ member: MemberID, _ visit: Visit) async throws -> Response {
        let quote = try await service.rewards(of: member, channel: "card")?.quotes.first {
            $0.reward.key == wish.reward
        }
        guard quote?.canHave ?? false else { return try await redeem(wish, member, visit) }
        do {
            guard
                let (token, sentTo) = try await service.startConfirming(
                    wish,
                    of: member,
                    language: visit.language,
                    client: visit.client
                )
            else { return try await redeem(wish, member, visit) }
            let action = "/card/rewards/\(urlEncoded(wish.reward.text))/code"
            return cardCodePage(visit, token, sentTo: sentTo.value, action: action)
        } catch let refusal as ConfirmationRefusal {
            let problem = FormProblem(field: "points", message: said(refusal, visit))
            return try await cardRewardPage(visit, problems: [problem])
        } catch is MailFailure {
            let problem = FormProblem(field: "points", message: visit.texts.say("code.mailFailed"))
            return try await cardRewardPage(visit, problems: [problem])
        }
    }

    private func redeemWithCode(_ visit: Visit) async throws -> Response {
        let (member, token) = (try visit.owner().id, visit.form["confirmation"])
        do {
            let code = visit.form["code"].filter { $0 != " " }
            return try await redeem(try await service.confirmWish(token, code: code, of: member), member, visit)
        } catch let refusal as ConfirmationRefusal {
            let problem = FormProblem(field: "code", message: said(refusal, visit))
            let action = "/card/rewards/\(urlEncoded(visit.parameter("reward")))/code"
            return cardCodePage(visit, token, sentTo: visit.form["sent-to"], action: action, problems: [problem])
        }
    }

    private func redeem(_ wish: RewardWish, _ member: MemberID, _ visit: Visit) async throws -> Response {
        switch try await service.redeem(wish, for: member, channel: "card") {
        case .kept: preconditionFailure("a redemption never waits")
        case .failed(let error): throw error
        case .refused(let refusal):
            let brand = try await brand()
            return try await cardRewardPage(visit, problems: problems(refusal, visit, brand: brand))
        case .recorded: return redirect("/card/codes?done=rewarded")
        }
    }
}
