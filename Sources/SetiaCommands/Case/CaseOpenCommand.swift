internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia case open`: writes down what a member said.
struct CaseOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Write down what a member complains of, praises or proposes.",
        discussion: """
            EXAMPLES
              setia case open "$MEMBER" complaint --text "The cup was cold."
              setia case open "$MEMBER" praise --text "Thank you, Mei."
              setia case open "$MEMBER" idea --text "Oat milk." --json
            """
    )

    @Argument(help: "The member's id, from setia member find.")
    var member: String

    @Argument(help: "complaint, claim, praise or idea.")
    var kind: String

    @Option(help: "What she says, in her own words.")
    var text: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard CaseKind(rawValue: kind) != nil else {
            throw ValidationError("the kind is complaint, claim, praise or idea")
        }
    }

    func run() async throws {
        try await reporting {
            guard let member = MemberID(text: member), let kind = CaseKind(rawValue: kind) else {
                throw CaseRefusal.unknownMember
            }
            try await brand.withBrand { brand in
                let new = NewCase(member: member, kind: kind, text: text, source: .staff)
                let one = try await brand.service.openCase(new, by: .operator)
                let shell = Shell.current
                guard !output.json else { return shell.say(JSON.object(one.json).pretty) }
                shell.say(one.id.text)
            }
        }
    }
}
