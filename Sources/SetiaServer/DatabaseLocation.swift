/// Where a brand's database is.
package struct DatabaseLocation: Sendable, Hashable, CustomStringConvertible {
    /// Which database it is, and where.
    package enum Place: Sendable, Hashable {
        /// A SQLite file, by its path.
        case file(String)
        /// A database on a PostgreSQL server, by its URL as libpq reads it; it may hold a password.
        case server(String)
    }

    /// Which database it is, and where.
    package let place: Place

    /// The location that `text` names: a path, `sqlite:` and a path, or `postgres://…`.
    ///
    /// - Throws: `MalformedLocation` for anything else.
    package init(_ text: String) throws(MalformedLocation) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            place = .server(text)
            return
        }
        var path = Substring(text)
        if path.hasPrefix("sqlite:") {
            path = path.dropFirst("sqlite:".count)
            if path.hasPrefix("//") { path = path.dropFirst(2) }
        }
        guard !path.isEmpty else { throw MalformedLocation(text: text, reason: "there is no path in it") }
        guard !path.contains("://") else {
            throw MalformedLocation(
                text: String(path.prefix { $0 != ":" }) + "://…",
                reason: "expected a path, sqlite: and a path, or postgres://HOST/DATABASE"
            )
        }
        place = .file(String(path))
    }

    /// The path of the SQLite file; none on a server.
    package var path: String? {
        if case .file(let path) = place { path } else { nil }
    }

    /// Where the keys are unless somebody says otherwise: beside the file, or here where the database is on a server.
    package var defaultKeysPath: String {
        switch place {
        case .file(let path): path + ".keys"
        case .server: "setia.keys"
        }
    }

    /// What a person reads: a path, or the URL without a password and settings.
    package var description: String {
        switch place {
        case .file(let path): return path
        case .server(let address):
            let scheme = "postgres://"
            let rest = address.drop { $0 != ":" }.dropFirst(3)
            let place = rest.prefix { $0 != "?" }
            guard let at = place.lastIndex(of: "@") else { return scheme + place }
            let user = place[..<at].prefix { $0 != ":" }
            return scheme + user + place[at...]
        }
    }
}

/// Why a text names no database.
package struct MalformedLocation: Error, Sendable, Hashable, CustomStringConvertible {
    let text: String
    let reason: String

    /// What a person reads.
    package var description: String { "'\(text)' is no database: \(reason)" }
}
