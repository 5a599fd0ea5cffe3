internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `birthday` and `calendar_lane`.

extension TableLedger {
    func members(
        bornOn day: DayHash,
        toldBefore moment: Instant,
        in lanes: LaneSet,
        after: MemberID?,
        limit: Int
    ) throws -> [MemberID] {
        try connection.rows(
            """
            SELECT member_id FROM birthday WHERE hash = $1 AND member_id > $2 AND told_ms < $3
                AND (CAST($4 AS BIGINT) >> CAST(lane AS INTEGER)) & 1 = 1
            ORDER BY member_id LIMIT $5
            """,
            [
                .blob(day.bytes), .text(after?.text ?? ""), .integer(moment.milliseconds),
                .integer(Int64(bitPattern: lanes.bits)), .integer(Int64(limit)),
            ]
        ).map { try $0.memberID(0) }
    }

    func members(
        joinedFrom start: Instant,
        before end: Instant,
        in lanes: LaneSet,
        after: JoiningMark?,
        limit: Int
    ) throws -> [JoiningMark] {
        try connection.rows(
            """
            SELECT joined_ms, member_id FROM member
            WHERE joined_ms >= $1 AND joined_ms < $2 AND (joined_ms, member_id) > ($3, $4)
                AND (CAST($5 AS BIGINT) >> CAST(lane AS INTEGER)) & 1 = 1
            ORDER BY joined_ms, member_id LIMIT $6
            """,
            [
                .integer(start.milliseconds), .integer(end.milliseconds),
                .integer(after?.joinedAt.milliseconds ?? .min), .text(after?.member.text ?? ""),
                .integer(Int64(bitPattern: lanes.bits)), .integer(Int64(limit)),
            ]
        ).map { JoiningMark(joinedAt: $0.instant(0), member: try $0.memberID(1)) }
    }

    func firstJoining() throws -> Instant? {
        try connection.first(
            "SELECT joined_ms FROM member WHERE joined_ms IS NOT NULL ORDER BY joined_ms LIMIT 1"
        )?.instant(0)
    }

    func calendarLanes() throws -> [CalendarLane] {
        try connection.rows("SELECT lane, done_day, version FROM calendar_lane ORDER BY lane").map { row in
            CalendarLane(
                lane: Int(row.int(0)),
                doneThrough: Day(number: Int32(clamping: row.int(1))),
                version: Int(row.int(2))
            )
        }
    }

    func save(_ lanes: [CalendarLane]) throws {
        try connection.run(
            savingLanes,
            lanes.map { lane in
                [.integer(Int64(lane.lane)), .integer(Int64(lane.doneThrough.number)), .integer(Int64(lane.version))]
            }
        )
    }

    func setBirthdays(_ birthdays: [Birthday]) throws {
        try connection.run(
            settingBirthdays,
            birthdays.compactMap { birthday in
                birthday.hash.map { hash in
                    [
                        .text(birthday.member.text), .integer(birthday.member.lane), .blob(hash.bytes),
                        .integer(birthday.toldAt.milliseconds),
                    ]
                }
            }
        )
        for birthday in birthdays where birthday.hash == nil {
            try connection.run("DELETE FROM birthday WHERE member_id = $1", [.text(birthday.member.text)])
        }
    }
}

private let settingBirthdays = SQLBulk.insert(
    into: "birthday",
    [("member_id", .text), ("lane", .integer), ("hash", .blob), ("told_ms", .integer)],
    conflict: """
        ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, told_ms = excluded.told_ms
        WHERE birthday.hash <> excluded.hash
        """
)

private let savingLanes = SQLBulk.insert(
    into: "calendar_lane",
    [("lane", .integer), ("done_day", .integer), ("version", .integer)],
    conflict: "ON CONFLICT (lane) DO UPDATE SET done_day = excluded.done_day, version = excluded.version"
)
