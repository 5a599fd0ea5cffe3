package import SetiaCore

extension SetiaService {
    /// Publishes a document as the next version of the programme; from then on it decides.
    ///
    /// The same document as the newest version's is not published again.
    ///
    /// - Parameters:
    ///   - document: The document, to the byte.
    ///   - validFrom: From when it holds, now or later; none is now.
    /// - Returns: the version, and whether it is new.
    /// - Throws: the problems with the document as the reader states them, `ProgrammeRefusal`, or the world's trouble.
    package func publishProgramme(
        _ document: String,
        validFrom: Instant? = nil
    ) async throws -> (programme: PublishedProgramme, isNew: Bool) {
        let now = surroundings.now()
        let programme = try reader.parse(document)
        guard reader.zone(programme.timeZone) != nil else {
            throw StoreFailure(kind: .other, message: "no such time zone here: \(programme.timeZone)")
        }
        let from = validFrom ?? now
        guard from >= now else { throw ProgrammeRefusal.beginsInThePast(from) }
        let answer = try await store.writing { ledger in
            let newest = try ledger.programmes().last
            if let newest, newest.document.utf8.elementsEqual(document.utf8) { return (newest, false) }
            if let newest, newest.validFrom > from {
                throw ProgrammeRefusal.beginsBeforeTheNewest(newest.number, newest.validFrom)
            }
            let published = PublishedProgramme(
                number: (newest?.number ?? 0) + 1,
                validFrom: from,
                publishedAt: now,
                document: document
            )
            try ledger.publish(published)
            return (published, true)
        }
        changeSignal.tell([])
        return answer
    }

    /// All published versions, oldest first.
    package func programmes() async throws -> [PublishedProgramme] {
        try await store.reading { try $0.programmes() }
    }

    /// The versions ready to decide with; none before the first is published.
    package func book() async throws -> ProgrammeBook? {
        try await store.reading { try self.configuration($0).book }
    }
}

/// Why a programme is not published.
package enum ProgrammeRefusal: Error, Sendable, Hashable {
    /// What was decided stays decided: a version begins now or later.
    case beginsInThePast(Instant)
    /// A version that begins later is published already.
    case beginsBeforeTheNewest(Int, Instant)
}

extension SetiaService {
    /// The programme that a document states; nothing is published.
    ///
    /// - Throws: the problems with the document as the reader states them.
    package func validate(_ document: String) throws -> Programme {
        try reader.parse(document)
    }
}
