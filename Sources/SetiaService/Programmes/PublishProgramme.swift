package import SetiaCore

extension SetiaService {
    /// Publishes a document as the next version of the programme; from its moment on it decides.
    ///
    /// The same document as the newest version's is not published again. A draft that is published is gone.
    ///
    /// - Parameters:
    ///   - document: The document, to the byte.
    ///   - validFrom: From when it holds, now or later; none is now.
    ///   - bringsHistory: Whether it may begin earlier while nothing is recorded yet: a history is to come.
    ///   - reason: Why, if somebody says.
    ///   - draft: The draft that it was; none where it was none.
    ///   - actor: Who publishes, for the log; none where it is the beginning of a brand.
    /// - Returns: the version, and whether it is new.
    /// - Throws: the problems with the document as the reader states them, `ProgrammeRefusal`, or the world's trouble.
    package func publishProgramme(
        _ document: String,
        validFrom: Instant? = nil,
        bringsHistory: Bool = false,
        reason: String? = nil,
        draft: Key? = nil,
        by actor: AuditActor? = nil
    ) async throws -> (programme: PublishedProgramme, isNew: Bool) {
        let now = surroundings.now()
        try requirePublishable(document)
        let words = try checked(reason)
        let answer = try await store.writing { ledger in
            let from = validFrom ?? now
            let mayBeEarlier = try bringsHistory && ledger.newestMark() == nil
            guard from >= now || mayBeEarlier else { throw ProgrammeRefusal.beginsInThePast(from) }
            let answer = try self.publish(document, from: from, reason: words, at: now, ledger)
            if let draft { _ = try ledger.removeDraft(draft) }
            if answer.isNew { try self.log(.programmePublished, answer.programme, by: actor, at: now, ledger) }
            return answer
        }
        changeSignal.tell([])
        return answer
    }

    /// Publishes the document of an older version anew, as the next one: what was is not rewritten (rule P-4).
    ///
    /// - Parameters:
    ///   - number: Which version; none is the one that held before the one that holds now.
    ///   - reason: Why; 1 to 500 bytes.
    ///   - actor: Who, for the log.
    /// - Returns: the new version; `isNew` is false where that very document is the newest already.
    /// - Throws: `ProgrammeRefusal`, the problems with the document where this engine knows some, or the world's trouble.
    package func rollBackProgramme(
        to number: Int? = nil,
        reason: String,
        by actor: AuditActor
    ) async throws -> (programme: PublishedProgramme, isNew: Bool) {
        let now = surroundings.now()
        guard let words = try checked(reason) else { throw ProgrammeRefusal.reasonMissing }
        let answer = try await store.writing { ledger in
            let versions = try ledger.programmes()
            let current = versions.current(at: now)
            let target =
                number.map { number in versions.first { $0.number == number } }
                ?? versions.standing.last { $0.number < current?.number ?? 0 }
            guard let target else { throw ProgrammeRefusal.unknownVersion(number, newest: versions.last?.number ?? 0) }
            _ = try self.programme(of: target)
            let answer = try self.publish(
                target.document,
                from: now,
                restores: target.number,
                reason: words,
                at: now,
                ledger
            )
            if answer.isNew { try self.log(.programmeRolledBack, answer.programme, by: actor, at: now, ledger) }
            return answer
        }
        changeSignal.tell([])
        return answer
    }

    /// Takes a version back that has not begun (rule P-3).
    ///
    /// It keeps its number, and stays in the list.
    ///
    /// - Throws: `ProgrammeRefusal` where it holds or held, or there is none, or the world's trouble.
    package func cancelProgramme(_ number: Int, by actor: AuditActor) async throws -> PublishedProgramme {
        let now = surroundings.now()
        let cancelled = try await store.writing { ledger in
            let versions = try ledger.programmes()
            guard var version = versions.first(where: { $0.number == number }) else {
                throw ProgrammeRefusal.unknownVersion(number, newest: versions.last?.number ?? 0)
            }
            switch versions.state(of: version, at: now) {
            case .cancelled: return version
            case .published, .superseded: throw ProgrammeRefusal.hasBegun(number, version.validFrom)
            case .scheduled: break
            }
            _ = try ledger.cancelProgramme(number, at: now)
            version.cancelledAt = now
            try self.log(.programmeCancelled, version, by: actor, at: now, ledger)
            return version
        }
        changeSignal.tell([])
        return cancelled
    }

