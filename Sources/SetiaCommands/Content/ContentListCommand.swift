internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia content list`: the pieces by their day.
struct ContentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List pieces by their day, those without one last.",
        discussion: """
            EXAMPLES
              setia content list
              setia content list --state ready --language ms
              setia content list --from 2026-03-01 --until 2026-04-01 --json
            """
    )

    @Option(help: "draft, ready or published.")
    var state: String?

    @Option(help: "Those with words in this language.")
    var language: String?

    @Option(help: "Those with words for portal, mail or social.")
    var channel: String?

    @Option(help: "From this day on.")
    var from: String?

    @Option(help: "Before this day.")
    var until: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard state.map({ ContentPiece.State(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--state is draft, ready or published")
        }
        guard channel.map({ ContentPiece.Channel(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--channel is portal, mail or social")
        }
        for (name, text) in [("--from", from), ("--until", until)] {
            guard text.map({ Day(iso: $0) != nil }) ?? true else {
                throw ValidationError("\(name) is a day such as 2026-12-31")
            }
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                var wish = ContentWish()
                wish.state = state.flatMap { ContentPiece.State(rawValue: $0) }
                wish.channel = channel.flatMap { ContentPiece.Channel(rawValue: $0) }
                wish.language = language.map { Key($0) }
                wish.from = from.flatMap { Day(iso: $0) }
                wish.until = until.flatMap { Day(iso: $0) }
                let pieces = try await brand.service.contents(wish)
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(pieces.map { $0.json }).pretty) }
                guard !pieces.isEmpty else { return shell.note("there is no such piece") }
                var table = TextTable([
                    ("id", .left), ("day", .left), ("state", .left), ("kind", .left), ("name", .left),
                ])
                for piece in pieces {
                    table.add(
                        piece.id.text,
                        piece.day.map { "\($0)" } ?? "-",
                        piece.state.rawValue,
                        piece.kind.rawValue,
                        piece.name
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

/// `setia content show`: one piece, word by word.
struct ContentShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one piece, as it can be kept again.",
        discussion: """
            EXAMPLES
              setia content show "$ID"
              setia content show "$ID" > grinding.json
              setia content show "$ID" --database shop.db
            """
    )

    @OptionGroup var reference: ContentReference
    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            let id = try reference.identifier
            try await brand.withBrand { brand in
                let piece = try await brand.service.content(id)
                var object: JSONObject = [:]
                for member in piece.json.object?.members ?? []
                where !["id", "createdAt", "changedAt"].contains(member.key) {
                    object.set(member.key, member.value)
                }
                Shell.current.say(JSON.object(object).pretty)
            }
        }
    }
}
