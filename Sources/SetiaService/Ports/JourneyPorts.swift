package import SetiaCare
package import SetiaCore

/// What is kept of journeys, to be read; a part of `Archive`.
package protocol JourneyArchive: AnyObject {
    /// All journeys, by name.
    func journeys() throws -> [KeptJourney]
    /// One journey, or none.
    func journey(_ key: Key) throws -> KeptJourney?
    /// The versions of a journey, the oldest first.
    func journeyVersions(_ key: Key) throws -> [JourneyVersion]
    /// What sends the messages of a journey's steps, in any order.
    func journeyBroadcasts(_ key: Key) throws -> [Broadcast]
    /// Members on their way through a journey for whom something is due by `moment`, in these lanes, the longest due
    /// first, at most `limit`.
    func enrolments(of journey: Key, dueBy moment: Instant, in lanes: LaneSet, limit: Int) throws -> [JourneyEnrolment]
    /// All journeys of these members, those of a member in the order in which they began; only those under way if asked.
    func enrolments(of members: [MemberID], onlyUnderWay: Bool) throws -> [JourneyEnrolment]
    /// These as they stand now, in any order; those that have ended are left out.
    func enrolments(again those: [JourneyEnrolment]) throws -> [JourneyEnrolment]
    /// Everybody who began a journey, in any order.
    func enrolments(of journey: Key, _ each: (JourneyEnrolment) throws -> Void) throws
    /// Those of these members of whom what begins a journey held when they were looked at last.
    func journeyMarks(_ journey: Key, of members: [MemberID]) throws -> Set<MemberID>
    /// Those of these members who have a complaint or a claim open.
    func complaining(_ members: [MemberID]) throws -> Set<MemberID>
}

/// What is kept of journeys, to be written; a part of `Ledger`.
package protocol JourneyLedger: JourneyArchive {
    /// Adds a journey, or what became of it.
    func save(_ journey: KeptJourney) throws
    /// Adds a version of a journey.
    func add(_ version: JourneyVersion) throws
    /// Sets what journeys are told of: a line is written with each event of these types from now on.
    func listen(_ listener: Identifier, to types: [EventType]) throws
    /// Adds members who begin; one whom the same thing has begun already is left out.
    func enrol(_ enrolments: [JourneyEnrolment]) throws
    /// Writes how far members are who are the transaction's own.
    func save(_ enrolments: [JourneyEnrolment]) throws
    /// Notes of these members whether what begins a journey holds.
    func setJourneyMarks(_ journey: Key, _ members: [MemberID], isSet: Bool) throws
}
