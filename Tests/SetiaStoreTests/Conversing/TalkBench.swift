import JSONText
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// A brand that answers from nine to one and from two to six, with two on the staff and a member with an address.
struct TalkBench {
    let brand: DocumentBrand
    let store: any Store
    let ana: MemberID
    /// What channels send, and are answered.
    let network: TestNetwork
    let mei = StaffMember.named("Mei", 1)
    let siti = StaffMember.named("Siti", 2)

    var service: SetiaService { brand.service }

    static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}

        """

    static let promise = """
        service:
          hours: {everyDay: [09:00-13:00, 14:00-18:00]}
          promise: {first: 15 minutes, next: 30 minutes}
          teams: [care]

        """

    init(_ store: any Store, _ service: String = TalkBench.promise, at now: String = "2026-03-02T09:00") async throws {
        self.store = store
        let network = TestNetwork()
        self.network = network
        brand = try await DocumentBrand(
            TalkBench.document + service,
            on: store,
            at: DocumentBrand.at(now),
            channels: ChannelPorts(adapters: networks, sender: network)
        )
        ana = try await brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .email, text: "ana@example.com")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana Lim")]
            )
        ).member
        let staff = [mei, siti]
        try await store.writing { ledger in
            for member in staff { try ledger.save(StaffAccount(member: member)) }
        }
    }

    /// The clock on the wall.
    func at(_ text: String) { brand.clock.now = Instant(rfc3339: "2026-03-02T\(text)+08:00") ?? brand.clock.now }

    /// A mail of Ana's, or with other headers.
    func mail(
        _ text: String = "Where is my order?",
        id: String,
        from: String = "Ana Lim <ana@example.com>",
        to: String = "hello@kopi.example.com",
        subject: String = "Order",
        headers: String = ""
    ) -> [UInt8] {
        let lines = [
            "From: \(from)", "To: \(to)", "Subject: \(subject)", "Message-ID: <\(id)>",
            "Date: Mon, 2 Mar 2026 09:00:00 +0800",
        ]
        let all = lines.joined(separator: "\r\n") + "\r\n" + headers + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        return Array((all + text + "\r\n").utf8)
    }

    /// Takes a mail that must be kept.
    @discardableResult
    func keep(_ bytes: [UInt8], sender: String? = nil) async throws -> Message {
        guard case .kept(let message) = try await service.receiveMail(bytes, sender: sender) else { throw NotKept() }
        return message
    }

    /// Says something by somebody on the staff.
    @discardableResult
    func answer(
        _ conversation: ConversationID,
        _ text: String = "It is on its way.",
        by staff: StaffMember? = nil,
        kind: Message.Kind = .answer,
        seen: Int64? = nil,
        closes: Bool = false
    ) async throws -> Message {
        var answering = Answering(
            member: conversation.member,
            conversation: conversation.identifier,
            text: text,
            kind: kind
        )
        answering.seen = seen
        answering.closes = closes
        let staff = staff ?? mei
        return try await service.answer(answering, by: .staff(staff.id, name: staff.name))
    }

    struct NotKept: Error {}
}

extension StaffMember {
    fileprivate static func named(_ name: String, _ number: UInt64) -> StaffMember {
        StaffMember(
            id: StaffID(Identifier(high: 9, low: number)),
            name: name,
            email: "\(name.lowercased())@kopi.example.com",
            role: .agent,
            stores: .all,
            language: .en,
            status: .active,
            invitedAt: Fixture.newYear
        )
    }
}
