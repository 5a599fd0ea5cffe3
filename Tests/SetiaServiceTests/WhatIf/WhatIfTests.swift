import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@Suite("What if")
struct WhatIfTests {
    @Test(
        "under the same programme every member gets what she got, entry by entry, and nobody gains or loses",
        arguments: 0..<12
    )
    func sameProgramme(seed: UInt64) async throws {
        let brand = try await lively(seed)
        let book = try #require(try await brand.service.book())
        for history in try await histories(of: brand) {
            var replay = Replay(of: history.member, history.events)
            var entries: [Entry] = []
            for event in history.events { entries += try replay.take(event.event, by: book.newest).entries }
            #expect(entries == history.ledger)
        }
        let report = try await brand.service.whatIf(WhatIfQuestion(document: programme()))
        #expect(report.members > 3 && report.events > 100)
        for wallet in report.wallets {
            #expect(wallet.months.allSatisfy { $0.happened == $0.changed && $0.heldThen == $0.heldInstead })
            #expect(wallet.groups.allSatisfy { $0.spread.same == $0.spread.members })
            #expect(wallet.winners.isEmpty && wallet.losers.isEmpty)
            #expect(wallet.notAffordable.count == 0)
        }
        #expect(report.levelChanges.isEmpty && report.notTaken.isEmpty)
    }

    @Test("what happened is what the ledger says, month after month", arguments: 0..<4)
    func happened(seed: UInt64) async throws {
        let brand = try await lively(seed)
        _ = try await brand.service.passTime()
        let report = try await brand.service.whatIf(WhatIfQuestion(document: programme(rate: 7)))
        let sums = try await brand.service.report().points
        #expect(sums.map(\.wallet) == report.wallets.map(\.wallet))
        for (sum, wallet) in zip(sums, report.wallets) {
            let total = try #require(wallet.total)
            #expect(total.happened.issued == sum.issued && total.happened.redeemed == sum.spent)
            #expect(total.happened.expired == sum.expired && total.happened.clawedBack == sum.clawedBack)
            #expect(total.heldThen == sum.outstanding)
        }
    }

    @Test("totals are the sums of the members, whoever is counted first", arguments: 0..<4)
    func sums(seed: UInt64) async throws {
        let brand = try await lively(seed)
        let plan = try await plan(brand, programme(rate: 3))
        let histories = try await histories(of: brand)
        var forwards = WhatIfTally(most: 3)
        var backwards = WhatIfTally(most: 3)
        var issued = Points.zero
        for (one, other) in zip(histories, histories.reversed()) {
            var alone = WhatIfTally(most: 3)
            try alone.add(one.read, plan)
            issued += alone.changed.total(of: "points").issued
            forwards.add(alone)
            try backwards.add(other.read, plan)
        }
        #expect(forwards == backwards)
        let report = try await brand.service.whatIf(WhatIfQuestion(document: programme(rate: 3), most: 3))
        let total = try #require(report.wallets.first?.total)
        #expect(total.changed.issued == issued)
        let everybody = try #require(report.wallets.first?.groups.first)
        let worth = total.changed.worth - total.happened.worth
        #expect(everybody.by == .everybody && everybody.spread.sum == worth)
    }

    @Test("the answer is the same to the byte, however many tasks share the work")
    func sameWithManyTasks() async throws {
        let brand = try await lively(5)
        let question = WhatIfQuestion(document: programme(rate: 2), most: 4)
        let alone = try await brand.service.whatIf(question, tasks: 1)
        for (tasks, stretch) in [(1, 1), (3, 1), (8, 50), (2, 1_000)] {
            let shared = try await brand.service.whatIf(question, tasks: tasks, stretchSize: Int64(stretch))
            #expect(shared.json == alone.json)
            #expect(shared.rows == alone.rows)
        }
    }

    @Test("twice the rate gives twice the points, where no other rule adds to them", arguments: 0..<4)
    func doubledRate(seed: UInt64) async throws {
        let brand = try await lively(seed, programme(multiplier: 1))
        let report = try await brand.service.whatIf(WhatIfQuestion(document: programme(rate: 2, multiplier: 1)))
        let total = try #require(report.wallets.first?.total)
        #expect(total.changed.issued.units == 2 * total.happened.issued.units)
        #expect(total.happened.issued > .zero)
    }

