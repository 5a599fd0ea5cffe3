internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `listing` and `exposure`.

extension TableLedger {
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
