/// An event that was decided before, with what it did.
package struct DecidedEvent: Sendable {
    /// What happened.
    package let event: Event
    /// What it did.
    package let decision: Decision

    /// A decided event.
    package init(event: Event, decision: Decision) {
        self.event = event
        self.decision = decision
    }
}

/// A member's events folded once more in the order in which they happened, a late one in its turn: what each earns then,
/// and where she stands (rule D-5).
///
/// It is asked for where an event is older than the newest applied one, and never otherwise: what comes in its turn pays
/// nothing for it. What follows from it is written by `decide(_:_:_:_:)`.
///
/// - Complexity: O(events × (rules + lots)).
package struct Refold: Sendable {
    /// What the late event gives in its turn, and why; none where it is of a kind that gives nothing.
    let own: Decision?
    /// What events before and after it give otherwise.
    let corrections: [Correction]
    /// What the late event's order has earned and given back so far; none where it names none.
    let ownOrder: Correction?
    /// Where she stands at the newest moment applied, had all come in time; of its accounts nothing is taken.
    let state: MemberState

    /// The orders whose records must be at hand where it is decided.
    package var orders: [OrderKey] { corrections.compactMap { $0.order?.key } }

    /// What one event gives otherwise.
    struct Correction: Sendable {
        /// The event's number.
        let event: Int64
        /// What its sender called it: the order's number, else the event's.
        let name: Key
        /// Its order, where it is one.
        var order: Restated?
        /// By wallet, in the order in which they were met.
        var wallets: [InWallet] = []

        /// An order as it is then.
        struct Restated: Sendable {
            let key: OrderKey
            /// What the rules give for it.
            var gifts: [OrderRecord.Paid.Gift] = []
        }

        /// What it gave and gives in one wallet.
        struct InWallet: Sendable {
            let wallet: Key
            /// What it gave, less what was taken back when it was returned.
            var before = Points.zero
            /// What it gives, had all come in time.
            var earned = Points.zero
            /// What was taken back of that when it was returned.
            var clawedBack = Points.zero
            /// The lots that it opened.
            var lots: [OrderRecord.EarnedLot] = []
            /// From when what it gives can be used, and until when.
            var activeFrom: Instant?
            var expiresAt: Instant?

            /// What it gives more; below 0 less.
            var difference: Points { earned - clawedBack - before }
        }
    }

    /// Whether `event` is late for a member who stands at `state`, not too late, and of a kind that could have changed
    /// what was decided after it.
    package static func isDue(_ event: Event, _ state: MemberState, under book: ProgrammeBook) -> Bool {
        guard event.occurredAt < state.clock, state.number > 0, event.matter.changesWhatFollows else { return false }
        let window = Int64(book.version(at: state.clock).programme.lateWindow) * 86_400_000
        return event.occurredAt.milliseconds >= state.clock.milliseconds - window
    }

    /// Folds a member's events with a late one in its turn.
    ///
    /// What had been accepted is accepted again, also where in its turn it would have been refused: it has happened. Of
    /// two events at one moment, the one that was recorded first comes first; a return comes behind its order.
    ///
    /// - Parameters:
    ///   - late: The late event.
    ///   - past: All events before it, in the order in which they were recorded.
    ///   - state: Where she stands.
    ///   - book: The versions of the programme.
    /// - Throws: why the programme says no to the late event.
    package init(
        of late: Event,
        after past: [DecidedEvent],
        _ state: MemberState,
        under book: ProgrammeBook
    ) throws(Refusal) {
        var fold = Fold(member: state.member, past, late)
        let version = book.version(at: late.occurredAt)
        var own: Decision?
        for step in Fold.sequence(past, late) {
            switch step {
            case .known(let place):
                let decided = past[place]
                let number = decided.decision.programmeVersion
                fold.take(
                    decided.event,
                    number: decided.decision.number,
                    by: book.version(numbered: number) ?? book.version(at: decided.event.occurredAt)
                )
            case .late where late.earns: own = try fold.take(late, by: version)
            case .late: fold.take(late, number: nil, by: version)
            }
        }
        fold.pass(to: state.clock, by: book.version(at: state.clock))
        self.own = own
        var all = fold.corrections
        if case .orderReturned(let orderReturn) = late.matter {
            let key = OrderKey(source: late.source, id: orderReturn.order)
            ownOrder = all.first { $0.order?.key == key }
            all.removeAll { $0.order?.key == key }
        } else {
            ownOrder = nil
        }
        corrections = all.filter { one in one.wallets.contains { $0.difference != .zero } }
        self.state = fold.state
    }
}

