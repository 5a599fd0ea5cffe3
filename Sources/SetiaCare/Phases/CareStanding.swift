package import SetiaCore

/// How the brand has spoken with a member: for her sake, and to sell (rule I-9).
package struct CareStanding: Sendable, Hashable {
    /// When she was last thanked, asked or answered; none is never.
    package private(set) var last: Instant?
    /// How often within the stretch that is counted.
    package private(set) var caring = 0
    /// How often something was to be sold to her within it.
    package private(set) var selling = 0

    /// Nobody has spoken with her.
    package init() {}

    /// For how many days contacts are counted.
    package static let days = 90

    /// Takes in a contact.
    ///
    /// - Parameters:
    ///   - moment: When it was.
    ///   - isSelling: Whether something was to be sold.
    ///   - start: From when on it is counted.
    package mutating func add(at moment: Instant, isSelling: Bool, countedFrom start: Instant) {
        if isSelling {
            if moment > start { selling += 1 }
        } else {
            if moment > start { caring += 1 }
            last = max(last ?? moment, moment)
        }
    }

    /// Since when nobody has thanked, asked or answered her, of the time in which she trusts.
    package func uncaredSince(trusting since: Instant) -> Instant { max(last ?? since, since) }

    /// Whether nobody has for so many days.
    package func isUncared(for days: Int, trusting since: Instant, at now: Instant) -> Bool {
        uncaredSince(trusting: since).adding(days: days) <= now
    }
}
