internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia member household`: who spends together with a member; asking, joining and leaving.
struct MemberHouseholdCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "household",
        abstract: "Show who spends together with a member; ask, join, leave.",
        discussion: """
            Both must agree: who begins a household asks the other one, who then joins it.

            EXAMPLES
              setia member household email:ana@example.com
              setia member household card:1 --ask card:2
              setia member household card:2 --join card:1
            """
    )

    @Argument(help: ArgumentHelp("Her id, or email:, phone:, card: or customer: and it.", valueName: "member"))
    var member: MemberReference

    @Option(help: ArgumentHelp("Ask this member to join her household.", valueName: "member"))
    var ask: MemberReference?

    @Option(help: ArgumentHelp("Join the household of this one.", valueName: "member"))
    var join: MemberReference?

    @Flag(help: "Leave the household; with its head it ends.")
    var leave = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [ask != nil, join != nil, leave].count(where: { $0 }) < 2 else {
            throw ValidationError("one at a time: --ask, --join or --leave")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let (service, shell) = (brand.service, Shell.current)
                let id = try await member.resolve(service)
                do {
                    if let ask { _ = try await service.invite(try await ask.resolve(service), toHouseholdOf: id) }
                    if let join { _ = try await service.joinHousehold(of: try await join.resolve(service), id) }
                    if leave { _ = try await service.leaveHousehold(id) }
                } catch Refusal.household(let refusal) {
                    throw CommandFailure(
                        "nothing was done",
                        why: refusal.rawValue.split(separator: "-").joined(separator: " "),
                        todo: "setia member household shows who belongs together",
                        .badData
                    )
                }
                let household = try await service.household(of: id)
                guard !output.json else { return shell.say(json(household).pretty) }
                guard let household else { return shell.note("she belongs to no household") }
                var table = TextTable([("member", .left), ("wallet", .left), ("available", .right)])
                for (member, available) in household.members {
                    let name = member == household.head ? "\(member.text) (head)" : member.text
                    if available.isEmpty { table.add(name, "-", "0") }
                    for (wallet, points) in available { table.add(name, wallet.text, grouped(points.units)) }
                }
                for (wallet, points) in household.available {
                    table.add("together", wallet.text, grouped(points.units))
                }
                shell.say(table.text)
                for other in household.invited { shell.say("asked: \(other.text)") }
            }
        }
    }

    private func json(_ household: HouseholdView?) -> JSON {
        func points(_ available: [(wallet: Key, points: Points)]) -> JSON {
            .object(JSONObject(available.map { ($0.wallet.text, .integer($0.points.units)) }))
        }
        guard let household else { return .object(["members": .array([])]) }
        return .object([
            "available": points(household.available), "head": .string(household.head.text),
            "invited": .array(household.invited.map { .string($0.text) }),
            "members": .array(
                household.members.map {
                    .object(["available": points($0.available), "member": .string($0.member.text)])
                }
            ),
        ])
    }
}
