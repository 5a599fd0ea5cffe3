internal import SQLBase
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

// Reads and writes `product_review` and `review_photo`.

extension TableLedger {
    func productReviews(of member: MemberID) throws -> [ProductReview] {
        let rows = try connection.rows(SQLStatement("\(productReviewRows) WHERE member_id = $1"), [.text(member.text)])
        return try rows.map { try $0.productReview() }.sorted { $1.id.identifier < $0.id.identifier }
    }

    func productReviews(_ state: ProductReviewState, product: Key?, before: Identifier?, limit: Int) throws
        -> [ProductReview]
    {
        // Behind every id in the order of bytes.
        let place: [SQLValue] = [
            .text(state.rawValue), .text(before?.text ?? "~"), .integer(Int64(limit)),
        ]
        let page = "state = $1 AND review_id < $2 ORDER BY review_id DESC LIMIT $3"
        let rows =
            if let product {
                try connection.rows(
                    SQLStatement("\(productReviewRows) WHERE product = $4 AND \(page)"),
                    place + [.text(product.text)]
                )
            } else {
                try connection.rows(SQLStatement("\(productReviewRows) WHERE \(page)"), place)
            }
        return try rows.map { try $0.productReview() }
    }

    func ratingCounts(since: Instant) throws -> [RatingCount] {
        try connection.rows(
            """
            SELECT product, stars, is_verified, COUNT(*), COUNT(CASE WHEN written_ms >= $1 THEN 1 END)
            FROM product_review WHERE state = 'published' GROUP BY product, stars, is_verified
            """,
            [.integer(since.milliseconds)]
        ).map { row in
            RatingCount(
                product: row.key(0),
                stars: Int(row.int(1)),
                isVerified: row.int(2) == 1,
                count: Int(row.int(3)),
                lately: Int(row.int(4))
            )
        }
    }

    func save(_ review: ProductReview) throws {
        try connection.run(
            """
            INSERT INTO product_review (member_id, product, review_id, stars, language, naming, state, reason,
                is_verified, words, written_ms, published_ms, answered_ms, sealed, answer, photos)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (member_id, product) DO UPDATE SET review_id = excluded.review_id, stars = excluded.stars,
                language = excluded.language, naming = excluded.naming, state = excluded.state,
                reason = excluded.reason, is_verified = excluded.is_verified, words = excluded.words,
                written_ms = excluded.written_ms, published_ms = excluded.published_ms,
                answered_ms = excluded.answered_ms, sealed = excluded.sealed, answer = excluded.answer,
                photos = excluded.photos
            """,
            [
                .text(review.id.member.text), .text(review.product.text), .text(review.id.identifier.text),
                .integer(Int64(review.stars)), .text(review.language.text), .text(review.naming.rawValue),
                .text(review.state.rawValue), .optional(review.reason?.rawValue),
                .integer(review.isVerified ? 1 : 0), .integer(Int64(review.words)),
                .integer(review.writtenAt.milliseconds), .optional(review.publishedAt?.milliseconds),
                .optional(review.answeredAt?.milliseconds), .optional(review.sealed), .optional(review.answer),
                .integer(Int64(review.photos)),
            ]
        )
    }

    func reviewPhotos(of member: MemberID) throws -> [ReviewPhoto] {
        try connection.rows(
            SQLStatement("\(reviewPhotoRows) WHERE member_id = $1 ORDER BY product, place, photo_id"),
            [.text(member.text)]
        ).map { try $0.reviewPhoto() }
    }

    func reviewPhoto(at address: Key) throws -> ReviewPhoto? {
        try connection.first(SQLStatement("\(reviewPhotoRows) WHERE address = $1"), [.text(address.text)])?
            .reviewPhoto()
    }

    func sealedPhoto(_ id: ReviewPhotoID) throws -> [UInt8]? {
        try connection.first(
            "SELECT sealed FROM review_photo WHERE member_id = $1 AND photo_id = $2",
            [.text(id.member.text), .text(id.identifier.text)]
        )?.blob(0)
    }

    func add(_ photo: ReviewPhoto, sealed: [UInt8]) throws {
        try connection.run(
            """
            INSERT INTO review_photo (member_id, photo_id, product, place, address, kind, width, height, added_ms,
                is_left_out, sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .text(photo.id.member.text), .text(photo.id.identifier.text), .text(photo.product.text),
                .integer(Int64(photo.place)), .text(photo.address.text), .text(photo.kind.rawValue),
                .integer(Int64(photo.width)), .integer(Int64(photo.height)), .integer(photo.addedAt.milliseconds),
                .integer(photo.isLeftOut ? 1 : 0), .blob(sealed),
            ]
        )
    }

    func save(_ photo: ReviewPhoto) throws {
        try connection.run(
            "UPDATE review_photo SET place = $3, is_left_out = $4 WHERE member_id = $1 AND photo_id = $2",
            [
                .text(photo.id.member.text), .text(photo.id.identifier.text), .integer(Int64(photo.place)),
                .integer(photo.isLeftOut ? 1 : 0),
            ]
        )
    }

    func remove(_ photo: ReviewPhotoID) throws {
        try connection.run(
            "DELETE FROM review_photo WHERE member_id = $1 AND photo_id = $2",
            [.text(photo.member.text), .text(photo.identifier.text)]
        )
    }

    /// Takes away all that a member said of products, with the photos.
    func forgetProductReviews(of member: MemberID) throws {
        try connection.run("DELETE FROM review_photo WHERE member_id = $1", [.text(member.text)])
        try connection.run("DELETE FROM product_review WHERE member_id = $1", [.text(member.text)])
    }
}

private let productReviewRows = """
    SELECT member_id, product, review_id, stars, language, naming, state, reason, is_verified, words, written_ms,
        published_ms, answered_ms, sealed, answer, photos FROM product_review
    """

private let reviewPhotoRows = """
    SELECT member_id, photo_id, product, place, address, kind, width, height, added_ms, is_left_out FROM review_photo
    """

extension SQLRow {
    fileprivate func productReview() throws -> ProductReview {
        guard let identifier = Identifier(text: text(2)) else { throw MalformedDocument(field: "review_id") }
        guard let naming = ReviewNaming(rawValue: text(5)) else { throw MalformedDocument(field: "naming") }
        guard let state = ProductReviewState(rawValue: text(6)) else { throw MalformedDocument(field: "state") }
        var review = ProductReview(
            id: ProductReviewID(member: try memberID(0), identifier),
            product: key(1),
            stars: Int(int(3)),
            language: key(4),
            naming: naming,
            isVerified: int(8) == 1,
            words: Int(int(9)),
            writtenAt: instant(10),
            sealed: blobOrNil(13)
        )
        review.state = state
        review.reason = textOrNil(7).flatMap { DeclineReason(rawValue: $0) }
        review.publishedAt = instantOrNil(11)
        review.answeredAt = instantOrNil(12)
        review.answer = blobOrNil(14)
        review.photos = Int(int(15))
        return review
    }

    fileprivate func reviewPhoto() throws -> ReviewPhoto {
        guard let identifier = Identifier(text: text(1)) else { throw MalformedDocument(field: "photo_id") }
        guard let kind = Picture.Kind(rawValue: text(5)) else { throw MalformedDocument(field: "kind") }
        return ReviewPhoto(
            id: ReviewPhotoID(member: try memberID(0), identifier),
            product: key(2),
            place: Int(int(3)),
            address: key(4),
            kind: kind,
            width: Int(int(6)),
            height: Int(int(7)),
            addedAt: instant(8),
            isLeftOut: int(9) == 1
        )
    }
}
