package import JSONText
package import SetiaCore

/// A household, as the API tells it.
package struct HouseholdBody: WireBody {
    /// What all hold of each wallet together, or one of them.
    package typealias Available = [(wallet: Key, points: Points)]

    let head: MemberID?
    let share: HouseholdPolicy.Share?
    let members: [(member: MemberID, available: Available)]
    let invited: [MemberID]
    let available: Available

    /// No household: nobody belongs to it.
    package init() {
        (head, share, members, invited, available) = (nil, nil, [], [], [])
    }

    /// A household.
    package init(
        head: MemberID,
        share: HouseholdPolicy.Share?,
        members: [(member: MemberID, available: Available)],
        invited: [MemberID],
        available: Available
    ) {
        self.head = head
        self.share = share
        self.members = members
        self.invited = invited
        self.available = available
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        write("available", available, to: &json)
        if let head { json.member("head", head.text) }
        json.key("invited")
        json.beginArray()
        for member in invited { json.string(member.text) }
        json.endArray()
        json.key("members")
        json.beginArray()
        for member in members {
            json.beginObject()
            write("available", member.available, to: &json)
            json.member("member", member.member.text)
            json.endObject()
        }
        json.endArray()
        if let share { json.member("share", share.rawValue) }
        json.endObject()
    }

    private func write(_ name: StaticString, _ available: Available, to json: inout JSONWriter) {
        json.key(name)
        json.beginObject()
        for (wallet, points) in available.sorted(by: { $0.wallet < $1.wallet }) {
            json.key(wallet.text)
            json.integer(points.units)
        }
        json.endObject()
    }
}

/// What a member does about a household, as a shop says it.
package enum ParsedHouseholdStep: Sendable, Hashable {
    /// She asks somebody.
    case invite(String)
    /// She joins who has asked her.
    case join(String)
    /// She leaves.
    case leave
}

/// Reads what a member does about a household.
///
/// - Parameter json: The body.
/// - Returns: what it says.
/// - Throws: every field that is wrong.
package func parseHouseholdStep(_ json: JSON) throws(MalformedBody) -> ParsedHouseholdStep {
    var reader = BodyReader()
    var parsed: ParsedHouseholdStep?
    if let fields = reader.fields(json, ["step", "member"], of: "a step of a household") {
        switch reader.text(fields, "step", atMost: 20) {
        case "invite": parsed = reader.text(fields, "member").map { .invite($0) }
        case "join": parsed = reader.text(fields, "member").map { .join($0) }
        case "leave": parsed = .leave
        case .some: reader.complain(fields.place.field("step"), "must be invite, join or leave")
        case nil: break
        }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// What is to be had for points of all, as a shop says it.
package struct ParsedHouseholdRedemption: Sendable, Hashable {
    /// The shop's number of it.
    package let redemption: Key
    /// Of which wallet.
    package let wallet: Key
    /// How many.
    package let points: Points
}

/// Reads what is to be had for points of all.
///
/// - Parameter json: The body.
/// - Returns: what it says.
/// - Throws: every field that is wrong.
package func parseHouseholdRedemption(_ json: JSON) throws(MalformedBody) -> ParsedHouseholdRedemption {
    var reader = BodyReader()
    var parsed: ParsedHouseholdRedemption?
    if let fields = reader.fields(json, ["redemptionId", "wallet", "points"], of: "a redemption") {
        let redemption = reader.key(fields, "redemptionId", atMost: 100)
        let (wallet, points) = (
            reader.key(fields, "wallet"), reader.number(fields, "points", 1...Int64.max, "a whole number of points")
        )
        if let redemption, let wallet, let points {
            parsed = ParsedHouseholdRedemption(redemption: redemption, wallet: wallet, points: Points(points))
        }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}
