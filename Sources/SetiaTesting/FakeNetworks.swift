internal import JSONText

/// What Telegram tells, in the form that <https://core.telegram.org/bots/api> describes; as bytes of one update.
package enum FakeTelegram {
    /// Somebody wrote in a chat of two.
    package static func message(
        _ text: String,
        update: Int64,
        id: Int64,
        from: Int64,
        name: String,
        answers: Int64? = nil
    ) -> String {
        var message = message(id, from, name)
        message.set("text", .string(text))
        if let answers { message.set("reply_to_message", .object(self.message(answers, from, name))) }
        return written(["message": .object(message), "update_id": .integer(update)])
    }

    /// Somebody sent a file in a chat of two; of a picture there are two sizes.
    package static func file(
        _ kind: String,
        _ file: String,
        type: String,
        size: Int64,
        update: Int64,
        id: Int64,
        from: Int64,
        name: String,
        caption: String? = nil
    ) -> String {
        var message = message(id, from, name)
        var media: JSONObject = [
            "file_id": .string(file), "file_size": .integer(size), "file_unique_id": .string("u\(file)"),
        ]
        if kind == "photo" {
            media.set("height", .integer(90))
            media.set("width", .integer(90))
            let small: JSONObject = [
                "file_id": .string("small"), "file_size": .integer(1), "file_unique_id": .string("us"),
                "height": .integer(9),
                "width": .integer(9),
            ]
            message.set("photo", .array([.object(media), .object(small)]))
        } else {
            media.set("duration", .integer(3))
            if kind == "video_note" {
                media.set("length", .integer(240))
            } else {
                media.set("mime_type", .string(type))
            }
            message.set(kind, .object(media))
        }
        if let caption { message.set("caption", .string(caption)) }
        return written(["message": .object(message), "update_id": .integer(update)])
    }

    /// What the bot is answered that asks where a file lies.
    package static func path(_ path: String) -> String {
        written(["ok": .bool(true), "result": .object(["file_id": .string("x"), "file_path": .string(path)])])
    }

    /// Somebody blocked the bot, or let it write again.
    package static func membership(_ status: String, update: Int64, from: Int64, name: String) -> String {
        func member(_ status: String) -> JSON {
            var member: JSONObject = [
                "status": .string(status),
                "user": .object(["first_name": .string("Kopi"), "id": .integer(1), "is_bot": .bool(true)]),
            ]
            if status == "kicked" { member.set("until_date", .integer(0)) }
            return .object(member)
        }
        let change: JSONObject = [
            "chat": .object(chat(from, name)), "date": .integer(1_772_413_200), "from": .object(user(from, name)),
            "new_chat_member": member(status), "old_chat_member": member(status == "kicked" ? "member" : "kicked"),
        ]
        return written(["my_chat_member": .object(change), "update_id": .integer(update)])
    }

    private static func message(_ id: Int64, _ from: Int64, _ name: String) -> JSONObject {
        [
            "chat": .object(chat(from, name)), "date": .integer(1_772_413_200), "from": .object(user(from, name)),
            "message_id": .integer(id),
        ]
    }

    private static func user(_ id: Int64, _ name: String) -> JSONObject {
        ["first_name": .string(name), "id": .integer(id), "is_bot": .bool(false), "language_code": .string("ms")]
    }

    private static func chat(_ id: Int64, _ name: String) -> JSONObject {
        ["first_name": .string(name), "id": .integer(id), "type": .string("private")]
    }
}

/// What LINE tells, in the form of its `webhook.yml`; as bytes of one request with as many events as there are.
package enum FakeLine {
    /// One event.
    package enum Event: Sendable {
        case message(id: String, text: String, token: String)
        /// A picture, a film, a voice, or a file with a name and a size.
        case file(id: String, kind: String, name: String?, size: Int64?, token: String)
        case unsend(id: String)
        case unfollow, follow
    }

    /// A request with events of one member.
    package static func request(_ events: [Event], of user: String) -> String {
        let all = events.enumerated().map { place, event -> JSON in
            var object: JSONObject = [
                "deliveryContext": .object(["isRedelivery": .bool(false)]), "mode": .string("active"),
                "source": .object(["type": .string("user"), "userId": .string(user)]),
                "timestamp": .integer(1_772_413_200_000),
                "webhookEventId": .string("01KJPEZ0000000000000000\(String(1_000 + place).suffix(3))"),
            ]
            switch event {
            case .message(let id, let text, let token):
                object.set("type", .string("message"))
                object.set("replyToken", .string(token))
                let message: JSONObject = [
                    "id": .string(id), "quoteToken": .string("q-\(id)"), "text": .string(text), "type": .string("text"),
                ]
                object.set("message", .object(message))
            case .file(let id, let kind, let name, let size, let token):
                object.set("type", .string("message"))
                object.set("replyToken", .string(token))
                var message: JSONObject = ["id": .string(id), "type": .string(kind)]
                if let name { message.set("fileName", .string(name)) }
                if let size { message.set("fileSize", .integer(size)) }
                if kind != "file" { message.set("contentProvider", .object(["type": .string("line")])) }
                if kind == "image" { message.set("quoteToken", .string("q-\(id)")) }
                object.set("message", .object(message))
            case .unsend(let id):
                object.set("type", .string("unsend"))
                object.set("unsend", .object(["messageId": .string(id)]))
            case .unfollow: object.set("type", .string("unfollow"))
            case .follow:
                object.set("type", .string("follow"))
                object.set("replyToken", .string("t-\(place)"))
                object.set("follow", .object(["isUnblocked": .bool(true)]))
            }
            return .object(object)
        }
        return written(["destination": .string("Ubrand"), "events": .array(all)])
    }
}

