internal import ArgumentParser
internal import Foundation
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia channel set`: connects a network, or sets it up anew.
struct ChannelSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Connect a network, or set it up anew; made secrets are shown once.",
        discussion: """
            Kinds: sms, http, telegram, line, whatsapp, messenger, instagram. Secrets come from a file of lines such as \
            token=…, or from standard input (-), and are kept sealed; all that was set before under the name goes.

            EXAMPLES
              setia channel set texts sms --set url=https://gateway.example.com/send
              setia channel set bot telegram --secrets bot.env
              setia channel set wa whatsapp --set number=1066 --secrets -
            """
    )

    @Argument(help: ArgumentHelp("What it is called: small letters, digits, hyphens.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("What kind of network.", valueName: "kind"))
    var kind: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Something that is no secret; again and again.", valueName: "name=value")
    )
    var settings: [String] = []

    @Option(help: ArgumentHelp("A file of secrets, name=value a line; - reads them here.", valueName: "file"))
    var secrets: String?

    @OptionGroup var webhooks: WebhookOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let values = try settings.map { try value($0) } + secretLines().map { try value($0) }
            try await brand.withBrand(allowsPrivateWebhooks: webhooks.allowsPrivate) { brand in
                let new = NewChannel(name: name, kind: kind, values: values)
                let (channel, made) = try await brand.service.saveChannel(new, by: .operator)
                let shell = Shell.current
                if output.json {
                    var object = channel.json.object ?? JSONObject()
                    object.set(
                        "secrets",
                        .object(made.reduce(into: JSONObject()) { $0.set($1.name, .string($1.value)) })
                    )
                    return shell.say(JSON.object(object).pretty)
                }
                for secret in made { shell.say("\(secret.name)=\(secret.value)") }
                shell.note("channel \(channel.name.text): the network tells /v1/channels/\(channel.name.text)/hook")
                if !made.isEmpty { shell.note("keep the secrets now, they are not shown again") }
            }
        }
    }

    private func secretLines() throws -> [String] {
        guard let secrets else { return [] }
        let bytes: [UInt8]
        if secrets == "-" {
            bytes = Shell.current.readAll()
        } else {
            do {
                bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: secrets)))
            } catch {
                throw ValidationError("The file of secrets cannot be read.")
            }
        }
        return String(decoding: bytes.prefix(65_536), as: UTF8.self).split { $0.isNewline }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    private func value(_ text: String) throws -> Channel.Setting {
        guard let end = text.firstIndex(of: "="), end != text.startIndex else {
            // What it was may be a secret.
            throw ValidationError("Each of --set and --secrets is name=value.")
        }
        return Channel.Setting(name: String(text[..<end]), value: String(text[text.index(after: end)...]))
    }
}
