internal import ArgumentParser
internal import JSONText
internal import SetiaServer
internal import SetiaService

/// `setia staff link`: a link that signs somebody in, for whoever lost the way in.
struct StaffLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Print a link that signs somebody in once, within ten minutes.",
        discussion: """
            The link stands for the password only: a second factor is asked for as ever. Who lost phone and recovery \
            codes gets in with --forget-second-factor. Both are written in the log.

            EXAMPLES
              setia staff link aisyah@example.com
              setia staff link aisyah@example.com --forget-second-factor
              setia staff link aisyah@example.com --url https://kopi.example.com
            """
    )

    @Argument(help: "Her address.")
    var email: String

    @Flag(help: "Take her second factor away.")
    var forgetSecondFactor = false

    @OptionGroup var link: LinkOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let letters = try link.letters()
            try await brand.withBrand(letters: letters) { brand in
                let token = try await brand.service.oneTimeSignInLink(email: email)
                if forgetSecondFactor { try await brand.service.forgetSecondFactor(email: email) }
                let path = letters.address + StaffLink.signIn(token)
                let shell = Shell.current
                if output.json { return shell.say(JSON.object(["link": .string(path)]).pretty) }
                shell.say(path)
                shell.note("the link works once, within ten minutes")
            }
        }
    }
}
