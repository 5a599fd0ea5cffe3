import SetiaCore
import Testing

@Suite("Laws of tiers")
struct TierLawTests {
    private func ladder(_ random: inout SplitMix64) -> TierSet {
        let metrics: [TierSet.Metric] = [
            .netSpend(Kopi.currency("MYR")), .earned(wallet: "points"), .orders, .events(.visitCompleted),
            .monthsSinceJoining, .balance(wallet: "points"),
        ]
        let units: [CalendarUnit] = [.month, .quarter, .halfYear, .year]
        let months = Int.random(in: 1...6, using: &random)
        let windows: [TierSet.Window] = [
            .calendar(units[Int.random(in: 0...3, using: &random)], startMonth: Int.random(in: 1...12, using: &random)),
            .rolling(months: months), .anniversary, .term(months: months), .lifetime,
        ]
        let two = metrics.shuffled(using: &random).prefix(2)
        let isAny = Bool.random(using: &random)
        func level(_ key: Key, _ step: Int64) -> TierSet.Level {
            let asks = two.map { metric -> Int64? in
                switch metric {
                case .netSpend: step * 30_000
                case .earned, .balance: step * 300
                case .orders, .events, .monthsSinceJoining: step
                }
            }
            return TierSet.Level(key: key, asks: asks, isAny: isAny, name: Words([]))
        }
        return TierSet(
            key: "status",
            measures: two.map { TierSet.Measure($0) },
            window: windows[Int.random(in: 0..<windows.count, using: &random)],
            levels: [level("a", Int64.random(in: 0...1, using: &random)), level("b", 2), level("c", 4)],
            terms: TierSet.Terms(
                downgrade: TierSet.Downgrade.allCases.randomElement(using: &random) ?? .oneLevel,
                graceDays: [0, 0, 7][Int.random(in: 0...2, using: &random)],
                holdsNext: Bool.random(using: &random),
                onReturn: TierSet.OnReturn.allCases.randomElement(using: &random) ?? .now,
                warnings: Bool.random(using: &random) ? [30, 7] : [],
                pendingCounts: Bool.random(using: &random)
            )
        )
    }

    /// Something that happens to her at a moment.
    private enum Step {
        case pays(Int64, Key), returns(Key), visits, spends(Int64), grant(Key, Instant)
    }

    private func steps(_ random: inout SplitMix64) -> [(Instant, Step)] {
        var steps: [(Instant, Step)] = []
        var at = Kopi.at("2026-01-05T10:00")
        var paid: [Key] = []
        for place in 0..<25 {
            at = at.adding(milliseconds: Int64.random(in: 1...(40 * 86_400_000), using: &random))
            switch Int.random(in: 0...9, using: &random) {
            case 0...4:
                paid.append(Key("o\(place)"))
                steps.append((at, .pays(Int64.random(in: 0...90_000, using: &random), Key("o\(place)"))))
            case 5 where !paid.isEmpty:
                steps.append((at, .returns(paid.remove(at: Int.random(in: 0..<paid.count, using: &random)))))
            case 6: steps.append((at, .spends(Int64.random(in: 1...300, using: &random))))
            case 7 where Bool.random(using: &random):
                let until = at.adding(milliseconds: Int64.random(in: 1...(200 * 86_400_000), using: &random))
                steps.append((at, .grant(["a", "b", "c"][Int.random(in: 0...2, using: &random)], until)))
            default: steps.append((at, .visits))
            }
        }
        return steps
    }

    private func take(_ step: Step, _ at: Instant, _ life: inout Life) throws {
        switch step {
        case .pays(let net, let order): try life.pays(net, order: order, at: at)
        case .returns(let order): try life.returns(order, at: at)
        case .visits: try life.visits(at)
        case .spends(let points):
            let points = min(points, life.available(at: at))
            if points > 0 { try life.spends(points, at: at) } else { try life.waits(until: at) }
        case .grant(let level, let until):
            try life.happen(.tierGranted(TierGrant(tierSet: "status", level: level, until: until)), at)
        }
    }

    @Test("D-1: looking at her early, often or only at the end gives the same levels, told once", arguments: 0..<100)
    func early(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let version = Kopi.climbing(
            ladder(&random),
            wallet: Kopi.wallet(
                activation: Bool.random(using: &random) ? .immediate : .after(days: 14),
                expiry: .rolling(Period(3, .month), roundedUpTo: nil)
            )
        )
        let steps = steps(&random)
        var (lazy, eager) = (try Life(version), try Life(version))
        for (at, step) in steps {
            try take(step, at, &lazy)
            var looks = 0
            while let due = eager.state.nextDue, due <= at {
                try eager.waits(until: due)
                looks += 1
                try #require(looks < 1_000, "time does not move on")
                #expect(eager.state.nextDue ?? at > due)
            }
            try take(step, at, &eager)
            #expect(lazy.state.standings == eager.state.standings)
            #expect(lazy.state.tallies == eager.state.tallies)
            #expect(lazy.state.waiting.map(\.at) == eager.state.waiting.map(\.at))
            #expect(lazy.state.looks == eager.state.looks)
        }
        #expect(levelReasons(lazy) == levelReasons(eager))
    }

    private func levelReasons(_ life: Life) -> [Reason] {
        life.decisions.flatMap(\.reasons).filter { reason in
            switch reason {
            case .levelReached, .levelKept, .levelLost, .levelInGrace, .levelEnding: true
            default: false
            }
        }
    }

    @Test("T-9: where a level goes at once, she always has exactly what she reaches", arguments: 0..<60)
    func immediate(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let drawn = ladder(&random)
        let set = TierSet(
            key: drawn.key,
            measures: drawn.measures,
            window: drawn.window,
            levels: drawn.levels,
            terms: TierSet.Terms(downgrade: .immediate, pendingCounts: true)
        )
        var life = try Life(Kopi.climbing(set))
        for (at, step) in steps(&random) {
            if case .grant = step { continue }
            try take(step, at, &life)
            let progress = life.progress(at: at)
            let place = life.level.flatMap { set.place(of: $0) } ?? -1
            for (level, asked) in set.levels.enumerated() {
                let met = zip(asked.asks, progress.amounts).map { $1.amount >= $0 ?? 0 }
                let isReached = asked.isAny ? met.contains(true) : !met.contains(false)
                #expect((level <= place) == isReached, "\(level) at \(at.rfc3339)")
            }
        }
    }
}
