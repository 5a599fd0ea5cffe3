internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia member stop`: stops a member's account, or lets it go on.
struct MemberStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a member's account, or let it go on.",
        discussion: """
            Stopped, it earns and spends nothing, and she is signed out everywhere. --resume lets it go on. Why it is done \
            stands sealed beside it.

            EXAMPLES
              setia member stop card:KS-1001 --reason "Her phone was stolen"
              setia member stop card:KS-1001 --resume --reason "She has a new phone"
              setia member stop email:ana@example.com --reason "Bought with stolen cards" --json
            """
    )

    @Argument(help: ArgumentHelp("Her id, or such as card:KS-1001.", valueName: "member"))
    var member: MemberReference

    @Option(help: ArgumentHelp("Why, in at most 500 characters.", valueName: "text"))
    var reason: String

    @Flag(help: "Let it go on.")
    var resume = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let id = try await member.resolve(brand.service)
                let receipt = try await brand.service.setStopped(!resume, of: id, reason: reason, by: .operator)
                if output.json {
                    let object: JSONObject = [
                        "event": .string(receipt.id.text), "member": .string(receipt.member.text),
                        "stopped": .bool(!resume),
                    ]
                    Shell.current.say(JSON.object(object).pretty)
                } else {
                    Shell.current.say("\(receipt.member.text) \(resume ? "goes on" : "is stopped")")
                }
            }
        }
    }
}

/// What a person is told of a refusal.
func accountFailure(_ refusal: AccountRefusal) -> CommandFailure {
    func failure(_ why: String, _ todo: String, _ status: CommandFailure.Status = .badData) -> CommandFailure {
        CommandFailure("nothing was changed", why: why, todo: todo, status)
    }
    switch refusal {
    case .unknownMember(let id):
        return failure("there is no member \(id.text)", "look for her: setia member find", .notThere)
    case .isSo(let id, true): return failure("\(id.text) is stopped already", "let it go on with --resume")
    case .isSo(let id, false): return failure("\(id.text) is not stopped", "leave --resume out to stop it")
    case .reason: return failure("--reason has 1 to 500 characters", "say why", .usage)
    case .sameAddress: return failure("she has this address already", "name another one")
    case .addressTaken: return failure("another member has this address", "merge them: setia member merge")
    case .noAddress(let kind):
        return failure("no letter goes to a \(kind.rawValue)", "name an email or a phone", .usage)
    }
}
