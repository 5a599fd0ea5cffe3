internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia case show`: one case with all that was done and said.
struct CaseShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a case with all that was done and said about it.",
        discussion: """
            EXAMPLES
              setia case show "$ID"
              setia case show "$ID" --json
              setia case show "$ID" --database shop.db
            """
    )

    @OptionGroup var reference: CaseReference
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let id = try reference.memberCase
            try await brand.withBrand { brand in
                guard let opened = try await brand.service.openedCase(id) else { throw CaseRefusal.unknownCase }
                let shell = Shell.current
                if output.json {
                    var object = opened.one.json
                    object.set(
                        "steps",
                        .array(
                            opened.steps.map { step, text in
                                .object([
                                    "at": .string(step.at.rfc3339), "what": .string(step.what.rawValue),
                                    "state": .string(step.state.rawValue), "author": .string(name(step.author)),
                                    "text": text.map { JSON.string($0) } ?? JSON.null,
                                ])
                            }
                        )
                    )
                    return shell.say(JSON.object(object).pretty)
                }
                let one = opened.one
                let next = one.state.next(of: one.kind).map(\.rawValue)
                shell.say("\(opened.name ?? one.id.member.text): \(one.kind), \(one.state), due \(one.dueAt.rfc3339)")
                if !next.isEmpty { shell.say("  it becomes \(next.joined(separator: " or "))") }
                if let cause = one.cause { shell.say("  cause: \(cause)") }
                if one.given > .zero { shell.say("  given: \(grouped(Int(one.given.units))) points") }
                for (step, text) in opened.steps {
                    shell.say("  \(step.at.rfc3339)  \(name(step.author)): \(step.what), \(step.state)")
                    if let text { shell.say("    \(text.replacing("\n", with: "\n    "))") }
                }
            }
        }
    }

    private func name(_ author: Message.Author) -> String {
        switch author {
        case .member: "the member"
        case .staff(_, let name), .person(let name), .program(let name): name
        case .operator: "operator"
        }
    }
}
