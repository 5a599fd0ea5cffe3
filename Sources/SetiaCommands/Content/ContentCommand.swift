internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia content`: tips, tutorials and posts.
struct ContentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "content",
        abstract: "Tips, tutorials and posts: write, plan and publish.",
        discussion: """
            A piece has words in the programme's languages for the portal, for mail and for networks, a day, an owner, and a \
            state: draft, ready, published. Members read what is published for the portal in their language from its day on.

            EXAMPLES
              setia content list --from 2026-03-01 --until 2026-04-01
              setia content keep grinding.json
              setia content state "$ID" published
            """,
        subcommands: [
            ContentListCommand.self, ContentShowCommand.self, ContentKeepCommand.self, ContentStateCommand.self,
        ]
    )
}

/// Which piece a command is about.
struct ContentReference: ParsableArguments {
    @Argument(help: ArgumentHelp("Its id, from setia content list.", valueName: "id"))
    var id: String

    /// Its id.
    var identifier: Identifier {
        get throws {
            guard let id = Identifier(text: id) else { throw ContentRefusal.unknownPiece }
            return id
        }
    }
}

/// What a person is told of a refusal.
func contentFailure(_ refusal: ContentRefusal) -> CommandFailure {
    switch refusal {
    case .unknownPiece:
        CommandFailure(
            "nothing was done",
            why: "there is no piece with this id",
            todo: "setia content list shows the ids",
            .notThere
        )
    case .malformed(let problems):
        CommandFailure(
            "the piece cannot be taken",
            why: problems.map { "\($0.field) \($0.reason)" }.joined(separator: "; "),
            todo: "mend it in the file",
            .badData
        )
    case .tooMany(let most):
        CommandFailure(
            "nothing was kept",
            why: "a brand keeps at most \(grouped(most)) pieces",
            todo: "change one that is there: setia content keep FILE --id ID",
            .badData
        )
    }
}
