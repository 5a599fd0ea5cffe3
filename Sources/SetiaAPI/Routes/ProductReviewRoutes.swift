internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension API {
    /// What members say of products, and what everybody may read of it.
    var productReviewEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/product-reviews", needs: .conversationsRead, answer: getProductReviews),
            Endpoint(.post, "/v1/product-reviews", needs: .conversationsWrite, answer: postProductReview),
            Endpoint(.get, "/v1/product-reviews/{review}", needs: .conversationsRead, answer: getProductReview),
            Endpoint(
                .post,
                "/v1/product-reviews/{review}/steps",
                needs: .conversationsWrite,
                answer: postProductReviewStep
            ),
            Endpoint(
                .post,
                "/v1/product-reviews/{review}/photos",
                needs: .conversationsWrite,
                answer: postReviewPhoto
            ),
            Endpoint(
                .get,
                "/v1/product-reviews/{review}/photos/{photo}",
                needs: .conversationsRead,
                answer: getReviewPhoto
            ),
            Endpoint(
                .put,
                "/v1/product-reviews/{review}/photos/{photo}",
                needs: .conversationsWrite,
                answer: putReviewPhoto
            ),
            Endpoint(
                .delete,
                "/v1/product-reviews/{review}/photos/{photo}",
                needs: .conversationsWrite,
                answer: deleteReviewPhoto
            ),
            Endpoint(.get, "/v1/product-ratings", needs: .eventsRead, answer: getProductRatings),
            Endpoint(.get, "/v1/products/{product}/reviews", needs: nil, answer: getPublicReviews),
            Endpoint(.get, "/v1/products/{product}/reviews/photos/{photo}", needs: nil, answer: getPublicPhoto),
        ]
    }

    private func getProductReviews(_ request: Request, _ context: SetiaContext) async throws -> Response {
        if let text = request.parameter("member") {
            guard let member = MemberID(text: text), try await service.member(member) != nil else {
                throw Problem.unknownMember(text)
            }
            let items = try await service.productReviews(of: member).map { ProductReviewBody($0) }
            return response(PageBody(items: items, next: nil))
        }
        let states = ProductReviewState.allCases.map(\.rawValue).joined(separator: ", ")
        guard let state = ProductReviewState(rawValue: request.parameter("state") ?? "waiting") else {
            throw Malformed(field: "state", reason: "must be one of \(states)")
        }
        let page = try await service.productReviews(
            state,
            product: request.parameter("product").map { Key($0) },
            before: try request.reviewCursor("product-reviews"),
            limit: try request.limit()
        )
        return response(
            PageBody(
                items: page.items.map { ProductReviewBody($0) },
                next: page.next.map { Cursor(kind: "product-reviews", position: $0.text) }
            )
        )
    }

    private func postProductReview(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let parsed = try parseProductReview(try await request.json())
        guard let member = MemberID(text: parsed.member) else { throw Problem.unknownMember(parsed.member) }
        let written = try await service.writeProductReview(
            NewProductReview(
                member: member,
                product: parsed.product,
                stars: parsed.stars,
                text: parsed.text,
                naming: parsed.naming,
                language: parsed.language
            )
        )
        context.notes.owner = member
        return try await told(written.review.id, status: written.isReplay ? .ok : .created)
    }

    private func getProductReview(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try await told(try context.productReview())
    }

    private func postProductReviewStep(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.productReview()
        let parsed = try parseProductReviewStep(try await request.json())
        let change: ProductReviewChange =
            switch parsed.act {
            case .publish: .publish
            case .decline: .decline(parsed.reason ?? .unrelated)
            case .answer: .answer(parsed.text)
            case .withdraw: .withdraw
            }
        _ = try await service.change(id, change, by: try await caller(request))
        context.notes.owner = id.member
        return try await told(id)
    }

    private func told(_ id: ProductReviewID, status: HTTPResponse.Status = .ok) async throws -> Response {
        guard let opened = try await service.productReview(id) else { throw ProductReviewRefusal.unknownReview }
        return response(ProductReviewBody(opened), status: status)
    }

    // MARK: - Photos

    private func postReviewPhoto(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.productReview()
        let added = try await service.addReviewPhoto(try await request.bytes(upTo: BodyLimit.photo), to: id)
        context.notes.owner = id.member
        return try await told(added.review.id, status: added.isReplay ? .ok : .created)
    }

    private func getReviewPhoto(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let photo = try await service.photo(context.photo(), of: try context.productReview()) else {
            throw ProductReviewRefusal.unknownPhoto
        }
        return picture(photo)
    }

    private func putReviewPhoto(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.productReview()
        let isLeftOut = try parseReviewPhotoStep(try await request.json())
        try await service.leaveOut(context.photo(), of: id, isLeftOut, by: try await caller(request))
        return try await told(id)
    }

    private func deleteReviewPhoto(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.productReview()
        _ = try await service.removeReviewPhoto(context.photo(), of: id)
        return try await told(id)
    }

    /// A picture that is a picture to every browser, whatever its bytes say besides.
    private func picture(_ photo: (kind: Picture.Kind, bytes: [UInt8])) -> Response {
        var answer = response(photo.bytes, type: "image/\(photo.kind.rawValue)")
        answer.headers[.xContentTypeOptions] = "nosniff"
        answer.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        answer.headers[.cacheControl] = "no-store"
        return answer
    }

    /// A photo for everybody: kept for a minute, and asked for again by its tag; what is published no more is there no more.
    private func getPublicPhoto(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let address = context.photo()
        guard let product = percentDecoded(context.parameters.get("product") ?? ""),
            let photo = try await service.publicPhoto(address, of: Key(product))
        else { throw ProductReviewRefusal.unknownPhoto }
        let tag = "\"\(address)\""
        var answer = picture(photo)
        if request.headers[.ifNoneMatch] == tag {
            answer = Response(status: .notModified)
            answer.headers[.xContentTypeOptions] = "nosniff"
        }
        answer.headers[.eTag] = tag
        answer.headers[.cacheControl] = "public, max-age=60"
        answer.headers[.accessControlAllowOrigin] = "*"
        if let policy = HTTPField.Name("Cross-Origin-Resource-Policy") { answer.headers[policy] = "cross-origin" }
        return answer
    }

    private func getProductRatings(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let ratings = try await service.productRatings()
        let product = request.parameter("product").map { Key($0) }
        let wanted = ratings.filter { rating in product.map { rating.product == $0 } ?? true }
        let limit = try request.limit()
        let from = Int(clamping: max(0, try request.cursor("product-ratings") ?? 0))
        let end = min(from.addingReportingOverflow(limit).partialValue, wanted.count)
        let items = from < end ? wanted[from..<end].map { ProductRatingBody($0, isForStaff: true) } : []
        let next = end < wanted.count ? Cursor(kind: "product-ratings", position: "\(end)") : nil
        return response(PageBody(items: items, next: from < end ? next : nil))
    }

    // MARK: - For everybody

    /// What shops show beside a product: kept for a minute by whoever is on the way, and asked for again by its tag.
    private func getPublicReviews(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let product = percentDecoded(context.parameters.get("product") ?? "") else {
            throw Problem.notFound("product")
        }
        let codes = Language.allCases.map(\.rawValue).joined(separator: ", ")
        guard let language = Language(rawValue: request.parameter("language") ?? "en") else {
            throw Malformed(field: "language", reason: "must be one of \(codes)")
        }
        let reviews = try await service.publicReviews(
            of: Key(product),
            skipping: Int(clamping: try request.cursor("reviews") ?? 0),
            limit: try request.limit()
        )
        let programme = try await service.currentVersion()?.programme
        let body = PublicReviewsBody(
            product: reviews.product,
            rating: reviews.rating.map { ProductRatingBody($0, isForStaff: false) },
            items: reviews.items.map { item in
                PublicReviewsBody.Item(
                    id: service.publicID(of: item.review),
                    stars: item.review.stars,
                    text: item.text ?? "",
                    language: item.review.language,
                    month: reviews.month(of: item),
                    isVerified: item.review.isVerified,
                    name: item.name,
                    answer: item.answer,
                    photos: item.shownPhotos.map { photo in
                        ReviewPhotoBody(
                            address: service.publicAddress(of: photo),
                            width: photo.width,
                            height: photo.height
                        )
                    }
                )
            },
            next: reviews.next.map { Cursor(kind: "reviews", position: "\($0)") },
            structuredData: reviews.structuredData(in: language, photo: service.publicAddress),
            thanks: reviews.thanks?.sentence(in: language) { wallet in
                programme?.wallet(wallet)?.name.text(in: language.key) ?? wallet.text
            }
        )
        let bytes = embeddable(body.bytes)
        let tag = "\"\(String(fingerprint(of: bytes), radix: 16))\""
        var answer =
            request.headers[.ifNoneMatch] == tag
            ? Response(status: .notModified) : response(bytes, type: "application/json")
        answer.headers[.eTag] = tag
        answer.headers[.cacheControl] = "public, max-age=60"
        answer.headers[.accessControlAllowOrigin] = "*"
        answer.headers[.xContentTypeOptions] = "nosniff"
        return answer
    }

    /// A number that changes with the bytes: FNV-1a.
    private func fingerprint(of bytes: [UInt8]) -> UInt64 {
        bytes.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}