/// The fold on its way.
private struct Fold {
    var state: MemberState
    var corrections: [Refold.Correction] = []
    /// Orders that returns name: those whose records are needed.
    private var named: [OrderKey] = []
    /// Returns that stand before their order.
    private var waiting: [(event: Event, version: ProgrammeVersion)] = []

    enum Step {
        case known(Int)
        case late
    }

    /// What was recorded, with what each event has given so far.
    init(member: MemberID, _ past: [DecidedEvent], _ late: Event) {
        state = MemberState(member: member)
        if let order = late.returnedOrder { named.append(order) }
        for decided in past {
            let (event, decision) = (decided.event, decided.decision)
            if let order = event.returnedOrder { named.append(order) }
            var corrected = decision.entries.filter { $0.kind == .correction && $0.lot == $0.number }[...]
            for reason in decision.reasons {
                switch reason {
                case .corrected(let number, _, let wallet, let points):
                    guard let place = place(of: number) else { continue }
                    corrections[place].change(wallet) { $0.before += points }
                    guard points > .zero, let entry = corrected.popFirst() else { continue }
                    corrections[place].change(wallet) { $0.lots.append(entry.earnedLot) }
                case .clawedBack(let wallet, let parts):
                    guard let order = event.returnedOrder, let place = place(of: order) else { continue }
                    corrections[place].change(wallet) { $0.before = $0.before - parts.asked }
                default: continue
                }
            }
            guard event.earns else { continue }
            corrections.append(Refold.Correction(event: decision.number, of: event))
            for entry in decision.entries where entry.kind == .earn {
                corrections[corrections.count - 1].change(entry.wallet) { part in
                    part.before += entry.points
                    part.lots.append(entry.earnedLot)
                }
            }
        }
    }

    /// The events in the order in which they happened.
    ///
    /// One that came too late to be put in its turn counts where it was recorded, as it was decided.
    static func sequence(_ past: [DecidedEvent], _ late: Event) -> [Step] {
        var steps: [(at: Instant, place: Int)] = []
        steps.reserveCapacity(past.count + 1)
        var clock = Instant(milliseconds: .min)
        for (place, decided) in past.enumerated() {
            let isInTurn = !decided.decision.isLate || decided.decision.isInTurn
            steps.append((isInTurn ? decided.event.occurredAt : clock, place))
            clock = max(clock, decided.event.occurredAt)
        }
        steps.append((late.occurredAt, past.count))
        steps.sort { ($0.at, $0.place) < ($1.at, $1.place) }
        return steps.map { $0.place == past.count ? .late : .known($0.place) }
    }

    /// Decides an event that has happened, whatever the programme would have said of it in its turn.
    mutating func take(_ event: Event, number: Int64?, by version: ProgrammeVersion) {
        do {
            let (after, decision) = try decide(version, state, event)
            state = after
            note(decision, of: event, number: number)
            if let order = event.paidOrder { settle(order) }
        } catch .unknownOrder where event.returnedOrder != nil {
            waiting.append((event, version))
        } catch {
            // It was accepted when it came, and stays so.
        }
    }

    /// Decides a late event that earns, what falls due before it apart.
    mutating func take(_ late: Event, by version: ProgrammeVersion) throws(Refusal) -> Decision {
        pass(to: late.occurredAt, by: version)
        let (after, decision) = try decide(version, state, late)
        state = after
        note(decision, of: late, number: nil)
        if let order = late.paidOrder { settle(order) }
        return decision
    }

