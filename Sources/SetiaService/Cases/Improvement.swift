package import SetiaCare
package import SetiaCore

/// What the brand does about a cause of complaints, and what it tells of it (rule J-10).
package struct Improvement: Sendable, Hashable {
    /// Its own.
    package let id: Identifier
    /// About which cause.
    package var cause: CaseCause
    /// What is to be done, in words of staff.
    package var what: String
    /// Who of the staff sees to it; none is nobody.
    package var owner: StaffID?
    /// By which day.
    package var due: Day
    /// When it was done; none while it is not.
    package var doneAt: Instant?
    /// What is told of it once it is done, by language; empty is nothing.
    package var told: [Told]
    /// When it was written down.
    package let createdAt: Instant

    /// What is told in one language.
    package struct Told: Sendable, Hashable {
        /// Such as `ms`.
        package let language: Key
        /// What customers said.
        package let said: String
        /// What the brand did.
        package let done: String

        /// What is told in one language.
        package init(language: Key, said: String, done: String) {
            self.language = language
            self.said = said
            self.done = done
        }
    }

    /// Something that was just written down.
    package init(id: Identifier, cause: CaseCause, what: String, due: Day, at now: Instant) {
        self.id = id
        self.cause = cause
        self.what = what
        self.due = due
        told = []
        createdAt = now
    }

    /// Whether everybody may read of it: it is done, and there is something to read (rule J-11).
    package var isPublic: Bool { doneAt != nil && !told.isEmpty }

    /// What is told in a language, else in the first that there is.
    package func told(in language: Key) -> Told? { told.first { $0.language == language } ?? told.first }

    /// Whether it is not done though its day is over.
    package func isLate(on today: Day) -> Bool { doneAt == nil && due < today }
}

/// An improvement as somebody wants it.
package struct ImprovementWish: Sendable, Hashable {
    /// About which cause; none is not said.
    package var cause: CaseCause?
    /// What is to be done.
    package var what: String
    /// Who sees to it.
    package var owner: StaffID?
    /// By which day; none is not said.
    package var due: Day?
    /// What is told of it.
    package var told: [Improvement.Told]

    /// A wish.
    package init(cause: CaseCause?, what: String, owner: StaffID?, due: Day?, told: [Improvement.Told]) {
        self.cause = cause
        self.what = what
        self.owner = owner
        self.due = due
        self.told = told
    }
}

/// Why an improvement is not kept.
package enum ImprovementRefusal: Error, Sendable, Hashable {
    /// There is no such one.
    case unknownImprovement
    /// A field is missing: `cause`, `what` or `due`.
    case missing(String)
    /// A text has more characters than it may.
    case tooLong(String, Int)
    /// There is no such person to see to it.
    case unknownOwner
    /// In this language one of the two sentences is missing.
    case halfTold(Key)
}

/// An improvement that everybody may read of.
package struct PublicImprovement: Sendable, Hashable {
    /// Which.
    package let improvement: Improvement
    /// When it was done.
    package let doneAt: Instant
    /// How many complaints and claims of its cause came since.
    package let since: Int
    /// How many came in as long a time before.
    package let before: Int
}
