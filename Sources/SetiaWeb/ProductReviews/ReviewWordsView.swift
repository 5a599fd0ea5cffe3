internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// Reviews of products in the reader's words.
struct ReviewWordsView {
    let visit: Visit
    let brand: BrandView

    private var texts: Texts { visit.texts }

    /// A product as people read it, where all that is known is its number in the shop.
    func product(_ product: Key) -> String { shown(RecommendationWords.name(product), upTo: 80) }

    /// Stars as a picture of letters, with what it says to who hears it.
    func stars(_ count: Int) -> Fields {
        let stars = min(max(count, 0), 5)
        return [
            "picture": String(repeating: "★", count: stars) + String(repeating: "☆", count: 5 - stars),
            "label": texts.say("productReview.ofFive", ["n": "\(stars)"]),
        ]
    }

    /// A mean with two decimals.
    func mean(_ value: Double) -> String {
        visit.wording.decimal(Int64((abs(value) * 100).rounded()), decimals: 2)
    }

    /// A difference of means, with its sign.
    func step(_ value: Double) -> String { (value < 0 ? "−" : "+") + mean(value) }

    /// A share in per cent.
    func percent(_ share: Double) -> String { visit.wording.percent(permille: Int64((share * 1_000).rounded())) }

    /// How many of how many bought it.
    func verified(_ rating: ProductRating) -> String {
        texts.say(
            "productReview.verifiedOf",
            [
                "bought": visit.wording.number(Int64(rating.verified.numerator)),
                "all": visit.wording.number(Int64(rating.count)),
            ]
        )
    }

    /// What members get for writing, whatever they say; none where they get nothing.
    func thanks(_ thanks: ReviewThanks?) -> String? {
        thanks?.sentence(in: visit.language) { brand.wallet($0, visit.language) }
    }

    /// Whether a mean is another than before, in words.
    func change(_ rating: ProductRating) -> String {
        guard let change = rating.change else { return texts.say("productReview.change.few") }
        let values = ["value": step(change.value)]
        return switch change.direction {
        case .down: "↓ " + texts.say("productReview.change.worse", values)
        case .up: "↑ " + texts.say("productReview.change.better", values)
        case .withinNoise: texts.say("productReview.change.noise")
        case .tooFew: texts.say("productReview.change.few")
        }
    }

    /// Whether it comes back more often than before, in words.
    func returns(_ returns: ProductReturns) -> String {
        guard let change = returns.change, change.direction != .tooFew else {
            return texts.say("productReview.returns.few")
        }
        let values = [
            "before": percent(returns.before.value ?? 0), "now": percent(returns.lately.value ?? 0),
        ]
        return switch change.direction {
        case .up: "↑ " + texts.say("productReview.returns.worse", values)
        case .down: "↓ " + texts.say("productReview.returns.better", values)
        case .withinNoise, .tooFew: texts.say("productReview.returns.noise", values)
        }
    }

    /// The month in which something was written.
    func month(_ at: Instant) -> String {
        let (year, month, _) = brand.zone.day(of: at).date
        return texts.say("month.\(month)", ["year": "\(year)"])
    }

    /// Photos as they stand beside a review.
    ///
    /// - Parameters:
    ///   - photos: Which.
    ///   - path: Where a photo is.
    /// - Returns: what the template shows, one a photo.
    func photos(_ photos: [ReviewPhoto], at path: (ReviewPhoto) -> String) -> [Fields] {
        photos.enumerated().map { place, photo in
            [
                "path": path(photo), "width": "\(photo.width)", "height": "\(photo.height)",
                "address": photo.address.text, "isLeftOut": photo.isLeftOut,
                "label": texts.say("productReview.photo", ["n": "\(place + 1)"]),
            ]
        }
    }

    /// What is worse of late, one badge each.
    func signals(_ rating: ProductRating) -> [String] {
        rating.signals.map { texts.say("productReview.signal.\($0.rawValue)") }
    }
}
