import SetiaCore

extension ProgrammeReader {
    /// From when on a member is held for trusting, disappointed, or one who speaks for the brand.
    mutating func readPhases(_ node: YAMLNode) -> PhasePolicy {
        let known = ["silence", "gaps", "purchases", "acts", "unhappy", "lasts", "care"]
        let usual = PhasePolicy()
        guard let members = members(of: node, known: known) else { return usual }
        return PhasePolicy(
            silenceDays: members["silence"].map { phaseDays($0, 1...1_000, "60 days") } ?? usual.silenceDays,
            silenceFactor: members["gaps"].map { count($0, 1...20) } ?? usual.silenceFactor,
            trustPurchases: members["purchases"].map { count($0, 2...100) } ?? usual.trustPurchases,
            actDays: members["acts"].map { phaseDays($0, 1...1_000, "180 days") } ?? usual.actDays,
            unhappyDays: members["unhappy"].map { phaseDays($0, 1...1_000, "180 days") } ?? usual.unhappyDays,
            holdDays: members["lasts"].map { phaseDays($0, 0...90, "14 days") } ?? usual.holdDays,
            careDays: members["care"].map { phaseDays($0, 7...1_000, "90 days") }
        )
    }

    private mutating func phaseDays(_ node: YAMLNode, _ range: ClosedRange<Int>, _ example: String) -> Int {
        guard let text = text(node) else { return range.lowerBound }
        guard let period = Period(text: text), period.unit == .day, range.contains(period.count) else {
            complain(node, "must be \(range.lowerBound) to \(range.upperBound) days, such as \(example)")
            return range.lowerBound
        }
        return period.count
    }

    private mutating func count(_ node: YAMLNode, _ range: ClosedRange<Int64>) -> Int {
        guard let text = text(node) else { return Int(range.lowerBound) }
        guard let number = wholeNumber(text, range) else {
            complain(node, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return Int(range.lowerBound)
        }
        return Int(number)
    }
}
