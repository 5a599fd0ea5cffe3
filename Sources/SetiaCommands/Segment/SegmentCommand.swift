internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia segment`: who belongs to which segment, and lists.
struct SegmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "Count segments, show who belongs, write lists, draw.",
        discussion: """
            Segments stand in the programme: by a condition, or as a list that members are written on. Who belongs is asked \
            now, of active members.

            EXAMPLES
              setia segment list
              setia segment members regulars --limit 20
              setia segment add press --file press.csv
            """,
        subcommands: [
            SegmentListCommand.self, SegmentMembersCommand.self, SegmentAddCommand.self, SegmentRemoveCommand.self,
            SegmentPreviewCommand.self, SegmentMeasureCommand.self, SegmentDrawCommand.self, SegmentDrawsCommand.self,
        ]
    )
}

/// What a person is told of a refusal.
func segmentFailure(_ refusal: SegmentRefusal) -> CommandFailure {
    switch refusal {
    case .unknownSegment(let key, let known):
        CommandFailure(
            "there is no such segment",
            why: "the programme has no '\(key)', only \(known.isEmpty ? "none" : known.joined(separator: ", "))",
            todo: "write it under 'segments' in the programme",
            .notThere
        )
    case .notAList(let key):
        CommandFailure(
            "nobody was written on it",
            why: "'\(key)' says by itself who belongs to it",
            todo: "use a segment with 'list: true'",
            .badData
        )
    case .tooMany(let most):
        CommandFailure(
            "nobody was written on it",
            why: "at most \(grouped(most)) are taken at once",
            todo: "cut the file in parts",
            .badData
        )
    }
}

/// `setia segment list`: the segments with how many belong to each.
struct SegmentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the segments with how many belong to each.",
        discussion: """
            EXAMPLES
              setia segment list
              setia segment list --database shop.db
              setia segment list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let counts = try await brand.service.segmentCounts()
                let shell = Shell.current
                guard !output.json else {
                    return shell.say(
                        JSON.array(
                            counts.segments.map { segment, count in
                                .object([
                                    "count": .integer(Int64(count)), "isList": .bool(segment.isList),
                                    "ofMembers": .integer(Int64(counts.ofMembers)),
                                    "segment": .string(segment.key.text),
                                ])
                            }
                        ).pretty
                    )
                }
                guard !counts.segments.isEmpty else { return shell.note("the programme has no segments") }
                var table = TextTable([("segment", .left), ("members", .right), ("of", .right), ("who", .left)])
                for (segment, count) in counts.segments {
                    var who = "a list"
                    switch segment.kind {
                    case .condition(let condition): who = condition.text
                    case .measured(let cells): who = "RFM: \(cells.map(\.text).joined(separator: ", "))"
                    case .list: break
                    }
                    table.add(segment.key.text, grouped(Int64(count)), grouped(Int64(counts.ofMembers)), who)
                }
                shell.say(table.text)
            }
        }
    }
}

/// `setia segment members`: who belongs to a segment.
struct SegmentMembersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "members",
        abstract: "Show who belongs to a segment, by id.",
        discussion: """
            EXAMPLES
              setia segment members regulars
              setia segment members press --limit 1000
              setia segment members regulars --after 01kdvvcrg6e008000000000006 --json
            """
    )

    @Argument(help: ArgumentHelp("The segment's key.", valueName: "segment"))
    var segment: String

    @Option(help: "How many at most, 1 to 10000.")
    var limit = 100

    @Option(help: ArgumentHelp("Behind whom to go on.", valueName: "member"))
    var after: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000.") }
        guard after.map({ MemberID(text: $0) != nil }) ?? true else {
            throw ValidationError("--after is a member's id.")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let shell = Shell.current
                var (members, next) = ([MemberID](), after.flatMap { MemberID(text: $0) })
                do {
                    repeat {
                        let portion = try await brand.service.members(
                            of: Key(segment),
                            after: next,
                            limit: limit - members.count
                        )
                        members += portion.members
                        next = portion.next
                    } while next != nil && members.count < limit
                } catch let refusal as SegmentRefusal {
                    throw segmentFailure(refusal)
                }
                if output.json {
                    shell.say(JSON.array(members.map { .string($0.text) }).pretty)
                } else {
                    for member in members { shell.say(member.text) }
                    if members.isEmpty { shell.note("nobody belongs to it") }
                }
                if let next { shell.note("go on: --after \(next.text)") }
            }
        }
    }
}

/// Which members are written on a list, or taken off: named one by one, or in a file.
struct ListedMembers: ParsableArguments {
    @Argument(help: ArgumentHelp("The list's key.", valueName: "segment"))
    var segment: String

    @Argument(help: ArgumentHelp("Members, by id or such as card:K123.", valueName: "member"))
    var members: [MemberReference] = []

    @Option(help: ArgumentHelp("A file with a member a line; of CSV the first column.", valueName: "file"))
    var file: String?

    func validate() throws {
        guard members.isEmpty != (file == nil) else { throw ValidationError("Name members, or a --file.") }
    }

    /// Writes them on the list, or takes them off.
    func change(isIn: Bool, _ brand: BrandOptions, _ output: OutputOptions) async throws {
        var references = members
        if let file {
            let text = try InputFile(file).text(atMost: 10_000_000)
            for (place, line) in text.split(whereSeparator: \.isNewline).enumerated() {
                let cell = line.prefix { $0 != "," && $0 != ";" && $0 != "\t" }
                let name = cell.filter { $0 != "\"" && $0 != " " }
                if name.isEmpty { continue }
                if let reference = MemberReference(argument: String(name)) {
                    references.append(reference)
                } else if place > 0 {
                    // The first line may be a heading.
                    throw CommandFailure(
                        "the list was not changed",
                        why: "line \(place + 1) of \(file) names no member: '\(name)'",
                        todo: "write an id, or such as card:K123, in the first column",
                        .badData
                    )
                }
            }
        }
        let wanted = references
        try await brand.withBrand { brand in
            var ids: [MemberID] = []
            for reference in wanted { ids.append(try await reference.resolve(brand.service)) }
            let done: ListChanged
            do {
                done = try await brand.service.list(ids, on: Key(segment), isIn: isIn, by: .operator)
            } catch let refusal as SegmentRefusal {
                throw segmentFailure(refusal)
            }
            let shell = Shell.current
            guard !output.json else {
                return shell.say(
                    JSON.object([
                        "changed": .integer(Int64(done.changed)), "unchanged": .integer(Int64(done.unchanged)),
                        "unknown": .array(done.unknown.map { .string($0.text) }),
                    ]).pretty
                )
            }
            let what = isIn ? "written on" : "taken off"
            shell.say("\(counted(done.changed, "member")) \(what) \(segment)")
            if done.unchanged > 0 {
                shell.note(
                    "\(counted(done.unchanged, "member")) \(isIn ? "stood there before" : "did not stand there")"
                )
            }
            for member in done.unknown { shell.note("no member: \(member.text)") }
        }
    }
}

/// `setia segment add`: writes members on a list.
struct SegmentAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Write members on a list.",
        discussion: """
            Each is an event of the member's own. The same again changes nobody.

            EXAMPLES
              setia segment add press 01kdvvcrg6e008000000000006
              setia segment add press card:K123 email:ana@example.com
              setia segment add press --file press.csv
            """
    )

    @OptionGroup var listed: ListedMembers
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting { try await listed.change(isIn: true, brand, output) }
    }
}

/// `setia segment remove`: takes members off a list.
struct SegmentRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take members off a list.",
        discussion: """
            EXAMPLES
              setia segment remove press 01kdvvcrg6e008000000000006
              setia segment remove press card:K123
              setia segment remove press --file gone.csv
            """
    )

    @OptionGroup var listed: ListedMembers
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting { try await listed.change(isIn: false, brand, output) }
    }
}
