import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Staff: points for a case")
struct CompensationTests {
    private struct Desk {
        let bench: StaffBench
        let agent: StaffSession
        let manager: StaffSession
        let member: MemberID
        private let forms = CountingIdentifiers(after: 1_000_000)

        init() async throws {
            bench = try await StaffBench()
            agent = try await bench.join("Agent", .agent).session
            manager = try await bench.join("Manager", .manager).session
            member = try await bench.member()
        }

        func form() -> Identifier { forms.next() }

        func answered() async throws -> CaseID {
            let new = NewCase(member: member, kind: .complaint, text: "The cup was cold.", source: .staff)
            let id = try await bench.service.openCase(new, by: agent.actor).id
            for state in [CaseState.owned, .answered] {
                _ = try await bench.service.change(id, .move(state, text: "Sorry.", cause: nil), by: agent.actor)
            }
            return id
        }

        func give(_ points: Int64, for id: CaseID, _ form: Identifier? = nil, by session: StaffSession? = nil)
            async throws -> AdjustmentOutcome
        {
            try await bench.service.compensate(
                id,
                wallet: "points",
                points: Points(points),
                reason: "cold coffee",
                formID: form ?? self.form(),
                by: session ?? agent
            )
        }

        func balance() async throws -> Int64 {
            let view = try await bench.service.points(of: member)
            return view?.balances.reduce(0) { $0 + $1.active.units + $1.pending.units } ?? 0
        }

        func left(_ session: StaffSession? = nil) async throws -> Int64 {
            try await bench.service.compensationLeft(session ?? agent).units
        }
    }

    @Test("J-6: points for a case come out of the month's budget, once, and beyond the limit a second person decides")
    func once() async throws {
        let desk = try await Desk()
        let id = try await desk.answered()
        let before = try await desk.balance()
        let form = desk.form()
        for _ in 0..<2 {
            guard case .done = try await desk.give(150, for: id, form) else {
                Issue.record("it waits")
                return
            }
        }
        #expect(try await desk.balance() == before + 150)
        #expect(try await desk.left() == 1_850)
        let one = try #require(try await desk.bench.service.openedCase(id))
        #expect(one.one.state == .compensated && one.one.given == Points(150))
        #expect(one.steps.map(\.step.what) == [.opened, .moved, .moved, .points])
        #expect(one.compensations.map(\.state) == [.given])
        guard case .queued = try await desk.give(201, for: id) else {
            Issue.record("it is done")
            return
        }
        #expect(try await desk.balance() == before + 150)
        #expect(try await desk.left() == 1_649)
        for wrong in [0, -5, 2_000_000_000] as [Int64] {
            await #expect(throws: CaseRefusal.wrongPoints) { _ = try await desk.give(wrong, for: id) }
        }
        await #expect(throws: CaseRefusal.budgetSpent(left: Points(1_649))) { _ = try await desk.give(1_650, for: id) }
        #expect(try await desk.left() == 1_649)
        #expect(try await desk.left(desk.manager) == 20_000)
        await #expect(throws: StaffRefusal.self) {
            let till = try await desk.bench.join("Till", .till).session
            _ = try await desk.give(5, for: id, by: till)
        }
        // The next month has a budget of its own.
        desk.bench.clock.advance(milliseconds: 32 * 86_400_000)
        let later = try await desk.bench.signIn("Agent").session
        #expect(try await desk.left(later) == 2_000)
    }

    @Test("J-6: what a second person declines comes back to the budget, what is approved compensates the case")
    func second() async throws {
        let desk = try await Desk()
        let service = desk.bench.service
        let id = try await desk.answered()
        let before = try await desk.balance()
        let (declined, approved, withdrawn) = (desk.form(), desk.form(), desk.form())
        for form in [declined, approved, withdrawn] { _ = try await desk.give(300, for: id, form) }
        #expect(try await desk.left() == 1_100)
        _ = try await service.decideRequest(declined, approve: false, note: "no", by: desk.manager)
        #expect(try await desk.left() == 1_400)
        #expect(try #require(try await service.openedCase(id)).one.state == .answered)
        _ = try await service.decideRequest(approved, approve: true, note: "", by: desk.manager)
        _ = try await service.withdrawRequest(withdrawn, by: desk.agent)
        #expect(try await desk.left() == 1_700)
        #expect(try await desk.balance() == before + 300)
        let one = try #require(try await service.openedCase(id))
        #expect(one.one.state == .compensated && one.one.given == Points(300))
        #expect(Set(one.compensations.map(\.state)) == [.given, .declined])
        let figures = try await service.measuredCases(
            from: .init(milliseconds: 0),
            until: desk.bench.clock.now.adding(days: 1)
        ).figures
        #expect(figures.points == Points(300))
    }

    @Test("J-6: who got something three times within a year is marked, not refused")
    func many() async throws {
        let desk = try await Desk()
        for number in 1...4 {
            let id = try await desk.answered()
            _ = try await desk.give(10, for: id)
            let opened = try #require(try await desk.bench.service.openedCase(id))
            #expect(opened.givenWithinYear == number)
        }
        desk.bench.clock.advance(milliseconds: 366 * 86_400_000)
        let id = try #require(try await desk.bench.service.cases(of: desk.member).first?.one.id)
        #expect(try #require(try await desk.bench.service.openedCase(id)).givenWithinYear == 0)
    }
}
