internal import JSONText
internal import SetiaCore
internal import SetiaService

// What a decision says of a household, within its reason, and what a member's state says of hers.

extension HouseholdStep {
    func write(to json: inout JSONWriter) {
        json.string(kind.rawValue)
        json.element(wallet)
        json.element(points)
        json.element(all != nil)
        json.element(all ?? .zero)
    }

    init(_ kept: inout Fields) throws(MalformedDocument) {
        guard let kind = Kind(rawValue: try kept.text()) else { throw kept.malformed }
        let (wallet, points, hasAll) = (try kept.optionalKey(), try kept.points(), try kept.flag())
        let all = try kept.points()
        self.init(kind, wallet: wallet, points: points, all: hasAll ? all : nil)
    }
}

extension StateDocument {
    /// Writes the household that she belongs to: its head, since when, who else belongs to it, and who was asked.
    static func writeHousehold(of state: MemberState, to json: inout JSONWriter) {
        guard let household = state.household else { return }
        json.key("household")
        json.beginArray()
        json.string(household.head.text)
        json.element(household.since)
        for list in [household.members, household.invited] {
            json.beginArray()
            for member in list { json.string(member.text) }
            json.endArray()
        }
        json.endArray()
    }

    /// Reads it.
    static func readHousehold(_ document: JSON, into state: inout MemberState) throws(MalformedDocument) {
        guard let kept = document["household"] else { return }
        var fields = try Fields(kept, in: "household")
        var household = Household(head: try member(&fields), since: try fields.instant())
        var list = try fields.fields()
        while !list.isAtEnd { household.members.append(try member(&list)) }
        list = try fields.fields()
        while !list.isAtEnd { household.invited.append(try member(&list)) }
        state.household = household
    }

    private static func member(_ fields: inout Fields) throws(MalformedDocument) -> MemberID {
        guard let member = MemberID(text: try fields.text()) else { throw fields.malformed }
        return member
    }
}
