internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia referral accept`: accepts a referral against which something speaks.
struct ReferralAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accept a referral that somebody must look at, and say why.",
        discussion: """
            EXAMPLES
              setia referral accept email:ana@example.com --reason "a family of twelve"
              setia referral accept card:800000000001 --reason "her sister"
              setia referral accept email:ana@example.com --reason "a family of twelve" --json
            """
    )

    @Argument(
        help: ArgumentHelp("The friend: her id, or email:, phone:, card: or customer: and it.", valueName: "friend")
    )
    var friend: MemberReference

    @Option(help: ArgumentHelp("Why; kept with it.", valueName: "text"))
    var reason: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let id = try await friend.resolve(brand.service)
                let item = try await brand.service.decideReferral(
                    of: id,
                    isAccepted: true,
                    reason: reason,
                    by: .operator
                )
                let (shell, now) = (Shell.current, brand.service.surroundings.now())
                guard !output.json else { return shell.say(item.json(at: now).pretty) }
                shell.say("accepted: \(item.friend.text), brought by \(item.referrer.text)")
            }
        }
    }
}
