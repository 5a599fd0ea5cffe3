internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What she wrote to the brand and was answered, over all channels, and how fast an answer is promised.
    ///
    /// - Parameters:
    ///   - visit: Who looks.
    ///   - isChat: Whether what she writes goes into a chat.
    ///   - problems: What was wrong with what she just wrote; it is kept.
    /// - Returns: the page.
    /// - Throws: `WebFailure`, and the world's trouble.
    func portalMessages(_ visit: Visit, isChat: Bool = false, problems: [FormProblem] = []) async throws -> Response {
        let member = try visit.owner().id
        guard let thread = try await service.thread(of: member, limit: 60),
            let terms = try await service.serviceTerms(of: member)
        else { throw WebFailure.notFound }
        let brand = try await brand()
        let shownMessages = thread.messages.filter { $0.message.kind.isForMember }
        if let last = shownMessages.last { try await service.noteRead(by: member, upTo: last.message.id) }
        var fields = problemFields(problems)
        fields["promise"] = promise(terms, visit, brand)
        fields["state"] = state(thread, visit, brand)
        fields["text"] = visit.form.raw("text") ?? ""
        fields["messages"] = shownMessages.map { opened in
            let message = opened.message
            let isHers = message.author == .member
            let who =
                switch message.author {
                case .staff(_, let name), .person(let name): "\(name), \(visit.brandName)"
                case .member: visit.texts.say("portal.you")
                case .program, .operator: visit.brandName
                }
            return [
                "who": shown(who, upTo: 80), "side": isHers ? "ours" : "theirs", "iso": message.at.rfc3339,
                "when": visit.wording.moment(message.at, in: brand.zone),
                "channel": [.portal, .chat].contains(message.channel)
                    ? false : visit.texts.say("inbox.channel.\(message.channel.rawValue)") as Any,
                "text": opened.content?.text ?? "",
                "files": (opened.content?.files ?? []).map { shown($0.name, upTo: 80) },
            ] as Fields
        }
        fields["hasMessages"] = !shownMessages.isEmpty
        fields["action"] = isChat ? "/card/chat" : "/card/messages"
        fields["isChat"] = isChat
        return page(
            "portal-messages",
            visit,
            title: visit.texts.say(isChat ? "portal.chat" : "portal.messages"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    func writeToUs(_ visit: Visit) async throws -> Response {
        do {
            _ = try await service.receive(
                Inbound(member: try visit.owner().id, text: visit.form.raw("text") ?? "", channel: .portal)
            )
            return redirect("/card/messages?done=messageSent")
        } catch let refusal as ConversationRefusal {
            return try await portalMessages(visit, problems: try problems(refusal, visit))
        }
    }

    /// What she writes into the chat without scripts: the page comes again with it.
    func writeInChat(_ visit: Visit) async throws -> Response {
        do {
            _ = try await service.receive(
                Inbound(member: try visit.owner().id, text: visit.form.raw("text") ?? "", channel: .chat)
            )
            return redirect("/card/chat")
        } catch let refusal as ConversationRefusal {
            return try await portalMessages(visit, isChat: true, problems: try problems(refusal, visit))
        }
    }

    /// What is promised to whoever writes now: never more than is reckoned by.
    private func promise(_ terms: ServiceTerms, _ visit: Visit, _ brand: BrandView) -> [String] {
        let texts = visit.texts
        guard let first = terms.target.first, let due = terms.due(at: visit.now) else {
            return [texts.say("portal.noPromise")]
        }
        let today = terms.calendar.hours.stretches(on: terms.zone.day(of: visit.now)).map { stretch in
            "\(stretch)".replacing("-", with: "–")
        }
        return [
            texts.say(
                "portal.promise",
                ["time": span(first, texts), "due": visit.wording.moment(due, in: brand.zone)]
            ),
            today.isEmpty
                ? texts.say("portal.closedToday")
                : texts.say("portal.today", ["hours": visit.wording.all(today)]),
        ]
    }

    /// Until when what she wrote is answered, or that we are late.
    private func state(_ thread: MemberThread, _ visit: Visit, _ brand: BrandView) -> Any {
        let waiting = thread.conversations.compactMap { $0.isOpen ? $0.waiting?.dueAt : nil }.min()
        guard let due = waiting else { return false }
        let when = visit.wording.moment(due, in: brand.zone)
        let isLate = due < visit.now
        return [
            "text": visit.texts.say(isLate ? "portal.late" : "portal.waiting", ["when": when]),
            "kind": isLate ? "warn" : "good",
        ] as Fields
    }
}
