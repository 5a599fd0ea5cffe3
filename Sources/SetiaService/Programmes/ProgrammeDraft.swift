package import SetiaCore

/// A document that is kept and not published: nothing hangs on it, and it may have problems.
///
/// There can be several, each with a name, since two people prepare two things: next year's levels, and a weekend's bonus.
package struct ProgrammeDraft: Sendable, Hashable {
    /// Its own: in the form of all names in a programme.
    package let name: Key
    /// How often it was saved.
    ///
    /// Whoever saves says which one she read, so that nobody's work is written over.
    package let revision: Int64
    /// The version that it was begun from; none where there was none.
    package let base: Int?
    /// The document, to the byte.
    package let document: String
    /// When it was begun.
    package let createdAt: Instant
    /// When it was saved last.
    package let savedAt: Instant
    /// Who saved it last.
    package let savedBy: AuditActor

    /// A draft.
    package init(
        name: Key,
        revision: Int64,
        base: Int?,
        document: String,
        createdAt: Instant,
        savedAt: Instant,
        savedBy: AuditActor
    ) {
        self.name = name
        self.revision = revision
        self.base = base
        self.document = document
        self.createdAt = createdAt
        self.savedAt = savedAt
        self.savedBy = savedBy
    }
}
