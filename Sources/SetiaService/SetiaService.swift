package import SetiaCare
package import SetiaCore
internal import Synchronization

/// All that Setia can do, one use case a file: what routes, commands and pages call.
///
/// It owns no connection and no clock; both are handed in, so that a test hands in others.
package final class SetiaService: Sendable {
    /// Where things are kept.
    package let store: any Store
    /// Everything secret.
    package let sealing: any Sealing
    /// What the world gives.
    package let surroundings: Surroundings
    /// How a programme's document becomes a programme.
    let reader: ProgrammeReader
    /// What staff accounts and letters need.
    package let staffPorts: StaffPorts
    /// For how many days the answer to a request with an `Idempotency-Key` is kept.
    let answersKeptForDays: Int
    /// What webhooks need.
    package let webhookPorts: WebhookPorts
    /// What channels of others need.
    package let channelPorts: ChannelPorts
    /// Letters that nobody waits for.
    let letters = LettersUnderWay()
    private let cached = Mutex<Configuration?>(nil)
    let apiKeyCache = Mutex<[[UInt8]: CachedAPIKey]>([:])
    let changeSignal = ChangeSignal()
    let figuresBoard = FiguresBoard()
    let insightBoard = InsightBoard()
    /// What is shown of ratings with each product of a shop.
    let ratingBoard = ShortMemory<ShownRatings>(milliseconds: 30_000)
    /// What everybody reads of what was said and done.
    let saidAndDone = ShortMemory<[PublicImprovement]>(milliseconds: 30_000)
    /// Journeys as they were read, by what their meaning hangs on.
    let journeyBook = Mutex<[String: Journey]>([:])
    let segmentBoard = SegmentBoard()
    let whatIfBoard = WhatIfBoard()
    /// Batches of codes that are being made while nobody waits.
    let codesUnderWay = CodesUnderWay()
    /// Whether a return may wait for its order.
    let awaitedReturns = AwaitedReturns()
    /// Rings when there may be something to tell others.
    package let outboxBell = OutboxBell()

    /// A service over a store.
    package init(
        store: any Store,
        sealing: any Sealing,
        surroundings: Surroundings,
        reader: ProgrammeReader,
        staff: StaffPorts = .none,
        answersKeptForDays: Int = 7,
        webhooks: WebhookPorts = .none,
        channels: ChannelPorts = .none
    ) {
        precondition(
            SetiaService.daysToKeepAnswers.contains(answersKeptForDays),
            "answers are kept for 1 to 30 days, not \(answersKeptForDays)"
        )
        self.answersKeptForDays = answersKeptForDays
        self.store = store
        self.sealing = sealing
        self.surroundings = surroundings
        self.reader = reader
        staffPorts = staff
        webhookPorts = webhooks
        channelPorts = channels
    }

    /// Programmes and shops as they are now; read again only when their version number has changed.
    func configuration(_ archive: any Archive) throws -> Configuration {
        let version = try archive.configurationVersion()
        if let known = cached.withLock({ $0 }), known.version == version { return known }
        let published = try archive.programmes()
        func versions(_ some: [PublishedProgramme]) throws -> [ProgrammeVersion] {
            try some.map { try self.version($0) }
        }
        let book = ProgrammeBook(
            try versions(published.standing),
            cancelled: try versions(published.filter { $0.cancelledAt != nil })
        )
        let shops = try archive.shops()
        let fresh = Configuration(version: version, book: book, shops: shops)
        cached.withLock { $0 = fresh }
        return fresh
    }

    /// The types of events that the brand has of its own, by the programme that holds now.
    ///
    /// - Parameter isFresh: Whether to look whether the programme has changed; what was known last will do otherwise, and
    ///   costs nothing.
    /// - Returns: what is declared; nothing before a programme is published.
    /// - Throws: the world's trouble.
    package func declaredEvents(isFresh: Bool = false) async throws -> [EventDeclaration] {
        let now = surroundings.now()
        if !isFresh, let known = cached.withLock({ $0 })?.book { return known.version(at: now).programme.events }
        return try await store.reading { archive in
            try self.configuration(archive).book?.version(at: now).programme.events ?? []
        }
    }

    /// The version of the programme that holds now.
    ///
    /// - Throws: `Unready` where there is none yet, or the world's trouble.
    package func programmeNow() async throws -> ProgrammeVersion {
        let now = surroundings.now()
        return try await store.reading { try self.configuration($0).published().version(at: now) }
    }

    /// Whether any programme has promotions, as far as is known.
    var mayHavePromotions: Bool {
        cached.withLock { $0 }?.book?.versions.contains { !$0.programme.promotions.isEmpty } ?? true
    }

    /// All types of events that a webhook can be told of: those of every programme, and the brand's own.
    package func eventTypes() async throws -> [EventType] {
        EventType.allCases + (try await declaredEvents(isFresh: true)).map(\.type)
    }

    private func version(_ published: PublishedProgramme) throws -> ProgrammeVersion {
        let programme = try reader.parsePublished(published.document)
        guard let zone = reader.zone(programme.timeZone) else {
            throw StoreFailure(kind: .other, message: "no such time zone here: \(programme.timeZone)")
        }
        return ProgrammeVersion(
            number: published.number,
            validFrom: published.validFrom,
            programme: programme,
            zone: zone
        )
    }
}

