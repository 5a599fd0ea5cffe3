package import SetiaCore

/// Who is behind the figures of customers: members by their numbers in the columns, ascending.
///
/// Each list has as many members as its figure counts: it is made of the same purchases, by the same definition. What is not
/// told by the history itself is kept, 4 bytes a member and list.
package struct CustomerLists: Sendable {
    private let history: PurchaseHistory
    private let end: Day
    /// Active in both of the last two windows.
    package let retained: [Int32]
    /// Came back in the last window after a silence of one whole window.
    package let reactivated: [Int32]
    /// Silent for longer than twice their own median gap.
    package let silent: [Int32]
    private let segments: [RFMSegment: [Int32]]

    /// Lists of what was bought up to a day.
    ///
    /// - Parameters:
    ///   - history: All purchases, folded.
    ///   - days: The same, by member.
    ///   - scores: Fifths of each buyer; empty where there are none.
    ///   - end: The last day of which all purchases are known.
    ///   - window: How many days each window has.
    package init(_ history: PurchaseHistory, _ days: MemberDays, scores: [RFMScore], until end: Day, window: Int) {
        self.history = history
        self.end = end
        var (retained, reactivated, silent) = ([Int32](), [Int32](), [Int32]())
        for member in 0..<days.memberCount {
            let own = days[member]
            switch Activity.standing(of: own, until: end, length: window) {
            case .stayed: retained.append(Int32(member))
            case .returned: reactivated.append(Int32(member))
            case .left, .silent, .new, .none: break
            }
            if Rhythm.isSilent(own, until: end) ?? false { silent.append(Int32(member)) }
        }
        (self.retained, self.reactivated, self.silent) = (retained, reactivated, silent)
        var segments: [RFMSegment: [Int32]] = [:]
        for score in scores { segments[RFMSegment(score), default: []].append(score.member) }
        self.segments = segments
    }

    /// Who bought on two days or more.
    package var repeating: [Int32] { members { $0.boughtOnTwoDays } }

    /// Who bought a second time within so many days of the first, of those who could be watched that long.
    package func repeating(within days: Int) -> [Int32] {
        members { member in
            member.boughtOnTwoDays && member.daysToSecond <= days && Int(member.firstDay) + days <= Int(end.number)
        }
    }

    /// Customers of one segment.
    package func members(of segment: RFMSegment) -> [Int32] { segments[segment] ?? [] }

    /// Who first bought in a month and bought again so many months later; with 0, the whole cohort.
    package func cohort(_ month: CalendarMonth, age: Int) -> [Int32] {
        let wanted = month.number + Int32(clamping: age)
        return history.members.indices.compactMap { member in
            guard history.members[member].isBuyer else { return nil }
            var (first, isActive) = (Int32?.none, false)
            history.forEachActiveMonth(of: member) { number in
                first = first ?? number
                isActive = isActive || number == wanted
            }
            return first == month.number && isActive ? Int32(member) : nil
        }
    }

    private func members(_ isIn: (MemberPurchases) -> Bool) -> [Int32] {
        history.members.indices.compactMap { number in
            let member = history.members[number]
            return member.isBuyer && isIn(member) ? Int32(number) : nil
        }
    }
}