    @Test("a redemption that cannot be afforded is counted, with its points, and not refused into nothing")
    func notAffordable() async throws {
        let brand = try await brandOfOne()
        try await record(Fixture.order("A", 10_000, at: brand.clock.now), brand)
        try await record(Fixture.redemption("1", 40, at: brand.clock.now), brand)
        try await record(Fixture.redemption("2", 50, at: brand.clock.now), brand)
        let half = programme().replacing("1 per 1.00", with: "1 per 2.00")
        let report = try await brand.service.whatIf(WhatIfQuestion(document: half))
        let wallet = try #require(report.wallets.first)
        #expect([wallet.honoured.count, wallet.notAffordable.count] == [1, 1])
        #expect([wallet.honoured.points, wallet.notAffordable.points] == [Points(40), Points(50)])
        #expect(wallet.total?.happened.redeemed == Points(90))
        #expect(wallet.total?.changed.redeemed == Points(40))
        #expect(wallet.losers.map(\.points) == [Points(-50)])
    }

    @Test("what cannot be booked at all under the changed programme is counted with its reason, its return too")
    func notTaken() async throws {
        let brand = try await brandOfOne()
        try await record(Fixture.order("A", 30_000, currency: Fixture.rupiah, at: brand.clock.now), brand)
        try await record(Fixture.orderReturn("A", at: brand.clock.now), brand)
        let noRupiah = programme().replacing(", IDR: {decimals: 0}", with: "").replacing(", IDR: 1 per 3000", with: "")
        let report = try await brand.service.whatIf(WhatIfQuestion(document: noRupiah))
        #expect(report.notTaken.map(\.what.reason) == ["unknown-currency", "unknown-order"])
        #expect(report.notTaken.map(\.count) == [1, 1])
    }

    @Test("a return takes back what the changed programme would have given, and no more")
    func returned() async throws {
        let brand = try await brandOfOne()
        try await record(Fixture.order("A", 5_000, at: brand.clock.now), brand)
        try await record(Fixture.orderReturn("A", at: brand.clock.now), brand)
        let report = try await brand.service.whatIf(WhatIfQuestion(document: programme(rate: 10)))
        let total = try #require(report.wallets.first?.total)
        #expect(total.changed.issued == Points(500) && total.changed.clawedBack == Points(500))
        #expect(total.heldInstead == .zero && total.heldThen == .zero)
    }

    @Test("before its first day the changed programme changes nothing")
    func from() async throws {
        let brand = try await brandOfOne()
        try await record(Fixture.order("A", 1_000, at: brand.clock.now), brand)
        brand.clock.advance(days: 40)
        try await record(Fixture.order("B", 1_000, at: brand.clock.now), brand)
        let day = try #require(Day(iso: "2026-02-01"))
        let report = try await brand.service.whatIf(WhatIfQuestion(document: programme(rate: 5), from: day))
        let months = try #require(report.wallets.first?.months)
        #expect(months.map(\.month.description) == ["2026-02"])
        #expect(months.map(\.changed.issued) == [Points(50)])
        #expect(months.map(\.heldThen) == [Points(20)] && months.map(\.heldInstead) == [Points(60)])
    }

    @Test("what happened after the last day is left out, in both worlds")
    func through() async throws {
        let brand = try await brandOfOne()
        try await record(Fixture.order("A", 1_000, at: brand.clock.now), brand)
        brand.clock.advance(days: 40)
        try await record(Fixture.order("B", 90_000, at: brand.clock.now), brand)
        let day = try #require(Day(iso: "2026-01-31"))
        let report = try await brand.service.whatIf(WhatIfQuestion(document: programme(rate: 5), through: day))
        #expect(report.wallets.first?.total?.heldThen == Points(10))
        #expect(report.wallets.first?.total?.heldInstead == Points(50))
        #expect(report.levelChanges.isEmpty)
    }