    mutating func pass(to moment: Instant, by version: ProgrammeVersion) {
        let event = Event(source: "setia/clock", id: "", occurredAt: moment, matter: .timePassed)
        guard moment > state.clock, let (after, _) = try? decide(version, state, event) else { return }
        state = after
    }

    /// An order was paid: what of it came back is decided now, and its record is kept only where a return will ask.
    private mutating func settle(_ order: OrderKey) {
        let due = waiting.filter { $0.event.returnedOrder == order }
        waiting.removeAll { $0.event.returnedOrder == order }
        for one in due {
            guard let (after, decision) = try? decide(one.version, state, one.event) else { continue }
            state = after
            note(decision, of: one.event, number: nil)
        }
        if !named.contains(order) { state.records.removeAll { $0.key == order } }
    }

    /// Notes what an event gives in this order.
    private mutating func note(_ decision: Decision, of event: Event, number: Int64?) {
        if let order = event.returnedOrder, let place = place(of: order) {
            for case .clawedBack(let wallet, let parts) in decision.reasons {
                corrections[place].change(wallet) { $0.clawedBack += parts.asked }
            }
        }
        guard let number, let place = place(of: number) else { return }
        corrections[place].order?.gifts = OrderRecord.Paid.Gift.all(in: decision.reasons)
        for entry in decision.entries where entry.kind == .earn {
            corrections[place].change(entry.wallet) { part in
                part.earned += entry.points
                part.activeFrom = entry.activeFrom
                part.expiresAt = entry.expiresAt
            }
        }
    }

    /// Where an event of this number stands; numbers rise.
    private func place(of number: Int64) -> Int? {
        var (low, high) = (0, corrections.count)
        while low < high {
            let middle = (low + high) / 2
            if corrections[middle].event < number { low = middle + 1 } else { high = middle }
        }
        return corrections.indices.contains(low) && corrections[low].event == number ? low : nil
    }

    private func place(of order: OrderKey) -> Int? {
        corrections.firstIndex { $0.order?.key == order }
    }
}

extension Refold.Correction {
    fileprivate init(event number: Int64, of event: Event) {
        self.init(
            event: number,
            name: event.paidOrder?.id ?? event.id,
            order: event.paidOrder.map { Restated(key: $0) }
        )
    }

    fileprivate mutating func change(_ wallet: Key, _ change: (inout InWallet) -> Void) {
        if let place = wallets.firstIndex(where: { $0.wallet == wallet }) {
            change(&wallets[place])
        } else {
            wallets.append(InWallet(wallet: wallet))
            change(&wallets[wallets.count - 1])
        }
    }
}

extension Entry {
    fileprivate var earnedLot: OrderRecord.EarnedLot {
        OrderRecord.EarnedLot(wallet: wallet, lot: lot, points: points)
    }
}

extension Event {
    fileprivate var paidOrder: OrderKey? {
        guard case .orderPaid(let order) = matter else { return nil }
        return OrderKey(source: source, id: order.id)
    }

    fileprivate var returnedOrder: OrderKey? {
        guard case .orderReturned(let orderReturn) = matter else { return nil }
        return OrderKey(source: source, id: orderReturn.order)
    }

    /// Whether rules give points for it.
    fileprivate var earns: Bool {
        switch matter {
        case .orderPaid, .happened, .memberEnrolled: true
        case .memberChanged, .orderReturned, .pointsRedeemed, .pointsAdjusted, .balanceOpened, .tierGranted,
            .consentChanged, .timePassed:
            false
        }
    }
}

extension Event.Matter {
    /// Whether what came after it might have been decided otherwise, had it come in its turn.
    ///
    /// What moves points only does not: what was refused or allocated meanwhile stays.
    var changesWhatFollows: Bool {
        switch self {
        case .orderPaid, .happened, .memberEnrolled, .memberChanged, .orderReturned, .tierGranted: true
        case .pointsRedeemed, .pointsAdjusted, .balanceOpened, .consentChanged, .timePassed: false
        }
    }
}
