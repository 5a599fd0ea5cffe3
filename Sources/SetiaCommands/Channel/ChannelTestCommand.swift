internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia channel test`: a short message to a number or an account of one's own, and what the network said.
struct ChannelTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a short test by a channel, and say what the network answered.",
        discussion: """
            EXAMPLES
              setia channel test texts +60123456789
              setia channel test wa 60123456789 --database shop.db
              setia channel test bot 4711 --json
            """
    )

    @Argument(help: ArgumentHelp("The channel's name, from setia channel list.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("A number, or the network's id of an account of yours.", valueName: "to"))
    var contact: String

    @OptionGroup var webhooks: WebhookOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand(allowsPrivateWebhooks: webhooks.allowsPrivate) { brand in
                let trial = try await brand.service.testChannel(name, to: contact, .en, by: .operator)
                let (word, reason): (String, String?) =
                    switch trial {
                    case .taken: ("taken", nil)
                    case .refused(let reason): ("refused", reason.text)
                    case .unknown: ("unknown", nil)
                    }
                if output.json {
                    var object: JSONObject = ["answer": .string(word), "name": .string(name)]
                    if let reason { object.set("reason", .string(reason)) }
                    Shell.current.say(JSON.object(object).pretty)
                } else {
                    let why = reason.map { ": \($0)" } ?? ""
                    Shell.current.say(trial == .taken ? "the network took it" : "not taken: \(word)\(why)")
                }
                if trial != .taken { throw endWithFindings() }
            }
        }
    }
}
