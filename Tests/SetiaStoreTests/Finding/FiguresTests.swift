import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("The figures of the home page")
struct FiguresTests {
    /// Two members, a guest, a return, points spent, and a store that falls silent.
    private func fill(_ brand: FindingBrand) async throws -> MemberID {
        let ana = try await brand.enrol("Ana", card: "1")
        try await brand.buy("A", ana, minorUnits: 50_000, at: "kl-bangsar")
        brand.clock.now = Fixture.newYear.adding(days: 20)
        let spent = Event(
            source: "shop",
            id: "spent-1",
            occurredAt: brand.clock.now,
            matter: .pointsRedeemed(Redemption(id: "1", wallet: "points", points: Points(600), order: nil))
        )
        try await brand.record(spent, ana)
        // What it earned is spent already: it is owed now.
        try await brand.record(Fixture.orderReturn("A", at: brand.clock.now), ana)
        brand.clock.now = Fixture.newYear.adding(days: 40)
        let budi = try await brand.enrol("Budi", card: "2")
        try await brand.buy("B", budi, minorUnits: 3_000, at: "jakarta-menteng")
        try await brand.buy("C", nil, minorUnits: 9_000, at: "jakarta-menteng")
        try await brand.buy("D", ana, minorUnits: 1_000)
        brand.clock.now = Fixture.newYear.adding(days: 50)
        return budi
    }

    @Test("they are those of the report, by month and by store what happened", arguments: Backend.allCases)
    func tellsWhatHappened(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            _ = try await fill(brand)
            #expect(try await brand.service.figures() == nil)
            #expect(try await brand.service.refreshFigures(requestsWaiting: 2))
            let figures = try #require(try await brand.service.figures())
            let report = try await brand.service.report()
            #expect(words(figures.report) == words(report))
            #expect(figures.wallet == "points")
            #expect(
                figures.months == [
                    month(1, active: 0, orders: 0, issued: 600, spent: 600, new: 1),
                    month(2, active: 2, orders: 3, issued: 140, spent: 0, new: 1),
                ]
            )
            let day = Fixture.newYear.adding(days: 40)
            #expect(
                figures.stores == [
                    StoreFigures(store: try StoreID("jakarta-menteng"), orders: 2, activeMembers: 1, lastSaleAt: day),
                    StoreFigures(store: .online, orders: 1, activeMembers: 1, lastSaleAt: day),
                ]
            )
            #expect(
                figures.attention == [
                    .requestsWaiting(2), .keysNotTurned(since: "2026-01"),
                    .pointsOwed(wallet: "points", points: Points(500), members: 1),
                    .storesWithoutSale([try StoreID("jakarta-menteng")]),
                ]
            )
        }
    }

    @Test(
        "what lapses within 30 days is told, with whose it is",
        arguments: Backend.allCases,
        [(-30 * 86_400_000 - 1, 0), (-30 * 86_400_000, 1), (-1, 1), (0, 0)] as [(Int64, Int)]
    )
    func tellsWhatLapses(backend: Backend, when: (milliseconds: Int64, items: Int)) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana", card: "1")
            try await brand.enrol("Budi", card: "2")
            let expiry = try #require(
                try await brand.service.entries(of: ana, wallet: nil, before: nil, limit: 1)?.first?.expiresAt
            )
            brand.clock.now = expiry.adding(milliseconds: when.milliseconds)
            _ = try await brand.service.refreshFigures()
            let told = try await brand.service.figures()?.attention.filter {
                if case .pointsExpiring = $0 { true } else { false }
            }
            let item = AttentionItem.pointsExpiring(wallet: "points", points: Points(200), members: 2)
            #expect(told == Array(repeating: item, count: when.items))
        }
    }

    @Test("what fell due and was not written for an hour is told", arguments: Backend.allCases)
    func tellsThatTimeStandsStill(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana", card: "1")
            let due = try #require(try await brand.service.member(ana)?.state.nextDue)
            brand.clock.now = due.adding(milliseconds: 3_600_000)
            _ = try await brand.service.refreshFigures()
            #expect(try await brand.service.figures()?.attention.contains(.timeStandsStill(since: due)) == true)
            _ = try await brand.service.passTime()
            brand.clock.advance(milliseconds: 3_600_000)
            _ = try await brand.service.refreshFigures()
            #expect(try await brand.service.figures()?.attention.contains(.timeStandsStill(since: due)) == false)
        }
    }

    @Test("they outlive a restart with their moment", arguments: Backend.allCases)
    func outlivesRestart(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            _ = try await fill(brand)
            _ = try await brand.service.refreshFigures()
            let before = try #require(try await brand.service.figures())
            let after = try #require(try await FindingBrand(store).service.figures())
            #expect(after.at == before.at)
            #expect(after.months == before.months)
            #expect(after.stores == before.stores)
            #expect(after.attention == before.attention)
            #expect(words(after.report) == words(before.report))
            // Nothing was recorded since, so a start makes nothing.
            let again = try await FindingBrand(store)
            again.clock.now = brand.clock.now.adding(milliseconds: 60_000)
            #expect(try await !again.service.refreshFigures())
            // What nobody understands is made anew.
            try await store.writing { try $0.save(KeptSnapshot(name: "figures", at: before.at, document: "{\"v\":0}")) }
            #expect(try await FindingBrand(store).service.figures() == nil)
        }
    }

    @Test("they are made again when something was recorded, half a minute later", arguments: Backend.allCases)
    func makesThemAgain(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana", card: "1")
            #expect(try await brand.service.refreshFigures())
            try await brand.buy("A", ana)
            brand.clock.advance(milliseconds: 29_999)
            #expect(try await !brand.service.refreshFigures())
            brand.clock.advance(milliseconds: 1)
            #expect(try await brand.service.refreshFigures())
            #expect(try await brand.service.figures()?.report.orders == 1)
            brand.clock.advance(milliseconds: 60_000)
            #expect(try await !brand.service.refreshFigures())
            // Days go by though nothing happens.
            brand.clock.advance(milliseconds: 3_600_000)
            #expect(try await brand.service.refreshFigures())
        }
    }

    private func month(
        _ number: Int32,
        active: Int,
        orders: Int,
        issued: Int64,
        spent: Int64,
        new: Int
    ) -> MonthFigures {
        MonthFigures(
            month: CalendarMonth(number: 2026 * 12 + number - 1),
            activeMembers: active,
            orders: orders,
            pointsIssued: Points(issued),
            pointsSpent: Points(spent),
            newMembers: new
        )
    }

    /// A report in words that can be compared; dictionaries have no order.
    private func words(_ report: Report) -> [String] {
        [
            "\(report.timeZone) \(report.at)", "\(report.members.sorted { $0.key.rawValue < $1.key.rawValue })",
            "\(report.customers) \(report.orders) \(report.guestOrders)", "\(report.revenue)", "\(report.points)",
            "\(report.repeatRate) \(report.repeatRateByOrders)", "\(report.repeatWithin)", "\(report.months)",
            "\(report.cohorts)",
        ]
    }
}
