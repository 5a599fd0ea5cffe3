internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// `setia case`: what members come with, and what is done about it.
struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case",
        abstract: "See and answer what members complain of or praise.",
        discussion: """
            A case goes from received to closed; what is due first stands on top. An unhappy answer to a survey opens one \
            by itself. Points for a case are given in the console, by who has a budget.

            EXAMPLES
              setia case list --part late
              setia case step "$ID" answered --text "A new cup is on its way."
              setia case figures --days 90
            """,
        subcommands: [
            CaseListCommand.self, CaseShowCommand.self, CaseOpenCommand.self, CaseStepCommand.self,
            CaseFiguresCommand.self,
        ]
    )
}

/// Which case a command is about.
struct CaseReference: ParsableArguments {
    @Argument(help: ArgumentHelp("Its id, from setia case list.", valueName: "id"))
    var id: String

    /// The case.
    var memberCase: CaseID {
        get throws {
            guard let id = CaseID(text: id) else { throw CaseRefusal.unknownCase }
            return id
        }
    }
}

/// What a person is told of a refusal.
func caseFailure(_ refusal: CaseRefusal) -> CommandFailure {
    let (why, todo, status): (String, String, CommandFailure.Status) =
        switch refusal {
        case .unknownCase: ("there is no case with this id", "setia case list shows the ids", .notThere)
        case .unknownMember: ("there is no such member, or she was erased", "setia case list shows cases", .notThere)
        case .wrongMove(let from, let to, let allowed):
            (
                "it is \(from) and does not become \(to)",
                allowed.isEmpty
                    ? "open it again: reopen" : "it becomes \(allowed.map(\.rawValue).joined(separator: " or "))",
                .badData
            )
        case .notAnswered: ("it was not answered yet", "answer it: answered", .badData)
        case .textMissing: ("this step says something", "say it: --text", .usage)
        case .tooLong(let most): ("more than \(grouped(most)) characters", "say it in fewer words", .badData)
        case .causeMissing: ("what was learned names a cause", "name it: --cause", .usage)
        case .wrongPromise:
            ("a promise is for a day from today on, within a year", "name another: --day", .badData)
        case .nothingPromised: ("nothing is promised that is not done", "setia case show says how far it is", .badData)
        case .promiseOpen: ("what was promised is not done", "say that it is: kept", .badData)
        case .unknownOwner, .wrongPoints, .budgetSpent, .noFollowUp, .tooMany:
            ("this cannot be done with the case", "setia case show says how far it is", .badData)
        }
    return CommandFailure("nothing was done", why: why, todo: todo, status)
}

extension MemberCase {
    /// The case as commands print it.
    var json: JSONObject {
        var object: JSONObject = [
            "id": .string(id.text), "member": .string(id.member.text), "kind": .string(kind.rawValue),
            "state": .string(state.rawValue), "source": .string(source.rawValue),
            "openedAt": .string(openedAt.rfc3339), "dueAt": .string(dueAt.rfc3339),
            "reopened": .integer(Int64(reopened)), "given": .integer(given.units),
        ]
        if let owner { object.set("owner", .string(owner.text)) }
        if let cause { object.set("cause", .string(cause.rawValue)) }
        if let answeredAt { object.set("answeredAt", .string(answeredAt.rfc3339)) }
        if let confirmedAt { object.set("recoveredAt", .string(confirmedAt.rfc3339)) }
        if let closedAt { object.set("closedAt", .string(closedAt.rfc3339)) }
        if let followUp { object.set("followUp", .integer(Int64(followUp))) }
        if let promise { object.set("promisedBy", .string(promise.iso)) }
        return object
    }
}
