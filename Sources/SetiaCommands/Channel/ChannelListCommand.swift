internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia channel list`: the channels, without their secrets.
struct ChannelListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the channels, by name.",
        discussion: """
            EXAMPLES
              setia channel list
              setia channel list --database shop.db
              setia channel list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let channels = try await brand.service.channels()
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(channels.map(\.json)).pretty) }
                guard !channels.isEmpty else {
                    return shell.note("there is no channel yet: setia channel set NAME KIND")
                }
                var table = TextTable([
                    ("name", .left), ("kind", .left), ("state", .left), ("hook", .left), ("settings", .left),
                ])
                for channel in channels {
                    table.add(
                        channel.name.text,
                        channel.kind.rawValue,
                        channel.isOn ? "on" : "off",
                        "/v1/channels/\(channel.name.text)/hook",
                        channel.settings.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
                    )
                }
                shell.say(table.text)
            }
        }
    }
}
