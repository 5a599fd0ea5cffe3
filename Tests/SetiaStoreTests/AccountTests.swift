import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Accounts, on each store")
struct AccountTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        rewards:
          mug: {kind: physical-good, name: A mug, price: {points: 100}}

        """

    /// Ana with 1,000 points, an e-mail and a phone, and Mei who may change members.
    private struct Bench {
        let brand: DocumentBrand
        let store: any Store
        let ana: MemberID
        let mei: AuditActor
        let old: Identity
        let new: Identity

        var service: SetiaService { brand.service }

        init(_ store: any Store) async throws {
            self.store = store
            brand = try await DocumentBrand(AccountTests.programme, on: store, at: DocumentBrand.at("2026-03-02T09:00"))
            old = try Identity(kind: .email, text: "ana@example.com")
            new = try Identity(kind: .email, text: "ana.new@example.com")
            ana = try await brand.service.createMember(
                NewMember(
                    identities: [old, try Identity(kind: .phone, text: "+60123456789")],
                    facts: MemberFacts(language: "en"),
                    person: ["name": .string("Ana Lim")]
                )
            ).member
            try await brand.buy(100_000, ana, id: "A")
            let staff = StaffMember(
                id: StaffID(Identifier(high: 9, low: 1)),
                name: "Mei",
                email: "mei@example.com",
                role: .manager,
                stores: .all,
                language: .en,
                status: .active,
                invitedAt: brand.clock.now
            )
            try await store.writing { try $0.save(StaffAccount(member: staff)) }
            mei = .staff(staff.id, name: "Mei")
        }

        /// The code in the newest letter.
        func code() throws -> String {
            let text = try #require(brand.mailbox.mails.last?.text)
            let words = text.split { $0 == " " || $0 == "\n" }
            let code = words.first { $0.count == 6 && $0.allSatisfy(\.isNumber) }
            return String(try #require(code))
        }

        /// The link in a letter by which an account is stopped.
        func alarm(to address: String) throws -> String {
            let mail = try #require(
                brand.mailbox.mails.last { $0.to.address == address && $0.text.contains("/not-me/") }
            )
            let rest = try #require(mail.text.split(separator: "/not-me/", maxSplits: 1).last)
            return String(rest.prefix { $0.isLetter || $0.isNumber })
        }

        func redeem(_ id: Key, channel: Key? = "card") async throws -> RecordingOutcome {
            try await service.redeem(RewardWish(id: id, reward: "mug"), for: ana, channel: channel)
        }

        func change(to identity: Identity) async throws -> AddressStep {
            var step = try await service.startChangingAddress(of: ana, to: identity, language: .en, client: "")
            while true {
                switch step {
                case .known(let token, _), .new(let token, _):
                    step = try await service.goOnChangingAddress(
                        of: ana,
                        token: token,
                        code: try code(),
                        language: .en,
                        client: ""
                    )
                case .done: return step
                }
            }
        }
    }

    @Test("A-1: a stopped account earns, and spends nothing", arguments: Backend.allCases)
    func stopped(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let secret = try await bench.service.startMemberSession(bench.ana)
            _ = try await bench.service.setStopped(true, of: bench.ana, reason: "stolen phone", by: .operator)
            #expect(try await bench.service.memberSession(secret) == nil)
            guard case .refused(.memberSuspended) = try await bench.redeem("R1") else {
                Issue.record("a stopped account spent")
                return
            }
            try await bench.brand.buy(1_200, bench.ana, id: "B")
            let view = try #require(try await bench.service.member(bench.ana))
            #expect(view.state.status == .suspended && view.balances[0].available == Points(1_012))
            // Whoever folds her events finds the same.
            #expect(try await bench.service.verify().isClean)
        }
    }

    @Test("A-1, A-3: staff stop an account and let it go on", arguments: Backend.allCases)
    func goesOn(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let (service, ana) = (bench.service, bench.ana)
            await #expect(throws: AccountRefusal.reason) {
                _ = try await service.setStopped(true, of: ana, reason: "  ", by: bench.mei)
            }
            let receipt = try await service.setStopped(true, of: ana, reason: "stolen phone", by: bench.mei)
            await #expect(throws: AccountRefusal.isSo(ana, isStopped: true)) {
                _ = try await service.setStopped(true, of: ana, reason: "again", by: bench.mei)
            }
            _ = try await service.setStopped(false, of: ana, reason: "a new phone", by: bench.mei)
            guard case .recorded = try await bench.redeem("R1") else {
                Issue.record("an account that goes on spent nothing")
                return
            }
            let event = try #require(try await service.event(receipt.id))
            #expect(event.event.type == .accountChanged)
            let log = try await service.auditLog(limit: 10).map(\.action)
            #expect(log.contains(.accountStopped) && log.contains(.accountResumed))
        }
    }

    @Test("A-3: what is not stopped does not go on")
    func notStopped() async throws {
        let bench = try await Bench(ModelStore())
        await #expect(throws: AccountRefusal.isSo(bench.ana, isStopped: false)) {
            _ = try await bench.service.setStopped(false, of: bench.ana, reason: "why not", by: .operator)
        }
        let nobody = MemberID(Identifier(high: 1, low: 1))
        await #expect(throws: AccountRefusal.unknownMember(nobody)) {
            _ = try await bench.service.setStopped(true, of: nobody, reason: "why not", by: .operator)
        }
    }

    @Test("A-2: who reads the address of before stops the account by one tap, once", arguments: Backend.allCases)
    func alarm(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let (service, ana) = (bench.service, bench.ana)
            #expect(try await bench.change(to: bench.new) == .done(bench.new))
            let link = try bench.alarm(to: "ana@example.com")
            #expect(bench.brand.mailbox.texts.last?.hasPrefix("+60123456789: ") == true)
            let secret = try await service.startMemberSession(ana)
            #expect(service.knowsAlarm(link))
            #expect(try await service.member(ana)?.state.status == .active)
            #expect(try await service.stopByLink(link))
            #expect(try await service.stopByLink(link))
            #expect(try await service.memberSession(secret) == nil)
            #expect(try await service.member(ana)?.state.status == .suspended)
            let cases = try await service.cases(of: ana)
            #expect(cases.count == 1 && cases[0].one.kind == .task)
            // Others are none of ours, and it lasts thirty days.
            #expect(!service.knowsAlarm(String(link.dropLast()) + "z") && !service.knowsAlarm(""))
            bench.brand.clock.advance(milliseconds: 30 * 86_400_000 + 1_000)
            #expect(try await !service.stopByLink(link))
        }
    }

    @Test("A-2: without a letter to the address of before nothing is changed", arguments: Backend.allCases)
    func untold(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            bench.brand.mailbox.failure = MailFailure(isTemporary: true, reason: "busy")
            await #expect(throws: MailFailure.self) {
                try await bench.service.setAddress(bench.new, of: bench.ana, reason: "asked", by: bench.mei)
            }
            #expect(try await bench.service.member(with: bench.old) == bench.ana)
            #expect(try await bench.service.member(with: bench.new) == nil)
        }
    }

    @Test("A-4: to change an address takes a code from the one known and one from the new", arguments: Backend.allCases)
    func twoCodes(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let (service, ana) = (bench.service, bench.ana)
            let first = try await service.startChangingAddress(of: ana, to: bench.new, language: .en, client: "")
            guard case .known(let token, let sentTo) = first else {
                Issue.record("no code went to the address known")
                return
            }
            #expect(sentTo == bench.old)
            await #expect(throws: ConfirmationRefusal.wrongCode(triesLeft: 4)) {
                _ = try await service.goOnChangingAddress(
                    of: ana,
                    token: token,
                    code: "000000",
                    language: .en,
                    client: ""
                )
            }
            let second = try await service.goOnChangingAddress(
                of: ana,
                token: token,
                code: try bench.code(),
                language: .en,
                client: ""
            )
            guard case .new(let next, bench.new) = second else {
                Issue.record("no code went to the new address")
                return
            }
            #expect(try await service.member(with: bench.new) == nil)
            let done = try await service.goOnChangingAddress(
                of: ana,
                token: next,
                code: try bench.code(),
                language: .en,
                client: ""
            )
            #expect(done == .done(bench.new))
            #expect(try await service.member(with: bench.new) == ana)
            #expect(try await service.member(with: bench.old) == nil)
            let kinds = try await service.member(ana)?.identities.map(\.kind) ?? []
            #expect(Set(kinds) == [.email, .phone] && kinds.count == 2)
            await #expect(throws: AccountRefusal.sameAddress) {
                _ = try await service.startChangingAddress(of: ana, to: bench.new, language: .en, client: "")
            }
        }
    }

    @Test("A-4: an address that another account has is not told before its code is typed", arguments: Backend.allCases)
    func taken(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            _ = try await bench.service.createMember(
                NewMember(identities: [bench.new], facts: MemberFacts(), person: [:])
            )
            await #expect(throws: AccountRefusal.addressTaken) { _ = try await bench.change(to: bench.new) }
            #expect(try await bench.service.member(with: bench.old) == bench.ana)
        }
    }

    @Test("A-4: a stopped account changes no address, and a code of one change is none of another")
    func otherCodes() async throws {
        let bench = try await Bench(ModelStore())
        let (service, ana) = (bench.service, bench.ana)
        let other = try await bench.brand.enrol(card: "2")
        guard
            case .new(let token, _) = try await service.startChangingAddress(
                of: other,
                to: bench.new,
                language: .en,
                client: ""
            )
        else {
            Issue.record("who has no address types one code")
            return
        }
        await #expect(throws: ConfirmationRefusal.unknown) {
            _ = try await service.goOnChangingAddress(
                of: ana,
                token: token,
                code: try bench.code(),
                language: .en,
                client: ""
            )
        }
        _ = try await service.setStopped(true, of: ana, reason: "stolen", by: .operator)
        await #expect(throws: Refusal.memberSuspended(ana)) {
            _ = try await service.startChangingAddress(of: ana, to: bench.new, language: .en, client: "")
        }
    }

    @Test("A-5: staff set an address with a reason, and the one before is told", arguments: Backend.allCases)
    func byStaff(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.service.setAddress(bench.new, of: bench.ana, reason: "showed her card", by: bench.mei)
            #expect(try await bench.service.member(with: bench.new) == bench.ana)
            #expect(try bench.alarm(to: "ana@example.com").count == 94)
            let last = try #require(try await bench.service.events(of: bench.ana, before: nil, limit: 1)?.first)
            #expect(last.event.type == .memberChanged && last.event.source == "setia/accounts")
            // She is found by the new phone, and by the one of before no more.
            let phone = try Identity(kind: .phone, text: "+60198765432")
            try await bench.service.setAddress(phone, of: bench.ana, reason: "new phone", by: .operator)
            #expect(try await bench.service.member(with: phone) == bench.ana)
            #expect(try await bench.service.member(with: Identity(kind: .phone, text: "+60123456789")) == nil)
            #expect(try await bench.service.verify().isClean)
        }
    }

    @Test("A-5: bad addresses and reasons are named")
    func badAddresses() async throws {
        let bench = try await Bench(ModelStore())
        let card = try Identity(kind: .card, text: "77")
        await #expect(throws: AccountRefusal.noAddress(.card)) {
            try await bench.service.setAddress(card, of: bench.ana, reason: "x", by: .operator)
        }
        await #expect(throws: AccountRefusal.reason) {
            try await bench.service.setAddress(bench.new, of: bench.ana, reason: "", by: .operator)
        }
        await #expect(throws: AccountRefusal.sameAddress) {
            try await bench.service.setAddress(bench.old, of: bench.ana, reason: "x", by: .operator)
        }
    }

    @Test("A-6: for a day after a change nothing is spent online, and at the till it is", arguments: Backend.allCases)
    func coolingOff(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            _ = try await bench.change(to: bench.new)
            let until = bench.brand.clock.now.adding(milliseconds: 86_400_000)
            guard case .refused(.coolingOff(until)) = try await bench.redeem("R1"),
                case .refused(.coolingOff) = try await bench.redeem("R2", channel: nil)
            else {
                Issue.record("points were spent while an address is new")
                return
            }
            guard case .recorded = try await bench.redeem("R3", channel: "till") else {
                Issue.record("at the till somebody looks at her")
                return
            }
            bench.brand.clock.advance(milliseconds: 86_400_000)
            guard case .recorded = try await bench.redeem("R4") else {
                Issue.record("a day later all is as before")
                return
            }
        }
    }

    @Test("A-6: the first address of its kind makes nobody wait")
    func first() async throws {
        let bench = try await Bench(ModelStore())
        let other = try await bench.brand.enrol(card: "2")
        try await bench.service.setAddress(bench.new, of: other, reason: "had none", by: .operator)
        #expect(try await bench.service.coolingOff(of: other) == nil)
    }

    @Test("A-7: nobody on the staff gives points to her own account, or changes it", arguments: Backend.allCases)
    func own(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let own = try await bench.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .email, text: "Mei@example.com")],
                    facts: MemberFacts(),
                    person: [:]
                )
            ).member
            await #expect(throws: StaffRefusal.ownAccount) {
                try await bench.service.setAddress(bench.new, of: own, reason: "mine", by: bench.mei)
            }
            await #expect(throws: StaffRefusal.ownAccount) {
                _ = try await bench.service.setStopped(true, of: own, reason: "mine", by: bench.mei)
            }
            let session = try #require(
                try await store.reading { archive in
                    try archive.staffAccount(StaffID(Identifier(high: 9, low: 1))).map { account in
                        StaffSession(
                            id: "s",
                            staff: account.member,
                            formToken: "f",
                            startedAt: bench.brand.clock.now,
                            signedInAt: bench.brand.clock.now,
                            pendingSecondFactor: false
                        )
                    }
                }
            )
            await #expect(throws: StaffRefusal.ownAccount) {
                _ = try await bench.service.adjustPoints(
                    of: own,
                    wallet: "points",
                    points: Points(50),
                    reason: "for me",
                    formID: Identifier(high: 3, low: 3),
                    by: session
                )
            }
            _ = try await bench.service.adjustPoints(
                of: bench.ana,
                wallet: "points",
                points: Points(50),
                reason: "sorry",
                formID: Identifier(high: 3, low: 4),
                by: session
            )
        }
    }
}
