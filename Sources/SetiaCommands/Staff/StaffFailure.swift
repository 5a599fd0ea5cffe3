internal import SetiaCore
internal import SetiaService

/// What a person at the terminal is told of a refusal about staff.
func staffFailure(_ refusal: StaffRefusal) -> CommandFailure {
    switch refusal {
    case .unknownStaff:
        CommandFailure(
            "nobody was found",
            why: "no account that can be used has this address",
            todo: "setia staff list shows the accounts",
            .notThere
        )
    case .lastOwner:
        CommandFailure(
            "nothing was changed",
            why: "she is the last owner; nobody would be left who may everything",
            todo: "invite another owner first: setia staff invite --role owner",
            .badData
        )
    case .invalid(let field, let problem):
        CommandFailure(
            "nothing was changed",
            why: "--\(field == .stores ? "store" : field.rawValue) \(words(for: problem))",
            todo: "mend it and run the command again",
            .badData
        )
    case .alreadyJoined, .changedMeanwhile:
        CommandFailure(
            "nothing was changed",
            why: "somebody changed the account meanwhile",
            todo: "look at it again: setia staff list",
            .badData
        )
    // What only the console asks for; said plainly should it ever come here.
    case .wrongCredentials, .tooManyTries, .wrongCode, .linkUnknown, .linkExpired, .linkUsed, .notSignedIn,
        .signInAgain, .mayNot, .ownRole, .ownAccount, .secondFactorThere, .noSecondFactor, .unknownRequest,
        .requestClosed,
        .ownRequest, .notYourRequest, .formChanged, .unknownMember:
        CommandFailure("nothing was changed", why: "\(refusal)", todo: "use the console for this", .badData)
    }
}

private func words(for problem: FieldProblem) -> String {
    switch problem {
    case .empty: "must not be empty"
    case .tooShort(let least): "must have at least \(least) characters"
    case .tooLong(let most): "must have at most \(most) characters"
    case .malformed: "is not of its form"
    case .taken: "belongs to another account"
    case .common: "is one that many have"
    case .personal: "is made of her own name"
    case .wrong: "is wrong"
    case .unknownStore(let store): "names no store of the brand: \(store.text)"
    case .unknownWallet(let wallet): "names no wallet of the programme: \(wallet)"
    case .outOfRange: "is out of range"
    }
}
