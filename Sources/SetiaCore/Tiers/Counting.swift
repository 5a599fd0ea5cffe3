extension Deciding {
    /// The order counts in the stretch in which it was paid; a level that it reaches is hers at once, and counts from the
    /// next order on (rules T-1, T-2 and T-6).
    mutating func count(_ order: Order) throws(Refusal) {
        let day = version.zone.day(of: event.occurredAt)
        for place in tierSets.indices {
            var isCounted = false
            for measure in tierSets[place].measures.indices {
                switch tierSets[place].measures[measure].metric {
                case .netSpend(let currency) where currency == order.currency:
                    guard let total = add(order.total, place, measure, on: day) else {
                        throw .outOfRange(field: "data.lines")
                    }
                    reasons.append(
                        .countedForTier(
                            tierSet: tierSets[place].key,
                            amount: money(order.total, order.currency),
                            total: money(total, order.currency)
                        )
                    )
                    isCounted = true
                case .netSpend:
                    reasons.append(.notCountedForTier(tierSet: tierSets[place].key, currency: order.currency))
                case .orders:
                    count(1, place, measure, on: day)
                    isCounted = true
                case .earned: isCounted = true
                case .events, .monthsSinceJoining, .balance: break
                }
            }
            if isCounted { climb(place, countedOn: day, at: at) }
        }
    }

    /// Something happened that was not a purchase: it counts where a ladder counts it, and so do its points (rule T-6).
    mutating func countHappening() {
        let day = version.zone.day(of: event.occurredAt)
        let type = event.type
        for place in tierSets.indices {
            var isCounted = false
            for measure in tierSets[place].measures.indices {
                switch tierSets[place].measures[measure].metric {
                case .events(type):
                    count(1, place, measure, on: day)
                    isCounted = true
                case .earned: isCounted = true
                case .netSpend, .orders, .events, .monthsSinceJoining, .balance: break
                }
            }
            if isCounted { climb(place, countedOn: day, at: at) }
        }
    }

    /// Points that an event gave count where a ladder counts them, at once or when they can be used (rule T-6).
    mutating func countEarned(_ points: Points, in wallet: Key, lot: Int64, activeFrom: Instant) {
        for place in tierSets.indices {
            for measure in tierSets[place].measures.indices
            where tierSets[place].measures[measure].metric == .earned(wallet: wallet) {
                let day = version.zone.day(of: event.occurredAt)
                if activeFrom > at, !tierSets[place].terms.pendingCounts {
                    state.waiting.append(
                        WaitingCount(
                            tierSet: tierSets[place].key,
                            metric: tierSets[place].measures[measure].tally,
                            day: day,
                            at: activeFrom,
                            lot: lot,
                            amount: points.units
                        )
                    )
                } else {
                    count(points.units, place, measure, on: day)
                }
            }
        }
    }

    /// Points that can be used from `moment` on count from then on, in the stretch of the event that earned them.
    mutating func countWhatWaited(at moment: Instant) {
        while let first = state.waiting.firstIndex(where: { $0.at <= moment }) {
            let waited = state.waiting.remove(at: first)
            guard let place = tierSets.firstIndex(where: { $0.key == waited.tierSet }),
                let measure = tierSets[place].measures.firstIndex(where: { $0.tally == waited.metric })
            else { continue }
            count(waited.amount, place, measure, on: waited.day)
            climb(place, countedOn: waited.day, at: moment)
        }
    }

    /// What came back no longer counts in the stretch of its order; a level gained in a time that is still open goes if
    /// what is left no longer reaches it (rules T-4 and T-11).
    ///
    /// - Parameters:
    ///   - value: What was paid for what came back.
    ///   - isWhole: Whether nothing of the order is kept.
    ///   - taken: What was taken of the points that it had earned.
    ///   - record: The order.
    ///   - paidAt: When it was paid.
    mutating func uncount(
        _ value: Money,
        isWhole: Bool,
        _ taken: [(wallet: Key, points: Points)],
        of record: OrderRecord,
        paidAt: Instant
    ) {
        let day = version.zone.day(of: paidAt)
        for place in tierSets.indices where tierSets[place].terms.onReturn != .never {
            var isLess = false
            for measure in tierSets[place].measures.indices {
                switch tierSets[place].measures[measure].metric {
                case .netSpend(let currency) where currency == value.currency:
                    _ = add(-value.minorUnits, place, measure, on: day)
                    isLess = true
                case .orders where isWhole:
                    _ = add(-1, place, measure, on: day)
                    isLess = true
                case .earned(let wallet):
                    for part in taken where part.wallet == wallet {
                        uncount(part.points, record.lots, place, measure, on: day)
                        isLess = true
                    }
                case .netSpend, .orders, .events, .monthsSinceJoining, .balance: break
                }
            }
            if isLess { fall(place, paidOn: day) }
        }
    }

    /// What still waits is taken first, as it is from the lots.
    private mutating func uncount(
        _ points: Points,
        _ lots: [OrderRecord.EarnedLot],
        _ place: Int,
        _ measure: Int,
        on day: Day
    ) {
        var rest = points.units
        let (set, tally) = (tierSets[place].key, tierSets[place].measures[measure].tally)
        for lot in lots {
            guard
                let waits = state.waiting.firstIndex(where: {
                    $0.lot == lot.lot && $0.tierSet == set && $0.metric == tally
                })
            else { continue }
            let part = min(rest, state.waiting[waits].amount)
            state.waiting[waits].amount -= part
            rest -= part
            if state.waiting[waits].amount == 0 { state.waiting.remove(at: waits) }
        }
        if rest > 0 { _ = add(-rest, place, measure, on: day) }
    }

    private mutating func count(_ amount: Int64, _ place: Int, _ measure: Int, on day: Day) {
        guard let total = add(amount, place, measure, on: day) else { return }
        reasons.append(
            .countedTowards(
                tierSet: tierSets[place].key,
                metric: tierSets[place].measures[measure].metric,
                amount: amount,
                total: total
            )
        )
    }

    /// Adds to what counts on a day.
    ///
    /// - Returns: what counts in the days measured on that day, with it; none where it no longer fits, and then nothing
    ///   is added.
    private mutating func add(_ amount: Int64, _ place: Int, _ measure: Int, on day: Day) -> Int64? {
        let (set, metric) = (tierSets[place].key, tierSets[place].measures[measure].tally)
        let days = state.days(tierSets[place], on: day, version.zone)
        var tally = 0
        while tally < state.tallies.count, state.tallies[tally].tierSet != set || state.tallies[tally].metric != metric
        {
            tally += 1
        }
        if tally == state.tallies.count {
            state.tallies.append(Tally(tierSet: set, metric: metric, buckets: []))
        }
        let (total, overflow) = state.tallies[tally].amount(in: days).addingReportingOverflow(amount)
        guard !overflow else { return nil }
        let window = tierSets[place].window
        state.tallies[tally].add(amount, at: window.bucket(of: day), remembered: window.remembered)
        return total
    }
}
