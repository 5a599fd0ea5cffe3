package import SetiaCore
package import SetiaInsight

/// What a member says of a product (rule U-1).
package struct ProductReview: Sendable, Hashable {
    /// Whose, and which of her words.
    package var id: ProductReviewID
    /// The shop's number of the product.
    package let product: Key
    /// From 1 to 5.
    package var stars: Int
    /// In which language she writes, such as `th`.
    package var language: Key
    /// How she is named beside it.
    package var naming: ReviewNaming
    /// How far it is.
    package var state: ProductReviewState
    /// Why it was declined; none otherwise.
    package var reason: DeclineReason?
    /// Whether she had bought it, when that was last looked at (rule U-2).
    package var isVerified: Bool
    /// How many words it has.
    package var words: Int
    /// How many photos she added to it, those that are left out too.
    package var photos = 0
    /// When she wrote it.
    package var writtenAt: Instant
    /// When one of hers of this product was first published; none while none was.
    package var publishedAt: Instant?
    /// When the brand answered it; none while it has not.
    package var answeredAt: Instant?
    /// What she says and how she is named, sealed with her key; none once she withdrew it.
    package var sealed: [UInt8]?
    /// What the brand answers, sealed with her key; none while it has not.
    package var answer: [UInt8]?

    /// What a member writes, which nobody has read yet.
    package init(
        id: ProductReviewID,
        product: Key,
        stars: Int,
        language: Key,
        naming: ReviewNaming,
        isVerified: Bool,
        words: Int,
        writtenAt: Instant,
        sealed: [UInt8]?
    ) {
        self.id = id
        self.product = product
        self.stars = stars
        self.language = language
        self.naming = naming
        self.isVerified = isVerified
        self.words = words
        self.writtenAt = writtenAt
        self.sealed = sealed
        state = .waiting
    }

    /// She takes it back: its words go, and its photos with them.
    package mutating func withdraw() {
        state = .withdrawn
        photos = 0
        reason = nil
        sealed = nil
        answer = nil
        answeredAt = nil
    }
}

/// Which words of which member.
package typealias ProductReviewID = OwnedID<ProductReview>

/// A photo that a member added to what she says of a product, without the picture itself (rule U-10).
package struct ReviewPhoto: Sendable, Hashable {
    /// Whose, and which.
    package let id: ReviewPhotoID
    /// The shop's number of the product.
    package let product: Key
    /// Among the photos of the same review, from 0.
    package var place: Int
    /// By what everybody asks for it: it says neither whose it is nor when it was added.
    package let address: Key
    /// What kind of picture it is.
    package let kind: Picture.Kind
    /// In pixels.
    package let width: Int
    /// In pixels.
    package let height: Int
    /// When she added it.
    package let addedAt: Instant
    /// Whether somebody of ours has left it out: nobody else sees it then.
    package var isLeftOut: Bool

    /// A photo.
    package init(
        id: ReviewPhotoID,
        product: Key,
        place: Int,
        address: Key,
        kind: Picture.Kind,
        width: Int,
        height: Int,
        addedAt: Instant,
        isLeftOut: Bool = false
    ) {
        self.id = id
        self.product = product
        self.place = place
        self.address = address
        self.kind = kind
        self.width = width
        self.height = height
        self.addedAt = addedAt
        self.isLeftOut = isLeftOut
    }
}

/// Which photo of which member.
package typealias ReviewPhotoID = OwnedID<ReviewPhoto>

/// What members say of products, to be read; a part of `Archive`.
package protocol ProductReviewArchive {
    /// All that a member says of products, the newest first.
    func productReviews(of member: MemberID) throws -> [ProductReview]
    /// What all members say, the newest first, behind the one given, at most `limit`.
    ///
    /// - Parameters:
    ///   - state: How far they are.
    ///   - product: Of this product alone; none is of all.
    ///   - before: Where the page before ended.
    ///   - limit: At most so many.
    /// - Returns: those of the page.
    /// - Throws: the store's failure.
    func productReviews(_ state: ProductReviewState, product: Key?, before: Identifier?, limit: Int) throws
        -> [ProductReview]
    /// How often which stars stand in what is published, of each product.
    ///
    /// - Parameter since: From when on is "lately".
    /// - Returns: in any order.
    /// - Throws: the store's failure.
    func ratingCounts(since: Instant) throws -> [RatingCount]
    /// All photos that a member added, by product and place.
    func reviewPhotos(of member: MemberID) throws -> [ReviewPhoto]
    /// The photo at an address; none where there is none.
    func reviewPhoto(at address: Key) throws -> ReviewPhoto?
    /// The picture itself, sealed with the member's key; none where there is no such photo.
    func sealedPhoto(_ id: ReviewPhotoID) throws -> [UInt8]?
}

/// What members say of products, to be written; a part of `Ledger`.
package protocol ProductReviewLedger: ProductReviewArchive {
    /// Keeps what a member says of a product, in the place of what she said before.
    func save(_ review: ProductReview) throws
    /// Keeps a photo of hers with the sealed picture.
    func add(_ photo: ReviewPhoto, sealed: [UInt8]) throws
    /// Keeps where a photo stands now, and whether it is left out.
    func save(_ photo: ReviewPhoto) throws
    /// Takes a photo away.
    func remove(_ photo: ReviewPhotoID) throws
}
