internal import JSONText
internal import MailText
package import SetiaCore

// Photos beside what members say of products (rule U-10): cleaned before they are kept, sealed with the member's key, left
// out one by one by staff, and shown to everybody once the review is published.

/// What becomes of the photos of a review that is written anew.
struct PhotoPlan {
    /// Those that stay, in their order.
    let kept: [ReviewPhoto]
    /// Those that go.
    let gone: [ReviewPhoto]
    /// Those that come behind the ones that stay.
    let added: [NewPhoto]

    /// Whether there are others than before.
    var isChange: Bool { !gone.isEmpty || !added.isEmpty }
}

/// A photo that is to be kept.
struct NewPhoto: Hashable {
    /// What everybody may be shown.
    let picture: Picture
    /// Whether it was left out where it comes from.
    var isLeftOut = false
}

extension SetiaService {
    /// Adds a photo to what a member says of a product; it is read again then, as if she had written it anew.
    ///
    /// - Parameters:
    ///   - bytes: The file; what it is, its bytes say.
    ///   - id: To which words.
    /// - Returns: the review under its new id, and whether it had the same photo before, in which case nothing changed.
    /// - Throws: `ProductReviewRefusal`, or the world's trouble; nothing is kept then.
    package func addReviewPhoto(_ bytes: [UInt8], to id: ProductReviewID) async throws
        -> (review: ProductReview, isReplay: Bool)
    {
        guard let known = try await productReview(id), let text = known.text else {
            throw ProductReviewRefusal.unknownReview
        }
        var new = NewProductReview(
            member: id.member,
            product: known.review.product,
            stars: known.review.stars,
            text: text,
            naming: known.review.naming,
            language: known.review.language
        )
        new.photos = [bytes]
        new.onto = id
        return try await writeProductReview(new)
    }

    /// She takes a photo away; what is left of the review stays as it is.
    ///
    /// - Throws: `ProductReviewRefusal`, or the world's trouble.
    package func removeReviewPhoto(_ address: Key, of id: ProductReviewID) async throws -> ProductReview {
        let changed = try await store.recording { ledger -> ProductReview in
            _ = try self.reviewer(id.member, in: ledger)
            var (review, photos) = try self.photos(of: id, ledger)
            guard let photo = photos.first(where: { $0.address == address }) else {
                throw ProductReviewRefusal.unknownPhoto
            }
            try ledger.remove(photo.id)
            photos.removeAll { $0.id == photo.id }
            try self.place(photos, in: ledger)
            review.photos = photos.count
            try ledger.save(review)
            return review
        }
        changeSignal.tell([id.member])
        return changed
    }

    /// Leaves a photo out of what everybody sees, or takes it in again; the words stay as they are.
    ///
    /// - Throws: `ProductReviewRefusal`, `StaffRefusal`, or the world's trouble.
    package func leaveOut(_ address: Key, of id: ProductReviewID, _ isLeftOut: Bool, by actor: AuditActor) async throws
    {
        let now = surroundings.now()
        try await store.recording { ledger in
            try self.allowAnswering(actor, ledger)
            _ = try self.reviewer(id.member, in: ledger)
            let (review, photos) = try self.photos(of: id, ledger)
            guard var photo = photos.first(where: { $0.address == address }) else {
                throw ProductReviewRefusal.unknownPhoto
            }
            guard photo.isLeftOut != isLeftOut else { return }
            photo.isLeftOut = isLeftOut
            try ledger.save(photo)
            try ledger.add(
                self.entry(
                    .productReviewChanged,
                    by: actor,
                    at: now,
                    member: id.member,
                    subject: id.text,
                    details: ["change": isLeftOut ? "leave photo out" : "show photo", "product": review.product.text]
                )
            )
        }
        changeSignal.tell([id.member])
    }

    // MARK: - To be seen

    /// The photo at an address, for everybody: only while its review is published and it is not left out.
    ///
    /// - Parameters:
    ///   - address: By what it is asked for.
    ///   - product: Beside which product.
    /// - Returns: what kind it is, and the picture.
    /// - Throws: the world's trouble.
    package func publicPhoto(_ address: Key, of product: Key) async throws -> (kind: Picture.Kind, bytes: [UInt8])? {
        try await store.reading { archive in
            guard let photo = try archive.reviewPhoto(at: address), photo.product == product, !photo.isLeftOut else {
                return nil
            }
            let review = try archive.productReviews(of: photo.id.member).first { $0.product == product }
            guard review?.state == .published else { return nil }
            return try self.openedPhoto(photo, archive)
        }
    }

