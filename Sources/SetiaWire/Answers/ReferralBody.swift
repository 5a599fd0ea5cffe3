package import JSONText
package import SetiaCore

/// A referral as staff and shops look at it.
///
/// | field | what it is |
/// |---|---|
/// | `at` | when the friend gave the code |
/// | `decidedAt`, `decidedBy` | when and by whom it was accepted or refused |
/// | `due` | from when on what was promised is given, where an order qualifies |
/// | `friend` | who came |
/// | `note` | why it was decided so |
/// | `order` | the order that qualifies |
/// | `referrer` | by whose code |
/// | `signs` | what speaks against it: `address`, `device`, `email`, `name` |
/// | `state` | `joined`, `review`, `waiting`, `paid`, `reversed`, `refused`, `lapsed`, or `none` where nothing came of it |
/// | `until` | the first instant at which an order does not qualify any more |
package struct ReferralBody: WireBody {
    let friend: MemberID
    let referrer: MemberID
    let at: Instant
    let state: String
    let referral: Referral?
    let decided: (by: String, at: Instant)?
    let note: String?

    /// A referral's body.
    package init(
        friend: MemberID,
        referrer: MemberID,
        at: Instant,
        state: String,
        referral: Referral?,
        decided: (by: String, at: Instant)?,
        note: String?
    ) {
        self.friend = friend
        self.referrer = referrer
        self.at = at
        self.state = state
        self.referral = referral
        self.decided = decided
        self.note = note
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        if let decided {
            json.member("decidedAt", decided.at)
            json.member("decidedBy", decided.by)
        }
        if let order = referral?.order { json.member("due", order.due) }
        json.member("friend", friend.text)
        if let note { json.member("note", note) }
        if let order = referral?.order { json.member("order", order.key.id) }
        json.member("referrer", referrer.text)
        json.key("signs")
        json.beginArray()
        for sign in referral?.signs ?? [] { json.string(sign.rawValue) }
        json.endArray()
        json.member("state", state)
        if let referral { json.member("until", referral.until) }
        json.endObject()
    }
}

/// A member's own code, and what became of her friends.
package struct OwnReferralsBody: WireBody {
    let code: String?
    let friends: [Friend]
    let came: ReferralBody?

    /// What is hers.
    package init(code: String?, friends: [Friend], came: ReferralBody?) {
        self.code = code
        self.friends = friends
        self.came = came
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let came {
            json.key("came")
            came.write(to: &json)
        }
        if let code { json.member("code", code) }
        json.key("friends")
        json.beginArray()
        for friend in friends {
            json.beginObject()
            json.member("friend", friend.member.text)
            if let lot = friend.lot { json.member("points", lot.points) }
            json.member("since", friend.since)
            json.member("state", friend.state.rawValue)
            if let lot = friend.lot { json.member("wallet", lot.wallet) }
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

/// By whose code somebody came, as a shop says it.
package struct ParsedReferral: Sendable, Hashable {
    /// The code as it was typed.
    package let code: String
    /// The address of her device on the network, if it was told.
    package let address: String?
    /// What the shop's app calls her device, if it was told.
    package let device: String?
}

/// By whose code a body says that somebody came.
///
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseReferral(_ json: JSON) throws(MalformedBody) -> ParsedReferral {
    var reader = BodyReader()
    var parsed: ParsedReferral?
    if let fields = reader.fields(json, ["code", "address", "device"], of: "a referral") {
        let (address, device) = (reader.optionalText(fields, "address"), reader.optionalText(fields, "device"))
        if let code = reader.text(fields, "code", atMost: 20) {
            parsed = ParsedReferral(code: code, address: address, device: device)
        }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}
