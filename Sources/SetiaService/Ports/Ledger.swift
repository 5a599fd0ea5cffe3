package import SetiaCore

/// What is kept, to be written: one transaction, all of it or nothing.
///
/// Nothing else writes between a read and a write of the same ledger.
package protocol Ledger:
    Archive, FindingLedger, StaffLedger, IdempotencyLedger, RateLedger, ReservingLedger, OutboxLedger, CounterLedger,
    CalendarLedger,
    ReviewLedger,
    RewardLedger,
    VoucherLedger,
    PortalLedger,
    ReferralLedger,
    ConversationLedger,
    ContentLedger,
    ChatLedger,
    ChannelLedger,
    SupplierLedger,
    DrawLedger,
    ContactLedger,
    SurveyLedger,
    ProductReviewLedger,
    CaseLedger,
    GatheringLedger,
    JourneyLedger
{
    /// Writes what a batch decided: members, claims, events, entries, order records and outbox lines.
    ///
    /// Each member's part is all or nothing by itself. The rest goes on without a part that could not be written.
    ///
    /// - Returns: for each part, in the order given, what went wrong; none where it was written.
    /// - Throws: where nothing of the batch can be written.
    func append(_ parts: [MemberPart]) throws -> [(any Error)?]

    /// Adds a shop, or changes it.
    func put(_ shop: Shop) throws
    /// Adds the next version of the programme, which gets the number given.
    func publish(_ programme: PublishedProgramme) throws
    /// Marks a version as taken back; whether there was such a one that was not.
    func cancelProgramme(_ number: Int, at: Instant) throws -> Bool
    /// Keeps a draft: a new one at revision 1, else in the place of the revision before. Whether it was kept: not where
    /// somebody else was first.
    func save(_ draft: ProgrammeDraft) throws -> Bool
    /// Takes a draft away; whether there was such a one.
    func removeDraft(_ name: Key) throws -> Bool
    /// Adds an API key.
    func add(_ key: APIKey, hash: [UInt8]) throws
    /// Ends an API key; whether there was such a one.
    func revokeAPIKey(_ id: String, at: Instant) throws -> Bool
    /// Sets what is sealed about a person.
    func setPerson(_ document: [UInt8]?, of member: MemberID) throws
    /// Adds an identity that nobody has.
    func add(_ identity: SealedIdentity, to member: MemberID) throws
    /// Takes an identity away from whose it is: from then on nobody has it. Nothing where it is not hers.
    func remove(_ identity: IdentityHash, of member: MemberID) throws
    /// Hands an identity on from one account to another of the same person; sealed anew.
    func move(_ identity: SealedIdentity, from: MemberID, to: MemberID) throws
    /// Destroys the member's key, what is sealed about her and her identities, and sets her state; entries, facts and
    /// decisions stay. Whether there was such a member.
    func erase(_ tombstone: Tombstone) throws -> Bool
    /// The members erased so far, of these.
    func erased(of members: [MemberID]) throws -> Set<MemberID>
    /// Members behind `after` whose key is wrapped under another epoch than `epoch`, by id, at most `limit`.
    func keys(notOf epoch: String, after: MemberID?, limit: Int) throws -> [(member: MemberID, key: WrappedKey)]
    /// Puts a rewrapped key in the place of the old one.
    func rewrap(_ key: WrappedKey, of member: MemberID) throws
    /// Keeps how far an import has come.
    func save(_ job: ImportJob) throws
}

