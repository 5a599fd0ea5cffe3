internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// What members write and what is answered.
    var conversationEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/conversations", needs: .conversationsRead, answer: getConversations),
            Endpoint(.post, "/v1/conversations", needs: .conversationsWrite, answer: receiveMessage),
            Endpoint(.get, "/v1/conversations/{conversation}", needs: .conversationsRead, answer: getConversation),
            Endpoint(
                .post,
                "/v1/conversations/{conversation}/answers",
                needs: .conversationsWrite,
                answer: answerConversation
            ),
            Endpoint(
                .post,
                "/v1/conversations/{conversation}/close",
                needs: .conversationsWrite,
                answer: closeConversation
            ),
        ]
    }

    private func getConversations(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let limit = try request.limit()
        if let text = request.parameter("member") {
            guard let member = MemberID(text: text), let thread = try await service.thread(of: member, limit: 1) else {
                throw Problem.unknownMember(text)
            }
            let items = thread.conversations.prefix(limit).map { ConversationBody($0) }
            return response(PageBody(items: Array(items), next: nil))
        }
        var filter = InboxFilter.open
        if let text = request.parameter("part") {
            guard let named = InboxFilter(rawValue: text), named != .mine else {
                let known = InboxFilter.allCases.filter { $0 != .mine }.map(\.rawValue).joined(separator: ", ")
                throw Malformed(field: "part", reason: "must be one of \(known)")
            }
            filter = named
        }
        var after: InboxCursor?
        if let text = request.parameter("cursor") {
            after = InboxCursor(text: try Cursor(text: text, kind: "inbox").position)
            guard after != nil else { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        }
        let page = try await service.inbox(filter, try await wish(request), after: after, limit: limit)
        return response(
            PageBody(
                items: page.rows.map { ConversationBody($0.conversation) },
                next: page.next.map { Cursor(kind: "inbox", position: $0.text) }
            )
        )
    }

    /// Which conversations of a part are asked for.
    private func wish(_ request: Request) async throws -> InboxWish {
        var wish = InboxWish()
        let programme = try await service.currentVersion()?.programme
        if let text = request.parameter("channel") {
            guard let channel = MessageChannel(rawValue: text) else {
                let known = MessageChannel.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(field: "channel", reason: "must be one of \(known)")
            }
            wish.channel = channel
        }
        if let text = request.parameter("team") {
            guard programme?.service?.teams.contains(Key(text)) ?? false else {
                throw Malformed(field: "team", reason: "must be a team of the programme")
            }
            wish.team = Key(text)
        }
        if let text = request.parameter("assignee") {
            guard let staff = StaffID(text: text) else {
                throw Malformed(field: "assignee", reason: "must be the id of somebody on the staff")
            }
            wish.assignee = staff
        }
        if let text = request.parameter("level") {
            guard programme?.tierSets.contains(where: { $0.levels.contains { $0.key == Key(text) } }) ?? false else {
                throw Malformed(field: "level", reason: "must be a level of the programme")
            }
            wish.level = Key(text)
        }
        wish.onlyUnproved = try request.flag("unproved")
        wish.onlyTrouble = try request.flag("undelivered")
        wish.onlyMarked = try request.flag("marked")
        if let text = request.parameter("search") {
            guard (1...200).contains(text.count) else {
                throw Malformed(field: "search", reason: "must have 1 to 200 characters")
            }
            wish.words = text
        }
        return wish
    }

    private func receiveMessage(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let parsed = try parseInbound(try await request.json())
        guard let member = MemberID(text: parsed.member) else { throw Problem.unknownMember(parsed.member) }
        let message = try await service.receive(
            Inbound(
                member: member,
                text: parsed.text,
                subject: parsed.subject,
                channel: .api,
                key: parsed.id
            )
        )
        return response(MessageBody(OpenedMessage(message: message, content: nil)), status: .created)
    }

    private func getConversation(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.conversation()
        guard let conversation = try await service.conversation(id), let messages = try await service.messages(of: id)
        else { throw ConversationRefusal.unknownConversation }
        var body = ConversationBody(conversation)
        body.messages = messages.map { MessageBody($0) }
        return response(body)
    }

    private func answerConversation(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.conversation()
        let parsed = try parseAnswer(try await request.json())
        var answering = Answering(
            member: id.member,
            conversation: id.identifier,
            text: parsed.text,
            kind: parsed.isNote ? .note : .answer
        )
        answering.seen = parsed.seen
        answering.closes = parsed.closes
        answering.person = parsed.person
        answering.usesTemplate = parsed.usesTemplate
        let message = try await service.answer(answering, by: try await caller(request))
        return response(MessageBody(OpenedMessage(message: message, content: nil)), status: .created)
    }

    private func closeConversation(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.conversation()
        return response(ConversationBody(try await service.change(id, .close, by: try await caller(request))))
    }
}

