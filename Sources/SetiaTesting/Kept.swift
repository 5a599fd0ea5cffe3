internal import SetiaCore
internal import SetiaService

/// All that the model keeps.
struct Kept: Sendable {
    var configurationVersion: Int64 = 0
    /// By number.
    var programmes: [Int: PublishedProgramme] = [:]
    var drafts: [Key: ProgrammeDraft] = [:]
    var shops: [StoreID: Shop] = [:]
    /// Without records of orders.
    var members: [MemberID: MemberState] = [:]
    /// In the order of their numbers.
    var events: [MemberID: [StoredEvent]] = [:]
    var claims: [ClaimKey: Claim] = [:]
    /// What came after an order's own event; `paid` is not in them.
    var orders: [MemberID: [OrderKey: OrderRecord]] = [:]
    var keys: [MemberID: WrappedKey] = [:]
    var persons: [MemberID: [UInt8]] = [:]
    var identities: [MemberID: [SealedIdentity]] = [:]
    var owners: [IdentityHash: MemberID] = [:]
    /// By the hash of the secret.
    var apiKeys: [[UInt8]: APIKey] = [:]
    var imports: [String: ImportJob] = [:]
    /// All events in the order in which they were written.
    var sequence: [EventID] = []
    var words: [MemberID: Set<WordHash>] = [:]
    var searchProgress = SearchProgress(isDone: true)
    var snapshots: [String: KeptSnapshot] = [:]
    var staff = KeptStaff()
    var talk = KeptConversations()
    var contacts = KeptContacts()
    var journeys = KeptJourneys()
    var cases = KeptCases()
    var contents: [Identifier: ContentPiece] = [:]
    var voice: Set<VoiceWord> = []
    var gatherings = KeptGatherings()
    /// By their keys; a request under way has no answer.
    var requests: [[UInt8]: (claim: RequestClaim, answer: SealedAnswer?)] = [:]
    var rateLevels: [String: RateLevel] = [:]
    /// By key and then by server.
    var rateAsked: [String: [String: (asked: Int64, at: Instant)]] = [:]
    var outbox = KeptOutbox()
    var vouchers = KeptVouchers()
    var counters: [Key: SharedCounter] = [:]
    /// By counter and then by cause.
    var reservations: [Key: [Key: (reservation: CounterReservation, until: Instant)]] = [:]
    var birthdays: [MemberID: Birthday] = [:]
    var calendarLanes: [Int: CalendarLane] = [:]
    var redemptions: [MemberID: [Key: RedemptionRow]] = [:]
    var rewardPictures: [Key: (picture: RewardPicture, bytes: [UInt8])] = [:]
    var rewardLetters: [MemberID: [Key: RewardLetter]] = [:]
    var supplierOrders: [MemberID: [SupplierOrder]] = [:]
    var listings: [MemberID: [Key: Listing]] = [:]
    var exposures: [MemberID: [Key: Exposure]] = [:]
    var draws: [Key: SurpriseDraw] = [:]
    var drawEntries: [Key: [MemberID: Int64?]] = [:]
    var surveyAsks: [MemberID: [SurveyAsk]] = [:]
    var surveyTags: [MemberID: [(ask: SurveyAsk, tag: Key)]] = [:]
    /// What members say of products, by product.
    var productReviews: [MemberID: [Key: ProductReview]] = [:]
    var reviewPhotos: [MemberID: [Identifier: (photo: ReviewPhoto, sealed: [UInt8])]] = [:]
    /// In the order in which they were loaded.
    var codes: [KeptCode] = []

    /// A member's entries in their order: those of her events.
    func entries(of member: MemberID) -> [Entry] {
        (events[member] ?? []).flatMap(\.decision.entries)
    }
}

extension StoreFailure {
    /// What the model says where a database would find a rule of its tables broken.
    static func broken(_ rule: String) -> StoreFailure {
        StoreFailure(kind: .other, message: "the model: \(rule)")
    }
}
