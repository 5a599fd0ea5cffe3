import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: what members say of products")
struct ProductReviewContractTests {
    private func review(
        _ member: Int,
        _ number: UInt64,
        _ product: Key = "kopi-o",
        stars: Int = 4,
        state: ProductReviewState = .published,
        isVerified: Bool = true,
        day: Int = 0
    ) -> ProductReview {
        var review = ProductReview(
            id: ProductReviewID(member: Fixture.member(member), Identifier(high: 1, low: number)),
            product: product,
            stars: stars,
            language: "th",
            naming: .initial,
            isVerified: isVerified,
            words: 3,
            writtenAt: Fixture.newYear.adding(days: day),
            sealed: [1, 2]
        )
        review.state = state
        return review
    }

    @Test("one a member and product, whole, and the newest first", arguments: Backend.allCases)
    func one(backend: Backend) async throws {
        try await backend.withStore { store in
            let (first, other) = (review(1, 1), review(1, 2, "teh", state: .waiting))
            var second = review(1, 3, stars: 1, state: .declined, isVerified: false, day: 2)
            second.reason = .notGenuine
            second.publishedAt = Fixture.newYear
            second.answer = [9]
            second.answeredAt = Fixture.newYear.adding(days: 3)
            let (again, all) = (second, [first, other])
            try await store.writing { ledger in for review in all { try ledger.save(review) } }
            #expect(try await store.reading { try $0.productReviews(of: Fixture.member(1)) } == [other, first])
            try await store.writing { try $0.save(again) }
            #expect(try await store.reading { try $0.productReviews(of: Fixture.member(1)) } == [again, other])
            #expect(try await store.reading { try $0.productReviews(of: Fixture.member(2)) } == [])
            var gone = again
            gone.withdraw()
            let withdrawn = gone
            try await store.writing { try $0.save(withdrawn) }
            let left = try await store.reading { try $0.productReviews(of: Fixture.member(1)) }
            #expect(left == [withdrawn, other] && left[0].sealed == nil && left[0].answer == nil)
        }
    }

    @Test("they are read by state and product, page by page", arguments: Backend.allCases)
    func pages(backend: Backend) async throws {
        try await backend.withStore { store in
            let all = [
                review(1, 1), review(2, 2), review(3, 3), review(1, 4, "teh"), review(2, 5, "teh", state: .waiting),
            ]
            try await store.writing { ledger in for review in all { try ledger.save(review) } }
            func ids(_ product: Key?, _ before: UInt64?, _ limit: Int) async throws -> [UInt64] {
                try await store.reading { archive in
                    let place = before.map { Identifier(high: 1, low: $0) }
                    return try archive.productReviews(.published, product: product, before: place, limit: limit)
                        .map(\.id.identifier.low)
                }
            }
            #expect(try await ids("kopi-o", nil, 2) == [3, 2])
            #expect(try await ids("kopi-o", 2, 2) == [1])
            #expect(try await ids(nil, nil, 9) == [4, 3, 2, 1])
            #expect(try await ids("none", nil, 9) == [])
            let waiting = try await store.reading {
                try $0.productReviews(.waiting, product: nil, before: nil, limit: 9)
            }
            #expect(waiting == [all[4]])
        }
    }

    @Test(
        "what is published is counted by product, stars and purchase, and how much of it is late",
        arguments: Backend.allCases
    )
    func counts(backend: Backend) async throws {
        try await backend.withStore { store in
            let all = [
                review(1, 1, stars: 5), review(2, 2, stars: 5, day: 9), review(3, 3, stars: 5, isVerified: false),
                review(4, 4, stars: 1, state: .waiting), review(1, 5, "teh", stars: 2, day: 10),
            ]
            try await store.writing { ledger in for review in all { try ledger.save(review) } }
            let counts = try await store.reading { try $0.ratingCounts(since: Fixture.newYear.adding(days: 9)) }
            let sorted = counts.sorted { ($0.product, $0.isVerified ? 1 : 0) < ($1.product, $1.isVerified ? 1 : 0) }
            #expect(
                sorted == [
                    RatingCount(product: "kopi-o", stars: 5, isVerified: false, count: 1, lately: 0),
                    RatingCount(product: "kopi-o", stars: 5, isVerified: true, count: 2, lately: 1),
                    RatingCount(product: "teh", stars: 2, isVerified: true, count: 1, lately: 1),
                ]
            )
        }
    }

    @Test("erasing a member takes all that she said of products, and nobody else's", arguments: Backend.allCases)
    func erasing(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            let (mine, theirs) = (review(1, 1), review(2, 2))
            try await store.writing { ledger in
                try ledger.save(mine)
                try ledger.save(theirs)
                _ = try ledger.erase(Tombstone(member: Fixture.member(1), erasedAt: Fixture.newYear, identities: []))
            }
            let left = try await store.reading {
                try $0.productReviews(.published, product: nil, before: nil, limit: 9)
            }
            #expect(left == [theirs])
        }
    }

    @Test("orders are told as they were sold and as they are kept", arguments: Backend.allCases)
    func sold(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(TalkBench.document, on: store)
            let ana = try await brand.enrol(card: "K1")
            for (id, at) in [("A", 1), ("B", 2), ("C", 3)] {
                let order = Fixture.order(Key(id), 1_000, at: Fixture.newYear.adding(days: at))
                brand.clock.now = order.occurredAt
                _ = try await brand.service.record(Intake(event: order, who: .member(ana)))
            }
            brand.clock.now = Fixture.newYear.adding(days: 4)
            let back = Fixture.orderReturn("B", at: brand.clock.now)
            _ = try await brand.service.record(Intake(event: back, who: .member(ana)))
            let part = Event(
                source: "shop",
                id: "part-C",
                occurredAt: brand.clock.now,
                matter: .orderReturned(
                    OrderReturn(order: "C", id: "2", lines: [OrderReturn.Line(number: 1, quantity: 1)])
                )
            )
            _ = try await brand.service.record(Intake(event: part, who: .member(ana)))
            let told = try await store.reading { archive -> [[Int64]] in
                var told: [[Int64]] = []
                try archive.soldOrders { at, sold, kept in
                    let day = at.milliseconds(since: Fixture.newYear) / 86_400_000
                    told.append([day, sold.reduce(0) { $0 + $1.quantity }, kept.reduce(0) { $0 + $1.quantity }])
                }
                return told.sorted { $0[0] < $1[0] }
            }
            #expect(told == [[1, 2, 2], [2, 2, 0], [3, 2, 1]])
        }
    }
}
