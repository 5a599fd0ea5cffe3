package import SetiaCore

/// How many members came again with a complaint or claim of the same cause (rule J-16).
///
/// - Version: 1, `Definition.caseRecurrence`.
package struct CaseRecurrence: Sendable, Hashable {
    /// Which cause.
    package let cause: Key
    /// Of the members who could be watched, those who came again.
    package let again: Share

    /// For so many days each is watched.
    package static let days = 90

    /// One complaint or claim.
    package struct Occurrence: Sendable, Hashable {
        /// Whose, by the account that holds hers now.
        package let member: MemberID
        /// Why it went wrong.
        package let cause: Key
        /// When it came.
        package let at: Instant

        /// One complaint or claim.
        package init(member: MemberID, cause: Key, at: Instant) {
            self.member = member
            self.cause = cause
            self.at = at
        }
    }

    /// How often each cause came again, the most frequent first, and by name where as frequent.
    ///
    /// A member counts once a cause, by her first case of it within the stretch; what came before the stretch is not known.
    ///
    /// - Parameters:
    ///   - occurrences: All of the stretch and of the 90 days behind it, in any order.
    ///   - from: Where the stretch begins.
    ///   - until: Where it ends, not included: at least 90 days ago, so that everybody in it could be watched.
    /// - Returns: one a cause.
    /// - Complexity: O(*n* log *n*) in the number of cases.
    package static func all(_ occurrences: [Occurrence], from: Instant, until: Instant) -> [CaseRecurrence] {
        struct Who: Hashable {
            let member: MemberID
            let cause: Key
        }
        var first: [Who: Instant] = [:]
        var cameAgain: Set<Who> = []
        for one in occurrences.sorted(by: { ($0.at, $0.member, $0.cause) < ($1.at, $1.member, $1.cause) })
        where one.at >= from {
            let who = Who(member: one.member, cause: one.cause)
            if let known = first[who] {
                if one.at > known, one.at <= known.adding(days: days) { cameAgain.insert(who) }
            } else if one.at < until {
                first[who] = one.at
            }
        }
        return Dictionary(grouping: first.keys, by: \.cause).map { cause, all in
            CaseRecurrence(cause: cause, again: Share(all.count { cameAgain.contains($0) }, of: all.count))
        }.sorted { ($1.again.denominator, $0.cause) < ($0.again.denominator, $1.cause) }
    }
}
