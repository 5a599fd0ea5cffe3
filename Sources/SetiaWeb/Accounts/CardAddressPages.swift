internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Another e-mail or phone, and codes that show who asks.
    var cardAddressPages: [Page] {
        [
            Page(.get, "/card/address", .member) { try await cardAddressPage($0) },
            Page(.post, "/card/address", .member, answer: startChangingAddress),
            Page(.post, "/card/address/code", .member, answer: goOnChangingAddress),
            Page(.get, "/not-me/{link}", .open, answer: notMePage),
            Page(.post, "/not-me/{link}", .open, answer: stopByLink),
        ]
    }

    private func cardAddressPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        guard let view = try await service.member(try visit.owner().id) else { throw WebFailure.notFound }
        var fields = problemFields(problems)
        fields["known"] = view.identities.filter { $0.kind == .email || $0.kind == .phone }.map { identity in
            ["label": visit.texts.say("identity.\(identity.kind.rawValue)"), "value": identity.value] as Fields
        }
        fields["contact"] = visit.form["contact"]
        return page(
            "card-address",
            visit,
            title: visit.texts.say("address.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    private func startChangingAddress(_ visit: Visit) async throws -> Response {
        guard let identity = contact(visit.form["contact"], country: country(of: visit.language)) else {
            let problem = FormProblem(field: "contact", message: visit.texts.say("join.contactWrong"))
            return try await cardAddressPage(visit, problems: [problem])
        }
        return try await addressStep(visit) {
            try await service.startChangingAddress(
                of: try visit.owner().id,
                to: identity,
                language: visit.language,
                client: visit.client
            )
        }
    }

    private func goOnChangingAddress(_ visit: Visit) async throws -> Response {
        let (token, sentTo) = (visit.form["confirmation"], visit.form["sent-to"])
        do {
            return try await addressStep(visit) {
                try await service.goOnChangingAddress(
                    of: try visit.owner().id,
                    token: token,
                    code: visit.form["code"].filter { $0 != " " },
                    language: visit.language,
                    client: visit.client
                )
            }
        } catch let refusal as ConfirmationRefusal {
            let problem = FormProblem(field: "code", message: said(refusal, visit))
            return cardCodePage(visit, token, sentTo: sentTo, action: "/card/address/code", problems: [problem])
        }
    }

    /// What is asked for next, or why nothing changes.
    private func addressStep(_ visit: Visit, _ step: () async throws -> AddressStep) async throws -> Response {
        do {
            switch try await step() {
            case .known(let token, let sentTo), .new(let token, let sentTo):
                return cardCodePage(visit, token, sentTo: sentTo.value, action: "/card/address/code")
            case .done: return redirect("/card/me?done=addressChanged")
            }
        } catch let refusal as AccountRefusal {
            let problem = FormProblem(field: "contact", message: said(refusal, visit))
            return try await cardAddressPage(visit, problems: [problem])
        } catch let refusal as ConfirmationRefusal where !visit.form.has("confirmation") {
            let problem = FormProblem(field: "contact", message: said(refusal, visit))
            return try await cardAddressPage(visit, problems: [problem])
        } catch is MailFailure {
            let problem = FormProblem(field: "contact", message: visit.texts.say("code.mailFailed"))
            return try await cardAddressPage(visit, problems: [problem])
        } catch let refusal as Refusal {
            let message = problems(refusal, visit, brand: try await brand())[0].message
            return try await cardAddressPage(visit, problems: [FormProblem(field: "contact", message: message)])
        }
    }

    /// Asks a member who is signed in for a code that was sent to her.
    func cardCodePage(
        _ visit: Visit,
        _ token: String,
        sentTo: String,
        action: String,
        problems: [FormProblem] = []
    ) -> Response {
        var fields = problemFields(problems)
        fields["confirmation"] = token
        fields["sentTo"] = sentTo
        fields["action"] = action
        fields["sentLine"] = visit.texts.say("code.sent", ["to": sentTo])
        return page(
            "card-code",
            visit,
            title: visit.texts.say("code.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    func said(_ refusal: AccountRefusal, _ visit: Visit) -> String {
        switch refusal {
        case .unknownMember: visit.texts.say("core.unknownMember")
        case .isSo(_, let isStopped):
            visit.texts.say(isStopped ? "memberAccount.isStopped" : "memberAccount.isNotStopped")
        case .reason: visit.texts.say("memberAccount.noReason")
        case .sameAddress: visit.texts.say("address.same")
        case .addressTaken: visit.texts.say("address.taken")
        case .noAddress: visit.texts.say("join.contactWrong")
        }
    }

    // MARK: - It was not her

    /// Looking changes nothing: programs open links before people do.
    private func notMePage(_ visit: Visit) async throws -> Response {
        let link = visit.parameter("link")
        guard service.knowsAlarm(link) else { return unknownAlarm(visit) }
        return page(
            "not-me",
            visit,
            title: visit.texts.say("notMe.title"),
            ["path": "/not-me/\(urlEncoded(link))", "text": visit.texts.say("notMe.text", ["brand": visit.brandName])],
            frame: .simple
        )
    }

    private func stopByLink(_ visit: Visit) async throws -> Response {
        guard try await service.stopByLink(visit.parameter("link")) else { return unknownAlarm(visit) }
        return page(
            "message",
            visit,
            title: visit.texts.say("notMe.done"),
            ["text": visit.texts.say("notMe.doneText", ["brand": visit.brandName]), "isMembers": true],
            frame: .simple
        )
    }

    private func unknownAlarm(_ visit: Visit) -> Response {
        page(
            "message",
            visit,
            title: visit.texts.say("notMe.unknown"),
            ["text": visit.texts.say("notMe.unknownText"), "isMembers": true],
            status: .notFound,
            frame: .simple
        )
    }
}
