internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia inbox show`: one conversation, word by word.
struct InboxShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one conversation, word by word.",
        discussion: """
            EXAMPLES
              setia inbox show "$ID"
              setia inbox show "$ID" --json
              setia inbox show "$ID" --database shop.db
            """
    )

    @OptionGroup var reference: ConversationReference
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try reference.conversation
            try await brand.withBrand { brand in
                guard let conversation = try await brand.service.conversation(id),
                    let messages = try await brand.service.messages(of: id)
                else { throw ConversationRefusal.unknownConversation }
                let shell = Shell.current
                if output.json {
                    var object = conversation.json
                    object.set("messages", .array(messages.map { json($0) }))
                    return shell.say(JSON.object(object).pretty)
                }
                for opened in messages {
                    let message = opened.message
                    let state = message.kind == .answer ? " · \(message.delivery.state.rawValue)" : ""
                    shell.say("\(message.at.rfc3339) · \(who(message)) · \(message.channel.rawValue)\(state)")
                    for line in (opened.content?.text ?? "(erased)").split(separator: "\n") { shell.say("  \(line)") }
                }
            }
        }
    }

    private func who(_ message: Message) -> String {
        switch message.author {
        case .member: message.kind == .automatic ? "a program of hers" : "the member"
        case .staff(_, let name), .person(let name), .program(let name):
            message.kind == .note ? "\(name) (note)" : name
        case .operator: "operator"
        }
    }

    private func json(_ opened: OpenedMessage) -> JSON {
        let message = opened.message
        var object: JSONObject = [
            "at": .string(message.at.rfc3339), "author": .string(who(message)), "kind": .string(message.kind.rawValue),
            "number": .integer(message.number), "channel": .string(message.channel.rawValue),
        ]
        if message.kind == .answer { object.set("delivery", .string(message.delivery.state.rawValue)) }
        if let content = opened.content { object.set("text", .string(content.text)) }
        return .object(object)
    }
}