extension Request {
    /// Where a page of reviews shall begin, where that is given.
    fileprivate func reviewCursor(_ kind: String) throws -> Identifier? {
        guard let text = parameter("cursor") else { return nil }
        guard let identifier = Identifier(text: try Cursor(text: text, kind: kind).position) else {
            throw Malformed(field: "cursor", reason: "must be one that this list gave")
        }
        return identifier
    }
}

extension SetiaContext {
    /// The review that the address names.
    fileprivate func productReview() throws -> ProductReviewID {
        guard let id = ProductReviewID(text: parameters.get("review") ?? "") else {
            throw ProductReviewRefusal.unknownReview
        }
        return id
    }

    /// The photo that the address names.
    fileprivate func photo() -> Key { Key(parameters.get("photo") ?? "") }
}

extension ProductReviewBody {
    /// A review as staff are told it.
    fileprivate init(_ opened: OpenedProductReview) {
        let review = opened.review
        self.init(
            id: review.id.text,
            member: review.id.member,
            product: review.product,
            stars: review.stars,
            language: review.language,
            state: review.state,
            isVerified: review.isVerified,
            writtenAt: review.writtenAt
        )
        reason = review.reason
        name = opened.name
        text = opened.text
        answer = opened.answer
        answeredAt = review.answeredAt
        publishedAt = review.publishedAt
        photos = opened.photos.map { photo in
            ReviewPhotoBody(
                address: "/v1/product-reviews/\(review.id.text)/photos/\(photo.address)",
                width: photo.width,
                height: photo.height,
                id: photo.address,
                isLeftOut: photo.isLeftOut
            )
        }
    }
}

