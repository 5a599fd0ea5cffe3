internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Signing in and out, invitations, forgotten passwords.
    var signingInPages: [Page] {
        [
            Page(.get, "/console/sign-in", .open) { visit in
                visit.session == nil ? signInPage(visit) : redirect("/console")
            },
            Page(.post, "/console/sign-in", .open, answer: signIn),
            Page(.get, "/console/second-factor", .open) { secondFactorPage($0) },
            Page(.post, "/console/second-factor", .open, answer: confirmSecondFactor),
            Page(.post, "/console/sign-out", .staff, answer: signOut),
            Page(.get, "/console/invitation/{link}", .open, answer: invitation),
            Page(.post, "/console/invitation", .open, answer: acceptInvitation),
            Page(.get, "/console/reset", .open) { visit in
                page("reset", visit, title: visit.texts.say("reset.title"), [:], frame: .simple)
            },
            Page(.post, "/console/reset", .open, answer: requestReset),
            Page(.get, "/console/reset/{link}", .open, answer: resetLink),
            Page(.post, "/console/reset/password", .open, answer: resetPassword),
            Page(.get, "/console/link/{link}", .open, answer: signInLink),
            Page(.post, "/console/link", .open, answer: useSignInLink),
        ]
    }

    /// The form to sign in with, with what was typed elsewhere kept along.
    func signInPage(
        _ visit: Visit,
        kept: KeptForm? = nil,
        problems: [FormProblem] = [],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var fields = problemFields(problems)
        fields["next"] = visit.form.has("next") ? visit.form["next"] : visit.query["next"]
        fields["email"] = visit.form["email"]
        if let kept { fields["kept"] = kept.fields }
        return page(
            "sign-in",
            visit,
            title: visit.texts.say("signIn.title"),
            fields,
            status: status,
            frame: .simple
        )
    }

    private func signIn(_ visit: Visit) async throws -> Response {
        let kept = KeptForm(carriedBy: visit.form)
        do {
            let signedIn = try await service.signIn(
                email: visit.form["email"],
                password: visit.form.raw("password") ?? "",
                device: visit.cookies[CookieName.device],
                client: visit.client
            )
            return welcome(signedIn, visit, kept)
        } catch let refusal as StaffRefusal {
            return signInPage(
                visit,
                kept: kept,
                problems: problems(refusal, visit),
                status: .unprocessableContent
            )
        }
    }

    /// Goes on after a sign-in: to the second factor, the form that was kept, or the page that was asked for.
    func welcome(_ signedIn: SignedIn, _ visit: Visit, _ kept: KeptForm? = nil) -> Response {
        var cookies = [NewCookie(name: CookieName.session, value: signedIn.sessionToken)]
        if let device = signedIn.deviceToken {
            cookies.append(NewCookie(name: CookieName.device, value: device, maxAge: 365 * 86_400))
        }
        if visit.cookies[CookieName.language] == nil, !signedIn.session.pendingSecondFactor {
            cookies.append(
                NewCookie(
                    name: CookieName.language,
                    value: signedIn.session.staff.language.rawValue,
                    maxAge: 365 * 86_400
                )
            )
        }
        guard !signedIn.session.pendingSecondFactor else { return secondFactorPage(visit, kept, cookies: cookies) }
        if let kept {
            var visit = visit
            visit.session = signedIn.session
            return keptForm(visit, kept, cookies: cookies)
        }
        let next = visit.form["next"]
        let isOurs = (next.hasPrefix("/console") || next.hasPrefix("/till")) && !next.contains("\\")
        return redirect(isOurs ? next : home(of: signedIn.session), cookies: cookies)
    }

    /// Where somebody begins.
    func home(of session: StaffSession) -> String {
        if session.may(.seeFigures) { return "/console" }
        if session.may(.findMembers) { return "/console/members" }
        return session.may(.useTill) ? "/till" : "/console/account"
    }

    private func secondFactorPage(
        _ visit: Visit,
        _ kept: KeptForm? = nil,
        problems: [FormProblem] = [],
        cookies: [NewCookie] = []
    ) -> Response {
        var fields = problemFields(problems)
        fields["next"] = visit.form["next"]
        if let kept { fields["kept"] = kept.fields }
        return page(
            "second-factor",
            visit,
            title: visit.texts.say("secondFactor.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            cookies: cookies,
            frame: .simple
        )
    }

    private func confirmSecondFactor(_ visit: Visit) async throws -> Response {
        let kept = KeptForm(carriedBy: visit.form)
        guard let token = visit.sessionToken else { return signInPage(visit, kept: kept) }
        do {
            let signedIn = try await service.confirmSecondFactor(sessionToken: token, code: visit.form["code"])
            return welcome(signedIn, visit, kept)
        } catch StaffRefusal.notSignedIn {
            return signInPage(visit, kept: kept, problems: problems(.notSignedIn, visit), status: .unauthorized)
        } catch let refusal as StaffRefusal {
            return secondFactorPage(visit, kept, problems: problems(refusal, visit))
        }
    }

    private func signOut(_ visit: Visit) async throws -> Response {
        if let token = visit.sessionToken { try await service.signOut(token) }
        return redirect("/console/sign-in", cookies: [.gone(CookieName.session)])
    }
}

