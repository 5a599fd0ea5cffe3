package import JSONText
package import SetiaCore

/// What an event did and why: the answer to whoever sent it, and its explanation later.
///
/// | field | what it is |
/// |---|---|
/// | `balances` | what she holds in each wallet after it |
/// | `entries` | what moved, in the order of the ledger |
/// | `event` | our id of the event, to ask for it again |
/// | `id`, `source`, `type`, `occurredAt` | the event's own |
/// | `late` | `true` where it is older than what was applied before it |
/// | `levels` | the level held on each ladder after it |
/// | `member` | whom it was about |
/// | `points` | what it gave and took altogether in each wallet, lapses left out |
/// | `programmeVersion` | the version that decided |
/// | `reasons` | each step of why, with its `code` |
/// | `recordedAt` | when it was written |
/// | `replayed` | `true` where it had been recorded before, and this is the first answer again |
package struct ReceiptBody: WireBody {
    /// The member's id.
    package let member: String
    /// Our id of the event.
    package let eventID: String
    /// The event as it was written.
    package let event: Event
    /// What it did.
    package let decision: Decision
    /// When it was written.
    package let recordedAt: Instant
    /// Whether this is the first answer again.
    package let isReplay: Bool

    /// A receipt's body.
    package init(
        member: String,
        eventID: String,
        event: Event,
        decision: Decision,
        recordedAt: Instant,
        isReplay: Bool
    ) {
        self.member = member
        self.eventID = eventID
        self.event = event
        self.decision = decision
        self.recordedAt = recordedAt
        self.isReplay = isReplay
    }

    package func write(to json: inout JSONWriter) {
        write(to: &json, notTaken: nil)
    }

    /// Writes it, with the codes of a cart that were not taken where somebody asks for them.
    fileprivate func write(to json: inout JSONWriter, notTaken: JSON?) {
        json.beginObject()
        json.key("balances")
        json.object(decision.balances.map { ($0.wallet, $0) }) { $0.write(to: &$1) }
        json.key("entries")
        json.list(decision.entries) { EntryBody(entry: $0, event: nil).write(to: &$1) }
        json.member("event", eventID)
        json.member("id", event.id)
        if decision.isLate {
            json.key("late")
            json.bool(true)
        }
        json.key("levels")
        json.object(decision.levels.map { ($0.tierSet, $0.level) }) { level, json in json.string(level.text) }
        json.member("member", member)
        if let notTaken {
            json.key("notTaken")
            json.sortedValue(notTaken)
        }
        json.member("occurredAt", event.occurredAt)
        json.key("points")
        json.object(decision.balances.map { ($0.wallet, decision.points(in: $0.wallet)) }) { points, json in
            json.integer(points.units)
        }
        json.member("programmeVersion", Int64(decision.programmeVersion))
        json.key("reasons")
        json.list(decision.reasons) { $0.write(to: &$1) }
        json.member("recordedAt", recordedAt)
        json.key("replayed")
        json.bool(isReplay)
        json.member("source", event.source)
        json.member("type", event.type.rawValue)
        json.endObject()
    }
}

/// The answer to whoever redeems a cart: the receipt, and where codes may be left out those that were not taken.
package struct RedeemedCartBody: WireBody {
    private let receipt: ReceiptBody
    private let notTaken: JSON?

    /// An answer.
    ///
    /// - Parameters:
    ///   - receipt: What was written.
    ///   - notTaken: The codes that were not taken with their reasons; none where all had to be, or in a first answer that
    ///     is given again.
    package init(_ receipt: ReceiptBody, notTaken: JSON? = nil) {
        self.receipt = receipt
        self.notTaken = notTaken
    }

    package func write(to json: inout JSONWriter) {
        receipt.write(to: &json, notTaken: notTaken)
    }
}

extension WalletBalance {
    /// `{"active": 120, "available": 120, "debt": 0, "held": 0, "pending": 30}`.
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("active", active)
        json.member("available", available)
        json.member("debt", debt)
        json.member("held", held)
        json.member("pending", pending)
        json.endObject()
    }
}
