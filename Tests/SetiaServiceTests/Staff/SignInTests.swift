import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Staff: signing in")
struct SignInTests {
    @Test("S-3: an unknown address, a wrong password and a disabled account get one answer, for the same work")
    func tellsNothing() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        let till = try await bench.join("Till", .till)
        let id = till.session.staff.id
        _ = try await bench.service.changeStaff(id, StaffChange(status: .disabled), expectedRevision: 2, by: .operator)
        _ = try await bench.invite("Invited")
        let before = bench.passwords.verified
        for (name, password) in [
            ("nobody", StaffBench.password), ("owner", "wrong"), ("till", StaffBench.password), ("invited", ""),
        ] {
            #expect(await refusal { try await bench.signIn(name, password) } == .wrongCredentials)
        }
        #expect(bench.passwords.verified == before + 4)
    }

    @Test("S-3: the address is folded as it was invited")
    func foldsAddress() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        let signedIn = try await bench.service.signIn(
            email: " OWNER@Example.com ",
            password: StaffBench.password,
            device: nil,
            client: ""
        )
        #expect(signedIn.session.staff.name == "Owner")
    }

    @Test("S-3: a sign-in on a new device is told by mail, one on a known device is not")
    func tellsOfDevices() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        let first = try await bench.signIn("Owner")
        await bench.service.lettersSent()
        #expect(bench.mailbox.mails.count == 2)
        #expect(bench.mailbox.mails.last?.subject == "A new device signed in at Kopi Setia")
        let second = try await bench.signIn("Owner", device: first.deviceToken)
        await bench.service.lettersSent()
        #expect(bench.mailbox.mails.count == 2)
        #expect(second.deviceToken == first.deviceToken)
    }

    @Test("S-5: five wrong tries are free, then each costs twice as much, up to a quarter of an hour")
    func delays() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        for _ in 0..<5 { #expect(await refusal { try await bench.signIn("Owner", "wrong") } == .wrongCredentials) }
        for seconds in [30, 60, 120, 240, 480, 900, 900] as [Int64] {
            let until = bench.clock.now.adding(milliseconds: seconds * 1_000)
            #expect(await refusal { try await bench.signIn("Owner") } == .tooManyTries(until: until))
            bench.clock.advance(milliseconds: seconds * 1_000)
            #expect(await refusal { try await bench.signIn("Owner", "wrong") } == .wrongCredentials)
        }
        bench.clock.advance(milliseconds: 900_000)
        #expect(try await bench.signIn("Owner").session.staff.name == "Owner")
    }

    @Test("S-5: whoever guesses from elsewhere does not lock her out of a device that she signed in on")
    func cannotBeUsedAgainstHer() async throws {
        let bench = try await StaffBench()
        let device = try await bench.join("Owner").deviceToken
        for number in 0..<200 {
            _ = await refusal { try await bench.signIn("Owner", "wrong", client: "192.0.2.\(number)") }
        }
        #expect(await refusal { try await bench.signIn("Owner", client: "198.51.100.9") } != nil)
        #expect(try await bench.signIn("Owner", device: device).session.staff.name == "Owner")
    }

    @Test("S-5: a known device that guesses is locked by itself, and a made-up one is as unknown as none")
    func countsDevices() async throws {
        let bench = try await StaffBench()
        let device = try #require(try await bench.join("Owner").deviceToken)
        for _ in 0..<5 { _ = await refusal { try await bench.signIn("Owner", "wrong", device: device) } }
        let until = bench.clock.now.adding(milliseconds: 30_000)
        #expect(await refusal { try await bench.signIn("Owner", device: device) } == .tooManyTries(until: until))
        #expect(try await bench.signIn("Owner").session.staff.name == "Owner")
        let forged = device.dropLast() + "0"
        for _ in 0..<5 { _ = await refusal { try await bench.signIn("Owner", "wrong", device: String(forged)) } }
        #expect(await refusal { try await bench.signIn("Owner") } == .tooManyTries(until: until))
        // Another person's device is unknown too.
        let other = try await bench.join("Manager", .manager).deviceToken
        #expect(await refusal { try await bench.signIn("Owner", device: other) } == .tooManyTries(until: until))
    }

    @Test("S-5: one network address that tries many accounts is slowed down, right sign-ins there cost nothing")
    func countsClients() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        for _ in 0..<50 { _ = try await bench.signIn("Owner") }
        for number in 0..<30 {
            #expect(await refusal { try await bench.signIn("name\(number)", "wrong") } == .wrongCredentials)
        }
        let until = bench.clock.now.adding(milliseconds: 30_000)
        #expect(await refusal { try await bench.signIn("another", "wrong") } == .tooManyTries(until: until))
        #expect(try await bench.signIn("Owner", client: "198.51.100.9").session.staff.name == "Owner")
    }

    @Test("S-5: 64 guesses at once are no more than 64 one after the other")
    func countsParallelGuesses() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        let before = bench.passwords.verified
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<64 { group.addTask { _ = try? await bench.signIn("Owner", "wrong") } }
        }
        #expect(bench.passwords.verified == before + 5)
    }

    @Test("S-3: a password kept with less care is made anew at the sign-in")
    func makesAnew() async throws {
        let bench = try await StaffBench()
        let id = try await bench.join("Owner").session.staff.id
        try await bench.store.writing { ledger in
            guard var account = try ledger.staffAccount(id) else { return }
            account.password = "old:\(StaffBench.password)"
            try ledger.save(account)
        }
        _ = try await bench.signIn("Owner")
        let kept = try await bench.store.reading { try $0.staffAccount(id)?.password }
        #expect(kept == "test:\(StaffBench.password)")
    }

    @Test("S-3: the operator's link signs in once, within ten minutes")
    func operatorsLink() async throws {
        let bench = try await StaffBench()
        _ = try await bench.join("Owner")
        let first = try await bench.service.oneTimeSignInLink(email: "owner@example.com")
        let link = try await bench.service.oneTimeSignInLink(email: "owner@example.com")
        #expect(await refusal { try await bench.service.signIn(link: first) } == .linkUnknown)
        #expect(try await bench.service.signIn(link: link).session.staff.name == "Owner")
        #expect(await refusal { try await bench.service.signIn(link: link) } == .linkUsed(at: bench.clock.now))
        let late = try await bench.service.oneTimeSignInLink(email: "owner@example.com")
        bench.clock.advance(milliseconds: StaffTimes.signInLink)
        #expect(await refusal { try await bench.service.signIn(link: late) } == .linkExpired(at: bench.clock.now))
        #expect(await refusal { try await bench.service.oneTimeSignInLink(email: "no@example.com") } == .unknownStaff)
    }
}
