package import SetiaCore

/// The answer to a refusal, by its name in kebab-case.
///
/// Where several refusals apply, one is answered: a conflict with what was recorded before, then the time, the store, the
/// member, and last what the programme says.
///
/// | status | when |
/// |--:|---|
/// | 404 | the member that the event names is not there |
/// | 409 | it stands against what was recorded: the same key with other content, returned twice, enrolled twice |
/// | 410 | the member was erased |
/// | 422 | all else: understood, and the programme says no |
package func problem(for refusal: Refusal) -> Problem {
    func problem(
        _ name: String,
        _ title: String,
        _ status: Int,
        _ detail: String,
        _ numbers: [Problem.Number] = [],
        facts: [Problem.Fact] = []
    ) -> Problem {
        Problem(
            name,
            title: title,
            status: status,
            detail: detail,
            errors: [Problem.FieldError(field: refusal.field, reason: detail)],
            numbers: numbers,
            facts: facts
        )
    }
    return switch refusal {
    case .inTheFuture(let occurredAt, let now):
        problem(
            "in-the-future",
            "It has not happened yet",
            422,
            "the event says it happened at \(occurredAt), and it is \(now): more than five minutes ahead"
        )
    case .unknownMember(let text):
        problem("unknown-member", "No such member", 404, "no member has the id \(text)")
    case .memberErased:
        problem("member-erased", "The member is gone", 410, "the member was erased")
    case .memberClosed:
        problem("member-closed", "The member has left", 422, "the member left the programme")
    case .unknownStore(let text):
        problem("unknown-store", "No such store", 422, "no store has the id \(text)")
    case .unknownCurrency(let got, let taken):
        problem("unknown-currency", "Currency not taken", 422, "\(got) is not taken, only \(list(taken))")
    case .unknownWallet(let got, let known):
        problem("unknown-wallet", "No such wallet", 422, "there is no wallet \(got), only \(list(known))")
    case .unknownSegment(let got, let known):
        problem(
            "unknown-segment",
            "No such list",
            422,
            "there is no segment \(got) that members are written on, only \(list(known))"
        )
    case .unknownLevel(let tierSet, let level):
        problem("unknown-level", "No such level", 422, "there is no level \(level) in a tier set \(tierSet)")
    case .conflictingDuplicate(let kind, let key):
        problem(
            "conflicting-duplicate",
            "Recorded before with other content",
            409,
            "the \(kind.word) \(key) was recorded before with other content, which stands"
        )
    case .unknownOrder(let id):
        problem("unknown-order", "No such order", 422, "the order \(id) was not paid by this member here")
    case .alreadyReturned(let id):
        problem("already-returned", "Returned before", 409, "the order \(id) was returned before")
    case .unknownLine(let number, let lines):
        problem(
            "unknown-line",
            "No such line",
            422,
            "the order has \(lines) lines, and none of them is number \(number)"
        )
    case .overReturn(let line, let field, let left, let asked):
        problem(
            "over-return",
            "More than is left",
            422,
            "\(left) of line \(line) are left \(field == .quantity ? "" : "of what was paid, in minor units, ")"
                + "and \(asked) are returned",
            [Problem.Number("left", left), Problem.Number("asked", asked)]
        )
    case .notEnrolled:
        problem("not-enrolled", "Not enrolled", 422, "points are spent by members, and this person is not enrolled")
    case .memberSuspended:
        problem("member-suspended", "The account is stopped", 422, "the account was stopped, and spends nothing")
    case .coolingOff(let until):
        problem(
            "cooling-off",
            "An address has just changed",
            422,
            "an address of this member has just changed; from \(until.rfc3339) on she spends again",
            facts: [Problem.Fact("until", until.rfc3339)]
        )
    case .alreadyEnrolled:
        problem("already-enrolled", "A member already", 409, "this person is a member already")
    case .insufficientPoints(let wallet, let available, let needed):
        problem(
            "insufficient-points",
            "Too few points",
            422,
            "\(available) \(wallet) are available, and \(needed) are needed",
            [Problem.Number("available", available.units), Problem.Number("needed", needed.units)]
        )
    case .notTransferable(let wallet):
        problem("not-transferable", "Not handed on", 422, "\(wallet) are not handed on to other members")
    case .transferToSelf:
        problem("transfer-to-self", "The same member", 422, "nobody hands points on to herself")
    case .transferLimit(let left, let asked):
        problem(
            "transfer-limit",
            "Too much for now",
            422,
            "\(left) may still be handed on for now, and \(asked) are asked",
            [Problem.Number("left", left.units), Problem.Number("asked", asked.units)]
        )
    case .promotionLimit(let promotion):
        problem("limit-reached", "The limit is reached", 422, "this member had \(promotion) as often as she may")
    case .unknownHold(let id):
        problem("unknown-hold", "No such hold", 422, "no points of this member are held under \(id)")
    case .holdExists(let id):
        problem("hold-exists", "Held already", 409, "points are held under \(id) already")
    case .holdEnded(let id, .expired):
        problem("hold-expired", "The hold is over", 409, "the time of the hold \(id) was over; hold the points again")
    case .holdEnded(let id, let end):
        problem(
            "hold-ended",
            "The hold is over",
            409,
            "the hold \(id) was \(end == .captured ? "spent" : "given up") before"
        )
    case .outOfRange(let field):
        problem("out-of-range", "Past what can be kept", 422, "\(field) makes a number that grows past 64 bits")
    case .reward(let refusal): refusal.problem
    case .household(let refusal):
        switch refusal {
        case .noHouseholds:
            problem("no-households", "No households", 422, "the programme has no households")
        case .alreadyTogether:
            problem("already-in-household", "In a household", 409, "the member belongs to a household already")
        case .notTogether:
            problem("not-in-household", "In no household", 422, "the member belongs to no household")
        case .notHead:
            problem("not-head-of-household", "Not the head", 422, "only who began a household asks others to join it")
        case .notInvited:
            problem("not-invited", "Not asked", 422, "the head of that household has not asked this member")
        case .full:
            problem("household-full", "The household is full", 422, "as many belong to the household as may")
        case .herself:
            problem("household-of-one", "The same member", 422, "nobody is a household with herself")
        case .dropped:
            problem("redemption-given-up", "Given up", 409, "this redemption came to nothing; take another number")
        }
    }
}

extension ClaimKind {
    /// What people call it.
    fileprivate var word: String {
        switch self {
        case .event: "event"
        case .order: "order"
        case .orderReturn: "return"
        case .redemption: "redemption"
        case .hold: "hold"
        case .transfer: "transfer"
        case .cart: "cart"
        case .cartRelease: "release of the cart"
        case .capture: "capture of the hold"
        case .release: "end of the hold"
        case .reward: "redemption"
        }
    }
}

private func list(_ words: [String]) -> String {
    words.isEmpty ? "none" : words.joined(separator: ", ")
}
