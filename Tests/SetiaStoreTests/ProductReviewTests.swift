import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("What members say of products, on each store")
struct ProductReviewTests {
    private static let document =
        TalkBench.document + "  - {id: thanks, on: review.published, earn: {wallet: points, fixed: 10}}\n"

    private struct Bench {
        let brand: DocumentBrand
        let ana: MemberID
        var service: SetiaService { brand.service }

        init(_ store: any Store, _ document: String = ProductReviewTests.document) async throws {
            brand = try await DocumentBrand(document, on: store)
            ana = try await brand.enrol(card: "K1", name: "Ana Lim")
        }

        func buys(_ id: Key, _ member: MemberID? = nil) async throws {
            brand.clock.advance(milliseconds: 1_000)
            let order = Fixture.order(id, 1_000, at: brand.clock.now)
            _ = try await service.record(Intake(event: order, who: .member(member ?? ana)))
            brand.clock.advance(milliseconds: 1_000)
        }

        func returns(_ id: Key) async throws {
            let back = Fixture.orderReturn(id, at: brand.clock.now)
            _ = try await service.record(Intake(event: back, who: .member(ana)))
            brand.clock.advance(milliseconds: 1_000)
        }

        @discardableResult
        func says(
            _ text: String = "Strong, and not bitter.",
            stars: Int = 4,
            of product: Key = "kopi-o",
            naming: ReviewNaming = .nobody,
            by member: MemberID? = nil
        ) async throws -> ProductReview {
            brand.clock.advance(milliseconds: 1_000)
            let new = NewProductReview(
                member: member ?? ana,
                product: product,
                stars: stars,
                text: text,
                naming: naming
            )
            return try await service.writeProductReview(new).review
        }

        func events() async throws -> [StoredEvent] {
            try await service.store.reading { try $0.history(of: ana) }.filter {
                $0.event.type == .reviewPublished
            }
        }

        var points: Int64 {
            get async throws { try await service.member(ana)?.balances.first?.available.units ?? 0 }
        }
    }

