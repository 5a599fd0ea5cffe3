internal import JSONText
package import SetiaCore

/// What a member says of a product, as it comes.
package struct NewProductReview: Sendable {
    /// Who says it.
    package let member: MemberID
    /// Of which product, by the shop's number of it.
    package let product: Key
    /// From 1 to 5.
    package let stars: Int
    /// In her own words.
    package let text: String
    /// How she is named beside it.
    package let naming: ReviewNaming
    /// In which language she writes, such as `th`; none is hers.
    package let language: Key?
    /// The files of photos that she adds; those that she added before stay (rule U-10).
    package var photos: [[UInt8]] = []
    /// The addresses of photos that she takes away.
    package var dropping: [Key] = []
    /// Whose place it takes, where it may take no other's.
    package var onto: ProductReviewID?

    /// What a member says of a product.
    package init(
        member: MemberID,
        product: Key,
        stars: Int,
        text: String,
        naming: ReviewNaming = .nobody,
        language: Key? = nil
    ) {
        self.member = member
        self.product = product
        self.stars = stars
        self.text = text
        self.naming = naming
        self.language = language
    }
}

/// Why something cannot be done with what a member says of a product.
package enum ProductReviewRefusal: Error, Sendable, Hashable {
    /// There is no such review, or it was written anew since.
    case unknownReview
    /// There is no such member, or she was erased.
    case unknownMember(MemberID)
    /// She is no active member.
    case notActive
    /// No shop has such a number of a product.
    case wrongProduct
    /// The stars are none from 1 to 5.
    case wrongStars
    /// She says nothing, or the answer does.
    case textMissing
    /// More is said than may be; the most characters.
    case tooLong(Int)
    /// No language is called so.
    case wrongLanguage
    /// That is not done with one that is so far; what is.
    case wrongAct(ProductReviewState.Act, from: ProductReviewState)
    /// She wrote as many today as are taken.
    case tooMany
    /// So many photos a review may have, and no more.
    case tooManyPhotos(Int)
    /// She added as many photos today as are taken.
    case tooManyPhotosToday
    /// The file at this place is not taken as a photo; why.
    case photo(Int, PictureTrouble)
    /// There is no such photo.
    case unknownPhoto
}

extension SetiaService {
    /// Keeps what a member says of a product, which waits for somebody to read it (rules U-1 to U-3, U-9 and U-10).
    ///
    /// What she said of it before is gone, and what she was answered. The same again changes nothing.
    ///
    /// - Parameter new: What she says; control characters are dropped, line breaks stay.
    /// - Returns: what is kept, and whether it was so before.
    /// - Throws: `ProductReviewRefusal`, or the world's trouble; nothing is kept then.
    package func writeProductReview(_ new: NewProductReview) async throws -> (review: ProductReview, isReplay: Bool) {
        let now = surroundings.now()
        let identifier = surroundings.newIdentifier()
        guard ProductReviewTerms.stars.contains(new.stars) else { throw ProductReviewRefusal.wrongStars }
        guard isProduct(new.product.text) else { throw ProductReviewRefusal.wrongProduct }
        guard new.language.map({ isLanguage($0.text) }) ?? true else { throw ProductReviewRefusal.wrongLanguage }
        let text = try reviewText(new.text, atMost: ProductReviewTerms.longestText)
        let pictures = try cleanedPhotos(new.photos)
        // What accounts said that came to her is hers: it goes once the new words are kept.
        let others = try await othersReviews(of: new.member, new.product)
        let moved = try await movedPhotos(of: others, without: new.dropping)
        let identifiers = (moved + pictures).map { _ in surroundings.newIdentifier() }
        let written = try await store.recording { ledger -> (review: ProductReview, isReplay: Bool) in
            let (state, key) = try self.reviewer(new.member, in: ledger)
            guard state.isOnesOwn else { throw ProductReviewRefusal.notActive }
            let own = try ledger.productReviews(of: new.member)
            let known = own.first { $0.product == new.product }
            if let onto = new.onto, known?.id != onto { throw ProductReviewRefusal.unknownReview }
            let photos = try self.photoPlan(new, pictures, moved, onto: known, key, ledger)
            if let known, !photos.isChange, known.state == .waiting || known.state == .published,
                known.stars == new.stars,
                known.naming == new.naming, try self.opened(known, with: key)?.text == text
            {
                return (known, true)
            }
            if known == nil, pictures.isEmpty, new.dropping.isEmpty,
                let same = try self.same(as: new, text, among: others, ledger)
            {
                return (same, true)
            }
            let dayAgo = now.adding(days: -1)
            guard own.count(where: { $0.writtenAt > dayAgo }) < ProductReviewTerms.aDay else {
                throw ProductReviewRefusal.tooMany
            }
            let person = try self.open(try ledger.person(new.member)?.document, of: new.member, with: key)
            let words = ReviewWords(text: text, name: new.naming.shown(of: person["name"]?.string))
            var review = ProductReview(
                id: ProductReviewID(member: new.member, identifier),
                product: new.product,
                stars: new.stars,
                language: new.language ?? state.facts.language ?? "en",
                naming: new.naming,
                isVerified: try self.hasBought(new.product, new.member, ledger),
                words: ProductReviewTerms.words(in: text),
                writtenAt: now,
                sealed: try self.sealing.seal(words.bytes, for: new.member, use: .productReview, with: key)
            )
            // She is thanked once, by whichever account.
            review.publishedAt = known?.publishedAt ?? others.compactMap(\.publishedAt).min()
            review.photos = photos.kept.count + photos.added.count
            try self.carryOut(photos, new.product, of: new.member, identifiers, key, at: now, in: ledger)
            try ledger.save(review)
            return (review, false)
        }
        for other in others where other.state != .withdrawn && other.id != written.review.id {
            try await withdraw(other)
        }
        ratingBoard.forget()
        changeSignal.tell([new.member])
        return written
    }

