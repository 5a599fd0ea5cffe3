internal import JSONText
internal import SetiaCore
package import SetiaService

/// Telegram's Bot API, as <https://core.telegram.org/bots/api> describes it.
///
/// Its requests are not signed: they show a token that only Telegram was told, which is compared in constant time and must
/// come by TLS. Chats of two only; groups are not ours to read.
package struct TelegramChannel: ChannelAdapter {
    package let kind = MessageChannel.telegram
    package let windowMinutes: Int? = nil
    package let mayRepeat = false
    /// The most characters of a message.
    private static let most = 4_096

    /// An adapter.
    package init() {}

    package var fields: [ChannelField] {
        [
            ChannelField("token", .secret), ChannelField("secret", .made, isNeeded: false),
            ChannelField("api", .address, isNeeded: false),
        ]
    }

    // MARK: - In

    package func read(_ request: ChannelRequest, _ channel: OpenChannel) throws(ChannelRefusal) -> ChannelReading {
        guard !request.isAsking,
            channel.isShown("secret", by: request.header("x-telegram-bot-api-secret-token"))
        else { throw .notSigned }
        let json = try parsed(request.body)
        guard json["update_id"]?.int64 != nil else {
            throw .unreadable(field: "update_id", reason: "must be a whole number")
        }
        var reading = ChannelReading()
        if let message = json["message"].flatMap({ self.message($0) }) { reading.news.append(.message(message)) }
        if let edited = json["edited_message"], var message = self.message(edited) {
            message = ChannelMessage(
                id: "\(message.id):\(edited["edit_date"]?.number ?? 0)",
                contact: message.contact,
                phone: message.phone,
                name: message.name,
                text: "[edited] \(message.text)",
                answers: message.id,
                files: message.files
            )
            reading.news.append(.message(message))
        }
        if let sign = json["message_reaction"], sign["chat"]?["type"]?.string == "private",
            let chat = sign["chat"]?["id"]?.name, let id = sign["message_id"]?.name,
            sign["user"]?["is_bot"]?.bool != true,
            // None is left where she took it back.
            !(sign["new_reaction"]?.list ?? []).isEmpty
        {
            let at = sign["date"]?.number.flatMap { seconds in
                (0...(1 << 40)).contains(seconds) ? Instant(milliseconds: seconds * 1_000) : nil
            }
            reading.news.append(.reaction(ChannelReaction(below: "\(chat):\(id)", contact: chat, at: at)))
        }
        if let change = json["my_chat_member"], change["chat"]?["type"]?.string == "private",
            let contact = change["chat"]?["id"]?.name
        {
            switch change["new_chat_member"]?["status"]?.string {
            case "kicked": reading.news.append(.stopped(contact: contact))
            case "member": reading.news.append(.resumed(contact: contact))
            default: break
            }
        }
        return reading
    }

    private func message(_ json: JSON) -> ChannelMessage? {
        guard json["chat"]?["type"]?.string == "private", let chat = json["chat"]?["id"]?.name,
            let id = json["message_id"]?.name, json["from"]?["is_bot"]?.bool != true
        else { return nil }
        var message = ChannelMessage(id: "\(chat):\(id)", contact: chat, text: text(of: json))
        message.files = file(of: json).map { [$0] } ?? []
        let names = [json["from"]?["first_name"]?.words, json["from"]?["last_name"]?.words].compactMap { $0 }
        message.name = names.isEmpty ? json["from"]?["username"]?.words : names.joined(separator: " ")
        message.answers = json["reply_to_message"]?["message_id"]?.name.map { "\(chat):\($0)" }
        // A number is hers where she gives her own, which Telegram vouches for.
        if let contact = json["contact"], let owner = contact["user_id"]?.name, owner == json["from"]?["id"]?.name,
            let number = contact["phone_number"]?.name
        {
            message.phone = number.hasPrefix("+") ? number : "+\(number)"
        }
        return message
    }

    private func text(of json: JSON) -> String {
        if let text = json["text"]?.words { return text }
        let kinds = [
            "photo", "voice", "video", "video_note", "audio", "document", "sticker", "animation", "location", "contact",
        ]
        let kind = kinds.first { json[$0] != nil } ?? "message"
        return ["[\(kind)]", json["caption"]?.words].compactMap { $0 }.joined(separator: " ")
    }

    /// What came with a message; of a picture the largest there is of it.
    private func file(of json: JSON) -> ChannelFile? {
        // An animation stands there as a document too.
        let kinds = ["photo", "animation", "document", "voice", "audio", "video", "video_note", "sticker"]
        guard let kind = kinds.first(where: { json[$0] != nil }), let said = json[kind],
            let media = kind == "photo" ? said.list.max(by: { size(of: $0) < size(of: $1) }) : said,
            let id = media["file_id"]?.words
        else { return nil }
        var type = media["mime_type"]?.words
        switch kind {
        case "photo": type = "image/jpeg"
        case "video_note": type = "video/mp4"
        case "sticker" where media["is_animated"]?.bool != true && media["is_video"]?.bool != true: type = "image/webp"
        default: break
        }
        return ChannelFile(
            .id(id),
            kind: kind,
            name: media["file_name"]?.words,
            type: type,
            size: media["file_size"]?.number.map { Int(clamping: $0) }
        )
    }

    private func size(of photo: JSON) -> Int64 {
        func side(_ name: String) -> Int64 { min(max(photo[name]?.number ?? 0, 0), 100_000) }
        return side("width") * side("height")
    }

    // MARK: - Out

    package func problem(with text: String, _ channel: Channel) -> ChannelTextProblem? {
        let count = text.utf16.count
        return count > TelegramChannel.most ? .characters(count, most: TelegramChannel.most) : nil
    }

    package func write(_ text: ChannelText, _ channel: OpenChannel) -> ChannelPost {
        var body: JSONObject = [
            "chat_id": Int64(text.contact).map { .integer($0) } ?? .string(text.contact), "text": .string(text.text),
        ]
        if let answered = text.answers?.split(separator: ":").dropFirst().first.flatMap({ Int64($0) }) {
            body.set(
                "reply_parameters",
                .object(["allow_sending_without_reply": .bool(true), "message_id": .integer(answered)])
            )
        }
        return ChannelPost(
            url: "\(api(channel))/bot\(channel.secret("token"))/sendMessage",
            headers: [("content-type", "application/json")],
            body: JSON.object(body).canonical
        )
    }

    package func step(to file: ChannelFile, told: [UInt8]?, _ channel: OpenChannel) -> ChannelFileStep? {
        guard case .id(let id) = file.place else { return nil }
        let (api, token) = (api(channel), channel.secret("token"))
        guard let told else {
            return .ask(ChannelFetch(url: "\(api)/bot\(token)/getFile?file_id=\(pathPart(id))"))
        }
        guard let json = try? JSON.parse(told), json["ok"]?.bool == true, let path = json["result"]?["file_path"]?.words
        else { return nil }
        let parts = path.split(separator: "/").map { pathPart(String($0)) }
        guard !parts.contains(".."), !parts.contains(".") else { return nil }
        return .fetch(ChannelFetch(url: "\(api)/file/bot\(token)/\(parts.joined(separator: "/"))"))
    }

    private func api(_ channel: OpenChannel) -> String {
        channel.setting("api").isEmpty ? "https://api.telegram.org" : channel.setting("api")
    }

    package func outcome(of answer: ChannelAnswer) -> ChannelOutcome {
        switch answer {
        case .answered(let status, let body):
            let json = (try? JSON.parse(body)) ?? .null
            if status == 200, json["ok"]?.bool == true {
                guard let id = json["result"]?["message_id"]?.name, let chat = json["result"]?["chat"]?["id"]?.name
                else { return .sent(nil) }
                return .sent("\(chat):\(id)")
            }
            if status == 403 { return .stopped }
            return refused(status, status == 401 || status == 404 ? "token-refused" : nil)
        case .notReached: return .refused(isTemporary: true, reason: "not-reached")
        case .unknown: return .unknown
        }
    }
}
