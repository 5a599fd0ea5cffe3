internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia channel remove`: nothing comes or goes by it any more.
struct ChannelRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a channel away with its secrets; what was said stays.",
        discussion: """
            EXAMPLES
              setia channel remove bot
              setia channel remove texts --database shop.db
              setia channel remove wa --json
            """
    )

    @Argument(help: ArgumentHelp("The channel's name, from setia channel list.", valueName: "name"))
    var name: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                try await brand.service.removeChannel(name, by: .operator)
                if output.json {
                    Shell.current.say(JSON.object(["name": .string(name), "removed": .bool(true)]).pretty)
                } else {
                    Shell.current.say("channel \(name) is gone")
                }
            }
        }
    }
}
