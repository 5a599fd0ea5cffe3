import SetiaCore

extension ProgrammeReader {
    /// How many points all members get together of a rule or campaign: `100000 points`, or `5000 points per day`; and
    /// beside it whether what comes late may overrun it.
    mutating func budget(_ members: YAMLMembers) -> Budget? {
        let late = members["lateBudget"].flatMap { word($0, [("yes", true), ("no", false)]) }
        guard let node = members["budget"] else {
            if let late = members["lateBudget"] {
                complain(late, "says who may overrun a budget, and there is no budget")
            }
            return nil
        }
        guard let text = text(node) else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        guard words.count == 2 || words.count == 4 && words[2] == "per", ["point", "points"].contains(words[1]),
            let number = wholeNumber(words[0], 1...1_000_000_000_000)
        else {
            complain(node, "must be such as 100000 points, for all time, or 5000 points per day")
            return nil
        }
        let spans: [Cap.Span] = [.day, .week, .month, .year]
        let span = words.count == 2 ? Cap.Span.lifetime : spans.first { $0.rawValue == words[3] }
        guard let span else {
            complain(node, "is per \(spans.map(\.rawValue).joinedByOr()), or for all time where nothing is said")
            return nil
        }
        return Budget(Points(number), per: span, overrunsLate: late ?? true)
    }
}
