internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What is a member's own besides her card: rewards, codes, history, and what is known of her.
    var portalPages: [Page] {
        var entering = Page(.post, "/portal/enter", .open, answer: enterPortal)
        entering.takesOthersForms = true
        return [
            entering,
            Page(.get, "/portal/enter", .open, answer: enterPortal),
            Page(.get, "/portal", .open) { _ in redirect("/card") },
            Page(.get, "/card/rewards", .member, answer: portalRewards),
            Page(.get, "/card/codes", .member) { try await portalCodes($0) },
            Page(.post, "/card/codes/withdraw", .member, answer: withdraw),
            Page(.get, "/card/history", .member, answer: portalHistory),
            Page(.get, "/card/history/{event}", .member, answer: portalEvent),
            Page(.get, "/card/messages", .member) { try await portalMessages($0) },
            Page(.post, "/card/messages", .member, answer: writeToUs),
            Page(.get, "/card/chat", .member) { try await portalMessages($0, isChat: true) },
            Page(.post, "/card/chat", .member, answer: writeInChat),
            Page(.get, "/card/messages/changes", .member, answer: ownChanges),
            Page(.get, "/card/household", .member) { try await portalHousehold($0) },
            Page(.post, "/card/household/ask", .member, answer: askToHousehold),
            Page(.post, "/card/household/join", .member, answer: joinHousehold),
            Page(.post, "/card/household/leave", .member, answer: leaveHousehold),
            Page(.get, "/card/me", .member) { try await portalMe($0) },
            Page(.post, "/card/me/language", .member, answer: chooseLanguage),
            Page(.get, "/card/me/data.json", .member, answer: ownDataFile),
            Page(.post, "/card/leave", .member, answer: leaveCard),
            Page(.post, "/card/leave-all", .member, answer: leaveEverywhere),
        ]
    }

    /// Signs in whom the shop's token names, and goes where it says.
    private func enterPortal(_ visit: Visit) async throws -> Response {
        let sent = visit.form.fields.isEmpty ? visit.query : visit.form
        do {
            let secret = try await service.enterPortal(sent["token"], replacing: visit.cookies[CookieName.member])
            return redirect(portalAddress(sent["next"]) ?? "/card", cookies: [memberCookie(secret)])
        } catch let refusal as TokenRefusal {
            // What was sent stands nowhere in the answer, the way back from a choice of language included.
            var visit = visit
            visit.query = .empty
            settings.logger.notice("a token signed nobody in", metadata: ["reason": "\(refusal.rawValue)"])
            let key = refusal == .unknownMember ? "portal.notMember" : "portal.noEntry"
            return page(
                "message",
                visit,
                title: visit.texts.say("\(key).title"),
                ["text": visit.texts.say("\(key).text"), "isMembers": true],
                status: .unauthorized,
                frame: .simple
            )
        }
    }

    private func leaveCard(_ visit: Visit) async throws -> Response {
        if let token = visit.cookies[CookieName.member] { try await service.endMemberSession(token) }
        if let renewed = try visit.owner().renewed { try await service.endMemberSession(renewed) }
        return redirect("/", cookies: [.gone(CookieName.member)])
    }

    private func leaveEverywhere(_ visit: Visit) async throws -> Response {
        try await service.endMemberSessions(of: try visit.owner().id)
        return redirect("/card?done=signedOutEverywhere", cookies: [.gone(CookieName.member)])
    }

    // MARK: - Rewards

    private func portalRewards(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        let offers = Offers(visit: visit, brand: brand, pictures: try await service.rewardPictures())
        let quotes = try await service.rewards(of: try visit.owner().id, channel: "card")?.quotes ?? []
        let now = quotes.filter(\.canHave)
        let near = offers.nearestFirst(quotes.filter { $0.isNear })
        let others = quotes.filter { !$0.canHave && !$0.isNear }
        let fields: Fields = [
            "groups": [("portal.now", now), ("portal.near", near), ("portal.later", others)].compactMap { title, some in
                some.isEmpty ? nil : ["title": visit.texts.say(title), "offers": some.map(offers.fields)] as Fields
            },
            "isEmpty": quotes.isEmpty,
        ]
        return page(
            "portal-rewards",
            visit,
            title: visit.texts.say("portal.rewards"),
            fields,
            frame: .portal,
            pictures: quotes.map(\.reward)
        )
    }

    // MARK: - Herself

    private func portalMe(_ visit: Visit) async throws -> Response {
        guard let view = try await service.member(try visit.owner().id) else { throw WebFailure.notFound }
        let (texts, wording, brand) = (visit.texts, visit.wording, try await brand())
        var facts: [Fields] = view.identities.map { identity in
            [
                "label": texts.say("identity.\(identity.kind.rawValue)"),
                "value": identity.kind == .card ? grouped(identity.value) : identity.value,
            ] as Fields
        }
        if let joined = view.state.joinedAt {
            facts.append(["label": texts.say("fact.joined"), "value": wording.day(brand.zone.day(of: joined))])
        }
        let own = view.state.facts.language?.text ?? visit.language.rawValue
        let fields: Fields = [
            "name": shown(name(view, visit)), "facts": facts,
            "languages": Language.allCases.map { option($0.rawValue, $0.ownName, own) },
        ]
        return page("portal-me", visit, title: texts.say("portal.me"), fields, frame: .portal)
    }

    private func chooseLanguage(_ visit: Visit) async throws -> Response {
        guard let language = Language(rawValue: visit.form["language"]) else { throw WebFailure.notFound }
        try await service.setLanguage(language, ofMember: try visit.owner().id)
        let cookie = NewCookie(name: CookieName.language, value: language.rawValue, maxAge: 365 * 86_400)
        return redirect("/card/me?done=languageSaved", cookies: [cookie])
    }

    private func ownDataFile(_ visit: Visit) async throws -> Response {
        guard let bytes = try await service.ownData(of: try visit.owner().id) else { throw WebFailure.notFound }
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "application/json", .contentLength: String(bytes.count),
                .contentDisposition: "attachment; filename=\"my-data.json\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
        guardAnswer(&response, [])
        return response
    }

    /// Digits in fours, to be read aloud.
    func grouped(_ number: String) -> String {
        var text = ""
        for (place, digit) in number.enumerated() {
            if place > 0, place % 4 == 0 { text += " " }
            text.append(digit)
        }
        return text
    }
}
