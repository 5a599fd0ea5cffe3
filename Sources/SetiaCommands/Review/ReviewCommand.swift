internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// `setia review`: events that were told and not recorded.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Look at what came too late, or without its order.",
        discussion: """
            An event that is older than the programme's lateWindow counts for nothing until somebody applies it, by today's \
            rules, or dismisses it. A return of an order that is not known waits 72 hours for it, and is then in the same \
            list. What members say of products is apart: setia review products.

            EXAMPLES
              setia review list
              setia review apply 01kb4ezy00e9gt8f9e1s2w3x4y
              setia review dismiss 01kb4ezy00e9gt8f9e1s2w3x4y --reason "told twice"
            """,
        subcommands: [
            ReviewListCommand.self, ReviewApplyCommand.self, ReviewDismissCommand.self, ProductReviewCommand.self,
        ]
    )
}

/// Which event of the list a command is about.
struct ReviewReference: ParsableArguments {
    @Argument(help: ArgumentHelp("Its id, from setia review list.", valueName: "id"))
    var id: String

    /// The item.
    var identifier: Identifier {
        get throws {
            guard let identifier = Identifier(text: id) else { throw ReviewRefusal.unknownReview }
            return identifier
        }
    }
}

/// What a person is told of a refusal.
func reviewFailure(_ refusal: ReviewRefusal) -> CommandFailure {
    switch refusal {
    case .unknownReview:
        CommandFailure(
            "nothing was done",
            why: "there is no event to review with this id",
            todo: "setia review list shows the ids",
            .notThere
        )
    case .decided(let item):
        CommandFailure(
            "nothing was done",
            why: "the event was \(item.state.rawValue) before",
            todo: "what was decided stays decided",
            .badData
        )
    case .noReason:
        CommandFailure(
            "nothing was dismissed",
            why: "a reason has 1 to 500 characters",
            todo: "say why it counts for nothing: --reason",
            .usage
        )
    }
}

/// What a person is told where the programme refuses an event that is to be applied.
func reviewFailure(_ refusal: Refusal) -> CommandFailure {
    CommandFailure(
        "nothing was applied",
        why: problem(for: refusal).detail,
        todo: "the event stays in the list: apply it later, or dismiss it",
        .badData
    )
}

extension ReviewItem {
    /// The item as commands print it.
    func json(at now: Instant) -> JSON {
        .object([
            "applied": applied.map { .string($0.text) } ?? .null, "id": .string(id.text),
            "event": .string(event.id.text), "listedAt": .string(listedAt.rfc3339),
            "member": member.map { .string($0.text) } ?? .null, "note": note.map { .string($0) } ?? .null,
            "occurredAt": .string(event.occurredAt.rfc3339), "reason": .string(reason.rawValue),
            "receivedAt": .string(receivedAt.rfc3339), "source": .string(event.source.text),
            "state": .string(isWaiting(at: now) ? "waiting" : state.rawValue), "type": .string(event.type.rawValue),
        ])
    }
}
