internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Which conversation an address names; a member alone is one that is still to begin.
    private func placeOfAddress(_ visit: Visit) throws -> (member: MemberID, id: ConversationID?) {
        let text = visit.parameter("conversation")
        if let id = ConversationID(text: text) { return (id.member, id) }
        guard let member = MemberID(text: text) else { throw WebFailure.notFound }
        return (member, nil)
    }

    /// A member's history with one conversation in hand: to answer, to note, to pass on.
    ///
    /// - Parameters:
    ///   - visit: Who looks.
    ///   - problems: What was wrong with what was just sent; its text is kept.
    /// - Returns: the page.
    /// - Throws: `WebFailure`, and the world's trouble.
    func threadPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (member, id) = try placeOfAddress(visit)
        let before = Identifier(text: visit.query["before"])
        guard let view = try await service.member(member),
            let thread = try await service.thread(of: member, before: before, limit: 100)
        else { throw WebFailure.notFound }
        let conversation = thread.conversations.first { $0.id == id }
        if id != nil, conversation == nil { throw WebFailure.notFound }
        let brand = try await brand()
        try await note(.memberRead, visit, member: member)
        var fields = problemFields(problems)
        let name = self.name(view, visit)
        let path = "/console/inbox/\(visit.parameter("conversation"))"
        fields["name"] = shown(name)
        fields["path"] = path
        fields["livePath"] = "/console/changes?member=\(member.text)"
        fields["memberPath"] = "/console/members/\(member.text)"
        fields["messages"] = shownMessages(thread, id, name, visit, brand)
        fields["hasMessages"] = !thread.messages.isEmpty
        if let older = thread.older { fields["olderPath"] = "\(path)?before=\(older.text)" }
        fields["seen"] = conversation.map { "\($0.lastMessage)" } ?? "0"
        fields["isUnverified"] = conversation.map { !$0.isVerified } ?? false
        fields["hasTrouble"] = conversation?.hasTrouble ?? false
        if let conversation {
            fields["badge"] = waitingBadge(conversation, visit, brand)
            try await fillActions(&fields, conversation, visit, brand)
        }
        try await fillAnswer(&fields, view, conversation, visit, brand)
        try await fillLoyalty(&fields, view, visit, brand)
        try await fillBeside(&fields, view, path, visit, brand)
        return page(
            "thread",
            visit,
            title: shown(name, upTo: 60),
            fields,
            status: problems.isEmpty ? .ok : .conflict
        )
    }

    private func shownMessages(
        _ thread: MemberThread,
        _ id: ConversationID?,
        _ name: String,
        _ visit: Visit,
        _ brand: BrandView
    ) -> [Fields] {
        var last: ConversationID?
        return thread.messages.map { opened in
            var fields = messageFields(opened, of: name, visit, brand)
            let conversation = opened.message.conversation
            fields["isOther"] = conversation != id
            if conversation != last {
                if conversation != id { fields["begins"] = ["path": "/console/inbox/\(conversation.text)"] as Fields }
            }
            last = conversation
            return fields
        }
    }

    /// A message as staff see it.
    private func messageFields(_ opened: OpenedMessage, of name: String, _ visit: Visit, _ brand: BrandView)
        -> Fields
    {
        let (texts, message) = (visit.texts, opened.message)
        let who =
            switch message.author {
            case .member: opened.content?.name ?? name
            case .staff(_, let name), .person(let name), .program(let name): name
            case .operator: texts.say("actor.operator")
            }
        var fields: Fields = [
            "who": shown(who, upTo: 60), "iso": message.at.rfc3339,
            "when": visit.wording.moment(message.at, in: brand.zone),
            "channel": texts.say("inbox.channel.\(message.channel.rawValue)"),
            "side": message.kind == .note ? "note" : message.author == .member ? "theirs" : "ours",
            "text": opened.content?.text ?? texts.say("thread.erased"), "wasCut": opened.content?.wasCut ?? false,
        ]
        if [.note, .call, .automatic, .program].contains(message.kind) {
            fields["kind"] = texts.say("thread.kind.\(message.kind.rawValue)")
        }
        if message.kind == .answer, message.channel != .api {
            let state = message.delivery.state
            fields["delivery"] = texts.say("delivery.\(state.rawValue)")
            fields["isBad"] = state == .failed
        }
        if let content = opened.content {
            if let subject = content.subject { fields["subject"] = shown(subject) }
            if let quoted = content.quoted { fields["quoted"] = quoted }
            if content.place != nil { fields["isPublic"] = true }
            if message.author == .member, let address = content.address { fields["address"] = shown(address) }
            fields["files"] = content.files.enumerated().map { place, file in
                // What is said of it is said here, whatever the page calls so.
                var fields: Fields = ["name": shown(file.name, upTo: 80), "path": false, "size": false, "isBad": false]
                if file.size > 0 { fields["size"] = visit.wording.number(Int64((file.size + 1_023) / 1_024)) }
                switch file.arrival {
                case .kept:
                    fields["path"] = "/console/inbox/\(message.conversation.text)/files/\(message.number)/\(place)"
                case .coming: fields["why"] = texts.say("thread.file.coming")
                case .failed(let trouble):
                    fields["why"] = texts.say("thread.file.\(trouble.rawValue)")
                    fields["isBad"] = trouble != .tooLarge
                }
                return fields
            }
            fields["hasFiles"] = !content.files.isEmpty
        }
        return fields
    }

    private func fillActions(_ fields: inout Fields, _ conversation: Conversation, _ visit: Visit, _ brand: BrandView)
        async throws
    {
        let texts = visit.texts
        let holder = conversation.assignee.map { "staff:\($0.text)" } ?? conversation.team.map { "team:\($0)" } ?? ""
        let staff = try await service.answerers()
        let teams = brand.programme?.service?.teams ?? []
        fields["actions"] =
            [
                "isOpen": conversation.isOpen,
                "isSnoozed": conversation.isSnoozed(at: visit.now),
                "isMine": conversation.assignee == (try visit.staff().staff.id),
                "isMarked": conversation.isMarked,
                "holders": [option("", texts.say("inbox.nobody"), holder)]
                    + staff.map { option("staff:\($0.id.text)", shown($0.name, upTo: 60), holder) }
                    + teams.map { option("team:\($0)", $0.text, holder) },
                "snoozes": ["hour", "tomorrow", "week"].map {
                    option($0, texts.say("thread.snooze.\($0)"), "tomorrow")
                },
            ] as Fields
    }

    /// The form for an answer: its channels, the texts that stand ready, and what was typed.
    private func fillAnswer(
        _ fields: inout Fields,
        _ view: MemberView,
        _ conversation: Conversation?,
        _ visit: Visit,
        _ brand: BrandView
    ) async throws {
        let texts = visit.texts
        guard view.state.status != .erased else { return }
        var channels: [MessageChannel] = []
        if view.identities.contains(where: { $0.kind == .email }) || conversation?.channel == .mail {
            channels.append(.mail)
        }
        if view.state.status != .prospect { channels.append(.portal) }
        if conversation?.channel == .chat { channels.insert(.chat, at: 0) }
        if conversation?.channel == .api { channels.append(.api) }
        // By which network she wrote; a text to her number goes at any time.
        let networks = try await service.channels()
        if let own = conversation?.channel, own.isNetwork, networks.contains(where: { $0.kind == own }) {
            channels.insert(own, at: 0)
        }
        let texting = networks.first { $0.kind == .sms }
        if texting != nil, !channels.contains(.sms), view.identities.contains(where: { $0.kind == .phone }) {
            channels.append(.sms)
        }
        let template = networks.first { $0.kind == conversation?.channel }?.setting("template")
        let chosen = visit.form.has("channel") ? visit.form["channel"] : conversation?.channel.rawValue ?? ""
        let language = view.state.facts.language.flatMap { Language(rawValue: $0.text) } ?? visit.language
        let canned = try await service.cannedAnswers()
        let names = canned.map(\.name).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        var text = visit.form.raw("text") ?? ""
        let wanted = visit.query["ready"]
        if text.isEmpty, !wanted.isEmpty {
            let fitting = canned.filter { $0.name == wanted }
            let found =
                fitting.first { $0.language == language } ?? fitting.first { $0.language == .en } ?? fitting.first
            text = found?.filled(try cannedValues(view, visit, brand)) ?? ""
        }
        fields["answer"] =
            [
                "text": text,
                "channels": channels.map { option($0.rawValue, texts.say("inbox.channel.\($0.rawValue)"), chosen) },
                "hasChannels": !channels.isEmpty, "ready": names.map { option($0, $0, wanted) },
                "hasReady": !names.isEmpty,
                "language": language.rawValue, "isNew": conversation == nil,
                "textsHelp": channels.contains(.sms)
                    ? texts.say("thread.textsHelp", ["most": texting?.setting("parts") ?? "3"]) : false as Any,
                "template": template.map { texts.say("thread.sendTemplate", ["template": $0]) } ?? false as Any,
                "templateHelp": template.map { texts.say("thread.templateHelp", ["template": $0]) } ?? false as Any,
            ] as Fields
    }

    /// What places of texts that stand ready are filled with.
    func cannedValues(_ view: MemberView, _ visit: Visit, _ brand: BrandView) throws -> [String: String] {
        var values = [
            "name": name(view, visit), "agent": try visit.staff().staff.name, "brand": visit.brandName, "points": "0",
            "tier": visit.texts.say("thread.noTier"),
        ]
        if let account = view.state.accounts.first {
            values["points"] = visit.wording.number(account.standing(at: view.at).available.units)
        }
        if let standing = view.state.leadingStanding(among: brand.programme?.tierSets ?? []) {
            values["tier"] = brand.level(standing.level, of: standing.tierSet, visit.language)
        }
        return values
    }

    /// What she is to the brand, beside what she says.
    private func fillLoyalty(_ fields: inout Fields, _ view: MemberView, _ visit: Visit, _ brand: BrandView)
        async throws
    {
        let texts = visit.texts
        var facts: [Fields] = [
            ["label": texts.say("members.status"), "value": texts.say("status.\(view.state.status.rawValue)")]
        ]
        if let standing = view.state.leadingStanding(among: brand.programme?.tierSets ?? []) {
            facts.append([
                "label": texts.say("member.tier"),
                "value": brand.level(standing.level, of: standing.tierSet, visit.language),
            ])
        }
        for account in view.state.accounts {
            facts.append([
                "label": capitalised(brand.wallet(account.wallet, visit.language)),
                "value": visit.wording.number(account.standing(at: view.at).available.units),
            ])
        }
        facts.append(["label": texts.say("fact.orders"), "value": visit.wording.number(view.state.orders)])
        if let joined = view.state.joinedAt {
            facts.append(["label": texts.say("fact.joined"), "value": visit.wording.day(brand.zone.day(of: joined))])
        }
        if let language = view.state.facts.language {
            facts.append(["label": texts.say("fact.language"), "value": visit.wording.language(language)])
        }
        fields["facts"] = facts
        let events = try await newestEvents(of: view.state.member, visit, brand)
        fields["events"] = events
        fields["hasEvents"] = !events.isEmpty
    }

    // MARK: - What is done

    func actOnThread(_ visit: Visit) async throws -> Response {
        let (member, id) = try placeOfAddress(visit)
        let actor = try visit.staff().actor
        let path = "/console/inbox/"
        do {
            switch visit.form["do"] {
            case "answer", "answerClose", "template", "note", "call":
                let what = visit.form["do"]
                let kind: Message.Kind = what == "note" ? .note : what == "call" ? .call : .answer
                var answering = Answering(
                    member: member,
                    conversation: id?.identifier,
                    text: visit.form.raw("text") ?? "",
                    kind: kind
                )
                answering.channel = MessageChannel(rawValue: visit.form["channel"])
                answering.seen = Int64(visit.form["seen"])
                answering.closes = what == "answerClose"
                answering.usesTemplate = what == "template"
                let message = try await service.answer(answering, by: actor)
                let done = kind == .note ? "noted" : kind == .call ? "callLogged" : "answered"
                return redirect("\(path)\(message.conversation.text)?done=\(done)")
            case let what:
                guard let id, let change = change(what, visit, try await brand()) else { throw WebFailure.notFound }
                for step in change { _ = try await service.change(id, step, by: actor) }
                return redirect("\(path)\(id.text)?done=conversationChanged")
            }
        } catch let refusal as ConversationRefusal {
            return try await threadPage(visit, problems: try problems(refusal, visit))
        } catch let refusal as StaffRefusal {
            return try await threadPage(visit, problems: problems(refusal, visit))
        }
    }

    private func change(_ what: String, _ visit: Visit, _ brand: BrandView) -> [ConversationChange]? {
        switch what {
        case "take": return (try? visit.staff().staff.id).map { [.assign($0)] }
        case "assign":
            let holder = visit.form["holder"]
            if holder.hasPrefix("team:") { return [.team(Key(String(holder.dropFirst(5)))), .assign(nil)] }
            if holder.isEmpty { return [.assign(nil), .team(nil)] }
            return StaffID(text: String(holder.dropFirst(6))).map { [.assign($0)] }
        case "snooze": return [.snooze(until: snoozeEnd(visit.form["until"], visit.now, brand.zone))]
        case "wake": return [.snooze(until: nil)]
        case "close": return [.close]
        case "reopen": return [.reopen]
        case "mark": return [.mark(true)]
        case "unmark": return [.mark(false)]
        default: return nil
        }
    }

    /// An hour from now, or nine o'clock in the morning of a later day.
    func snoozeEnd(_ wish: String, _ now: Instant, _ zone: any LocalTime) -> Instant {
        let nine: Int64 = 9 * 3_600_000
        let today = zone.day(of: now)
        switch wish {
        case "hour": return now.adding(milliseconds: 3_600_000)
        case "week": return zone.start(of: today.adding(days: 7)).adding(milliseconds: nine)
        default: return zone.start(of: today.adding(days: 1)).adding(milliseconds: nine)
        }
    }
}
