internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia broadcast test`: what members will read, to somebody on the staff.
struct BroadcastTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a broadcast to somebody on the staff, who sees what members will.",
        discussion: """
            It leaves as other mail does (SETIA_MAIL), and counts for nobody.

            EXAMPLES
              setia broadcast test "$ID" mei@example.com
              setia broadcast test "$ID" mei@example.com --language th
              setia broadcast test "$ID" +60123456789 --way sms
            """
    )

    @OptionGroup var reference: BroadcastReference

    @Argument(help: ArgumentHelp("Of somebody on the staff; by a network a number or id.", valueName: "address"))
    var address: String

    @Option(help: ArgumentHelp("Which words; her own language if unset.", valueName: "language"))
    var language: String?

    @Option(help: ArgumentHelp("mail, whatsapp, line, telegram, sms or http.", valueName: "way"))
    var way = "mail"

    @OptionGroup var links: LinkOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try reference.identifier
            try await brand.withBrand(letters: try links.letters()) { brand in
                let trial = try await brand.service.testBroadcast(
                    id,
                    to: address,
                    way: way,
                    language: language.map { Key($0) },
                    by: .operator
                )
                let shell = Shell.current
                if output.json {
                    shell.say(trial.json.pretty)
                } else if let failure = trial.failure {
                    shell.say("it did not leave: \(failure.reason)")
                } else {
                    shell.say("sent to \(trial.to)")
                }
                if trial.failure != nil { throw endWithFindings() }
            }
        }
    }
}
