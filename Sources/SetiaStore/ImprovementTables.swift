internal import JSONText
internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads and writes `improvement`.

extension TableLedger {
    func improvement(_ id: Identifier) throws -> Improvement? {
        try connection.first(SQLStatement("\(improvementRows) WHERE improvement_id = $1"), [.text(id.text)])?
            .improvement()
    }

    func improvements(limit: Int) throws -> [Improvement] {
        try connection.rows(
            SQLStatement("\(improvementRows) ORDER BY improvement_id DESC LIMIT $1"),
            [.integer(Int64(limit))]
        ).map { try $0.improvement() }
    }

    func save(_ one: Improvement) throws {
        let told = JSON.array(
            one.told.map { told in
                .object([
                    "done": .string(told.done), "language": .string(told.language.text), "said": .string(told.said),
                ])
            }
        )
        try connection.run(
            """
            INSERT INTO improvement (improvement_id, cause, what, owner, due_day, done_ms, created_ms, told)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (improvement_id) DO UPDATE SET cause = excluded.cause, what = excluded.what,
                owner = excluded.owner, due_day = excluded.due_day, done_ms = excluded.done_ms, told = excluded.told
            """,
            [
                .text(one.id.text), .text(one.cause.rawValue), .text(one.what), .optional(one.owner?.text),
                .integer(Int64(one.due.number)), .optional(one.doneAt?.milliseconds),
                .integer(one.createdAt.milliseconds), .text(String(decoding: told.canonical, as: UTF8.self)),
            ]
        )
    }
}

private let improvementRows = """
    SELECT improvement_id, cause, what, owner, due_day, done_ms, created_ms, told FROM improvement
    """

extension SQLRow {
    fileprivate func improvement() throws -> Improvement {
        guard let id = Identifier(text: text(0)) else { throw MalformedDocument(field: "improvement_id") }
        guard let cause = CaseCause(rawValue: text(1)) else { throw MalformedDocument(field: "cause") }
        var one = Improvement(id: id, cause: cause, what: text(2), due: Day(number: Int32(int(4))), at: instant(6))
        one.owner = textOrNil(3).flatMap { StaffID(text: $0) }
        one.doneAt = instantOrNil(5)
        one.told = try (try JSON.parse(Array(text(7).utf8)).array ?? []).map { told in
            guard let language = told["language"]?.string, let said = told["said"]?.string,
                let done = told["done"]?.string
            else { throw MalformedDocument(field: "told") }
            return Improvement.Told(language: Key(language), said: said, done: done)
        }
        return one
    }
}
