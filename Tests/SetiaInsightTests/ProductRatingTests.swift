import SetiaCore
import Testing

@testable import SetiaInsight

@Suite("Ratings of products")
struct ProductRatingTests {
    private func counts(
        _ product: Key,
        _ stars: [(stars: Int, count: Int, lately: Int)],
        isVerified: Bool = true
    ) -> [RatingCount] {
        stars.map { said in
            RatingCount(
                product: product,
                stars: said.stars,
                isVerified: isVerified,
                count: said.count,
                lately: said.lately
            )
        }
    }

    @Test(
        "U-6: a mean of few is drawn to that of all, by the published numbers",
        arguments: [(5.0, 1, 4.27), (4.6, 200, 4.58), (1.0, 0, 4.2)]
    )
    func published(mean: Double, count: Int, weighted: Double) {
        let found = shrunk(mean, of: count, to: 4.2)
        #expect(abs(found - weighted) < 0.005, "\(found)")
    }

    @Test("U-6: counts, mean and share of purchases are told beside the weighted mean of those who bought")
    func figures() throws {
        let ratings = ProductRating.all(
            counts("kopi-o", [(5, 2, 0), (4, 1, 0)]) + counts("kopi-o", [(1, 1, 1)], isVerified: false)
                + counts("teh", [(1, 1, 0)]) + counts("gift", [(5, 1, 0)], isVerified: false),
            returns: [:]
        )
        #expect(ratings.map(\.product) == ["kopi-o", "gift", "teh"])
        let kopi = ratings[0]
        #expect(kopi.counts == [1, 0, 0, 1, 2] && kopi.count == 4 && kopi.isSmall)
        #expect(kopi.verified == Share(3, of: 4) && kopi.mean == 3.75)
        // The brand's mean is that of the four who bought: (5 + 5 + 4 + 1) / 4.
        let prior = 3.75
        #expect(abs(try #require(kopi.weighted) - (14 + 10 * prior) / 13) < 1e-9)
        // What nobody bought weighs what all weigh, whatever was said of it.
        #expect(ratings[1].weighted == prior && ratings[1].mean == 5)
        #expect(kopi.change == nil && kopi.signals == [])
        #expect(ProductRating.all([], returns: [:]) == [])
        let unknown = ProductRating.all(counts("x", [(3, 2, 0)], isVerified: false), returns: [:])
        #expect(unknown[0].weighted == nil && unknown[0].mean == 3)
    }

    @Test("U-7: worse is called what is worse by more than chance, with thirty on both sides")
    func worse() throws {
        func change(_ said: [(stars: Int, count: Int, lately: Int)]) throws -> RatingChange {
            try #require(ProductRating.all(counts("kopi-o", said), returns: [:])[0].change)
        }
        // 40 of before at 4.5, 40 of late at 3.5.
        let worse = try change([(5, 20, 0), (4, 40, 20), (3, 20, 20)])
        #expect(worse.direction == .down && abs(worse.value + 1) < 1e-9 && worse.before == 40 && worse.lately == 40)
        #expect(try change([(5, 10, 0), (4, 20, 10), (3, 10, 10)]).direction == .tooFew)
        #expect(try change([(5, 20, 20), (4, 40, 20), (3, 20, 0)]).direction == .up)
        #expect(try change([(5, 40, 20), (4, 40, 20)]).direction == .withinNoise)
        let ratings = ProductRating.all(
            counts("many", [(5, 900, 450)]) + counts("kopi-o", [(5, 20, 0), (4, 40, 20), (3, 20, 20)]),
            returns: [:]
        )
        #expect(ratings.map(\.product) == ["kopi-o", "many"] && ratings[0].signals == [.rating])
    }

    @Test("U-7: returns of late are held against those of before")
    func returns() {
        func signals(_ before: Share, _ lately: Share) -> [ProductRating.Signal] {
            let returns: [Key: ProductReturns] = ["kopi-o": ProductReturns(before: before, lately: lately)]
            return ProductRating.all(counts("kopi-o", [(5, 1, 0)]), returns: returns)[0].signals
        }
        #expect(signals(Share(5, of: 100), Share(20, of: 100)) == [.returns])
        #expect(signals(Share(5, of: 100), Share(6, of: 100)) == [])
        #expect(signals(Share(20, of: 100), Share(5, of: 100)) == [])
        #expect(signals(Share(1, of: 20), Share(10, of: 20)) == [])
        #expect(signals(Share(0, of: 0), Share(9, of: 40)) == [])
        var returns = ProductReturns()
        for place in 0..<4 { returns.add(isLate: place > 1, cameBack: place == 3) }
        #expect(returns == ProductReturns(before: Share(0, of: 2), lately: Share(1, of: 2)))
    }

    @Test("U-7: what comes back more often is a signal without any review")
    func silent() {
        let worse = ProductReturns(before: Share(5, of: 100), lately: Share(20, of: 100))
        let same = ProductReturns(before: Share(5, of: 100), lately: Share(6, of: 100))
        let all = ProductRating.all(
            counts("kopi-o", [(5, 1, 0)]),
            returns: ["mug": worse, "cup": same, "kopi-o": same]
        )
        #expect(all.map(\.product) == ["mug", "kopi-o"])
        #expect(all[0].signals == [.returns] && all[0].count == 0 && all[0].mean == nil && all[0].weighted == nil)
    }

    @Test("U-7: of a hundred products that did not change, few are called worse", arguments: 0..<5 as Range<UInt64>)
    func noFalseAlarms(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var all: [RatingCount] = []
        for product in 0..<100 {
            var said = (0..<5).map { _ in (before: 0, lately: 0) }
            for place in 0..<200 {
                let stars = min(4, Int.random(in: 0..<9, using: &random) / 2 + 1)
                if place % 2 == 0 { said[stars].before += 1 } else { said[stars].lately += 1 }
            }
            all += said.enumerated().map { place, count in
                RatingCount(
                    product: Key("p\(product)"),
                    stars: place + 1,
                    isVerified: true,
                    count: count.before + count.lately,
                    lately: count.lately
                )
            }
        }
        let worse = ProductRating.all(all, returns: [:]).count { $0.signals == [.rating] }
        // One in forty by chance: 2.5 of 100.
        #expect(worse <= 9, "\(worse)")
    }
}
