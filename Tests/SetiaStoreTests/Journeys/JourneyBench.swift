import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization
import Testing

/// A brand with members of whom some agreed to offers by e-mail, on a Monday at ten in Kuala Lumpur.
struct JourneyBench {
    let brand: DocumentBrand
    let store: any Store

    var service: SetiaService { brand.service }
    var mails: [Mail] { brand.mailbox.mails }

    static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points, th: คะแนน}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        segments:
          friends: {name: {en: Friends, th: เพื่อน}, list: true}
        events:
          app.gift-due: {name: {en: A gift is due, th: ของขวัญ}, schema: {type: object, properties: {}}}

        """

    init(_ store: any Store, at now: String = "2026-03-02T10:00", more: String = "") async throws {
        self.store = store
        brand = try await DocumentBrand(Self.document + more, on: store, at: DocumentBrand.at(now))
    }

    /// The clock on the wall; the day is the second of March unless it is said.
    func at(_ text: String) {
        let whole = text.contains("T") ? text : "2026-03-02T\(text)"
        brand.clock.now = Instant(rfc3339: "\(whole)+08:00") ?? brand.clock.now
    }

    /// A mail of a step, in both languages.
    static func mail(_ subject: String) -> String {
        "{message: {mail: {en: {subject: \(subject), text: Hello}, th: {subject: \(subject), text: สวัสดี}}}}"
    }

    /// A journey that is live.
    @discardableResult
    func start(_ name: String = "test", _ steps: String, trigger: String = "event: member.enrolled", more: String = "")
        async throws -> JourneyView
    {
        try await put(name, steps, trigger: trigger, more: more)
        return try await service.change(Key(name), .start, by: .operator)
    }

    @discardableResult
    func put(_ name: String = "test", _ steps: String, trigger: String = "event: member.enrolled", more: String = "")
        async throws -> JourneyView
    {
        let document = "journey: Test\ntrigger: {\(trigger)}\n\(more)\nsteps:\n\(steps)\n"
        return try await service.putJourney(name, document, by: .operator)
    }

    /// A member with an address, who joins now.
    @discardableResult
    func member(_ name: String, agrees: Bool = true) async throws -> MemberID {
        let member = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .email, text: "\(name)@example.com")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string(name)]
            )
        ).member
        if agrees { try await choose(member, isGiven: true) }
        return member
    }

    func choose(_ member: MemberID, isGiven: Bool) async throws {
        try await service.chooseConsent(
            of: member,
            purpose: "marketing",
            channel: "email",
            isGiven: isGiven,
            wording: "test-1"
        )
    }

    /// Does all that there is to do now, messages included.
    func run() async throws {
        for _ in 0..<40 where try await service.runJourneys() == 0 { break }
        for _ in 0..<6 {
            _ = try await service.runBroadcasts()
            brand.clock.advance(milliseconds: 50)
        }
    }

    /// The steps that a member came to in her newest journey, with what came of each.
    func path(_ member: MemberID) async throws -> [String] {
        guard let journey = try await service.journeys(of: member).first else { return ["none"] }
        let steps = journey.path.map { $0.outcome.text.isEmpty ? $0.step.text : "\($0.step)=\($0.outcome)" }
        return steps + (journey.ending.map { ["end:\($0.rawValue)"] } ?? [])
    }
}

/// A store that is gone after so many transactions that write: before one of them, or right after it was written.
final class DyingStore: Store {
    struct Death: Error {}

    let inner: any Store
    private let left: Mutex<Int>

    init(_ inner: any Store, after moments: Int) {
        self.inner = inner
        left = Mutex(moments)
    }

    var isDead: Bool { left.withLock { $0 <= 0 } }
    var isDistributed: Bool { inner.isDistributed }
    var takesCountersApart: Bool { inner.takesCountersApart }

    private func pass() throws {
        let isGone = left.withLock { left in
            left -= 1
            return left <= 0
        }
        if isGone { throw Death() }
    }

    func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try pass()
        let result = try await inner.writing(body)
        try pass()
        return result
    }

    func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try pass()
        let result = try await inner.recording(body)
        try pass()
        return result
    }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        if isDead { throw Death() }
        return try await inner.reading(body)
    }

    func close() async throws { try await inner.close() }
}
