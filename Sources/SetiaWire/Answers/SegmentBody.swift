package import JSONText
package import SetiaCore

/// A segment with how many belong to it.
package struct SegmentBody: WireBody {
    /// Which.
    package let segment: MemberSegment
    /// How many active members belong to it.
    package let count: Int
    /// Of how many.
    package let ofMembers: Int
    /// When they were counted.
    package let at: Instant

    /// A segment's body.
    package init(segment: MemberSegment, count: Int, ofMembers: Int, at: Instant) {
        self.segment = segment
        self.count = count
        self.ofMembers = ofMembers
        self.at = at
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("count", Int64(count))
        json.member("countedAt", at)
        json.key("isList")
        json.bool(segment.isList)
        json.words("name", segment.name)
        json.member("ofMembers", Int64(ofMembers))
        if case .measured(let cells) = segment.kind {
            json.key("rfm")
            json.list(cells) { cell, json in json.string(cell.text) }
        }
        json.member("segment", segment.key)
        if case .condition(let condition) = segment.kind { json.member("when", condition.text) }
        json.endObject()
    }
}

/// A member of a segment, by her id.
package struct SegmentMemberBody: WireBody {
    /// Who.
    package let member: MemberID

    /// A member's body.
    package init(member: MemberID) {
        self.member = member
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("member", member.text)
        json.endObject()
    }
}

/// What became of a list.
package struct ListChangedBody: WireBody {
    /// How many were written on it, or taken off.
    package let changed: Int
    /// How many stood there already, or did not.
    package let unchanged: Int
    /// Who is no member, or left.
    package let unknown: [MemberID]

    /// What became of a list.
    package init(changed: Int, unchanged: Int, unknown: [MemberID]) {
        self.changed = changed
        self.unchanged = unchanged
        self.unknown = unknown
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("changed", Int64(changed))
        json.member("unchanged", Int64(unchanged))
        json.key("unknown")
        json.list(unknown) { member, json in json.string(member.text) }
        json.endObject()
    }
}

/// What a body says of a list: the members, by their ids.
///
/// - Throws: all that cannot be taken.
package func parseListed(_ json: JSON, atMost most: Int) throws(MalformedBody) -> [MemberID] {
    var reader = BodyReader()
    var members: [MemberID] = []
    if let fields = reader.fields(json, ["members"], of: "a list"),
        let elements = reader.list(fields, "members", atMost: most)
    {
        for (place, element) in elements.enumerated() {
            if let member = element.string.flatMap({ MemberID(text: $0) }) {
                members.append(member)
            } else {
                reader.complain("members[\(place)]", "must be a member's id")
            }
        }
    }
    guard reader.problems.isEmpty else { throw MalformedBody(problems: reader.problems) }
    return members
}
