import SetiaCore

extension ProgrammeReader {
    /// For how many days what comes late is put in its turn.
    mutating func readLateWindow(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 30 }
        guard let period = Period(text: text), period.unit == .day, (0...400).contains(period.count) else {
            complain(node, "must be 0 to 400 days, such as 30 days")
            return 30
        }
        return period.count
    }
}
