internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia content keep`: writes a piece down, or changes it.
struct ContentKeepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep",
        abstract: "Keep a piece that is in a file, or change one.",
        discussion: """
            The file is JSON: kind (tip, tutorial, post), name, state, day, and forms: language, channel (portal, mail, \
            social), title, text and, if wanted, the HTTPS address of a picture.

            EXAMPLES
              setia content keep grinding.json
              setia content keep grinding.json --id "$ID"
              ID=$(setia content keep grinding.json)
            """
    )

    @Argument(help: "The file.")
    var file: String

    @Option(help: "Which piece is changed; left out is a new one.")
    var id: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let text = try InputFile(file).text(atMost: 2_000_000)
            guard let json = try? JSON.parse(text) else {
                throw CommandFailure(
                    "the piece cannot be taken",
                    why: "\(file) is no JSON",
                    todo: "mend it in the file",
                    .badData
                )
            }
            let known = try id.map { text throws(ContentRefusal) -> Identifier in
                guard let id = Identifier(text: text) else { throw .unknownPiece }
                return id
            }
            try await brand.withBrand { brand in
                let piece = try await brand.service.keepContent(known, json, by: .operator)
                Shell.current.say(output.json ? piece.json.pretty : piece.id.text)
            }
        }
    }
}

/// `setia content state`: says how far a piece is.
struct ContentStateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Say how far a piece is: draft, ready or published.",
        discussion: """
            EXAMPLES
              setia content state "$ID" ready
              setia content state "$ID" published
              setia content state "$ID" draft --json
            """
    )

    @OptionGroup var reference: ContentReference

    @Argument(help: "draft, ready or published.")
    var state: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard ContentPiece.State(rawValue: state) != nil else {
            throw ValidationError("the state is draft, ready or published")
        }
    }

    func run() async throws {
        try await reporting {
            let id = try reference.identifier
            try await brand.withBrand { brand in
                let state = ContentPiece.State(rawValue: state) ?? .draft
                let piece = try await brand.service.changeContent(id, to: state, by: .operator)
                Shell.current.say(output.json ? piece.json.pretty : piece.state.rawValue)
            }
        }
    }
}