extension SetiaContext {
    /// The conversation that the address names.
    fileprivate func conversation() throws -> ConversationID {
        guard let id = ConversationID(text: parameters.get("conversation") ?? "") else {
            throw ConversationRefusal.unknownConversation
        }
        return id
    }
}

extension Request {
    /// Whether something is asked for; left out it is not.
    fileprivate func flag(_ name: String) throws -> Bool {
        switch parameter(name) {
        case nil, "false": return false
        case "true": return true
        default: throw Malformed(field: name, reason: "must be true or false")
        }
    }
}

extension ConversationBody {
    /// A conversation as the API tells it.
    fileprivate init(_ conversation: Conversation) {
        self.init(
            id: conversation.id.text,
            member: conversation.id.member.text,
            channel: conversation.channel.rawValue,
            isOpen: conversation.isOpen,
            startedAt: conversation.startedAt,
            lastAt: conversation.lastAt,
            isVerified: conversation.isVerified,
            hasTrouble: conversation.hasTrouble,
            isMarked: conversation.isMarked
        )
        assignee = conversation.assignee?.text
        team = conversation.team?.text
        waitingSince = conversation.waiting?.since
        dueAt = conversation.waiting?.dueAt
        closeBy = conversation.resolution?.dueAt
        snoozedUntil = conversation.snoozedUntil
        closedAt = conversation.closedAt
    }
}

extension MessageBody {
    /// A message as the API tells it.
    fileprivate init(_ opened: OpenedMessage) {
        let message = opened.message
        self.init(
            conversation: message.conversation.text,
            number: message.number,
            kind: message.kind.rawValue,
            channel: message.channel.rawValue,
            at: message.at
        )
        author =
            switch message.author {
            case .member: nil
            case .staff(_, let name), .person(let name), .program(let name): name
            case .operator: "operator"
            }
        if [.answer, .program].contains(message.kind) { delivery = message.delivery.state.rawValue }
        subject = opened.content?.subject
        words = opened.content?.text
        files = opened.content?.files.map(\.name) ?? []
    }
}

extension Problem {
    /// Why something cannot be said.
    static func refused(_ refusal: ConversationRefusal) -> Problem {
        switch refusal {
        case .unknownConversation, .unknownAssignee, .wrongCanned, .wrongMoment: .notFound("conversation")
        case .unknownMember: .notFound("member")
        case .empty: .invalidBody(MalformedBody(problems: [Malformed(field: "text", reason: "must not be empty")]))
        case .tooLong(let most):
            .invalidBody(
                MalformedBody(problems: [Malformed(field: "text", reason: "must have at most \(most) characters")])
            )
        case .answeredMeanwhile(let name):
            Problem(
                "answered-meanwhile",
                title: "Answered meanwhile",
                status: 409,
                detail: "\(name) answered after the message that you had read"
            )
        case .wroteMeanwhile:
            Problem(
                "wrote-meanwhile",
                title: "She wrote again",
                status: 409,
                detail: "the member wrote again after the message that you had read"
            )
        case .noAddress, .notByThisChannel:
            Problem(
                "no-address",
                title: "No way to answer",
                status: 409,
                detail: "nothing can be sent to this member by the channel of this conversation"
            )
        case .windowClosed(let minutes, let template):
            Problem(
                "window-closed",
                title: "The network takes no free words now",
                status: 409,
                detail: "she last wrote more than \(minutes / 60) hours ago"
                    + (template.map { "; the template \($0) may go" } ?? "")
            )
        case .wantsNoMore:
            Problem(
                "wants-no-more",
                title: "She wants no more",
                status: 409,
                detail: "she told the network that she wants no more messages by it"
            )
        case .channelText(let problem):
            .invalidBody(MalformedBody(problems: [Malformed(field: "text", reason: problem.reason)]))
        case .tooMany:
            Problem(
                "too-many-messages",
                title: "Too many messages",
                status: 429,
                detail: "so many messages of one member within an hour are enough"
            )
        }
    }
}

extension ChannelTextProblem {
    /// In words that follow the name of the field.
    fileprivate var reason: String {
        switch self {
        case .characters(_, let most): "must have at most \(most) characters for this channel"
        case .parts(let parts, let most): "takes \(parts) texts of a telephone, and may take \(most)"
        }
    }
}
