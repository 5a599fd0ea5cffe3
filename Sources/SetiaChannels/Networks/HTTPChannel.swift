internal import JSONText
internal import SetiaCare
internal import SetiaCore
package import SetiaService

/// A network of the shop's own: its gateway speaks plain JSON, signed by Standard Webhooks both ways; texts to telephones
/// among them (rules O-10 and O-15).
package struct HTTPChannel: ChannelAdapter {
    package let kind: MessageChannel
    package let windowMinutes: Int? = nil
    package let mayRepeat = true

    /// A message of ours is not older than this when it is believed, and not younger, in seconds.
    static let tolerance: Int64 = 300
    /// So many texts of a telephone a message may take, unless something else is set.
    static let usualParts = 3
    /// The most characters of a message that is no text of a telephone.
    static let mostCharacters = 20_000

    /// An adapter for `sms` or `http`.
    package init(kind: MessageChannel) { self.kind = kind }

    package var fields: [ChannelField] {
        [ChannelField("url", .address), ChannelField("secret", .signing, isNeeded: false)]
            + (kind == .sms ? [ChannelField("parts", .number(atMost: 10), isNeeded: false)] : [])
    }

    // MARK: - In

    package func read(_ request: ChannelRequest, _ channel: OpenChannel) throws(ChannelRefusal) -> ChannelReading {
        guard !request.isAsking, let id = request.header("webhook-id"), !id.isEmpty, !id.contains("."),
            let stamp = request.header("webhook-timestamp"), let seconds = Int64(stamp),
            abs(channel.now.milliseconds / 1_000 - min(max(seconds, 0), 1 << 40)) <= HTTPChannel.tolerance,
            let key = SignedMessage.bytes(ofSecret: channel.secret("secret"))
        else { throw .notSigned }
        let content = Array("\(id).\(stamp).".utf8) + request.body
        let marks = (request.header("webhook-signature") ?? "").split(separator: " ").prefix(10)
        let isSigned = marks.contains { mark in
            mark.hasPrefix("v1,") && channel.isAuthentic(content, key: key, mark: Base64.bytes(of: mark.dropFirst(3)))
        }
        guard isSigned else { throw .notSigned }
        let json = try parsed(request.body)
        guard json.object != nil else { throw .unreadable(field: "", reason: "must be an object") }
        var reading = ChannelReading()
        for (place, message) in (json["messages"]?.list ?? []).prefix(1_000).enumerated() {
            reading.news.append(.message(try self.message(message, "messages[\(place)]")))
        }
        for (place, status) in (json["statuses"]?.list ?? []).prefix(1_000).enumerated() {
            reading.news.append(try self.status(status, "statuses[\(place)]", channel.now))
        }
        reading.news += (json["stopped"]?.list ?? []).prefix(1_000).compactMap(\.words).map { .stopped(contact: $0) }
        reading.news += (json["resumed"]?.list ?? []).prefix(1_000).compactMap(\.words).map { .resumed(contact: $0) }
        return reading
    }

    private func message(_ json: JSON, _ place: String) throws(ChannelRefusal) -> ChannelMessage {
        guard let id = json["id"]?.words, id.utf8.count <= 200 else {
            throw .unreadable(field: "\(place).id", reason: "must be a text of at most 200 bytes")
        }
        guard let from = json["from"]?.words, from.utf8.count <= 200 else {
            throw .unreadable(field: "\(place).from", reason: "must be a text of at most 200 bytes")
        }
        let files = try self.files(json, place)
        guard let text = json["text"]?.words ?? (files.isEmpty ? nil : "[file]") else {
            throw .unreadable(field: "\(place).text", reason: "must be a text that says something")
        }
        var message = ChannelMessage(id: id, contact: from, isVouched: false, text: text)
        if let said = json["phone"]?.words ?? (kind == .sms ? from : nil) {
            guard let phone = try? Identity(kind: .phone, text: said) else {
                let field = json["phone"] == nil ? "from" : "phone"
                throw .unreadable(field: "\(place).\(field)", reason: "must be international, such as +60123456789")
            }
            message.phone = phone.value
            if kind == .sms {
                return ChannelMessage(
                    id: id,
                    contact: phone.value,
                    phone: phone.value,
                    isVouched: false,
                    name: json["name"]?.words,
                    text: text,
                    answers: json["answers"]?.words,
                    files: files
                )
            }
        }
        message.name = json["name"]?.words
        message.answers = json["answers"]?.words
        message.files = files
        return message
    }

    private func files(_ json: JSON, _ place: String) throws(ChannelRefusal) -> [ChannelFile] {
        guard let said = json["files"], !said.isNull else { return [] }
        guard let list = said.array, list.count <= SetiaService.mostFiles else {
            throw .unreadable(
                field: "\(place).files",
                reason: "must be a list of at most \(SetiaService.mostFiles) files"
            )
        }
        var files: [ChannelFile] = []
        for (number, item) in list.enumerated() {
            let field = "\(place).files[\(number)]"
            guard let url = item["url"]?.words, url.hasPrefix("https://") || url.hasPrefix("http://"),
                url.utf8.count <= WebhookAddress.most
            else {
                throw .unreadable(
                    field: "\(field).url",
                    reason: "must be an address of at most \(WebhookAddress.most) bytes that begins with https://"
                )
            }
            for name in ["name", "type"] {
                guard let value = item[name], !value.isNull else { continue }
                guard value.string.map({ $0.utf8.count <= 500 }) ?? false else {
                    throw .unreadable(field: "\(field).\(name)", reason: "must be a text of at most 500 bytes")
                }
            }
            var size: Int?
            if let value = item["size"], !value.isNull {
                guard let bytes = value.int64, bytes >= 0 else {
                    throw .unreadable(field: "\(field).size", reason: "must be a whole number of bytes")
                }
                size = Int(clamping: bytes)
            }
            files.append(
                ChannelFile(
                    .address(url),
                    kind: "file",
                    name: item["name"]?.words,
                    type: item["type"]?.words,
                    size: size
                )
            )
        }
        return files
    }

    private func status(_ json: JSON, _ place: String, _ now: Instant) throws(ChannelRefusal) -> ChannelNews {
        let (ours, theirs) = (json["message"]?.words, json["id"]?.words)
        guard ours != nil || theirs != nil else {
            throw .unreadable(field: "\(place).message", reason: "must name the message, or id must")
        }
        guard let state = json["state"]?.string.flatMap({ DeliveryRecord.State(rawValue: $0) }), state != .queued else {
            throw .unreadable(field: "\(place).state", reason: "must be sent, delivered, read or failed")
        }
        var at = now
        if let text = json["at"] {
            guard let moment = text.string.flatMap({ Instant(rfc3339: $0) }) else {
                throw .unreadable(field: "\(place).at", reason: "must be a moment, such as 2026-03-02T09:00:00Z")
            }
            at = min(moment, now)
        }
        let reason = String((json["reason"]?.words ?? "refused").prefix(100))
        return .delivery(ours: ours, theirs: theirs, DeliveryRecord(state, at: at, reason: Key(reason)))
    }

    // MARK: - Out

    package func problem(with text: String, _ channel: Channel) -> ChannelTextProblem? {
        guard kind == .sms else {
            let count = text.unicodeScalars.count
            return count > HTTPChannel.mostCharacters ? .characters(count, most: HTTPChannel.mostCharacters) : nil
        }
        let most = channel.setting("parts").flatMap { Int($0) } ?? HTTPChannel.usualParts
        let parts = ShortMessageLength(text).parts
        return parts > most ? .parts(parts, most: most) : nil
    }

    package func write(_ text: ChannelText, _ channel: OpenChannel) -> ChannelPost {
        var data: JSONObject = [
            "channel": .string(channel.channel.name.text), "id": .string(text.id.text), "text": .string(text.text),
            "to": .string(text.contact),
        ]
        if let answered = text.answers { data.set("answers", .string(answered)) }
        if kind == .sms {
            let length = ShortMessageLength(text.text)
            data.set("alphabet", .string(length.alphabet.rawValue))
            data.set("parts", .integer(Int64(length.parts)))
        }
        let body: JSON = .object([
            "data": .object(data), "timestamp": .string(channel.now.rfc3339), "type": .string("message.send"),
        ])
        let signed = SignedMessage(
            id: "msg_\(text.id.text)",
            at: channel.now,
            body: body.canonical,
            secrets: [SignedMessage.bytes(ofSecret: channel.secret("secret")) ?? []],
            authenticate: { channel.authentication(of: $0, key: $1) }
        )
        return ChannelPost(
            url: channel.setting("url"),
            headers: signed.headers.map { ($0.name, $0.value) },
            body: signed.body
        )
    }

    package func outcome(of answer: ChannelAnswer) -> ChannelOutcome {
        switch answer {
        case .answered(200..<300, let body): .sent((try? JSON.parse(body))?["id"]?.words)
        case .answered(let status, _): refused(status)
        case .notReached: .refused(isTemporary: true, reason: "not-reached")
        case .unknown: .unknown
        }
    }
}
