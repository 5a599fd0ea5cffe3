internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// `setia inbox`: what members write, and what is answered.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Read what members write, and answer it.",
        discussion: """
            A conversation has a first message, an end, and somebody who waits in between; what is due first stands on top. \
            Answers leave by the channel by which she wrote. Mail comes in by setia mail-pipe.

            EXAMPLES
              setia inbox list --part waiting
              setia inbox answer "$ID" --text "It is on its way."
              setia inbox figures --days 30
            """,
        subcommands: [
            InboxListCommand.self, InboxShowCommand.self, InboxAnswerCommand.self, InboxCloseCommand.self,
            InboxFiguresCommand.self,
        ]
    )
}

/// Which conversation a command is about.
struct ConversationReference: ParsableArguments {
    @Argument(help: ArgumentHelp("Its id, from setia inbox list.", valueName: "id"))
    var id: String

    /// The conversation.
    var conversation: ConversationID {
        get throws {
            guard let id = ConversationID(text: id) else { throw ConversationRefusal.unknownConversation }
            return id
        }
    }
}

/// What a person is told of a refusal.
func conversationFailure(_ refusal: ConversationRefusal) -> CommandFailure {
    let (why, todo, status): (String, String, CommandFailure.Status) =
        switch refusal {
        case .unknownConversation:
            ("there is no conversation with this id", "setia inbox list shows the ids", .notThere)
        case .unknownMember:
            ("there is no such member, or she was erased", "setia inbox list shows who is there", .notThere)
        case .empty: ("nothing is said", "say it: --text", .usage)
        case .tooLong(let most): ("more than \(grouped(most)) characters", "say it in fewer words", .badData)
        case .answeredMeanwhile(let name): ("\(name) answered meanwhile", "read it: setia inbox show", .badData)
        case .wroteMeanwhile: ("the member wrote again meanwhile", "read it: setia inbox show", .badData)
        case .noAddress: ("there is no address to which an answer could go", "call her, or add an address", .badData)
        case .notByThisChannel: ("nothing can be sent by this channel", "answer by another: --channel", .badData)
        case .windowClosed(let minutes, let template):
            (
                "the network takes free words for \(minutes / 60) hours after she wrote",
                template == nil ? "wait until she writes, or use another way" : "send the template: --template",
                .badData
            )
        case .wantsNoMore: ("she told the network that she wants no more", "use another way", .badData)
        case .channelText(.characters(let count, let most)):
            ("\(grouped(count)) characters, and the network takes \(grouped(most))", "say it in fewer words", .badData)
        case .channelText(.parts(let parts, let most)):
            ("it takes \(parts) texts, and may take \(most)", "say it in fewer words", .badData)
        case .unknownAssignee:
            ("this person or team cannot take conversations", "setia staff list shows who is there", .badData)
        case .wrongMoment: ("the moment is past or too far away", "name one within 90 days", .usage)
        case .tooMany: ("so many messages of one member within an hour are enough", "wait a little", .badData)
        case .wrongCanned: ("a ready answer has a short name and at most 4,000 characters", "shorten it", .badData)
        }
    return CommandFailure("nothing was done", why: why, todo: todo, status)
}

extension Conversation {
    /// The conversation as commands print it.
    var json: JSONObject {
        var object: JSONObject = [
            "id": .string(id.text), "member": .string(id.member.text), "channel": .string(channel.rawValue),
            "state": .string(isOpen ? "open" : "closed"), "lastAt": .string(lastAt.rfc3339),
            "verified": .bool(isVerified), "undelivered": .bool(hasTrouble),
        ]
        if let waiting {
            object.set("waitingSince", .string(waiting.since.rfc3339))
            if let due = waiting.dueAt { object.set("dueAt", .string(due.rfc3339)) }
        }
        if let due = resolution?.dueAt { object.set("closeBy", .string(due.rfc3339)) }
        object.set("marked", .bool(isMarked))
        if let assignee { object.set("assignee", .string(assignee.text)) }
        if let team { object.set("team", .string(team.text)) }
        return object
    }
}
