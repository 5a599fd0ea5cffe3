/// Where a brand's database is.
package struct DatabaseLocation: Sendable, Hashable {
    /// The path of a SQLite file.
    package let path: String

    /// The location that `text` names: a path, or `sqlite:` and a path.
    ///
    /// - Throws: `MalformedLocation` for anything else.
    package init(_ text: String) throws(MalformedLocation) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            throw MalformedLocation(text: "postgres://…", reason: "PostgreSQL is not offered yet; name a SQLite file")
        }
        var path = Substring(text)
        if path.hasPrefix("sqlite:") {
            path = path.dropFirst("sqlite:".count)
            if path.hasPrefix("//") { path = path.dropFirst(2) }
        }
        guard !path.isEmpty else { throw MalformedLocation(text: text, reason: "there is no path in it") }
        guard !path.contains("://") else {
            throw MalformedLocation(text: text, reason: "expected a path, or sqlite: and a path")
        }
        self.path = String(path)
    }
}

/// Why a text names no database.
package struct MalformedLocation: Error, Sendable, Hashable, CustomStringConvertible {
    let text: String
    let reason: String

    /// What a person reads.
    package var description: String { "'\(text)' is no database: \(reason)" }
}
