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

    /// What counts for levels once it can be used.
    let waiting: [Waiting]

    /// Points that wait to count, with the event that gives them.
    struct Waiting: Sendable {
        /// As the fold has it, whose lots have numbers of their own.
        let count: WaitingCount
        /// The event's number; none is the late one's.
        let event: Int64?
        let wallet: Key
        /// The lot that the event opened in truth; none where it is opened only now.
        let lot: Int64?
    }

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
            /// What it counts towards achievements.
            var progress: [OrderRecord.Progress] = []
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
        return event.occurredAt.milliseconds >= state.clock.milliseconds - lateWindow(state, book)
    }

    /// Whether `event` is older than the programme lets count in its turn, and of a kind that gives or takes points by
    /// rules: somebody must look at it before it counts (rule D-9).
    ///
    /// What is late by less than a day never is, whatever the window: clocks of tills differ.
    package static func isTooLate(_ event: Event, _ state: MemberState, under book: ProgrammeBook) -> Bool {
        guard event.occurredAt < state.clock, state.number > 0, event.matter.isReviewed else { return false }
        let window = max(lateWindow(state, book), Deciding.lateIsTold)
        return event.occurredAt.milliseconds < state.clock.milliseconds - window
    }

    /// How late an event may come and count in its turn, in milliseconds; counted back from the newest moment applied.
    private static func lateWindow(_ state: MemberState, _ book: ProgrammeBook) -> Int64 {
        Int64(book.version(at: state.clock).programme.lateWindow) * 86_400_000
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
    ///   - counting: How the late event stands to counters that members share; those before it have what was granted to
    ///     them (rule B-1).
    /// - Throws: why the programme says no to the late event.
    package init(
        of late: Event,
        after past: [DecidedEvent],
        _ state: MemberState,
        under book: ProgrammeBook,
        counting: Counting = .asking
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
                    counting: decided.decision.counting,
                    by: book.version(numbered: number) ?? book.version(at: decided.event.occurredAt)
                )
            case .late where late.earns: own = try fold.take(late, counting, by: version)
            case .late: fold.take(late, number: nil, counting: counting, by: version)
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
        self.waiting = fold.counting
    }
}

extension Event.Matter {
    /// Whether it waits for somebody where it comes too late: what gives points by rules, and what takes them back.
    ///
    /// What was had, handed on or given by hand has happened, and who she is holds however late it is told.
    var isReviewed: Bool {
        switch self {
        case .orderPaid, .happened, .orderReturned: true
        case .memberEnrolled, .memberChanged, .tierGranted, .pointsRedeemed, .pointsHeld, .pointsCaptured,
            .pointsReleased, .holdExtended, .pointsTransferred, .transferReceived, .transferEnded, .memberMerged,
            .mergeReceived, .mergeEnded, .mergeUndone,
            .pointsAdjusted,
            .balanceOpened, .consentChanged, .rewardRedeemed, .redemptionChanged, .tiersReviewed, .pointsExpiring,
            .levelsEnding, .voucherRedeemed, .voucherReleased, .referralChanged, .giftArrived, .householdChanged,
            .accountChanged,
            .segmentChanged,
            .timePassed:
            false
        }
    }

    /// Whether what came after it might have been decided otherwise, had it come in its turn.
    ///
    /// What moves points only does not: what was refused or allocated meanwhile stays.
    var changesWhatFollows: Bool {
        switch self {
        case .orderPaid, .happened, .memberEnrolled, .memberChanged, .orderReturned, .tierGranted: true
        case .pointsRedeemed, .pointsHeld, .pointsCaptured, .pointsReleased, .holdExtended, .pointsTransferred,
            .transferReceived, .transferEnded, .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone,
            .pointsAdjusted, .balanceOpened, .consentChanged,
            .rewardRedeemed, .redemptionChanged, .tiersReviewed,
            .pointsExpiring, .levelsEnding, .voucherRedeemed, .voucherReleased, .referralChanged, .giftArrived,
            .householdChanged, .accountChanged,
            .segmentChanged,
            .timePassed:
            false
        }
    }
}
