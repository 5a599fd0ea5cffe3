internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `event`.

extension TableLedger {
    func event(_ id: EventID) throws -> StoredEvent? {
        try storedEvents(of: id.member, EventRow.one, [.text(id.member.text), .integer(id.number)]).first
    }

    func events(of member: MemberID, before: Int64?, limit: Int) throws -> [StoredEvent] {
        try storedEvents(
            of: member,
            EventRow.page,
            [.text(member.text), .integer(before ?? .max), .integer(Int64(limit))]
        )
    }

    func history(of member: MemberID) throws -> [StoredEvent] {
        try storedEvents(of: member, EventRow.all, [.text(member.text)])
    }

    func event(of member: MemberID, source: Key, id: Key) throws -> EventID? {
        try connection.first(
            "SELECT number FROM event WHERE member_id = $1 AND source = $2 AND key = $3",
            [.text(member.text), .text(source.text), .text(id.text)]
        ).map { EventID(member: member, number: $0.int(0)) }
    }

    /// The event by which a member paid an order, or none.
    func paidEvent(of order: OrderKey, member: MemberID) throws -> EventID? {
        try connection.first(
            """
            SELECT number FROM event WHERE member_id = $1 AND source = $2 AND order_id = $3 AND type = 'order.paid'
            ORDER BY number LIMIT 1
            """,
            [.text(member.text), .text(order.source.text), .text(order.id.text)]
        ).map { EventID(member: member, number: $0.int(0)) }
    }

    func purchases(_ each: (MemberID?, Instant, Money) throws -> Void) throws {
        try connection.query(
            """
            SELECT event.member_id, event.occurred_ms, event.amount, event.currency, member.is_guest,
                CASE WHEN order_state.document LIKE '%"lines"%' THEN order_state.document END
            FROM event
            JOIN member ON member.member_id = event.member_id
            LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
                AND order_state.order_id = event.order_id
            WHERE event.type = 'order.paid' AND COALESCE(order_state.is_returned, 0) = 0
            """
        ) { row in
            let total = try keptMoney(row.int(2), try row.currency(3), document: row.textOrNil(5))
            try each(row.int(4) == 0 ? try row.memberID(0) : nil, row.instant(1), total)
        }
    }

    func keptOrders(of member: MemberID?, _ each: (MemberID, Instant, [Order.Line]) throws -> Void) throws {
        try connection.query(
            member == nil ? EventRow.everyKeptOrder : EventRow.keptOrders,
            member.map { [.text($0.text)] } ?? []
        ) { row in
            let lines: [Order.Line]
            do {
                lines = try FactsDocument.orderLines(Array(row.text(2).utf8))
            } catch {
                throw error as? MalformedDocument ?? MalformedDocument(field: "facts")
            }
            let returned = try row.textOrNil(3).map { text throws(MalformedDocument) in
                try OrderDocument.returnedLines(text)
            }
            try each(try row.memberID(0), row.instant(1), lines.kept(after: returned ?? []))
        }
    }

    func soldOrders(_ each: (Instant, [Order.Line], [Order.Line]) throws -> Void) throws {
        try connection.query(EventRow.everySoldOrder, []) { row in
            let lines: [Order.Line]
            do {
                lines = try FactsDocument.orderLines(Array(row.text(1).utf8))
            } catch {
                throw error as? MalformedDocument ?? MalformedDocument(field: "facts")
            }
            let returned = try row.textOrNil(2).map { text throws(MalformedDocument) in
                try OrderDocument.returnedLines(text)
            }
            try each(row.instant(0), lines, row.int(3) == 1 ? [] : lines.kept(after: returned ?? []))
        }
    }

    /// Writes events, without their claims and entries.
    func insert(_ events: [(member: MemberID, event: MemberPart.RecordedEvent)]) throws {
        try connection.run(
            addingEvents,
            events.map { member, recorded in
                let (event, decision) = (recorded.event, recorded.decision)
                let order = event.matter.orderColumns
                return [
                    .text(member.text), .integer(decision.number), .text(event.source.text), .text(event.id.text),
                    .text(event.type.rawValue), .optional(event.store?.text), .integer(event.occurredAt.milliseconds),
                    .integer(recorded.recordedAt.milliseconds), .integer(Int64(decision.programmeVersion)),
                    .optional(order.id?.text), .optional(order.total?.minorUnits),
                    .optional(order.total?.currency.code), .text(String(decoding: recorded.facts, as: UTF8.self)),
                    .text(DecisionDocument.text(of: decision)), .optional(recorded.sealed),
                ]
            }
        )
    }

