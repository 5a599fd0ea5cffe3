package import JSONText
package import SetiaCore

/// A journey's document, as it is sent: `{"document": …}`.
///
/// - Throws: all fields that cannot be taken.
package func parseJourneyDocument(_ json: JSON) throws(MalformedBody) -> String {
    var reader = BodyReader()
    var document: String?
    if let fields = reader.fields(json, ["document"], of: "a journey") {
        document = reader.words(fields, "document", atMost: 1_000_000)
    }
    guard reader.problems.isEmpty, let document else { throw MalformedBody(problems: reader.problems) }
    return document
}

/// What is to be simulated.
package struct ParsedJourneySimulation: Sendable {
    /// With which member.
    package let member: String
    /// A document in place of the one that is kept.
    package let document: String?
    /// For how many days.
    package let days: Int
    /// At which steps what is waited for happens.
    package let happens: [Key]
}

/// What is to be simulated, as it is sent: `{"member": …}`, with `document`, `days` and `happens` where there are some.
///
/// - Throws: all fields that cannot be taken.
package func parseJourneySimulation(_ json: JSON) throws(MalformedBody) -> ParsedJourneySimulation {
    var reader = BodyReader()
    var parsed: ParsedJourneySimulation?
    if let fields = reader.fields(json, ["member", "document", "days", "happens"], of: "a simulation") {
        let member = reader.text(fields, "member")
        let document =
            fields.object["document"] == nil ? nil : reader.words(fields, "document", atMost: 1_000_000)
        let days =
            fields.object["days"] == nil ? 60 : reader.number(fields, "days", 1...800, "a whole number from 1 to 800")
        let happens = fields.object["happens"] == nil ? [] : reader.list(fields, "happens", atMost: 60) ?? []
        let steps = happens.compactMap(\.string)
        if steps.count != happens.count { reader.complain("happens", "must be a list of names of steps") }
        if let member, let days {
            parsed = ParsedJourneySimulation(
                member: member,
                document: document,
                days: Int(days),
                happens: steps.map { Key($0) }
            )
        }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}
