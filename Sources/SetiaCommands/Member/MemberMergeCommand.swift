internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia member merge`: makes two accounts of one person one, or two again.
struct MemberMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make two accounts of one person one, or two again.",
        discussion: """
            All that the first has goes to the second: points with their days, cards and addresses, what counts for levels. \
            The first is closed. Says what it would do first, and asks for its id to be typed; --yes leaves the question out. \
            For 30 days --undo brings back what remains.

            EXAMPLES
              setia member merge card:KS-1002 email:ana@example.com
              setia member merge 01kb4ezy00e9gt8f9e1s2w3x4y card:KS-1001 --yes
              setia member merge 01kb4ezy00e9gt8f9e1s2w3x4y card:KS-1001 --undo --json
            """
    )

    @Argument(help: ArgumentHelp("Whose account goes: an id, or such as card:KS-1002.", valueName: "from"))
    var from: MemberReference

    @Argument(help: ArgumentHelp("Who stays.", valueName: "into"))
    var into: MemberReference

    @Flag(help: "Make two of them again; the first by its id.")
    var undo = false

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let (from, into) = (try await from.resolve(service), try await into.resolve(service))
                if undo {
                    try await service.undoMerge(of: from, into: into, by: .operator)
                    return say(from, into, "is an account of its own again")
                }
                let preview = try await service.previewMerge(of: from, into: into)
                if let refusal = preview.refusal { throw refusal }
                try confirm(preview, from, into)
                _ = try await service.mergeMember(from, into: into, by: .operator)
                say(from, into, "goes on as \(into.text)")
            }
        }
    }

    private func confirm(_ preview: MergePreview, _ from: MemberID, _ into: MemberID) throws {
        let shell = Shell.current
        shell.note("This closes the account \(from.text), and brings to \(into.text):")
        for balance in preview.goes.balances {
            shell.note(
                "  - \(grouped((balance.active + balance.pending).units)) \(balance.wallet), each lot with its day"
            )
        }
        shell.note("  - \(counted(preview.goes.identities.count, "identity", "identities"))")
        shell.note("  - what counts for levels and caps")
        if !preview.hadTwice.isEmpty {
            shell.note("Given to both, and kept: \(preview.hadTwice.map(\.text).joined(separator: ", "))")
        }
        if yes { return }
        guard shell.inIsTerminal else {
            throw CommandFailure(
                "nothing was merged",
                why: "there is no terminal at which to ask",
                todo: "say that you mean it: --yes",
                .usage
            )
        }
        shell.err("Type \(from.text) to go on: ")
        guard shell.readLine()?.filter({ $0 != " " }) == from.text else {
            throw CommandFailure(
                "nothing was merged",
                why: "what was typed is not the id of the account that goes",
                todo: "call it again if it was a slip",
                .usage
            )
        }
    }

    private func say(_ from: MemberID, _ into: MemberID, _ what: String) {
        if output.json {
            let object: JSONObject = ["from": .string(from.text), "into": .string(into.text), "undone": .bool(undo)]
            Shell.current.say(JSON.object(object).pretty)
        } else {
            Shell.current.say("\(from.text) \(what)")
        }
    }
}

/// What a person is told of a refusal.
func mergeFailure(_ refusal: MergeRefusal) -> CommandFailure {
    func failure(_ why: String, _ todo: String, _ status: CommandFailure.Status = .badData) -> CommandFailure {
        CommandFailure("nothing was changed", why: why, todo: todo, status)
    }
    switch refusal {
    case .unknownMember(let id):
        return failure("there is no member \(id.text)", "look for her: setia member find", .notThere)
    case .sameMember: return failure("these are one account already", "name another one")
    case .wrongStatus(let id, let status):
        return failure("\(id.text) is \(status.rawValue)", "only prospects and active members are merged")
    case .unfinished(let id):
        return failure("points of \(id.text) are held or on their way", "wait until that has ended")
    case .notMerged(let id): return failure("\(id.text) did not come to this member", "setia member show says what did")
    case .tooLateToUndo(let since): return failure("it was done at \(since.rfc3339)", "it can be undone for 30 days")
    }
}