/// What the world gives and tests replace.
package struct Surroundings: Sendable {
    /// The time.
    package let now: @Sendable () -> Instant
    /// A new id, never given before.
    package let newIdentifier: @Sendable () -> Identifier

    /// Surroundings.
    package init(now: @escaping @Sendable () -> Instant, newIdentifier: @escaping @Sendable () -> Identifier) {
        self.now = now
        self.newIdentifier = newIdentifier
    }
}

/// How a programme's document becomes a programme: parsing is the wire's, time zones are the machine's.
package struct ProgrammeReader: Sendable {
    /// The programme that a document states, or the problems with it.
    package let parse: @Sendable (String) throws -> Programme
    /// The programme that a document states which was published before, when less was refused.
    package let parsePublished: @Sendable (String) throws -> Programme
    /// The time zone of an IANA name, or none.
    package let zone: @Sendable (Key) -> (any LocalTime)?
    /// The journey that a document states in a programme, or the problems with it.
    package let journey: @Sendable (String, Programme) throws -> Journey

    /// A reader.
    package init(
        parse: @escaping @Sendable (String) throws -> Programme,
        parsePublished: (@Sendable (String) throws -> Programme)? = nil,
        zone: @escaping @Sendable (Key) -> (any LocalTime)?,
        journey: @escaping @Sendable (String, Programme) throws -> Journey = { _, _ in throw Unready.noJourneys }
    ) {
        self.journey = journey
        self.parse = parse
        self.parsePublished = parsePublished ?? parse
        self.zone = zone
    }
}

/// Programmes and shops, ready to decide with.
struct Configuration: Sendable {
    let version: Int64
    /// None before the first programme is published.
    let book: ProgrammeBook?
    let shops: [Shop]
    private let known: Set<StoreID>

    init(version: Int64, book: ProgrammeBook?, shops: [Shop]) {
        self.version = version
        self.book = book
        self.shops = shops
        self.known = Set(shops.map(\.id))
    }

    /// The shop of this key, or none.
    func shop(_ id: StoreID) -> Shop? { shops.first { $0.id == id } }

    /// Whether an event may name this store; `online` is always known.
    func knows(_ store: StoreID) -> Bool {
        store == .online || known.contains(store)
    }

    /// The published versions.
    func published() throws(Unready) -> ProgrammeBook {
        guard let book else { throw .noProgramme }
        return book
    }
}

/// Why nothing can be decided yet.
package enum Unready: Error, Sendable, Hashable, CustomStringConvertible {
    /// No programme has been published.
    case noProgramme
    /// Whoever opened the brand can read no journeys.
    case noJourneys

    /// What a person reads.
    package var description: String {
        switch self {
        case .noProgramme: "no programme is published yet: publish one first"
        case .noJourneys: "journeys cannot be read here"
        }
    }
}
