import SetiaCore
import Testing

@Suite("Words before points lapse")
struct ReminderTests {
    private let wallet = Kopi.wallet(
        activation: .immediate,
        expiry: .rolling(Period(12, .month), roundedUpTo: .month),
        notices: [30, 7]
    )

    private func said(_ decision: Decision) -> [String] {
        decision.reasons.compactMap { reason in
            guard case .pointsExpiring(_, let points, let at, let days) = reason else { return nil }
            return "\(points.units) by \(Kopi.zone.day(of: at).iso) in \(days)"
        }
    }

    @Test("L-12: 30 and 7 days before they lapse points are spoken of, all that lapse together as one, once each")
    func saysOnce() throws {
        var life = try Life(Kopi.climbing(wallet: wallet))
        try life.pays(10_000, order: "A", at: Kopi.at("2026-03-02T10:00"))
        try life.pays(14_000, order: "B", at: Kopi.at("2026-03-20T10:00"))
        try life.pays(5_000, order: "C", at: Kopi.at("2026-04-20T10:00"))
        #expect(life.state.nextDue == Kopi.at("2027-03-02T00:00"))
        #expect(said(try life.waits(until: Kopi.at("2027-03-01T23:59"))).isEmpty)
        #expect(said(try life.waits(until: Kopi.at("2027-03-02T00:00"))) == ["240 by 2027-04-01 in 30"])
        #expect(said(try life.waits(until: Kopi.at("2027-03-24T12:00"))).isEmpty)
        #expect(said(try life.waits(until: Kopi.at("2027-03-25T00:00"))) == ["240 by 2027-04-01 in 7"])
        #expect(said(try life.waits(until: Kopi.at("2027-04-01T00:00"))) == ["50 by 2027-05-01 in 30"])
        #expect(life.state.account("points")?.lots.map(\.left) == [Points(50)])
    }

    @Test("L-12: what was spent meanwhile is not spoken of")
    func spentMeanwhile() throws {
        var life = try Life(Kopi.climbing(wallet: wallet))
        try life.pays(10_000, at: Kopi.at("2026-03-02T10:00"))
        try life.happen(
            .pointsRedeemed(Redemption(id: "R", wallet: "points", points: Points(60), order: nil)),
            Kopi.at("2027-03-10T10:00")
        )
        #expect(said(try life.waits(until: Kopi.at("2027-03-25T00:00"))) == ["40 by 2027-04-01 in 7"])
        try life.happen(
            .pointsRedeemed(Redemption(id: "S", wallet: "points", points: Points(40), order: nil)),
            Kopi.at("2027-03-26T10:00")
        )
        #expect(life.state.nextDue == nil)
    }

