import SetiaCore
import SetiaWire
import Testing

@Suite("Ladders in the document")
struct TierFormTests {
    private func tierSet(_ ladder: String) throws -> TierSet {
        let document = """
            programme: kopi
            engine: 1
            languages: [en]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: 14 days, expiry: none, rates: {MYR: 1 per 1.00}}
            tiers:
              status: \(ladder)
            """
        return try #require(try Programme(document: document).tierSets.first)
    }

    @Test(
        "T-6: what a ladder measures",
        arguments: [
            ("orders", .orders), ("months since joining", .monthsSinceJoining),
            ("{earned: points}", .earned(wallet: "points")), ("{balance: points}", .balance(wallet: "points")),
            ("{events: visit.completed}", .events(.visitCompleted)),
        ] as [(String, TierSet.Metric)]
    )
    func metrics(text: String, metric: TierSet.Metric) throws {
        let set = try tierSet("{metric: \(text), window: lifetime, levels: {a: 0, b: {from: 10}}}")
        #expect(set.measures == [TierSet.Measure(metric)])
        #expect(set.levels.map(\.asks) == [[0], [10]])
        #expect(set.currency == nil)
    }

    @Test(
        "T-8: over which days",
        arguments: [
            ("calendar year", .calendar(.year, startMonth: 1)),
            ("calendar half-year", .calendar(.halfYear, startMonth: 1)),
            ("calendar quarter", .calendar(.quarter, startMonth: 1)),
            ("calendar month", .calendar(.month, startMonth: 1)),
            ("{calendar: year, startMonth: 4}", .calendar(.year, startMonth: 4)),
            ("{rolling: 12 months}", .rolling(months: 12)), ("{term: 1 year}", .term(months: 12)),
            ("anniversary", .anniversary), ("lifetime", .lifetime),
        ] as [(String, TierSet.Window)]
    )
    func windows(text: String, window: TierSet.Window) throws {
        #expect(try tierSet("{metric: orders, window: \(text), levels: {a: 0}}").window == window)
    }

    @Test("T-7: levels ask for all or any of several things")
    func combined() throws {
        let set = try tierSet(
            """
            {metrics: {spend: net spend, visits: {events: visit.completed}}, window: calendar year, levels: {
                a: {any: {spend: 0 MYR}}, b: {any: {spend: 100 MYR, visits: 5}}, c: {all: {spend: 100 MYR, visits: 5}}}}
            """
        )
        #expect(set.measures.map(\.key) == ["spend", "visits"])
        #expect(set.currency == (try Currency("MYR")))
        #expect(set.levels.map(\.asks) == [[0, nil], [10_000, 5], [10_000, 5]])
        #expect(set.levels.map(\.isAny) == [true, true, false])
    }

    @Test("T-9: what becomes of levels, where it is said and where it is not")
    func terms() throws {
        #expect(try tierSet("{metric: orders, window: calendar year, levels: {a: 0}}").terms == TierSet.Terms())
        let set = try tierSet(
            """
            {metric: {earned: points}, window: calendar month, downgrade: reassess, grace: 7 days, holds: this period,
              onReturn: at period end, warnings: [30 days, 7 days], pendingCountsForTier: true,
              levels: {a: {from: 0, name: First, benefits: [A smile, Free delivery]}}}
            """
        )
        #expect(
            set.terms
                == TierSet.Terms(
                    downgrade: .reassess,
                    graceDays: 7,
                    holdsNext: false,
                    onReturn: .atPeriodEnd,
                    warnings: [30, 7],
                    pendingCounts: true
                )
        )
        #expect(set.levels[0].benefits.compactMap { $0.text(in: "en") } == ["A smile", "Free delivery"])
    }

    @Test("another metric, window, term or benefit is a change")
    func changes() throws {
        func programme(_ ladder: String) throws -> Programme {
            try Programme(
                document: """
                    programme: kopi
                    engine: 1
                    languages: [en]
                    timeZone: Asia/Kuala_Lumpur
                    currencies: {MYR: {decimals: 2}}
                    wallets: {points: {name: points, activation: immediate, expiry: none}}
                    tiers: {status: \(ladder)}
                    """
            )
        }
        let old = try programme("{metric: orders, window: lifetime, levels: {a: 5}}")
        let new = try programme(
            "{metric: {earned: points}, window: calendar year, onReturn: never, levels: {a: {from: 5, benefits: [Tea]}}}"
        )
        #expect(
            SetiaCore.changes(from: old, to: new).map(\.aspect) == [.metric, .window, .terms, .threshold, .benefits]
        )
        #expect(SetiaCore.changes(from: new, to: new).isEmpty)
    }

    @Test("T-13: what a member needs, as the API says it")
    func body() throws {
        let set = try tierSet("{metric: net spend, window: calendar year, levels: {silver: 0 MYR, gold: 2000 MYR}}")
        let zone = FixedOffset(minutesEast: 480)
        let programme = Programme(
            name: "kopi",
            engine: 1,
            languages: ["en"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: [CurrencySetting(currency: try Currency("MYR"), decimals: 2)],
            wallets: [],
            tierSets: [set],
            rules: []
        )
        let version = ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: programme,
            zone: zone
        )
        let at = try #require(Instant(rfc3339: "2026-05-01T10:00:00+08:00"))
        var state = MemberState(member: try #require(MemberID(text: "01kdvvcrg2e008000000000002")))
        state.joinedAt = at
        let joined = Event(source: "shop", id: "1", occurredAt: at, matter: .timePassed)
        state = try decide(version, state, joined).state
        let body = TiersBody(
            member: state.member,
            at: at,
            progress: version.progress(of: state, at: at),
            programme: programme
        )
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"at":"2026-05-01T02:00:00Z","member":"01kdvvcrg2e008000000000002","tiers":{"status":{"atRisk":false,"#
                + #""benefits":[],"measures":[{"amount":0,"currency":"MYR","metric":"net spend"}],"next":{"any":false,"#
                + #""from":"2026-01-01","level":"silver","met":true,"needs":[{"amount":0,"currency":"MYR","#
                + #""metric":"net spend","missing":0,"needed":0}],"through":"2026-12-31"},"window":{"from":"2026-01-01","#
                + #""through":"2026-12-31"}}}}"#
        )
    }
}
