package import SetiaCare
package import SetiaCore

/// What is kept of gatherings, to be read; a part of `Archive`.
package protocol GatheringArchive: AnyObject {
    /// One gathering, or none.
    func gathering(_ key: Key) throws -> Gathering?
    /// Those that end after a moment, the earliest end first; at most `limit`.
    func gatherings(endingAfter moment: Instant, limit: Int) throws -> [Gathering]
    /// Those that have ended by a moment, the latest end first; at most `limit`.
    func gatherings(endedBy moment: Instant, limit: Int) throws -> [Gathering]
    /// How many places are in which state at a moment.
    func gatheringTally(_ key: Key, at now: Instant) throws -> GatheringTally
    /// What a member has there, or none.
    func gatheringPlace(_ key: Key, of member: MemberID) throws -> GatheringPlace?
    /// Places in one state, in the order in which members asked, behind one of them; at most `limit`.
    func gatheringPlaces(_ key: Key, _ state: GatheringPlace.State, after number: Int64, limit: Int) throws
        -> [GatheringPlace]
    /// What is held or offered and has lapsed by `now`.
    func gatheringPlacesDue(_ key: Key, by now: Instant) throws -> [GatheringPlace]
    /// How many wait before this number.
    func waiting(at key: Key, before number: Int64) throws -> Int64
    /// All places of a member, by gathering.
    func gatheringPlaces(of member: MemberID) throws -> [GatheringPlace]
    /// Confirmed places of which their members are still to be reminded, where it begins by `moment`; at most `limit`.
    func gatheringPlaces(toRemindOf moment: Instant, limit: Int) throws -> [GatheringPlace]
    /// Places of which something is still to be told; at most `limit`.
    func gatheringPlaces(untold: GatheringPlace.Untold, limit: Int) throws -> [GatheringPlace]
}

/// What is kept of gatherings, to be written; a part of `Ledger`.
package protocol GatheringLedger: GatheringArchive {
    /// One gathering, which nobody else gives places of before this transaction ends; none where there is no such.
    func lockGathering(_ key: Key) throws -> Gathering?
    /// Adds a gathering, or changes it.
    func save(_ gathering: Gathering) throws
    /// Adds a place, or puts it in the stead of what its member had there; the gathering is this transaction's own.
    func put(_ place: GatheringPlace) throws
    /// Changes a place if it is still in this state; whether it was.
    func move(_ place: GatheringPlace, from state: GatheringPlace.State) throws -> Bool
    /// Notes that what there was to be told of a place is told.
    func told(_ untold: GatheringPlace.Untold, of place: GatheringPlace) throws
}
