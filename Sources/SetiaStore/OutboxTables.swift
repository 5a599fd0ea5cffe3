internal import JSONText
internal import SQLBase
package import SetiaCore
internal import SetiaService

// Reads and writes `listener` and `outbox`.

extension TableStore {
    /// Lets `listener` be told of each event of `type` that is recorded from now on; again changes nothing.
    ///
    /// A line of the outbox is written with the event. Nobody sends it yet.
    package func add(listener: String, to type: EventType) async throws {
        try await writing { ledger in
            guard let tables = ledger as? TableLedger else { preconditionFailure("the ledger is not of this store") }
            try tables.connection.run(
                "INSERT INTO listener (listener_id, topic) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [.text(listener), .text(type.rawValue)]
            )
            try tables.raiseConfigurationVersion()
        }
    }
}

/// Who listens to which events; mostly nobody.
struct Listeners {
    fileprivate var byTopic: [String: [String]] = [:]
}

extension TableLedger {
    /// Who listens, read anew for each batch: a table of a few rows, in memory, so there is nothing to keep in step.
    func listeners() throws -> Listeners {
        var listeners = Listeners()
        try connection.query("SELECT topic, listener_id FROM listener ORDER BY listener_id, topic") { row in
            listeners.byTopic[row.text(0), default: []].append(row.text(1))
        }
        return listeners
    }

    /// Writes a line for each event and each listener to its type.
    func tell(
        _ listeners: Listeners,
        of events: [(member: MemberID, event: MemberPart.RecordedEvent)]
    ) throws {
        guard !listeners.byTopic.isEmpty else { return }
        var lines: [[SQLValue]] = []
        for (member, recorded) in events {
            let topic = recorded.event.type.rawValue
            let number = recorded.decision.number
            for listener in listeners.byTopic[topic, default: []] {
                var body = JSONWriter()
                body.beginObject()
                body.number("v", 1)
                body.text("event", EventID(member: member, number: number).text)
                body.endObject()
                lines.append([
                    .text(member.text), .text("\(number)/\(listener)"), .integer(member.lane), .text(topic),
                    .text(body.text), .text("waiting"), .integer(recorded.recordedAt.milliseconds),
                ])
            }
        }
        try connection.run(addingLines, lines)
    }
}

private let addingLines = SQLBulk.insert(
    into: "outbox",
    [
        ("member_id", .text), ("id", .text), ("lane", .integer), ("topic", .text), ("body", .text),
        ("state", .text), ("due_ms", .integer),
    ]
)