    /// What accounts that came to a member said of a product, what was taken back included.
    private func othersReviews(of member: MemberID, _ product: Key) async throws -> [ProductReview] {
        try await store.reading { archive in
            try (self.accounts(of: member, archive) ?? []).filter { $0 != member }.flatMap { account in
                try archive.productReviews(of: account).filter { $0.product == product }
            }
        }
    }

    /// What says the same, of what accounts that came to her said.
    private func same(
        as new: NewProductReview,
        _ text: String,
        among others: [ProductReview],
        _ archive: any Archive
    ) throws -> ProductReview? {
        try others.first { other in
            guard other.state == .waiting || other.state == .published, other.stars == new.stars,
                other.naming == new.naming
            else { return false }
            return try opened(other, with: try archive.keys(of: [other.id.member])[0])?.text == text
        }
    }

    /// Takes back what one account said, in a transaction of its own.
    private func withdraw(_ review: ProductReview) async throws {
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: review.id.member)])
            guard var known = try ledger.productReviews(of: review.id.member).first(where: { $0.id == review.id }),
                known.state != .withdrawn
            else { return }
            try self.takeBack(&known, in: ledger)
            try ledger.save(known)
        }
    }

    /// She takes back what she said of a product: its words go.
    ///
    /// - Returns: what is left of it; taken back twice it stays so.
    /// - Throws: `ProductReviewRefusal.unknownReview` where she said nothing of it, or the world's trouble.
    package func withdrawProductReview(_ product: Key, of member: MemberID) async throws -> ProductReview {
        let others = try await othersReviews(of: member, product)
        let own = try await store.recording { ledger -> ProductReview? in
            _ = try self.reviewer(member, in: ledger)
            guard var review = try ledger.productReviews(of: member).first(where: { $0.product == product }) else {
                return nil
            }
            guard review.state != .withdrawn else { return review }
            try self.takeBack(&review, in: ledger)
            try ledger.save(review)
            return review
        }
        for other in others where other.state != .withdrawn { try await withdraw(other) }
        guard var withdrawn = own ?? others.first else { throw ProductReviewRefusal.unknownReview }
        withdrawn.withdraw()
        ratingBoard.forget()
        changeSignal.tell([member])
        return withdrawn
    }

    /// A member who may say something of a product, with her key; she is the transaction's own.
    func reviewer(_ member: MemberID, in ledger: any Archive) throws -> (state: MemberState, key: WrappedKey) {
        guard let state = try ledger.states([StateRequest(member: member)])[0], state.status != .erased,
            let key = try ledger.keys(of: [member])[0]
        else { throw ProductReviewRefusal.unknownMember(member) }
        return (state, key)
    }

    /// Whether a member has bought a product and kept some of it, by her own ledger and those of accounts that came to
    /// her (rule U-2).
    func hasBought(_ product: Key, _ member: MemberID, _ archive: any Archive) throws -> Bool {
        for account in try accounts(of: member, archive) ?? [] {
            var isBought = false
            try archive.keptOrders(of: account) { _, _, lines in
                isBought = isBought || lines.contains { $0.sku == product }
            }
            if isBought { return true }
        }
        return false
    }

    /// What is said, as it is kept.
    func reviewText(_ text: String, atMost most: Int) throws -> String {
        do {
            return try said(text, atMost: most)
        } catch {
            switch error {
            case .tooLong(let most): throw ProductReviewRefusal.tooLong(most)
            default: throw ProductReviewRefusal.textMissing
            }
        }
    }

    /// What a review says, and how she is named; none once its words are gone.
    func opened(_ review: ProductReview, with key: WrappedKey?) throws -> ReviewWords? {
        guard let key, let sealed = review.sealed else { return nil }
        let bytes = try sealing.open(sealed, of: review.id.member, use: .productReview, with: key)
        return try ReviewWords(bytes)
    }
}

/// The part of a review that is sealed.
struct ReviewWords: Sendable, Hashable {
    /// What she says.
    let text: String
    /// How she is named; none is "a member".
    let name: String?

    init(text: String, name: String?) {
        self.text = text
        self.name = name
    }

    init(_ bytes: [UInt8]) throws {
        let json = try JSON.parse(bytes)
        text = json["text"]?.string ?? ""
        name = json["name"]?.string
    }

    var bytes: [UInt8] {
        var json: JSONObject = [:]
        if let name { json.set("name", .string(name)) }
        json.set("text", .string(text))
        return Array(JSON.object(json).text.utf8)
    }
}

/// Whether a text can be a shop's number of a product.
private func isProduct(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count)
        && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
}

/// Whether a text is written as the code of a language is: two or three small letters.
private func isLanguage(_ text: String) -> Bool {
    (2...3).contains(text.utf8.count) && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
}
