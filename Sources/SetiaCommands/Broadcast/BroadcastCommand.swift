internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia broadcast`: one message to many members.
struct BroadcastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broadcast",
        abstract: "Write to many members at once, and see who got it.",
        discussion: """
            A broadcast says the same facts in each language, and goes to a segment by mail, WhatsApp, \
            LINE, Telegram or text, by one way to each member. Whether a member may get it is \
            decided for each by herself; setia serve sends.

            EXAMPLES
              setia broadcast create raya.json
              setia broadcast preview "$ID"
              setia broadcast start "$ID"
            """,
        subcommands: [
            BroadcastCreateCommand.self, BroadcastListCommand.self, BroadcastShowCommand.self,
            BroadcastPreviewCommand.self, BroadcastTestCommand.self, BroadcastStartCommand.self,
            BroadcastPauseCommand.self,
            BroadcastResumeCommand.self, BroadcastStopCommand.self,
        ]
    )
}

/// Which broadcast a command is about.
struct BroadcastReference: ParsableArguments {
    @Argument(help: ArgumentHelp("Its id, from setia broadcast list.", valueName: "id"))
    var id: String

    /// Its id.
    var identifier: Identifier {
        get throws {
            guard let id = Identifier(text: id) else { throw BroadcastRefusal.unknownBroadcast }
            return id
        }
    }
}

/// What a person is told of a refusal.
func broadcastFailure(_ refusal: BroadcastRefusal) -> CommandFailure {
    switch refusal {
    case .unknownBroadcast:
        CommandFailure(
            "nothing was done",
            why: "there is no broadcast with this id",
            todo: "setia broadcast list shows the ids",
            .notThere
        )
    case .malformed(let problems):
        CommandFailure(
            "the broadcast cannot be taken",
            why: problems.map { "\($0.field) \($0.reason)" }.joined(separator: "; "),
            todo: "mend it in the file",
            .badData
        )
    case .notFrom(let state):
        CommandFailure(
            "nothing was done",
            why: "the broadcast is \(state.rawValue)",
            todo: "setia broadcast show tells how it stands",
            .badData
        )
    case .noAddress:
        CommandFailure(
            "nothing was started",
            why: "links in messages would lead nowhere",
            todo: "say the server's public address: SETIA_URL",
            .notSetUp
        )
    }
}

/// `setia broadcast create`: keeps a broadcast that nobody has started.
struct BroadcastCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Keep a broadcast that is in a file; nothing is sent.",
        discussion: """
            The file is JSON: name, facts, and for each language of the programme a subject and a text that say these facts \
            and no others; if wanted segment, expiresAt, perMinute, atLimit (wait, drop, digest) and holdOut.

            EXAMPLES
              setia broadcast create raya.json
              setia broadcast create raya.json --database shop.db
              ID=$(setia broadcast create raya.json)
            """
    )

    @Argument(help: "The file.")
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let text = try InputFile(file).text(atMost: 1_000_000)
            guard let json = try? JSON.parse(text) else {
                throw CommandFailure(
                    "the broadcast cannot be taken",
                    why: "\(file) is no JSON",
                    todo: "mend it in the file",
                    .badData
                )
            }
            try await brand.withBrand { brand in
                let broadcast = try await brand.service.writeBroadcast(json, by: .operator)
                let shell = Shell.current
                shell.say(output.json ? JSON.object(broadcast.object).pretty : broadcast.id.text)
                for found in broadcast.content.tone { shell.note("\(found.language): think about '\(found.words)'") }
            }
        }
    }
}

/// `setia broadcast list`: the broadcasts that there are.
struct BroadcastListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the broadcasts, the newest first.",
        discussion: """
            EXAMPLES
              setia broadcast list
              setia broadcast list --json
              setia broadcast list --database shop.db
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let broadcasts = try await brand.service.broadcasts()
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(broadcasts.map { .object($0.object) }).pretty) }
                guard !broadcasts.isEmpty else { return shell.note("there are no broadcasts") }
                var table = TextTable([("id", .left), ("state", .left), ("to", .left), ("name", .left)])
                for broadcast in broadcasts {
                    table.add(
                        broadcast.id.text,
                        broadcast.state.rawValue,
                        broadcast.content.segment?.text ?? "all",
                        broadcast.content.name
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

/// `setia broadcast show`: how a broadcast stands.
struct BroadcastShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show how a broadcast stands: sent, waiting, and why not.",
        discussion: """
            EXAMPLES
              setia broadcast show "$ID"
              setia broadcast show "$ID" --json
              setia broadcast show "$ID" --database shop.db
            """
    )

    @OptionGroup var reference: BroadcastReference
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try reference.identifier
            try await brand.withBrand { brand in
                let results = try await brand.service.broadcastResults(id)
                let shell = Shell.current
                if output.json { return shell.say(results.json.pretty) }
                let broadcast = results.broadcast
                shell.say("\(broadcast.content.name): \(broadcast.state.rawValue)")
                var table = TextTable([("what", .left), ("members", .right), ("why", .left)])
                table.add("targeted", grouped(results.targeted), broadcast.isPlanned ? "" : "so far")
                table.add("sent", grouped(results.count(.sent)), "")
                for way in [Contact.Way.due, .sending, .unknown, .failed] where results.count(way) > 0 {
                    table.add(way.rawValue, grouped(results.count(way)), "")
                }
                for (reason, verdict, count) in results.reasons {
                    table.add(verdict, grouped(count), reason.rawValue)
                }
                shell.say(table.text)
            }
        }
    }
}

/// `setia broadcast preview`: what would become of it.
struct BroadcastPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Say what would become of a broadcast that were started now.",
        discussion: """
            EXAMPLES
              setia broadcast preview "$ID"
              setia broadcast preview "$ID" --json
              setia broadcast preview "$ID" --database shop.db
            """
    )

    @OptionGroup var reference: BroadcastReference
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try reference.identifier
            try await brand.withBrand { brand in
                let preview = try await brand.service.previewBroadcast(id)
                let shell = Shell.current
                if output.json { return shell.say(preview.json.pretty) }
                let tally = preview.tally
                var parts = ["\(grouped(Int64(tally.sent))) now"]
                parts += preview.sortedWaits.map { "\(grouped(Int64($0.count))) at \($0.until.rfc3339)" }
                let waiting: Set<String> = ["quiet-hours"]
                parts += tally.reasons.filter { $0.reason != .allowed && !waiting.contains($0.reason.rawValue) }
                    .map { "\(grouped(Int64($0.count))) \($0.reason.rawValue)" }
                shell.say("of \(grouped(Int64(tally.targeted))) targeted: \(parts.joined(separator: ", "))")
            }
        }
    }
}
