import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Notices, levels out of turn, clocks of stores")
struct NoticeTests {
    private func document(notices: String, gold: Int = 2_000) -> String {
        """
        programme: notices
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, IDR: {decimals: 0}}
        wallets:
          points:
            name: points
            activation: immediate
            expiry: {rolling: 12 months, roundedUpTo: month}
            rates: {MYR: 1 per 1.00, IDR: none}
            \(notices)
        tiers:
          status: {metric: net spend, window: calendar year, levels: {silver: 0 MYR, gold: \(gold) MYR}, warnings: [30 days]}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
          - {id: early, on: order.paid, when: 'event.occurredAt.getHours(event.zone) < 10', earn: {wallet: points, fixed: 7}}
        """
    }

    private func at(_ text: String) -> Instant { DocumentBrand.at(text) }

    @Test("L-12: what is near is an event of its own, told to webhooks once, however late", arguments: Backend.allCases)
    func toldOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(
                document(notices: "notices: [30 days, 7 days]"),
                on: store,
                at: at("2026-03-02T12:00")
            )
            let ana = try await brand.enrol(card: "1")
            try await brand.buy(24_000, ana, id: "A")
            for day in ["2027-03-02T00:01", "2027-03-03T00:01", "2027-03-27T00:01", "2027-03-28T00:01"] {
                brand.clock.now = at(day)
                _ = try await brand.service.passTime()
            }
            let notices = try await brand.events(of: ana, .pointsExpiring).map(\.event.matter)
            let end = at("2027-04-01T00:00")
            #expect(
                notices
                    == [30, 7].map { days in
                        .pointsExpiring([LapseAhead(wallet: "points", points: Points(240), at: end, days: days)])
                    }
            )
            #expect(try await brand.service.verify().discrepancies.isEmpty)
        }
    }

    @Test("L-12: an order that comes before the clock carries what is near with it", arguments: Backend.allCases)
    func withAnOrder(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(
                document(notices: "notices: [30 days]"),
                on: store,
                at: at("2026-03-02T12:00")
            )
            let ana = try await brand.enrol(card: "1")
            try await brand.buy(24_000, ana, id: "A")
            brand.clock.now = at("2027-03-02T12:00")
            let receipt = try await brand.buy(1_000, ana, id: "B")
            #expect(try await brand.events(of: ana, .pointsExpiring).count == 1)
            #expect(try await brand.service.passTime() == 0)
            #expect(try await brand.buy(1_000, ana, id: "B").decision == receipt.decision)
            #expect(try await brand.service.verify().discrepancies.isEmpty)
        }
    }

    @Test("L-12: notices of a new version hold for points that are there already", arguments: Backend.allCases)
    func newVersion(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(document(notices: ""), on: store, at: at("2026-03-02T12:00"))
            let ana = try await brand.enrol(card: "1")
            try await brand.buy(24_000, ana, id: "A")
            brand.clock.now = at("2026-05-02T12:00")
            _ = try await brand.service.keepCalendar()
            _ = try await brand.service.publishProgramme(document(notices: "notices: [30 days]"))
            _ = try await brand.service.keepCalendar()
            brand.clock.now = at("2027-03-02T00:01")
            _ = try await brand.service.passTime()
            #expect(try await brand.events(of: ana, .pointsExpiring).count == 1)
            #expect(try await brand.service.verify().discrepancies.isEmpty)
        }
    }

    @Test(
        "T-15: it says who would move, moves them one by one, can be stopped and begun again, and is written in the log",
        arguments: Backend.allCases
    )
    func reviews(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(document(notices: ""), on: store, at: at("2026-03-02T12:00"))
            var members: [MemberID] = []
            for card in 1...5 {
                members.append(try await brand.enrol(card: "\(card)"))
                try await brand.buy(card < 4 ? 150_000 : 250_000, members[card - 1], id: Key("O\(card)"))
            }
            brand.clock.now = at("2026-04-02T12:00")
            _ = try await brand.service.publishProgramme(document(notices: "", gold: 1_000))
            func review(_ isForced: Bool, _ isApplied: Bool) async throws -> TierReviewed {
                try await brand.service.reviewTiers("status", isForced: isForced, isApplied: isApplied, by: .operator)
            }
            let preview = try await review(false, false)
            #expect(preview.up == 3 && preview.down == 0 && preview.members == 5)
            #expect(try await brand.events(of: members[0], .tiersReviewed).isEmpty)
            #expect(try await review(false, true) == preview)
            #expect(try await review(false, true).moves.isEmpty)
            #expect(try await brand.events(of: members[0], .tiersReviewed).count == 1)
            #expect(try await brand.events(of: members[4], .tiersReviewed).isEmpty)
            brand.clock.now = at("2026-05-02T12:00")
            _ = try await brand.service.publishProgramme(document(notices: "", gold: 2_000))
            #expect(try await review(false, true).moves.isEmpty)
            #expect(try await review(true, true).down == 3)
            #expect(try await brand.service.verify().discrepancies.isEmpty)
            let log = try await brand.service.auditLog(limit: 10).filter { $0.action == .tiersReviewed }
            #expect(log.first?.details["down"] == "3" && log.first?.subject == "status")
            await #expect(throws: TierReviewRefusal.unknownTierSet("other", known: ["status"])) {
                _ = try await brand.service.reviewTiers("other", isForced: false, isApplied: false, by: .operator)
            }
        }
    }

    @Test("event.zone is the store's, and stays what it was when the store moves", arguments: Backend.allCases)
    func zones(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(document(notices: ""), on: store, at: at("2026-03-02T10:30"))
            let ana = try await brand.enrol(card: "1")
            // Half past ten in Kuala Lumpur is half past nine in Jakarta.
            let here = try await brand.buy(1_000, ana, id: "A", at: try StoreID("kl-bangsar"))
            let there = try await brand.buy(1_000, ana, id: "B", at: try StoreID("jakarta-menteng"))
            #expect(here.decision.points(in: "points") == Points(10) && here.event.minutesAhead == nil)
            #expect(there.decision.points(in: "points") == Points(17) && there.event.minutesAhead == 420)
            let shop = Fixture.shops[1]
            _ = try await brand.service.putShop(
                Shop(
                    id: shop.id,
                    name: shop.name,
                    country: shop.country,
                    timeZone: "Asia/Kuala_Lumpur",
                    currency: shop.currency
                )
            )
            // Told again, it is the same event.
            #expect(try await brand.buy(1_000, ana, id: "B", at: shop.id).decision == there.decision)
            #expect(try await brand.service.verify().discrepancies.isEmpty)
        }
    }
}
