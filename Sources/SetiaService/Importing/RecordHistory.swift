package import SetiaCore

/// A stretch of a brand's past that is told from its beginning, as if it were recorded while it happened.
package struct HistoryPiece: Sendable {
    /// Who joined, earliest first; before anything else that is told of her.
    package let joining: [JoiningMember]
    /// What happened, earliest first, each with the moment at which it is said to have been written down.
    package let events: [PreparedIntake]
    /// The end of the stretch: nothing in it is later.
    package let end: Instant

    /// A stretch of a past.
    package init(joining: [JoiningMember], events: [PreparedIntake], end: Instant) {
        self.joining = joining
        self.events = events
        self.end = end
    }
}

/// Somebody who joined in a past that is told.
package struct JoiningMember: Sendable {
    /// The id that she gets.
    package let id: MemberID
    /// Who she is; `joinedAt` is when she joined, and then she was written down.
    package let member: NewMember
    /// By whose word.
    package let source: Key
    /// The id of the event by which she joined.
    package let event: Key
    /// What she agreed to in that moment, each with the id of its event.
    package let consents: [(id: Key, consent: Consent)]

    /// Somebody who joined.
    package init(
        id: MemberID,
        member: NewMember,
        source: Key,
        event: Key,
        consents: [(id: Key, consent: Consent)]
    ) {
        self.id = id
        self.member = member
        self.source = source
        self.event = event
        self.consents = consents
    }
}

/// What a past came to.
package struct HistoryCounts: Sendable, Hashable {
    /// Members who joined.
    package var members: Int64 = 0
    /// Events, those of joining and consent among them.
    package var events: Int64 = 0
    /// Paid orders.
    package var orders: Int64 = 0
    /// Of these, guests'.
    package var guestOrders: Int64 = 0
    /// Orders that came back.
    package var returns: Int64 = 0
    /// Times that points were spent.
    package var redemptions: Int64 = 0
    /// Entries in the ledger.
    package var entries: Int64 = 0

    /// Nothing yet.
    package init() {}
}

extension SetiaService {
    /// Whether nothing was ever written: no programme, no shop, nobody.
    package func isFresh() async throws -> Bool {
        try await store.reading { archive in
            try archive.programmes().isEmpty && archive.shops().isEmpty
                && archive.members(after: nil, limit: 1).isEmpty
        }
    }

    /// Begins a past: versions of the programme as of their days, and shops.
    ///
    /// Only a fresh brand has a past to be told; what was decided stays decided.
    ///
    /// - Throws: `HistoryRefusal`, the problems with a document, or the world's trouble; nothing is written then.
    package func beginHistory(
        _ programmes: [(document: String, validFrom: Instant)],
        shops: [Shop],
        job: ImportJob
    ) async throws {
        for programme in programmes { _ = try reader.parsePublished(programme.document) }
        try await store.writing { ledger in
            guard try ledger.programmes().isEmpty, try ledger.members(after: nil, limit: 1).isEmpty else {
                throw HistoryRefusal.notFresh
            }
            for (place, programme) in programmes.enumerated() {
                try ledger.publish(
                    PublishedProgramme(
                        number: place + 1,
                        validFrom: programme.validFrom,
                        publishedAt: programme.validFrom,
                        document: programme.document
                    )
                )
            }
            for shop in shops { try ledger.put(shop) }
            try ledger.save(job)
        }
    }

    /// Records a stretch of a past in one transaction, together with how far it has come.
    ///
    /// - Returns: what it came to.
    /// - Throws: the programme's refusal of anything in it, or the world's trouble; nothing of it is written then.
    package func recordHistory(_ piece: HistoryPiece, job: ImportJob) async throws -> HistoryCounts {
        try await store.recording { ledger in
            var counts = HistoryCounts()
            let enrolments = piece.joining.map { joining in
                Enrolment(
                    new: joining.member,
                    newID: joining.id,
                    event: (joining.source, joining.event),
                    followedBy: joining.consents.map { ($0.id, .consentChanged($0.consent)) },
                    now: joining.member.joinedAt ?? piece.end
                )
            }
            for (joining, result) in zip(piece.joining, try self.enrol(enrolments, in: ledger)) {
                counts.members += 1
                counts.events += Int64(joining.consents.count)
                counts.add(try result.get())
            }
            for outcome in try self.record(piece.events, now: piece.end, in: ledger) {
                switch outcome {
                case .recorded(let receipt): counts.add(receipt)
                case .refused(let refusal): throw refusal
                case .kept: preconditionFailure("a past that is told never waits")
                case .failed(let error): throw error
                }
            }
            try ledger.save(job)
            return counts
        }
    }
}

/// Why a past cannot be told.
package enum HistoryRefusal: Error, Sendable, Hashable {
    /// Something was recorded already.
    case notFresh
}

extension HistoryCounts {
    fileprivate mutating func add(_ receipt: Receipt) {
        events += 1
        entries += Int64(receipt.decision.entries.count)
        switch receipt.event.matter {
        case .orderPaid:
            orders += 1
            if receipt.event.isAnonymous { guestOrders += 1 }
        case .orderReturned: returns += 1
        case .pointsRedeemed: redemptions += 1
        default: break
        }
    }

    /// Adds what another stretch came to.
    package static func += (left: inout HistoryCounts, right: HistoryCounts) {
        left.members += right.members
        left.events += right.events
        left.orders += right.orders
        left.guestOrders += right.guestOrders
        left.returns += right.returns
        left.redemptions += right.redemptions
        left.entries += right.entries
    }
}
