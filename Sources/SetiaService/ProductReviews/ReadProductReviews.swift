internal import JSONText
package import SetiaCore
package import SetiaInsight

/// What a member says of a product, with its words.
package struct OpenedProductReview: Sendable, Hashable {
    /// How it stands.
    package let review: ProductReview
    /// How she is called, for staff alone; none where that is not known, or nobody asked.
    package let memberName: String?
    /// How she is named beside it; none is "a member".
    package let name: String?
    /// What she says; none once she took it back.
    package let text: String?
    /// What the brand answers; none while it has not.
    package let answer: String?
    /// The photos beside it, those that are left out too, in their order.
    package let photos: [ReviewPhoto]

    /// The photos that everybody sees once it is published.
    package var shownPhotos: [ReviewPhoto] { photos.filter { !$0.isLeftOut } }
}

/// A page of what members say of products.
package struct ProductReviewPage: Sendable {
    /// Those of the page, the newest first.
    package let items: [OpenedProductReview]
    /// Where the next page begins; none on the last.
    package let next: Identifier?
}

/// What everybody may read of a product (rule U-8).
package struct PublicReviews: Sendable {
    /// Which.
    package let product: Key
    /// Its rating; none where nobody has said anything of it.
    package let rating: ProductRating?
    /// What is published, the newest first.
    package let items: [OpenedProductReview]
    /// How many stand before the next page; none on the last.
    package let next: Int?
    /// What members get for writing.
    package let thanks: ReviewThanks?
    /// In which days the brand speaks.
    package let zone: any LocalTime
}

/// Something that a member bought, of which she has said nothing.
package struct UnreviewedPurchase: Sendable, Hashable {
    /// The shop's number of it.
    package let product: Key
    /// When she bought it last.
    package let boughtAt: Instant
}

extension SetiaService {
    /// How many of her purchases a member is asked about at a time.
    private static let mostUnreviewed = 12
    /// How many published reviews of a product can be gone past, page by page.
    private static let mostSkippedReviews = 10_000

    /// What everybody may call a review: it says neither whose it is nor when it was written.
    package func publicID(of review: ProductReview) -> String {
        String(hexadecimal(sealing.keyedHash(Array(review.id.text.utf8), for: .productReview)).prefix(20))
    }

    /// A page of what members say of products, the newest first, for staff.
    ///
    /// - Parameters:
    ///   - state: How far they are.
    ///   - product: Of this product alone; none is of all.
    ///   - before: Where the page before ended.
    ///   - limit: At most so many.
    /// - Returns: the page, and where the next one begins.
    /// - Throws: the world's trouble.
    package func productReviews(
        _ state: ProductReviewState,
        product: Key? = nil,
        before: Identifier? = nil,
        limit: Int
    ) async throws -> ProductReviewPage {
        try await store.reading { archive in
            try self.page(state, product, before, limit, archive, named: true)
        }
    }

    /// What one member says of products, the newest first, with what is hers of accounts that came to her; for herself
    /// and for staff.
    ///
    /// - Throws: the world's trouble.
    package func productReviews(of member: MemberID) async throws -> [OpenedProductReview] {
        try await tellUntoldReviews(of: member)
        return try await store.reading { archive in
            let accounts = try self.accounts(of: member, archive) ?? []
            return try accounts.flatMap { account in
                let key = try archive.keys(of: [account])[0]
                return try archive.productReviews(of: account).map { try self.opened($0, key: key, nil, archive) }
            }
        }
    }

    /// One review, by the id of its words; none where there is none, or it was written anew since.
    ///
    /// - Throws: the world's trouble.
    package func productReview(_ id: ProductReviewID) async throws -> OpenedProductReview? {
        try await store.reading { archive in
            guard let review = try archive.productReviews(of: id.member).first(where: { $0.id == id }) else {
                return nil
            }
            return try self.opened([review], archive, named: true).first
        }
    }

