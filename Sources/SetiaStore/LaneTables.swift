internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `lane_lease` and `lane_worker`.

extension TableLedger {
    func laneLeases() throws -> [LaneLease] {
        try connection.rows("SELECT lane, owner, until_ms FROM lane_lease ORDER BY lane").map { row in
            LaneLease(lane: Int(row.int(0)), owner: row.textOrNil(1), until: row.instant(2))
        }
    }

    func laneWorkers() throws -> [String] {
        try connection.rows("SELECT worker_id FROM lane_worker ORDER BY worker_id").map { $0.text(0) }
    }

    func announceLaneWorker(_ name: String, until: Instant, now: Instant) throws {
        // One that would be there for longer than any is was written by a clock that was set back since.
        try connection.run(
            "DELETE FROM lane_worker WHERE until_ms <= $1 OR until_ms > $2",
            [.integer(now.milliseconds), .integer(now.milliseconds + 2 * LaneLease.length)]
        )
        try connection.run(
            """
            INSERT INTO lane_worker (worker_id, until_ms) VALUES ($1, $2)
            ON CONFLICT (worker_id) DO UPDATE SET until_ms = excluded.until_ms
            """,
            [.text(name), .integer(until.milliseconds)]
        )
    }

    func forgetLaneWorker(_ name: String) throws {
        try connection.run("DELETE FROM lane_worker WHERE worker_id = $1", [.text(name)])
    }

    func leaseLanes(_ lanes: LaneSet, to name: String, until: Instant, now: Instant) throws -> LaneSet {
        var leased: [Int] = []
        try connection.query(
            leasingLanes,
            lanes.lanes.map { lane in
                [
                    .integer(Int64(lane)), .text(name), .integer(until.milliseconds), .integer(now.milliseconds),
                    .integer(now.milliseconds + 2 * LaneLease.length),
                ]
            }
        ) { row in leased.append(Int(row.int(0))) }
        return LaneSet(leased)
    }

    func leaveLanes(_ lanes: LaneSet, by name: String) throws {
        try connection.run(leavingLanes, lanes.lanes.map { [.integer(Int64($0)), .text(name)] })
    }
}

private let leasingLanes = SQLBulk(
    [("lane", .integer), ("owner", .text), ("until_ms", .integer), ("now_ms", .integer), ("latest_ms", .integer)],
    one: """
        UPDATE lane_lease SET owner = $2, until_ms = $3
        WHERE lane = $1 AND (owner IS NULL OR owner = $2 OR until_ms <= $4 OR until_ms > $5) RETURNING lane
        """,
    many: """
        UPDATE lane_lease SET owner = given.owner, until_ms = given.until_ms
        FROM given WHERE lane_lease.lane = given.lane AND (lane_lease.owner IS NULL OR lane_lease.owner = given.owner
            OR lane_lease.until_ms <= given.now_ms OR lane_lease.until_ms > given.latest_ms)
        RETURNING lane_lease.lane
        """
)

private let leavingLanes = SQLBulk(
    [("lane", .integer), ("owner", .text)],
    one: "UPDATE lane_lease SET owner = NULL, until_ms = 0 WHERE lane = $1 AND owner = $2",
    many: """
        UPDATE lane_lease SET owner = NULL, until_ms = 0 FROM given
        WHERE lane_lease.lane = given.lane AND lane_lease.owner = given.owner
        """
)
