internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia programme cancel`: takes a version back that has not begun.
struct ProgrammeCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Take back a version that has not begun.",
        discussion: """
            It keeps its number, and stays in the list. A version that holds or held is not taken back: publish another.

            EXAMPLES
              setia programme cancel 4
              setia programme cancel 4 --database shop.db
              setia programme cancel 4 --json
            """
    )

    @Argument(help: ArgumentHelp("Which version.", valueName: "number"))
    var version: Int

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let cancelled = try await brand.service.cancelProgramme(version, by: .operator)
                let moment = cancelled.cancelledAt?.rfc3339 ?? ""
                if output.json {
                    let answer: JSON = .object([
                        "cancelledAt": .string(moment), "version": .integer(Int64(cancelled.number)),
                    ])
                    Shell.current.say(answer.pretty)
                } else {
                    Shell.current.say("version \(cancelled.number) is cancelled and never holds")
                }
            }
        }
    }
}
