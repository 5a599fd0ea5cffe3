import JSONText
import SetiaCore
import SetiaStore
import SetiaTesting
import Testing

@testable import SetiaService

@Suite("Letters about rewards that gave codes, on each store")
struct RewardLetterTests {
    /// The brand of every kind of reward, with a member who has an e-mail address and 1,000 points.
    private struct Bench {
        let kinds: KindBrand
        let ana: MemberID

        var brand: DocumentBrand { kinds.brand }
        var service: SetiaService { kinds.service }

        init(_ store: any Store, language: Key? = nil, email: Bool = true) async throws {
            kinds = try await KindBrand(on: store)
            let identity =
                email ? try Identity(kind: .email, text: "ana@example.com") : try Identity(kind: .card, text: "9")
            ana = try await kinds.service.createMember(
                NewMember(
                    identities: [identity],
                    facts: MemberFacts(country: "MY", language: language),
                    person: ["name": .string("Ana")]
                )
            ).member
            try await kinds.brand.buy(100_000, ana, id: "B")
        }

        func take(_ reward: Key, _ id: Key, quantity: Int64 = 1) async throws {
            let wish = RewardWish(id: id, reward: reward, quantity: quantity)
            guard case .recorded = try await service.redeem(wish, for: ana) else {
                Issue.record("\(reward) was not had")
                return
            }
        }

        /// Lets letters go that are to go, as servers do each second.
        func letGo(by others: SetiaService? = nil) async throws {
            for server in [service, others ?? service] {
                _ = try await server.tellRewards()
                brand.clock.advance(milliseconds: 60_000)
                _ = try await server.runBroadcasts()
            }
        }

        func letter(_ id: Key) async throws -> RewardLetterView.State? {
            try await service.redemption(id, of: ana)?.letter?.state
        }
    }

    @Test(
        "W-21: what gave a code is told by a letter in her language, once, whoever dies in between",
        arguments: Backend.allCases
    )
    func told(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store, language: "ms")
            try await bench.take("partner-code", "R-1", quantity: 2)
            try await bench.take("amount-off", "R-2")
            try await bench.take("gift-card", "R-3")
            try await bench.take("physical-good", "R-4")
            #expect(try await bench.letter("R-1") == .waiting)
            #expect(try await bench.letter("R-4") == nil)
            // Whoever recorded them is gone; another server goes on, and the first one comes back.
            let other = bench.brand.server(on: store)
            #expect(try await other.tellRewards() == 3)
            #expect(try await bench.service.tellRewards() == 0)
            try await bench.letGo(by: other)
            try await bench.letGo(by: other)
            let mails = bench.brand.mailbox.mails
            #expect(mails.map(\.to.address) == Array(repeating: "ana@example.com", count: 3))
            for (id, words) in [
                ("R-1", ["2 × cinema dalam Melayu", "20 mata"]),
                ("R-2", ["amount dalam Melayu", "Nilai: RM5.00", "10 mata"]),
                ("R-3", ["card dalam Melayu", "Nilai: RM20.00"]),
            ] as [(Key, [String])] {
                let codes = try #require(try await bench.service.redemption(id, of: bench.ana)?.codes)
                let own = mails.filter { mail in codes.allSatisfy { mail.text.contains($0) } }
                #expect(own.count == 1 && !codes.isEmpty, "\(id)")
                let text = own.first?.text.replacing("\u{A0}", with: " ") ?? ""
                for word in words { #expect(text.contains(word), "\(text)") }
                #expect(text.contains("Hai Ana") && text.contains("https://kopi.example.com/card/codes"))
                #expect(try await bench.letter(id) == .sent)
            }
            // In clear a code stands in no broadcast.
            let kept = try await store.reading { try $0.journeyBroadcasts("rewards") }.map { "\($0.content)" }.joined()
            #expect(!kept.contains("CINEMA") && kept.contains("{codes}"))
        }
    }

    @Test("W-21: by the reward's setting the code stands in the letter or on her card alone")
    func onCard() async throws {
        let bench = try await Bench(ModelStore(), language: "en")
        let document = KindBrand.document.replacing("worth: {MYR: 5.00}", with: "worth: {MYR: 5.00}, deliver: card")
        bench.brand.clock.advance(milliseconds: 1_000)
        _ = try await bench.service.publishProgramme(document)
        bench.brand.clock.advance(milliseconds: 1_000)
        try await bench.take("amount-off", "R-1")
        try await bench.letGo()
        let code = try #require(try await bench.service.redemption("R-1", of: bench.ana)?.codes.first)
        let mail = try #require(bench.brand.mailbox.mails.first)
        #expect(mail.subject == "You have it: amount in English")
        #expect(!mail.text.contains(code) && mail.text.contains("stands on your card: https://kopi"))
        #expect(try await bench.letter("R-1") == .sent)
    }

    @Test("W-21: who may not be written to, what was given back and a past that is told get no letter")
    func withheld() async throws {
        let nobody = try await Bench(ModelStore(), email: false)
        try await nobody.take("amount-off", "R-1")
        try await nobody.letGo()
        #expect(nobody.brand.mailbox.mails.isEmpty)
        #expect(try await nobody.letter("R-1") == .withheld)

        let bench = try await Bench(ModelStore())
        try await bench.take("amount-off", "R-1")
        try await bench.take("shipping", "R-2")
        func giveBack(_ id: Key) async throws {
            let change = RedemptionChange(redemption: id, step: .rollBack)
            guard case .recorded = try await bench.service.change(change, of: bench.ana, name: "\(id)") else {
                Issue.record("\(id) was not given back")
                return
            }
        }
        // One before it is planned, one when it waits for its turn.
        try await giveBack("R-1")
        _ = try await bench.service.tellRewards()
        try await giveBack("R-2")
        try await bench.letGo()
        #expect(bench.brand.mailbox.mails.isEmpty)
        #expect(try await bench.letter("R-1") == .withheld)
        #expect(try await bench.letter("R-2") == .withheld)
        // Two days later it is no news.
        try await bench.take("percent-off", "R-3")
        bench.brand.clock.advance(milliseconds: 2 * 86_400_000 + 1)
        try await bench.letGo()
        #expect(bench.brand.mailbox.mails.isEmpty)
        #expect(try await bench.letter("R-3") == .withheld)
        // A past.
        let event = Event(
            source: SetiaService.rewardSource,
            id: "past",
            occurredAt: bench.brand.clock.now,
            matter: .rewardRedeemed(RewardWish(id: "R-4", reward: "amount-off"))
        )
        let past = bench.service.prepareHistory(Intake(event: event, who: .member(bench.ana)))
        _ = try await bench.service.store.recording { ledger in
            try bench.service.record([past], now: bench.brand.clock.now, isHistory: true, in: ledger)
        }
        #expect(try await bench.service.redemption("R-4", of: bench.ana)?.row.kept == 1)
        #expect(try await bench.service.tellRewards() == 0)
        #expect(try await bench.letter("R-4") == nil)
    }
}
