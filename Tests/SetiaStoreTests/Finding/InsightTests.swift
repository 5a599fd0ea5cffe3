import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("What is measured of customers")
struct InsightTests {
    /// Six members, one who buys every ten days, others who came once or twice, and a guest.
    private func fill(_ brand: FindingBrand) async throws -> [MemberID] {
        var members: [MemberID] = []
        for number in 1...6 { members.append(try await brand.enrol("Ana \(number)", card: "\(number)")) }
        for visit in 0..<12 {
            brand.clock.now = Fixture.newYear.adding(days: visit * 10)
            try await brand.buy(Key("regular-\(visit)"), members[0], minorUnits: 2_000)
            if visit < members.count - 1 { try await brand.buy(Key("first-\(visit)"), members[visit + 1]) }
            if visit == 8 { try await brand.buy("second", members[1], minorUnits: 500) }
        }
        try await brand.buy("guest", nil)
        return members
    }

    @Test("it says what the purchases of known members say", arguments: Backend.allCases)
    func measures(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let members = try await fill(brand)
            #expect(brand.service.insight() == nil)
            #expect(try await brand.service.refreshInsight())
            let insight = try #require(brand.service.insight())
            let customers = try #require(insight.customers.first)
            #expect(insight.customers.count == 1 && customers.currency == Fixture.ringgit)
            #expect(customers.customers == 6 && customers.orders == 18 && customers.spent == 29_500)
            #expect(customers.repeatRate == Share(2, of: 6))
            // Four bought in the first twenty days, two of them in the ninety after.
            #expect(customers.activity.retention == Share(2, of: 4))
            #expect(customers.cohorts.map(\.size).reduce(0, +) == 6)
            #expect(customers.segments.reduce(0) { $0 + $1.customers } == 6)
            #expect(customers.segments.reduce(0) { $0 + $1.orders } == 18)
            #expect(customers.segments.reduce(0) { $0 + $1.spent } == 29_500)
            #expect(customers.segments.first { $0.segment == .champions }?.members.first == members[0])
            #expect(customers.silence == .tooFew(customers: 6, least: 30) && customers.outlook == nil)
            let points = try #require(insight.points.first)
            let report = try await brand.service.report()
            #expect(points.outstanding == report.points.first { $0.wallet == points.wallet }?.outstanding)
            #expect(points.byExpiry.reduce(.zero) { $0 + $1.points } == points.outstanding)
            #expect(points.silence == .tooFewRows(3))
        }
    }

    @Test("each currency stands by itself, the one with most orders first")
    func currencies() async throws {
        let brand = try await FindingBrand(ModelStore())
        let members = try await fill(brand)
        let event = Fixture.order("rupiah", 90_000, currency: try Currency("IDR"), at: brand.clock.now)
        try await brand.record(event, members[0])
        #expect(try await brand.service.refreshInsight())
        let insight = try #require(brand.service.insight())
        #expect(insight.customers.map(\.currency.code) == ["MYR", "IDR"])
        #expect(insight.customers.map(\.customers) == [6, 1])
        #expect(insight.customers[1].segments.isEmpty)
    }

    @Test("it is measured again when something was recorded, and not more often than every five minutes")
    func again() async throws {
        let brand = try await FindingBrand(ModelStore())
        let members = try await fill(brand)
        #expect(try await brand.service.refreshInsight())
        try await brand.buy("later", members[0])
        #expect(try await !brand.service.refreshInsight())
        brand.clock.now = brand.clock.now.adding(milliseconds: 300_000)
        #expect(try await brand.service.refreshInsight())
        #expect(brand.service.insight()?.customers.first?.orders == 19)
        brand.clock.now = brand.clock.now.adding(milliseconds: 300_000)
        #expect(try await !brand.service.refreshInsight())
        brand.clock.now = brand.clock.now.adding(days: 1)
        #expect(try await brand.service.refreshInsight())
    }

    @Test("nothing bought, nothing said")
    func empty() async throws {
        let brand = try await FindingBrand(ModelStore())
        #expect(try await brand.service.refreshInsight())
        let insight = try #require(brand.service.insight())
        #expect(insight.customers.isEmpty)
        #expect(insight.points.allSatisfy { $0.issued == .zero && $0.forecast == nil })
    }
}
