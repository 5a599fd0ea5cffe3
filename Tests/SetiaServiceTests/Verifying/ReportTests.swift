import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("The report")
struct ReportTests {
    @Test(
        "customers, orders, revenue and points are counted from what is kept; returned orders and guests are told apart"
    )
    func counts() async throws {
        let brand = try await TestBrand()
        let now = brand.clock.now
        try await brand.record(Fixture.order("A", 10_000, at: now.adding(days: -40)), card: "1")
        try await brand.record(Fixture.order("B", 5_000, at: now.adding(days: -10)), card: "1")
        try await brand.record(Fixture.order("C", 7_000, at: now.adding(days: -9)), card: "2")
        try await brand.record(Fixture.orderReturn("C", at: now.adding(days: -8)), card: "2")
        let guest = Event(
            source: "shop",
            id: "D",
            occurredAt: now,
            isAnonymous: true,
            matter: Fixture.order("D", 900).matter
        )
        _ = try await brand.service.record(Intake(event: guest, who: .nobody))
        let report = try await brand.service.report()
        #expect(report.customers == 1)
        #expect(report.orders == 3)
        #expect(report.guestOrders == 1)
        #expect(report.revenue.map(\.minorUnits) == [15_900])
        #expect(report.repeatRate.numerator == 1)
        #expect(report.repeatRate.denominator == 1)
        #expect(report.points.first?.issued == Points(220))
        #expect(report.points.first?.clawedBack == Points(70))
        #expect(report.points.first?.outstanding == Points(150))
        #expect(report.members[.prospect] == 2)
    }
}
