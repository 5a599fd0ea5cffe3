import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Care and friends, read off what is kept")
struct PhaseCareTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        phases: {care: 90 days}
        surveys:
          recommend: {kind: nps, ask: Would you recommend us?, every: quarter}
        """

    private struct Bench {
        let brand: DocumentBrand
        let store: any Store
        var service: SetiaService { brand.service }

        init(_ store: any Store, _ document: String = PhaseCareTests.document) async throws {
            self.store = store
            brand = try await DocumentBrand(document, on: store, at: DocumentBrand.at("2026-01-01T10:00"))
        }

        /// Somebody who buys every two weeks, and agreed to news or did not.
        func regular(_ name: String, agrees: Bool, until last: String = "2026-06-18") async throws -> MemberID {
            let now = brand.clock.now
            let member = try await service.createMember(
                NewMember(
                    identities: [try Identity(kind: .email, text: "\(name.lowercased())@example.com")],
                    facts: MemberFacts(country: "MY", language: "en"),
                    person: ["name": .string(name)]
                )
            ).member
            if agrees {
                try await service.chooseConsent(
                    of: member,
                    purpose: "marketing",
                    channel: "email",
                    isGiven: true,
                    wording: "w-1"
                )
            }
            var day = DocumentBrand.at("2026-01-01T12:00")
            var number = 0
            while day <= DocumentBrand.at("\(last)T12:00") {
                brand.clock.now = day
                let order = Fixture.order(Key("\(name)-\(number)"), 2_000, at: day)
                _ = try await service.record(Intake(event: order, who: .member(member)))
                (day, number) = (day.adding(days: 14), number + 1)
            }
            brand.clock.now = now
            return member
        }

        func subjects() async throws -> [String] {
            brand.clock.advance(milliseconds: 60_000)
            for _ in 0..<2 { _ = try await service.runBroadcasts() }
            return brand.mailbox.mails.map { "\($0.to.address): \($0.subject)" }
        }

        func tasks(_ member: MemberID) async throws -> [OpenedCase] {
            try await service.cases(of: member).filter { $0.one.kind == .task }
        }
    }

    @Test(
        "I-9: whom nobody thanked or asked for so long gets one letter, and staff a task where it may not go",
        arguments: Backend.allCases
    )
    func floor(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let ana = try await bench.regular("Ana", agrees: true)
            let budi = try await bench.regular("Budi", agrees: false)
            // Both trust since 29 January; 90 days later is 29 April.
            bench.brand.clock.now = DocumentBrand.at("2026-04-29T11:00")
            #expect(try await bench.service.keepCareFloor() == 0)
            bench.brand.clock.now = DocumentBrand.at("2026-04-29T12:00")
            #expect(try await bench.service.keepCareFloor() == 2)
            #expect(try await bench.service.keepCareFloor() == 0)
            #expect(try await bench.subjects() == ["ana@example.com: Thank you for staying with us"])
            #expect(bench.brand.mailbox.mails.first?.text.contains("https://kopi.example.com/card/cases") == true)
            #expect(try await bench.tasks(ana).isEmpty)
            let task = try #require(try await bench.tasks(budi).first)
            #expect(task.one.source == .care && task.steps.first?.text?.contains("since 29 January 2026") == true)
            // She never sees it, and nobody writes to her of it.
            #expect(!CaseKind.told.contains(task.one.kind))
            #expect(try await bench.service.phases(of: budi)?.uncaredSince == DocumentBrand.at("2026-01-29T12:00"))
            #expect(try await bench.service.phases(of: ana)?.uncaredSince == nil)
            bench.brand.clock.now = DocumentBrand.at("2026-04-30T12:00")
            #expect(try await bench.service.keepCareFloor() == 0)
            #expect(try await bench.tasks(budi).count == 1)
            // Done is a contact for her sake: her ninety days begin anew.
            for state in [CaseState.owned, .answered] {
                _ = try await bench.service.change(
                    task.one.id,
                    .move(state, text: "Called her.", cause: nil),
                    by: .operator
                )
            }
            bench.brand.clock.now = DocumentBrand.at("2026-07-01T12:00")
            #expect(try await bench.service.phases(of: budi)?.uncaredSince == nil)
            #expect(try await bench.service.phases(of: budi)?.care.caring == 1)
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test(
        "I-9: caring is counted apart from selling, of one member and of all who trust",
        arguments: Backend.allCases
    )
    func figures(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            let ana = try await bench.regular("Ana", agrees: true)
            let budi = try await bench.regular("Budi", agrees: true)
            bench.brand.clock.now = DocumentBrand.at("2026-04-01T10:00")
            let document = """
                {"name": "News", "mail": {"en": {"subject": "New beans", "text": "They are here."}}}
                """
            let written = try await service.writeBroadcast(try JSON.parse(Array(document.utf8)), by: .operator)
            _ = try await service.change(written.id, .start, by: .operator)
            for _ in 0..<3 {
                bench.brand.clock.advance(milliseconds: 60_000)
                _ = try await service.runBroadcasts()
            }
            #expect(bench.brand.mailbox.mails.count == 2)
            #expect(try await service.showSurvey(to: ana) != nil)
            let hers = try #require(try await service.phases(of: ana))
            #expect(hers.care.caring == 1 && hers.care.selling == 1 && hers.care.last != nil)
            let his = try #require(try await service.phases(of: budi))
            #expect(his.care.caring == 0 && his.care.selling == 1 && his.care.last == nil)
            bench.brand.clock.now = DocumentBrand.at("2026-04-30T10:00")
            let care = try await service.measuredPhases().care
            #expect(care.floorDays == 90 && care.members == 2 && care.caring == 1 && care.selling == 2)
            #expect(care.soldToOnly == 1 && care.belowFloor == 1)
            bench.brand.clock.now = DocumentBrand.at("2026-07-01T10:00")
            #expect(try await service.measuredPhases().care.selling == 0)
        }
        try await backend.withStore { store in
            let bench = try await Bench(store, Self.document.replacing("phases: {care: 90 days}\n", with: ""))
            _ = try await bench.regular("Ana", agrees: true)
            bench.brand.clock.now = DocumentBrand.at("2026-06-20T10:00")
            #expect(try await bench.service.keepCareFloor() == 0)
            let care = try await bench.service.measuredPhases().care
            #expect(care.floorDays == nil && care.members == 1 && care.belowFloor == 0)
        }
    }

    @Test(
        "I-8: friends by her code are read off what is kept, paid ones left out",
        arguments: Backend.allCases
    )
    func friends(backend: Backend) async throws {
        func acts(_ referral: ReferralBrand, _ store: any Store) async throws -> [PhaseSignal.Kind] {
            try await store.reading { archive in
                var kinds: [PhaseSignal.Kind] = []
                try archive.phaseSignals(of: referral.ana) { _, signal in
                    switch signal.kind {
                    case .brought, .broughtBack: kinds.append(signal.kind)
                    default: break
                    }
                }
                return kinds
            }
        }
        // One friend a month is paid for; the second is not.
        try await backend.withStore { store in
            let referral = try await ReferralBrand(on: store, ReferralBrand.document("cap: 1 per month"))
            let (budi, citra) = (try await referral.friend("2"), try await referral.friend("3"))
            try await referral.brand.buy(2_000, budi, id: "A")
            #expect(try await acts(referral, store) == [])
            try await referral.pass(to: "2026-03-16T00:00")
            #expect(try await acts(referral, store) == [])
            try await referral.brand.buy(2_000, citra, id: "B")
            try await referral.pass(to: "2026-03-31T00:00")
            #expect(try await acts(referral, store) == [.brought(Key(citra.text))])
            _ = try await referral.record(Fixture.orderReturn("B", at: referral.brand.clock.now), citra)
            #expect(
                try await acts(referral, store) == [.brought(Key(citra.text)), .broughtBack(Key(citra.text))]
            )
        }
        // Where only the friend is given something, none is paid for.
        try await backend.withStore { store in
            let document = ReferralBrand.document("wait: 0 days")
                .replacing("referrer: {wallet: points, fixed: 500}, ", with: "")
            let referral = try await ReferralBrand(on: store, document)
            let budi = try await referral.friend("2")
            try await referral.brand.buy(2_000, budi, id: "A")
            _ = try await referral.service.passTime()
            #expect(try await acts(referral, store) == [.brought(Key(budi.text))])
        }
    }

    @Test(
        "I-9: whoever nothing can be done for now keeps nobody behind her waiting, and what is on its way is not made again",
        arguments: Backend.allCases
    )
    func notStuck(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let budi = try await bench.regular("Budi", agrees: false)
            let ana = try await bench.regular("Ana", agrees: true)
            bench.brand.clock.now = DocumentBrand.at("2026-04-29T12:00")
            #expect(try await bench.service.keepCareFloor(most: 1) == 1)
            #expect(try await bench.service.keepCareFloor(most: 1) == 1)
            #expect(try await bench.service.keepCareFloor(most: 1) == 0)
            #expect(try await bench.tasks(budi).count == 1)
            #expect(try await bench.subjects() == ["ana@example.com: Thank you for staying with us"])
            #expect(try await bench.tasks(ana).isEmpty)
            // Other days reckon another beginning; her task is open still.
            _ = try await bench.service.publishProgramme(
                PhaseCareTests.document.replacing("{care: 90 days}", with: "{care: 60 days}")
            )
            bench.brand.clock.now = DocumentBrand.at("2026-05-02T12:00")
            #expect(try await bench.service.keepCareFloor() == 0)
            #expect(try await bench.tasks(budi).count == 1)
        }
    }
}
