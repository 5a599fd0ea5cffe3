internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension ModelLedger {
    func productReviews(of member: MemberID) -> [ProductReview] {
        kept.productReviews[member, default: [:]].values.sorted { $1.id.identifier < $0.id.identifier }
    }

    func productReviews(_ state: ProductReviewState, product: Key?, before: Identifier?, limit: Int)
        -> [ProductReview]
    {
        let wanted = kept.productReviews.values.flatMap(\.values).filter { review in
            review.state == state && product.map { $0 == review.product } ?? true
                && before.map { review.id.identifier < $0 } ?? true
        }
        return Array(wanted.sorted { $1.id.identifier < $0.id.identifier }.prefix(limit))
    }

    func ratingCounts(since: Instant) -> [RatingCount] {
        let published = kept.productReviews.values.flatMap(\.values).filter { $0.state == .published }
        return Dictionary(grouping: published) { review in
            RatingCount(
                product: review.product,
                stars: review.stars,
                isVerified: review.isVerified,
                count: 0,
                lately: 0
            )
        }.map { alike, reviews in
            RatingCount(
                product: alike.product,
                stars: alike.stars,
                isVerified: alike.isVerified,
                count: reviews.count,
                lately: reviews.count { $0.writtenAt >= since }
            )
        }
    }

    func save(_ review: ProductReview) {
        kept.productReviews[review.id.member, default: [:]][review.product] = review
    }

    func reviewPhotos(of member: MemberID) -> [ReviewPhoto] {
        kept.reviewPhotos[member, default: [:]].values.map(\.photo).sorted {
            ($0.product, $0.place, $0.id.identifier) < ($1.product, $1.place, $1.id.identifier)
        }
    }

    func reviewPhoto(at address: Key) -> ReviewPhoto? {
        kept.reviewPhotos.values.flatMap(\.values).map(\.photo).first { $0.address == address }
    }

    func sealedPhoto(_ id: ReviewPhotoID) -> [UInt8]? {
        kept.reviewPhotos[id.member]?[id.identifier]?.sealed
    }

    func add(_ photo: ReviewPhoto, sealed: [UInt8]) {
        kept.reviewPhotos[photo.id.member, default: [:]][photo.id.identifier] = (photo, sealed)
    }

    func save(_ photo: ReviewPhoto) {
        kept.reviewPhotos[photo.id.member]?[photo.id.identifier]?.photo.place = photo.place
        kept.reviewPhotos[photo.id.member]?[photo.id.identifier]?.photo.isLeftOut = photo.isLeftOut
    }

    func remove(_ photo: ReviewPhotoID) {
        kept.reviewPhotos[photo.member]?[photo.identifier] = nil
    }
}
