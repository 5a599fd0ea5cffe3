internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension Web {
    /// What everybody may read of a product, made to stand in a frame on a page of the shop.
    var publicReviewPages: [Page] {
        [Page(.get, "/products/{product}/reviews", .open, answer: publicReviewsPage)]
    }

    /// How many reviews stand in the frame at a time.
    private static let framedReviews = 10

    private func publicReviewsPage(_ asked: Visit) async throws -> Response {
        var visit = asked
        if let language = Language(rawValue: asked.query["language"]) { visit.language = language }
        guard let product = percentDecoded(visit.parameter("product")) else { throw WebFailure.notFound }
        let texts = visit.texts
        let reviews = try await service.publicReviews(
            of: Key(product),
            skipping: Int(visit.query["from"]) ?? 0,
            limit: Web.framedReviews
        )
        let words = ReviewWordsView(visit: visit, brand: try await brand())
        var fields: Fields = [
            "product": words.product(reviews.product), "hasItems": !reviews.items.isEmpty,
            "items": reviews.items.map { item -> Fields in
                var row: Fields = [
                    "stars": words.stars(item.review.stars), "text": item.text ?? "",
                    "language": item.review.language.text, "isVerified": item.review.isVerified,
                    "name": shown(item.name ?? texts.say("productReview.aMember"), upTo: 60),
                    "when": words.month(item.review.writtenAt), "month": reviews.month(of: item),
                ]
                row["photos"] = words.photos(item.shownPhotos, at: service.pathOfPublic)
                row["hasPhotos"] = !item.shownPhotos.isEmpty
                if let answer = item.answer {
                    row["answer"] =
                        [
                            "who": texts.say("productReview.answerOf", ["brand": visit.brandName]), "text": answer,
                        ] as Fields
                }
                return row
            },
            "markup": String(
                decoding: embeddable(
                    Array(
                        reviews.structuredData(in: visit.language, photo: service.publicAddress).text.utf8
                    )
                ),
                as: UTF8.self
            ),
        ]
        if let rating = reviews.rating, let mean = rating.mean {
            fields["rating"] =
                [
                    "mean": words.mean(mean), "stars": words.stars(Int(mean.rounded())),
                    "count": texts.say("productReview.count", count: Int64(rating.count)),
                    "verified": words.verified(rating),
                ] as Fields
        }
        if let next = reviews.next {
            let path = "/products/\(urlEncoded(product))/reviews"
            fields["nextPath"] = "\(path)?language=\(visit.language.rawValue)&from=\(next)"
        }
        if let thanks = words.thanks(reviews.thanks) { fields["thanks"] = thanks }
        var response = page("product-frame", visit, title: words.product(reviews.product), fields, frame: .simple)
        let ancestors = (["'self'"] + settings.frameOrigins.sorted()).joined(separator: " ")
        response.headers[.contentSecurityPolicy] = Web.contentSecurityPolicy
            .replacing("frame-ancestors 'none'", with: "frame-ancestors \(ancestors)")
        response.headers[.cacheControl] = "public, max-age=60"
        response.headers[.vary] = "Accept-Language, Cookie"
        return response
    }
}
