package import SetiaCore

/// What is kept so that days of members are found, to be read; a part of `Archive`.
package protocol CalendarArchive: AnyObject {
    /// Members in these lanes whose birthday this is and who had told it before `moment`, by id and behind `after`, at
    /// most `limit`.
    func members(
        bornOn day: DayHash,
        toldBefore moment: Instant,
        in lanes: LaneSet,
        after: MemberID?,
        limit: Int
    ) throws -> [MemberID]
    /// Members in these lanes who joined at `start` or later and before `end`, the earliest first and behind `after`, at
    /// most `limit`.
    func members(
        joinedFrom start: Instant,
        before end: Instant,
        in lanes: LaneSet,
        after: JoiningMark?,
        limit: Int
    ) throws -> [JoiningMark]
    /// When the first of all members joined; none where there is no member.
    func firstJoining() throws -> Instant?
    /// How far the calendar is kept, by lane; a lane that was never looked at is left out.
    func calendarLanes() throws -> [CalendarLane]
}

/// The same, to be written; a part of `Ledger`.
package protocol CalendarLedger: CalendarArchive {
    /// Sets on which day of the year members were born, or takes it away. The same day again leaves when it was told.
    func setBirthdays(_ birthdays: [Birthday]) throws
    /// Keeps how far the calendar is kept in these lanes.
    func save(_ lanes: [CalendarLane]) throws
}

/// What stands for a day of the year in the look-up of birthdays: 16 bytes of a hash under a key of its own.
package struct DayHash: Sendable, Hashable {
    /// 16 bytes.
    package let bytes: [UInt8]

    /// A hash.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// On which day of the year a member was born, as it is looked up.
package struct Birthday: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// The day; none takes it away.
    package let hash: DayHash?
    /// When she told it.
    package let toldAt: Instant

    /// A birthday.
    package init(member: MemberID, hash: DayHash?, toldAt: Instant) {
        self.member = member
        self.hash = hash
        self.toldAt = toldAt
    }
}

/// A place in the list of members by when they joined.
package struct JoiningMark: Sendable, Hashable {
    /// When she joined.
    package let joinedAt: Instant
    /// Who.
    package let member: MemberID

    /// A place.
    package init(joinedAt: Instant, member: MemberID) {
        self.joinedAt = joinedAt
        self.member = member
    }
}

/// How far the calendar is kept in one lane.
package struct CalendarLane: Sendable, Hashable {
    /// Which.
    package let lane: Int
    /// The last day whose birthdays and anniversaries are recorded.
    package var doneThrough: Day
    /// The version of the programme by which all of its members were looked at; 0 is none.
    package var version: Int

    /// A lane.
    package init(lane: Int, doneThrough: Day, version: Int) {
        self.lane = lane
        self.doneThrough = doneThrough
        self.version = version
    }
}
