import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Phases, read off what is kept")
struct PhaseReadingTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: thanks, on: review.published, earn: {wallet: points, fixed: 10}}
        surveys:
          recommend: {kind: nps, ask: Would you recommend us?, every: quarter}
        """

    private func happened(_ type: EventType, _ id: String, at: Instant) -> Event {
        Event(source: "app", id: Key(id), occurredAt: at, matter: .happened(Occurrence(type: type, facts: [])))
    }

    private func told(_ phases: [PhaseInterval]) -> [String] {
        phases.map { "\(FixedOffset(minutesEast: 480).day(of: $0.from)) \($0.phase.rawValue)" }
    }

    @Test("I-1: phases are read off orders, happenings and returns, in both stores", arguments: Backend.allCases)
    func reads(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store)
            let ana = try await brand.enrol(card: "1", name: "Ana Lim")
            let service = brand.service
            func record(_ event: Event) async throws {
                guard case .recorded = try await service.record(Intake(event: event, who: .member(ana))) else {
                    Issue.record("refused: \(event)")
                    return
                }
            }
            for (day, id) in [("2026-02-01", "a"), ("2026-02-15", "b"), ("2026-03-01", "c")] {
                brand.clock.now = DocumentBrand.at("\(day)T12:00")
                try await record(Fixture.order(Key(id), 2_000, at: brand.clock.now))
            }
            brand.clock.now = DocumentBrand.at("2026-03-02T12:00")
            let trusting = try #require(try await service.phases(of: ana))
            #expect(told(trusting.intervals).last == "2026-03-01 trust")
            #expect(trusting.evidence == [.purchases(3, last: DocumentBrand.at("2026-03-01T12:00"))])
            // The last order comes back whole: two days are left, and the phase lasts its fortnight.
            try await record(Fixture.orderReturn("c", at: brand.clock.now))
            brand.clock.now = DocumentBrand.at("2026-03-16T12:00")
            let after = try #require(try await service.phases(of: ana))
            #expect(told(after.intervals).last == "2026-03-15 expectation")
            // A visit counts as an order does.
            try await record(happened(.visitCompleted, "v-1", at: brand.clock.now))
            brand.clock.now = DocumentBrand.at("2026-03-30T12:00")
            #expect(told(try #require(try await service.phases(of: ana)).intervals).last == "2026-03-29 trust")
            #expect(try await service.phases(of: Fixture.member(999)) == nil)
        }
    }

    @Test("I-3: what she answers, and what she complains of, tells her phase", arguments: Backend.allCases)
    func answers(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store)
            let ana = try await brand.enrol(card: "1", name: "Ana Lim")
            brand.clock.now = DocumentBrand.at("2026-02-01T12:00")
            let order = Fixture.order("a", 2_000, at: brand.clock.now)
            _ = try await brand.service.record(Intake(event: order, who: .member(ana)))
            brand.clock.now = DocumentBrand.at("2026-02-02T12:00")
            _ = try await brand.service.answerSurvey("recommend", of: ana, score: 3, comment: nil)
            let phases = try #require(try await brand.service.phases(of: ana))
            #expect(told(phases.intervals).last == "2026-02-02 disappointment")
            #expect(phases.evidence == [.answer(.recommendation, score: 3, at: brand.clock.now)])
            let complaint = NewCase(member: ana, kind: .complaint, text: "The cup was cold.", source: .api)
            let one = try await brand.service.openCase(complaint, by: .operator)
            let both = try #require(try await brand.service.phases(of: ana))
            #expect(both.evidence.first == .openComplaint(one.openedAt) && both.evidence.count == 2)
        }
    }

    @Test("I-5: an act that earned points was paid for", arguments: Backend.allCases)
    func paidActs(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store)
            let ana = try await brand.enrol(card: "1", name: "Ana Lim")
            brand.clock.now = DocumentBrand.at("2026-02-01T12:00")
            for (type, id) in [(EventType.reviewPublished, "1"), (.communityHelped, "2"), (.eventAttended, "3")] {
                let event = happened(type, id, at: brand.clock.now)
                _ = try await brand.service.record(Intake(event: event, who: .member(ana)))
            }
            let acts = try await store.reading { archive in
                var acts: [PhaseSignal.Act] = []
                try archive.phaseSignals(of: ana) { if case .act(let act) = $1.kind { acts.append(act) } }
                return acts
            }
            #expect(acts == [.help, .attendance])
        }
    }

    @Test("I-5: an act for which a journey gave something was paid for", arguments: Backend.allCases)
    func actsPaidByJourneys(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let ana = try await bench.member("ana")
            try await bench.start(
                "thanks",
                "  gift: {points: {wallet: points, give: 5}}",
                trigger: "event: community.helped"
            )
            try await bench.start("words", "  day: {wait: 1 day}", trigger: "event: event.attended")
            for (type, id) in [(EventType.communityHelped, "1"), (.eventAttended, "2")] {
                let event = happened(type, id, at: bench.brand.clock.now)
                _ = try await bench.service.record(Intake(event: event, who: .member(ana)))
            }
            try await bench.run()
            #expect(try await bench.brand.points(of: ana) == 5)
            var acts: [[PhaseSignal.Act]] = []
            for whose in [ana, nil] {
                acts.append(
                    try await store.reading { archive in
                        var acts: [PhaseSignal.Act] = []
                        try archive.phaseSignals(of: whose) { if case .act(let act) = $1.kind { acts.append(act) } }
                        return acts
                    }
                )
            }
            #expect(acts == [[.attendance], [.attendance]])
        }
    }

    /// Five members who buy in January, and the last three of them in February and March too.
    private func months(_ brand: DocumentBrand) async throws -> [MemberID] {
        var members: [MemberID] = []
        for number in 0..<5 {
            members.append(try await brand.enrol(card: "\(number)", name: "Member \(number)"))
        }
        // All buy in January, February and March, but the first two of them once.
        for (month, day) in [("01", "10"), ("02", "10"), ("03", "10")] {
            for (place, member) in members.enumerated() where month == "01" || place > 1 {
                brand.clock.now = DocumentBrand.at("2026-\(month)-\(day)T12:00")
                let order = Fixture.order(Key("\(month)-\(place)"), 1_000, at: brand.clock.now)
                _ = try await brand.service.record(Intake(event: order, who: .member(member)))
            }
        }
        brand.clock.now = DocumentBrand.at("2026-04-02T12:00")
        return members
    }

    @Test(
        "I-10: whoever is in a phase at the end of a month came from somewhere, or stayed",
        arguments: Backend.allCases
    )
    func flows(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store)
            _ = try await months(brand)
            let insight = try await brand.service.measuredPhases()
            #expect(insight.flows.count == insight.months.count && insight.flows[0].isEmpty)
            #expect(insight.flows[insight.flows.count - 2] == insight.moves)
            #expect(
                insight.flows.last == [
                    PhaseInsight.Move(from: .disappointment, to: .disappointment): 2,
                    PhaseInsight.Move(from: .trust, to: .trust): 3,
                ]
            )
            for (month, flow) in zip(insight.months, insight.flows).dropFirst() {
                for phase in LoyaltyPhase.allCases {
                    let came = flow.filter { $0.key.to == phase }.values.reduce(0, +)
                    #expect(came == month.count(phase), "whoever is there came from somewhere, or stayed")
                }
            }
        }
    }

    @Test("I-7: phases by month, moves, and who is disappointed", arguments: Backend.allCases)
    func measured(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store)
            let service = brand.service
            let members = try await months(brand)
            let insight = try await service.measuredPhases()
            let counts = insight.months.suffix(3).map { month in
                LoyaltyPhase.allCases.map { month.count($0) }
            }
            #expect(counts == [[5, 0, 0, 0], [0, 2, 3, 0], [0, 2, 3, 0]])
            #expect(
                insight.moves == [
                    PhaseInsight.Move(from: .expectation, to: .disappointment): 2,
                    PhaseInsight.Move(from: .expectation, to: .trust): 3,
                ]
            )
            #expect(Set(insight.disappointed.map(\.member)) == Set(members.prefix(2)))
            #expect(insight.advocates.isEmpty)
        }
    }
}
