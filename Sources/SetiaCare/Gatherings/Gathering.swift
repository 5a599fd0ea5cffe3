package import SetiaCore

/// An event that members come to, online or in person; in code a gathering, since an event is what the ledger takes in.
package struct Gathering: Sendable, Hashable {
    /// Its name in addresses and rules, such as `tasting-june`.
    package let key: Key
    /// What it is called and what is said of it, in the programme's order of languages.
    package var words: [Words]
    /// When it begins.
    package var startsAt: Instant
    /// When it is over.
    package var endsAt: Instant
    /// Where it is.
    package var place: Place
    /// How many places there are.
    package var capacity: Int64
    /// From when on everybody may ask for a place; none is at once.
    package var opensAt: Instant?
    /// Who may ask before everybody.
    package var early: [Early]
    /// For how many hours a place is offered to who waits.
    package var offerHours: Int64
    /// When it was called off; none is not.
    package var cancelledAt: Instant?
    /// How often it was changed: calendars take the higher one.
    package var revision: Int64
    /// When it was made.
    package let createdAt: Instant
    /// When it was changed last.
    package var changedAt: Instant

    /// For how many hours a place is offered, where nobody says otherwise.
    package static let usualOfferHours: Int64 = 12
    /// How long a place is held for her who asked, in milliseconds.
    package static let holdLasts: Int64 = 10 * 60_000
    /// How long before it begins members with a place are reminded, in milliseconds.
    package static let remindsBefore: Int64 = 24 * 3_600_000
    /// How long before it begins the doors open, in milliseconds.
    package static let doorsBefore: Int64 = 3 * 3_600_000
    /// How long after its end somebody who was there can still be let in by the list, in milliseconds.
    package static let doorsAfter: Int64 = 12 * 3_600_000
    /// The most places that there are.
    package static let mostPlaces: Int64 = 100_000

    /// What it is called and what is said of it in one language.
    package struct Words: Sendable, Hashable {
        /// Such as `ms`.
        package let language: Key
        /// The title.
        package let title: String
        /// What is said of it; may be empty.
        package let text: String

        /// Words in one language.
        package init(language: Key, title: String, text: String) {
            self.language = language
            self.title = title
            self.text = text
        }
    }

    /// Where it is.
    package enum Place: Sendable, Hashable {
        /// An address or a room, in words.
        case inPerson(String)
        /// A link that those get who have a place.
        case online(String)

        /// Whether it is online.
        package var isOnline: Bool { if case .online = self { true } else { false } }
        /// The address, or the link.
        package var text: String {
            switch self {
            case .inPerson(let text), .online(let text): text
            }
        }
    }

    /// Who may ask for a place before everybody, and from when on.
    package struct Early: Sendable, Hashable {
        /// Who.
        package let who: Who
        /// From when on.
        package let from: Instant

        /// Who is let in early.
        package enum Who: Sendable, Hashable {
            /// Who stands on this level or a higher one.
            case level(set: Key, level: Key)
            /// Who belongs to this segment.
            case segment(Key)
        }

        /// An early window.
        package init(who: Who, from: Instant) {
            self.who = who
            self.from = from
        }
    }

    /// A gathering that was just made.
    package init(
        key: Key,
        words: [Words],
        startsAt: Instant,
        endsAt: Instant,
        place: Place,
        capacity: Int64,
        at now: Instant
    ) {
        self.key = key
        self.words = words
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.place = place
        self.capacity = capacity
        early = []
        offerHours = Gathering.usualOfferHours
        revision = 0
        createdAt = now
        changedAt = now
    }
}

extension Gathering {
    /// The words in a language, else in the first that there is.
    package func words(in language: Key?) -> Words {
        words.first { $0.language == language } ?? words.first ?? Words(language: "en", title: key.text, text: "")
    }

    /// From when on a member may ask for a place (rule X-2): everybody's moment, or the earliest of the windows that are
    /// hers.
    ///
    /// - Parameter isAmong: Whether she is one of those of a window.
    /// - Returns: none where she may from the beginning.
    package func opens(for isAmong: (Early.Who) -> Bool) -> Instant? {
        guard var opens = opensAt else { return nil }
        for window in early where window.from < opens && isAmong(window.who) { opens = window.from }
        return opens
    }

    /// Whether somebody can be let in at the door now.
    package func hasDoorsOpen(at now: Instant) -> Bool {
        now >= startsAt.adding(milliseconds: -Gathering.doorsBefore)
            && now < endsAt.adding(milliseconds: Gathering.doorsAfter)
    }
}