extension ProductRatingBody {
    /// A rating, with what only staff are told of it.
    fileprivate init(_ rating: ProductRating, isForStaff: Bool) {
        self.init(
            product: rating.product,
            counts: rating.counts,
            verified: rating.verified.numerator,
            mean: rating.mean,
            weighted: rating.weighted
        )
        guard isForStaff else { return }
        inside = Inside(
            signals: rating.signals.map(\.rawValue),
            change: rating.change.map { change in
                (change.value, change.interval95.lower, change.interval95.upper, change.direction.rawValue)
            },
            returns: rating.returns.map { returns in
                (
                    (returns.before.numerator, returns.before.denominator),
                    (returns.lately.numerator, returns.lately.denominator),
                    returns.change.map { change in
                        (change.value, change.interval95.lower, change.interval95.upper, change.direction.rawValue)
                    }
                )
            }
        )
    }
}

extension Problem {
    /// Why something cannot be done with what a member says of a product.
    static func refused(_ refusal: ProductReviewRefusal) -> Problem {
        func invalid(_ field: String, _ reason: String) -> Problem {
            .invalidBody(MalformedBody(problems: [Malformed(field: field, reason: reason)]))
        }
        switch refusal {
        case .unknownReview:
            return Problem(
                "unknown-product-review",
                title: "No such product review",
                status: 404,
                detail: "there is no review with this id; written anew it has another"
            )
        case .unknownMember(let member): return .unknownMember(member.text)
        case .notActive:
            return Problem(
                "not-a-member",
                title: "Not a member",
                status: 409,
                detail: "only active members say something of products"
            )
        case .wrongProduct: return invalid("product", "must have 1 to 200 bytes, without control characters")
        case .wrongStars: return invalid("stars", "must be 1 to 5")
        case .textMissing: return invalid("text", "must not be empty")
        case .tooLong(let most): return invalid("text", "must have at most \(most) characters")
        case .wrongLanguage: return invalid("language", "must be two or three small letters, such as th")
        case .wrongAct(let act, let state):
            return Problem(
                "wrong-review-state",
                title: "The review does not go there",
                status: 409,
                detail: "to \(act) is not possible with a review that is \(state)"
                    + (state.acts.isEmpty ? "" : "; possible: \(state.acts.map(\.rawValue).joined(separator: ", "))")
            )
        case .tooManyPhotos(let most): return invalid("photos", "must be at most \(most)")
        case .photo(let place, let trouble): return invalid("photos[\(place)]", trouble.told)
        case .unknownPhoto:
            return Problem(
                "unknown-photo",
                title: "No such photo",
                status: 404,
                detail: "there is no photo here, or it is not published"
            )
        case .tooManyPhotosToday:
            return Problem(
                "too-many-messages",
                title: "Too many messages",
                status: 429,
                detail: "\(ProductReviewTerms.photosADay) photos of one member within a day are enough"
            )
        case .tooMany:
            return Problem(
                "too-many-messages",
                title: "Too many messages",
                status: 429,
                detail: "\(ProductReviewTerms.aDay) reviews of one member within a day are enough"
            )
        }
    }
}

extension PictureTrouble {
    /// Why a file is not taken as a picture, as a reason beside its field.
    var told: String {
        switch self {
        case .notAPicture: "must be a picture: JPEG, PNG or WebP by its bytes"
        case .cutOff: "must be whole: it ends before the picture does"
        case .broken: "must be a picture that can be read: it contradicts itself"
        case .moves: "must be a still picture"
        case .tooLarge(let most): "must have at most \(most) bytes"
        case .tooManyPixels:
            "must have at most \(Picture.longestSide) pixels a side and \(Picture.mostPixels) in all"
        }
    }
}