    @Test("members who would stand on another level are counted from where to where")
    func levels() async throws {
        let brand = try await brandOfOne()
        try await record(Fixture.order("A", 12_000, at: brand.clock.now), brand)
        let harder = programme().replacing("gold: 100 MYR", with: "gold: 500 MYR")
        let report = try await brand.service.whatIf(WhatIfQuestion(document: harder))
        #expect(report.levelChanges.map(\.change.from) == ["gold"])
        #expect(report.levelChanges.map(\.change.to) == ["silver"])
        #expect(report.levelChanges.map(\.members) == [1])
        let groups = try report.groups(of: #require(report.wallets.first), by: .level)
        #expect(groups.map(\.value) == ["gold"])
    }

    @Test("nothing is written: a store that takes no writing will do")
    func writesNothing() async throws {
        let brand = try await lively(3)
        let service = SetiaService(
            store: ReadOnly(inner: brand.store),
            sealing: brand.service.sealing,
            surroundings: brand.service.surroundings,
            reader: ProgrammeReader(
                parse: { try brand.service.validate($0) },
                zone: { brand.service.zone($0) }
            )
        )
        let report = try await service.whatIf(WhatIfQuestion(document: programme(rate: 9)))
        #expect(report.members > 0)
    }

    @Test("a cancelled task ends with nothing but its cancellation")
    func cancelled() async throws {
        let brand = try await lively(2)
        let running = Mutex<Task<WhatIfReport, any Error>?>(nil)
        let task = Task {
            try await brand.service.whatIf(WhatIfQuestion(document: programme()), tasks: 1, stretchSize: 1) { come in
                // Cancelled in the middle, by itself.
                if come.members == 2 { running.withLock { $0?.cancel() } }
                while running.withLock({ $0 == nil }) {}
            }
        }
        running.withLock { $0 = task }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("how far it has come ends with all members")
    func progress() async throws {
        let brand = try await lively(2)
        let told = Mutex<[WhatIfProgress]>([])
        _ = try await brand.service.whatIf(WhatIfQuestion(document: programme()), stretchSize: 1) { come in
            told.withLock { $0.append(come) }
        }
        let come = told.withLock { $0 }
        #expect(come.count > 3 && come.last?.done == 1)
        #expect(come.map(\.members) == come.map(\.members).sorted())
    }

    @Test(
        "the value of a point is an amount of the programme's first wallet, or of one that is named",
        arguments: [("0.01 MYR", Rational(1)), ("points=0.0125 MYR", Rational(5, 4)), ("3 IDR", Rational(3))]
    )
    func pointValues(text: String, minorUnits: Rational) async throws {
        let brand = try await brandOfOne()
        let programme = try brand.service.validate(programme())
        let value = try PointValue(text, in: programme)
        #expect(value.minorUnits == minorUnits && value.wallet == "points")
    }

    @Test(
        "what is no value of a point is refused",
        arguments: ["", "0.01", "MYR", "-1 MYR", "1 EUR", "miles=1 MYR", "1e3 MYR", "0.01 MYR more", "2000000 MYR"]
    )
    func wrongPointValues(text: String) async throws {
        let programme = try await brandOfOne().service.validate(programme())
        #expect(throws: MalformedPointValue.self) { try PointValue(text, in: programme) }
    }

    @Test("a cost is the points times their value, half a sen to the even neighbour")
    func cost() throws {
        let value = PointValue(wallet: "points", minorUnits: Rational(1, 2), currency: Fixture.ringgit, decimals: 2)
        #expect([1, 3, 4].map { value.cost(of: Points($0)) } == [0, 2, 2])
        #expect(value.cost(of: Points(-3)) == -2)
    }

    @Test("a share of the members stands at or below each quantile")
    func quantiles() {
        var spread = Spread()
        for points in 1...100 { spread.add(Points(Int64(points))) }
        #expect(spread.quantiles([5, 25, 50, 75, 95]).map(\.units) == [5, 25, 50, 75, 95])
        #expect(Spread().quantiles([50]).isEmpty)
        var one = Spread()
        one.add(Points(-7))
        #expect(one.quantiles([1, 50, 100]).map(\.units) == [-7, -7, -7])
        #expect((one.lose, one.gain, one.same, one.members) == (1, 0, 0, 1))
    }
}

// MARK: - Brands to ask

/// So many points for each ringgit; gold from 100 MYR earns more.
private func programme(rate: Int = 1, multiplier: Double = 1.5) -> String {
    """
    programme: small
    engine: 1
    languages: [en]
    timeZone: Asia/Kuala_Lumpur
    currencies: {MYR: {decimals: 2}, IDR: {decimals: 0}}
    wallets:
      points:
        name: {en: points}
        activation: 0 days
        expiry: {rolling: 3 months}
        rates: {MYR: \(rate) per 1.00, IDR: 1 per 3000}
    tiers:
      status:
        metric: net spend
        window: calendar year
        levels: {silver: 0 MYR, gold: 100 MYR}
    rules:
      - id: base
        on: order.paid
        earn: {wallet: points, by: rate}
    \(multiplier == 1 ? "" : """
          - id: gold-more
            on: order.paid
            when: member.tiers.status.atLeast("gold")
            multiply: \(multiplier)

        """)
    """
}

private typealias Brand = SetiaTesting.TestBrand

private func record(_ event: Event, _ brand: Brand, card: String = "1") async throws {
    let identity = try Identity(kind: .card, text: card)
    switch try await brand.service.record(Intake(event: event, who: .identity(identity))) {
    case .recorded: break
    case .refused(let refusal): throw refusal
    // What came too late counts for nothing, and is no part of what happened.
    case .kept: break
    case .failed(let error): throw error
    }
}

/// A brand with one enrolled member, whose card is 1.
private func brandOfOne() async throws -> Brand {
    let brand = Brand()
    _ = try await brand.service.publishProgramme(programme())
    try await record(Fixture.enrolment("1", at: brand.clock.now), brand)
    return brand
}

/// A brand at which seven members did this and that for two years, some of it late, some of it refused.
private func lively(_ seed: UInt64, _ document: String = programme()) async throws -> Brand {
    let brand = Brand()
    _ = try await brand.service.publishProgramme(document)
    var random = SplitMix64(seed: seed)
    var orders: [(id: Key, card: String)] = []
    for step in 0..<240 {
        brand.clock.now = brand.clock.now.adding(milliseconds: Int64(random.next() % 500_000_000))
        let late = random.next() % 6 == 0 ? Int64(random.next() % 3_000_000_000) : 0
        let at = brand.clock.now.adding(milliseconds: -late)
        let card = String(random.next() % 7)
        let id = Key("\(step)")
        do {
            switch random.next() % 10 {
            case 0, 1:
                guard let order = orders.randomElement(using: &random) else { continue }
                try await record(Fixture.orderReturn(order.id, at: at), brand, card: order.card)
            case 2:
                let order = orders.last { $0.card == card }?.id
                try await record(
                    Fixture.redemption(id, Int64(random.next() % 60) + 1, order: order, at: at),
                    brand,
                    card: card
                )
            case 3: try await record(Fixture.enrolment(id, at: at), brand, card: card)
            case 4: try await record(Fixture.adjustment(id, Int64(random.next() % 40) - 20, at: at), brand, card: card)
            case 5: _ = try await brand.service.passTime()
            case 6:
                let guest = Fixture.order(id, 700, at: at, isAnonymous: true)
                _ = try await brand.service.record(Intake(event: guest, who: .nobody))
            default:
                try await record(Fixture.order(id, Int64(random.next() % 9_000), at: at), brand, card: card)
                orders.append((id, card))
            }
        } catch is Refusal {}
    }
    return brand
}

/// What is kept of a member.
private struct Kept: Sendable {
    let member: MemberID
    let read: History
    let ledger: [Entry]

    var events: [PastEvent] { read.events }
}

private func histories(of brand: Brand) async throws -> [Kept] {
    try await brand.store.reading { archive -> [Kept] in
        try archive.members(after: nil, limit: 1_000).map { member in
            let state = try archive.states([StateRequest(member: member)])[0]
            var history = History(state: state ?? MemberState(member: member))
            history.events = try archive.history(of: member).map {
                PastEvent(
                    number: $0.decision.number,
                    programmeVersion: $0.decision.programmeVersion,
                    event: $0.event
                )
            }
            let ledger = try archive.ledger(of: member)
            history.movements = ledger.map { Movement($0) }
            return Kept(member: member, read: history, ledger: ledger)
        }
    }
}

private func plan(_ brand: Brand, _ document: String) async throws -> WhatIfPlan {
    let book = try #require(try await brand.service.book())
    let changed = ProgrammeVersion(
        number: 2,
        validFrom: book.newest.validFrom,
        programme: try brand.service.validate(document),
        zone: book.newest.zone
    )
    return WhatIfPlan(changed: changed, book: book, until: brand.clock.now)
}

/// A store that refuses to write.
private struct ReadOnly: Store {
    let inner: ModelStore

    func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        throw StoreFailure(kind: .cannotWrite, message: "nothing may be written")
    }

    func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        throw StoreFailure(kind: .cannotWrite, message: "nothing may be written")
    }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try await inner.reading(body)
    }

    func close() async throws {}
}
