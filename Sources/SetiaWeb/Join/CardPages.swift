internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension Web {
    /// A member's own card, where her portal begins.
    var cardPages: [Page] {
        [
            Page(.get, "/card", .member, answer: cardPage),
            Page(.post, "/card/find", .open, answer: findCard),
        ]
    }

    private func cardPage(_ visit: Visit) async throws -> Response {
        let id = try visit.owner().id
        guard let view = try await service.member(id) else { throw WebFailure.memberSignedOut }
        let brand = try await brand()
        let (texts, wording) = (visit.texts, visit.wording)
        let balance = view.balances.first
        let wallet = brand.programme?.wallets.first?.key
        var fields: Fields = [
            "name": shown(name(view, visit)),
            "points": wording.number(balance?.available.units ?? 0),
            "pointsName": wallet.map { brand.wallet($0, visit.language) } ?? "",
            "others": view.balances.dropFirst().filter { $0.available > .zero }.map { other in
                ["points": wording.number(other.available.units), "name": brand.wallet(other.wallet, visit.language)]
                    as Fields
            },
        ]
        fillLevel(&fields, view, visit, brand)
        let progress = progress(view.state, all: true, visit, brand)
        fields["progress"] = progress
        fields["hasProgress"] = !progress.isEmpty
        let milestones = milestones(view.state, visit, brand)
        fields["milestones"] = milestones
        fields["hasMilestones"] = !milestones.isEmpty
        if let balance, balance.pending > .zero {
            fields["pending"] = texts.say("member.pending", ["points": wording.number(balance.pending.units)])
        }
        if let balance, balance.held > .zero {
            fields["held"] = texts.say("member.held", ["points": wording.number(balance.held.units)])
        }
        let lapses = lapses(view, visit, brand)
        fields["lapses"] = lapses
        fields["hasLapses"] = !lapses.isEmpty
        if let card = view.identities.first(where: { $0.kind == .card })?.value {
            fields["card"] = grouped(card)
            fields["qr"] = qrCode(card, label: texts.say("card.qr")) ?? ""
        }
        fields["mayShare"] = brand.programme?.referral != nil
        fields["mayBeTogether"] = brand.programme?.household != nil
        try await fillRewards(&fields, id, visit, brand)
        try await fillOffers(&fields, id, visit, brand)
        try await fillSuggestions(&fields, id, visit)
        try await fillSurvey(&fields, id, visit)
        try await fillCases(&fields, id, visit)
        try await fillReviews(&fields, id, visit, brand)
        try await fillReading(&fields, visit)
        let events = try await newestEvents(of: id, visit, brand)
        fields["events"] = events
        fields["hasEvents"] = !events.isEmpty
        let pictures = brand.programme?.rewards ?? []
        // Whose chat it is: another member of the same browser sees nothing of it.
        fields["who"] = id.text
        return page("card", visit, title: texts.say("card.title"), fields, frame: .portal, pictures: pictures)
    }

    /// What she may like, and why; nothing before anything was measured.
    private func fillSuggestions(_ fields: inout Fields, _ id: MemberID, _ visit: Visit) async throws {
        guard let found = try await service.recommendations(for: id, most: 4) else { return }
        let words = RecommendationWords(visit.language)
        let others = found.others.map { other in
            ["name": RecommendationWords.name(other.item), "why": words.why(other)] as Fields
        }
        let again = found.again.map { own in
            ["name": RecommendationWords.name(own.item), "why": words.why(own)] as Fields
        }
        if !others.isEmpty { fields["suggestions"] = ["items": others] as Fields }
        if !again.isEmpty { fields["again"] = ["items": again] as Fields }
    }

    /// Her level, what it brings, how far the next is, and what keeps this one.
    private func fillLevel(_ fields: inout Fields, _ view: MemberView, _ visit: Visit, _ brand: BrandView) {
        let words = TierWords(visit, brand)
        if let standing = view.state.leadingStanding(among: brand.programme?.tierSets ?? []) {
            let level = brand.level(standing.level, of: standing.tierSet, visit.language)
            fields["tier"] = level
            let benefits = words.benefits(standing)
            if !benefits.isEmpty {
                fields["benefits"] =
                    ["title": visit.texts.say("card.benefits", ["level": level]), "texts": benefits] as Fields
            }
            let progress = brand.progress(of: view.state, on: standing.tierSet, at: visit.now)
            if let keep = progress.flatMap({ words.keep($0) }) { fields["keep"] = keep }
        }
        guard let set = view.state.climbing(among: brand.programme?.tierSets ?? []),
            let progress = brand.progress(of: view.state, on: set.key, at: visit.now),
            let missing = words.missing(progress)
        else { return }
        fields["missing"] = missing
        // The bar is of what is furthest from being met, or of what is nearest where one is enough.
        guard let next = progress.next else { return }
        let needs = next.needs.filter { $0.needed > 0 }
        func share(_ need: TierProgress.Need) -> Double { Double(need.amount) / Double(need.needed) }
        let shown =
            next.isAny ? needs.max { share($0) < share($1) } : needs.min { share($0) < share($1) }
        if let shown {
            fields["levelBar"] =
                ["value": "\(max(0, min(shown.amount, shown.needed)))", "max": "\(shown.needed)"] as Fields
        }
    }

    /// What lapses when: of each wallet the next three days on which something does.
    private func lapses(_ view: MemberView, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        view.state.accounts.flatMap { account -> [Fields] in
            var sums: [(day: Day, points: Int64)] = []
            let lots = account.lots.filter { $0.isActive(at: view.at) }
            for lot in lots {
                guard let until = lot.expiresAt else { continue }
                let last = brand.zone.day(of: until.adding(milliseconds: -1))
                if let place = sums.firstIndex(where: { $0.day == last }) {
                    sums[place].points += lot.left.units
                } else {
                    sums.append((last, lot.left.units))
                }
            }
            return sums.sorted { $0.day < $1.day }.prefix(3).map { day, points in
                [
                    "points": "\(visit.wording.number(points)) \(brand.wallet(account.wallet, visit.language))",
                    "day": visit.texts.say("portal.useBy", ["day": visit.wording.day(day)]),
                ]
            }
        }
    }

    /// Asks a member for the address at which she is known.
    func findCardPage(
        _ visit: Visit,
        problems: [FormProblem] = [],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var fields = problemFields(problems)
        fields["contact"] = visit.form["contact"]
        // Where she wanted to go, to be brought there afterwards.
        let next = visit.form.has("next") ? visit.form["next"] : visit.address
        if let next = portalAddress(next), next != "/card" { fields["next"] = next }
        return page(
            "card-find",
            visit,
            title: visit.texts.say("card.title"),
            fields,
            status: problems.isEmpty ? status : .unprocessableContent,
            frame: .simple
        )
    }

    private func findCard(_ visit: Visit) async throws -> Response {
        guard let identity = contact(visit.form["contact"], country: country(of: visit.language)) else {
            let problem = FormProblem(field: "contact", message: visit.texts.say("join.contactWrong"))
            return findCardPage(visit, problems: [problem])
        }
        let next = portalAddress(visit.form["next"]) ?? ""
        return try await sendCode(to: identity, payload: Array(next.utf8), visit) { findCardPage(visit, problems: $0) }
    }
}
