internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia referral show`: a member's code, by whose she came, and whom she brought.
struct ReferralShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a member's code, by whose she came, and whom she brought.",
        discussion: """
            EXAMPLES
              setia referral show email:ana@example.com
              setia referral show referral:7KQM-3XWA
              setia referral show email:ana@example.com --json
            """
    )

    @Argument(
        help: ArgumentHelp("Her id, or email:, phone:, card:, customer: or referral: and it.", valueName: "member")
    )
    var member: MemberReference

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let id = try await member.resolve(brand.service)
                guard let own = try await brand.service.ownReferrals(of: id) else { throw MemberReference.unknownID }
                let came = try await brand.service.referral(of: id)
                let (shell, now) = (Shell.current, brand.service.surroundings.now())
                guard !output.json else {
                    return shell.say(
                        JSON.object([
                            "came": came?.json(at: now) ?? .null,
                            "code": own.code.map { .string($0.shown) } ?? .null,
                            "friends": .array(
                                own.friends.map { friend, _ in
                                    .object([
                                        "friend": .string(friend.member.text),
                                        "points": friend.lot.map { .integer($0.points.units) } ?? .null,
                                        "since": .string(friend.since.rfc3339),
                                        "state": .string(friend.state.rawValue),
                                    ])
                                }
                            ),
                        ]).pretty
                    )
                }
                shell.say("code: \(own.code?.shown ?? "none")")
                if let came { shell.say("came by \(came.referrer.text): \(came.state(at: now))") }
                guard !own.friends.isEmpty else { return shell.note("nobody came by her code") }
                var table = TextTable([("friend", .left), ("state", .left), ("since", .left), ("points", .right)])
                for (friend, _) in own.friends {
                    table.add(
                        friend.member.text,
                        friend.state.rawValue,
                        friend.since.rfc3339,
                        friend.lot.map { grouped($0.points.units) } ?? "-"
                    )
                }
                shell.say(table.text)
            }
        }
    }
}
