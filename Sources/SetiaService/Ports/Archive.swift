package import SetiaCore

/// What is kept, to be read: one consistent view.
///
/// Not `Sendable`: it cannot leave the body that it was handed to.
package protocol Archive:
    FindingArchive, StaffArchive, OutboxArchive, ReplayArchive, ReviewArchive, CounterArchive,
    CalendarArchive, RewardArchive, AudienceArchive,
    VoucherArchive,
    PortalArchive,
    ReferralArchive,
    ConversationArchive,
    ContentArchive,
    ChatArchive,
    ChannelArchive,
    SupplierArchive,
    DrawArchive,
    ContactArchive,
    SurveyArchive,
    ProductReviewArchive,
    PhaseArchive,
    CaseArchive,
    GatheringArchive,
    JourneyArchive,
    WorthArchive
{
    /// A number that changes whenever programmes or shops do.
    func configurationVersion() throws -> Int64
    /// All published versions, in the order of their numbers; those taken back too.
    func programmes() throws -> [PublishedProgramme]
    /// All drafts of the programme, by name.
    func drafts() throws -> [ProgrammeDraft]
    /// The draft of this name, or none.
    func draft(_ name: Key) throws -> ProgrammeDraft?
    /// All shops, by id.
    func shops() throws -> [Shop]

    /// What each key was claimed for, in the order asked; none where it is free.
    func claims(_ keys: [ClaimKey]) throws -> [Claim?]
    /// Who has each identity, in the order asked.
    func members(with identities: [IdentityHash]) throws -> [MemberID?]
    /// The members asked for, with the records of the orders named, in the order asked; none where there is no such
    /// member. A record is made from the order's own event and what came after; an order unknown here has none.
    func states(_ requests: [StateRequest]) throws -> [MemberState?]
    /// The wrapped keys of these members, in the order asked; none where there is none, or it was destroyed.
    func keys(of members: [MemberID]) throws -> [WrappedKey?]

    /// One recorded event, or none.
    func event(_ id: EventID) throws -> StoredEvent?
    /// Which of a member's events a source calls by this id; none where there is none.
    func event(of member: MemberID, source: Key, id: Key) throws -> EventID?
    /// A member's events with a number below `before` (all when none), newest first, at most `limit`.
    func events(of member: MemberID, before: Int64?, limit: Int) throws -> [StoredEvent]
    /// A member's entries with a number below `before` (all when none), newest first, at most `limit`; of one wallet
    /// where one is named.
    func entries(of member: MemberID, wallet: Key?, before: Int64?, limit: Int) throws -> [Entry]
    /// What is sealed about a person, and the sealed identities; none where there is no such member.
    func person(_ member: MemberID) throws -> SealedPerson?

    /// Members by id, after `after`, at most `limit`: the way through all of them.
    func members(after: MemberID?, limit: Int) throws -> [MemberID]
    /// Members for whom something falls due by `moment`, earliest first, at most `limit`.
    func members(dueBy moment: Instant, limit: Int) throws -> [MemberID]
    /// All events of a member in the order of their numbers; for replay.
    func history(of member: MemberID) throws -> [StoredEvent]
    /// All entries of a member in the order of their numbers; for proof.
    func ledger(of member: MemberID) throws -> [Entry]

    /// Every order that was paid and did not come back whole, in any order: `(member, paid at, total)`; the total is what
    /// was paid for what is kept of it. Guests are `nil`.
    func purchases(_ each: (MemberID?, Instant, Money) throws -> Void) throws
    /// What is kept of every order of a known member that was paid and did not come back whole: `(member, paid at, lines)`.
    ///
    /// A member's together, in the order in which they were recorded, members by their ids; of one member where one is
    /// named. A line has what is left of it after returns, and is not there where nothing is.
    func keptOrders(of member: MemberID?, _ each: (MemberID, Instant, [Order.Line]) throws -> Void) throws
    /// Every order of a known member that was paid: `(paid at, lines as they were bought, lines as they are kept)`, in any
    /// order; kept are none of one that came back whole.
    func soldOrders(_ each: (Instant, [Order.Line], [Order.Line]) throws -> Void) throws
    /// The sums of all entries by wallet and kind, wallets and kinds in byte order.
    func pointSums() throws -> [PointSum]
    /// How many members there are by status, guests left out.
    func memberCounts() throws -> [MemberStatus: Int64]

    /// The API key that has this hash, or none; revoked ones too.
    func apiKey(hash: [UInt8]) throws -> APIKey?
    /// All API keys, oldest first.
    func apiKeys() throws -> [APIKey]
    /// How far an import has come, or none.
    func importJob(_ id: String) throws -> ImportJob?
}

