package import SetiaCore

/// A gathering as somebody wants it.
package struct GatheringWish: Sendable, Hashable {
    /// Its name in addresses.
    package var key: String
    /// What it is called and what is said of it.
    package var words: [Gathering.Words]
    /// When it begins; none is not said.
    package var startsAt: Instant?
    /// When it is over; none is not said.
    package var endsAt: Instant?
    /// Where it is; none is not said.
    package var place: Gathering.Place?
    /// How many places; none is not said, or no number.
    package var capacity: Int64?
    /// From when on everybody may ask; none is at once.
    package var opensAt: Instant?
    /// Who may ask before.
    package var early: [Gathering.Early]
    /// For how many hours a place is offered; none is twelve.
    package var offerHours: Int64?

    /// A wish that says nothing but the name.
    package init(key: String) {
        self.key = key
        words = []
        early = []
    }
}
