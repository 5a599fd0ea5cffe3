internal import JSONText
internal import SetiaCare
internal import SetiaCore
package import SetiaService

/// Messenger and Instagram, as Meta's documents describe them: messages between us, and comments that everybody reads.
///
/// A comment's writer is not known to be who writes messages: she is somebody of her own until staff say otherwise. What is
/// said below a post is answered there.
package struct MetaPageChannel: ChannelAdapter {
    package let kind: MessageChannel
    package let windowMinutes: Int? = MetaVerifier.windowMinutes
    package let mayRepeat = false

    /// An adapter for `messenger` or `instagram`.
    package init(kind: MessageChannel) { self.kind = kind }

    package var fields: [ChannelField] { [ChannelField("account", .text)] + MetaVerifier.fields }

    private var most: Int { kind == .instagram ? 1_000 : 2_000 }

    // MARK: - In

    package func read(_ request: ChannelRequest, _ channel: OpenChannel) throws(ChannelRefusal) -> ChannelReading {
        let (body, answer) = try MetaVerifier.read(request, channel)
        guard let json = body else { return ChannelReading(answer: answer) }
        guard let entries = json["entry"]?.array else { throw .unreadable(field: "entry", reason: "must be a list") }
        let account = channel.setting("account")
        var reading = ChannelReading()
        for entry in entries.prefix(1_000) where entry["id"]?.name == account {
            reading.news += (entry["messaging"]?.list ?? []).flatMap { messaging($0, account) }
            // With one way of signing in Instagram puts a change into the entry itself.
            let changes = (entry["changes"]?.list ?? []) + (entry["field"] == nil ? [] : [entry])
            reading.news += changes.compactMap { comment($0, account) }
        }
        return reading
    }

    private func messaging(_ json: JSON, _ account: String) -> [ChannelNews] {
        guard let sender = json["sender"]?["id"]?.name, sender != account else { return [] }
        if let said = json["message"], let id = said["mid"]?.words {
            // Our own words come back too.
            if said["is_echo"]?.bool == true { return [] }
            if said["is_deleted"]?.bool == true { return [.withdrawn(id)] }
            let attachments = said["attachments"]?.list ?? []
            let marks = attachments.map { "[\($0["type"]?.words ?? "file")]" }
            let text = ([said["text"]?.words].compactMap { $0 } + marks).joined(separator: " ")
            return [
                .message(
                    ChannelMessage(
                        id: id,
                        contact: sender,
                        text: text.isEmpty ? "[message]" : text,
                        answers: said["reply_to"]?["mid"]?.words,
                        files: attachments.compactMap { file($0) }
                    )
                )
            ]
        }
        if let sign = json["reaction"] {
            guard sign["action"]?.string == "react", let below = sign["mid"]?.words else { return [] }
            return [.reaction(ChannelReaction(below: below, contact: sender, at: moment(json["timestamp"])))]
        }
        if let back = json["postback"], let id = back["mid"]?.words {
            let text = back["title"]?.words ?? back["payload"]?.words ?? "[postback]"
            return [.message(ChannelMessage(id: id, contact: sender, text: text))]
        }
        if let read = json["read"] {
            // Messenger says until when, Instagram which.
            if let mark = moment(read["watermark"]) { return [.deliveredUpTo(mark, .read, contact: sender)] }
            guard let id = read["mid"]?.words, let at = moment(json["timestamp"]) else { return [] }
            return [.delivery(ours: nil, theirs: id, DeliveryRecord(.read, at: at))]
        }
        if let delivery = json["delivery"] {
            // The list of messages may be missing; the mark says that all until then were delivered.
            guard let mark = moment(delivery["watermark"]) else { return [] }
            let named = (delivery["mids"]?.list ?? []).compactMap(\.words)
            return named.map { .delivery(ours: nil, theirs: $0, DeliveryRecord(.delivered, at: mark)) }
                + [.deliveredUpTo(mark, .delivered, contact: sender)]
        }
        return []
    }

    /// What came with a message, at an address of Meta's that runs out; what is a page or a place is no file.
    private func file(_ json: JSON) -> ChannelFile? {
        guard let kind = json["type"]?.words, ["image", "video", "audio", "file", "story_mention"].contains(kind),
            let url = json["payload"]?["url"]?.words
        else { return nil }
        return ChannelFile(.address(url), kind: kind)
    }

    private func moment(_ json: JSON?) -> Instant? {
        json?.number.flatMap { (0...(1 << 50)).contains($0) ? Instant(milliseconds: $0) : nil }
    }

    private func comment(_ change: JSON, _ account: String) -> ChannelNews? {
        guard let value = change["value"], let from = value["from"]?["id"]?.name, from != account else { return nil }
        let id: String?
        let text: String?
        switch change["field"]?.string {
        case "feed":
            if ["reaction", "like"].contains(value["item"]?.string ?? "") {
                // Below the post, or below a comment that stands there.
                guard value["verb"]?.string == "add", let below = value["comment_id"]?.name ?? value["post_id"]?.name
                else { return nil }
                return .reaction(ChannelReaction(below: below, contact: "comment-\(from)"))
            }
            guard value["item"]?.string == "comment" else { return nil }
            id = value["comment_id"]?.name
            if value["verb"]?.string == "remove" { return id.map { .withdrawn($0) } }
            guard value["verb"]?.string == "add" else { return nil }
            text = value["message"]?.words
        case "comments", "live_comments", "mentions":
            id = value["id"]?.name ?? value["comment_id"]?.name
            text = value["text"]?.words
        default: return nil
        }
        guard let id else { return nil }
        return .message(
            ChannelMessage(
                id: id,
                contact: "comment-\(from)",
                name: value["from"]?["name"]?.words ?? value["from"]?["username"]?.words,
                text: text ?? "[comment]",
                answers: value["parent_id"]?.name,
                place: id
            )
        )
    }

    // MARK: - Out

    package func problem(with text: String, _ channel: Channel) -> ChannelTextProblem? {
        let count = text.unicodeScalars.count
        return count > most ? .characters(count, most: most) : nil
    }

    package func write(_ text: ChannelText, _ channel: OpenChannel) -> ChannelPost {
        let api = MetaVerifier.api(channel)
        if let place = text.place {
            return ChannelPost(
                url: "\(api)/\(place)/\(kind == .instagram ? "replies" : "comments")",
                headers: MetaVerifier.headers(channel),
                body: JSON.object(["message": .string(text.text)]).canonical
            )
        }
        return ChannelPost(
            url: "\(api)/\(channel.setting("account"))/messages",
            headers: MetaVerifier.headers(channel),
            body: JSON.object([
                "message": .object(["text": .string(text.text)]), "messaging_type": .string("RESPONSE"),
                "recipient": .object(["id": .string(text.contact)]),
            ]).canonical
        )
    }

    package func outcome(of answer: ChannelAnswer) -> ChannelOutcome {
        switch answer {
        case .answered(let status, let body):
            let json = (try? JSON.parse(body)) ?? .null
            if status == 200 { return .sent(json["message_id"]?.words ?? json["id"]?.words) }
            return MetaVerifier.refusal(status, json)
        case .notReached: return .refused(isTemporary: true, reason: "not-reached")
        case .unknown: return .unknown
        }
    }
}
