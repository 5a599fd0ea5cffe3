import SetiaCore

extension ProgrammeReader {
    /// What it is worth when a member brings a friend (rule F-1).
    mutating func readReferral(_ node: YAMLNode, _ rewards: [Reward]) -> ReferralPolicy? {
        let known = ["referrer", "friend", "window", "wait", "minimum", "cap", "review"]
        guard let members = members(of: node, known: known, required: []) else { return nil }
        let referrer = members["referrer"].flatMap { present($0, rewards) }
        let friend = members["friend"].flatMap { present($0, rewards) }
        if members["referrer"] == nil, members["friend"] == nil {
            complain(node, "gives something to the referrer, to the friend, or to both")
        }
        return ReferralPolicy(
            promise: ReferralPolicy.Promise(
                referrer: referrer,
                friend: friend,
                wait: members["wait"].map { days($0, 0...400, "14 days") } ?? 14,
                minimum: members["minimum"].map { amounts($0) } ?? []
            ),
            window: members["window"].map { days($0, 1...400, "30 days") } ?? 30,
            caps: members["cap"].map { caps($0, ofWallet: false) } ?? [],
            mostFromOnePlace: members["review"].map { perWeek($0) } ?? 10
        )
    }

    private mutating func days(_ node: YAMLNode, _ range: ClosedRange<Int>, _ example: String) -> Int {
        guard let text = text(node) else { return range.lowerBound }
        guard let period = Period(text: text), period.unit == .day, range.contains(period.count) else {
            complain(node, "must be \(range.lowerBound) to \(range.upperBound) days, such as \(example)")
            return range.lowerBound
        }
        return period.count
    }

    /// `10 per week`: how many friends may come from one place before somebody looks.
    private mutating func perWeek(_ node: YAMLNode) -> Int64 {
        guard let text = text(node) else { return 10 }
        let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        guard words.count == 3, words[1] == "per", words[2] == "week", let number = wholeNumber(words[0], 1...10_000)
        else {
            complain(node, "must be 1 to 10000 per week, such as 10 per week")
            return 10
        }
        return number
    }
}
