import SetiaCore

extension ProgrammeReader {
    /// What happens when an order comes back.
    mutating func readReturns(_ node: YAMLNode) -> ReturnPolicy {
        guard let members = members(of: node, known: returnKeys, required: [])
        else { return ReturnPolicy() }
        return ReturnPolicy(
            mode: members["mode"].flatMap { word($0, modes) } ?? .recompute,
            keepsThresholds: members["keepThresholds"].flatMap { word($0, truths) } ?? false,
            spentPoints: members["spentPoints"].flatMap { word($0, spentPoints) } ?? .prorata,
            graceDays: members["grace"].map { grace($0) } ?? 30,
            keepsCounters: members["counters"].flatMap { word($0, counters) } ?? false
        )
    }

    private mutating func grace(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 30 }
        guard let period = Period(text: text), period.unit == .day, (0...365).contains(period.count) else {
            complain(node, "must be 0 to 365 days, such as 30 days")
            return 30
        }
        return period.count
    }
}

private let returnKeys = ["mode", "keepThresholds", "spentPoints", "grace", "counters"]

private let counters: [(String, Bool)] = [("freed", false), ("kept", true)]

private let modes: [(String, ReturnPolicy.Mode)] = [("recompute", .recompute), ("prorata", .prorata)]

private let spentPoints: [(String, ReturnPolicy.SpentPoints)] = [
    ("prorata", .prorata), ("full_only", .fullOnly), ("none", .none),
]

private let truths: [(String, Bool)] = [("true", true), ("false", false)]
