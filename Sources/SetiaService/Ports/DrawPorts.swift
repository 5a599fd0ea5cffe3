package import SetiaCore

/// A draw by chance: what it was drawn from, and the seed by which anybody can draw it again.
package struct SurpriseDraw: Sendable, Hashable {
    /// Its name, chosen by whoever drew.
    package let name: Key
    /// The segment that was drawn from; none is all active members.
    package let segment: Key?
    /// What members were ranked by, with their ids.
    package let seed: String
    /// How many were drawn.
    package let count: Int64
    /// How many there were to draw from.
    package let candidates: Int64
    /// What each who was drawn gets.
    package let present: Present
    /// When.
    package let at: Instant
    /// Who drew, by id or as what.
    package let by: Key

    /// A draw.
    package init(
        name: Key,
        segment: Key?,
        seed: String,
        count: Int64,
        candidates: Int64,
        present: Present,
        at: Instant,
        by: Key
    ) {
        self.name = name
        self.segment = segment
        self.seed = seed
        self.count = count
        self.candidates = candidates
        self.present = present
        self.at = at
        self.by = by
    }
}

/// A member that a draw was among.
package struct DrawEntry: Sendable, Hashable {
    /// Who.
    package let member: MemberID
    /// Her place among those who were drawn, from 1; none where she was not.
    package let place: Int64?

    /// An entry.
    package init(member: MemberID, place: Int64?) {
        self.member = member
        self.place = place
    }
}

/// Draws, to be read; a part of `Archive`.
package protocol DrawArchive: AnyObject {
    /// A draw by its name, or none.
    func draw(_ name: Key) throws -> SurpriseDraw?
    /// The newest draws, at most `limit`.
    func draws(limit: Int) throws -> [SurpriseDraw]
    /// Those that a draw was among, by id, behind one of them.
    func entries(ofDraw name: Key, after: MemberID?, limit: Int) throws -> [DrawEntry]
}

/// Draws, to be written; a part of `Ledger`.
package protocol DrawLedger: DrawArchive {
    /// Adds a draw.
    func add(_ draw: SurpriseDraw) throws
    /// Adds those that a draw is among; who is there already stays as she is.
    func add(_ entries: [DrawEntry], toDraw name: Key) throws
}