    @Test("L-12: told late, each thing is told once, by its last word, and nothing that is over")
    func late() throws {
        var life = try Life(Kopi.climbing(wallet: wallet))
        try life.pays(10_000, order: "A", at: Kopi.at("2026-03-02T10:00"))
        try life.pays(5_000, order: "B", at: Kopi.at("2026-04-20T10:00"))
        let atOnce = try life.waits(until: Kopi.at("2027-03-28T00:00"))
        #expect(said(atOnce) == ["100 by 2027-04-01 in 30", "100 by 2027-04-01 in 7"])
        let notices = atOnce.notices(for: Kopi.member, at: Kopi.at("2027-03-28T00:00"))
        #expect(
            notices.map(\.matter) == [
                .pointsExpiring([
                    LapseAhead(wallet: "points", points: Points(100), at: Kopi.at("2027-04-01T00:00"), days: 7)
                ])
            ]
        )
        let over = try life.waits(until: Kopi.at("2027-04-10T00:00"))
        #expect(over.notices(for: Kopi.member, at: Kopi.at("2027-04-10T00:00")).count == 1)
    }

    @Test("L-12: points whose end moves are spoken of before the new end")
    func slides() throws {
        let sliding = Kopi.wallet(
            activation: .immediate,
            expiry: .inactivity(Period(12, .month), by: [.earn]),
            notices: [30]
        )
        var life = try Life(Kopi.climbing(wallet: sliding))
        try life.pays(10_000, order: "A", at: Kopi.at("2026-03-02T10:00"))
        try life.pays(1_000, order: "B", at: Kopi.at("2026-08-15T10:00"))
        #expect(said(try life.waits(until: Kopi.at("2027-07-16T00:00"))).isEmpty)
        #expect(said(try life.waits(until: Kopi.at("2027-07-17T00:00"))) == ["110 by 2027-08-16 in 30"])
    }

    @Test(
        "D-1: whether somebody looks every day or only at the end, the same is said, and the same is written off",
        arguments: 0..<20
    )
    func inAnySteps(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let wallet = Kopi.wallet(
            activation: .after(days: 14),
            expiry: .rolling(Period(3, .month), roundedUpTo: nil),
            notices: [30, 7, 1],
            writeOff: Period(2, .month)
        )
        var early = try Life(Kopi.climbing(wallet: wallet))
        var moment = Kopi.at("2026-01-02T10:00")
        for number in 0..<6 {
            let order = Key("O\(number)")
            try early.pays(Int64(random.next() % 20_000) + 100, order: order, at: moment)
            moment = moment.adding(days: Int(random.next() % 30))
            // Where there are as many.
            let points = Points(Int64(random.next() % 150) + 1)
            _ = try? early.happen(
                .pointsRedeemed(Redemption(id: Key("R\(number)"), wallet: "points", points: points, order: nil)),
                moment
            )
            if random.next() % 2 == 0 {
                try early.happen(.orderReturned(OrderReturn(order: order, id: "R", lines: nil)), moment)
            }
        }
        var late = early
        let (before, end) = (early.decisions.count, moment.adding(days: 400))
        while moment < end {
            moment = min(end, moment.adding(milliseconds: Int64(random.next() % 500_000_000)))
            try early.waits(until: moment)
        }
        try late.waits(until: end)
        #expect(early.decisions[before...].flatMap(\.reasons) == late.decisions[before...].flatMap(\.reasons))
        #expect(early.state.accounts.map(\.balance) == late.state.accounts.map(\.balance))
        #expect(early.state.accounts.first?.debt == .zero)
    }
}

@Suite("What is owed for too long")
struct WriteOffTests {
    private let wallet = Kopi.wallet(activation: .immediate, expiry: .none, writeOff: Period(24, .month))

    /// She owes 100 since 1 April 2026, 10:00, and 30 more since 1 June.
    private func owing(_ wallet: Wallet? = nil) throws -> Life {
        let wallet = wallet ?? self.wallet
        var life = try Life(Kopi.climbing(wallet: wallet))
        for (order, net) in [("A", 10_000), ("B", 3_000)] as [(Key, Int64)] {
            try life.pays(net, order: order, at: Kopi.at("2026-03-02T10:00"))
        }
        try life.happen(
            .pointsRedeemed(Redemption(id: "R", wallet: "points", points: Points(130), order: nil)),
            Kopi.at("2026-03-03T10:00")
        )
        try life.happen(.orderReturned(OrderReturn(order: "A", id: "1", lines: nil)), Kopi.at("2026-04-01T10:00"))
        try life.happen(.orderReturned(OrderReturn(order: "B", id: "1", lines: nil)), Kopi.at("2026-06-01T10:00"))
        return life
    }

    @Test(
        "L-13: what is owed for longer than the wallet says is written off, by an entry of its own, each debt by its age"
    )
    func writesOff() throws {
        var life = try owing()
        #expect(life.state.account("points")?.debt == Points(130))
        #expect(try life.waits(until: Kopi.at("2028-04-01T23:59")).entries.isEmpty)
        let first = try life.waits(until: Kopi.at("2028-04-02T00:00"))
        #expect(first.entries.map(\.kind) == [.writeOff])
        #expect(first.entries.map(\.points) == [Points(100)] && first.entries.map(\.lot) == [Entry.debt])
        #expect(
            first.reasons == [
                .debtWrittenOff(wallet: "points", points: Points(100), since: Kopi.at("2026-04-01T10:00"))
            ]
        )
        #expect(life.state.account("points")?.debt == Points(30))
        try life.waits(until: Kopi.at("2028-06-02T00:00"))
        #expect(life.state.account("points")?.debt == .zero)
        #expect(life.state.account("points")?.balance == .zero)
        #expect(life.state.nextDue == nil)
    }

    @Test("L-13: what she earns pays what is owed for longest first, and only the rest is written off")
    func paysOldestFirst() throws {
        var life = try owing()
        try life.pays(7_000, order: "C", at: Kopi.at("2027-01-10T10:00"))
        #expect(
            life.state.account("points")?.owed == [
                Owed(since: Kopi.at("2026-04-01T10:00"), points: Points(30)),
                Owed(since: Kopi.at("2026-06-01T10:00"), points: Points(30)),
            ]
        )
        let first = try life.waits(until: Kopi.at("2028-04-02T00:00"))
        #expect(first.entries.map(\.points) == [Points(30)])
        // What was let go is no earning.
        #expect(first.points(in: "points") == .zero)
    }

    @Test("L-13: where the wallet says nothing, what is owed stays owed")
    func staysOwed() throws {
        var life = try owing(Kopi.wallet(activation: .immediate, expiry: .none))
        try life.waits(until: Kopi.at("2090-01-01T00:00"))
        #expect(life.state.account("points")?.debt == Points(130))
    }
}

