internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What members write, and what is answered.
    var inboxPages: [Page] {
        [
            Page(.get, "/console/inbox", .may(.answerMembers)) { try await inboxPage($0) },
            Page(.post, "/console/inbox", .may(.answerMembers), answer: actOnInbox),
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

    /// The queue: a part of it, those that are wanted, and what can be done with several at once.
    ///
    /// - Parameters:
    ///   - visit: Who looks.
    ///   - wrong: Why nothing was done with what was ticked; none is nothing was wrong.
    /// - Returns: the page.
    /// - Throws: `WebFailure`, and the world's trouble.
    func inboxPage(_ visit: Visit, wrong: String? = nil) async throws -> Response {
        let (texts, brand, address) = (visit.texts, try await brand(), InboxAddress(visit.query))
        let names = try await staffNames()
        let inbox = try await service.inbox(
            address.part,
            address.wish,
            of: try visit.staff().staff.id,
            after: address.after,
            limit: Web.conversationsAPage
        )
        var fields: Fields = [
            "q": address.wish.words, "mayWriteCanned": try visit.staff().may(.manageAnswers),
            "part": address.part.rawValue, "path": address.path, "isNarrowed": address.isNarrowed,
            "isFound": address.isNarrowed || !address.wish.words.isEmpty,
            "clearPath": "/console/inbox?part=\(address.part.rawValue)",
            "wrongPick": wrong ?? false as Any, "bulkResult": bulkResult(visit) ?? false as Any,
        ]
        if let next = inbox.next {
            fields["nextPath"] = address.from(next).path
            fields["nextName"] = texts.say(inbox.looked > 0 ? "inbox.more" : "members.next")
        }
        if inbox.looked > 0 {
            let looked = ["n": visit.wording.number(Int64(inbox.looked))]
            fields["looked"] = texts.say(inbox.next == nil ? "inbox.looked" : "inbox.lookedMore", looked)
        }
        fields["parts"] = InboxFilter.allCases.map { part in
            [
                "path": address.of(part).path, "name": texts.say("inbox.part.\(part.rawValue)"),
                "isCurrent": part == address.part,
            ] as Fields
        }
        try await fillFilters(&fields, address, visit, brand)
        fields["rows"] = inbox.rows.map { inboxRow($0, names, visit, brand) }
        fields["hasRows"] = !inbox.rows.isEmpty
        return page(
            "inbox",
            visit,
            title: texts.say("inbox.title"),
            fields,
            status: wrong == nil ? .ok : .unprocessableContent
        )
    }

    /// What can be chosen to narrow the queue down, and to whom conversations can be given.
    private func fillFilters(_ fields: inout Fields, _ address: InboxAddress, _ visit: Visit, _ brand: BrandView)
        async throws
    {
        let (texts, any) = (visit.texts, visit.texts.say("inbox.filter.any"))
        let staff = try await service.answerers()
        let teams = brand.programme?.service?.teams ?? []
        func holders(_ chosen: String) -> [Fields] {
            staff.map { option("staff:\($0.id.text)", shown($0.name, upTo: 60), chosen) }
                + teams.map { option("team:\($0)", $0.text, chosen) }
        }
        let channel = address.wish.channel?.rawValue ?? ""
        fields["channels"] =
            [option("", any, channel)]
            + MessageChannel.allCases.map { option($0.rawValue, texts.say("inbox.channel.\($0.rawValue)"), channel) }
        fields["holders"] = [option("", any, address.holder)] + holders(address.holder)
        let level = address.wish.level?.text ?? ""
        let levels = (brand.programme?.tierSets ?? []).flatMap { set in
            set.levels.map { option($0.key.text, brand.level($0.key, of: set.key, visit.language), level) }
        }
        fields["levels"] = [option("", any, level)] + levels
        fields["hasLevels"] = !levels.isEmpty
        let wish = address.wish
        fields["boxes"] = [
            ("unproved", wish.onlyUnproved), ("trouble", wish.onlyTrouble), ("marked", wish.onlyMarked),
        ].map { name, isOn in
            ["field": name, "label": texts.say("inbox.filter.\(name)"), "isOn": isOn] as Fields
        }
        let to = visit.form["to"]
        fields["takers"] = [option("", "–", to), option("nobody", texts.say("inbox.nobody"), to)] + holders(to)
        fields["snoozes"] = ["hour", "tomorrow", "week"].map {
            option($0, texts.say("thread.snooze.\($0)"), "tomorrow")
        }
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
            "isUnverified": !conversation.isVerified, "isMarked": conversation.isMarked,
            "pick": InboxPick(id: conversation.id, seen: conversation.lastMessage).text,
            "isPicked": visit.form.all("pick").contains { $0.hasPrefix("\(conversation.id.text):") },
        ]
        fields["pickLabel"] = texts.say("inbox.pick", ["name": shown(row.name ?? texts.say("members.nameless"))])
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
            guard let due = conversation.resolution?.dueAt else {
                return ["text": texts.say("inbox.answered"), "kind": "good"]
            }
            let left = due.milliseconds(since: visit.now)
            let time = texts.say(left < 0 ? "inbox.late" : "inbox.due", ["time": span(abs(left), texts)])
            return ["text": texts.say("inbox.toClose", ["due": time]), "kind": left < 0 ? "bad" : "good"]
        }
        guard let due = waiting.dueAt else {
            let time = span(visit.now.milliseconds(since: waiting.since), texts)
            return ["text": texts.say("inbox.waits", ["time": time]), "kind": "hue"]
        }
        let left = due.milliseconds(since: visit.now)
        if left < 0 { return ["text": texts.say("inbox.late", ["time": span(-left, texts)]), "kind": "bad"] }
        return ["text": texts.say("inbox.due", ["time": span(left, texts)]), "kind": left < 1_800_000 ? "warn" : "hue"]
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

/// A stretch of time in whole minutes, hours or days: rounded up, as whoever waits counts.
func span(_ milliseconds: Int64, _ texts: Texts) -> String {
    let minutes = max(0, (milliseconds + 59_999) / 60_000)
    if minutes < 120, minutes != 60 { return texts.say("time.minutes", count: minutes) }
    if minutes < 2_880 { return texts.say("time.hours", count: (minutes + 59) / 60) }
    return texts.say("time.days", count: (minutes + 1_439) / 1_440)
}
