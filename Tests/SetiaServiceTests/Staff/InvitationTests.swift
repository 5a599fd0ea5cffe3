import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Staff: invitation")
struct InvitationTests {
    @Test("S-2: an invitation is a link that is mailed, good once, and makes an account with a password")
    func accepts() async throws {
        let bench = try await StaffBench()
        let invitation = try await bench.invite("Aisyah", .manager)
        #expect(invitation.mailFailure == nil)
        #expect(bench.mailbox.mails.map(\.to.address) == ["aisyah@example.com"])
        #expect(bench.tokenInMail() == invitation.token)
        #expect(try await bench.service.invitation(invitation.token).name == "Aisyah")
        let signedIn = try await bench.service.acceptInvitation(invitation.token, password: StaffBench.password)
        #expect(signedIn.session.staff.status == .active)
        #expect(signedIn.session.staff.role == .manager)
        #expect(try await bench.service.staffSession(signedIn.sessionToken)?.staff.name == "Aisyah")
        let again = await refusal { try await bench.service.acceptInvitation(invitation.token, password: "x") }
        #expect(again == .linkUsed(at: bench.clock.now))
        #expect(try await bench.signIn("Aisyah").session.staff.name == "Aisyah")
    }

    @Test("S-2: of 64 who accept one invitation at once, one does")
    func acceptsOnce() async throws {
        let bench = try await StaffBench()
        let token = try await bench.invite("Budi").token
        let service = bench.service
        let taken = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    (try? await service.acceptInvitation(token, password: "warung nomor \(number) di sawah")) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test("S-2: after three days the link is too late; a new one replaces the old")
    func expires() async throws {
        let bench = try await StaffBench()
        let first = try await bench.invite("Citra")
        bench.clock.advance(milliseconds: StaffTimes.invitation)
        #expect(await refusal { try await bench.service.invitation(first.token) } == .linkExpired(at: bench.clock.now))
        let second = try await bench.service.inviteStaffAgain(first.staff.id, by: .operator)
        #expect(await refusal { try await bench.service.invitation(first.token) } == .linkUnknown)
        _ = try await bench.service.acceptInvitation(second.token, password: StaffBench.password)
        let third = await refusal { try await bench.service.inviteStaffAgain(first.staff.id, by: .operator) }
        #expect(third == .alreadyJoined)
    }

    @Test("S-2: where the mail does not leave, the invitation stands and says so")
    func survivesMail() async throws {
        let bench = try await StaffBench()
        let failure = MailFailure(isTemporary: true, reason: "nobody answers")
        bench.mailbox.failure = failure
        let invitation = try await bench.invite("Dewi")
        #expect(invitation.mailFailure == failure)
        #expect(try await bench.service.invitation(invitation.token).email == "dewi@example.com")
    }

    @Test(
        "S-2: a field that is wrong is named, with the reason, and nobody is invited",
        arguments: [
            (NewStaff(name: " ", email: "a@example.com", role: .till), .invalid(.name, .empty)),
            (
                NewStaff(name: String(repeating: "n", count: 101), email: "a@example.com", role: .till),
                .invalid(.name, .tooLong(most: 100))
            ),
            (NewStaff(name: "A\u{1b}[31m", email: "a@example.com", role: .till), .invalid(.name, .malformed)),
            (NewStaff(name: "A", email: "", role: .till), .invalid(.email, .empty)),
            (NewStaff(name: "A", email: "a@b@c", role: .till), .invalid(.email, .malformed)),
            (NewStaff(name: "A", email: "a>\r\nBcc: b@example.com", role: .till), .invalid(.email, .malformed)),
            (NewStaff(name: "A", email: " OWNER@example.com ", role: .till), .invalid(.email, .taken)),
            (NewStaff(name: "A", email: "a@example.com", role: .till, stores: .some([])), .invalid(.stores, .empty)),
        ] as [(NewStaff, StaffRefusal)]
    )
    func refusesFields(new: NewStaff, expected: StaffRefusal) async throws {
        let bench = try await StaffBench()
        _ = try await bench.invite("Owner")
        #expect(await refusal { try await bench.service.inviteStaff(new, by: .operator) } == expected)
        #expect(try await bench.service.staff().count == 1)
    }

    @Test("S-2: only who may manage staff invites, for stores that there are")
    func needsPermission() async throws {
        let bench = try await StaffBench()
        let manager = try await bench.join("Manager", .manager)
        let new = NewStaff(name: "Eka", email: "eka@example.com", role: .till)
        let refused = await refusal { try await bench.service.inviteStaff(new, by: manager.session.actor) }
        #expect(refused == .mayNot(.manageStaff))
        let some = try await bench.join("Some", .owner, stores: .some([Fixture.shops[0].id]))
        #expect(
            await refusal { try await bench.service.inviteStaff(new, by: some.session.actor) } == .mayNot(.manageStaff)
        )
        let nowhere = try StoreID("nowhere")
        let lost = NewStaff(name: "Eka", email: "eka@example.com", role: .till, stores: .some([nowhere]))
        let unknown = await refusal { try await bench.service.inviteStaff(lost, by: .operator) }
        #expect(unknown == .invalid(.stores, .unknownStore(nowhere)))
    }

    @Test(
        "S-4: a password is long enough, not one that everybody tries, and not made of her own name",
        arguments: [
            ("", .empty), ("sawah", .tooShort(least: 12)),
            (String(repeating: "sawah ", count: 30), .tooLong(most: 128)),
            ("password1234", .common), ("P@ssw0rd2026!!", .common), ("qwertyuiop123", .common),
            ("aaaaaaaaaaaaaa", .common), ("123456789012", .common), ("abcdefghijkl", .common),
            ("abcabcabcabcabc", .common), ("rahasia123456", .common), ("13579246801357", .common),
            ("fitriani-2026", .personal), ("KopiSetia2026!", .common), ("fitriani@example.com", .personal),
        ] as [(String, FieldProblem)]
    )
    func refusesPasswords(password: String, problem: FieldProblem) async throws {
        let bench = try await StaffBench()
        let token = try await bench.invite("Fitriani").token
        let refused = await refusal { try await bench.service.acceptInvitation(token, password: password) }
        #expect(refused == .invalid(.password, problem))
        _ = try await bench.service.acceptInvitation(token, password: "เช้านี้ฝนตกหนักมาก")
    }

    @Test(
        "S-4: long passwords of any characters are taken",
        arguments: ["correct horse battery staple", "hujan turun di Bogor", "🌧️☕️🚋🌴🦜🛵🍜🥥🏝️🌋🎏🪁", "k3F9x-Qm2Lp-77vTz"]
    )
    func takesPasswords(password: String) throws {
        try PasswordRule.check(password, own: ["Aisyah", "aisyah@example.com", "Kopi Setia"])
    }
}