    /// All published versions, oldest first; those taken back too.
    package func programmes() async throws -> [PublishedProgramme] {
        try await store.reading { try $0.programmes() }
    }

    /// The versions ready to decide with; none before the first is published.
    package func book() async throws -> ProgrammeBook? {
        try await store.reading { try self.configuration($0).book }
    }

    /// The version that holds now; none before the first is published.
    package func currentVersion() async throws -> ProgrammeVersion? {
        try await book()?.version(at: surroundings.now())
    }

    /// The programme that a document states; nothing is published.
    ///
    /// - Throws: the problems with the document as the reader states them.
    package func validate(_ document: String) throws -> Programme {
        try reader.parse(document)
    }

    /// The programme that a version states; what was taken once is still understood.
    ///
    /// - Throws: the problems with the document where this engine knows some.
    package func programme(of version: PublishedProgramme) throws -> Programme {
        try reader.parsePublished(version.document)
    }

    private func requirePublishable(_ document: String) throws {
        let programme = try reader.parse(document)
        guard reader.zone(programme.timeZone) != nil else {
            throw StoreFailure(kind: .other, message: "no such time zone here: \(programme.timeZone)")
        }
    }

    /// A reason without spaces around it; none where nothing is said.
    private func checked(_ reason: String?) throws -> String? {
        guard let words = reason.map(trimmed), !words.isEmpty else { return nil }
        guard words.utf8.count <= 500 else { throw ProgrammeRefusal.reasonTooLong }
        return words
    }

    private func publish(
        _ document: String,
        from: Instant,
        restores: Int? = nil,
        reason: String?,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> (programme: PublishedProgramme, isNew: Bool) {
        let versions = try ledger.programmes()
        if let newest = versions.standing.last {
            if newest.document.utf8.elementsEqual(document.utf8) { return (newest, false) }
            if newest.validFrom > from { throw ProgrammeRefusal.beginsBeforeTheNewest(newest.number, newest.validFrom) }
        }
        let published = PublishedProgramme(
            number: (versions.last?.number ?? 0) + 1,
            validFrom: from,
            publishedAt: now,
            document: document,
            restores: restores,
            reason: reason
        )
        try ledger.publish(published)
        return (published, true)
    }

    private func log(
        _ action: AuditAction,
        _ version: PublishedProgramme,
        by actor: AuditActor?,
        at now: Instant,
        _ ledger: any Ledger
    ) throws {
        guard let actor else { return }
        var details: [String: String] = [:]
        if version.validFrom > now { details["from"] = version.validFrom.rfc3339 }
        if let restored = version.restores { details["version"] = "\(restored)" }
        if let reason = version.reason { details["reason"] = reason }
        try ledger.add(entry(action, by: actor, at: now, subject: "\(version.number)", details: details))
    }
}

private func trimmed(_ text: String) -> String {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
        let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
}

/// Why the programme's life does not go on so.
package enum ProgrammeRefusal: Error, Sendable, Hashable {
    /// What was decided stays decided: a version begins now or later.
    case beginsInThePast(Instant)
    /// A version that begins later is published already.
    case beginsBeforeTheNewest(Int, Instant)
    /// There is no such version; none where the one before was asked for.
    case unknownVersion(Int?, newest: Int)
    /// It holds or held since then: it can only be followed by another.
    case hasBegun(Int, Instant)
    /// Going back says why.
    case reasonMissing
    /// A reason has at most 500 bytes.
    case reasonTooLong
}
