package import JSONText

/// What a body says of a webhook; only the form is known to be right.
package struct ParsedWebhook: Sendable, Hashable {
    /// Where events are posted.
    package var url: String?
    /// What people call it.
    package var description: String?
    /// Names of types, or `*`.
    package var topics: [String]?
    /// Whether it is told.
    package var isEnabled: Bool?
}

/// What a body says of a webhook.
///
/// - Parameters:
///   - json: The body.
///   - isNew: Whether it makes one: then `url` must be there, and `enabled` must not.
/// - Returns: what it says; what is left out is none.
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseWebhook(_ json: JSON, isNew: Bool) throws(MalformedBody) -> ParsedWebhook {
    var reader = BodyReader()
    var parsed = ParsedWebhook()
    let known = isNew ? ["url", "description", "topics"] : ["url", "description", "topics", "enabled"]
    if let fields = reader.fields(json, known, of: "a webhook") {
        parsed.url =
            isNew ? reader.text(fields, "url", atMost: 2_000) : reader.optionalText(fields, "url", atMost: 2_000)
        // An empty one takes the old one away.
        parsed.description =
            fields.object["description"] == .string("") ? "" : reader.optionalText(fields, "description")
        if fields.has("topics") {
            parsed.topics = reader.list(fields, "topics", atMost: 100)?.enumerated().compactMap { place, topic in
                guard case .string(let name) = topic else {
                    reader.complain("topics[\(place)]", "must be a text")
                    return nil
                }
                return name
            }
        }
        if !isNew, fields.has("enabled") { parsed.isEnabled = reader.bool(fields, "enabled") }
    }
    guard reader.problems.isEmpty else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// For how many hours old secrets go on, where a body says it.
///
/// - Throws: what cannot be taken.
package func parseRotation(_ json: JSON) throws(MalformedBody) -> Int? {
    var reader = BodyReader()
    var hours: Int64?
    if let fields = reader.fields(json, ["keepOldHours"], of: "a rotation"), fields.has("keepOldHours") {
        hours = reader.number(fields, "keepOldHours", 0...168, "a whole number of hours")
    }
    guard reader.problems.isEmpty else { throw MalformedBody(problems: reader.problems) }
    return hours.map { Int($0) }
}

/// The event that a body asks to replay; none is all that failed.
///
/// - Throws: what cannot be taken.
package func parseReplay(_ json: JSON) throws(MalformedBody) -> String? {
    var reader = BodyReader()
    var event: String?
    if let fields = reader.fields(json, ["event"], of: "a replay") { event = reader.optionalText(fields, "event") }
    guard reader.problems.isEmpty else { throw MalformedBody(problems: reader.problems) }
    return event
}

extension BodyReader {
    /// The fields of an object that has these and no others.
    mutating func fields(_ json: JSON, _ known: [String], of what: String) -> Fields? {
        guard case .object(let object) = json else {
            complain("", "\(what) must be an object")
            return nil
        }
        for member in object.members where !known.contains(member.key) {
            complain(member.key, "is not a field of \(what)")
        }
        return Fields(object: object, place: BodyPlace(outer: ""))
    }
}
