import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Staff: sessions and second factor")
struct SessionTests {
    @Test("S-6: a session ends after an hour unused, and after twelve in any case")
    func ends() async throws {
        let bench = try await StaffBench()
        let token = try await bench.join("Owner").sessionToken
        for _ in 0..<12 {
            bench.clock.advance(milliseconds: StaffTimes.idle - 1)
            #expect(try await bench.service.staffSession(token) != nil)
        }
        bench.clock.advance(milliseconds: 12)
        #expect(try await bench.service.staffSession(token) == nil)
        let idle = try await bench.signIn("Owner").sessionToken
        bench.clock.advance(milliseconds: StaffTimes.idle)
        #expect(try await bench.service.staffSession(idle) == nil)
        #expect(try await bench.service.staffSession("nothing") == nil)
    }

    @Test("S-6: signing out ends a session, and ending the others leaves this one")
    func signsOut() async throws {
        let bench = try await StaffBench()
        let first = try await bench.join("Owner")
        let second = try await bench.signIn("Owner")
        let third = try await bench.signIn("Owner")
        #expect(try await bench.service.staffSessions(of: first.session.staff.id).count == 3)
        try await bench.service.signOut(first.sessionToken)
        #expect(try await bench.service.staffSession(first.sessionToken) == nil)
        let ended = try await bench.service.endStaffSessions(
            of: second.session.staff.id,
            except: second.session.id,
            by: second.session.actor
        )
        #expect(ended == 1)
        #expect(try await bench.service.staffSession(third.sessionToken) == nil)
        #expect(try await bench.service.staffSession(second.sessionToken) != nil)
        #expect(try await bench.service.endStaffSession(second.session.id, of: second.session))
        #expect(try await bench.service.staffSession(second.sessionToken) == nil)
    }

