internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia staff disable`: somebody may not sign in any more.
struct StaffDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "End an account: she is signed out everywhere at once.",
        discussion: """
            An owner can enable it again in the console. The last owner cannot be disabled: invite another one first.

            EXAMPLES
              setia staff disable budi@example.com
              setia staff disable budi@example.com --database shop.db
              setia staff disable budi@example.com --json
            """
    )

    @Argument(help: "Her address.")
    var email: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                guard let known = try await brand.service.staffMember(email: email) else {
                    throw StaffRefusal.unknownStaff
                }
                let ended = try await brand.service.changeStaff(
                    known.id,
                    StaffChange(status: .disabled),
                    expectedRevision: known.revision,
                    by: .operator
                )
                let shell = Shell.current
                if output.json {
                    return shell.say(JSON.object(["email": .string(ended.email), "disabled": .bool(true)]).pretty)
                }
                shell.say("\(ended.name) <\(ended.email)> is disabled, and signed out everywhere")
            }
        }
    }
}