/// What WhatsApp's Cloud API tells; as bytes of one request with entries for messages and statuses.
package enum FakeWhatsApp {
    /// A text of a member.
    package struct Text: Sendable {
        let id: String
        let text: String
        let answers: String?
        let media: Media?

        /// A text, or what stands below a file.
        package init(id: String, text: String, answers: String? = nil, media: Media? = nil) {
            self.id = id
            self.text = text
            self.answers = answers
            self.media = media
        }
    }

    /// A file of a member.
    package struct Media: Sendable {
        let kind: String
        let id: String
        let type: String
        let name: String?

        /// A file.
        package init(kind: String, id: String, type: String, name: String? = nil) {
            self.kind = kind
            self.id = id
            self.type = type
            self.name = name
        }

        fileprivate func written(below text: String) -> JSON {
            var media: JSONObject = [
                "id": .string(id), "mime_type": .string(type),
                "sha256": .string("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
            ]
            if let name { media.set("filename", .string(name)) }
            if !text.isEmpty { media.set("caption", .string(text)) }
            return .object(media)
        }
    }

    /// What who asks where a file lies is answered; the address holds for five minutes.
    package static func media(_ id: String, at url: String, size: Int64) -> String {
        written([
            "file_size": .integer(size), "id": .string(id), "messaging_product": .string("whatsapp"),
            "mime_type": .string("image/jpeg"), "sha256": .string("2cf2"), "url": .string(url),
        ])
    }

    /// A request with one entry a text and one a status, all of one member.
    ///
    /// - Parameters:
    ///   - texts: What she wrote.
    ///   - statuses: What became of messages of ours: their ids, states and our own ids of them.
    ///   - number: Hers; none is hidden.
    ///   - scoped: The id that she has with the business.
    ///   - name: How she calls herself.
    /// - Returns: the body.
    package static func request(
        _ texts: [Text],
        statuses: [(id: String, state: String, ours: String)] = [],
        number: String?,
        scoped: String,
        name: String
    ) -> String {
        var contact: JSONObject = ["profile": .object(["name": .string(name)]), "user_id": .string(scoped)]
        if let number { contact.set("wa_id", .string(number)) }
        func entry(_ key: String, _ item: JSONObject) -> JSON {
            var value: JSONObject = [
                "contacts": .array([.object(contact)]), "messaging_product": .string("whatsapp"),
                "metadata": .object([
                    "display_phone_number": .string("60300000000"), "phone_number_id": .string("1066"),
                ]),
            ]
            value.set(key, .array([.object(item)]))
            let change: JSONObject = ["field": .string("messages"), "value": .object(value)]
            return .object(["changes": .array([.object(change)]), "id": .string("2077")])
        }
        let said = texts.map { text -> JSON in
            var message: JSONObject = [
                "from_user_id": .string(scoped), "id": .string(text.id), "timestamp": .string("1772413200"),
                "type": .string(text.media?.kind ?? "text"),
            ]
            if let media = text.media {
                message.set(media.kind, media.written(below: text.text))
            } else {
                message.set("text", .object(["body": .string(text.text)]))
            }
            if let number { message.set("from", .string(number)) }
            if let answered = text.answers {
                message.set("context", .object(["from": .string("60300000000"), "id": .string(answered)]))
            }
            return entry("messages", message)
        }
        let became = statuses.map { status -> JSON in
            var item: JSONObject = [
                "biz_opaque_callback_data": .string(status.ours), "id": .string(status.id),
                "recipient_user_id": .string(scoped), "status": .string(status.state),
                "timestamp": .string("1772413205"),
            ]
            if let number { item.set("recipient_id", .string(number)) }
            return entry("statuses", item)
        }
        return written(["entry": .array(said + became), "object": .string("whatsapp_business_account")])
    }
}

private func written(_ object: JSONObject) -> String { String(decoding: JSON.object(object).canonical, as: UTF8.self) }
