internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// A piece of a file with members.
struct MemberPiece: Sendable {
    var members: [ArrivingMember] = []
    var refused: [RefusedRow] = []
    var rows: Int64 = 0
    var offset: Int64 = 0
    var isLast = false

    /// Takes a member as the wire states her, or notes why not; `column` is what the file calls an identity of hers.
    mutating func add(_ parsed: ParsedArrival, row: Int64, column: (_ identity: Int) -> String) {
        var identities: [Identity] = []
        for (place, identity) in parsed.member.identities.enumerated() {
            do {
                identities.append(try Identity(identity))
            } catch {
                refused.append(RefusedRow(row: row, field: column(place), reason: error.reason))
                return
            }
        }
        members.append(
            ArrivingMember(
                row: row,
                member: NewMember(
                    identities: identities,
                    facts: parsed.member.facts,
                    person: parsed.member.person,
                    joinedAt: parsed.member.joinedAt
                ),
                balances: parsed.balances,
                level: parsed.level,
                consents: parsed.consents
            )
        )
    }
}

/// Pieces of a file with members, read one after the other.
protocol MemberPieces: Actor {
    /// The next piece; none behind the last.
    func next() throws -> MemberPiece?
}

/// Members of a table.
actor MemberTablePieces: MemberPieces {
    private var table: MemberTable
    private let size: Int
    private var rows: Int64
    private var isDone = false

    init(
        _ input: InputFile,
        _ mapping: ColumnMapping,
        _ version: ProgrammeVersion,
        resume: (offset: Int64, rows: Int64)?,
        size: Int
    ) throws {
        let table = try MemberTable(
            source: input.source,
            mapping: mapping,
            defaults: ArrivalDefaults(version.programme),
            zone: version.zone,
            resume: resume
        )
        self.table = table
        self.size = size
        rows = resume?.rows ?? 0
    }

    func next() throws -> MemberPiece? {
        guard !isDone else { return nil }
        var piece = MemberPiece()
        while piece.members.count + piece.refused.count < size {
            guard let item = try table.next() else {
                isDone = true
                break
            }
            switch item {
            case .refused(let problems): piece.refused += refusedRows(problems)
            case .member(let row, let arrival):
                piece.add(arrival, row: row) { table.column(of: arrival.member.identities[$0].kind) }
            }
        }
        piece.rows = table.rows - rows
        piece.offset = table.offset
        piece.isLast = isDone
        rows = table.rows
        return piece
    }
}

/// Members of JSON Lines.
actor MemberLinePieces: MemberPieces {
    private var lines: LineReader
    private let defaults: ArrivalDefaults
    private let size: Int
    private var rows: Int64
    private var isDone = false

    init(_ input: InputFile, _ version: ProgrammeVersion, resume: (offset: Int64, rows: Int64)?, size: Int) {
        lines = LineReader(at: resume?.offset ?? 0, rows: resume?.rows ?? 0, source: input.source)
        defaults = ArrivalDefaults(version.programme)
        self.size = size
        rows = resume?.rows ?? 0
    }

    func next() throws -> MemberPiece? {
        guard !isDone else { return nil }
        var piece = MemberPiece()
        while piece.members.count + piece.refused.count < size {
            let parsed = try lines.next { line in Result { try parseArrival(try JSON.parse(line), defaults) } }
            guard let parsed else {
                isDone = true
                break
            }
            let row = lines.row
            guard !lines.isTooLong else {
                piece.refused.append(RefusedRow(row: row, field: "", reason: "has more than 4 MiB"))
                continue
            }
            do {
                piece.add(try parsed.get(), row: row) { "identities[\($0)].value" }
            } catch let failure as JSONFailure {
                let reason = "is not JSON: column \(failure.column): \(failure.reason)"
                piece.refused.append(RefusedRow(row: row, field: "", reason: reason))
            } catch let malformed as MalformedBody {
                piece.refused += refusedRows(malformed.problems, row: row)
            }
        }
        piece.rows = lines.row - rows
        piece.offset = lines.nextOffset
        piece.isLast = isDone
        rows = lines.row
        return piece
    }
}
