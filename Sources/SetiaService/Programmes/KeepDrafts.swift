package import SetiaCore

extension SetiaService {
    /// How many drafts there may be at once: they are read by people.
    package static let mostDrafts = 50
    /// The most bytes that a document has.
    package static let mostDocumentBytes = 1_000_000

    /// All drafts, by name.
    package func drafts() async throws -> [ProgrammeDraft] {
        try await store.reading { try $0.drafts() }
    }

    /// One draft.
    ///
    /// - Throws: `DraftRefusal.unknown` where there is none, or the world's trouble.
    package func draft(_ name: Key) async throws -> ProgrammeDraft {
        guard let draft = try await store.reading({ try $0.draft(name) }) else { throw DraftRefusal.unknown(name) }
        return draft
    }

    /// Keeps a draft as it is, problems and all; nothing is published.
    ///
    /// - Parameters:
    ///   - name: What it is called, in the form of all names in a programme.
    ///   - document: The document, to the byte.
    ///   - revision: The one that the writer read, 0 where she begins it; none writes over whatever is there.
    ///   - base: The version that it is begun from; counts for a new draft only.
    ///   - actor: Who.
    /// - Returns: the draft as it is kept.
    /// - Throws: `DraftRefusal`, or the world's trouble.
    package func saveDraft(
        _ name: String,
        _ document: String,
        replacing revision: Int64? = nil,
        base: Int? = nil,
        by actor: AuditActor
    ) async throws -> ProgrammeDraft {
        guard isDraftName(name) else { throw DraftRefusal.malformedName(name) }
        guard document.utf8.count <= SetiaService.mostDocumentBytes else { throw DraftRefusal.tooLong }
        let (key, now) = (Key(name), surroundings.now())
        return try await store.writing { ledger in
            let before = try ledger.draft(key)
            if let revision, revision != before?.revision ?? 0 {
                throw DraftRefusal.changed(key, revision: before?.revision ?? 0)
            }
            if before == nil, try ledger.drafts().count >= SetiaService.mostDrafts { throw DraftRefusal.tooMany }
            let draft = ProgrammeDraft(
                name: key,
                revision: (before?.revision ?? 0) + 1,
                base: before == nil ? try base ?? ledger.programmes().current(at: now)?.number : before?.base,
                document: document,
                createdAt: before?.createdAt ?? now,
                savedAt: now,
                savedBy: actor
            )
            guard try ledger.save(draft) else { throw DraftRefusal.changed(key, revision: draft.revision) }
            try ledger.add(self.entry(.draftSaved, by: actor, at: now, subject: name))
            return draft
        }
    }

    /// Takes a draft away.
    ///
    /// - Throws: `DraftRefusal.unknown` where there is none, or the world's trouble.
    package func removeDraft(_ name: Key, by actor: AuditActor) async throws {
        let now = surroundings.now()
        try await store.writing { ledger in
            guard try ledger.removeDraft(name) else { throw DraftRefusal.unknown(name) }
            try ledger.add(self.entry(.draftRemoved, by: actor, at: now, subject: name.text))
        }
    }
}

/// Letters a to z, digits, hyphens and underscores, at most 64, a letter first.
private func isDraftName(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 64, isLetter(first) else { return false }
    return text.utf8.allSatisfy { byte in
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }
}

private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

/// Why a draft is not kept, or not found.
package enum DraftRefusal: Error, Sendable, Hashable {
    /// There is none of this name.
    case unknown(Key)
    /// It has no name that a draft can have.
    case malformedName(String)
    /// Somebody saved it since it was read; `revision` is what is there now, 0 where it is gone.
    case changed(Key, revision: Int64)
    /// There are as many as there may be.
    case tooMany
    /// The document has too many bytes.
    case tooLong
}
