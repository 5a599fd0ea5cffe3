import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Cases, on each store")
struct CaseTests {
    private static let surveys = """
        surveys:
          recommend: {kind: nps, ask: Would you recommend us?, every: quarter}
          easy: {kind: ces, ask: How easy was it?, every: quarter}

        """

    private func bench(_ store: any Store, _ service: String = TalkBench.promise) async throws -> TalkBench {
        let bench = try await TalkBench(store, service + Self.surveys)
        let order = Fixture.order("A-1", 1_000, at: bench.brand.clock.now)
        _ = try await bench.service.record(Intake(event: order, who: .member(bench.ana)))
        return bench
    }

    private func complaint(_ bench: TalkBench, _ text: String = "The cup was cold.", by staff: StaffMember? = nil)
        async throws -> MemberCase
    {
        let new = NewCase(member: bench.ana, kind: .complaint, text: text, source: staff == nil ? .api : .staff)
        return try await bench.service.openCase(new, by: staff.map { .staff($0.id, name: $0.name) } ?? .operator)
    }

    @Test("J-1: what a member says is sealed and goes with her, what became of it stays", arguments: Backend.allCases)
    func sealed(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            let one = try await complaint(bench, " The cup\u{0} was cold.\n")
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            _ = try await service.change(one.id, .note(text: "She is right."), by: mei)
            let opened = try #require(try await service.openedCase(one.id))
            #expect(opened.name == "Ana Lim")
            #expect(opened.steps.map(\.text) == ["The cup was cold.", "She is right."])
            #expect(opened.steps.map(\.step.what) == [.opened, .note])
            let kept = try await store.reading { try $0.caseSteps(of: one.id) }
            #expect(kept.allSatisfy { $0.sealed != nil })
            let own = String(decoding: try #require(try await service.ownData(of: bench.ana)), as: UTF8.self)
            #expect(own.contains("The cup was cold.") && !own.contains("She is right."))
            #expect(try await service.eraseMember(bench.ana))
            let left = try #require(try await service.openedCase(one.id))
            #expect(left.steps.count == 2 && left.steps.allSatisfy { $0.text == nil } && left.name == nil)
            #expect(!left.one.isOpen && left.one.kind == .complaint)
            await #expect(throws: CaseRefusal.unknownMember) { _ = try await complaint(bench) }
        }
    }

