/// A fold of a member's events in the order in which they happened, on its way (rule D-5).
struct Fold {
    /// Where she stands so far.
    private(set) var state: MemberState
    /// What each event has given, and gives in this order.
    private(set) var corrections: [Refold.Correction] = []
    /// Which event opened which lot of the fold, whose lots have numbers of their own; the late one has none.
    private(set) var opened: [(lot: Int64, event: Int64?, wallet: Key)] = []
    /// Orders that returns name: those whose records are needed.
    private var named: [OrderKey] = []
    /// Returns that stand before their order.
    private var waiting: [(event: Event, counting: Counting, version: ProgrammeVersion)] = []

    /// One event of the sequence.
    enum Step {
        /// One that was decided before, by its place.
        case known(Int)
        /// The late one.
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
    mutating func take(_ event: Event, number: Int64?, counting: Counting, by version: ProgrammeVersion) {
        do {
            let (after, decision) = try decide(version, state, event, counting: counting)
            state = after
            note(decision, of: event, number: number)
            if let order = event.paidOrder { settle(order) }
        } catch .unknownOrder where event.returnedOrder != nil {
            waiting.append((event, counting, version))
        } catch {
            // It was accepted when it came, and stays so.
        }
    }

    /// Decides a late event that earns, what falls due before it apart.
    mutating func take(
        _ late: Event,
        _ counting: Counting,
        by version: ProgrammeVersion
    ) throws(Refusal) -> Decision {
        pass(to: late.occurredAt, by: version)
        let (after, decision) = try decide(version, state, late, counting: counting)
        state = after
        note(decision, of: late, number: nil)
        if let order = late.paidOrder { settle(order) }
        return decision
    }

    /// Lets happen what falls due by a moment.
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
            guard let (after, decision) = try? decide(one.version, state, one.event, counting: one.counting)
            else { continue }
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
        for entry in decision.entries where entry.kind == .earn { opened.append((entry.lot, number, entry.wallet)) }
        guard let number, let place = place(of: number) else { return }
        corrections[place].order?.gifts = OrderRecord.Paid.Gift.all(in: decision.reasons)
        corrections[place].order?.progress = OrderRecord.Progress.all(in: decision.reasons)
        for entry in decision.entries where entry.kind == .earn {
            corrections[place].change(entry.wallet) { part in
                part.earned += entry.points
                part.activeFrom = entry.activeFrom
                part.expiresAt = entry.expiresAt
            }
        }
    }

    /// What counts for levels once it can be used, with the event and the lot that gave it in truth.
    var counting: [Refold.Waiting] {
        state.waiting.compactMap { count in
            guard let opened = opened.first(where: { $0.lot == count.lot }) else { return nil }
            let event = opened.event.flatMap { place(of: $0) }.map { corrections[$0] }
            let lots = event?.wallets.first { $0.wallet == opened.wallet }?.lots
            return Refold.Waiting(count: count, event: opened.event, wallet: opened.wallet, lot: lots?.first?.lot)
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
    var earns: Bool {
        switch matter {
        case .orderPaid, .happened, .memberEnrolled: true
        case .memberChanged, .orderReturned, .pointsRedeemed, .pointsHeld, .pointsCaptured, .pointsReleased,
            .holdExtended, .pointsTransferred, .transferReceived, .transferEnded, .memberMerged, .mergeReceived,
            .mergeEnded, .mergeUndone,
            .pointsAdjusted, .balanceOpened,
            .tierGranted, .consentChanged, .tiersReviewed, .pointsExpiring, .levelsEnding, .rewardRedeemed,
            .redemptionChanged, .voucherRedeemed, .voucherReleased, .referralChanged, .giftArrived, .householdChanged,
            .accountChanged, .segmentChanged,
            .timePassed:
            false
        }
    }
}
