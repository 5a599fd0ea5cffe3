package import SetiaCore

/// How far an import has come: written in the same transaction as the rows it speaks of, so a killed one goes on.
package struct ImportJob: Sendable, Hashable {
    /// Made from the file's name, size and beginning.
    package let id: String
    /// Bytes of the file that are done; a row boundary.
    package var offset: Int64
    /// Rows that are done, the header too.
    package var rows: Int64
    /// Events or members that were new.
    package var recorded: Int64
    /// Those that had been recorded before.
    package var replayed: Int64
    /// Rows that were refused.
    package var refused: Int64
    /// When it was last written.
    package var updatedAt: Instant
    /// Whether the whole file is done.
    package var isDone: Bool

    /// An import that nothing is done of.
    package init(
        id: String,
        offset: Int64 = 0,
        rows: Int64 = 0,
        recorded: Int64 = 0,
        replayed: Int64 = 0,
        refused: Int64 = 0,
        updatedAt: Instant,
        isDone: Bool = false
    ) {
        self.id = id
        self.offset = offset
        self.rows = rows
        self.recorded = recorded
        self.replayed = replayed
        self.refused = refused
        self.updatedAt = updatedAt
        self.isDone = isDone
    }
}
