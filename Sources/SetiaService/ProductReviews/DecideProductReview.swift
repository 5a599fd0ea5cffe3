package import SetiaCore

/// What somebody of ours does with what a member says of a product.
package enum ProductReviewChange: Sendable, Hashable {
    /// Everybody may read it.
    case publish
    /// Nobody may, for a reason that she sees.
    case decline(DeclineReason)
    /// The brand says something to it, for everybody to read; an empty text takes back what it said.
    case answer(String)
    /// She takes it back, as the shop's own program says for her.
    case withdraw

    /// What is done.
    package var act: ProductReviewState.Act {
        switch self {
        case .publish: .publish
        case .decline: .decline
        case .answer: .answer
        case .withdraw: .withdraw
        }
    }
}

extension SetiaService {
    /// Publishes, declines or answers what a member says of a product (rules U-3 and U-5).
    ///
    /// - Parameters:
    ///   - id: Which words: those that somebody has read, and not what she wrote since.
    ///   - change: What is done.
    ///   - actor: Who.
    /// - Returns: how it stands now; done twice it stays so.
    /// - Throws: `ProductReviewRefusal`, `StaffRefusal`, or the world's trouble; nothing is changed then.
    package func change(_ id: ProductReviewID, _ change: ProductReviewChange, by actor: AuditActor) async throws
        -> ProductReview
    {
        let now = surroundings.now()
        let (changed, isFirst) = try await store.recording { ledger -> (ProductReview, Bool) in
            try self.allowAnswering(actor, ledger)
            guard let state = try ledger.states([StateRequest(member: id.member)])[0], state.status != .erased,
                let key = try ledger.keys(of: [id.member])[0],
                var review = try ledger.productReviews(of: id.member).first(where: { $0.id == id })
            else { throw ProductReviewRefusal.unknownReview }
            let known = review
            switch change {
            case .publish where review.state == .published, .withdraw where review.state == .withdrawn:
                return (review, false)
            case .decline(let reason) where review.state == .declined && review.reason == reason:
                return (review, false)
            case .publish, .decline, .answer, .withdraw: break
            }
            guard let next = review.state.after(change.act) ?? self.saidAnew(change, review) else {
                throw ProductReviewRefusal.wrongAct(change.act, from: review.state)
            }
            review.state = next
            review.reason = nil
            switch change {
            case .publish:
                review.isVerified = try self.hasBought(review.product, id.member, ledger)
                if review.publishedAt == nil { review.publishedAt = now }
            case .decline(let reason): review.reason = reason
            case .answer(let text) where text.allSatisfy(\.isWhitespace):
                review.answer = nil
                review.answeredAt = nil
            case .answer(let text):
                let text = try self.reviewText(text, atMost: ProductReviewTerms.longestAnswer)
                review.answer = try self.sealing.seal(
                    Array(text.utf8),
                    for: id.member,
                    use: .productReview,
                    with: key
                )
                review.answeredAt = now
            case .withdraw: try self.takeBack(&review, in: ledger)
            }
            try ledger.save(review)
            try ledger.add(
                self.entry(
                    .productReviewChanged,
                    by: actor,
                    at: now,
                    member: id.member,
                    subject: id.text,
                    details: ["change": change.act.rawValue, "product": review.product.text]
                )
            )
            return (review, known.publishedAt == nil && review.publishedAt != nil)
        }
        ratingBoard.forget()
        changeSignal.tell([id.member])
        if isFirst {
            try await tell(changed)
        } else {
            // Done again, since the first time broke between the two.
            try await tellUntoldReviews(of: id.member)
        }
        return changed
    }

    /// Declined for another reason is declined still.
    private func saidAnew(_ change: ProductReviewChange, _ review: ProductReview) -> ProductReviewState? {
        guard case .decline = change, review.state == .declined else { return nil }
        return .declined
    }

    // MARK: - The event of a review

    /// Tells that a member's review of a product was published, once for good (rule U-5).
    ///
    /// It says how many words it has and whether she bought the product, and not how many stars she gave: no rule can pay
    /// for them. What the programme has against it, such as a member who is suspended meanwhile, takes nothing from the
    /// review.
    private func tell(_ review: ProductReview) async throws {
        guard let at = review.publishedAt else { return }
        let (owner, wasTold, photos) = try await store.reading { archive in
            let owner = try self.owner(of: review.id.member, archive)?.member ?? review.id.member
            return (
                owner, try self.isTold(review, owner, archive),
                try self.photos(of: review, archive).count { !$0.isLeftOut }
            )
        }
        guard !wasTold else { return }
        let facts: [Occurrence.Fact] = [
            Occurrence.Fact(name: "product", value: .text(review.product)),
            Occurrence.Fact(name: "words", value: .number(Int64(review.words))),
            Occurrence.Fact(name: "photos", value: .number(Int64(photos))),
            Occurrence.Fact(name: "isVerified", value: .truth(review.isVerified)),
        ]
        let event = Event(
            source: reviewSource,
            id: eventID(review),
            occurredAt: at,
            matter: .happened(Occurrence(type: .reviewPublished, facts: facts))
        )
        if case .failed(let error) = try await record(Intake(event: event, who: .member(owner))) {
            throw error
        }
    }

    /// Tells what was published and whose event is not there, since something broke between the two.
    ///
    /// - Parameter member: Whose; looked at when she looks at what she said.
    /// - Throws: the world's trouble.
    func tellUntoldReviews(of member: MemberID) async throws {
        let now = surroundings.now()
        let untold = try await store.reading { archive in
            try archive.productReviews(of: member).filter { review in
                guard let at = review.publishedAt, review.state == .published,
                    now.milliseconds(since: at) < SetiaService.reviewsMendedFor
                else { return false }
                return try !self.isTold(review, try self.owner(of: member, archive)?.member ?? member, archive)
            }
        }
        for review in untold { try await tell(review) }
    }

    /// Whether the review of a product was told by any account of a member: she is thanked once.
    private func isTold(_ review: ProductReview, _ owner: MemberID, _ archive: any Archive) throws -> Bool {
        let accounts = try self.accounts(of: owner, archive) ?? [owner]
        return try accounts.contains { account in
            try accounts.contains { writer in
                try archive.event(of: account, source: reviewSource, id: eventID(review.product, writer)) != nil
            }
        }
    }

    /// For how long a published review whose event is missing is looked for, in milliseconds.
    private static let reviewsMendedFor: Int64 = 30 * 86_400_000
}

private let reviewSource: Key = "setia/reviews"

private func eventID(_ review: ProductReview) -> Key { eventID(review.product, review.id.member) }

private func eventID(_ product: Key, _ writer: MemberID) -> Key { Key("\(product)/\(writer.text)") }
