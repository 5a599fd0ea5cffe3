package import JSONText
package import SetiaCore

extension SetiaService {
    /// So many pieces members are shown at once.
    private static let mostToRead = 30

    /// Writes a piece down, or changes it (rule Z-2).
    ///
    /// - Parameters:
    ///   - id: Which one is changed; none is a new one.
    ///   - document: As `ContentPiece` reads it.
    ///   - actor: Who; by an API key whose scope was looked at.
    /// - Returns: the piece.
    /// - Throws: `ContentRefusal`, `StaffRefusal`, `Unready`, or the world's trouble; nothing is changed then.
    @discardableResult
    package func keepContent(_ id: Identifier?, _ document: JSON, by actor: AuditActor) async throws -> ContentPiece {
        let (now, newID) = (surroundings.now(), surroundings.newIdentifier())
        return try await store.writing { ledger in
            try self.allowBroadcasting(actor, ledger)
            let version = try self.configuration(ledger).published().version(at: now)
            var piece = ContentPiece(id: newID, kind: .tip, name: "", at: now)
            if let id {
                guard let known = try ledger.content(id) else { throw ContentRefusal.unknownPiece }
                piece = known
            } else {
                let most = ContentLimits.pieces
                guard try ledger.contents(limit: most).count < most else { throw ContentRefusal.tooMany(most) }
            }
            try piece.take(document, languages: version.programme.languages, today: version.zone.day(of: now))
            if let owner = piece.owner, try ledger.staffAccount(owner) == nil {
                throw ContentRefusal.malformed([ContentProblem("owner", .notStaff)])
            }
            piece.changedAt = now
            try self.keep(piece, id == nil ? "made" : "changed", by: actor, at: now, ledger)
            return piece
        }
    }

    /// Says how far a piece is; published without a day it is told from today on.
    ///
    /// - Throws: `ContentRefusal`, `StaffRefusal`, `Unready`, or the world's trouble.
    @discardableResult
    package func changeContent(_ id: Identifier, to state: ContentPiece.State, by actor: AuditActor) async throws
        -> ContentPiece
    {
        let now = surroundings.now()
        return try await store.writing { ledger in
            try self.allowBroadcasting(actor, ledger)
            guard var piece = try ledger.content(id) else { throw ContentRefusal.unknownPiece }
            guard piece.state != state else { return piece }
            if state != .draft, piece.forms.isEmpty {
                throw ContentRefusal.malformed([ContentProblem("forms", .noForm)])
            }
            piece.state = state
            piece.changedAt = now
            if state == .published, piece.day == nil {
                piece.day = try self.configuration(ledger).published().version(at: now).zone.day(of: now)
            }
            try self.keep(piece, state.rawValue, by: actor, at: now, ledger)
            return piece
        }
    }

    private func keep(
        _ piece: ContentPiece,
        _ change: String,
        by actor: AuditActor,
        at now: Instant,
        _ ledger: any Ledger
    ) throws {
        try ledger.save(piece)
        try ledger.add(
            entry(.contentChanged, by: actor, at: now, subject: piece.id.text, details: ["change": change])
        )
    }

    /// The pieces that are wanted: by their day, those without one last, of one day the newest first.
    package func contents(_ wish: ContentWish = ContentWish()) async throws -> [ContentPiece] {
        let all = try await store.reading { try $0.contents(limit: ContentLimits.pieces) }.filter { wish.fits($0) }
        let dated = all.compactMap { piece in piece.day.map { (day: $0, piece: piece) } }
            .sorted { ($0.day, $1.piece.id) < ($1.day, $0.piece.id) }.map { $0.piece }
        return dated + all.filter { $0.day == nil }
    }

    /// One piece.
    ///
    /// - Throws: `ContentRefusal.unknownPiece`, or the world's trouble.
    package func content(_ id: Identifier) async throws -> ContentPiece {
        try await store.reading { archive in
            guard let piece = try archive.content(id) else { throw ContentRefusal.unknownPiece }
            return piece
        }
    }

    /// What members read in a language, the newest day first (rule Z-3).
    package func contentToRead(in language: Key) async throws -> [(piece: ContentPiece, form: ContentPiece.Form)] {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let version = try self.configuration(archive).book?.version(at: now) else { return [] }
            let today = version.zone.day(of: now)
            let published = try archive.publishedContents(by: today, limit: ContentLimits.pieces)
            let fitting = published.compactMap { piece in
                piece.toRead(in: language, on: today).map { (piece: piece, form: $0) }
            }
            return Array(fitting.prefix(SetiaService.mostToRead))
        }
    }
}
