import SetiaCore

extension ProgrammeReader {
    /// How members of one household spend together (rule H-1).
    mutating func readHousehold(_ node: YAMLNode) -> HouseholdPolicy? {
        guard let members = members(of: node, known: ["share", "members"], required: []) else { return nil }
        let shares = HouseholdPolicy.Share.allCases.map { ($0.rawValue, $0) }
        let share = members["share"].map { word($0, shares) ?? .expiry } ?? .expiry
        var most = HouseholdPolicy().most
        if let node = members["members"] {
            if let number = text(node).flatMap({ wholeNumber($0, 2...20) }) {
                most = Int(number)
            } else {
                complain(node, "must be a whole number from 2 to 20, such as 6")
            }
        }
        return HouseholdPolicy(share: share, most: most)
    }
}
