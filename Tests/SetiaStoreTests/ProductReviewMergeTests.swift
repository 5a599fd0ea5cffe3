import JSONText
import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Reviews of members who were merged, on each store")
struct ProductReviewMergeTests {
    private static let document =
        TalkBench.document + "  - {id: thanks, on: review.published, earn: {wallet: points, fixed: 10}}\n"

    private struct Bench {
        let brand: DocumentBrand
        let old: MemberID
        let kept: MemberID
        var service: SetiaService { brand.service }

        init(_ store: any Store) async throws {
            brand = try await DocumentBrand(ProductReviewMergeTests.document, on: store)
            old = try await brand.enrol(card: "K1", name: "Ana Lim")
            kept = try await brand.enrol(card: "K2", name: "Ana Lim")
        }

        func says(_ text: String, stars: Int = 4, by member: MemberID) async throws -> (
            review: ProductReview, isReplay: Bool
        ) {
            brand.clock.advance(milliseconds: 1_000)
            return try await service.writeProductReview(
                NewProductReview(member: member, product: "kopi-o", stars: stars, text: text)
            )
        }

        func merge() async throws {
            brand.clock.advance(milliseconds: 1_000)
            _ = try await service.mergeMember(old, into: kept, by: .operator)
            brand.clock.advance(milliseconds: 1_000)
        }

        func live() async throws -> [ProductReview] {
            try await service.productReviews(of: kept).map(\.review).filter { $0.state != .withdrawn }
        }

        func thanked() async throws -> Int {
            try await service.store.reading { archive in
                try [old, kept].reduce(0) { sum, member in
                    sum + (try archive.history(of: member)).count { $0.event.type == .reviewPublished }
                }
            }
        }
    }

    @Test(
        "U-9: what an account said that came to her is hers to replace, and she is thanked once",
        arguments: Backend.allCases
    )
    func replaced(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let first = try await bench.says("Strong.", by: bench.old).review
            _ = try await bench.service.change(first.id, .publish, by: .operator)
            #expect(try await bench.thanked() == 1)
            try await bench.merge()
            // The same again is what stands there; other words take its place and wait.
            let same = try await bench.says("Strong.", by: bench.kept)
            #expect(same.isReplay && same.review.id == first.id)
            let second = try await bench.says("Not as strong.", stars: 2, by: bench.kept).review
            #expect(try await bench.live().map(\.id) == [second.id])
            #expect(try await bench.service.productRating(of: "kopi-o") == nil)
            _ = try await bench.service.change(second.id, .publish, by: .operator)
            #expect(try await bench.service.productRating(of: "kopi-o")?.count == 1)
            _ = try await bench.service.productReviews(of: bench.kept)
            #expect(try await bench.thanked() == 1)
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test(
        "U-9: she takes back what such an account said; what is published of it after the merge is told of her",
        arguments: Backend.allCases
    )
    func withdrawn(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let first = try await bench.says("Strong.", by: bench.old).review
            try await bench.merge()
            _ = try await bench.service.change(first.id, .publish, by: .operator)
            #expect(try await bench.thanked() == 1)
            let points = try await bench.service.points(of: bench.kept)?.balances.first?.available.units
            #expect(points == 10)
            for _ in 0..<2 {
                let gone = try await bench.service.withdrawProductReview("kopi-o", of: bench.kept)
                #expect(gone.state == .withdrawn)
            }
            #expect(try await bench.live().isEmpty)
            #expect(try await bench.service.productRating(of: "kopi-o") == nil)
            await #expect(throws: ProductReviewRefusal.unknownReview) {
                _ = try await bench.service.withdrawProductReview("teh", of: bench.kept)
            }
        }
    }

    @Test(
        "X-5: a place that is offered to an account that came to another is told to whom it is now",
        arguments: Backend.allCases
    )
    func offered(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-06-01T10:00"))
            let service = brand.service
            var members: [MemberID] = []
            for number in 0..<3 {
                members.append(
                    try await service.createMember(
                        NewMember(
                            identities: [try Identity(kind: .email, text: "ana\(number)@example.com")],
                            facts: MemberFacts(language: "en"),
                            person: [:]
                        )
                    ).member
                )
            }
            var wish = GatheringWish(key: "tasting")
            wish.words = [.init(language: "en", title: "Tasting", text: "Beans.")]
            wish.startsAt = DocumentBrand.at("2026-06-05T19:00")
            wish.endsAt = DocumentBrand.at("2026-06-05T21:00")
            wish.place = .inPerson("Bangsar")
            wish.capacity = 1
            _ = try await service.putGathering(wish, by: .operator)
            for member in members.prefix(2) { _ = try await service.askForPlace(at: "tasting", for: member) }
            brand.clock.advance(milliseconds: 60_000)
            _ = try await service.mergeMember(members[1], into: members[2], by: .operator)
            brand.clock.now = DocumentBrand.at("2026-06-01T10:10")
            _ = try await service.runGatherings()
            brand.clock.advance(milliseconds: 60_000)
            for _ in 0..<2 { _ = try await service.runBroadcasts() }
            #expect(brand.mailbox.mails.map(\.subject) == ["A place has become free for you"])
            #expect(try await service.gathering("tasting", for: members[2]).live?.state == .offered)
        }
    }
}
