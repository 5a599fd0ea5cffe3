import JSONText
package import SetiaCore

/// Reads arriving members from a table, one a row.
///
/// Fields: how she is recognised (`email`, `phone`, `card`, `customer`, at least one); `name`, `country`, `language`,
/// `ageBand`, `birthDate`, `joinedAt`; her points there (`wallet`, `points`, `expiresAt`) and her level (`tierSet`, `level`,
/// `levelUntil`). Times without a zone are the programme's. Lots with several dates, and consents, need JSON Lines.
package struct MemberTable: ~Copyable {
    /// What a table of members can fill.
    package static let fields =
        identityFields + ["name"] + factFields
        + ["birthDate", "joinedAt", "wallet", "points", "expiresAt", "tierSet", "level", "levelUntil"]
    private static let identityFields = ["email", "phone", "card", "customer"]
    private static let factFields = ["country", "language", "ageBand"]

    private var table: CSVReader
    private let columns: ResolvedColumns
    private let defaults: ArrivalDefaults
    private let zone: any LocalTime

    /// A table of members, at its first row or where an earlier reading of it ended.
    ///
    /// - Throws: `TableFailure` where header and mapping do not fit.
    package init(
        source: @escaping ByteSource,
        mapping: ColumnMapping,
        defaults: ArrivalDefaults,
        zone: any LocalTime,
        resume: (offset: Int64, rows: Int64)? = nil
    ) throws {
        var table = CSVReader(source: source)
        let header = try table.readHeader()
        let columns = try mapping.resolve(header: header, known: MemberTable.fields)
        guard MemberTable.identityFields.contains(where: { columns.place(of: $0) != nil }) else {
            throw TableFailure.missingField("email, phone, card or customer", columns: header)
        }
        for field in MemberTable.identityFields + ["name", "birthDate"] where columns.value(of: field) != nil {
            throw TableFailure.unusableValue(field: field, reason: "cannot be the same for all members")
        }
        if let resume { table.resume(at: resume.offset, rows: resume.rows) }
        self.table = table
        self.columns = columns
        self.defaults = defaults
        self.zone = zone
    }

    /// One member, or what is wrong with her row.
    package enum Item: Sendable {
        /// A member, and her row.
        case member(row: Int64, ParsedArrival)
        /// A row that gives none.
        case refused([RowProblem])
    }

    /// Where the next member begins.
    package var offset: Int64 { table.nextOffset }

    /// How many rows stand before the next member, the header too.
    package var rows: Int64 { table.row }

    /// The column that gives a field of the body, such as `identities[0].value`; the field's own name where none does.
    package func column(of field: String) -> String {
        name(of: field, given: [])
    }

    /// The next member; none at the end.
    package mutating func next() throws -> Item? {
        guard try table.next() else { return nil }
        if let problem = table.problem { return refused("", problem.description) }
        var cells: [(field: String, text: String)] = []
        for (field, place) in columns.places {
            guard let text = table.text(place) else { return refused(columns.header[place], "is not text in UTF-8") }
            if !text.trimmed.isEmpty { cells.append((field, text.trimmed)) }
        }
        for (field, value) in columns.values { cells.append((field, value)) }
        for place in cells.indices where ["joinedAt", "expiresAt", "levelUntil"].contains(cells[place].field) {
            guard let instant = instant(inTable: cells[place].text, zone: zone) else {
                return refused(name(of: cells[place].field, given: []), timeForm)
            }
            cells[place].text = instant.rfc3339
        }
        guard cells.contains(where: { MemberTable.identityFields.contains($0.field) }) else {
            return refused("", "names nobody: no email, phone, card or customer is given")
        }
        do {
            return .member(row: table.row, try parseArrival(body(cells), defaults))
        } catch {
            let identities = cells.map(\.field).filter(MemberTable.identityFields.contains)
            return .refused(
                error.problems.map { problem in
                    RowProblem(
                        row: table.row,
                        column: name(of: problem.field, given: identities),
                        reason: problem.reason
                    )
                }
            )
        }
    }

    private func refused(_ column: String, _ reason: String) -> Item {
        .refused([RowProblem(row: table.row, column: column, reason: reason)])
    }

    /// The cells in the form in which a member is stated elsewhere.
    private func body(_ cells: [(field: String, text: String)]) -> JSON {
        func text(_ field: String) -> JSON? { cells.first { $0.field == field }.map { .string($0.text) } }
        func object(_ members: [(String, JSON?)]) -> JSON {
            .object(JSONObject(members.compactMap { member in member.1.map { (member.0, $0) } }))
        }
        let identities = cells.filter { MemberTable.identityFields.contains($0.field) }
        var members: [(String, JSON?)] = [
            (
                "identities",
                .array(identities.map { object([("kind", .string($0.field)), ("value", .string($0.text))]) })
            ),
            ("name", text("name")),
            ("birthDate", text("birthDate")),
            ("joinedAt", text("joinedAt")),
        ]
        for field in MemberTable.factFields { members.append((field, text(field))) }
        if let points = cells.first(where: { $0.field == "points" })?.text, points != "0" {
            let number: JSON = Int64(points).map { .integer($0) } ?? .string(points)
            let balance = object([("wallet", text("wallet")), ("points", number), ("expiresAt", text("expiresAt"))])
            members.append(("balances", .array([balance])))
        }
        if let level = text("level") {
            members.append(
                ("level", object([("tierSet", text("tierSet")), ("level", level), ("until", text("levelUntil"))]))
            )
        }
        return object(members)
    }

    /// What the file calls a field of the body.
    private func name(of field: String, given identities: [String]) -> String {
        let table = bodyFields[field] ?? field
        if let index = identities.indices.first(where: { field.hasPrefix("identities[\($0)]") }) {
            return columns.place(of: identities[index]).map { columns.header[$0] } ?? identities[index]
        }
        return columns.place(of: table).map { columns.header[$0] } ?? table
    }
}

/// Fields of the body by what a table calls them.
private let bodyFields = [
    "balances[0].wallet": "wallet", "balances[0].points": "points", "balances[0].expiresAt": "expiresAt",
    "level.tierSet": "tierSet", "level.level": "level", "level.until": "levelUntil",
]
