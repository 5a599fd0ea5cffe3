internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// One's own account.
    var accountPages: [Page] {
        [
            Page(.get, "/console/account", .staff) { try await accountPage($0) },
            Page(.post, "/console/account/password", .staff, answer: changePassword),
            Page(.post, "/console/account/second-factor/start", .staff, answer: startSecondFactor),
            Page(.post, "/console/account/second-factor", .staff, answer: confirmNewSecondFactor),
            Page(.post, "/console/account/second-factor/remove", .staff, answer: removeSecondFactor),
            Page(.post, "/console/account/sessions/end", .staff, answer: endOtherSessions),
        ]
    }

    private func accountPage(
        _ visit: Visit,
        setup: NewSecondFactor? = nil,
        codes: [String] = [],
        problems: [FormProblem] = []
    ) async throws -> Response {
        let (texts, wording) = (visit.texts, visit.wording)
        let session = try visit.staff()
        let staff = try await service.staffMember(session.staff.id) ?? session.staff
        let brand = try await brand()
        var fields = problemFields(problems)
        fields["name"] = shown(staff.name)
        fields["email"] = staff.email
        fields["hasFactor"] = staff.hasSecondFactor
        fields["maySetUp"] = !staff.hasSecondFactor && setup == nil
        if let setup {
            fields["setup"] = true
            fields["secret"] = setup.secret
            fields["qr"] = qrCode(setup.uri, label: texts.say("account.factorScan")) ?? ""
        }
        if !codes.isEmpty { fields["codes"] = codes.joined(separator: "  ") }
        fields["facts"] =
            [
                ["label": texts.say("staff.email"), "value": staff.email],
                ["label": texts.say("staff.role"), "value": texts.say("role.\(staff.role.rawValue)")],
            ] as [Fields]
        fields["sessions"] = try await service.staffSessions(of: staff.id).map { info in
            [
                "text": texts.say(info.id == session.id ? "account.thisSession" : "account.otherSession"),
                "when": texts.say(
                    "account.sessionWhen",
                    [
                        "start": wording.moment(info.startedAt, in: brand.zone),
                        "seen": wording.moment(info.lastSeenAt, in: brand.zone),
                    ]
                ),
            ] as Fields
        }
        return page(
            "account",
            visit,
            title: texts.say("account.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// What `act` answers, or the page with what was wrong.
    private func trying(_ visit: Visit, _ act: () async throws -> Response) async throws -> Response {
        do {
            return try await act()
        } catch let refusal as StaffRefusal {
            return try await accountPage(visit, problems: problems(refusal, visit))
        }
    }

    private func changePassword(_ visit: Visit) async throws -> Response {
        try await trying(visit) {
            try await service.changePassword(
                try visit.staff(),
                old: visit.form.raw("password-old") ?? "",
                new: visit.form.raw("password") ?? ""
            )
            return redirect("/console/account?done=password")
        }
    }

    private func startSecondFactor(_ visit: Visit) async throws -> Response {
        try await trying(visit) {
            try await accountPage(visit, setup: try await service.startSecondFactor(try visit.staff()))
        }
    }

    private func confirmNewSecondFactor(_ visit: Visit) async throws -> Response {
        try await trying(visit) {
            let codes = try await service.confirmNewSecondFactor(try visit.staff(), code: visit.form["code"])
            return try await accountPage(visit, codes: codes)
        }
    }

    private func removeSecondFactor(_ visit: Visit) async throws -> Response {
        try await trying(visit) {
            try await service.removeSecondFactor(
                try visit.staff(),
                password: visit.form.raw("password") ?? "",
                code: visit.form["code"]
            )
            return redirect("/console/account?done=factorRemoved")
        }
    }

    private func endOtherSessions(_ visit: Visit) async throws -> Response {
        let session = try visit.staff()
        _ = try await service.endStaffSessions(of: session.staff.id, except: session.id, by: session.actor)
        return redirect("/console/account?done=sessionsEnded")
    }
}
