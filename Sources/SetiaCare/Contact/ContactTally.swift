/// How many messages had which verdict; whom they were meant for adds up to it exactly (rule K-14).
package struct ContactTally: Sendable, Hashable {
    package private(set) var sent = 0
    package private(set) var deferred = 0
    package private(set) var dropped = 0
    package private(set) var digested = 0
    package private(set) var withheld = 0
    package private(set) var blocked = 0
    /// By reason, in the order of the rules; only those that there were.
    package var reasons: [(reason: ContactDecision.Reason, count: Int)] {
        zip(ContactDecision.Reason.allCases, counts).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
    }

    private var counts = [Int](repeating: 0, count: ContactDecision.Reason.allCases.count)

    /// Nothing counted yet.
    package init() {}

    /// How many it was meant for.
    package var targeted: Int { sent + deferred + dropped + digested + withheld + blocked }

    /// Counts the decision that stands for one message.
    package mutating func add(_ decision: ContactDecision) { change(decision, by: 1) }

    /// Puts a later decision about the same message in the place of the earlier one.
    package mutating func replace(_ earlier: ContactDecision, by later: ContactDecision) {
        change(earlier, by: -1)
        change(later, by: 1)
    }

    private mutating func change(_ decision: ContactDecision, by number: Int) {
        switch decision.verdict {
        case .sent: sent += number
        case .deferred: deferred += number
        case .dropped: dropped += number
        case .digested: digested += number
        case .withheld: withheld += number
        case .blocked: blocked += number
        }
        if let place = ContactDecision.Reason.allCases.firstIndex(of: decision.reason) { counts[place] += number }
    }
}