    /// What everybody may read of a product: its rating and a page of what was published (rule U-8).
    ///
    /// - Parameters:
    ///   - product: Which; of one that nobody knows there is nothing to read.
    ///   - skipped: How many stand on the pages before; counted, since an id would say when somebody wrote.
    ///   - limit: At most so many.
    /// - Returns: all that.
    /// - Throws: the world's trouble.
    package func publicReviews(of product: Key, skipping skipped: Int = 0, limit: Int) async throws -> PublicReviews {
        let skipped = min(max(0, skipped), SetiaService.mostSkippedReviews)
        let rating = try await productRating(of: product)
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).book?.version(at: now)
            let found = try archive.productReviews(
                .published,
                product: product,
                before: nil,
                limit: skipped + limit + 1
            )
            return PublicReviews(
                product: product,
                rating: rating,
                items: try self.opened(Array(found.dropFirst(skipped).prefix(limit)), archive, named: false),
                next: found.count > skipped + limit ? skipped + limit : nil,
                thanks: version?.programme.reviewThanks,
                zone: version?.zone ?? FixedOffset.utc
            )
        }
    }

    /// What a member bought and kept and has not said anything of, the newest first.
    ///
    /// - Throws: the world's trouble.
    package func unreviewedPurchases(of member: MemberID) async throws -> [UnreviewedPurchase] {
        try await store.reading { archive in
            var bought: [Key: Instant] = [:]
            var said: Set<Key> = []
            for account in try self.accounts(of: member, archive) ?? [] {
                try archive.keptOrders(of: account) { _, at, lines in
                    for line in lines { bought[line.sku] = max(bought[line.sku] ?? at, at) }
                }
                said.formUnion(try archive.productReviews(of: account).map(\.product))
            }
            let rest = bought.filter { !said.contains($0.key) }
                .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return rest.prefix(SetiaService.mostUnreviewed).map {
                UnreviewedPurchase(product: $0.key, boughtAt: $0.value)
            }
        }
    }

    private func page(
        _ state: ProductReviewState,
        _ product: Key?,
        _ before: Identifier?,
        _ limit: Int,
        _ archive: any Archive,
        named: Bool
    ) throws -> ProductReviewPage {
        let found = try archive.productReviews(state, product: product, before: before, limit: limit + 1)
        let items = try opened(Array(found.prefix(limit)), archive, named: named)
        return ProductReviewPage(
            items: items,
            next: found.count > limit ? items.last?.review.id.identifier : nil
        )
    }

    private func opened(_ reviews: [ProductReview], _ archive: any Archive, named: Bool) throws
        -> [OpenedProductReview]
    {
        let keys = try archive.keys(of: reviews.map(\.id.member))
        return try zip(reviews, keys).map { review, key in
            guard named else { return try self.opened(review, key: key, nil, archive) }
            let person = try self.open(try archive.person(review.id.member)?.document, of: review.id.member, with: key)
            return try self.opened(review, key: key, person["name"]?.string, archive)
        }
    }

    private func opened(_ review: ProductReview, key: WrappedKey?, _ name: String?, _ archive: any Archive) throws
        -> OpenedProductReview
    {
        let words = try opened(review, with: key)
        var answer: String?
        if let key, let sealed = review.answer {
            let bytes = try sealing.open(sealed, of: review.id.member, use: .productReview, with: key)
            answer = String(decoding: bytes, as: UTF8.self)
        }
        return OpenedProductReview(
            review: review,
            memberName: name,
            name: words?.name,
            text: words?.text,
            answer: answer,
            photos: try photos(of: review, archive)
        )
    }

    /// So much of photos stands in the file that a member may take with her; for more it says where they are.
    private static let mostOwnPhotoBytes = 20 * 1_048_576

    /// What a member says of products, for the file that she may take with her.
    func ownProductReviews(of member: MemberID) async throws -> [JSON] {
        try await store.reading { archive in
            let key = try archive.keys(of: [member])[0]
            var room = SetiaService.mostOwnPhotoBytes
            return try archive.productReviews(of: member).map { review in
                let opened = try self.opened(review, key: key, nil, archive)
                var json: JSONObject = [
                    "isVerified": .bool(review.isVerified), "product": .string(review.product.text),
                    "stars": .integer(Int64(review.stars)), "state": .string(review.state.rawValue),
                    "writtenAt": .string(review.writtenAt.rfc3339),
                ]
                if let name = opened.name { json.set("name", .string(name)) }
                if let text = opened.text { json.set("text", .string(text)) }
                if let answer = opened.answer { json.set("answer", .string(answer)) }
                if let key, !opened.photos.isEmpty {
                    json.set(
                        "photos",
                        .array(try opened.photos.compactMap { try self.ownPhoto($0, key, room: &room, archive) })
                    )
                }
                return .object(json)
            }
        }
    }
}
