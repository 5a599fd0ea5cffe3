internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `listing` and `exposure`.

extension TableLedger {
    func deeds(_ wish: DeedWish, _ each: (MemberID, MemberDeed) throws -> Void) throws {
        let values: [SQLValue] = [
            .text(wish.first.text), .text(wish.last.text), .integer(wish.since.milliseconds),
        ]
        try connection.query(wish.readsLines ? readingDeedsWithLines : readingDeeds, values) { row in
            let matter: MemberDeed.Matter
            switch row.text(1) {
            case "visit.completed": matter = .visit
            case "stay.completed": matter = .stay
            default: matter = try order(in: row)
            }
            try each(try row.memberID(0), MemberDeed(at: row.instant(2), matter))
        }
        guard wish.readsRedemptions else { return }
        try connection.query(
            """
            SELECT member_id, reward, at_ms FROM redemption
            WHERE member_id >= $1 AND member_id <= $2 AND at_ms >= $3 AND captured > rolled_back
            """,
            values
        ) { row in
            try each(try row.memberID(0), MemberDeed(at: row.instant(2), .redemption(of: row.key(1))))
        }
    }

    private func order(in row: SQLRow) throws(MalformedDocument) -> MemberDeed.Matter {
        let paid = try keptMoney(row.int(3), try row.currency(4), document: row.textOrNil(5))
        guard let facts = row.textOrNil(6) else { return .order(paid, lines: []) }
        let lines: [Order.Line]
        do {
            lines = try FactsDocument.orderLines(Array(facts.utf8))
        } catch {
            throw error as? MalformedDocument ?? MalformedDocument(field: "facts")
        }
        let returned = try row.textOrNil(5).map { text throws(MalformedDocument) in
            try OrderDocument.returnedLines(text)
        }
        return .order(paid, lines: lines.kept(after: returned ?? []))
    }

    func listed(on segment: Key, after: MemberID?, limit: Int) throws -> [ListingRow] {
        try connection.rows(
            """
            SELECT member_id, since_ms FROM listing
            WHERE segment = $1 AND is_in = 1 AND member_id > $2 ORDER BY member_id LIMIT $3
            """,
            [.text(segment.text), .text(after?.text ?? ""), .integer(Int64(limit))]
        ).map { row in
            ListingRow(
                member: try row.memberID(0),
                listing: Listing(segment: segment, isIn: true, since: row.instant(1))
            )
        }
    }

    func exposures(of campaign: Key, _ each: (MemberID, Exposure) throws -> Void) throws {
        var after = ""
        while true {
            let rows = try connection.rows(
                """
                SELECT member_id, is_held_out, at_ms FROM exposure
                WHERE campaign = $1 AND member_id > $2 ORDER BY member_id LIMIT 10000
                """,
                [.text(campaign.text), .text(after)]
            )
            for row in rows {
                let exposure = Exposure(campaign: campaign, isHeldOut: row.int(1) == 1, at: row.instant(2))
                try each(try row.memberID(0), exposure)
            }
            guard let last = rows.last else { return }
            after = last.text(0)
        }
    }

    func exposureCounts() throws -> [ExposureCount] {
        try connection.rows(
            """
            SELECT campaign, COUNT(*), CAST(SUM(is_held_out) AS BIGINT) FROM exposure GROUP BY campaign ORDER BY campaign
            """
        ).map { row in
            ExposureCount(campaign: row.key(0), treated: row.int(1) - row.int(2), heldOut: row.int(2))
        }
    }

    func save(listings rows: [ListingRow]) throws {
        guard !rows.isEmpty else { return }
        try connection.run(
            savingListings,
            rows.map { row in
                [
                    .text(row.member.text), .text(row.listing.segment.text), .integer(row.listing.isIn ? 1 : 0),
                    .integer(row.listing.since.milliseconds),
                ]
            }
        )
    }

    func save(exposures rows: [ExposureRow]) throws {
        guard !rows.isEmpty else { return }
        try connection.run(
            savingExposures,
            rows.map { row in
                [
                    .text(row.member.text), .text(row.exposure.campaign.text),
                    .integer(row.exposure.isHeldOut ? 1 : 0), .integer(row.exposure.at.milliseconds),
                ]
            }
        )
    }
}

private let readingDeeds = deeds("NULL")
private let readingDeedsWithLines = deeds("event.facts")

/// Along the index `event_by_deed`, which has these types only.
private func deeds(_ facts: String) -> SQLStatement {
    SQLStatement(
        """
        SELECT event.member_id, event.type, event.occurred_ms, event.amount, event.currency,
            CASE WHEN order_state.document LIKE '%"lines"%' THEN order_state.document END, \(facts)
        FROM event
        LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
            AND order_state.order_id = event.order_id
        WHERE event.type IN ('order.paid', 'visit.completed', 'stay.completed')
            AND event.member_id >= $1 AND event.member_id <= $2 AND event.occurred_ms >= $3
            AND COALESCE(order_state.is_returned, 0) = 0
        """
    )
}

private let savingListings = SQLBulk.insert(
    into: "listing",
    [("member_id", .text), ("segment", .text), ("is_in", .integer), ("since_ms", .integer)],
    conflict: "ON CONFLICT (member_id, segment) DO UPDATE SET is_in = excluded.is_in, since_ms = excluded.since_ms"
)

// The first time stays the first time.
private let savingExposures = SQLBulk.insert(
    into: "exposure",
    [("member_id", .text), ("campaign", .text), ("is_held_out", .integer), ("at_ms", .integer)],
    conflict: "ON CONFLICT (member_id, campaign) DO NOTHING"
)