/// What makes something once: unique for ever.
package struct ClaimKey: Sendable, Hashable {
    /// Who numbers.
    package let source: Key
    /// What kind of number.
    package let kind: ClaimKind
    /// The number.
    package let key: Key

    /// A claim's key.
    package init(source: Key, kind: ClaimKind, key: Key) {
        self.source = source
        self.kind = kind
        self.key = key
    }
}

/// What a key was claimed for.
package struct Claim: Sendable, Hashable {
    /// The event that holds it.
    package let event: EventID
    /// The keyed hash of that event's content.
    package let contentHash: [UInt8]

    /// Whether the event is not known to be written: a reservation's token stands in place of its number.
    package var isPending: Bool { event.number < 0 }

    /// A claim.
    package init(event: EventID, contentHash: [UInt8]) {
        self.event = event
        self.contentHash = contentHash
    }
}

/// Which member is wanted, with the records of which orders.
package struct StateRequest: Sendable, Hashable {
    /// Who.
    package let member: MemberID
    /// The orders that the events under decision name.
    package let orders: [OrderKey]

    /// A request.
    package init(member: MemberID, orders: [OrderKey] = []) {
        self.member = member
        self.orders = orders
    }
}

/// A recorded event with what it did.
package struct StoredEvent: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// What happened.
    package let event: Event
    /// When it was written.
    package let recordedAt: Instant
    /// The personal part, sealed; none where there was none.
    package let sealed: [UInt8]?
    /// What it did and why.
    package let decision: Decision

    /// A recorded event.
    package init(member: MemberID, event: Event, recordedAt: Instant, sealed: [UInt8]?, decision: Decision) {
        self.member = member
        self.event = event
        self.recordedAt = recordedAt
        self.sealed = sealed
        self.decision = decision
    }

    /// The id under which it is asked for.
    package var id: EventID {
        EventID(member: member, number: decision.number)
    }
}

/// What is sealed about a person.
package struct SealedPerson: Sendable, Hashable {
    /// The name and the like, as one sealed JSON object; none where nothing is known.
    package let document: [UInt8]?
    /// How she is recognised, oldest first.
    package let identities: [SealedIdentity]

    /// What is sealed.
    package init(document: [UInt8]?, identities: [SealedIdentity]) {
        self.document = document
        self.identities = identities
    }
}

/// An identity as it is kept.
package struct SealedIdentity: Sendable, Hashable {
    /// What look-ups use.
    package let hash: IdentityHash
    /// The value, sealed.
    package let sealed: [UInt8]
    /// How it is known to be hers, such as `event` or `staff`.
    package let evidence: Key
    /// Since when.
    package let addedAt: Instant

    /// An identity as it is kept.
    package init(hash: IdentityHash, sealed: [UInt8], evidence: Key, addedAt: Instant) {
        self.hash = hash
        self.sealed = sealed
        self.evidence = evidence
        self.addedAt = addedAt
    }
}

/// A published version of the programme, as its document.
package struct PublishedProgramme: Sendable, Hashable {
    /// The number, from 1 up.
    package let number: Int
    /// From when it holds.
    package let validFrom: Instant
    /// When it was published.
    package let publishedAt: Instant
    /// The document, to the byte.
    package let document: String
    /// The version whose document it publishes anew; none where it is new.
    package let restores: Int?
    /// Why it was published, if somebody said.
    package let reason: String?
    /// When it was taken back, before it began; none where it was not.
    package var cancelledAt: Instant?

    /// A published version.
    package init(
        number: Int,
        validFrom: Instant,
        publishedAt: Instant,
        document: String,
        restores: Int? = nil,
        reason: String? = nil,
        cancelledAt: Instant? = nil
    ) {
        self.number = number
        self.validFrom = validFrom
        self.publishedAt = publishedAt
        self.document = document
        self.restores = restores
        self.reason = reason
        self.cancelledAt = cancelledAt
    }
}

/// The sum of all entries of one kind in one wallet.
package struct PointSum: Sendable, Hashable {
    /// Which wallet.
    package let wallet: Key
    /// Which kind.
    package let kind: Entry.Kind
    /// Below zero where the kind takes.
    package let points: Points
    /// How many entries.
    package let entries: Int64

    /// A sum.
    package init(wallet: Key, kind: Entry.Kind, points: Points, entries: Int64) {
        self.wallet = wallet
        self.kind = kind
        self.points = points
        self.entries = entries
    }
}
