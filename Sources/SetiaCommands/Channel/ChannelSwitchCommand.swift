internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia channel switch`: nothing comes or goes by it while it is off.
struct ChannelSwitchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch",
        abstract: "Switch a channel off or on; its settings and secrets stay.",
        discussion: """
            EXAMPLES
              setia channel switch bot off
              setia channel switch bot on --database shop.db
              setia channel switch wa off --json
            """
    )

    /// Off or on.
    enum State: String, ExpressibleByArgument, CaseIterable {
        case on, off
    }

    @Argument(help: ArgumentHelp("The channel's name, from setia channel list.", valueName: "name"))
    var name: String

    @Argument(help: "on or off.")
    var state: State

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let change = ChannelChange(isOn: state == .on)
                let (channel, _) = try await brand.service.changeChannel(name, change, by: .operator)
                if output.json { return Shell.current.say(channel.json.pretty) }
                Shell.current.say("channel \(name) is \(state.rawValue)")
            }
        }
    }
}
