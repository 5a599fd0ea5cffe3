internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// A member's own card.
    var cardPages: [Page] {
        [
            Page(.get, "/card", .open) { try await cardPage($0) },
            Page(.post, "/card/find", .open, answer: findCard),
            Page(.post, "/card/leave", .open, answer: leaveCard),
        ]
    }

    private func cardPage(_ visit: Visit) async throws -> Response {
        guard let token = visit.cookies[CookieName.member], let id = try await service.memberSession(token),
            let view = try await service.member(id), view.state.status != .erased
        else { return findCardPage(visit) }
        let brand = try await brand()
        let (texts, wording) = (visit.texts, visit.wording)
        let balance = view.balances.first
        let wallet = brand.programme?.wallets.first?.key
        var fields: Fields = [
            "name": shown(name(view, visit)),
            "points": wording.number(balance?.available.units ?? 0),
            "pointsName": wallet.map { brand.wallet($0, visit.language) } ?? "",
        ]
        if let standing = view.state.leadingStanding(among: brand.programme?.tierSets ?? []) {
            let level = brand.level(standing.level, of: standing.tierSet, visit.language)
            fields["tier"] = level
            let words = TierWords(visit, brand)
            let benefits = words.benefits(standing)
            if !benefits.isEmpty {
                fields["benefits"] =
                    ["title": texts.say("card.benefits", ["level": level]), "texts": benefits] as Fields
            }
            let progress = brand.progress(of: view.state, on: standing.tierSet, at: visit.now)
            if let keep = progress.flatMap({ words.keep($0) }) { fields["keep"] = keep }
        }
        if let missing = missing(view.state, visit, brand) { fields["missing"] = missing }
        let progress = progress(view.state, all: true, visit, brand)
        fields["progress"] = progress
        fields["hasProgress"] = !progress.isEmpty
        if let balance, balance.pending > .zero {
            fields["pending"] = texts.say("member.pending", ["points": wording.number(balance.pending.units)])
        }
        if let balance, balance.held > .zero {
            fields["held"] = texts.say("member.held", ["points": wording.number(balance.held.units)])
        }
        if let account = view.state.accounts.first, let words = lapsing(account, at: view.at, visit, brand) {
            fields["expires"] = words
        }
        if let card = view.identities.first(where: { $0.kind == .card })?.value {
            fields["card"] = grouped(card)
            fields["qr"] = qrCode(card, label: texts.say("card.qr")) ?? ""
        }
        try await fillRewards(&fields, id, visit, brand)
        try await fillTimeline(&fields, id, visit, brand)
        fields.removeValue(forKey: "olderPath")
        return page("card", visit, title: texts.say("card.title"), fields, frame: .simple)
    }

    /// Digits in fours, to be read aloud.
    private func grouped(_ number: String) -> String {
        var text = ""
        for (place, digit) in number.enumerated() {
            if place > 0, place % 4 == 0 { text += " " }
            text.append(digit)
        }
        return text
    }

    private func findCardPage(_ visit: Visit, problems: [FormProblem] = []) -> Response {
        var fields = problemFields(problems)
        fields["contact"] = visit.form["contact"]
        return page(
            "card-find",
            visit,
            title: visit.texts.say("card.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .simple
        )
    }

    private func findCard(_ visit: Visit) async throws -> Response {
        guard let identity = contact(visit.form["contact"], country: country(of: visit.language)) else {
            let problem = FormProblem(field: "contact", message: visit.texts.say("join.contactWrong"))
            return findCardPage(visit, problems: [problem])
        }
        return try await sendCode(to: identity, payload: [], visit) { findCardPage(visit, problems: $0) }
    }

    private func leaveCard(_ visit: Visit) async throws -> Response {
        if let token = visit.cookies[CookieName.member] { try await service.endMemberSession(token) }
        return redirect("/", cookies: [.gone(CookieName.member)])
    }
}
