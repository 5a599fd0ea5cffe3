package import JSONText
package import SetiaCore

/// A member's phases, as the API tells them.
///
/// | field | what it is |
/// |---|---|
/// | `at` | when it was asked |
/// | `care` | how the brand has spoken with her lately, for her sake and to sell |
/// | `evidence` | what says in which phase she is now |
/// | `member` | whose |
/// | `phase` | where she is now; missing where nothing of hers says anything |
/// | `phases` | all of them, the oldest first, each with what said so when it began |
package struct PhasesBody: WireBody {
    /// Something that says in which phase she is; what does not apply is none.
    package struct Evidence: Sendable, Hashable {
        /// What it is, such as `silence`.
        package let kind: String
        /// When.
        package let at: Instant?
        /// What she did.
        package var act: String?
        /// How many.
        package var count: Int64?
        /// After how many days.
        package var days: Int64?
        /// Whether those days are by her own rhythm.
        package var isOwnRhythm: Bool?
        /// On which scale she answered.
        package var scale: String?
        /// What she answered.
        package var score: Int64?

        /// Evidence of a kind.
        package init(_ kind: String, at: Instant?) {
            (self.kind, self.at) = (kind, at)
        }

        fileprivate func write(to json: inout JSONWriter) {
            json.beginObject()
            if let act { json.member("act", act) }
            if let at { json.member("at", at) }
            if let count { json.member("count", count) }
            if let days { json.member("days", days) }
            json.member("kind", kind)
            if let isOwnRhythm {
                json.key("ownRhythm")
                json.bool(isOwnRhythm)
            }
            if let scale { json.member("scale", scale) }
            if let score { json.member("score", score) }
            json.endObject()
        }
    }

    /// A phase with when and why.
    package struct Phase: Sendable, Hashable {
        /// Its name.
        package let name: String
        /// From when on.
        package let from: Instant
        /// Until when; none lasts.
        package let until: Instant?
        /// What said so when it began.
        package let evidence: [Evidence]

        /// A phase.
        package init(name: String, from: Instant, until: Instant?, evidence: [Evidence]) {
            (self.name, self.from, self.until, self.evidence) = (name, from, until, evidence)
        }
    }

    /// How the brand has spoken with her.
    package struct Care: Sendable, Hashable {
        /// When she was last thanked, asked or answered.
        package let last: Instant?
        /// How often within 90 days.
        package let caring: Int
        /// How often something was to be sold to her within 90 days.
        package let selling: Int
        /// Since when nobody has, where that is longer than the programme says.
        package let overdueSince: Instant?

        /// How she was spoken with.
        package init(last: Instant?, caring: Int, selling: Int, overdueSince: Instant?) {
            (self.last, self.caring, self.selling, self.overdueSince) = (last, caring, selling, overdueSince)
        }

        fileprivate func write(to json: inout JSONWriter) {
            json.beginObject()
            json.member("caring", Int64(caring))
            if let last { json.member("last", last) }
            if let overdueSince { json.member("overdueSince", overdueSince) }
            json.member("selling", Int64(selling))
            json.endObject()
        }
    }

    /// Whose.
    package let member: MemberID
    /// When it was asked.
    package let at: Instant
    /// All of them, the oldest first.
    package let phases: [Phase]
    /// What says so now.
    package let evidence: [Evidence]

    /// How she was spoken with.
    package let care: Care

    /// A member's phases.
    package init(member: MemberID, at: Instant, phases: [Phase], evidence: [Evidence], care: Care) {
        (self.member, self.at, self.phases, self.evidence, self.care) = (member, at, phases, evidence, care)
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        json.key("care")
        care.write(to: &json)
        json.key("evidence")
        json.list(evidence) { $0.write(to: &$1) }
        json.member("member", member.text)
        if let now = phases.last { json.member("phase", now.name) }
        json.key("phases")
        json.list(phases) { phase, json in
            json.beginObject()
            json.key("evidence")
            json.list(phase.evidence) { $0.write(to: &$1) }
            json.member("from", phase.from)
            json.member("phase", phase.name)
            if let until = phase.until { json.member("until", until) }
            json.endObject()
        }
        json.endObject()
    }
}