    @Test(
        "J-2: a step that does not follow is refused with those that do; an answer says something, what was learned names a cause",
        arguments: Backend.allCases
    )
    func steps(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            let id = try await complaint(bench).id
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            func move(_ state: CaseState, _ text: String = "", _ cause: CaseCause? = nil) async throws -> MemberCase {
                try await service.change(id, .move(state, text: text, cause: cause), by: mei)
            }
            await #expect(
                throws: CaseRefusal.wrongMove(from: .received, to: .closed, allowed: [.acknowledged, .owned])
            ) {
                _ = try await move(.closed)
            }
            await #expect(throws: CaseRefusal.notAnswered) {
                _ = try await service.change(id, .reopen(text: "why"), by: mei)
            }
            #expect(try await move(.owned).state == .owned)
            await #expect(throws: CaseRefusal.textMissing) { _ = try await move(.answered, " \n") }
            await #expect(throws: CaseRefusal.tooLong(5_000)) {
                _ = try await move(.answered, String(repeating: "x", count: 5_001))
            }
            let answered = try await move(.answered, "I am sorry: a new cup is on its way.")
            #expect(answered.answeredAt == bench.brand.clock.now)
            #expect(answered.dueAt == bench.brand.clock.now.adding(days: 7))
            await #expect(throws: CaseRefusal.causeMissing) { _ = try await move(.learned) }
            #expect(try await move(.learned, "", .delivery).cause == .delivery)
            let closed = try await move(.closed)
            #expect(!closed.isOpen && closed.closedAt == bench.brand.clock.now && closed.confirmedAt == nil)
            await #expect(throws: CaseRefusal.unknownCase) {
                let other = CaseID(member: bench.ana, Identifier(high: 1, low: 2))
                _ = try await service.change(other, .note(text: "x"), by: mei)
            }
            let log = try await service.auditLog(AuditFilter(action: .caseChanged), limit: 10)
            #expect(log.compactMap { $0.details["change"] } == ["closed", "learned", "answered", "owned", "opened"])
            #expect(try await service.verify().discrepancies == [])
        }
    }

    @Test(
        "J-3: a case comes with an owner who has the fewest, and is due when an answer is promised",
        arguments: Backend.allCases
    )
    func owners(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let (mei, siti) = (bench.mei.id, bench.siti.id)
            #expect(mei < siti)
            bench.at("12:50:00")
            #expect(try await complaint(bench, by: bench.siti).owner == siti)
            let second = try await complaint(bench)
            #expect(second.owner == mei && second.dueAt == Instant(rfc3339: "2026-03-02T14:05:00+08:00"))
            let third = try await complaint(bench)
            #expect(third.owner == mei)
            #expect(try await complaint(bench).owner == siti)
            let given = try await bench.service.change(third.id, .assign(nil), by: .operator)
            #expect(given.owner == nil)
            await #expect(throws: CaseRefusal.unknownOwner) {
                let nobody = StaffID(Identifier(high: 1, low: 1))
                _ = try await bench.service.change(third.id, .assign(nobody), by: .operator)
            }
        }
        try await backend.withStore { store in
            let bench = try await bench(store, "")
            let one = try await complaint(bench)
            #expect(one.dueAt == one.openedAt.adding(days: 2))
        }
    }

    @Test(
        "J-3: the list stands by due time, with those of mine, of nobody and late ones by themselves",
        arguments: Backend.allCases
    )
    func lists(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            var ids: [CaseID] = []
            for minute in 0..<4 {
                bench.at("09:0\(minute):00")
                ids.append(try await complaint(bench, "no. \(minute)", by: minute == 1 ? bench.mei : bench.siti).id)
            }
            _ = try await service.change(ids[2], .assign(nil), by: .operator)
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            _ = try await service.change(ids[0], .move(.owned, text: "", cause: nil), by: mei)
            _ = try await service.change(ids[0], .move(.answered, text: "Sorry.", cause: nil), by: mei)
            let order = [ids[1], ids[2], ids[3], ids[0]]
            #expect(try await service.cases(.open, limit: 10).rows.map(\.one.id) == order)
            let first = try await service.cases(.open, limit: 3)
            #expect(first.rows.map(\.one.id) == Array(order.prefix(3)) && first.rows[0].words == "no. 1")
            #expect(try await service.cases(.open, after: first.next, limit: 3).rows.map(\.one.id) == [ids[0]])
            #expect(try await service.cases(.mine, of: bench.mei.id, limit: 10).rows.map(\.one.id) == [ids[1]])
            #expect(try await service.cases(.unassigned, limit: 10).rows.map(\.one.id) == [ids[2]])
            bench.at("09:17:30")
            #expect(try await service.cases(.late, limit: 10).rows.map(\.one.id) == [ids[1], ids[2]])
            #expect(try await service.cases(.closed, limit: 10).rows.isEmpty)
            #expect(try await service.cases(of: bench.ana).map(\.one.id) == Array(ids.reversed()))
        }
    }

    @Test(
        "J-4: an unhappy answer opens one case with owner and due time; a happy one opens none",
        arguments: Backend.allCases
    )
    func unhappy(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            // The programme's first wave waits for no other one (rule Q-15).
            for survey in ["easy", "recommend"] as [Key] {
                _ = try await service.inviteToSurvey(survey, bench.ana)
            }
            for _ in 0..<2 {
                _ = try await service.answerSurvey("recommend", of: bench.ana, score: 3, comment: "Cold kopi")
            }
            let cases = try await service.cases(of: bench.ana)
            #expect(cases.count == 1)
            let one = try #require(cases.first)
            #expect(one.one.kind == .complaint && one.one.source == .survey && one.one.owner == bench.mei.id)
            #expect(one.one.dueAt == Instant(rfc3339: "2026-03-02T09:15:00+08:00"))
            #expect(one.steps.map(\.text) == ["Cold kopi"] && one.steps[0].step.author == .member)
            _ = try await service.answerSurvey("easy", of: bench.ana, score: 1, comment: "And slow")
            let after = try await service.cases(of: bench.ana)
            #expect(after.count == 1 && after[0].steps.map(\.text) == ["Cold kopi", "And slow"])
        }
        try await backend.withStore { store in
            let bench = try await bench(store)
            _ = try await bench.service.answerSurvey("recommend", of: bench.ana, score: 7, comment: "Fine")
            #expect(try await bench.service.cases(of: bench.ana).isEmpty)
            _ = try await bench.service.answerSurvey("easy", of: bench.ana, score: 3, comment: nil)
            let silent = try #require(try await bench.service.cases(of: bench.ana).first)
            #expect(silent.steps.map(\.text) == [nil])
        }
    }

    @Test("J-4: while a complaint is open no survey is asked", arguments: Backend.allCases)
    func quiet(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            #expect(try await service.showSurvey(to: bench.ana)?.survey.key == "recommend")
            let id = try await complaint(bench).id
            #expect(try await service.showSurvey(to: bench.ana) == nil)
            await #expect(throws: SurveyRefusal.notAsked(.openCase)) {
                _ = try await service.inviteToSurvey("easy", bench.ana)
            }
            // Who was asked before may answer all the same.
            #expect(
                try await service.answerSurvey("recommend", of: bench.ana, score: 9, comment: nil).answer.score == 9
            )
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            for state in [CaseState.owned, .answered, .learned, .closed] {
                _ = try await service.change(id, .move(state, text: "So.", cause: .staff), by: mei)
            }
            // She rests for a while from what she has just answered (rule Q-15).
            #expect(try await service.showSurvey(to: bench.ana) == nil)
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 31)
            #expect(try await service.showSurvey(to: bench.ana) != nil)
        }
    }

    @Test(
        "J-5: she says that it is good again or opens it once more, with a new due time; nobody else's case answers her",
        arguments: Backend.allCases
    )
    func hers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            let id = try await complaint(bench).id
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            await #expect(throws: CaseRefusal.self) {
                _ = try await service.confirmCase(id, by: bench.ana, isGood: true, text: "")
            }
            for state in [CaseState.owned, .answered] {
                _ = try await service.change(id, .move(state, text: "So.", cause: nil), by: mei)
            }
            bench.at("10:00:00")
            await #expect(throws: CaseRefusal.textMissing) {
                _ = try await service.confirmCase(id, by: bench.ana, isGood: false, text: "")
            }
            let again = try await service.confirmCase(id, by: bench.ana, isGood: false, text: "Still cold.")
            #expect(again.state == .owned && again.reopened == 1 && again.answeredAt == nil)
            #expect(again.dueAt == Instant(rfc3339: "2026-03-02T10:15:00+08:00"))
            _ = try await service.change(id, .move(.answered, text: "Here is another.", cause: nil), by: mei)
            for _ in 0..<2 {
                let good = try await service.confirmCase(id, by: bench.ana, isGood: true, text: "Thank you")
                #expect(good.state == .confirmed && good.confirmedAt == bench.brand.clock.now)
            }
            let other = CaseID(member: Fixture.member(77), id.identifier)
            for wrong in [(id, Fixture.member(77)), (other, bench.ana), (other, Fixture.member(77))] {
                await #expect(throws: CaseRefusal.unknownCase) {
                    _ = try await service.confirmCase(wrong.0, by: wrong.1, isGood: true, text: "")
                }
            }
            let figures = try await service.measuredCases(
                from: Fixture.newYear,
                until: bench.brand.clock.now.adding(days: 1)
            ).figures
            #expect(figures.opened == 1 && figures.recovered.numerator == 1 && figures.reopened == 1)
            #expect(figures.medianRecovery == 3_600_000 && figures.unnamed == 1)
        }
    }

    @Test(
        "J-7: a week after the answer she is asked once how easy it was; unhappy opens it again, happy is good again",
        arguments: Backend.allCases
    )
    func followUp(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await bench(store)
            let service = bench.service
            let mei = AuditActor.staff(bench.mei.id, name: "Mei")
            var ids: [CaseID] = []
            for number in 0..<2 {
                let id = try await complaint(bench, "no. \(number)").id
                for state in [CaseState.owned, .answered] {
                    _ = try await service.change(id, .move(state, text: "So.", cause: nil), by: mei)
                }
                ids.append(id)
            }
            func answer(_ id: CaseID, _ score: Int) async throws -> MemberCase {
                try await service.answerFollowUp(id, by: bench.ana, score: score, text: "")
            }
            bench.brand.clock.advance(milliseconds: 7 * 86_400_000 - 1)
            await #expect(throws: CaseRefusal.noFollowUp) { _ = try await answer(ids[0], 6) }
            bench.brand.clock.advance(milliseconds: 1)
            for wrong in [0, 8, -1] {
                await #expect(throws: CaseRefusal.noFollowUp) { _ = try await answer(ids[0], wrong) }
            }
            let happy = try await answer(ids[0], 5)
            #expect(happy.state == .confirmed && happy.followUp == 5 && happy.confirmedAt == bench.brand.clock.now)
            await #expect(throws: CaseRefusal.noFollowUp) { _ = try await answer(ids[0], 1) }
            let unhappy = try await answer(ids[1], 3)
            #expect(unhappy.state == .owned && unhappy.reopened == 1 && unhappy.followUp == 3)
            #expect(!unhappy.asksFollowUp(at: bench.brand.clock.now.adding(days: 8)))
            let late = try #require(try await service.openedCase(ids[0])).one
            #expect(!late.asksFollowUp(at: bench.brand.clock.now))
        }
    }

    @Test(
        "J-6: of 16 who give at once out of one budget, only as many as it holds do",
        arguments: Backend.allCases
    )
    func budget(backend: Backend) async throws {
        try await backend.withStore { store in
            let staff = StaffID(Identifier(high: 7, low: 7))
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        try await store.writing { ledger in
                            try ledger.takeFromBudget(Points(300), by: staff, in: "2026-03", of: Points(2_000))
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 6)
            func spent(_ month: Key) async throws -> Int64 {
                try await store.reading { try $0.compensationSpent(by: staff, in: month) }.units
            }
            #expect(try await spent("2026-03") == 1_800)
            #expect(
                try await store.writing {
                    try $0.takeFromBudget(Points(200), by: staff, in: "2026-03", of: Points(2_000))
                }
            )
            #expect(
                try await store.writing {
                    try $0.takeFromBudget(Points(2_001), by: staff, in: "2026-04", of: Points(2_000))
                } == false
            )
            try await store.writing { try $0.giveBackToBudget(Points(500), by: staff, in: "2026-03") }
            #expect(try await spent("2026-03") == 1_500)
            #expect(try await spent("2026-04") == 0)
        }
    }

    @Test("cases, steps and compensations are kept whole", arguments: Backend.allCases)
    func whole(backend: Backend) async throws {
        try await backend.withStore { store in
            let id = CaseID(member: Fixture.member(1), Identifier(high: 3, low: 4))
            let staff = StaffID(Identifier(high: 7, low: 7))
            var one = MemberCase(
                id: id,
                kind: .claim,
                source: .api,
                openedAt: Fixture.newYear,
                dueAt: Fixture.newYear.adding(days: 1),
                owner: staff
            )
            one.state = .confirmed
            one.cause = .promise
            one.lastStep = 2
            one.answeredAt = Fixture.newYear.adding(days: 2)
            one.confirmedAt = Fixture.newYear.adding(days: 3)
            one.reopened = 4
            one.followUp = 7
            one.given = Points(55)
            let authors: [Message.Author] = [
                .member, .staff(staff, name: "Mei"), .person(name: "Nur"), .program(name: "shop"), .operator,
            ]
            let steps = authors.enumerated().map { place, author in
                CaseStep(
                    caseID: id,
                    number: Int64(place + 1),
                    at: Fixture.newYear,
                    what: CaseStep.What.allCases[place],
                    state: CaseState.allCases[place],
                    author: author,
                    sealed: place == 2 ? nil : [UInt8(place)]
                )
            }
            var given = Compensation(
                id: Identifier(high: 5, low: 6),
                caseID: id,
                staff: staff,
                month: "2026-03",
                wallet: "points",
                points: Points(55),
                at: Fixture.newYear,
                state: .waiting
            )
            try await store.writing { [one, given] ledger in
                try ledger.save(one)
                for step in steps { try ledger.add(step) }
                try ledger.save(given)
            }
            given.state = .given
            one.state = .closed
            one.closedAt = Fixture.newYear.adding(days: 4)
            one.owner = nil
            try await store.writing { [one, given] ledger in
                try ledger.save(one)
                try ledger.save(given)
            }
            #expect(try await store.reading { try $0.memberCase(id) } == one)
            #expect(try await store.reading { try $0.caseSteps(of: id) } == steps)
            let form = given.id
            #expect(try await store.reading { try $0.compensation(form, of: id.member) } == given)
            #expect(try await store.reading { try $0.compensations(of: id.member) } == [given])
            #expect(try await store.reading { try $0.openCases() }.isEmpty)
        }
    }
}
