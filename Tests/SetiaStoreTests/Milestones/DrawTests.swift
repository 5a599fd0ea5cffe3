import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Surprises by chance, on each store")
struct DrawTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points, ms: mata, id: poin, th: คะแนน}, activation: immediate, expiry: none}
        segments:
          buyers: {name: Buyers, when: member.orders >= 1}
          nobody: {name: Nobody, when: member.orders >= 100}
        rewards:
          cake: {kind: free-product, name: Cake, gift: true}
        """

    /// A brand with so many members, all but the last of whom bought.
    private func bench(_ store: any Store, members: Int = 9) async throws -> (brand: DocumentBrand, members: [MemberID])
    {
        let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
        var all: [MemberID] = []
        for number in 1...members {
            let member = try await brand.enrol(card: "\(number)")
            if number < members { try await brand.buy(500, member, id: Key("A\(number)")) }
            all.append(member)
        }
        return (brand, all)
    }

    private func order(_ name: Key, _ size: DrawOrder.Size = .count(3), seed: String? = nil) -> DrawOrder {
        DrawOrder(
            name: name,
            segment: "buyers",
            size: size,
            present: .points(wallet: "points", points: Points(500)),
            seed: seed
        )
    }

    @Test(
        "M-10: so many are drawn by a seed that is kept, and drawing again comes to the same",
        arguments: Backend.allCases
    )
    func draws(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, members) = try await bench(store)
            let view = try await brand.service.draw(order("raya"), by: .operator)
            #expect(view.drawn.count == 3)
            #expect(Set(view.drawn).count == 3)
            #expect(!view.drawn.contains(members[8]))
            #expect(view.draw.candidates == 8)
            #expect(view.draw.seed.utf8.count == 32)
            for member in members {
                #expect(try await brand.points(of: member) == (view.drawn.contains(member) ? 500 : 0))
            }
            #expect(try await brand.service.draws() == [view.draw])
            #expect(try await brand.service.draw(named: "raya") == view)
            #expect(try await brand.service.check(draw: "raya")?.isRight == true)
            // Whatever becomes of the segment.
            try await brand.buy(500, members[8], id: "late")
            #expect(try await brand.service.check(draw: "raya")?.isRight == true)
            #expect(try await brand.service.check(draw: "other") == nil)
            // A share, and a reward.
            var second = order("june", .share(2_500), seed: "8c1fe2")
            second.present = .reward("cake")
            let june = try await brand.service.draw(second, by: .operator)
            #expect(june.draw.count == 2 && june.draw.candidates == 9)
            for member in june.drawn {
                #expect(try await brand.service.redemptions(of: member)?.map(\.reward) == ["cake"])
            }
            #expect(try await brand.service.draws().count == 2)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test("M-11: the same draw again draws nobody anew and gives nobody twice", arguments: Backend.allCases)
    func again(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, members) = try await bench(store)
            let first = try await brand.service.draw(order("raya"), by: .operator)
            try await brand.buy(500, members[8], id: "late")
            brand.clock.advance(days: 1)
            // The count is the draw's, and not of those who would be among it now.
            #expect(try await brand.service.draw(order("raya"), by: .operator) == first)
            for member in first.drawn { #expect(try await brand.points(of: member) == 500) }
            await #expect(throws: DrawRefusal.taken("raya")) {
                try await brand.service.draw(order("raya", .count(4)), by: .operator)
            }
            await #expect(throws: DrawRefusal.taken("raya")) {
                try await brand.service.draw(order("raya", seed: "other"), by: .operator)
            }
        }
    }

    @Test("M-11: what cannot be drawn is refused, and nothing is drawn")
    func refused() async throws {
        let (brand, _) = try await bench(ModelStore())
        var wrong: [(DrawOrder, DrawRefusal)] = [
            (order(""), .name), (order("1st"), .name), (order("a b"), .name), (order("raya", .count(0)), .size),
            (order("raya", .count(100_001)), .size), (order("raya", .share(0)), .size),
            (order("raya", .share(10_001)), .size), (order("raya", seed: ""), .seed),
            (order("raya", seed: "a b"), .seed),
        ]
        var other = order("raya")
        other.segment = "gone"
        wrong.append((other, .unknownSegment("gone", known: ["buyers", "nobody"])))
        other.segment = "nobody"
        wrong.append((other, .nobody))
        other.segment = nil
        other.present = .points(wallet: "stars", points: Points(5))
        wrong.append((other, .unknownWallet("stars", known: ["points"])))
        other.present = .points(wallet: "points", points: .zero)
        wrong.append((other, .size))
        other.present = .reward("pie")
        wrong.append((other, .unknownReward("pie", known: ["cake"])))
        for (order, refusal) in wrong {
            await #expect(throws: refusal) { try await brand.service.draw(order, by: .operator) }
        }
        #expect(try await brand.service.draws() == [])
    }

    @Test("M-10: who comes first by the hash of her id is drawn")
    func byHash() async throws {
        let (brand, members) = try await bench(ModelStore())
        let view = try await brand.service.draw(order("raya", .count(8), seed: "8c1fe2"), by: .operator)
        let sealing = TestSealing(now: brand.clock.now)
        let key = Array("setia/draw/raya/8c1fe2".utf8)
        let ranked = members.prefix(8).map { member in
            (sealing.messageAuthentication(of: Array(member.text.utf8), key: key), member)
        }
        .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
        #expect(view.drawn == ranked)
        // Fewer are the first of more.
        let fewer = try await brand.service.draw(order("raya2", .count(3), seed: "8c1fe2"), by: .operator)
        #expect(fewer.drawn.count == 3)
        #expect(fewer.drawn != Array(view.drawn.prefix(3)), "another name draws others")
    }

    @Test(
        "M-12: her history says that it was chance, in each language",
        arguments: [
            (Language.en, "You were drawn by chance for a surprise · 500 points"),
            (.ms, "Anda terpilih secara rawak untuk satu kejutan · 500 mata"),
            (.id, "Anda terpilih secara acak untuk sebuah kejutan · 500 poin"),
            (.th, "คุณได้รับการสุ่มเลือกให้รับของเซอร์ไพรส์ค่ะ · 500 คะแนน"),
        ]
    )
    func told(language: Language, text: String) async throws {
        let (brand, _) = try await bench(ModelStore())
        let drawn = try #require(try await brand.service.draw(order("raya"), by: .operator).drawn.first)
        let event = try #require(try await brand.events(of: drawn, .surpriseDrawn).first)
        let explanation = try #require(
            try await brand.service.explanation(
                of: EventID(member: drawn, number: event.decision.number),
                in: language
            )
        )
        #expect(explanation.steps.map(\.text).contains(text))
    }
}