extension Web {
    private func invitation(_ visit: Visit) async throws -> Response {
        let link = visit.parameter("link")
        return try await linkPage(visit) {
            passwordPage(visit, for: try await service.invitation(link), link: link, isInvitation: true)
        }
    }

    private func acceptInvitation(_ visit: Visit) async throws -> Response {
        let link = visit.form["link"]
        return try await linkPage(visit) {
            let staff = try await service.invitation(link)
            do {
                let password = visit.form.raw("password") ?? ""
                return welcome(try await service.acceptInvitation(link, password: password), visit)
            } catch let refusal as StaffRefusal {
                guard case .invalid = refusal else { throw refusal }
                return passwordPage(visit, for: staff, link: link, isInvitation: true, problems(refusal, visit))
            }
        }
    }

    private func requestReset(_ visit: Visit) async throws -> Response {
        do {
            try await service.requestPasswordReset(email: visit.form["email"], client: visit.client)
        } catch let refusal as StaffRefusal {
            guard case .tooManyTries = refusal else { throw refusal }
        }
        return page(
            "message",
            visit,
            title: visit.texts.say("reset.sent"),
            ["text": visit.texts.say("reset.sentText")],
            frame: .simple
        )
    }

    private func resetLink(_ visit: Visit) async throws -> Response {
        let link = visit.parameter("link")
        return try await linkPage(visit) {
            passwordPage(visit, for: try await service.passwordReset(link), link: link, isInvitation: false)
        }
    }

    private func resetPassword(_ visit: Visit) async throws -> Response {
        let link = visit.form["link"]
        return try await linkPage(visit) {
            let staff = try await service.passwordReset(link)
            do {
                return welcome(try await service.resetPassword(link, new: visit.form.raw("password") ?? ""), visit)
            } catch let refusal as StaffRefusal {
                guard case .invalid = refusal else { throw refusal }
                return passwordPage(visit, for: staff, link: link, isInvitation: false, problems(refusal, visit))
            }
        }
    }

    /// Signs in only when the button is pressed: programs that look at links ahead must not use them up.
    private func signInLink(_ visit: Visit) async throws -> Response {
        page(
            "sign-in-link",
            visit,
            title: visit.texts.say("signIn.title"),
            ["link": visit.parameter("link")],
            frame: .simple
        )
    }

    private func useSignInLink(_ visit: Visit) async throws -> Response {
        try await linkPage(visit) {
            welcome(try await service.signIn(link: visit.form["link"]), visit)
        }
    }

    /// What `answer` gives, or a page that says what is the matter with the link.
    private func linkPage(_ visit: Visit, _ answer: () async throws -> Response) async throws -> Response {
        do {
            return try await answer()
        } catch let refusal as StaffRefusal {
            return page(
                "message",
                visit,
                title: visit.texts.say("link.title"),
                ["text": problems(refusal, visit).first?.message ?? ""],
                status: .notFound,
                frame: .simple
            )
        }
    }

    private func passwordPage(
        _ visit: Visit,
        for staff: StaffMember,
        link: String,
        isInvitation: Bool,
        _ problems: [FormProblem] = []
    ) -> Response {
        let texts = visit.texts
        let kind = isInvitation ? "invitation" : "newPassword"
        var fields = problemFields(problems)
        fields["text"] = texts.say("\(kind).text", ["name": staff.name, "brand": visit.brandName])
        fields["button"] = texts.say("\(kind).button")
        fields["action"] = isInvitation ? "/console/invitation" : "/console/reset/password"
        fields["link"] = link
        fields["email"] = staff.email
        return page(
            "password",
            visit,
            title: texts.say("\(kind).title", ["brand": visit.brandName]),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .simple
        )
    }
}
