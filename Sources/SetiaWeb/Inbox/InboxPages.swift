internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What members write, and what is answered.
    var inboxPages: [Page] {
        [
            Page(.get, "/console/inbox", .may(.answerMembers), answer: inboxPage),
            Page(.get, "/console/inbox/figures", .may(.answerMembers), answer: responseFiguresPage),
            Page(.get, "/console/inbox/answers", .may(.manageAnswers)) { try await cannedPage($0) },
            Page(.post, "/console/inbox/answers", .may(.manageAnswers), answer: saveCanned),
            Page(.get, "/console/inbox/{conversation}", .may(.answerMembers)) { try await threadPage($0) },
            Page(.post, "/console/inbox/{conversation}", .may(.answerMembers), answer: actOnThread),
            Page(
                .get,
                "/console/inbox/{conversation}/files/{number}/{place}",
                .may(.answerMembers),
                answer: messageFile
            ),
        ]
    }

    /// How many conversations stand on a page.
    private static let conversationsAPage = 30

    private func inboxPage(_ visit: Visit) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let filter = InboxFilter(rawValue: visit.query["part"]) ?? .open
        let q = visit.query["q"]
        let names = try await staffNames()
        var fields: Fields = ["q": q, "mayWriteCanned": try visit.staff().may(.manageAnswers)]
        let rows: [InboxRow]
        if q.isEmpty {
            let inbox = try await service.inbox(
                filter,
                of: try visit.staff().staff.id,
                after: InboxCursor(text: visit.query["after"]),
                limit: Web.conversationsAPage
            )
            rows = inbox.rows
            if let next = inbox.next {
                fields["nextPath"] = "/console/inbox?part=\(filter.rawValue)&after=\(urlEncoded(next.text))"
            }
        } else {
            rows = try await service.inbox(finding: q, limit: Web.conversationsAPage)
            fields["isFound"] = true
        }
        fields["parts"] = InboxFilter.allCases.map { part in
            [
                "path": "/console/inbox?part=\(part.rawValue)", "name": texts.say("inbox.part.\(part.rawValue)"),
                "isCurrent": q.isEmpty && part == filter,
            ] as Fields
        }
        fields["rows"] = rows.map { inboxRow($0, names, visit, brand) }
        fields["hasRows"] = !rows.isEmpty
        return page("inbox", visit, title: texts.say("inbox.title"), fields)
    }

    private func inboxRow(_ row: InboxRow, _ names: [StaffID: String], _ visit: Visit, _ brand: BrandView) -> Fields {
        let (texts, conversation) = (visit.texts, row.conversation)
        let said = row.last?.content?.text ?? texts.say("thread.erased")
        let isOurs = row.last.map { $0.message.author != .member } ?? false
        var fields: Fields = [
            "path": "/console/inbox/\(conversation.id.text)", "name": shown(row.name ?? texts.say("members.nameless")),
            "channel": texts.say("inbox.channel.\(conversation.channel.rawValue)"),
            "said": shown(said.split(whereSeparator: \.isNewline).joined(separator: " "), upTo: 140),
            "isOurs": isOurs, "when": visit.wording.moment(conversation.lastAt, in: brand.zone),
            "iso": conversation.lastAt.rfc3339, "hasTrouble": conversation.hasTrouble,
            "isUnverified": !conversation.isVerified,
        ]
        if let subject = row.subject { fields["subject"] = shown(subject) }
        fields["badge"] = waitingBadge(conversation, visit, brand)
        let holder = conversation.assignee.flatMap { names[$0] } ?? conversation.team?.text
        fields["holder"] = holder.map { shown($0, upTo: 40) } ?? texts.say("inbox.nobody")
        return fields
    }

    /// How urgent it is, in words and by a colour that only adds to them.
    func waitingBadge(_ conversation: Conversation, _ visit: Visit, _ brand: BrandView) -> Fields {
        let texts = visit.texts
        if !conversation.isOpen { return ["text": texts.say("inbox.part.closed"), "kind": ""] }
        if let until = conversation.snoozedUntil, until > visit.now {
            let when = visit.wording.moment(until, in: brand.zone)
            return ["text": texts.say("inbox.snoozedUntil", ["when": when]), "kind": ""]
        }
        guard let waiting = conversation.waiting else {
            return ["text": texts.say("inbox.answered"), "kind": "good"]
        }
        guard let due = waiting.dueAt else {
            let time = span(visit.now.milliseconds(since: waiting.since), texts)
            return ["text": texts.say("inbox.waits", ["time": time]), "kind": "hue"]
        }
        let left = due.milliseconds(since: visit.now)
        if left < 0 { return ["text": texts.say("inbox.late", ["time": span(-left, texts)]), "kind": "bad"] }
        return ["text": texts.say("inbox.due", ["time": span(left, texts)]), "kind": left < 1_800_000 ? "warn" : "hue"]
    }

    /// A stretch of time in whole minutes, hours or days: rounded up, as whoever waits counts.
    func span(_ milliseconds: Int64, _ texts: Texts) -> String {
        let minutes = max(0, (milliseconds + 59_999) / 60_000)
        if minutes < 120, minutes != 60 { return texts.say("time.minutes", count: minutes) }
        if minutes < 2_880 { return texts.say("time.hours", count: (minutes + 59) / 60) }
        return texts.say("time.days", count: (minutes + 1_439) / 1_440)
    }

    /// What people on the staff are called, by their ids.
    func staffNames() async throws -> [StaffID: String] {
        Dictionary(try await service.staff().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// A file that came with a message: never shown within our pages, always as something to be kept.
    private func messageFile(_ visit: Visit) async throws -> Response {
        guard let id = ConversationID(text: visit.parameter("conversation")),
            let number = Int64(visit.parameter("number")), let place = Int(visit.parameter("place")),
            let found = try await service.file(place, of: number, in: id)
        else { throw WebFailure.notFound }
        try await note(.memberRead, visit, member: id.member)
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .contentLength: String(found.bytes.count),
                .contentDisposition: "attachment; filename*=UTF-8''\(urlEncoded(found.file.name))",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: found.bytes))
        )
        guardAnswer(&response, [])
        return response
    }

    /// What is said where something was refused that concerns a conversation.
    func problems(_ refusal: ConversationRefusal, _ visit: Visit, field: String = "text") throws -> [FormProblem] {
        let texts = visit.texts
        let message =
            switch refusal {
            case .unknownConversation, .unknownMember: throw WebFailure.notFound
            case .empty: texts.say("refusal.messageEmpty")
            case .tooLong(let most): texts.say("refusal.messageTooLong", ["n": visit.wording.number(Int64(most))])
            case .answeredMeanwhile(let name): texts.say("refusal.answeredMeanwhile", ["name": shown(name, upTo: 60)])
            case .wroteMeanwhile: texts.say("refusal.wroteMeanwhile")
            case .noAddress: texts.say("refusal.noAddress")
            case .notByThisChannel: texts.say("refusal.notByThisChannel")
            case .windowClosed(let minutes, let template):
                texts.say(
                    template == nil ? "refusal.windowClosed" : "refusal.windowTemplate",
                    ["hours": visit.wording.number(Int64(minutes / 60)), "template": template ?? ""]
                )
            case .wantsNoMore: texts.say("refusal.wantsNoMore")
            case .channelText(.characters(let count, let most)):
                texts.say(
                    "refusal.channelCharacters",
                    ["n": visit.wording.number(Int64(count)), "most": visit.wording.number(Int64(most))]
                )
            case .channelText(.parts(let parts, let most)):
                texts.say("refusal.channelParts", ["n": "\(parts)", "most": "\(most)"])
            case .unknownAssignee: texts.say("refusal.unknownAssignee")
            case .wrongMoment: texts.say("refusal.wrongMoment")
            case .tooMany: texts.say("refusal.tooManyMessages")
            case .wrongCanned: texts.say("refusal.wrongCanned")
            }
        return [FormProblem(field: field, message: message)]
    }
}