    /// A photo for those of ours who read the review, left out or not.
    package func photo(_ address: Key, of id: ProductReviewID) async throws -> (kind: Picture.Kind, bytes: [UInt8])? {
        try await store.reading { archive in
            guard let photo = try archive.reviewPhoto(at: address), photo.id.member == id.member,
                let review = try archive.productReviews(of: id.member).first(where: { $0.id == id }),
                review.product == photo.product
            else { return nil }
            return try self.openedPhoto(photo, archive)
        }
    }

    /// A photo for her who added it, by her own account or one that came to her.
    package func ownPhoto(_ address: Key, of member: MemberID) async throws -> (kind: Picture.Kind, bytes: [UInt8])? {
        try await store.reading { archive in
            guard let photo = try archive.reviewPhoto(at: address),
                try self.accounts(of: member, archive)?.contains(photo.id.member) ?? false
            else { return nil }
            return try self.openedPhoto(photo, archive)
        }
    }

    /// Where everybody finds a photo once it is shown: with the address of the brand's pages, where that is known.
    package func publicAddress(of photo: ReviewPhoto) -> String { staffPorts.address + pathOfPublic(photo) }

    /// The same on the server itself.
    package func pathOfPublic(_ photo: ReviewPhoto) -> String {
        let product = photo.product.text.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                String(Unicode.Scalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return "/v1/products/\(product.joined())/reviews/photos/\(photo.address)"
    }

    /// The photos of a review, in their order.
    func photos(of review: ProductReview, _ archive: any Archive) throws -> [ReviewPhoto] {
        guard review.photos > 0 else { return [] }
        return try archive.reviewPhotos(of: review.id.member).filter { $0.product == review.product }
    }

    private func photos(of id: ProductReviewID, _ archive: any Archive) throws
        -> (review: ProductReview, photos: [ReviewPhoto])
    {
        guard let review = try archive.productReviews(of: id.member).first(where: { $0.id == id }) else {
            throw ProductReviewRefusal.unknownReview
        }
        return (review, try photos(of: review, archive))
    }

    private func openedPhoto(_ photo: ReviewPhoto, _ archive: any Archive) throws
        -> (kind: Picture.Kind, bytes: [UInt8])?
    {
        guard let key = try archive.keys(of: [photo.id.member])[0], let bytes = try opened(photo, key, archive) else {
            return nil
        }
        return (photo.kind, bytes)
    }

    private func opened(_ photo: ReviewPhoto, _ key: WrappedKey, _ archive: any Archive) throws -> [UInt8]? {
        guard let sealed = try archive.sealedPhoto(photo.id) else { return nil }
        return try sealing.open(sealed, of: photo.id.member, use: .reviewPhoto, with: key)
    }

    /// A photo for the file that she may take with her: within so many bytes that are left, and beyond where it is.
    func ownPhoto(_ photo: ReviewPhoto, _ key: WrappedKey, room: inout Int, _ archive: any Archive) throws -> JSON? {
        var json: JSONObject = [
            "addedAt": .string(photo.addedAt.rfc3339), "kind": .string(photo.kind.rawValue),
        ]
        guard room > 0 else {
            json.set("path", .string("/card/reviews/photos/\(photo.address)"))
            return .object(json)
        }
        guard let bytes = try opened(photo, key, archive) else { return nil }
        room -= bytes.count
        json.set("base64", .string(String(decoding: base64(bytes), as: UTF8.self)))
        return .object(json)
    }

    // MARK: - To be kept

    /// What is left of the files that she sent.
    func cleanedPhotos(_ files: [[UInt8]]) throws(ProductReviewRefusal) -> [NewPhoto] {
        guard files.count <= ProductReviewTerms.photos else { throw .tooManyPhotos(ProductReviewTerms.photos) }
        var photos: [NewPhoto] = []
        for (place, bytes) in files.enumerated() {
            do {
                photos.append(NewPhoto(picture: try Picture(cleaning: bytes, atMost: ProductReviewTerms.photoBytes)))
            } catch {
                throw .photo(place, error)
            }
        }
        return photos
    }

    /// What accounts showed that came to her: it moves to what she writes now.
    func movedPhotos(of others: [ProductReview], without dropped: [Key]) async throws -> [NewPhoto] {
        guard let other = others.first(where: { $0.photos > 0 }) else { return [] }
        return try await store.reading { archive in
            guard let key = try archive.keys(of: [other.id.member])[0] else { return [] }
            return try self.photos(of: other, archive).filter { !dropped.contains($0.address) }.compactMap { photo in
                guard let bytes = try self.opened(photo, key, archive) else { return nil }
                let picture = try Picture(cleaning: bytes, atMost: ProductReviewTerms.photoBytes)
                return NewPhoto(picture: picture, isLeftOut: photo.isLeftOut)
            }
        }
    }

    /// What becomes of the photos: those that are there stay unless she takes them away, the same picture twice is one.
    func photoPlan(
        _ new: NewProductReview,
        _ pictures: [NewPhoto],
        _ moved: [NewPhoto],
        onto known: ProductReview?,
        _ key: WrappedKey,
        _ archive: any Archive
    ) throws -> PhotoPlan {
        let all = try known.map { try photos(of: $0, archive) } ?? []
        let kept = all.filter { !new.dropping.contains($0.address) }
        let isFresh = known.map { $0.state == .withdrawn } ?? true
        let coming = (isFresh ? moved : []) + pictures
        var added: [NewPhoto] = []
        if !coming.isEmpty {
            let there = try kept.map { try self.opened($0, key, archive) }
            for photo in coming
            where !there.contains(photo.picture.bytes) && !added.contains(where: { $0.picture == photo.picture }) {
                added.append(photo)
            }
        }
        guard kept.count + added.count <= ProductReviewTerms.photos else {
            throw ProductReviewRefusal.tooManyPhotos(ProductReviewTerms.photos)
        }
        let dayAgo = surroundings.now().adding(days: -1)
        let today = try added.isEmpty ? 0 : archive.reviewPhotos(of: new.member).count { $0.addedAt > dayAgo }
        let own = added.count { photo in pictures.contains { $0.picture == photo.picture } }
        guard own == 0 || today + own <= ProductReviewTerms.photosADay else {
            throw ProductReviewRefusal.tooManyPhotosToday
        }
        return PhotoPlan(kept: kept, gone: all.filter { new.dropping.contains($0.address) }, added: added)
    }

    /// Does what a plan says.
    func carryOut(
        _ plan: PhotoPlan,
        _ product: Key,
        of member: MemberID,
        _ identifiers: [Identifier],
        _ key: WrappedKey,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        for photo in plan.gone { try ledger.remove(photo.id) }
        try place(plan.kept, in: ledger)
        for (number, photo) in plan.added.enumerated() {
            let id = ReviewPhotoID(member: member, identifiers[number])
            let hash = sealing.keyedHash(Array("photo:\(id.text)".utf8), for: .productReview)
            let kept = ReviewPhoto(
                id: id,
                product: product,
                place: plan.kept.count + number,
                address: Key(String(hexadecimal(hash).prefix(32))),
                kind: photo.picture.kind,
                width: photo.picture.width,
                height: photo.picture.height,
                addedAt: now,
                isLeftOut: photo.isLeftOut
            )
            let sealed = try sealing.seal(photo.picture.bytes, for: member, use: .reviewPhoto, with: key)
            try ledger.add(kept, sealed: sealed)
        }
    }

    /// Counts photos from 0 again.
    private func place(_ photos: [ReviewPhoto], in ledger: any Ledger) throws {
        for (place, photo) in photos.enumerated() where photo.place != place {
            var moved = photo
            moved.place = place
            try ledger.save(moved)
        }
    }

    /// She takes back what she said: its words go, and its photos.
    func takeBack(_ review: inout ProductReview, in ledger: any Ledger) throws {
        for photo in try photos(of: review, ledger) { try ledger.remove(photo.id) }
        review.withdraw()
    }
}
