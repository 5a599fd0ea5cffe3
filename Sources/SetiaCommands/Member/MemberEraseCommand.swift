internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia member erase`: makes all that is personal about a member unreadable, for ever.
struct MemberEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Make all that is personal about a member unreadable, for ever.",
        discussion: """
            Her key is destroyed: name, identities and all personal parts of her events are gone, also from a backup \
            that is restored later. Her ledger stays and names nobody. Says its extent first, and asks for her id to \
            be typed; --yes leaves the question out.

            EXAMPLES
              setia member erase email:ana@example.com
              setia member erase 01kb4ezy00e9gt8f9e1s2w3x4y --yes
              setia member erase card:KS-1001 --yes --json
            """
    )

    @Argument(help: ArgumentHelp("Her id, or such as card:KS-1001.", valueName: "member"))
    var member: MemberReference

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let id = try await member.resolve(service)
                guard let view = try await service.member(id) else { throw MemberReference.unknownID }
                guard view.state.status != .erased else { return say(id, "was erased before; nothing was changed") }
                try confirm(view)
                guard try await service.eraseMember(id) else { throw MemberReference.unknownID }
                say(id, "is erased")
            }
        }
    }

    private func confirm(_ view: MemberView) throws {
        let shell = Shell.current
        let id = view.state.member.text
        let points = view.balances.map { "\(grouped(($0.active + $0.pending).units)) \($0.wallet)" }
        shell.note("This erases for ever, of member \(id):")
        shell.note("  - \(counted(view.identities.count, "identity", "identities")), by which nobody finds her again")
        shell.note("  - \(counted(view.person.members.count, "personal field")), and the personal part of her events")
        shell.note("  - the use of \(points.isEmpty ? "no points" : points.joined(separator: ", "))")
        shell.note("What stays and names nobody: \(counted(view.state.orders, "order")), and her ledger.")
        if yes { return }
        guard shell.inIsTerminal else {
            throw CommandFailure(
                "nobody was erased",
                why: "there is no terminal at which to ask",
                todo: "say that you mean it: --yes",
                .usage
            )
        }
        shell.err("Type \(id) to go on: ")
        guard shell.readLine()?.filter({ $0 != " " }) == id else {
            throw CommandFailure(
                "nobody was erased",
                why: "what was typed is not her id",
                todo: "call it again if it was a slip",
                .usage
            )
        }
    }

    private func say(_ id: MemberID, _ what: String) {
        if output.json {
            Shell.current.say(JSON.object(["id": .string(id.text), "status": .string("erased")]).pretty)
        } else {
            Shell.current.say("\(id.text) \(what)")
        }
    }
}