    @Test(
        "U-1: one review a member and product; written anew it waits again, and the same again changes nothing",
        arguments: Backend.allCases
    )
    func one(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            let first = try await bench.says(" Strong,\u{0} and not bitter.\n")
            #expect(first.state == .waiting && first.words == 4 && first.language == "en" && !first.isVerified)
            let new = NewProductReview(
                member: bench.ana,
                product: "kopi-o",
                stars: 4,
                text: "Strong, and not bitter."
            )
            let again = try await service.writeProductReview(new)
            #expect(again.isReplay && again.review == first)
            _ = try await service.change(first.id, .publish, by: .operator)
            let answered = try await service.change(first.id, .answer("Thank you."), by: .operator)
            #expect(answered.answer != nil)
            let second = try await bench.says("It was better before.", stars: 2)
            #expect(second.state == .waiting && second.answer == nil && second.id != first.id)
            #expect(second.publishedAt == answered.publishedAt)
            let all = try await service.productReviews(of: bench.ana)
            #expect(all.map(\.text) == ["It was better before."] && all[0].review == second)
            #expect(try await service.publicReviews(of: "kopi-o", limit: 9).items == [])
            func wrong(
                _ refusal: ProductReviewRefusal,
                _ product: Key = "x",
                stars: Int = 5,
                _ text: String = "x",
                language: Key? = nil,
                by member: MemberID? = nil
            ) async {
                let new = NewProductReview(
                    member: member ?? bench.ana,
                    product: product,
                    stars: stars,
                    text: text,
                    language: language
                )
                await #expect(throws: refusal) { _ = try await service.writeProductReview(new) }
            }
            await wrong(.wrongStars, stars: 0)
            await wrong(.wrongStars, stars: 6)
            await wrong(.wrongProduct, "")
            await wrong(.wrongProduct, "a\nb")
            await wrong(.textMissing, "x", " \n")
            await wrong(.tooLong(2_000), "x", String(repeating: "x", count: 2_001))
            await wrong(.wrongLanguage, language: "EN")
            await wrong(.unknownMember(Fixture.member(99)), by: Fixture.member(99))
            for number in 1..<20 { try await bench.says(of: Key("p\(number)")) }
            await #expect(throws: ProductReviewRefusal.tooMany) { try await bench.says(of: "p20") }
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 1)
            try await bench.says(of: "p20")
        }
    }

    @Test(
        "U-2: a purchase is verified where she kept some of it, as it is when it is published",
        arguments: Backend.allCases
    )
    func verified(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            #expect(try await service.unreviewedPurchases(of: bench.ana) == [])
            try await bench.buys("A-1")
            #expect(try await service.unreviewedPurchases(of: bench.ana).map(\.product) == ["kopi-o"])
            let review = try await bench.says()
            #expect(review.isVerified)
            #expect(try await service.unreviewedPurchases(of: bench.ana) == [])
            #expect(try await bench.says(of: "teh").isVerified == false)
            try await bench.returns("A-1")
            let published = try await service.change(review.id, .publish, by: .operator)
            #expect(!published.isVerified && published.state == .published)
            try await bench.buys("A-2")
            #expect(try await bench.says("Bought again.").isVerified)
        }
    }

    @Test(
        "U-3: it goes its way by those who may, and what is published is what was read",
        arguments: Backend.allCases
    )
    func way(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            let first = try await bench.says(stars: 5)
            #expect(try await service.productReviews(.waiting, limit: 9).items.map(\.memberName) == ["Ana Lim"])
            let second = try await bench.says("Cold.", stars: 1)
            await #expect(throws: ProductReviewRefusal.unknownReview) {
                _ = try await service.change(first.id, .publish, by: .operator)
            }
            await #expect(throws: StaffRefusal.self) {
                _ = try await service.change(second.id, .publish, by: .nobody)
            }
            await #expect(throws: ProductReviewRefusal.wrongAct(.answer, from: .waiting)) {
                _ = try await service.change(second.id, .answer("x"), by: .operator)
            }
            let declined = try await service.change(second.id, .decline(.personal), by: .operator)
            #expect(declined.state == .declined && declined.reason == .personal && declined.publishedAt == nil)
            #expect(try await bench.events() == [])
            #expect(try await service.change(second.id, .decline(.offensive), by: .operator).reason == .offensive)
            let published = try await service.change(second.id, .publish, by: .operator)
            #expect(published.reason == nil && published.publishedAt == bench.brand.clock.now)
            #expect(try await service.change(second.id, .publish, by: .operator) == published)
            let long = String(repeating: "x", count: 2_001)
            await #expect(throws: ProductReviewRefusal.tooLong(2_000)) {
                _ = try await service.change(second.id, .answer(long), by: .operator)
            }
            _ = try await service.change(second.id, .answer("We heat the cups now."), by: .operator)
            #expect(try await service.productReview(second.id)?.answer == "We heat the cups now.")
            #expect(try await service.change(second.id, .answer(" "), by: .operator).answer == nil)
            let log = try await service.auditLog(AuditFilter(action: .productReviewChanged), limit: 10)
            #expect(
                log.compactMap { $0.details["change"] } == ["answer", "answer", "publish", "decline", "decline"]
            )
            let gone = try await service.withdrawProductReview("kopi-o", of: bench.ana)
            #expect(gone.state == .withdrawn && gone.sealed == nil)
            #expect(try await service.withdrawProductReview("kopi-o", of: bench.ana) == gone)
            await #expect(throws: ProductReviewRefusal.unknownReview) {
                _ = try await service.withdrawProductReview("teh", of: bench.ana)
            }
            #expect(try await service.productRatings() == [])
        }
    }

    @Test("U-4: what she said is sealed, travels with her data, and goes with her", arguments: Backend.allCases)
    func hers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            let review = try await bench.says("Secret words.", naming: .first)
            _ = try await service.change(review.id, .publish, by: .operator)
            _ = try await service.change(review.id, .answer("Thanks to you."), by: .operator)
            let kept = try await store.reading { try $0.productReviews(of: bench.ana) }
            let sealed = try #require(kept.first?.sealed)
            // As the tests' vault seals: for what, of whom, with which key.
            #expect(String(decoding: sealed, as: UTF8.self).hasPrefix("productReview of \(bench.ana) under"))
            let own = String(decoding: try #require(try await service.ownData(of: bench.ana)), as: UTF8.self)
            #expect(own.contains("Secret words.") && own.contains("Thanks to you."))
            let shown = try await service.publicReviews(of: "kopi-o", limit: 9)
            #expect(shown.items.map(\.name) == ["Ana"] && shown.items.map(\.memberName) == [nil])
            #expect(shown.rating?.count == 1)
            #expect(try await service.verify().discrepancies == [])
            #expect(try await service.eraseMember(bench.ana))
            let left = try await service.publicReviews(of: "kopi-o", limit: 9)
            #expect(left.items == [] && left.rating == nil)
            #expect(try await service.verify().discrepancies == [])
            await #expect(throws: ProductReviewRefusal.unknownMember(bench.ana)) { try await bench.says() }
        }
    }

    @Test(
        "U-5: publishing is told once, without stars, and thanks the same for one star as for five",
        arguments: Backend.allCases
    )
    func thanks(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            try await bench.buys("A-1")
            let before = try await bench.points
            let bad = try await bench.says("Cold.", stars: 1)
            #expect(try await bench.points == before)
            _ = try await service.change(bad.id, .publish, by: .operator)
            #expect(try await bench.points == before + 10)
            let events = try await bench.events()
            guard case .happened(let occurrence) = events.first?.event.matter, events.count == 1 else {
                Issue.record("no event: \(events)")
                return
            }
            #expect(occurrence.facts.map(\.name) == ["product", "words", "photos", "isVerified"])
            #expect(occurrence.value("words") == .number(1) && occurrence.value("isVerified") == .truth(true))
            let good = try await bench.says("Better now.", stars: 5)
            _ = try await service.change(good.id, .publish, by: .operator)
            _ = try await service.withdrawProductReview("kopi-o", of: bench.ana)
            let third = try await bench.says("And again.", stars: 5)
            _ = try await service.change(third.id, .publish, by: .operator)
            #expect(try await bench.points == before + 10)
            #expect(try await bench.events().count == 1)
            let other = try await bench.says("Tea.", stars: 5, of: "teh")
            _ = try await service.change(other.id, .publish, by: .operator)
            #expect(try await bench.points == before + 20)
            #expect(try await service.verify().discrepancies == [])
        }
    }

    @Test("U-5: no rule can read stars")
    func noStars() async throws {
        for name in ["stars", "rating", "score"] {
            await #expect(throws: (any Error).self, "\(name)") {
                _ = try await DocumentBrand(
                    TalkBench.document
                        + "  - {id: t, on: review.published, when: event.\(name) >= 4, earn: {wallet: points, fixed: 9}}\n"
                )
            }
        }
        _ = try await DocumentBrand(
            TalkBench.document
                + "  - {id: t, on: review.published, when: event.words >= 4, earn: {wallet: points, fixed: 9}}\n"
        )
    }

    @Test("U-5: what members get for writing is disclosed")
    func disclosed() async throws {
        func told(_ rules: String) async throws -> String? {
            let brand = try await DocumentBrand(TalkBench.document + rules)
            return try await brand.service.publicReviews(of: "x", limit: 1).thanks?.sentence(in: .en) { $0.text }
        }
        let plain = "  - {id: a, on: review.published, earn: {wallet: points, fixed: 10}}\n"
        #expect(try await told("") == nil)
        #expect(try await told(plain) == "Members receive 10 points for writing a review, whatever they say.")
        let asked =
            plain + "  - {id: b, on: review.published, when: event.isVerified, earn: {wallet: points, fixed: 5}}\n"
        #expect(try await told(asked) == "Members receive up to 15 points for writing a review, whatever they say.")
        let each = "  - {id: c, on: review.published, earn: {wallet: points, fixed: 5, per: photos}}\n"
        #expect(try await told(each) == "Members receive points for writing a review, whatever they say.")
    }

    @Test("U-7: returns of late are held against those of before, by order", arguments: Backend.allCases)
    func returned(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let service = bench.service
            for number in 1...3 { try await bench.buys(Key("A-\(number)")) }
            try await bench.returns("A-2")
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 100)
            try await bench.buys("A-4")
            #expect(try await service.productRatings(counting: true) == [])
            let review = try await bench.says()
            _ = try await service.change(review.id, .publish, by: .operator)
            let rating = try #require(try await service.productRatings(counting: true).first)
            #expect(rating.returns == ProductReturns(before: Share(1, of: 3), lately: Share(0, of: 1)))
            #expect(try await service.productRatings().first?.returns == nil)
            #expect(try await service.refreshInsight())
            #expect(try await service.productRatings().first?.returns == rating.returns)
        }
    }
}
