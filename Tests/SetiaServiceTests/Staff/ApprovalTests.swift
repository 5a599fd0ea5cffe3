import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Staff: points by hand")
struct ApprovalTests {
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

        func adjust(
            _ points: Int64,
            _ form: Identifier? = nil,
            by session: StaffSession? = nil,
            reason: String = "cold coffee"
        ) async throws -> AdjustmentOutcome {
            try await bench.service.adjustPoints(
                of: member,
                wallet: "points",
                points: Points(points),
                reason: reason,
                formID: form ?? self.form(),
                by: session ?? agent
            )
        }

        func balance() async throws -> Int64 {
            let view = try await bench.service.points(of: member)
            return view?.balances.reduce(0) { $0 + $1.active.units + $1.pending.units } ?? 0
        }
    }

    @Test(
        "S-7: up to the limit of her role points move at once, beyond it a second person is asked",
        arguments: [
            (Role.agent, 200, true), (.agent, 201, false), (.agent, -200, true), (.agent, -201, false),
            (.manager, 1_000, true), (.manager, 1_001, false), (.owner, 1_000, true), (.owner, 1_001, false),
        ] as [(Role, Int64, Bool)]
    )
    func limits(role: Role, points: Int64, isDone: Bool) async throws {
        let desk = try await Desk()
        let session = try await desk.bench.join("Other", role).session
        _ = try await desk.bench.service.adjustPoints(
            of: desk.member,
            wallet: "points",
            points: Points(1_000),
            reason: "so that there is something",
            formID: desk.form(),
            by: desk.manager
        )
        let before = try await desk.balance()
        switch try await desk.adjust(points, by: session) {
        case .done(let receipt):
            #expect(isDone)
            #expect(receipt.event.source == "setia/console")
            #expect(try await desk.balance() == before + points)
        case .queued(let request):
            #expect(!isDone)
            #expect(request.state == .waiting)
            #expect(request.reason == "cold coffee")
            #expect(try await desk.balance() == before)
        }
    }

    @Test("S-7: a form sent twice moves points once, and another content under it is refused")
    func formsOnce() async throws {
        let desk = try await Desk()
        let form = desk.form()
        let before = try await desk.balance()
        guard case .done(let first) = try await desk.adjust(50, form),
            case .done(let second) = try await desk.adjust(50, form)
        else {
            Issue.record("it waits")
            return
        }
        #expect(second.isReplay)
        #expect(second.id == first.id)
        #expect(try await desk.balance() == before + 50)
        #expect(await refusal { try await desk.adjust(60, form) } == .formChanged)
        #expect(await refusal { try await desk.adjust(5_000, form) } == .formChanged)
        let large = desk.form()
        let queued = try await desk.adjust(5_000, large)
        #expect(try await desk.adjust(5_000, large) == queued)
        #expect(await refusal { try await desk.adjust(50, large) } == .formChanged)
        let log = try await desk.bench.service.auditLog(AuditFilter(member: desk.member), limit: 10)
        #expect(log.map(\.action) == [.adjustmentRequested, .pointsAdjusted])
    }

    @Test("S-7: what another person approves is done once, with her name, and nobody decides it again")
    func approves() async throws {
        let desk = try await Desk()
        let form = desk.form()
        _ = try await desk.adjust(5_000, form)
        let before = try await desk.balance()
        #expect(try await desk.bench.service.requests(.waiting, limit: 10).map(\.id) == [form])
        let decided = try await desk.bench.service.decideRequest(form, approve: true, note: "yes", by: desk.manager)
        #expect(decided.request.state == .approved)
        #expect(decided.request.deciderName == "Manager")
        #expect(decided.request.note == "yes")
        #expect(decided.receipt?.event.id == Key(form.text))
        #expect(try await desk.balance() == before + 5_000)
        let again = await refusal {
            try await desk.bench.service.decideRequest(form, approve: true, note: "", by: desk.manager)
        }
        #expect(again == .requestClosed(decided.request))
        #expect(try await desk.adjust(5_000, form) == .queued(decided.request))
        #expect(try await desk.balance() == before + 5_000)
        #expect(try await desk.bench.service.requests(.waiting, limit: 10).isEmpty)
        #expect(try await desk.bench.service.verify().discrepancies.isEmpty)
    }

    @Test("S-7: of 64 who approve at once, one does")
    func approvesOnce() async throws {
        let desk = try await Desk()
        let form = desk.form()
        _ = try await desk.adjust(5_000, form)
        let before = try await desk.balance()
        let service = desk.bench.service
        let manager = desk.manager
        let done = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    (try? await service.decideRequest(form, approve: true, note: "", by: manager)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
        #expect(try await desk.balance() == before + 5_000)
    }

    @Test("S-7: nobody approves what she asked for, not by another account of her mailbox either, nor who may not")
    func neverOwn() async throws {
        let desk = try await Desk()
        let form = desk.form()
        _ = try await desk.adjust(5_000, form, by: desk.manager)
        let service = desk.bench.service
        #expect(
            await refusal { try await service.decideRequest(form, approve: true, note: "", by: desk.manager) }
                == .ownRequest
        )
        let invitation = try await service.inviteStaff(
            NewStaff(name: "Second", email: "Manager+2@example.com", role: .owner),
            by: .operator
        )
        let second = try await service.acceptInvitation(invitation.token, password: StaffBench.password).session
        for approve in [true, false] {
            let refused = await refusal {
                try await service.decideRequest(form, approve: approve, note: "", by: second)
            }
            #expect(refused == .ownRequest)
        }
        let agents = await refusal { try await service.decideRequest(form, approve: true, note: "", by: desk.agent) }
        #expect(agents == .mayNot(.decideRequests))
    }

    @Test("S-7: what is declined or withdrawn moves nothing; only she who asked withdraws")
    func declines() async throws {
        let desk = try await Desk()
        let service = desk.bench.service
        let before = try await desk.balance()
        let (first, second) = (desk.form(), desk.form())
        _ = try await desk.adjust(5_000, first)
        _ = try await desk.adjust(6_000, second)
        let declined = try await service.decideRequest(first, approve: false, note: "too much", by: desk.manager)
        #expect(declined.request.state == .declined)
        #expect(declined.receipt == nil)
        #expect(await refusal { try await service.withdrawRequest(second, by: desk.manager) } == .notYourRequest)
        #expect(try await service.withdrawRequest(second, by: desk.agent).state == .withdrawn)
        #expect(try await desk.balance() == before)
        #expect(await refusal { try await service.withdrawRequest(desk.form(), by: desk.agent) } == .unknownRequest)
    }

    @Test("S-7: where the programme says no, the request waits on and nothing has moved")
    func programmeSaysNo() async throws {
        let desk = try await Desk()
        let form = desk.form()
        _ = try await desk.adjust(-5_000, form)
        let before = try await desk.balance()
        await #expect(throws: Refusal.self) {
            try await desk.bench.service.decideRequest(form, approve: true, note: "", by: desk.manager)
        }
        #expect(try await desk.bench.service.request(form)?.state == .waiting)
        #expect(try await desk.balance() == before)
    }

    @Test("S-7: an erased member takes along what was written of her, and what waits is withdrawn")
    func erased() async throws {
        let desk = try await Desk()
        let form = desk.form()
        _ = try await desk.adjust(5_000, form)
        _ = try await desk.bench.service.eraseMember(desk.member)
        let request = try #require(try await desk.bench.service.request(form))
        #expect(request.reason == nil)
        #expect(request.state == .withdrawn)
        await #expect(throws: Refusal.memberErased(desk.member)) { try await desk.adjust(5_000) }
    }

    @Test("S-7: a form that is wrong says where and why")
    func refusesFields() async throws {
        let desk = try await Desk()
        #expect(await refusal { try await desk.adjust(0) } == .invalid(.points, .outOfRange))
        #expect(await refusal { try await desk.adjust(.max) } == .invalid(.points, .outOfRange))
        #expect(await refusal { try await desk.adjust(5, reason: " \n") } == .invalid(.reason, .empty))
        let long = String(repeating: "a", count: 501)
        #expect(await refusal { try await desk.adjust(5, reason: long) } == .invalid(.reason, .tooLong(most: 500)))
        let till = try await desk.bench.join("Till", .till).session
        #expect(await refusal { try await desk.adjust(5, by: till) } == .mayNot(.adjustPoints))
        let wallet = await refusal {
            try await desk.bench.service.adjustPoints(
                of: desk.member,
                wallet: "stars",
                points: Points(5),
                reason: "x",
                formID: desk.form(),
                by: desk.agent
            )
        }
        #expect(wallet == .invalid(.wallet, .unknownWallet("stars")))
        let nobody = await refusal {
            try await desk.bench.service.adjustPoints(
                of: Fixture.member(9),
                wallet: "points",
                points: Points(5),
                reason: "x",
                formID: desk.form(),
                by: desk.agent
            )
        }
        #expect(nobody == .unknownMember)
    }
}
