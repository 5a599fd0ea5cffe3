package import JSONText
package import SetiaCore

/// What a browser that chats is told.
///
/// | field | what it is |
/// |---|---|
/// | `expiresAt` | when the session ends |
/// | `known` | whether she has shown who she is |
/// | `messages` | what was said that is hers to see, the oldest first |
/// | `service` | whether somebody is there, and until when an answer is promised |
/// | `session` | the secret of a new session; once, where it begins |
package struct ChatBody: WireBody {
    /// The secret of a new session.
    package var session: String?
    /// Whether she has shown who she is.
    package let isKnown: Bool
    /// When the session ends.
    package let expiresAt: Instant
    /// Whether somebody is there.
    package let service: ChatServiceBody
    /// What was said.
    package let messages: [ChatMessageBody]

    /// A chat's body.
    package init(isKnown: Bool, expiresAt: Instant, service: ChatServiceBody, messages: [ChatMessageBody]) {
        self.isKnown = isKnown
        self.expiresAt = expiresAt
        self.service = service
        self.messages = messages
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("expiresAt", expiresAt)
        json.key("known")
        json.bool(isKnown)
        json.key("messages")
        json.list(messages) { $0.write(to: &$1) }
        json.key("service")
        service.write(to: &json)
        if let session { json.member("session", session) }
        json.endObject()
    }
}

/// Whether somebody is there: `there`, and `answerBy` where an answer is promised.
package struct ChatServiceBody: WireBody {
    /// Whether somebody is there.
    package let isThere: Bool
    /// When who writes now has an answer.
    package let answerBy: Instant?

    /// Whether somebody is there.
    package init(isThere: Bool, answerBy: Instant?) {
        self.isThere = isThere
        self.answerBy = answerBy
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let answerBy { json.member("answerBy", answerBy) }
        json.key("there")
        json.bool(isThere)
        json.endObject()
    }
}

/// A message as a browser that chats is told it: `id`, `at`, `from` (`you` or `us`), `author` of ours, `text`, and
/// `files`: names of what came with it.
package struct ChatMessageBody: WireBody {
    /// Which.
    package let id: String
    /// When.
    package let at: Instant
    /// Whether she wrote it.
    package let isHers: Bool
    /// Who of ours wrote it.
    package let author: String?
    /// What it says.
    package let words: String
    /// Names of what came with it.
    package let files: [String]

    /// A message.
    package init(id: String, at: Instant, isHers: Bool, author: String?, words: String, files: [String] = []) {
        self.id = id
        self.at = at
        self.isHers = isHers
        self.author = author
        self.words = words
        self.files = files
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        if let author { json.member("author", author) }
        if !files.isEmpty {
            json.key("files")
            json.list(files) { $1.string($0) }
        }
        json.member("from", isHers ? "you" : "us")
        json.member("id", id)
        json.member("text", words)
        json.endObject()
    }
}

/// What a body says with which a chat begins.
package struct ParsedChatStart: Sendable {
    /// A signer's token, by which she shows who she is.
    package let token: String?
    /// The secret of the session so far.
    package let session: String?
    /// In which language she reads.
    package let language: String?
}

/// What a body says with which a chat begins: `{}`, or `token`, `session` and `language`.
///
/// - Throws: all fields that cannot be taken.
package func parseChatStart(_ json: JSON) throws(MalformedBody) -> ParsedChatStart {
    var reader = BodyReader()
    var parsed: ParsedChatStart?
    if let fields = reader.fields(json, ["token", "session", "language"], of: "a chat") {
        parsed = ParsedChatStart(
            token: reader.optionalText(fields, "token", atMost: 4_096),
            session: reader.optionalText(fields, "session", atMost: 100),
            language: reader.optionalText(fields, "language", atMost: 35)
        )
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// What a body says that somebody writes into a chat.
package struct ParsedChatMessage: Sendable {
    /// What her browser calls it.
    package let id: String
    /// What.
    package let text: String
    /// Where an answer reaches her when she is gone.
    package let email: String?
    /// How she calls herself.
    package let name: String?
}

/// What a body says that somebody writes into a chat: `{"id": …, "text": …}`, with `email` and `name` where she leaves them.
///
/// - Throws: all fields that cannot be taken.
package func parseChatMessage(_ json: JSON) throws(MalformedBody) -> ParsedChatMessage {
    var reader = BodyReader()
    var parsed: ParsedChatMessage?
    if let fields = reader.fields(json, ["id", "text", "email", "name"], of: "a message") {
        let id = reader.text(fields, "id", atMost: 64)
        let text = reader.words(fields, "text", atMost: 5_000)
        let email = reader.optionalText(fields, "email", atMost: 254)
        let name = reader.optionalText(fields, "name", atMost: 100)
        if let id, let text { parsed = ParsedChatMessage(id: id, text: text, email: email, name: name) }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// What a body says that sends a file into a chat.
package struct ParsedChatFile: Sendable {
    /// What her browser calls it.
    package let id: String
    /// The file's name.
    package let name: String?
    /// What is in it, in base 64.
    package let data: String
    /// Where an answer reaches her when she is gone.
    package let email: String?
}

/// What a body says that sends a file into a chat: `{"id": …, "name": …, "data": …}`, with `email` where she leaves it.
///
/// - Throws: all fields that cannot be taken.
package func parseChatFile(_ json: JSON) throws(MalformedBody) -> ParsedChatFile {
    var reader = BodyReader()
    var parsed: ParsedChatFile?
    if let fields = reader.fields(json, ["id", "name", "data", "email"], of: "a file") {
        let id = reader.text(fields, "id", atMost: 64)
        let data = reader.text(fields, "data", atMost: .max)
        let name = reader.optionalText(fields, "name", atMost: 500)
        let email = reader.optionalText(fields, "email", atMost: 254)
        if let id, let data { parsed = ParsedChatFile(id: id, name: name, data: data, email: email) }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// Up to which message somebody has seen a chat: `{"upTo": …}`.
///
/// - Throws: all fields that cannot be taken.
package func parseChatSeen(_ json: JSON) throws(MalformedBody) -> Identifier {
    var reader = BodyReader()
    var parsed: Identifier?
    if let fields = reader.fields(json, ["upTo"], of: "what was seen"), let text = reader.text(fields, "upTo") {
        parsed = Identifier(text: text)
        if parsed == nil { reader.complain("upTo", "must be the id of a message") }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}
