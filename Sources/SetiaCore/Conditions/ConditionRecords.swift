internal import Expressions

// What expressions read, as records over the core's own values. Each is made once a decision, and only where a rule asks
// for it.

/// The event.
struct EventSource: RecordSource {
    let language: ConditionLanguage
    let event: Event
    let order: Order?
    let zone: any LocalTime

    /// Where the lines are, which are many records: made once.
    static let linesSlot = 8

    func field(_ slot: Int) -> Value? {
        switch slot {
        case 0: .string(event.type.rawValue)
        case 1: .string(event.source.text)
        case 2: value(event.occurredAt)
        case 3: .string(offset)
        case 4: event.store.map { .string($0.text) }
        case 5: event.channel.map { .string($0.text) }
        case 6... where event.type.isOccurrence: fact(slot - 6)
        case 6: order.map { .host(MoneyValue(minorUnits: $0.total, currency: $0.currency)) }
        case 7: order.map { .string($0.currency.code) }
        case Self.linesSlot: .list((order?.lines ?? []).map { line($0) })
        case 9: order.map { .int($0.lines.reduce(0) { $0 &+ $1.quantity }) }
        case 10: .list((order?.promotions ?? []).map { .string($0.text) })
        default: nil
        }
    }

    /// What was told of an occurrence, by the place of its field.
    private func fact(_ place: Int) -> Value? {
        guard case .happened(let occurrence) = event.matter, language.facts.indices.contains(place) else { return nil }
        switch occurrence.value(language.facts[place].name) {
        case .number(let number)?: return .int(number)
        case .text(let text)?: return .string(text.text)
        case .truth(let isSo)?: return .bool(isSo)
        case .money(let money)?: return .host(MoneyValue(money: money))
        case nil: return nil
        }
    }

    func line(_ line: Order.Line) -> Value {
        .record(
            [
                .string(line.sku.text), .int(line.quantity),
                order.map { .host(MoneyValue(minorUnits: line.net, currency: $0.currency)) },
                .list(line.categories.map { .string($0.text) }),
            ],
            of: language.line
        )
    }

    /// How far the clock of the event's store, else the programme's, is ahead of UTC at the event, such as `+08:00`.
    private var offset: String {
        let minutes = event.minutesAhead.map { Int64($0) } ?? minutesAheadOfProgramme
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
    }

    private var minutesAheadOfProgramme: Int64 { zone.minutesAhead(at: event.occurredAt) }
}

/// The member, as she was before the event.
struct MemberSource: RecordSource {
    let language: ConditionLanguage
    let state: MemberState
    let tierSets: [TierSet]
    let wallets: [Wallet]
    let segments: [MemberSegment]
    let zone: any LocalTime
    let moment: Instant
    /// What was counted of what she did; none where nobody has read it, as in a decision.
    var behaviour: BehaviourCounts?

    static let achievementsSlot = 11
    static let segmentsSlot = 12
    /// Behind the fields: nothing that an expression could name.
    static let behaviourSlot = 14

    func field(_ slot: Int) -> Value? {
        switch slot {
        case 0: state.facts.country.map { .string($0.text) }
        case 1: state.facts.language.map { .string($0.text) }
        case 2: state.facts.ageBand.map { .string($0.text) }
        case 3: .int(state.orders)
        case 4: state.joinedAt.flatMap { value($0) }
        case 5: .string(state.status.rawValue)
        case 6: .record(zip(tierSets, language.standings).map { standing(in: $0, $1) }, of: language.tiers)
        case 7: points
        case 8: days.map { .int(Int64($0)) }
        case 9: months.map { .int(Int64($0)) }
        case 10: months.map { .int(Int64($0 / 12)) }
        case Self.achievementsSlot:
            .map(MapValue(state.achievements.map { (key: $0.key.text, value: Value.int($0.reached)) }))
        case Self.segmentsSlot: belonging
        case 13: sinceOrder.map { .int(Int64($0)) }
        case Self.behaviourSlot: behaviour.map { .host(CountedBehaviour(counts: $0)) }
        default: nil
        }
    }

    /// The segments that she belongs to.
    private var belonging: Value {
        let scene = SegmentScene(
            state: state,
            tierSets: tierSets,
            wallets: wallets,
            segments: [],
            zone: zone,
            moment: moment
        )
        return .list(segments.filter { scene.belongs(to: $0) }.map { .string($0.key.text) })
    }

    /// Whole days since her newest order.
    private var sinceOrder: Int? {
        state.lastOrderAt.map { max(0, Int(zone.day(of: moment).number - zone.day(of: $0).number)) }
    }

    /// Whole days since she joined.
    private var days: Int? {
        state.joinedAt.map { Int(zone.day(of: moment).number - zone.day(of: $0).number) }
    }

    /// Whole months since the day on which she joined.
    private var months: Int? {
        guard let joined = state.joinedAt.map({ zone.day(of: $0) }) else { return nil }
        let (today, start) = (zone.day(of: moment), joined.date)
        let now = today.date
        let months = (now.year - start.year) * 12 + now.month - start.month
        return months > 0 && joined.adding(Period(months, .month)) > today ? months - 1 : max(0, months)
    }

    /// Where she stands on one ladder.
    private func standing(in set: TierSet, _ type: RecordType) -> Value {
        let held = state.standing(in: set.key)
        return .record(
            [
                held.map { .string($0.level.text) }, held.flatMap { value($0.since) },
                held.flatMap { $0.until }.flatMap { value($0) },
            ],
            of: type
        )
    }

    /// What she could use, by wallet.
    private var points: Value? {
        let balances = wallets.map { wallet in
            let available = state.account(wallet.key)?.standing(at: moment).available ?? .zero
            return (key: wallet.key.text, value: Value.int(available.units))
        }
        return .map(MapValue(balances))
    }
}

/// An instant as a timestamp; none outside the years that the language knows.
private func value(_ instant: Instant) -> Value? {
    let seconds = floorDivided(instant.milliseconds, by: 1_000)
    let rest = Int32(instant.milliseconds - seconds * 1_000)
    return Timestamp(seconds: seconds, nanoseconds: rest * 1_000_000).map { .timestamp($0) }
}
