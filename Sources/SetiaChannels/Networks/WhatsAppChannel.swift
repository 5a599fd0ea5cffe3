internal import JSONText
internal import SetiaCare
internal import SetiaCore
package import SetiaService

/// WhatsApp's Cloud API, as <https://developers.facebook.com/docs/whatsapp/cloud-api> describes it.
///
/// People may hide their number: then they are known by the id that they have with the business alone.
package struct WhatsAppChannel: ChannelAdapter {
    package let kind = MessageChannel.whatsapp
    package let windowMinutes: Int? = MetaVerifier.windowMinutes
    package let mayRepeat = false
    /// The most characters of a message.
    private static let most = 4_096

    /// An adapter.
    package init() {}

    package var fields: [ChannelField] {
        [ChannelField("number", .text), ChannelField("template", .text, isNeeded: false)] + MetaVerifier.fields
    }

    // MARK: - In

    package func read(_ request: ChannelRequest, _ channel: OpenChannel) throws(ChannelRefusal) -> ChannelReading {
        let (body, answer) = try MetaVerifier.read(request, channel)
        guard let json = body else { return ChannelReading(answer: answer) }
        guard let entries = json["entry"]?.array else { throw .unreadable(field: "entry", reason: "must be a list") }
        var reading = ChannelReading()
        for change in entries.flatMap({ $0["changes"]?.list ?? [] }).prefix(2_000) {
            guard let value = change["value"] else { continue }
            // Another number of the same app is another channel.
            if let number = value["metadata"]?["phone_number_id"]?.name, number != channel.setting("number") {
                continue
            }
            switch change["field"]?.string {
            case "messages":
                let contacts = value["contacts"]?.list ?? []
                reading.news += (value["messages"]?.list ?? []).compactMap { message($0, contacts, channel.now) }
                reading.news += (value["statuses"]?.list ?? []).flatMap { status($0, channel.now) }
            case "user_preferences":
                for preference in value["user_preferences"]?.list ?? [] {
                    guard preference["value"]?.string == "stop",
                        let contact = preference["wa_id"]?.name ?? preference["user_id"]?.name
                    else { continue }
                    reading.news.append(.unwanted(contact: contact))
                }
            default: break
            }
        }
        return reading
    }

    private func message(_ json: JSON, _ contacts: [JSON], _ now: Instant) -> ChannelNews? {
        let number = json["from"]?.name
        let fitting = contacts.first { $0["wa_id"]?.name == number && number != nil } ?? contacts.first
        let own = json["from_user_id"]?.name ?? fitting?["user_id"]?.name
        guard let contact = number ?? own else { return nil }
        if let sign = json["reaction"] {
            // Without a sign it is taken back.
            guard sign["emoji"]?.words != nil, let below = sign["message_id"]?.words else { return nil }
            return .reaction(ChannelReaction(below: below, contact: contact, at: moment(json, now)))
        }
        guard let id = json["id"]?.words, let text = text(of: json) else { return nil }
        return .message(
            ChannelMessage(
                id: id,
                contact: contact,
                alias: number == nil ? nil : own,
                phone: number.map { "+\($0)" },
                name: fitting?["profile"]?["name"]?.words,
                text: text,
                answers: json["context"]?["id"]?.words,
                files: file(of: json).map { [$0] } ?? []
            )
        )
    }

    /// What came with a message; it is asked for by its id, since where it lies is told for five minutes only.
    private func file(of json: JSON) -> ChannelFile? {
        guard let kind = json["type"]?.words, ["image", "document", "audio", "video", "sticker"].contains(kind),
            let media = json[kind], let id = media["id"]?.name
        else { return nil }
        return ChannelFile(.id(id), kind: kind, name: media["filename"]?.words, type: media["mime_type"]?.words)
    }

    private func text(of json: JSON) -> String? {
        guard let type = json["type"]?.words else { return nil }
        switch type {
        case "text": return json["text"]?["body"]?.words
        case "button": return json["button"]?["text"]?.words
        case "interactive":
            return json["interactive"]?["button_reply"]?["title"]?.words
                ?? json["interactive"]?["list_reply"]?["title"]?.words ?? "[interactive]"
        case "system": return nil
        default: return ["[\(type)]", json[type]?["caption"]?.words].compactMap { $0 }.joined(separator: " ")
        }
    }

    private func status(_ json: JSON, _ now: Instant) -> [ChannelNews] {
        guard let theirs = json["id"]?.words, let status = json["status"]?.string else { return [] }
        let state: DeliveryRecord.State
        switch status {
        case "sent": state = .sent
        case "delivered": state = .delivered
        case "read", "played": state = .read
        case "failed": state = .failed
        default: return []
        }
        let code = json["errors"]?.list.first?["code"]?.number
        let record = DeliveryRecord(
            state,
            at: moment(json, now),
            reason: Key(code.map { MetaVerifier.reason($0) } ?? "refused")
        )
        let ours = json["biz_opaque_callback_data"]?.words
        var news: [ChannelNews] = [.delivery(ours: ours, theirs: theirs, record)]
        if code == 131_050, let contact = json["recipient_id"]?.name { news.append(.unwanted(contact: contact)) }
        return news
    }

    /// When it says that it happened; never ahead of now.
    private func moment(_ json: JSON, _ now: Instant) -> Instant {
        let at = json["timestamp"]?.number.flatMap { seconds in
            (0...(1 << 40)).contains(seconds) ? Instant(milliseconds: seconds * 1_000) : nil
        }
        return min(at ?? now, now)
    }

    // MARK: - Out

    package func problem(with text: String, _ channel: Channel) -> ChannelTextProblem? {
        let count = text.unicodeScalars.count
        return count > WhatsAppChannel.most ? .characters(count, most: WhatsAppChannel.most) : nil
    }

    package func write(_ text: ChannelText, _ channel: OpenChannel) -> ChannelPost {
        var body: JSONObject = [
            "biz_opaque_callback_data": .string(text.id.text), "messaging_product": .string("whatsapp"),
            "recipient_type": .string("individual"),
        ]
        let isNumber = text.contact.utf8.allSatisfy { (48...57).contains($0) }
        body.set(isNumber ? "to" : "recipient", .string(text.contact))
        if let template = text.template {
            // Such as answer_ready:en; without a language it is English.
            let parts = template.split(separator: ":", maxSplits: 1)
            var wanted: JSONObject = [
                "language": .object(["code": .string(parts.count > 1 ? String(parts[1]) : "en")]),
                "name": .string(String(parts.first ?? "")),
            ]
            if !text.parameters.isEmpty {
                let filled = text.parameters.map { JSON.object(["text": .string($0), "type": .string("text")]) }
                let body: JSON = .object(["parameters": .array(filled), "type": .string("body")])
                wanted.set("components", .array([body]))
            }
            body.set("type", .string("template"))
            body.set("template", .object(wanted))
        } else {
            body.set("type", .string("text"))
            body.set("text", .object(["body": .string(text.text), "preview_url": .bool(false)]))
            if let answered = text.answers { body.set("context", .object(["message_id": .string(answered)])) }
        }
        return ChannelPost(
            url: "\(MetaVerifier.api(channel))/\(channel.setting("number"))/messages",
            headers: MetaVerifier.headers(channel),
            body: JSON.object(body).canonical
        )
    }

    package func step(to file: ChannelFile, told: [UInt8]?, _ channel: OpenChannel) -> ChannelFileStep? {
        guard case .id(let id) = file.place else { return nil }
        let headers = [("authorization", "Bearer \(channel.secret("token"))")]
        guard let told else {
            let number = channel.setting("number")
            return .ask(
                ChannelFetch(
                    url: "\(MetaVerifier.api(channel))/\(pathPart(id))?phone_number_id=\(pathPart(number))",
                    headers: headers
                )
            )
        }
        guard let url = (try? JSON.parse(told))?["url"]?.words else { return nil }
        return .fetch(ChannelFetch(url: url, headers: headers))
    }

    package func outcome(of answer: ChannelAnswer) -> ChannelOutcome {
        switch answer {
        case .answered(let status, let body):
            let json = (try? JSON.parse(body)) ?? .null
            if status == 200, let id = json["messages"]?.list.first?["id"]?.words { return .sent(id) }
            return MetaVerifier.refusal(status, json)
        case .notReached: return .refused(isTemporary: true, reason: "not-reached")
        case .unknown: return .unknown
        }
    }
}
