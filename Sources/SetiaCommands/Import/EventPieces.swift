internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// Pieces of a file with events, read and made ready one after the other.
protocol EventPieces: Actor {
    /// What the file calls the fields of an event, such as `data.store`.
    nonisolated var columns: [String: String] { get }
    /// The next piece; none behind the last.
    func next() async throws -> ImportPiece?
}

/// Orders of a table, in pieces that end between two orders.
actor OrderPieces: EventPieces {
    nonisolated let columns: [String: String]
    private var table: OrderTable
    private let service: SetiaService
    private let size: Int
    private var rows: Int64
    private var isDone = false

    /// Pieces of `size` orders, from the beginning or from where an earlier import stopped.
    init(
        _ input: InputFile,
        _ mapping: ColumnMapping,
        _ version: ProgrammeVersion,
        _ service: SetiaService,
        resume: (offset: Int64, rows: Int64)?,
        size: Int
    ) throws {
        let table = try OrderTable(
            source: input.source,
            mapping: mapping,
            programme: version.programme,
            zone: version.zone,
            resume: resume
        )
        columns = table.columnsOfFields
        self.table = table
        self.service = service
        self.size = size
        rows = resume?.rows ?? 0
    }

    func next() throws -> ImportPiece? {
        guard !isDone else { return nil }
        var events: [(row: Int64, event: PreparedIntake)] = []
        var refused: [RefusedRow] = []
        events.reserveCapacity(size)
        // Rows count too, so that very long orders make smaller pieces.
        while events.count + refused.count < size, table.rows - rows < Int64(size) * 32 {
            guard let item = try table.next() else {
                isDone = true
                break
            }
            switch item {
            case .refused(let problems): refused += refusedRows(problems)
            case .order(let row, let parsed, let column):
                do {
                    events.append((row, service.prepareHistory(try intake(parsed))))
                } catch let malformed as MalformedIdentity {
                    refused.append(RefusedRow(row: row, field: column, reason: malformed.reason))
                } catch is UnknownSubject {
                    refused.append(RefusedRow(row: row, field: column, reason: "is not the id of a member"))
                }
            }
        }
        defer { rows = table.rows }
        return ImportPiece(
            events: events,
            refused: refused,
            rows: table.rows - rows,
            offset: table.offset,
            isLast: isDone
        )
    }
}

/// Events of JSON Lines.
actor EventLinePieces: EventPieces {
    nonisolated let columns: [String: String] = [:]
    private var lines: LineReader
    private let service: SetiaService
    private let size: Int
    private var rows: Int64
    private var isDone = false

    /// Pieces of `size` events, from the beginning or from where an earlier import stopped.
    init(_ input: InputFile, _ service: SetiaService, resume: (offset: Int64, rows: Int64)?, size: Int) {
        lines = LineReader(at: resume?.offset ?? 0, rows: resume?.rows ?? 0, source: input.source)
        self.service = service
        self.size = size
        rows = resume?.rows ?? 0
    }

    func next() async throws -> ImportPiece? {
        let declared = try await service.declaredEvents()
        guard !isDone else { return nil }
        var events: [(row: Int64, event: PreparedIntake)] = []
        var refused: [RefusedRow] = []
        events.reserveCapacity(size)
        while events.count + refused.count < size {
            let parsed = try lines.next { line in
                Result { try parseEvent(try JSON.parse(line), declared: declared, ofExport: true) }
            }
            guard let parsed else {
                isDone = true
                break
            }
            let row = lines.row
            func refuse(_ field: String, _ reason: String) {
                refused.append(RefusedRow(row: row, field: field, reason: reason))
            }
            guard !lines.isTooLong else {
                refuse("", "has more than 4 MiB")
                continue
            }
            do {
                events.append((row, service.prepareHistory(try intake(try parsed.get()))))
            } catch let failure as JSONFailure {
                refuse("", "is not JSON: column \(failure.column): \(failure.reason)")
            } catch let malformed as MalformedBody {
                refused += refusedRows(malformed.problems, row: row)
            } catch let malformed as MalformedIdentity {
                refuse("data.identity.value", malformed.reason)
            } catch is UnknownSubject {
                refuse("subject", "is not the id of a member")
            }
        }
        defer { rows = lines.row }
        return ImportPiece(
            events: events,
            refused: refused,
            rows: lines.row - rows,
            offset: lines.nextOffset,
            isLast: isDone
        )
    }
}

/// A text stands where a member's id must stand.
private struct UnknownSubject: Error {}

/// A parsed event as the service takes it.
///
/// - Throws: `MalformedIdentity`, or `UnknownSubject`.
private func intake(_ parsed: ParsedEvent) throws -> Intake {
    if let subject = parsed.subject {
        guard let member = MemberID(text: subject) else { throw UnknownSubject() }
        return Intake(event: parsed.event, who: .member(member), personal: parsed.personal)
    }
    guard let identity = parsed.identity else {
        return Intake(event: parsed.event, who: .nobody, personal: parsed.personal)
    }
    return Intake(event: parsed.event, who: .identity(try Identity(identity)), personal: parsed.personal)
}

extension Identity {
    /// A parsed identity, folded.
    init(_ parsed: ParsedIdentity) throws(MalformedIdentity) {
        guard let kind = IdentityKind(rawValue: parsed.kind) else { fault("no kind of identity: \(parsed.kind)") }
        try self.init(kind: kind, text: parsed.value)
    }
}

/// The rows that have these problems, one each, however much is wrong with it.
func refusedRows(_ problems: [RowProblem]) -> [RefusedRow] {
    var rows: [RefusedRow] = []
    for problem in problems {
        if let last = rows.last, last.row == problem.row {
            let also = problem.column.isEmpty ? problem.reason : "\(problem.column) \(problem.reason)"
            rows[rows.count - 1] = RefusedRow(row: last.row, field: last.field, reason: "\(last.reason); \(also)")
        } else {
            rows.append(RefusedRow(row: problem.row, field: problem.column, reason: problem.reason))
        }
    }
    return rows
}

/// The row that has these problems.
func refusedRows(_ problems: [Malformed], row: Int64) -> [RefusedRow] {
    refusedRows(problems.map { RowProblem(row: row, column: $0.field, reason: $0.reason) })
}
