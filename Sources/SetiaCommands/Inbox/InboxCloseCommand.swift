internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia inbox close`: closes a conversation.
struct InboxCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a conversation; what is unanswered counts as not answered.",
        discussion: """
            EXAMPLES
              setia inbox close "$ID"
              setia inbox close "$ID" --json
              setia inbox close "$ID" --database shop.db
            """
    )

    @OptionGroup var reference: ConversationReference
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try reference.conversation
            try await brand.withBrand { brand in
                let conversation = try await brand.service.change(id, .close, by: .operator)
                let shell = Shell.current
                guard !output.json else { return shell.say(JSON.object(conversation.json).pretty) }
                shell.say("closed")
            }
        }
    }
}
