/// What became of a member's account as a whole; recorded by Setia only (rules ).
package enum AccountChange: String, Sendable, Hashable, CaseIterable {
    /// Staff stopped it: it earns, and spends nothing.
    case stopped
    /// She stopped it herself, since somebody else had been at it.
    case stoppedByMember = "stopped-by-member"
    /// It goes on.
    case resumed

    /// Whether nothing can be spent after it.
    package var isStop: Bool { self != .resumed }
}

extension Deciding {
    /// The account is stopped, or goes on; what it is already, it stays.
    ///
    /// - Throws: `Refusal.notEnrolled` of whoever has not joined, or has left.
    mutating func change(_ change: AccountChange) throws(Refusal) {
        switch state.status {
        case .active, .suspended: state.status = change.isStop ? .suspended : .active
        case .prospect, .closed, .erased: throw .notEnrolled(state.member)
        }
    }
}