    @Test("S-6: another's sessions are ended only by who may manage staff")
    func endsOthers() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner")
        let agent = try await bench.join("Agent", .agent)
        let refused = await refusal {
            try await bench.service.endStaffSessions(
                of: owner.session.staff.id,
                except: nil,
                by: agent.session.actor
            )
        }
        #expect(refused == .mayNot(.manageStaff))
        let ended = try await bench.service.endStaffSessions(
            of: agent.session.staff.id,
            except: nil,
            by: owner.session.actor
        )
        #expect(ended == 1)
        #expect(try await !bench.service.endStaffSession(owner.session.id, of: owner.session) == false)
    }

    @Test("S-6: each session's forms carry a mark of their own")
    func marksForms() async throws {
        let bench = try await StaffBench()
        let one = try await bench.join("Owner")
        let other = try await bench.signIn("Owner")
        #expect(one.session.formToken != other.session.formToken)
        #expect(try await bench.service.staffSession(one.sessionToken)?.formToken == one.session.formToken)
        #expect(one.session.formToken != one.sessionToken)
    }

    @Test("S-6: what asks for the password again takes it, and a wrong one is counted")
    func asksAgain() async throws {
        let bench = try await StaffBench()
        let signedIn = try await bench.join("Owner")
        bench.clock.advance(milliseconds: StaffTimes.recent)
        #expect(await refusal { try bench.service.requireRecent(signedIn.session) } == .signInAgain)
        for _ in 0..<5 {
            let refused = await refusal {
                try await bench.service.confirmPassword(sessionToken: signedIn.sessionToken, password: "wrong")
            }
            #expect(refused == .invalid(.password, .wrong))
        }
        bench.clock.advance(milliseconds: 30_000)
        let again = try await bench.service.confirmPassword(
            sessionToken: signedIn.sessionToken,
            password: StaffBench.password
        )
        try bench.service.requireRecent(again)
    }

    @Test("S-4: a new password ends the other sessions and is told by mail")
    func changesPassword() async throws {
        let bench = try await StaffBench()
        let first = try await bench.join("Owner")
        let second = try await bench.signIn("Owner")
        let new = "hujan turun di Bogor"
        let wrong = await refusal { try await bench.service.changePassword(first.session, old: "wrong", new: new) }
        #expect(wrong == .invalid(.password, .wrong))
        // The letter about the second device is on its way by itself.
        await bench.service.lettersSent()
        try await bench.service.changePassword(first.session, old: StaffBench.password, new: new)
        #expect(try await bench.service.staffSession(second.sessionToken) == nil)
        #expect(try await bench.service.staffSession(first.sessionToken) != nil)
        await bench.service.lettersSent()
        #expect(bench.mailbox.mails.last?.subject == "Your password at Kopi Setia was changed")
        #expect(await refusal { try await bench.signIn("Owner") } == .wrongCredentials)
        #expect(try await bench.signIn("Owner", new).session.staff.name == "Owner")
    }

    @Test("S-4: a reset is mailed to an account, and nothing to anybody else; it works once and ends all sessions")
    func resets() async throws {
        let bench = try await StaffBench()
        let first = try await bench.join("Owner")
        try await bench.service.requestPasswordReset(email: "nobody@example.com", client: "192.0.2.1")
        try await bench.service.requestPasswordReset(email: "no address", client: "192.0.2.1")
        await bench.service.lettersSent()
        #expect(bench.mailbox.mails.count == 1)
        try await bench.service.requestPasswordReset(email: "Owner@example.com", client: "192.0.2.1")
        await bench.service.lettersSent()
        let token = bench.tokenInMail()
        #expect(try await bench.service.passwordReset(token).name == "Owner")
        #expect(await refusal { try await bench.service.invitation(token) } == .linkUnknown)
        let signedIn = try await bench.service.resetPassword(token, new: "hujan turun di Bogor")
        #expect(try await bench.service.staffSession(first.sessionToken) == nil)
        #expect(try await bench.service.staffSession(signedIn.sessionToken) != nil)
        let again = await refusal { try await bench.service.resetPassword(token, new: "angin bertiup kencang") }
        #expect(again == .linkUsed(at: bench.clock.now))
    }

    @Test("S-4: at most three reset letters an hour go to one address, whatever is asked")
    func resetsAreFew() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        for _ in 0..<10 { try await bench.service.requestPasswordReset(email: "owner@example.com", client: "") }
        await bench.service.lettersSent()
        #expect(bench.mailbox.mails.count == 4)
    }

    @Test("S-6: with a second factor the password alone opens nothing, and the code gives another session")
    func secondFactor() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner")
        let (app, recovery) = try await bench.addFactor(owner.session)
        #expect(recovery.count == 10)
        bench.clock.advance(milliseconds: 60_000)
        let half = try await bench.signIn("Owner")
        #expect(half.session.pendingSecondFactor)
        #expect(half.deviceToken == nil)
        #expect(!half.session.may(.seeFigures))
        #expect(await refusal { try await bench.service.setLanguage(.th, of: half.session) } == .notSignedIn)
        let whole = try await bench.service.confirmSecondFactor(sessionToken: half.sessionToken, code: app.code())
        #expect(!whole.session.pendingSecondFactor)
        #expect(whole.sessionToken != half.sessionToken)
        #expect(whole.deviceToken != nil)
        #expect(try await bench.service.staffSession(half.sessionToken) == nil)
    }

    @Test("S-6: no code is taken twice, nor one from before the last; one step early or late is taken")
    func codesAreTakenOnce() async throws {
        let bench = try await StaffBench()
        let (app, _) = try await bench.addFactor(try await bench.join("Owner").session)
        let first = try await bench.signIn("Owner")
        let refused = await refusal {
            try await bench.service.confirmSecondFactor(sessionToken: first.sessionToken, code: app.code())
        }
        #expect(refused == .wrongCode(triesLeft: 4))
        _ = try await bench.service.confirmSecondFactor(sessionToken: first.sessionToken, code: app.code(steps: 1))
        bench.clock.advance(milliseconds: 120_000)
        let second = try await bench.signIn("Owner")
        let early = await refusal {
            try await bench.service.confirmSecondFactor(sessionToken: second.sessionToken, code: app.code(steps: 2))
        }
        #expect(early == .wrongCode(triesLeft: 4))
        _ = try await bench.service.confirmSecondFactor(sessionToken: second.sessionToken, code: app.code(steps: -1))
    }

    @Test("S-6: five wrong codes end the sign-in, and further sign-ins wait")
    func wrongCodesEnd() async throws {
        let bench = try await StaffBench()
        let (app, _) = try await bench.addFactor(try await bench.join("Owner").session)
        bench.clock.advance(milliseconds: 60_000)
        let half = try await bench.signIn("Owner")
        for left in [4, 3, 2, 1] {
            let refused = await refusal {
                try await bench.service.confirmSecondFactor(sessionToken: half.sessionToken, code: "xxxxxx")
            }
            #expect(refused == .wrongCode(triesLeft: left))
        }
        for _ in 0..<2 {
            let refused = await refusal {
                try await bench.service.confirmSecondFactor(sessionToken: half.sessionToken, code: "xxxxxx")
            }
            #expect(refused == .notSignedIn)
        }
        let next = try await bench.signIn("Owner")
        let locked = await refusal {
            try await bench.service.confirmSecondFactor(sessionToken: next.sessionToken, code: app.code())
        }
        #expect(locked == .tooManyTries(until: bench.clock.now.adding(milliseconds: 30_000)))
    }

    @Test("S-6: a recovery code stands in for the app, once, however it is typed")
    func recovery() async throws {
        let bench = try await StaffBench()
        let (_, recovery) = try await bench.addFactor(try await bench.join("Owner").session)
        let typed = " \(recovery[3].uppercased()) "
        let first = try await bench.signIn("Owner")
        _ = try await bench.service.confirmSecondFactor(sessionToken: first.sessionToken, code: typed)
        let second = try await bench.signIn("Owner")
        let again = await refusal {
            try await bench.service.confirmSecondFactor(sessionToken: second.sessionToken, code: typed)
        }
        #expect(again == .wrongCode(triesLeft: 4))
    }

    @Test("S-6: taking the second factor away asks for password and code; a link of the operator leaves it")
    func removes() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner")
        let (app, _) = try await bench.addFactor(owner.session)
        let link = try await bench.service.oneTimeSignInLink(email: "owner@example.com")
        #expect(try await bench.service.signIn(link: link).session.pendingSecondFactor)
        bench.clock.advance(milliseconds: 60_000)
        let wrong = await refusal {
            try await bench.service.removeSecondFactor(owner.session, password: StaffBench.password, code: "xxxxxx")
        }
        #expect(wrong == .wrongCode(triesLeft: 5))
        try await bench.service.removeSecondFactor(owner.session, password: StaffBench.password, code: app.code())
        #expect(try await !bench.signIn("Owner").session.pendingSecondFactor)
        let none = await refusal {
            try await bench.service.removeSecondFactor(owner.session, password: StaffBench.password, code: "1")
        }
        #expect(none == .noSecondFactor)
    }

    @Test("S-6: the app is told the secret by an address that names brand and account")
    func tellsTheApp() async throws {
        let bench = try await StaffBench()
        let owner = try await bench.join("Owner")
        let factor = try await bench.service.startSecondFactor(owner.session)
        let known = "otpauth://totp/Kopi%20Setia:owner%40example.com?secret=\(factor.secret)&issuer=Kopi%20Setia"
        #expect(factor.uri == known + "&algorithm=SHA1&digits=6&period=30")
        #expect(factor.secret.utf8.count == 32)
        bench.clock.advance(milliseconds: StaffTimes.recent)
        #expect(await refusal { try await bench.service.startSecondFactor(owner.session) } == .signInAgain)
    }
}