    /// Events of a member, each with its entries, which one more query fetches for all of them.
    private func storedEvents(
        of member: MemberID,
        _ statement: SQLStatement,
        _ values: [SQLValue]
    ) throws -> [StoredEvent] {
        var rows: [EventRow] = []
        try connection.query(statement, values) { row in rows.append(try EventRow(row)) }
        let withEntries = rows.filter { $0.decision.entryCount > 0 }
        guard let first = withEntries.map(\.number).min(),
            let last = withEntries.max(by: { $0.number < $1.number })
        else { return rows.map { $0.storedEvent(of: member, entries: []) } }
        // The numbers of an event's entries follow its own.
        let entries = Dictionary(
            grouping: try self.entries(
                of: member,
                from: first + 1,
                through: last.number + Int64(last.decision.entryCount)
            ),
            by: \.event
        )
        return try rows.map { row in
            let own = entries[row.number] ?? []
            guard own.count == row.decision.entryCount else { throw MalformedDocument(field: "entries") }
            return row.storedEvent(of: member, entries: own)
        }
    }
}

private let addingEvents = SQLBulk.insert(
    into: "event",
    [
        ("member_id", .text), ("number", .integer), ("source", .text), ("key", .text), ("type", .text),
        ("store_id", .text), ("occurred_ms", .integer), ("recorded_ms", .integer), ("programme_version", .integer),
        ("order_id", .text), ("amount", .integer), ("currency", .text), ("facts", .text), ("decision", .text),
        ("sealed", .blob),
    ]
)

/// A row of `event`, read.
private struct EventRow {
    let number: Int64
    let decision: DecisionDocument
    private let event: Event
    private let recordedAt: Instant
    private let programmeVersion: Int
    private let sealed: [UInt8]?

    static let one = SQLStatement("\(select) WHERE member_id = $1 AND number = $2")
    static let page = SQLStatement("\(select) WHERE member_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3")
    static let all = SQLStatement("\(select) WHERE member_id = $1 ORDER BY number")

    static let everyKeptOrder = SQLStatement("\(kept) ORDER BY event.member_id, event.number")
    static let keptOrders = SQLStatement(
        "\(kept) AND event.member_id = $1 ORDER BY event.member_id, event.number"
    )

    static let everySoldOrder = SQLStatement(
        """
        SELECT event.occurred_ms, event.facts,
            CASE WHEN order_state.document LIKE '%"lines"%' THEN order_state.document END,
            COALESCE(order_state.is_returned, 0)
        FROM event
        JOIN member ON member.member_id = event.member_id
        LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
            AND order_state.order_id = event.order_id
        WHERE event.type = 'order.paid' AND member.is_guest = 0
        """
    )

    private static let kept = """
        SELECT event.member_id, event.occurred_ms, event.facts,
            CASE WHEN order_state.document LIKE '%"lines"%' THEN order_state.document END
        FROM event
        JOIN member ON member.member_id = event.member_id
        LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
            AND order_state.order_id = event.order_id
        WHERE event.type = 'order.paid' AND COALESCE(order_state.is_returned, 0) = 0 AND member.is_guest = 0
        """

    private static let select = """
        SELECT number, source, key, type, occurred_ms, recorded_ms, programme_version, facts, decision, sealed
        FROM event
        """

    init(_ row: SQLRow) throws(MalformedDocument) {
        number = row.int(0)
        guard let type = EventType(named: row.text(3)) else { throw MalformedDocument(field: "type") }
        do {
            event = try FactsDocument.event(
                source: row.key(1),
                id: row.key(2),
                type: type,
                occurredAt: row.instant(4),
                facts: Array(row.text(7).utf8)
            )
        } catch {
            throw error as? MalformedDocument ?? MalformedDocument(field: "facts")
        }
        recordedAt = row.instant(5)
        programmeVersion = Int(row.int(6))
        decision = try DecisionDocument(row.text(8))
        sealed = row.blobOrNil(9)
    }

    func storedEvent(of member: MemberID, entries: [Entry]) -> StoredEvent {
        StoredEvent(
            member: member,
            event: event,
            recordedAt: recordedAt,
            sealed: sealed,
            decision: decision.decision(number: number, programmeVersion: programmeVersion, entries: entries)
        )
    }
}

extension Event.Matter {
    /// The order that the event names, and what was paid for it where it is the order's own event.
    fileprivate var orderColumns: (id: Key?, total: Money?) {
        switch self {
        case .orderPaid(let order): (order.id, try? Money(minorUnits: order.total, currency: order.currency))
        case .orderReturned(let orderReturn): (orderReturn.order, nil)
        case .pointsRedeemed(let redemption): (redemption.order, nil)
        case .pointsCaptured(let capture): (capture.order, nil)
        case .voucherRedeemed(let cart): (cart.order, nil)
        case .memberEnrolled, .memberChanged, .pointsHeld, .pointsReleased, .holdExtended, .pointsTransferred,
            .transferReceived, .transferEnded, .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone,
            .pointsAdjusted,
            .balanceOpened, .tierGranted, .happened, .consentChanged, .tiersReviewed, .pointsExpiring, .levelsEnding,
            .voucherReleased,
            .rewardRedeemed, .redemptionChanged, .referralChanged, .giftArrived, .householdChanged, .accountChanged,
            .segmentChanged,
            .timePassed:
            (nil, nil)
        }
    }
}
