import SetiaCore

extension ProgrammeReader {
    /// `{leapDay: 28 February}` or `{leapDay: 1 March}` (rule E-19).
    mutating func readBirthdays(_ node: YAMLNode) -> LeapBirthday {
        guard let members = members(of: node, known: ["leapDay"], required: ["leapDay"]) else { return .february }
        return members["leapDay"].flatMap { word($0, LeapBirthday.allCases.map { ($0.rawValue, $0) }) } ?? .february
    }
}
