internal import JSONText
internal import SetiaCore
package import SetiaService

/// LINE's Messaging API, as <https://developers.line.biz/en/reference/messaging-api> describes it.
///
/// An answer goes by the reply token of what she wrote while that is fresh, which is free of charge, and else by a push.
package struct LineChannel: ChannelAdapter {
    package let kind = MessageChannel.line
    package let windowMinutes: Int? = nil
    package let mayRepeat = false
    /// The most UTF-16 code units of a message.
    private static let most = 5_000

    /// An adapter.
    package init() {}

    package var fields: [ChannelField] {
        [
            ChannelField("token", .secret), ChannelField("secret", .secret),
            ChannelField("api", .address, isNeeded: false),
        ]
    }

    // MARK: - In

    package func read(_ request: ChannelRequest, _ channel: OpenChannel) throws(ChannelRefusal) -> ChannelReading {
        let mark = request.header("x-line-signature").flatMap { Base64.bytes(of: $0) }
        guard !request.isAsking,
            channel.isAuthentic(request.body, key: Array(channel.secret("secret").utf8), mark: mark)
        else { throw .notSigned }
        let json = try parsed(request.body)
        // An empty list is how LINE tries whether somebody listens.
        guard let events = json["events"]?.array else { throw .unreadable(field: "events", reason: "must be a list") }
        return ChannelReading(events.prefix(1_000).compactMap { news($0) })
    }

    private func news(_ event: JSON) -> ChannelNews? {
        // In standby another program has the chat.
        guard event["mode"]?.string != "standby", event["source"]?["type"]?.string == "user",
            let user = event["source"]?["userId"]?.words
        else { return nil }
        switch event["type"]?.string {
        case "message":
            guard let said = event["message"], let id = said["id"]?.words else { return nil }
            return .message(
                ChannelMessage(
                    id: id,
                    contact: user,
                    text: said["text"]?.words ?? "[\(said["type"]?.words ?? "message")]",
                    answers: said["quotedMessageId"]?.words,
                    token: event["replyToken"]?.words,
                    files: file(of: said, id).map { [$0] } ?? []
                )
            )
        case "unsend": return event["unsend"]?["messageId"]?.words.map { .withdrawn($0) }
        case "unfollow": return .stopped(contact: user)
        case "follow": return .resumed(contact: user)
        case "postback":
            guard let id = event["webhookEventId"]?.words else { return nil }
            let data = event["postback"]?["data"]?.words ?? "[postback]"
            return .message(ChannelMessage(id: id, contact: user, text: data, token: event["replyToken"]?.words))
        default: return nil
        }
    }

    /// What came with a message: at LINE by the message's id, or where the program lies that sent it.
    private func file(of said: JSON, _ id: String) -> ChannelFile? {
        guard let kind = said["type"]?.words, ["image", "video", "audio", "file"].contains(kind) else { return nil }
        let types = ["image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4"]
        let provider = said["contentProvider"]
        if provider?["type"]?.string == "external" {
            return provider?["originalContentUrl"]?.words.map {
                ChannelFile(.address($0), kind: kind, type: types[kind])
            }
        }
        return ChannelFile(
            .id(id),
            kind: kind,
            name: said["fileName"]?.words,
            type: types[kind],
            size: said["fileSize"]?.number.map { Int(clamping: $0) }
        )
    }

    // MARK: - Out

    package func problem(with text: String, _ channel: Channel) -> ChannelTextProblem? {
        let count = text.utf16.count
        return count > LineChannel.most ? .characters(count, most: LineChannel.most) : nil
    }

    package func write(_ text: ChannelText, _ channel: OpenChannel) -> ChannelPost {
        let messages: JSON = .array([.object(["text": .string(text.text), "type": .string("text")])])
        let api = channel.setting("api").isEmpty ? "https://api.line.me" : channel.setting("api")
        var headers = [("content-type", "application/json"), ("authorization", "Bearer \(channel.secret("token"))")]
        if let token = text.token {
            return ChannelPost(
                url: "\(api)/v2/bot/message/reply",
                headers: headers,
                body: JSON.object(["messages": messages, "replyToken": .string(token)]).canonical
            )
        }
        // The same at each attempt, so that LINE takes it once.
        headers.append(("x-line-retry-key", uuid(text.id)))
        return ChannelPost(
            url: "\(api)/v2/bot/message/push",
            headers: headers,
            body: JSON.object(["messages": messages, "to": .string(text.contact)]).canonical
        )
    }

    package func step(to file: ChannelFile, told: [UInt8]?, _ channel: OpenChannel) -> ChannelFileStep? {
        switch file.place {
        case .address(let url): return .fetch(ChannelFetch(url: url))
        case .id(let id):
            // Another host than that of messages.
            let api = channel.setting("api").isEmpty ? "https://api-data.line.me" : channel.setting("api")
            return .fetch(
                ChannelFetch(
                    url: "\(api)/v2/bot/message/\(pathPart(id))/content",
                    headers: [("authorization", "Bearer \(channel.secret("token"))")]
                )
            )
        }
    }

    private func uuid(_ id: Identifier) -> String {
        let digits = [id.high, id.low].map { part in
            let text = String(part, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }

    package func outcome(of answer: ChannelAnswer) -> ChannelOutcome {
        switch answer {
        case .answered(let status, let body):
            let json = (try? JSON.parse(body)) ?? .null
            switch status {
            case 200: return .sent(json["sentMessages"]?.list.first?["id"]?.words)
            // Taken before, under the same retry key.
            case 409: return .sent(nil)
            case 400 where json["message"]?.string == "Invalid reply token":
                return .refused(isTemporary: true, reason: "reply-token")
            case 401, 403: return .refused(isTemporary: false, reason: "token-refused")
            case 429 where json["message"]?.string?.contains("monthly limit") ?? false:
                return .refused(isTemporary: false, reason: "quota")
            default: return refused(status)
            }
        case .notReached: return .refused(isTemporary: true, reason: "not-reached")
        case .unknown: return .unknown
        }
    }
}
