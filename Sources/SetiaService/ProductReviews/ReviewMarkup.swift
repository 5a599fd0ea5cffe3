package import JSONText
package import SetiaCore
internal import SetiaInsight

extension PublicReviews {
    /// The month of a review in the brand's days, such as `2026-03`: no nearer, since nobody is to be found by it.
    package func month(of review: OpenedProductReview) -> String {
        String("\(zone.day(of: review.review.writtenAt))".prefix(7))
    }

    /// What is read of the product, as search engines take it: a `Product` of schema.org with its `AggregateRating` and a
    /// `Review` each (rule U-8).
    ///
    /// - Parameters:
    ///   - language: In which somebody without a name is called a member.
    ///   - photo: Where a photo is found.
    /// - Returns: what stands in `application/ld+json`; without a rating where nothing is published.
    package func structuredData(in language: Language, photo: (ReviewPhoto) -> String) -> JSON {
        var product: JSONObject = [
            "@context": .string("https://schema.org"), "@type": .string("Product"),
            "name": .string(RecommendationWords.name(self.product)), "sku": .string(self.product.text),
        ]
        if let rating, let mean = rating.mean {
            product.set(
                "aggregateRating",
                .object([
                    "@type": .string("AggregateRating"), "bestRating": .integer(5),
                    "ratingValue": .decimal(twoDecimals(mean)), "reviewCount": .integer(Int64(rating.count)),
                    "worstRating": .integer(1),
                ])
            )
        }
        let reviews = items.map { item -> JSON in
            var review: JSONObject = [
                "@type": .string("Review"),
                "author": .object([
                    "@type": .string("Person"), "name": .string(item.name ?? aMember(in: language)),
                ]), "datePublished": .string(month(of: item)), "inLanguage": .string(item.review.language.text),
                "reviewBody": .string(item.text ?? ""),
                "reviewRating": .object([
                    "@type": .string("Rating"), "bestRating": .integer(5),
                    "ratingValue": .integer(Int64(item.review.stars)), "worstRating": .integer(1),
                ]),
            ]
            let photos = item.shownPhotos.map { JSON.string(photo($0)) }
            if !photos.isEmpty { review.set("image", .array(photos)) }
            return .object(review)
        }
        if !reviews.isEmpty { product.set("review", .array(reviews)) }
        return .object(product)
    }

    private func aMember(in language: Language) -> String {
        switch language {
        case .en: "A member"
        case .ms: "Seorang ahli"
        case .id: "Seorang anggota"
        case .th: "สมาชิก"
        }
    }

    /// A number from 1 to 5 with two decimals.
    private func twoDecimals(_ value: Double) -> String {
        let scaled = Int((value * 100).rounded())
        let part = scaled % 100
        return "\(scaled / 100).\(part < 10 ? "0" : "")\(part)"
    }
}

extension ReviewThanks {
    /// What members get for writing, in a sentence that stands wherever reviews are written and read (rule U-5).
    ///
    /// - Parameters:
    ///   - language: In which.
    ///   - wallet: What points of a wallet are called.
    /// - Returns: such as "Members receive 10 points for writing a review, whatever they say."
    package func sentence(in language: Language, wallet: (Key) -> String) -> String {
        let wording = Wording(language)
        let what: String
        switch self {
        case .exactly(let points, let key): what = "\(wording.number(points.units)) \(wallet(key))"
        case .upTo(let points, let key):
            let most = "\(wording.number(points.units)) \(wallet(key))"
            what =
                switch language {
                case .en: "up to \(most)"
                case .ms: "sehingga \(most)"
                case .id: "hingga \(most)"
                case .th: "สูงสุด \(most)"
                }
        case .points:
            what =
                switch language {
                case .en: "points"
                case .ms: "mata"
                case .id: "poin"
                case .th: "คะแนน"
                }
        }
        return switch language {
        case .en: "Members receive \(what) for writing a review, whatever they say."
        case .ms: "Ahli menerima \(what) kerana menulis ulasan, apa pun isinya."
        case .id: "Anggota menerima \(what) karena menulis ulasan, apa pun isinya."
        case .th: "สมาชิกได้รับ \(what) เมื่อเขียนรีวิว ไม่ว่าจะเขียนอย่างไร"
        }
    }
}
