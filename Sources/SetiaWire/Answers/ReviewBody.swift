package import JSONText
package import SetiaCore

/// An event that was told and not recorded, and what became of it: the answer to whoever sent it, and a line of the list.
///
/// | field | what it is |
/// |---|---|
/// | `applied` | our id of the event that it became, where it was applied |
/// | `decidedAt`, `decidedBy` | when and by whom it was decided: `staff`, `api-key`, `operator` or `server` |
/// | `id`, `source`, `type`, `occurredAt` | the event's own |
/// | `listedAt` | from when on somebody should look; a return waits for its order until then |
/// | `member` | whom it is about, where she is known |
/// | `note` | why it was dismissed |
/// | `order` | the order that it pays or brings back |
/// | `reason` | `too-late` or `unknown-order` |
/// | `receivedAt` | when it came |
/// | `receipt` | what it did, where it was just applied |
/// | `replayed` | `true` where it was kept before, and this is the first answer again; in answers to senders only |
/// | `review` | our id of it |
/// | `state` | `waiting` for its order, `open`, `applied` or `dismissed` |
package struct ReviewBody: WireBody {
    /// Our id of it.
    package let id: String
    /// The event as it was told.
    package let event: Event
    /// Whom it is about.
    package let member: String?
    /// Why it was not recorded.
    package let reason: String
    /// How far it is.
    package let state: String
    /// When it came.
    package let receivedAt: Instant
    /// From when on somebody should look.
    package let listedAt: Instant
    /// By whom it was decided, and when.
    package var decided: (by: String, at: Instant)?
    /// The event that it became.
    package var applied: String?
    /// Why it was dismissed.
    package var note: String?
    /// What it did, where it was just applied.
    package var receipt: ReceiptBody?
    /// Whether this is the first answer again; none where nobody sent it just now.
    package var isReplay: Bool?

    /// A review's body.
    package init(
        id: String,
        event: Event,
        member: String?,
        reason: String,
        state: String,
        receivedAt: Instant,
        listedAt: Instant
    ) {
        self.id = id
        self.event = event
        self.member = member
        self.reason = reason
        self.state = state
        self.receivedAt = receivedAt
        self.listedAt = listedAt
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let applied { json.member("applied", applied) }
        if let decided {
            json.member("decidedAt", decided.at)
            json.member("decidedBy", decided.by)
        }
        json.member("id", event.id)
        json.member("listedAt", listedAt)
        if let member { json.member("member", member) }
        if let note { json.member("note", note) }
        json.member("occurredAt", event.occurredAt)
        if let order = event.order { json.member("order", order) }
        json.member("reason", reason)
        if let receipt {
            json.key("receipt")
            receipt.write(to: &json)
        }
        json.member("receivedAt", receivedAt)
        if let isReplay {
            json.key("replayed")
            json.bool(isReplay)
        }
        json.member("review", id)
        json.member("source", event.source)
        json.member("state", state)
        json.member("type", event.type.rawValue)
        json.endObject()
    }
}

extension Event {
    /// The order that it pays or brings back.
    fileprivate var order: Key? {
        switch matter {
        case .orderPaid(let order): order.id
        case .orderReturned(let orderReturn): orderReturn.order
        default: nil
        }
    }
}

/// Why a body dismisses an event.
///
/// - Throws: what cannot be taken.
package func parseDismissal(_ json: JSON) throws(MalformedBody) -> String {
    var reader = BodyReader()
    var reason: String?
    if let fields = reader.fields(json, ["reason"], of: "a dismissal") {
        reason = reader.text(fields, "reason", atMost: 500)
    }
    guard reader.problems.isEmpty, let reason else { throw MalformedBody(problems: reader.problems) }
    return reason
}
