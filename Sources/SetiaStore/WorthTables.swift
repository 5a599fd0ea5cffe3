internal import JSONText
internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads of `event`, `order_state`, `redemption` and `contact` for figures of worth, once through each.

extension TableLedger {
    func paidOrders(_ each: (PaidOrder) throws -> Void) throws {
        try connection.query(
            """
            SELECT event.member_id, event.occurred_ms, event.amount, event.currency,
                CASE WHEN order_state.document LIKE '%"lines"%' THEN order_state.document END,
                CASE WHEN event.facts LIKE '%"discounts"%' OR event.facts LIKE '%"promotions"%' THEN event.facts END
            FROM event
            JOIN member ON member.member_id = event.member_id
            LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
                AND order_state.order_id = event.order_id
            WHERE event.type = 'order.paid' AND member.is_guest = 0 AND COALESCE(order_state.is_returned, 0) = 0
            """
        ) { row in
            let (member, at) = (try row.memberID(0), row.instant(1))
            let total = try keptMoney(row.int(2), try row.currency(3), document: row.textOrNil(4))
            guard let facts = row.textOrNil(5) else {
                try each(PaidOrder(member: member, at: at, total: total))
                return
            }
            let order: Order
            do {
                order = try FactsDocument.paidOrder(Array(facts.utf8))
            } catch {
                throw error as? MalformedDocument ?? MalformedDocument(field: "facts")
            }
            try each(PaidOrder(member: member, at: at, total: total, of: order))
        }
    }

    func gifts(_ each: (MemberID, Instant, Key, Int64) throws -> Void) throws {
        try connection.query(
            """
            SELECT member_id, at_ms, reward, captured - rolled_back FROM redemption
            WHERE wallet IS NULL AND captured > rolled_back
            """
        ) { row in try each(try row.memberID(0), row.instant(1), row.key(2), row.int(3)) }
    }

    func broadcastSides(_ broadcast: Identifier, _ each: (MemberID, Bool) throws -> Void) throws {
        try connection.query(
            """
            SELECT member_id, reason FROM contact
            WHERE broadcast_id = $1 AND (verdict = 'sent' OR (verdict = 'withheld' AND reason = 'hold-out'))
            """,
            [.text(broadcast.text)]
        ) { row in try each(try row.memberID(0), row.text(1) == "hold-out") }
    }

    func advocacy() throws -> Advocacy {
        var advocacy = Advocacy()
        try connection.query(
            """
            SELECT event.member_id, CASE WHEN event.type = 'referral.changed' THEN event.facts END, (
                SELECT COUNT(*) FROM entry
                WHERE entry.member_id = event.member_id AND entry.event_number = event.number AND entry.kind = 'earn'
            )
            FROM event
            WHERE event.type IN ('referral.made', 'review.published', 'community.helped', 'referral.changed')
            """
        ) { row in
            let member = try row.memberID(0)
            guard let facts = row.textOrNil(1) else {
                advocacy.add(member, isPaid: row.int(2) > 0)
                return
            }
            let change: ReferralChange
            do {
                change = try FactsDocument.referralChange(Array(facts.utf8))
            } catch {
                throw error as? MalformedDocument ?? MalformedDocument(field: "facts")
            }
            if case .friend(let news) = change { advocacy.add(member, news) }
        }
        advocacy.finish()
        return advocacy
    }
}
