import SetiaCore
import Testing

@Suite("Tiers")
struct TierTests {
    @Test("T-1: spending or losing points never costs a level")
    func pointsDoNotMatter() throws {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate)))
        try life.pays(200_000, at: Kopi.at("2026-03-01T10:00"))
        try life.spends(2_000, at: Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "gold")
    }

    @Test("T-2: a level is reached at once, through several levels if earned, and counts from the next order on")
    func reachedAtOnce() throws {
        var life = try Life()
        let first = try life.pays(600_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        #expect(first.points(in: "points") == Points(6_000))
        #expect(life.level == "platinum")
        #expect(try life.pays(10_000, order: "B", at: Kopi.at("2026-03-01T10:01")).points(in: "points") == Points(150))
    }

    @Test(
        "T-2: a threshold is reached by the amount itself",
        arguments: [(199_999, "silver"), (200_000, "gold")] as [(Int64, Key)]
    )
    func thresholdsAreInclusive(sen: Int64, level: Key) throws {
        var life = try Life()
        try life.pays(sen, at: Kopi.at("2026-03-01T10:00"))
        #expect(life.level == level)
    }

    @Test(
        "T-2: a level holds for the rest of the year and all of the next: reached in November 2018, to the end of 2019"
    )
    func term() throws {
        var life = try Life(enrolled: Kopi.at("2018-01-01T10:00"))
        try life.pays(250_000, at: Kopi.at("2018-11-15T10:00"))
        #expect(life.state.standing(in: "status")?.until == Kopi.at("2020-01-01T00:00"))
    }

    @Test("T-3: at the end of a term the year just over renews the level")
    func renewal() throws {
        var life = try Life(enrolled: Kopi.at("2024-01-01T10:00"))
        try life.pays(250_000, order: "A", at: Kopi.at("2024-11-15T10:00"))
        try life.pays(200_000, order: "B", at: Kopi.at("2025-06-15T10:00"))
        let decision = try life.happen(.timePassed, Kopi.at("2026-01-01T00:00"))
        #expect(life.level == "gold")
        #expect(
            decision.reasons.contains(.levelKept(tierSet: "status", level: "gold", until: Kopi.at("2027-01-01T00:00")))
        )
    }

    @Test("T-3: without enough in the year just over she goes down by one level, not to the bottom")
    func softLanding() throws {
        var life = try Life(enrolled: Kopi.at("2024-01-01T10:00"))
        try life.pays(700_000, at: Kopi.at("2024-11-15T10:00"))
        try life.happen(.timePassed, Kopi.at("2026-01-01T00:00"))
        #expect(life.level == "gold")
        try life.happen(.timePassed, Kopi.at("2027-01-01T00:00"))
        #expect(life.level == "silver")
        #expect(life.state.standing(in: "status")?.until == nil)
    }

    @Test("T-3: terms that ended while nobody looked end one after the other, each at its own moment")
    func catchingUp() throws {
        var life = try Life(enrolled: Kopi.at("2024-01-01T10:00"))
        try life.pays(700_000, at: Kopi.at("2024-11-15T10:00"))
        try life.happen(.timePassed, Kopi.at("2029-06-01T00:00"))
        #expect(life.level == "silver")
        #expect(life.state.standing(in: "status")?.since == Kopi.at("2027-01-01T00:00"))
    }

    @Test("T-4: a return takes a level that was gained in a year still open, and gives back the one before")
    func returnTakesTheLevel() throws {
        var life = try Life()
        try life.pays(150_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        try life.pays(60_000, order: "B", at: Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "gold")
        try life.returns("B", at: Kopi.at("2026-03-10T10:00"))
        #expect(life.level == "silver")
    }

    @Test("T-4: a return counts in the year of its order, and takes no level gained in a year that is over")
    func closedYearsStay() throws {
        var life = try Life()
        try life.pays(250_000, order: "A", at: Kopi.at("2026-12-20T10:00"))
        try life.returns("A", at: Kopi.at("2027-01-05T10:00"))
        #expect(life.level == "gold")
        try life.happen(.timePassed, Kopi.at("2028-01-01T00:00"))
        #expect(life.level == "silver")
    }

    @Test("T-5: a level given by hand is a floor until its end")
    func grantedLevelsStay() throws {
        var life = try Life()
        let until = Kopi.at("2026-07-01T00:00")
        try life.happen(
            .tierGranted(TierGrant(tierSet: "status", level: "gold", until: until)),
            Kopi.at("2026-03-01T10:00")
        )
        try life.pays(100, order: "A", at: Kopi.at("2026-03-02T10:00"))
        try life.returns("A", at: Kopi.at("2026-03-03T10:00"))
        #expect(life.level == "gold")
        try life.happen(.timePassed, until)
        #expect(life.level == "silver")
    }

    @Test("T-1: an order in another currency does not count and says so")
    func otherCurrencies() throws {
        var life = try Life()
        let decision = try life.pays(90_000_000, "IDR", at: Kopi.at("2026-03-01T10:00"))
        #expect(life.level == "silver")
        #expect(decision.reasons.contains(.notCountedForTier(tierSet: "status", currency: Kopi.currency("IDR"))))
    }
}
