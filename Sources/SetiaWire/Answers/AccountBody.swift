package import JSONText

/// Why something is done, as a body says it, and nothing else.
///
/// - Throws: what cannot be taken, unknown fields among it.
package func parseReason(_ json: JSON) throws(MalformedBody) -> String {
    var reader = BodyReader()
    var reason: String?
    if let fields = reader.fields(json, ["reason"], of: "a reason") {
        reason = reader.text(fields, "reason", atMost: 500)
    }
    guard reader.problems.isEmpty, let reason else { throw MalformedBody(problems: reader.problems) }
    return reason
}

/// An address that takes another's place, and why.
///
/// - Throws: what cannot be taken, unknown fields among it.
package func parseAddress(_ json: JSON) throws(MalformedBody) -> (identity: ParsedIdentity, reason: String) {
    var reader = BodyReader()
    var identity: ParsedIdentity?
    var reason: String?
    if let fields = reader.fields(json, ["identity", "reason"], of: "an address") {
        reason = reader.text(fields, "reason", atMost: 500)
        if let found = fields.object["identity"] {
            identity = reader.identity(found, BodyPlace(outer: "identity"))
        } else {
            reader.complain("identity", "is missing")
        }
    }
    guard reader.problems.isEmpty, let identity, let reason else { throw MalformedBody(problems: reader.problems) }
    return (identity, reason)
}
