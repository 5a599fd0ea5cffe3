import SetiaCore
import SetiaWire

/// A member of the example programme on her way: each step is decided by the core.
struct Journey {
    let version: ProgrammeVersion
    private(set) var state: MemberState
    private(set) var decision: Decision?
    private(set) var event: Event?

    init() throws {
        version = try ProgrammeVersion(
            number: 3,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(document: kopiSetia),
            zone: FixedOffset(minutesEast: 8 * 60)
        )
        state = MemberState(member: MemberID(Identifier(high: 1, low: 2)))
    }

    /// Lets something happen at local noon of a day, such as "2026-03-01".
    mutating func happens(_ day: String, _ matter: Event.Matter, channel: Key? = nil) throws {
        guard let at = Instant(rfc3339: day + "T12:00:00+08:00") else { throw Unexpected() }
        let happened = Event(source: "till", id: Key(day), occurredAt: at, channel: channel, matter: matter)
        (state, decision) = try decide(version, state, happened)
        event = happened
    }

    mutating func pays(_ day: String, order: Key, sen: Int64) throws {
        let line = Order.Line(sku: "latte", net: sen, categories: ["coffee"])
        guard let order = Order(id: order, currency: try Currency("MYR"), lines: [line]) else { throw Unexpected() }
        try happens(day, .orderPaid(order))
    }

    var receipt: ReceiptBody {
        get throws {
            guard let decision, let event else { throw Unexpected() }
            return ReceiptBody(
                member: state.member.text,
                eventID: "\(state.member.text)-\(decision.number)",
                event: event,
                decision: decision,
                recordedAt: event.occurredAt.adding(milliseconds: 1_500),
                isReplay: false
            )
        }
    }
}
