import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// What is told twice, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: what is told twice")
struct PeerOnceCaseTests {
    private static func brand(_ rule: String) async throws -> DocumentBrand {
        try await DocumentBrand(
            """
            programme: peers
            engine: 1
            languages: [en]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none, rates: {MYR: 4 per 1.00}}
            events:
              app.newsletter-joined: {name: You joined the newsletter, schema: {type: object, properties: {}}}
            rules:
              - \(rule)
            """
        )
    }

    private static func order(_ id: Key, _ net: Int64) throws -> Event.Matter {
        let lines = [Order.Line(sku: "x", net: net)]
        return .orderPaid(try #require(Order(id: id, currency: Fixture.ringgit, lines: lines)))
    }

    /// Tells something, a moment after the last thing; its answer.
    private static func tell(
        _ matter: Event.Matter,
        _ id: Key,
        of member: MemberID,
        _ brand: DocumentBrand,
        at moment: Instant? = nil
    ) async throws -> Receipt {
        brand.clock.advance(milliseconds: 60_000)
        let event = Event(source: "shop", id: id, occurredAt: moment ?? brand.clock.now, matter: matter)
        switch try await brand.service.record(Intake(event: event, who: .member(member))) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .kept(let item, _): throw KeptForReview(item: item)
        case .failed(let error): throw error
        }
    }

    private static func earned(_ member: MemberID, _ brand: DocumentBrand) async throws -> [Entry] {
        let entries = try await brand.service.entries(of: member, wallet: nil, before: nil, limit: 100) ?? []
        return entries.filter { $0.kind == .earn }
    }

    /// A till that had no answer sends the same again; a shop whose order is completed twice tells it as a new event.
    @Test(
        "SET-AWD-01, SET-AWD-07, OC-01, ODO-ISS-03, BOT-01: an order that is told twice earns once",
        arguments: [
            ("{id: r, on: order.paid, earn: {wallet: points, fixed: 150}}", 100, 150),
            ("{id: r, on: order.paid, earn: {wallet: points, by: rate}}", 5_000, 200),
            ("{id: r, on: order.paid, earn: {wallet: points, fixed: 650}}", 100, 650),
            ("{id: r, on: order.paid, earn: {wallet: points, by: rate, rates: {MYR: 1 per 1.00}}}", 50_000, 500),
        ] as [(String, Int64, Int64)],
        ["told", "told again"] as [Key]
    )
    func orderTwice(_ shape: (rule: String, net: Int64, points: Int64), second: Key) async throws {
        let brand = try await Self.brand(shape.rule)
        let member = try await brand.enrol(card: "1")
        let order = try Self.order("99", shape.net)
        let first = try await Self.tell(order, "told", of: member, brand)
        let again = try await Self.tell(order, second, of: member, brand)
        #expect(!first.isReplay && again.isReplay)
        #expect(again.decision == first.decision)
        #expect(try await Self.earned(member, brand).map(\.points) == [Points(shape.points)])
        #expect(try await brand.points(of: member) == shape.points)
        for case .earnedByRate(_, _, let basis, _, _, _) in first.decision.reasons {
            #expect(basis.minorUnits == shape.net)
        }
    }

    @Test("WPS-01: an order that is completed, cancelled and completed again earns once")
    func completedAgain() async throws {
        let brand = try await Self.brand("{id: r, on: order.paid, earn: {wallet: points, by: rate}}")
        let member = try await brand.enrol(card: "1")
        let order = try Self.order("99", 5_000)
        _ = try await Self.tell(order, "completed", of: member, brand)
        _ = try await Self.tell(.orderReturned(OrderReturn(order: "99", id: "c")), "cancelled", of: member, brand)
        #expect(try await brand.points(of: member) == 0)
        let again = try await Self.tell(order, "completed again", of: member, brand)
        #expect(!again.isReplay)
        let entries = try await brand.service.entries(of: member, wallet: nil, before: nil, limit: 100) ?? []
        let net = entries.count { $0.kind == .earn } - entries.count { $0.kind == .clawBack }
        #expect(net == 1)
        #expect(try await brand.points(of: member) == 200)
    }

    @Test("SET-AWD-06: a sign-up that is told twice pays once")
    func signUp() async throws {
        let brand = try await Self.brand("{id: r, on: app.newsletter-joined, earn: {wallet: points, fixed: 150}}")
        let member = try await brand.enrol(card: "1")
        let joined = Event.Matter.happened(Occurrence(type: .custom("app.newsletter-joined"), facts: []))
        let at = brand.clock.now
        #expect(try await !Self.tell(joined, "n", of: member, brand, at: at).isReplay)
        #expect(try await Self.tell(joined, "n", of: member, brand, at: at).isReplay)
        #expect(try await Self.earned(member, brand).map(\.points) == [Points(150)])
        let account = try await brand.service.points(of: member)?.state.account("points")
        #expect(account?.balance == Points(150))
        #expect(account?.credited == Points(150))
    }

    @Test("TAL-07: a request under a key that was used is answered as the first time, a day later too")
    func requests() async throws {
        let brand = try await Self.brand("{id: r, on: order.paid, earn: {wallet: points, fixed: 150}}")
        let key = String(repeating: "k", count: 255)
        var effects = 0
        var answers: [KeptAnswer] = []
        for _ in 0..<2 {
            let claim = brand.service.claim(idempotencyKey: key, apiKey: "a", path: "/v1/members", content: [1])
            switch try await brand.service.beginRequest(claim) {
            case .carryOut:
                effects += 1
                let answer = KeptAnswer(
                    status: 201,
                    type: "application/json",
                    location: nil,
                    body: [UInt8(effects)]
                )
                try await brand.service.endRequest(claim, with: answer)
                answers.append(answer)
            case .earlier(let answer): answers.append(answer)
            case .otherContent, .running: Issue.record("not answered")
            }
            brand.clock.advance(milliseconds: 24 * 3_600_000 - 1)
        }
        #expect(effects == 1)
        #expect(answers.count == 2 && answers[0] == answers[1])
    }

    @Test("CON-03: four requests about one member at once are all answered, one after the other")
    func fourAtOnce() async throws {
        let brand = try await Self.brand("{id: r, on: order.paid, earn: {wallet: points, fixed: 1}}")
        let member = try await brand.enrol(card: "1")
        let queue = IntakeQueue(service: brand.service)
        let now = brand.clock.now
        let events = try (0..<4).map { number in
            let order = try Self.order(Key("\(number)"), 100)
            return Event(source: "shop", id: Key("e\(number)"), occurredAt: now, matter: order)
        }
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for event in events {
                group.addTask {
                    if case .recorded = await queue.record([Intake(event: event, who: .member(member))])[0] {
                        true
                    } else {
                        false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(accepted == 4)
        #expect(try await brand.points(of: member) == 4)
    }
}
