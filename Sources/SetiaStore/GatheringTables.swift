internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads and writes `gathering` and `gathering_place`.

extension TableLedger {
    func gathering(_ key: Key) throws -> Gathering? {
        try connection.first(readingGathering, [.text(key.text)])?.gathering()
    }

    func lockGathering(_ key: Key) throws -> Gathering? {
        // SQLite has one writer; on PostgreSQL whoever else wants this gathering waits here.
        let locking = connection.dialect == .postgres ? lockingGathering : readingGathering
        return try connection.first(locking, [.text(key.text)])?.gathering()
    }

    func gatherings(endingAfter moment: Instant, limit: Int) throws -> [Gathering] {
        try connection.rows(
            SQLStatement("\(gatheringRows) WHERE ends_ms > $1 ORDER BY ends_ms, gathering_id LIMIT $2"),
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { try $0.gathering() }
    }

    func gatherings(endedBy moment: Instant, limit: Int) throws -> [Gathering] {
        try connection.rows(
            SQLStatement("\(gatheringRows) WHERE ends_ms <= $1 ORDER BY ends_ms DESC, gathering_id DESC LIMIT $2"),
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { try $0.gathering() }
    }

    func gatheringTally(_ key: Key, at now: Instant) throws -> GatheringTally {
        var tally = GatheringTally()
        try connection.query(
            """
            SELECT state, COUNT(*), COUNT(checked_in_ms), MAX(number) FROM gathering_place
            WHERE gathering_id = $1 AND (until_ms IS NULL OR until_ms > $2 OR state = 'lapsed')
            GROUP BY state ORDER BY state
            """,
            [.text(key.text), .integer(now.milliseconds)]
        ) { row in
            switch GatheringPlace.State(rawValue: row.text(0)) {
            case .confirmed: tally.confirmed = row.int(1)
            case .held: tally.held = row.int(1)
            case .offered: tally.offered = row.int(1)
            case .waiting: tally.waiting = row.int(1)
            case .lapsed, .cancelled: break
            case nil: throw MalformedDocument(field: "state")
            }
            tally.checkedIn += row.int(2)
        }
        tally.lastNumber =
            try connection.first(
                "SELECT number FROM gathering_place WHERE gathering_id = $1 ORDER BY number DESC LIMIT 1",
                [.text(key.text)]
            )?.int(0) ?? 0
        return tally
    }

    func gatheringPlace(_ key: Key, of member: MemberID) throws -> GatheringPlace? {
        try connection.first(
            SQLStatement("\(placeRows) WHERE gathering_id = $1 AND member_id = $2"),
            [.text(key.text), .text(member.text)]
        )?.gatheringPlace()
    }

    func gatheringPlaces(_ key: Key, _ state: GatheringPlace.State, after number: Int64, limit: Int) throws
        -> [GatheringPlace]
    {
        try connection.rows(
            SQLStatement(
                "\(placeRows) WHERE gathering_id = $1 AND state = $2 AND number > $3 ORDER BY number LIMIT $4"
            ),
            [.text(key.text), .text(state.rawValue), .integer(number), .integer(Int64(limit))]
        ).map { try $0.gatheringPlace() }
    }

    func gatheringPlacesDue(_ key: Key, by now: Instant) throws -> [GatheringPlace] {
        try [GatheringPlace.State.held, .offered].flatMap { state in
            try connection.rows(
                SQLStatement("\(placeRows) WHERE gathering_id = $1 AND state = $2 AND until_ms <= $3 ORDER BY number"),
                [.text(key.text), .text(state.rawValue), .integer(now.milliseconds)]
            ).map { try $0.gatheringPlace() }
        }
    }

    func waiting(at key: Key, before number: Int64) throws -> Int64 {
        try connection.first(
            "SELECT COUNT(*) FROM gathering_place WHERE gathering_id = $1 AND state = 'waiting' AND number < $2",
            [.text(key.text), .integer(number)]
        )?.int(0) ?? 0
    }

    func gatheringPlaces(of member: MemberID) throws -> [GatheringPlace] {
        try connection.rows(
            SQLStatement("\(placeRows) WHERE member_id = $1 ORDER BY gathering_id"),
            [.text(member.text)]
        ).map { try $0.gatheringPlace() }
    }

    func gatheringPlaces(untold: GatheringPlace.Untold, limit: Int) throws -> [GatheringPlace] {
        try connection.rows(
            SQLStatement(
                """
                \(placeRows) WHERE untold IS NOT NULL AND untold = $1 ORDER BY gathering_id, member_id LIMIT $2
                """
            ),
            [.text(untold.rawValue), .integer(Int64(limit))]
        ).map { try $0.gatheringPlace() }
    }

    func gatheringPlaces(toRemindOf moment: Instant, limit: Int) throws -> [GatheringPlace] {
        try connection.rows(
            SQLStatement(
                """
                \(placeRows) WHERE untold IS NOT NULL AND untold = 'reminder'
                    AND gathering_id IN (SELECT gathering_id FROM gathering WHERE starts_ms <= $1)
                ORDER BY gathering_id, member_id LIMIT $2
                """
            ),
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { try $0.gatheringPlace() }
    }

    func save(_ gathering: Gathering) throws {
        try connection.run(
            """
            INSERT INTO gathering (gathering_id, starts_ms, ends_ms, capacity, opens_ms, cancelled_ms, revision, created_ms,
                changed_ms, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (gathering_id) DO UPDATE SET starts_ms = excluded.starts_ms, ends_ms = excluded.ends_ms,
                capacity = excluded.capacity, opens_ms = excluded.opens_ms, cancelled_ms = excluded.cancelled_ms,
                revision = excluded.revision, changed_ms = excluded.changed_ms, document = excluded.document
            """,
            [
                .text(gathering.key.text), .integer(gathering.startsAt.milliseconds),
                .integer(gathering.endsAt.milliseconds), .integer(gathering.capacity),
                .optional(gathering.opensAt?.milliseconds), .optional(gathering.cancelledAt?.milliseconds),
                .integer(gathering.revision), .integer(gathering.createdAt.milliseconds),
                .integer(gathering.changedAt.milliseconds), .text(GatheringDocument(gathering).text),
            ]
        )
    }

    func put(_ place: GatheringPlace) throws {
        try connection.run(
            """
            INSERT INTO gathering_place (gathering_id, member_id, number, asked_ms, state, until_ms, confirmed_ms,
                checked_in_ms, untold)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (gathering_id, member_id) DO UPDATE SET number = excluded.number, asked_ms = excluded.asked_ms,
                state = excluded.state, until_ms = excluded.until_ms, confirmed_ms = excluded.confirmed_ms,
                checked_in_ms = excluded.checked_in_ms, untold = excluded.untold
            """,
            place.names + [.integer(place.number), .integer(place.askedAt.milliseconds)] + place.values
        )
    }

    func move(_ place: GatheringPlace, from state: GatheringPlace.State) throws -> Bool {
        try connection.run(
            """
            UPDATE gathering_place SET state = $3, until_ms = $4, confirmed_ms = $5, checked_in_ms = $6, untold = $7
            WHERE gathering_id = $1 AND member_id = $2 AND state = $8
            """,
            place.names + place.values + [.text(state.rawValue)]
        ) > 0
    }

    func told(_ untold: GatheringPlace.Untold, of place: GatheringPlace) throws {
        try connection.run(
            "UPDATE gathering_place SET untold = NULL WHERE gathering_id = $1 AND member_id = $2 AND untold = $3",
            place.names + [.text(untold.rawValue)]
        )
    }

    /// Gives back what an erased member has or waits for; that there was somebody stays, with whether she was there.
    func forgetPlaces(of member: MemberID) throws {
        try connection.run(
            """
            UPDATE gathering_place SET state = 'cancelled', until_ms = NULL, untold = NULL
            WHERE member_id = $1 AND checked_in_ms IS NULL
            """,
            [.text(member.text)]
        )
    }
}

private let gatheringRows = """
    SELECT gathering_id, starts_ms, ends_ms, capacity, opens_ms, cancelled_ms, revision, created_ms, changed_ms, document
    FROM gathering
    """

private let readingGathering = SQLStatement("\(gatheringRows) WHERE gathering_id = $1")
private let lockingGathering = SQLStatement("\(gatheringRows) WHERE gathering_id = $1 FOR UPDATE")

private let placeRows = """
    SELECT gathering_id, member_id, number, asked_ms, state, until_ms, confirmed_ms, checked_in_ms, untold
    FROM gathering_place
    """

extension GatheringPlace {
    /// Both columns of its key.
    fileprivate var names: [SQLValue] { [.text(gathering.text), .text(member.text)] }

    /// What changes, from its state on.
    fileprivate var values: [SQLValue] {
        [
            .text(state.rawValue), .optional(until?.milliseconds), .optional(confirmedAt?.milliseconds),
            .optional(checkedInAt?.milliseconds), .optional(untold?.rawValue),
        ]
    }
}

extension SQLRow {
    fileprivate func gathering() throws -> Gathering {
        let document = try GatheringDocument(text(9))
        var gathering = Gathering(
            key: key(0),
            words: document.words,
            startsAt: instant(1),
            endsAt: instant(2),
            place: document.place,
            capacity: int(3),
            at: instant(7)
        )
        gathering.opensAt = instantOrNil(4)
        gathering.cancelledAt = instantOrNil(5)
        gathering.revision = int(6)
        gathering.changedAt = instant(8)
        gathering.early = document.early
        gathering.offerHours = document.offerHours
        return gathering
    }

    fileprivate func gatheringPlace() throws -> GatheringPlace {
        guard let state = GatheringPlace.State(rawValue: text(4)) else { throw MalformedDocument(field: "state") }
        var place = GatheringPlace(
            gathering: key(0),
            member: try memberID(1),
            number: int(2),
            askedAt: instant(3),
            state: state
        )
        place.until = instantOrNil(5)
        place.confirmedAt = instantOrNil(6)
        place.checkedInAt = instantOrNil(7)
        place.untold = textOrNil(8).flatMap { GatheringPlace.Untold(rawValue: $0) }
        return place
    }
}
