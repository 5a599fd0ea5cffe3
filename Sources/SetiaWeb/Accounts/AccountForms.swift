internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Stopping an account and setting an address, on a member's page in the console.
    var memberAccountPages: [Page] {
        [
            Page(.post, "/console/members/{member}/stop", .may(.editMember)) { try await setStopped(true, $0) },
            Page(.post, "/console/members/{member}/resume", .may(.editMember)) { try await setStopped(false, $0) },
            Page(.post, "/console/members/{member}/address", .may(.editMember), answer: setMemberAddress),
        ]
    }

    /// The forms, where who looks may, and since when nothing is spent where an address has just changed.
    func fillAccount(_ fields: inout Fields, _ view: MemberView, _ visit: Visit, _ brand: BrandView) async throws {
        guard let session = visit.session, session.may(.editMember) else { return }
        let path = "/console/members/\(view.state.member.text)"
        var account: Fields = ["reason": visit.form["why"], "contact": visit.form["contact"]]
        switch view.state.status {
        case .active: account["stop"] = "\(path)/stop"
        case .suspended: account["resume"] = "\(path)/resume"
        case .prospect: break
        case .closed, .erased: return
        }
        account["address"] = "\(path)/address"
        if let until = try await service.coolingOff(of: view.state.member) {
            account["waits"] = visit.texts.say(
                "memberAccount.waits",
                ["until": visit.wording.moment(until, in: brand.zone)]
            )
        }
        fields["account"] = account
    }

    private func setStopped(_ isStopped: Bool, _ visit: Visit) async throws -> Response {
        let id = try await memberOfAddress(visit)
        return try await changingAccount(visit) {
            _ = try await service.setStopped(
                isStopped,
                of: id,
                reason: visit.form["why"],
                by: try visit.staff().actor
            )
            return redirect("/console/members/\(id.text)?done=\(isStopped ? "accountStopped" : "accountResumed")")
        }
    }

    private func setMemberAddress(_ visit: Visit) async throws -> Response {
        let id = try await memberOfAddress(visit)
        guard let identity = contact(visit.form["contact"], country: country(of: visit.language)) else {
            let problem = FormProblem(field: "contact", message: visit.texts.say("join.contactWrong"))
            return try await memberPage(visit, problems: [problem])
        }
        return try await changingAccount(visit) {
            try await service.setAddress(
                identity,
                of: id,
                reason: visit.form["why"],
                by: try visit.staff().actor
            )
            return redirect("/console/members/\(id.text)?done=addressSet")
        }
    }

    private func changingAccount(_ visit: Visit, _ change: () async throws -> Response) async throws -> Response {
        do {
            return try await change()
        } catch let refusal as AccountRefusal {
            let field = if case .reason = refusal { "why" } else { "contact" }
            return try await memberPage(visit, problems: [FormProblem(field: field, message: said(refusal, visit))])
        } catch StaffRefusal.ownAccount {
            let problem = FormProblem(field: "contact", message: visit.texts.say("refusal.ownAccount"))
            return try await memberPage(visit, problems: [problem])
        } catch is MailFailure {
            let problem = FormProblem(field: "contact", message: visit.texts.say("address.letterFailed"))
            return try await memberPage(visit, problems: [problem])
        } catch let refusal as Refusal {
            return try await memberPage(visit, problems: problems(refusal, visit, brand: try await brand()))
        }
    }
}
