internal import JSONText
internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `content_piece` and `voice_word`.

extension TableLedger {
    func content(_ id: Identifier) throws -> ContentPiece? {
        try connection.first(SQLStatement("\(contentRows) WHERE content_id = $1"), [.text(id.text)])?.content()
    }

    func contents(limit: Int) throws -> [ContentPiece] {
        try connection.rows(
            SQLStatement("\(contentRows) ORDER BY content_id DESC LIMIT $1"),
            [.integer(Int64(limit))]
        ).map { try $0.content() }
    }

    func publishedContents(by day: Day, limit: Int) throws -> [ContentPiece] {
        try connection.rows(
            SQLStatement(
                """
                \(contentRows) WHERE state = 'published' AND day <= $1
                ORDER BY day DESC, content_id DESC LIMIT $2
                """
            ),
            [.integer(Int64(day.number)), .integer(Int64(limit))]
        ).map { try $0.content() }
    }

    func save(_ piece: ContentPiece) throws {
        try connection.run(
            """
            INSERT INTO content_piece (content_id, kind, name, state, day, owner, forms, created_ms, changed_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (content_id) DO UPDATE SET kind = excluded.kind, name = excluded.name,
                state = excluded.state, day = excluded.day, owner = excluded.owner, forms = excluded.forms,
                changed_ms = excluded.changed_ms
            """,
            [
                .text(piece.id.text), .text(piece.kind.rawValue), .text(piece.name), .text(piece.state.rawValue),
                .optional(piece.day.map { Int64($0.number) }), .optional(piece.owner?.text),
                .text(String(decoding: piece.formsDocument.canonical, as: UTF8.self)),
                .integer(piece.createdAt.milliseconds), .integer(piece.changedAt.milliseconds),
            ]
        )
    }
}

extension TableLedger {
    func voiceWords() throws -> [VoiceWord] {
        try connection.rows("SELECT language, kind, word FROM voice_word ORDER BY language, kind, word").map { row in
            guard let kind = VoiceWord.Kind(rawValue: row.text(1)) else { throw MalformedDocument(field: "kind") }
            return VoiceWord(language: Key(row.text(0)), kind: kind, word: Key(row.text(2)))
        }
    }

    func replaceVoice(in language: Key, with words: [VoiceWord]) throws {
        try connection.run("DELETE FROM voice_word WHERE language = $1", [.text(language.text)])
        for word in words {
            try connection.run(
                "INSERT INTO voice_word (language, kind, word) VALUES ($1, $2, $3)",
                [.text(language.text), .text(word.kind.rawValue), .text(word.word.text)]
            )
        }
    }
}

private let contentRows = """
    SELECT content_id, kind, name, state, day, owner, forms, created_ms, changed_ms FROM content_piece
    """

extension SQLRow {
    fileprivate func content() throws -> ContentPiece {
        guard let id = Identifier(text: text(0)) else { throw MalformedDocument(field: "content_id") }
        guard let kind = ContentPiece.Kind(rawValue: text(1)), let state = ContentPiece.State(rawValue: text(3)) else {
            throw MalformedDocument(field: "state")
        }
        var piece = ContentPiece(id: id, kind: kind, name: text(2), at: instant(7))
        piece.state = state
        piece.day = intOrNil(4).map { Day(number: Int32($0)) }
        piece.owner = textOrNil(5).flatMap { StaffID(text: $0) }
        piece.changedAt = instant(8)
        piece.forms = try (try JSON.parse(Array(text(6).utf8)).array ?? []).map { form in
            guard let language = form["language"]?.string,
                let channel = form["channel"]?.string.flatMap({ ContentPiece.Channel(rawValue: $0) }),
                let title = form["title"]?.string, let text = form["text"]?.string
            else { throw MalformedDocument(field: "forms") }
            return ContentPiece.Form(
                language: Key(language),
                channel: channel,
                title: title,
                text: text,
                picture: form["picture"]?.string
            )
        }
        return piece
    }
}
