package import JSONText
package import SetiaCore

/// What is done about a cause of complaints, as the API tells it.
///
/// | field | what it is |
/// |---|---|
/// | `cause` | about which cause |
/// | `doneAt`, `due` | when it was done, and by which day it is to be |
/// | `id` | which |
/// | `isPublic` | whether everybody reads of it: it is done, and told in some language |
/// | `owner` | who of the staff sees to it |
/// | `said`, `done` | what customers said and what was done, by language |
/// | `what` | what is to be done, in words of staff |
package struct ImprovementBody: WireBody {
    /// A language with what is told in it.
    package typealias Told = (language: Key, said: String, done: String)

    private let id: String
    private let cause: String
    private let what: String
    private let owner: String?
    private let due: Day
    private let doneAt: Instant?
    private let told: [Told]

    /// The body of an improvement.
    package init(id: String, cause: String, what: String, owner: String?, due: Day, doneAt: Instant?, told: [Told]) {
        self.id = id
        self.cause = cause
        self.what = what
        self.owner = owner
        self.due = due
        self.doneAt = doneAt
        self.told = told
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("cause", cause)
        json.key("done")
        json.object(told.map { ($0.language, $0.done) }) { $1.string($0) }
        if let doneAt { json.member("doneAt", doneAt) }
        json.member("due", "\(due)" as String)
        json.member("id", id)
        json.key("isPublic")
        json.bool(doneAt != nil && !told.isEmpty)
        if let owner { json.member("owner", owner) }
        json.key("said")
        json.object(told.map { ($0.language, $0.said) }) { $1.string($0) }
        json.member("what", what)
        json.endObject()
    }
}
