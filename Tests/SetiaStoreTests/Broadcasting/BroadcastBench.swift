import JSONText
import SetiaCare
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// A brand with members of whom some agreed to offers by e-mail, on a Monday at ten in Kuala Lumpur.
struct BroadcastBench {
    let brand: DocumentBrand
    let store: any Store
    /// What networks are sent, and answer.
    let network = TestNetwork()

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

        """

    init(_ store: any Store, at now: String = "2026-03-02T10:00", _ more: String = "") async throws {
        self.store = store
        brand = try await DocumentBrand(
            Self.document + more,
            on: store,
            at: DocumentBrand.at(now),
            channels: ChannelPorts(adapters: networks, sender: network)
        )
    }

    /// Connects a network.
    func connect(_ name: String, _ kind: String, _ values: [String: String]) async throws {
        let settings = values.sorted { $0.key < $1.key }.map { Channel.Setting(name: $0.key, value: $0.value) }
        _ = try await service.saveChannel(NewChannel(name: name, kind: kind, values: settings), by: .operator)
    }

    /// The clock on the wall; the day is the second of March unless it is said.
    func at(_ text: String) {
        let whole = text.contains("T") ? text : "2026-03-02T\(text)"
        brand.clock.now = Instant(rfc3339: "\(whole)+08:00") ?? brand.clock.now
    }

    /// A member with an address; whether she agreed, and in which language she reads.
    @discardableResult
    func member(_ name: String, agrees: Bool = true, language: Key = "en", hasAddress: Bool = true) async throws
        -> MemberID
    {
        let kind: IdentityKind = hasAddress ? .email : .card
        let member = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: kind, text: hasAddress ? "\(name)@example.com" : name)],
                facts: MemberFacts(language: language),
                person: ["name": .string(name.prefix(1).uppercased() + name.dropFirst())]
            )
        ).member
        if agrees { try await choose(member, isGiven: true) }
        return member
    }

    func choose(_ member: MemberID, by channel: Key = "email", isGiven: Bool) async throws {
        try await service.chooseConsent(
            of: member,
            purpose: "marketing",
            channel: channel,
            isGiven: isGiven,
            wording: "test-1"
        )
    }

    static func content(
        _ name: String = "Raya",
        changing: [(String, JSON)] = []
    ) -> JSON {
        var object: JSONObject = [
            "name": .string(name), "facts": .array([.string("RM 12.50"), .string("2026-03-31")]),
            "perMinute": .integer(60_000),
            "mail": .object([
                "en": .object([
                    "subject": .string("Coffee for {name}"), "text": .string("A kopi at RM 12.50 until 31 March 2026."),
                ]),
                "th": .object([
                    "subject": .string("กาแฟ"), "text": .string("กาแฟ RM 12.50 ถึง 31 มีนาคม 2569"),
                ]),
            ]),
        ]
        for (key, value) in changing { object.set(key, value) }
        return .object(object)
    }

    /// A broadcast that runs.
    func start(_ name: String = "Raya", changing: [(String, JSON)] = []) async throws -> Broadcast {
        let broadcast = try await service.writeBroadcast(Self.content(name, changing: changing), by: .operator)
        return try await service.change(broadcast.id, .start, by: .operator)
    }

    /// Does all that there is to do now; time passes a little, so that the throttle lets all go.
    func run() async throws {
        for _ in 0..<20 {
            _ = try await service.runBroadcasts()
            brand.clock.advance(milliseconds: 50)
        }
    }

    func contact(_ member: MemberID, _ broadcast: Broadcast) async throws -> Contact? {
        try await service.contacts(of: member, limit: 100).first { $0.contact.broadcast == broadcast.id }?.contact
    }
}
