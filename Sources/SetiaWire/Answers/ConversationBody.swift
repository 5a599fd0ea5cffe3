package import JSONText
package import SetiaCore

/// A conversation with a member, as the API tells it.
///
/// | field | what it is |
/// |---|---|
/// | `assignee`, `team` | who of the staff has it, and whose work it is |
/// | `channel` | `mail`, `portal`, `chat`, `phone` or `api`: by which she wrote last |
/// | `closedAt` | when it was closed |
/// | `dueAt` | when an answer is due, where one was promised |
/// | `id`, `member` | which, and whose |
/// | `lastAt`, `startedAt` | when something was last said, and first |
/// | `messages` | what was said, the oldest first; in answers about one conversation only |
/// | `snoozedUntil` | until when nobody needs to look |
/// | `state` | `open` or `closed` |
/// | `undelivered` | whether our last answer did not arrive |
/// | `verified` | whether whoever wrote has shown that she is the member |
/// | `waitingSince` | since when something is unanswered |
package struct ConversationBody: WireBody {
    /// Which.
    package let id: String
    /// Whose.
    package let member: String
    /// By which she wrote last.
    package let channel: String
    /// Whether it is open.
    package let isOpen: Bool
    /// When it began.
    package let startedAt: Instant
    /// When something was last said.
    package let lastAt: Instant
    /// Whether whoever wrote has shown that she is the member.
    package let isVerified: Bool
    /// Whether our last answer did not arrive.
    package let hasTrouble: Bool
    /// Whether somebody marked it.
    package let isMarked: Bool
    /// Who of the staff has it.
    package var assignee: String?
    /// Whose work it is.
    package var team: String?
    /// Since when something is unanswered.
    package var waitingSince: Instant?
    /// When an answer is due.
    package var dueAt: Instant?
    /// By when the matter is to be closed.
    package var closeBy: Instant?
    /// Until when nobody needs to look.
    package var snoozedUntil: Instant?
    /// When it was closed.
    package var closedAt: Instant?
    /// What was said; none where it is not told.
    package var messages: [MessageBody]?

    /// A conversation's body.
    package init(
        id: String,
        member: String,
        channel: String,
        isOpen: Bool,
        startedAt: Instant,
        lastAt: Instant,
        isVerified: Bool,
        hasTrouble: Bool,
        isMarked: Bool
    ) {
        self.id = id
        self.member = member
        self.channel = channel
        self.isOpen = isOpen
        self.startedAt = startedAt
        self.lastAt = lastAt
        self.isVerified = isVerified
        self.hasTrouble = hasTrouble
        self.isMarked = isMarked
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let assignee { json.member("assignee", assignee) }
        json.member("channel", channel)
        if let closeBy { json.member("closeBy", closeBy) }
        if let closedAt { json.member("closedAt", closedAt) }
        if let dueAt { json.member("dueAt", dueAt) }
        json.member("id", id)
        json.member("lastAt", lastAt)
        json.key("marked")
        json.bool(isMarked)
        json.member("member", member)
        if let messages {
            json.key("messages")
            json.list(messages) { $0.write(to: &$1) }
        }
        if let snoozedUntil { json.member("snoozedUntil", snoozedUntil) }
        json.member("startedAt", startedAt)
        json.member("state", isOpen ? "open" : "closed")
        if let team { json.member("team", team) }
        json.key("undelivered")
        json.bool(hasTrouble)
        json.key("verified")
        json.bool(isVerified)
        if let waitingSince { json.member("waitingSince", waitingSince) }
        json.endObject()
    }
}

