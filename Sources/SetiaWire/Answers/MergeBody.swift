package import JSONText
package import SetiaCore

/// A merge, done or to be done.
///
/// | field | what it is |
/// |---|---|
/// | `at`, `undoUntil` | when it was done, and until when it can be undone; left out of a preview |
/// | `from` | whose account is frozen |
/// | `hadTwice` | rules that give so often in a lifetime, and gave to both |
/// | `into` | who stays |
/// | `merge` | its number; left out of a preview |
/// | `possible`, `reason` | of a preview: whether it can be done, and why not |
/// | `moves` | of a preview: what she holds, by wallet |
package struct MergeBody: WireBody {
    private let from: MemberID
    private let into: MemberID
    private let hadTwice: [Key]
    private let done: (id: Key, at: Instant, until: Instant)?
    private let reason: String?
    private let moves: [WalletBalance]?

    /// A merge that was done.
    package init(id: Key, from: MemberID, into: MemberID, at: Instant, undoUntil: Instant, hadTwice: [Key]) {
        self.from = from
        self.into = into
        self.hadTwice = hadTwice
        done = (id, at, undoUntil)
        reason = nil
        moves = nil
    }

    /// A merge to be done.
    package init(from: MemberID, into: MemberID, hadTwice: [Key], moves: [WalletBalance], reason: String?) {
        self.from = from
        self.into = into
        self.hadTwice = hadTwice
        self.moves = moves
        self.reason = reason
        done = nil
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let done { json.member("at", done.at) }
        json.member("from", from.text)
        json.key("hadTwice")
        json.list(hadTwice) { rule, json in json.string(rule.text) }
        json.member("into", into.text)
        if let done { json.member("merge", done.id) }
        if let moves {
            json.key("moves")
            json.object(moves.map { ($0.wallet, $0) }) { $0.write(to: &$1) }
            json.key("possible")
            json.bool(reason == nil)
        }
        if let reason { json.member("reason", reason) }
        if let done { json.member("undoUntil", done.until) }
        json.endObject()
    }
}

/// Whose account a body says is another member's too.
///
/// - Throws: what cannot be taken.
package func parseMerge(_ json: JSON) throws(MalformedBody) -> MemberID {
    var reader = BodyReader()
    var from: MemberID?
    if let fields = reader.fields(json, ["from"], of: "a merge"), let text = reader.text(fields, "from") {
        from = MemberID(text: text)
        if from == nil { reader.complain("from", "must be a member's id") }
    }
    guard reader.problems.isEmpty, let from else { throw MalformedBody(problems: reader.problems) }
    return from
}
