package import SetiaCore

/// What a merge would do, before it is done.
package struct MergePreview: Sendable {
    /// Who goes: her account is frozen, and all of it is the other's.
    package let goes: MemberView
    /// Who stays.
    package let stays: MemberView
    /// Rules that give so often in a lifetime, and gave to both: what was had twice stays, and no more is given.
    package let hadTwice: [Key]
    /// Why it cannot be done; none where it can.
    package let refusal: MergeRefusal?
}

/// A merge that was done.
package struct MergeDone: Sendable {
    /// Its number.
    package let id: Key
    /// Whose account is frozen now.
    package let from: MemberID
    /// Who stays.
    package let into: MemberID
    /// When.
    package let at: Instant
    /// Rules that give so often in a lifetime, and gave to both.
    package let hadTwice: [Key]

    /// Until when it can be undone.
    package var undoUntil: Instant { at.adding(milliseconds: SetiaService.mergeUndoWindow) }
}

/// Why two accounts cannot become one, or cannot become two again.
package enum MergeRefusal: Error, Sendable, Hashable {
    /// There is no such member.
    case unknownMember(MemberID)
    /// They are one account already.
    case sameMember
    /// Only a prospect or an active member is merged.
    case wrongStatus(MemberID, MemberStatus)
    /// Points are held, or on their way from her: that must end first.
    case unfinished(MemberID)
    /// The account did not come to this member.
    case notMerged(MemberID)
    /// It was done more than 30 days ago.
    case tooLateToUndo(since: Instant)
}
