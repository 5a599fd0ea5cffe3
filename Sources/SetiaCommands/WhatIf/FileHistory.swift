internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

/// The events of a file, a member's together: what a what-if without a database replays.
///
/// It is read as `setia import events` reads it, and holds the facts of the whole file in memory.
struct FileHistory {
    /// Events by whom they are about, in the order of the file.
    private(set) var events: [[Event]] = []
    /// How many events there are.
    private(set) var count = 0
    /// How many rows could not be used.
    private(set) var refused = 0
    private var places: [String: Int] = [:]
    private var seen: Set<[Key]> = []

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - input: The file.
    ///   - format: What it holds.
    ///   - mapping: Which column gives which field; for tables.
    ///   - version: What held: its currencies and days.
    ///   - progress: Is told how many events were read.
    /// - Throws: `TableFailure` or `FileFailure`.
    init(
        _ input: InputFile,
        _ format: ImportFormat,
        _ mapping: ColumnMapping,
        _ version: ProgrammeVersion,
        _ progress: Progress
    ) throws {
        switch format {
        case .csv: try readTable(input, mapping, version, progress)
        case .jsonl: try readLines(input, version.programme.events, progress)
        }
    }

    /// What would be kept had all of it been recorded under `book`.
    func histories(under book: ProgrammeBook) -> (histories: [History], refused: Int) {
        var refused = 0
        let histories = events.enumerated().map { place, events in
            let id = MemberID(Identifier(high: 0x7000, low: 1 << 63 | UInt64(place + 1)))
            let recorded = History.recording(events, of: id, under: book)
            refused += recorded.refused
            return recorded.history
        }
        return (histories, refused)
    }

    private mutating func readTable(
        _ input: InputFile,
        _ mapping: ColumnMapping,
        _ version: ProgrammeVersion,
        _ progress: Progress
    ) throws {
        var table = try OrderTable(
            source: input.source,
            mapping: mapping,
            programme: version.programme,
            zone: version.zone
        )
        while let item = try table.next() {
            try Task.checkCancellation()
            switch item {
            case .refused: refused += 1
            case .order(_, let parsed, _):
                add(parsed, progress, done: Double(table.offset) / Double(max(1, input.size)))
            }
        }
    }

    private mutating func readLines(
        _ input: InputFile,
        _ declared: [EventDeclaration],
        _ progress: Progress
    ) throws {
        var lines = LineReader(source: input.source)
        while let parsed = try lines.next({ line in try? parseEvent(try JSON.parse(line), declared: declared) }) {
            try Task.checkCancellation()
            guard let parsed, !lines.isTooLong else {
                refused += 1
                continue
            }
            add(parsed, progress, done: Double(lines.nextOffset) / Double(max(1, input.size)))
        }
    }

    private mutating func add(_ parsed: ParsedEvent, _ progress: Progress, done: Double) {
        // A repeated event is the same event.
        guard seen.insert([parsed.event.source, parsed.event.id]).inserted else { return }
        count += 1
        progress.show(done: min(1, done), count: Int64(count))
        var whose: String?
        if let subject = parsed.subject {
            whose = "member \(subject)"
        } else if let said = parsed.identity {
            guard let identity = try? Identity(said) else {
                refused += 1
                return
            }
            whose = "\(identity.kind.rawValue) \(identity.value)"
        }
        guard let whose else {
            events.append([parsed.event])
            return
        }
        if let place = places[whose] {
            events[place].append(parsed.event)
        } else {
            places[whose] = events.count
            events.append([parsed.event])
        }
    }
}