/// One message, as the API tells it.
///
/// | field | what it is |
/// |---|---|
/// | `at` | when it came or was written |
/// | `author` | who said it, where it was not the member |
/// | `channel`, `kind` | how it travels; `inbound`, `answer`, `automatic`, `program`, `note` or `call` |
/// | `conversation`, `number` | where it stands |
/// | `delivery` | of ours: `queued`, `sent`, `failed`, `delivered` or `read` |
/// | `files` | names of what came with it |
/// | `subject`, `text` | what it says; nothing once the member is erased |
package struct MessageBody: WireBody {
    /// Of which conversation.
    package let conversation: String
    /// Its place in it, from 1.
    package let number: Int64
    /// What it is.
    package let kind: String
    /// How it travels.
    package let channel: String
    /// When.
    package let at: Instant
    /// Who said it, where it was not the member.
    package var author: String?
    /// What became of it, of ours.
    package var delivery: String?
    /// What it is about.
    package var subject: String?
    /// What it says.
    package var words: String?
    /// Names of what came with it.
    package var files: [String] = []

    /// A message's body.
    package init(conversation: String, number: Int64, kind: String, channel: String, at: Instant) {
        self.conversation = conversation
        self.number = number
        self.kind = kind
        self.channel = channel
        self.at = at
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        if let author { json.member("author", author) }
        json.member("channel", channel)
        json.member("conversation", conversation)
        if let delivery { json.member("delivery", delivery) }
        if !files.isEmpty {
            json.key("files")
            json.list(files) { $1.string($0) }
        }
        json.member("kind", kind)
        json.key("number")
        json.integer(number)
        if let subject { json.member("subject", subject) }
        if let words { json.member("text", words) }
        json.endObject()
    }
}

/// What a body says that a member wrote.
package struct ParsedInbound: Sendable {
    /// Who, as the body names her.
    package let member: String
    /// What.
    package let text: String
    /// What it is about.
    package let subject: String?
    /// What the sender calls it.
    package let id: String?
}

/// What a body says that a member wrote: `{"member": …, "text": …}`, with `subject` and `id` where there are some.
///
/// - Throws: all fields that cannot be taken.
package func parseInbound(_ json: JSON) throws(MalformedBody) -> ParsedInbound {
    var reader = BodyReader()
    var parsed: ParsedInbound?
    if let fields = reader.fields(json, ["member", "text", "subject", "id"], of: "a message") {
        let member = reader.text(fields, "member")
        let text = reader.words(fields, "text", atMost: 5_000)
        let subject = reader.optionalText(fields, "subject", atMost: 300)
        let id = reader.optionalText(fields, "id")
        if let member, let text { parsed = ParsedInbound(member: member, text: text, subject: subject, id: id) }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// What a body says as an answer or a note.
package struct ParsedAnswer: Sendable {
    /// What.
    package let text: String
    /// Which person says it; none is a program.
    package let person: String?
    /// The number of the last message that was read before.
    package let seen: Int64?
    /// Whether it is a note, that the member never sees.
    package let isNote: Bool
    /// Whether the conversation is closed with it.
    package let closes: Bool
    /// Whether the channel's approved template goes in the place of free words.
    package let usesTemplate: Bool
}

/// What a body says as an answer: `{"text": …}`, with `person`, `seen`, `note`, `close` and `template` where there are some.
///
/// - Throws: all fields that cannot be taken.
package func parseAnswer(_ json: JSON) throws(MalformedBody) -> ParsedAnswer {
    var reader = BodyReader()
    var parsed: ParsedAnswer?
    if let fields = reader.fields(json, ["text", "person", "seen", "note", "close", "template"], of: "an answer") {
        let text = reader.words(fields, "text", atMost: 20_000)
        let person = reader.optionalText(fields, "person", atMost: 100)
        let seen = fields.has("seen") ? reader.number(fields, "seen", 0...1_000_000, "a message's number") : nil
        let isNote = fields.has("note") ? reader.bool(fields, "note") ?? false : false
        let closes = fields.has("close") ? reader.bool(fields, "close") ?? false : false
        let usesTemplate = fields.has("template") ? reader.bool(fields, "template") ?? false : false
        if let text {
            parsed = ParsedAnswer(
                text: text,
                person: person,
                seen: seen,
                isNote: isNote,
                closes: closes,
                usesTemplate: usesTemplate
            )
        }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}
