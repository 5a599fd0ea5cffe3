internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// `setia gathering`: events for members, and who comes.
struct GatheringCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gathering",
        abstract: "Events for members: make them, see who comes, let in.",
        discussion: """
            What members are invited to, online or in person; in the console and on members' pages they are called events. \
            Members ask for places on their pages or by POST /v1/gatherings; whoever comes after the last place waits.

            EXAMPLES
              setia gathering create tasting-june tasting.json
              setia gathering guests tasting-june --csv > guests.csv
              setia gathering check-in tasting-june KS-7001
            """,
        subcommands: [
            GatheringListCommand.self, GatheringCreateCommand.self, GatheringGuestsCommand.self,
            GatheringCheckInCommand.self,
        ]
    )
}

/// What a person is told of a refusal.
func gatheringFailure(_ refusal: GatheringRefusal) -> CommandFailure {
    let (why, todo, status): (String, String, CommandFailure.Status) =
        switch refusal {
        case .unknownGathering: ("there is no event of this name", "setia gathering list shows the names", .notThere)
        case .calledOff: ("it was called off", "make another one", .badData)
        case .begun(let at): ("it began at \(at)", "setia gathering list --part past shows what is over", .badData)
        case .notExpected:
            ("nobody with a confirmed place has this code", "setia gathering guests shows who is expected", .notThere)
        case .doorsClosed(let from, let until):
            ("members are let in from \(from) until \(until)", "come again then", .badData)
        case .capacityTaken(let taken):
            ("\(grouped(Int(taken))) places are confirmed, held or offered", "have at least as many", .badData)
        case .notActive, .notOpen, .full, .noPlace, .stillWaiting, .holdLapsed, .offerLapsed, .checkedIn:
            ("this cannot be done with the place", "setia gathering guests says how far it is", .badData)
        }
    return CommandFailure("nothing was done", why: why, todo: todo, status)
}

/// What a person is told of an event that cannot be taken.
func gatheringFailure(_ malformed: MalformedGathering) -> CommandFailure {
    let lines = malformed.problems.map { "\($0.field) \($0.reason)" }
    return CommandFailure("nothing was made", why: lines.joined(separator: "; "), todo: "mend the file", .badData)
}
