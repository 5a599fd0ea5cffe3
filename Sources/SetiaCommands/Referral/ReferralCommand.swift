internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaService

/// `setia referral`: members who came by another one's code.
struct ReferralCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "referral",
        abstract: "See who brought whom, and decide what looks wrong.",
        discussion: """
            Where something speaks against a referral (many friends from one address or device within a week, the same \
            name, the same e-mail address in another form), nothing is given until somebody has accepted it.

            EXAMPLES
              setia referral list --held
              setia referral accept email:ana@example.com --reason "a family of twelve"
              setia referral refuse email:ana@example.com --reason "the same person"
            """,
        subcommands: [
            ReferralListCommand.self, ReferralShowCommand.self, ReferralAcceptCommand.self, ReferralRefuseCommand.self,
        ]
    )
}

/// What a person is told of a refusal.
func referralFailure(_ refusal: ReferralRefusal) -> CommandFailure {
    switch refusal {
    case .unknownCode:
        CommandFailure("nothing was done", why: "nobody has this code", todo: "check its spelling", .notThere)
    case .unknownReferral:
        CommandFailure(
            "nothing was done",
            why: "she came by nobody's code",
            todo: "setia referral list shows who did",
            .notThere
        )
    case .decided(let state):
        CommandFailure(
            "nothing was done",
            why: "nobody need look at it: it is \(state.rawValue)",
            todo: "what was decided stays decided",
            .badData
        )
    case .noReason:
        CommandFailure(
            "nothing was decided",
            why: "a reason has 1 to 500 characters",
            todo: "say why: --reason",
            .usage
        )
    }
}

extension ReferralItem {
    /// The item as commands print it.
    func json(at now: Instant) -> JSON {
        .object([
            "at": .string(at.rfc3339), "due": referral?.order.map { .string($0.due.rfc3339) } ?? .null,
            "friend": .string(friend.text), "note": note.map { .string($0) } ?? .null,
            "order": referral?.order.map { .string($0.key.id.text) } ?? .null, "referrer": .string(referrer.text),
            "signs": .array((referral?.signs ?? []).map { .string($0.rawValue) }), "state": .string(state(at: now)),
            "until": referral.map { .string($0.until.rfc3339) } ?? .null,
        ])
    }
}
