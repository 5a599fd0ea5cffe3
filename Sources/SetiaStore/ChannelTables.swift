internal import JSONText
internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `channel`, and what channels change of messages and suppressions.

extension TableLedger {
    func channels() throws -> [ChannelRecord] {
        try connection.rows("SELECT name, kind, settings, sealed, is_on, created_ms FROM channel ORDER BY name")
            .map { try $0.channel() }
    }

    func save(_ record: ChannelRecord) throws {
        let channel = record.channel
        let settings = channel.settings.reduce(into: JSONObject()) { $0.set($1.name, .string($1.value)) }
        try connection.run(
            """
            INSERT INTO channel (name, kind, settings, sealed, is_on, created_ms) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, sealed = excluded.sealed,
                is_on = excluded.is_on
            """,
            [
                .text(channel.name.text), .text(channel.kind.rawValue),
                .text(String(decoding: JSON.object(settings).canonical, as: UTF8.self)), .blob(record.sealed),
                .integer(channel.isOn ? 1 : 0), .integer(channel.createdAt.milliseconds),
            ]
        )
    }

    func removeChannel(_ name: Key) throws -> Bool {
        try connection.run("DELETE FROM channel WHERE name = $1", [.text(name.text)]) > 0
    }

    func replaceContent(of place: MessagePlace, with sealed: [UInt8]) throws {
        try connection.run(
            "UPDATE message SET sealed = $4 WHERE member_id = $1 AND conversation_id = $2 AND number = $3",
            place.values + [.blob(sealed)]
        )
        try connection.run(
            "DELETE FROM message_file WHERE member_id = $1 AND conversation_id = $2 AND number = $3",
            place.values
        )
        try connection.run(
            "DELETE FROM message_fetch WHERE member_id = $1 AND conversation_id = $2 AND number = $3",
            place.values
        )
    }

    func lift(_ cause: Key, by channel: Key, of member: MemberID) throws {
        try connection.run(
            "DELETE FROM suppression WHERE member_id = $1 AND channel = $2 AND cause = $3",
            [.text(member.text), .text(channel.text), .text(cause.text)]
        )
    }
}

extension SQLRow {
    fileprivate func channel() throws -> ChannelRecord {
        guard let kind = MessageChannel(rawValue: text(1)) else { throw MalformedDocument(field: "kind") }
        guard let settings = try JSON.parse(text(2)).object else { throw MalformedDocument(field: "settings") }
        return ChannelRecord(
            channel: Channel(
                name: Key(text(0)),
                kind: kind,
                settings: settings.members.map { Channel.Setting(name: $0.key, value: $0.value.string ?? "") },
                isOn: int(4) != 0,
                createdAt: instant(5)
            ),
            sealed: blob(3)
        )
    }
}
