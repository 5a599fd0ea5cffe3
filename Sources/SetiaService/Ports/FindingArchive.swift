package import SetiaCore

/// What is kept so that members are found and figures are at once there, to be read.
package protocol FindingArchive: AnyObject {
    /// Walks back over what members did, and hands over each member at the newest thing she did: the list by activity.
    ///
    /// Time that passed is no doing. Guests come too.
    ///
    /// - Parameters:
    ///   - mark: Where an earlier walk stopped; none begins at the newest.
    ///   - stores: Count only what was done at one of these; none is everywhere.
    ///   - most: At most so many doings are passed.
    ///   - each: Takes a member; says whether to go on.
    /// - Returns: where to go on, or none at the end.
    /// - Throws: `MalformedMark`, or what `each` throws.
    func activities(
        before mark: String?,
        at stores: [StoreID]?,
        passing most: Int,
        _ each: (Activity) throws -> Bool
    ) throws -> String?
    /// When a member last did something, at one of these stores where some are named; none where she never did.
    func lastActivity(of member: MemberID, at stores: [StoreID]?) throws -> Instant?
    /// Where a member stands, without records of orders, if she fits; none for guests.
    func state(of member: MemberID, fitting filter: MemberFilter) throws -> MemberState?
    /// Whether a member fits: cheaper than her state.
    func fits(_ member: MemberID, _ filter: MemberFilter) throws -> Bool
    /// Members who have this word, newest id first, with an id below `before` (all when none), at most `limit`.
    func members(withWord word: WordHash, before: MemberID?, limit: Int) throws -> [MemberID]
    /// Whether a member has this word.
    func has(_ member: MemberID, word: WordHash) throws -> Bool
    /// A member's words, lowest first.
    func words(of member: MemberID) throws -> [WordHash]
    /// How far the words of members from before there was a search have been filled in.
    func searchProgress() throws -> SearchProgress

    /// The document kept under a name, or none.
    func snapshot(_ name: String) throws -> KeptSnapshot?
    /// Something that changes with each event that is recorded, whoever records it; none before the first.
    func newestMark() throws -> String?
    /// Every member but guests, in any order.
    func everyone(_ each: (MemberID, MemberStatus, _ joinedAt: Instant?) throws -> Void) throws
    /// Every order that was paid and did not come back whole, guests' too, in any order.
    func sales(_ each: (Sale) throws -> Void) throws
    /// Every entry, a member's together and in the order of their numbers.
    func movements(_ each: (MemberID, Entry) throws -> Void) throws
}

/// What is kept so that members are found and figures are at once there, to be written.
package protocol FindingLedger: AnyObject {
    /// Sets by which words a member is found.
    func setWords(_ words: [WordHash], of member: MemberID) throws
    /// Adds words by which a member is found.
    func addWords(_ words: [WordHash], of member: MemberID) throws
    /// Keeps how far the words have been filled in.
    func save(_ progress: SearchProgress) throws
    /// Keeps a document under a name, in the place of the one before.
    func save(_ snapshot: KeptSnapshot) throws
}

/// 8 bytes of a keyed hash that stand for a word.
package struct WordHash: Sendable, Hashable, Comparable {
    /// Compared as a number.
    package let number: Int64

    /// A hash.
    package init(_ number: Int64) {
        self.number = number
    }

    package static func < (one: WordHash, other: WordHash) -> Bool { one.number < other.number }
}

/// The newest thing that a member did.
package struct Activity: Sendable, Hashable {
    /// Who.
    package let member: MemberID
    /// When, in the world's time.
    package let at: Instant
    /// The place in the walk: going on from here hands over what is older.
    package let mark: String

    /// An activity.
    package init(member: MemberID, at: Instant, mark: String) {
        self.member = member
        self.at = at
        self.mark = mark
    }
}

/// What can be told of members from their rows alone.
package struct MemberFilter: Sendable, Hashable {
    /// Where they stand with the brand.
    package var status: MemberStatus?
    /// Joined at that moment or later.
    package var joinedFrom: Instant?
    /// Joined before that moment.
    package var joinedBefore: Instant?
    /// Their country.
    package var country: Key?
    /// Their language.
    package var language: Key?
    /// The level that speaks for them.
    package var level: Level?

    /// A level, and the ladders among which one speaks for a member.
    package struct Level: Sendable, Hashable {
        /// All ladders of the programme.
        package let tierSets: [TierSet]
        /// Which level.
        package let level: Key

        /// A level among these ladders.
        package init(tierSets: [TierSet], level: Key) {
            self.tierSets = tierSets
            self.level = level
        }
    }

    /// Everybody but guests.
    package init() {}

    /// Whether a member fits; guests never do.
    package func fits(_ state: MemberState) -> Bool {
        guard !state.isGuest, status == nil || state.status == status else { return false }
        guard fits(joinedAt: state.joinedAt) else { return false }
        guard country == nil || state.facts.country == country else { return false }
        guard language == nil || state.facts.language == language else { return false }
        return level.map { state.leadingStanding(among: $0.tierSets)?.level == $0.level } ?? true
    }

    /// Whether the day of joining fits.
    package func fits(joinedAt: Instant?) -> Bool {
        guard joinedFrom != nil || joinedBefore != nil else { return true }
        guard let joinedAt else { return false }
        return joinedFrom.map { joinedAt >= $0 } ?? true && joinedBefore.map { joinedAt < $0 } ?? true
    }
}

/// How far the words of members from before there was a search have been filled in.
package struct SearchProgress: Sendable, Hashable {
    /// The last member that is done; none before the first.
    package var after: MemberID?
    /// Whether all are done.
    package var isDone: Bool

    /// So far.
    package init(after: MemberID? = nil, isDone: Bool = false) {
        self.after = after
        self.isDone = isDone
    }
}

/// A document that was made at a moment and can be made again.
package struct KeptSnapshot: Sendable, Hashable {
    /// What it is kept under.
    package let name: String
    /// When it was made.
    package let at: Instant
    /// JSON.
    package let document: String

    /// A document.
    package init(name: String, at: Instant, document: String) {
        self.name = name
        self.at = at
        self.document = document
    }
}

/// A paid order that did not come back whole, as figures need it.
package struct Sale: Sendable, Hashable {
    /// Whose; a guest's too.
    package let member: MemberID
    /// When it was paid.
    package let at: Instant
    /// What was paid for what is kept of it.
    package let total: Money
    /// Where.
    package let store: StoreID

    /// A sale.
    package init(member: MemberID, at: Instant, total: Money, store: StoreID) {
        self.member = member
        self.at = at
        self.total = total
        self.store = store
    }
}

/// A place in a walk that no walk gave.
package struct MalformedMark: Error, Sendable {
    package init() {}
}
