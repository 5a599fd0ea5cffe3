internal import ArgumentParser
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia inbox answer`: answers a conversation, or keeps a note.
struct InboxAnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Answer a conversation, or keep a note in it.",
        discussion: """
            Mail leaves as for setia serve, by SETIA_MAIL; what does not leave at once is tried again by the server.

            EXAMPLES
              setia inbox answer "$ID" --text "It is on its way."
              setia inbox answer "$ID" --text "Done." --close
              setia inbox answer "$ID" --text "Ask the shop." --note
            """
    )

    @OptionGroup var reference: ConversationReference

    @Option(help: ArgumentHelp("What is said.", valueName: "text"))
    var text: String

    @Flag(help: "Keep it as a note that the member never sees.")
    var note = false

    @Flag(help: "Send the network's approved template; the text stays with us.")
    var template = false

    @Flag(help: "Close the conversation with it.")
    var close = false

    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            let id = try reference.conversation
            let shell = Shell.current
            let letters = try LinkOptions.parse([]).letters(
                print: { shell.note($0) },
                onFailure: { shell.note("setia: \($0)") }
            )
            try await brand.withBrand(letters: letters) { brand in
                var answering = Answering(
                    member: id.member,
                    conversation: id.identifier,
                    text: text,
                    kind: note ? .note : .answer
                )
                answering.closes = close
                answering.usesTemplate = template
                let message = try await brand.service.answer(answering, by: .operator)
                let state = try await brand.service.messages(of: id)?.last { $0.message.id == message.id }?.message
                shell.say(note ? "kept" : "\((state ?? message).delivery.state.rawValue)")
            }
        }
    }
}