/// What is written for one member, after one or more of her events.
package struct MemberPart: Sendable {
    /// Where she stands after all of them.
    ///
    /// Of its `records`, those with something spent or returned are written; what an order paid and earned follows
    /// from its own event.
    package let state: MemberState
    /// What else is written when she is new; none when she was there.
    package let newcomer: Newcomer?
    /// Her events, in the order of their numbers; may be none for a newcomer only.
    package let events: [RecordedEvent]
    /// Whether she is written to about rewards that gave her codes; not where a past is told (rule W-21).
    package let tellsRewards: Bool

    /// What is written for a new member.
    package struct Newcomer: Sendable {
        /// Her wrapped key; none for a guest, of whom nothing personal is kept.
        package let key: WrappedKey?
        /// How she is recognised.
        package let identities: [SealedIdentity]
        /// What is sealed about her.
        package let person: [UInt8]?
        /// By which words she is found.
        package let words: [WordHash]
        /// Identities that are hers in the look-up already, by a reservation.
        package let reserved: [SealedIdentity]

        /// A newcomer.
        package init(
            key: WrappedKey?,
            identities: [SealedIdentity],
            person: [UInt8]? = nil,
            words: [WordHash] = [],
            reserved: [SealedIdentity] = []
        ) {
            self.key = key
            self.identities = identities
            self.person = person
            self.words = words
            self.reserved = reserved
        }
    }

    /// What is written for one event.
    ///
    /// A class, since it is handed on from table to table: one reference to count instead of a dozen.
    package final class RecordedEvent: Sendable {
        /// What happened.
        package let event: Event
        /// Its facts as they are kept: `FactsDocument` of the event.
        package let facts: [UInt8]
        /// The personal part, sealed.
        package let sealed: [UInt8]?
        /// The keyed hash of its content.
        package let contentHash: [UInt8]
        /// The keys that make it once, the event's own first; none where they were reserved before.
        package let claims: [ClaimKey]
        /// When it is written.
        package let recordedAt: Instant
        /// What it did.
        package let decision: Decision

        /// A recorded event.
        package init(
            event: Event,
            facts: [UInt8],
            sealed: [UInt8]?,
            contentHash: [UInt8],
            claims: [ClaimKey],
            recordedAt: Instant,
            decision: Decision
        ) {
            self.event = event
            self.facts = facts
            self.sealed = sealed
            self.contentHash = contentHash
            self.claims = claims
            self.recordedAt = recordedAt
            self.decision = decision
        }
    }

    /// A member's part of a batch.
    package init(state: MemberState, newcomer: Newcomer?, events: [RecordedEvent], tellsRewards: Bool = true) {
        self.state = state
        self.newcomer = newcomer
        self.events = events
        self.tellsRewards = tellsRewards
    }
}

/// What is kept: the port that `SetiaStore` fills for the databases and the model store for tests.
package protocol Store: Sendable {
    /// Whether members are spread over several machines, so that a recording writes one member and claims its keys in a
    /// transaction before it.
    var isDistributed: Bool { get }
    /// Whether what events take of counters that members share is taken in a transaction before theirs, so that a counter
    /// is held for a moment only; where there is one writer anyway it is taken in theirs.
    var takesCountersApart: Bool { get }
    /// One transaction, committed when `body` returns and gone when it throws. An answer means that it is on disk.
    ///
    /// The body may run more than once: it changes nothing but through the ledger.
    func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R
    /// The same for whoever writes about members only: it waits for nobody who writes about others. The members whose
    /// states it asks for are its own until it ends; what it reads besides may have changed when it writes, which the
    /// keys that make once then say.
    func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R
    /// A consistent view of what is committed.
    func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R
    /// Wakes the other servers that share it, so that they look for work before their next turn; they are told `name`.
    ///
    /// A hint: one that is not listening just now does not hear it.
    func wakeOthers(_ name: String) async throws
    /// Hands over the name of whoever wakes the servers, until the task is cancelled; returns at once where a store is
    /// never shared by several servers.
    ///
    /// - Throws: when it hears nothing any more; whoever still wants to hear asks again.
    func hearOthers(_ hear: @escaping @Sendable (String) -> Void) async throws
    /// Closes it when all that is under way has ended.
    func close() async throws
}

extension Store {
    /// On one machine, unless a store says otherwise.
    package var isDistributed: Bool { false }
    /// In the transaction of the events, unless a store says otherwise.
    package var takesCountersApart: Bool { false }
    /// Nobody, unless a store says otherwise.
    package func wakeOthers(_ name: String) async throws {}
    /// Nothing, unless a store says otherwise.
    package func hearOthers(_ hear: @escaping @Sendable (String) -> Void) async throws {}
}

/// The world's trouble with what is kept, whichever database it is.
package struct StoreFailure: Error, Sendable, CustomStringConvertible {
    /// What kind.
    package enum Kind: Sendable, Hashable {
        /// Somebody else holds it too long; try again.
        case busy
        /// It failed while it was being committed: it may have been kept or not. The same again tells.
        case unknownOutcome
        /// It cannot be written: full, read-only.
        case cannotWrite
        /// It cannot be opened, or is of a newer Setia, or damaged.
        case cannotOpen
        /// Anything else.
        case other
    }

    /// What kind.
    package let kind: Kind
    /// In words, without any value that was kept.
    package let message: String

    /// A failure.
    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// What a person reads.
    package var description: String { message }
}
