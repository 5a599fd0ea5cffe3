internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a member says of what she bought, on her own pages.
    var cardReviewPages: [Page] {
        var writing = Page(.post, "/card/reviews", .member, answer: writeReview)
        writing.mostBytes = WebSettings.mostPhotoFormBytes
        return [
            Page(.get, "/card/reviews", .member, answer: cardReviewsPage),
            Page(.get, "/card/reviews/write", .member) { try await writeReviewPage($0) },
            writing,
            Page(.get, "/card/reviews/photos/{photo}", .member, answer: ownReviewPhoto),
            Page(.post, "/card/reviews/withdraw", .member, answer: withdrawReview),
        ]
    }

    /// What she can say something of, on her card.
    func fillReviews(_ fields: inout Fields, _ member: MemberID, _ visit: Visit, _ brand: BrandView) async throws {
        let words = ReviewWordsView(visit: visit, brand: brand)
        let bought = try await service.unreviewedPurchases(of: member)
        guard !bought.isEmpty else { return }
        fields["toReview"] = ["items": bought.prefix(3).map { purchase($0, words) }] as Fields
    }

    private func purchase(_ bought: UnreviewedPurchase, _ words: ReviewWordsView) -> Fields {
        [
            "path": "/card/reviews/write?product=\(urlEncoded(bought.product.text))",
            "product": words.product(bought.product),
            "when": words.visit.wording.day(words.brand.zone.day(of: bought.boughtAt)),
        ]
    }

    private func cardReviewsPage(_ visit: Visit) async throws -> Response {
        let owner = try visit.owner().id
        let (texts, words) = (visit.texts, ReviewWordsView(visit: visit, brand: try await brand()))
        let reviews = try await service.productReviews(of: owner)
        let bought = try await service.unreviewedPurchases(of: owner)
        var fields: Fields = [
            "bought": bought.map { purchase($0, words) }, "hasBought": !bought.isEmpty,
            "hasReviews": !reviews.isEmpty,
            "reviews": reviews.map { opened -> Fields in
                let review = opened.review
                var row: Fields = [
                    "product": words.product(review.product), "sku": review.product.text,
                    "stars": words.stars(review.stars),
                    "state": texts.say("productReview.hers.\(review.state.rawValue)"),
                    "badge": review.state == .published ? "good" : review.state == .declined ? "warn" : "",
                    "when": visit.wording.day(words.brand.zone.day(of: review.writtenAt)),
                    "isVerified": review.isVerified,
                    "changePath": "/card/reviews/write?product=\(urlEncoded(review.product.text))",
                    "mayWithdraw": review.state != .withdrawn,
                    "photos": words.photos(opened.photos) { "/card/reviews/photos/\($0.address)" },
                    "hasPhotos": !opened.photos.isEmpty,
                ]
                if let text = opened.text { row["text"] = text }
                if let answer = opened.answer { row["answer"] = answer }
                if let reason = review.reason { row["reason"] = texts.say("productReview.reason.\(reason.rawValue)") }
                return row
            },
        ]
        if let thanks = words.thanks(words.brand.programme?.reviewThanks) { fields["thanks"] = thanks }
        return page("card-reviews", visit, title: texts.say("productReview.cardTitle"), fields, frame: .portal)
    }

    private func writeReviewPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let isRetry = visit.form.has("product")
        let product = Key(isRetry ? visit.form["product"] : visit.query["product"])
        guard !product.text.isEmpty, product.text.utf8.count <= 200 else { throw WebFailure.notFound }
        let owner = try visit.owner().id
        let (texts, words) = (visit.texts, ReviewWordsView(visit: visit, brand: try await brand()))
        let known = try await service.productReviews(of: owner).filter { $0.review.product == product }
            .sorted { $0.review.state != .withdrawn && $1.review.state == .withdrawn }.first
        let stars = isRetry ? visit.form["stars"] : known.map { "\($0.review.stars)" } ?? ""
        let naming = isRetry ? visit.form["name"] : known?.review.naming.rawValue ?? ReviewNaming.nobody.rawValue
        var fields = problemFields(problems)
        fields["sku"] = product.text
        fields["product"] = words.product(product)
        fields["text"] = isRetry ? visit.form.raw("text") ?? "" : known?.text ?? ""
        fields["isChange"] = known?.review.state == .published
        let photos = known?.photos ?? []
        fields["photos"] = words.photos(photos) { "/card/reviews/photos/\($0.address)" }
        fields["hasPhotos"] = !photos.isEmpty
        fields["photosHelp"] = texts.say(
            "productReview.photosHelp",
            ["n": "\(ProductReviewTerms.photos)", "size": "\(ProductReviewTerms.photoBytes >> 20)"]
        )
        fields["starChoices"] = ProductReviewTerms.stars.map { count in
            var choice = option("\(count)", "\(count) ★", stars)
            choice["label"] = texts.say("productReview.ofFive", ["n": "\(count)"])
            return choice
        }
        fields["names"] = ReviewNaming.allCases.map {
            option($0.rawValue, texts.say("productReview.name.\($0.rawValue)"), naming)
        }
        if let thanks = words.thanks(words.brand.programme?.reviewThanks) { fields["thanks"] = thanks }
        return page(
            "card-review",
            visit,
            title: texts.say("productReview.write", ["product": words.product(product)]),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    private func writeReview(_ visit: Visit) async throws -> Response {
        guard let stars = wholeNumber(visit.form["stars"]) else {
            return try await writeReviewPage(visit, problems: problems(.wrongStars, visit))
        }
        do {
            var new = NewProductReview(
                member: try visit.owner().id,
                product: Key(visit.form["product"]),
                stars: Int(clamping: stars),
                text: visit.form.raw("text") ?? "",
                naming: ReviewNaming(rawValue: visit.form["name"]) ?? .nobody,
                language: visit.language.key
            )
            new.photos = visit.form.files.filter { $0.name == "photos" }.map(\.bytes)
            new.dropping = visit.form.all("drop").map { Key($0) }
            _ = try await service.writeProductReview(new)
        } catch let refusal as ProductReviewRefusal {
            return try await writeReviewPage(visit, problems: problems(refusal, visit))
        }
        return redirect("/card/reviews?done=reviewSent")
    }

    /// A photo of hers, before anybody else sees it.
    private func ownReviewPhoto(_ visit: Visit) async throws -> Response {
        let address = Key(visit.parameter("photo"))
        guard let photo = try await service.ownPhoto(address, of: try visit.owner().id) else {
            throw WebFailure.notFound
        }
        return picture(photo)
    }

    /// A picture that is a picture to every browser, and kept by none.
    func picture(_ photo: (kind: Picture.Kind, bytes: [UInt8])) -> Response {
        var response = Response(
            status: .ok,
            headers: [.contentType: "image/\(photo.kind.rawValue)", .contentLength: String(photo.bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: photo.bytes))
        )
        guardAnswer(&response, [])
        return response
    }

    private func withdrawReview(_ visit: Visit) async throws -> Response {
        do {
            _ = try await service.withdrawProductReview(Key(visit.form["product"]), of: try visit.owner().id)
        } catch is ProductReviewRefusal {
            throw WebFailure.notFound
        }
        return redirect("/card/reviews?done=reviewWithdrawn")
    }
}
