internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension Web {
    /// What members say of products, for staff: to be read, published and answered.
    var productReviewPages: [Page] {
        [
            Page(.get, "/console/product-reviews", .may(.answerMembers)) { try await productReviewsPage($0) },
            Page(.get, "/console/product-reviews/products", .may(.answerMembers), answer: productRatingsPage),
            Page(.get, "/console/product-reviews/products/{product}", .may(.answerMembers)) {
                try await productRatingPage($0)
            },
            Page(.post, "/console/product-reviews/{review}", .may(.answerMembers), answer: actOnProductReview),
            Page(
                .get,
                "/console/product-reviews/{review}/photos/{photo}",
                .may(.answerMembers),
                answer: staffReviewPhoto
            ),
        ]
    }

    /// How many reviews stand on a page.
    private static let reviewsAPage = 20

    private func productReviewsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let texts = visit.texts
        // A form that was refused says which part it came from.
        let asked = visit.form.has("state") ? visit.form["state"] : visit.query["state"]
        let state = ProductReviewState(rawValue: asked) ?? .waiting
        let words = ReviewWordsView(visit: visit, brand: try await brand())
        let page = try await service.productReviews(
            state,
            before: Identifier(text: visit.query["before"]),
            limit: Web.reviewsAPage
        )
        var fields = problemFields(problems)
        fields["parts"] = ProductReviewState.allCases.map { part in
            [
                "path": "/console/product-reviews?state=\(part.rawValue)",
                "name": texts.say("productReview.state.\(part.rawValue)"), "isCurrent": part == state,
            ] as Fields
        }
        fields["items"] = page.items.map { staffReview($0, words, "") }
        fields["hasItems"] = !page.items.isEmpty
        if let next = page.next {
            fields["nextPath"] = "/console/product-reviews?state=\(state.rawValue)&before=\(next.text)"
        }
        if let thanks = words.thanks(words.brand.programme?.reviewThanks) { fields["thanks"] = thanks }
        return self.page(
            "product-reviews",
            visit,
            title: texts.say("productReview.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// One review with what can be done about it.
    ///
    /// - Parameters:
    ///   - opened: The review.
    ///   - words: How it is told.
    ///   - product: The product whose page it stands on; empty on the list of all.
    /// - Returns: what the template shows.
    private func staffReview(_ opened: OpenedProductReview, _ words: ReviewWordsView, _ product: String) -> Fields {
        let (visit, review) = (words.visit, opened.review)
        let texts = visit.texts
        let acts = review.state.acts
        let isRetry = visit.form["review"] == review.id.text
        var fields: Fields = [
            "id": review.id.text, "path": "/console/product-reviews/\(review.id.text)", "from": product,
            "state": texts.say("productReview.state.\(review.state.rawValue)"), "stateKey": review.state.rawValue,
            "badge": review.state == .waiting ? "warn" : review.state == .published ? "good" : "",
            "memberPath": "/console/members/\(review.id.member.text)",
            "memberName": shown(opened.memberName ?? texts.say("members.nameless"), upTo: 60),
            "shownAs": shown(opened.name ?? texts.say("productReview.aMember"), upTo: 60),
            "productPath": "/console/product-reviews/products/\(urlEncoded(review.product.text))",
            "product": words.product(review.product), "stars": words.stars(review.stars),
            "isVerified": review.isVerified, "language": review.language.text, "iso": review.writtenAt.rfc3339,
            "when": visit.wording.moment(review.writtenAt, in: words.brand.zone),
            "mayPublish": acts.contains(.publish), "mayDecline": acts.contains(.decline),
            "mayAnswer": acts.contains(.answer),
            "answerText": isRetry ? visit.form.raw("text") ?? "" : opened.answer ?? "",
            "reasons": DeclineReason.allCases.map { reason in
                option(
                    reason.rawValue,
                    texts.say("productReview.reason.\(reason.rawValue)"),
                    isRetry ? visit.form["reason"] : ""
                )
            },
        ]
        fields["photos"] = words.photos(opened.photos) { photo in
            "/console/product-reviews/\(review.id.text)/photos/\(photo.address)"
        }
        fields["actionPath"] = fields["path"]
        fields["hasPhotos"] = !opened.photos.isEmpty
        if let text = opened.text { fields["text"] = text }
        if let answer = opened.answer { fields["answer"] = answer }
        if let reason = review.reason { fields["reason"] = texts.say("productReview.reason.\(reason.rawValue)") }
        return fields
    }

    private func productRatingsPage(_ visit: Visit) async throws -> Response {
        let words = ReviewWordsView(visit: visit, brand: try await brand())
        let ratings = try await service.productRatings()
        let rows = ratings.prefix(200).map { rating -> Fields in
            var row: Fields = [
                "path": "/console/product-reviews/products/\(urlEncoded(rating.product.text))",
                "product": words.product(rating.product), "sku": shown(rating.product.text, upTo: 60),
                "count": visit.wording.number(Int64(rating.count)), "isFew": rating.isSmall,
                "verified": words.verified(rating), "signals": words.signals(rating),
            ]
            if let mean = rating.mean { row["mean"] = words.mean(mean) }
            if let weighted = rating.weighted { row["weighted"] = words.mean(weighted) }
            return row
        }
        return page(
            "product-ratings",
            visit,
            title: visit.texts.say("productReview.ratings"),
            ["rows": Array(rows), "hasRows": !rows.isEmpty]
        )
    }

    private func productRatingPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let named = visit.form.has("product") ? visit.form["product"] : percentDecoded(visit.parameter("product"))
        guard let named, !named.isEmpty else { throw WebFailure.notFound }
        let (texts, product) = (visit.texts, Key(named))
        let words = ReviewWordsView(visit: visit, brand: try await brand())
        let rating = try await service.productRating(of: product)
        let path = "/console/product-reviews/products/\(urlEncoded(product.text))"
        let page = try await service.productReviews(
            .published,
            product: product,
            before: Identifier(text: visit.query["before"]),
            limit: Web.reviewsAPage
        )
        var fields = problemFields(problems)
        fields["product"] = words.product(product)
        fields["sku"] = shown(product.text, upTo: 200)
        fields["items"] = page.items.map { staffReview($0, words, product.text) }
        fields["hasItems"] = !page.items.isEmpty
        if let next = page.next { fields["nextPath"] = "\(path)?before=\(next.text)" }
        fields["frameAddress"] = "/products/\(urlEncoded(product.text))/reviews"
        if let rating { fillRating(&fields, rating, words) }
        return self.page(
            "product-rating",
            visit,
            title: "\(texts.say("productReview.title")) · \(words.product(product))",
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func fillRating(_ fields: inout Fields, _ rating: ProductRating, _ words: ReviewWordsView) {
        let (visit, texts) = (words.visit, words.visit.texts)
        var cards: [Fields] = []
        if let mean = rating.mean {
            cards.append([
                "label": texts.say("productReview.mean"), "value": words.mean(mean),
                "note": words.verified(rating), "isFew": rating.isSmall,
                "definition": texts.say("productReview.meanDefinition"),
            ])
        }
        if let weighted = rating.weighted {
            cards.append([
                "label": texts.say("productReview.weighted"), "value": words.mean(weighted), "note": "",
                "isFew": false, "definition": texts.say("productReview.weightedDefinition"),
            ])
        }
        cards.append([
            "label": texts.say("productReview.lately"),
            "value": rating.change.map { words.step($0.value) } ?? "–",
            "note": words.change(rating), "isFew": false, "isSignal": rating.signals.contains(.rating),
            "definition": texts.say("productReview.latelyDefinition"),
        ])
        if let returns = rating.returns {
            cards.append([
                "label": texts.say("productReview.returned"),
                "value": returns.lately.value.map(words.percent) ?? "–",
                "note": words.returns(returns), "isFew": false, "isSignal": rating.signals.contains(.returns),
                "definition": texts.say("productReview.returnedDefinition"),
            ])
        }
        fields["cards"] = cards
        fields["hasRating"] = true
        fields["signals"] = words.signals(rating)
        let most = max(1, rating.counts.max() ?? 1)
        fields["counts"] = rating.counts.enumerated().reversed().map { place, count in
            [
                "stars": "\(place + 1) ★", "label": texts.say("productReview.ofFive", ["n": "\(place + 1)"]),
                "count": "\(count)", "most": "\(most)", "shown": visit.wording.number(Int64(count)),
            ] as Fields
        }
    }

    private func actOnProductReview(_ visit: Visit) async throws -> Response {
        guard let id = ProductReviewID(text: visit.parameter("review")) else { throw WebFailure.notFound }
        let product = visit.form["product"]
        if visit.form.has("photo") { return try await leaveOutPhoto(visit, id) }
        let change: ProductReviewChange
        switch visit.form["do"] {
        case "publish": change = .publish
        case "decline":
            guard let reason = DeclineReason(rawValue: visit.form["reason"]) else { throw WebFailure.notFound }
            change = .decline(reason)
        case "answer": change = .answer(visit.form.raw("text") ?? "")
        default: throw WebFailure.notFound
        }
        do {
            _ = try await service.change(id, change, by: try visit.staff().actor)
        } catch let refusal as ProductReviewRefusal {
            let problems = problems(refusal, visit)
            return product.isEmpty
                ? try await productReviewsPage(visit, problems: problems)
                : try await productRatingPage(visit, problems: problems)
        }
        return redirect("\(reviewList(visit))done=productReview")
    }

    /// The list from which something was done, with a question mark.
    private func reviewList(_ visit: Visit) -> String {
        let product = visit.form["product"]
        return product.isEmpty
            ? "/console/product-reviews?state=\(urlEncoded(visit.form["state"]))&"
            : "/console/product-reviews/products/\(urlEncoded(product))?"
    }

    private func leaveOutPhoto(_ visit: Visit, _ id: ProductReviewID) async throws -> Response {
        let isLeftOut = visit.form["do"] == "leave-out"
        guard isLeftOut || visit.form["do"] == "show" else { throw WebFailure.notFound }
        do {
            try await service.leaveOut(Key(visit.form["photo"]), of: id, isLeftOut, by: try visit.staff().actor)
        } catch let refusal as ProductReviewRefusal {
            let problems = problems(refusal, visit)
            return visit.form["product"].isEmpty
                ? try await productReviewsPage(visit, problems: problems)
                : try await productRatingPage(visit, problems: problems)
        }
        return redirect("\(reviewList(visit))done=productReview")
    }

    /// A photo for whoever reads the review.
    private func staffReviewPhoto(_ visit: Visit) async throws -> Response {
        guard let id = ProductReviewID(text: visit.parameter("review")),
            let photo = try await service.photo(Key(visit.parameter("photo")), of: id)
        else { throw WebFailure.notFound }
        return picture(photo)
    }

    /// What is said where something was refused that concerns a review of a product.
    func problems(_ refusal: ProductReviewRefusal, _ visit: Visit) -> [FormProblem] {
        let (texts, wording) = (visit.texts, visit.wording)
        func wrong(_ field: String, _ text: String, _ values: [String: String] = [:]) -> [FormProblem] {
            [FormProblem(field: field, message: texts.say(text, values))]
        }
        return switch refusal {
        case .unknownReview, .unknownPhoto, .wrongAct: wrong("review", "productReview.wrong.moved")
        case .unknownMember, .notActive: wrong("product", "productReview.wrong.notActive")
        case .wrongProduct, .wrongLanguage: wrong("product", "productReview.wrong.product")
        case .wrongStars: wrong("stars", "productReview.wrong.stars")
        case .textMissing: wrong("text", "productReview.wrong.text")
        case .tooLong(let most): wrong("text", "productReview.wrong.long", ["n": wording.number(Int64(most))])
        case .tooMany: wrong("product", "productReview.wrong.tooMany")
        case .tooManyPhotos(let most): wrong("photos", "productReview.wrong.photos", ["n": "\(most)"])
        case .tooManyPhotosToday: wrong("photos", "productReview.wrong.photosToday")
        case .photo(let place, let trouble):
            [FormProblem(field: "photos", message: photoTrouble(trouble, at: place, visit))]
        }
    }

    /// By which text it is told why a file is no picture, and the number in it.
    func troubleWords(_ trouble: PictureTrouble) -> (key: String, size: Int) {
        switch trouble {
        case .notAPicture: ("kind", 0)
        case .cutOff: ("cutOff", 0)
        case .broken: ("broken", 0)
        case .moves: ("moves", 0)
        case .tooLarge(let most): ("large", most >> 20)
        case .tooManyPixels: ("pixels", Picture.longestSide)
        }
    }

    /// Why a file is not taken as a photo.
    ///
    /// - Parameters:
    ///   - trouble: What is the matter with it.
    ///   - place: Among the files that were sent, from 0.
    ///   - visit: Who is told.
    /// - Returns: the reason, with the number of the file.
    private func photoTrouble(_ trouble: PictureTrouble, at place: Int, _ visit: Visit) -> String {
        let (key, size) = troubleWords(trouble)
        return visit.texts.say(
            "productReview.wrong.photo.\(key)",
            ["n": "\(place + 1)", "size": visit.wording.number(Int64(size))]
        )
    }
}