@Suite("Looking at levels out of turn")
struct ReviewTests {
    private func life(_ thresholds: [(Key, Int64)], on state: MemberState? = nil) throws -> Life {
        var life = try Life(
            Kopi.climbing(Kopi.ladder(.netSpend(Kopi.currency("MYR")), .calendar(.year, startMonth: 1), thresholds)),
            enrolled: state == nil ? Kopi.at("2025-12-31T09:00") : nil
        )
        if let state { life.state = state }
        return life
    }

    private func review(_ life: inout Life, forced: Bool, _ at: String = "2026-04-01T10:00") throws -> [String] {
        try life.happen(.tiersReviewed(TierReview(tierSet: "status", isForced: forced)), Kopi.at(at)).reasons.compactMap
        {
            switch $0 {
            case .levelReached(_, let from, let to, _): "\(from?.text ?? "none") up to \(to)"
            case .levelLost(_, let from, let to, _): "\(from) down to \(to?.text ?? "none")"
            default: nil
            }
        }
    }

    @Test("T-15: who reaches a level by what is asked now gets it at once")
    func goesUp() throws {
        var before = try life([("silver", 0), ("gold", 200_000)])
        try before.pays(150_000, at: Kopi.at("2026-03-01T10:00"))
        var after = try life([("silver", 0), ("gold", 100_000)], on: before.state)
        #expect(try review(&after, forced: false) == ["silver up to gold"])
        #expect(after.until == Kopi.at("2028-01-01T00:00"))
        #expect(try review(&after, forced: true) == [])
    }

    @Test("T-15: a level that is no longer reached goes only where it is forced, to what is reached")
    func goesDown() throws {
        var before = try life([("silver", 0), ("gold", 100_000), ("platinum", 200_000)])
        try before.pays(250_000, at: Kopi.at("2026-03-01T10:00"))
        var after = try life([("silver", 0), ("gold", 100_000), ("platinum", 300_000)], on: before.state)
        #expect(try review(&after, forced: false) == [])
        #expect(try review(&after, forced: true) == ["platinum down to gold"])
        #expect(after.until == Kopi.at("2028-01-01T00:00"))
    }

    @Test("T-15: what the year before reached keeps the level in its next year, also where it is forced")
    func keepsLastYear() throws {
        var life = try life([("silver", 0), ("gold", 200_000)])
        try life.pays(250_000, at: Kopi.at("2026-03-01T10:00"))
        #expect(try review(&life, forced: true, "2027-02-01T10:00") == [])
        #expect(life.state.standing(in: "status")?.level == "gold")
    }

    @Test("T-15: a level that was given by hand stays, also where it is forced")
    func keepsGranted() throws {
        var life = try life([("silver", 0), ("gold", 200_000)])
        let until = Kopi.at("2026-12-31T00:00")
        try life.happen(
            .tierGranted(TierGrant(tierSet: "status", level: "gold", until: until)),
            Kopi.at("2026-03-01T10:00")
        )
        #expect(try review(&life, forced: true) == [])
        #expect(life.state.standing(in: "status")?.level == "gold")
    }

    @Test("a ladder that is not there is refused")
    func unknown() throws {
        var life = try life([("silver", 0)])
        #expect(throws: Refusal.self) {
            try life.happen(.tiersReviewed(TierReview(tierSet: "other", isForced: false)), Kopi.at("2026-04-01T10:00"))
        }
    }
}
