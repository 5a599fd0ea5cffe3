package import SetiaCore
package import SetiaInsight

/// What replaying all members takes, to be read; a part of `Archive`.
package protocol ReplayArchive: AnyObject {
    /// Every member, guests too, in the order of their ids, with the last number that an event or entry of hers has.
    func walk(_ each: (MemberID, Int64) throws -> Void) throws
    /// The events of all members behind `after` up to `last`, a member's together and in the order of their numbers.
    func pastEvents(after: MemberID?, through last: MemberID, _ each: (MemberID, PastEvent) throws -> Void) throws
    /// What moved for all members behind `after` up to `last`, in the same order.
    func pastMovements(after: MemberID?, through last: MemberID, _ each: (MemberID, Movement) throws -> Void) throws
}
