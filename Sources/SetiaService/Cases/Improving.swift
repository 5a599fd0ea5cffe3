internal import SetiaCare
package import SetiaCore

extension SetiaService {
    /// The most characters of what is to be done and of each sentence that is told.
    package static let longestImprovement = 500
    /// The most that are kept and told at once.
    private static let mostImprovements = 500

    /// Writes an improvement down, or changes it (rule J-10).
    ///
    /// - Parameters:
    ///   - id: Which one is changed; none is a new one.
    ///   - wish: How it is to be.
    ///   - actor: Who.
    /// - Returns: the improvement.
    /// - Throws: `ImprovementRefusal`, `StaffRefusal`, or the world's trouble.
    @discardableResult
    package func keepImprovement(_ id: Identifier?, _ wish: ImprovementWish, by actor: AuditActor) async throws
        -> Improvement
    {
        let now = surroundings.now()
        guard let cause = wish.cause else { throw ImprovementRefusal.missing("cause") }
        guard let due = wish.due else { throw ImprovementRefusal.missing("due") }
        let what = try improvementText("what", wish.what)
        guard !what.isEmpty else { throw ImprovementRefusal.missing("what") }
        let told = try wish.told.compactMap { one -> Improvement.Told? in
            let said = try improvementText("said-\(one.language)", one.said)
            let done = try improvementText("done-\(one.language)", one.done)
            if said.isEmpty, done.isEmpty { return nil }
            guard !said.isEmpty, !done.isEmpty else { throw ImprovementRefusal.halfTold(one.language) }
            return Improvement.Told(language: one.language, said: said, done: done)
        }
        let kept = try await store.writing { ledger in
            try self.require(.answerMembers, of: actor, ledger)
            if let owner = wish.owner {
                guard try ledger.staffAccount(owner) != nil else { throw ImprovementRefusal.unknownOwner }
            }
            var one: Improvement
            if let id {
                guard let known = try ledger.improvement(id) else { throw ImprovementRefusal.unknownImprovement }
                one = known
            } else {
                one = Improvement(id: self.surroundings.newIdentifier(), cause: cause, what: what, due: due, at: now)
            }
            one.cause = cause
            one.what = what
            one.owner = wish.owner
            one.due = due
            one.told = told
            try ledger.save(one)
            try self.note(one, id == nil ? "made" : "changed", by: actor, at: now, ledger)
            return one
        }
        saidAndDone.forget()
        return kept
    }

    /// Notes that an improvement is done, or that it is not after all; done already, its day stays.
    ///
    /// - Throws: `ImprovementRefusal`, `StaffRefusal`, or the world's trouble.
    @discardableResult
    package func finishImprovement(_ id: Identifier, isDone: Bool, by actor: AuditActor) async throws -> Improvement {
        let now = surroundings.now()
        let kept = try await store.writing { ledger in
            try self.require(.answerMembers, of: actor, ledger)
            guard var one = try ledger.improvement(id) else { throw ImprovementRefusal.unknownImprovement }
            guard (one.doneAt != nil) != isDone else { return one }
            one.doneAt = isDone ? now : nil
            try ledger.save(one)
            try self.note(one, isDone ? "done" : "reopened", by: actor, at: now, ledger)
            return one
        }
        saidAndDone.forget()
        return kept
    }

    /// All improvements: those that are not done by their day, then those that are, the newest first.
    package func improvements() async throws -> [Improvement] {
        let all = try await store.reading { try $0.improvements(limit: Self.mostImprovements) }
        let open = all.filter { $0.doneAt == nil }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        let done = all.compactMap { one in one.doneAt.map { ($0, one) } }
            .sorted { ($1.0, $1.1.id) < ($0.0, $0.1.id) }.map { $0.1 }
        return open + done
    }

    /// What everybody may read, what was done last first, with how many cases of its cause came since (rule J-11).
    ///
    /// Everybody may ask, and it counts cases: what was found stays for half a minute.
    package func publicImprovements() async throws -> [PublicImprovement] {
        let now = surroundings.now()
        if let known = saidAndDone.value(at: now) { return known }
        let turn = saidAndDone.turn
        let found = try await countedImprovements(at: now)
        saidAndDone.keep(found, at: now, turn: turn)
        return found
    }

    private func countedImprovements(at now: Instant) async throws -> [PublicImprovement] {
        try await store.reading { archive in
            let done = try archive.improvements(limit: Self.mostImprovements).filter(\.isPublic)
                .compactMap { one in one.doneAt.map { (at: $0, one: one) } }
                .sorted { ($1.at, $1.one.id) < ($0.at, $0.one.id) }
            guard let earliest = done.last?.at else { return [] }
            // As long before as since: the oldest one says how far back is looked.
            let reach = Instant(milliseconds: 2 * earliest.milliseconds - now.milliseconds)
            var opened: [(cause: CaseCause, at: Instant)] = []
            try archive.memberCases(openedFrom: reach, until: now.adding(milliseconds: 1)) { one in
                if one.kind.isTrouble, let cause = one.cause { opened.append((cause, one.openedAt)) }
            }
            return done.map { at, one in
                let from = Instant(milliseconds: 2 * at.milliseconds - now.milliseconds)
                let own = opened.filter { $0.cause == one.cause }
                return PublicImprovement(
                    improvement: one,
                    doneAt: at,
                    since: own.count { $0.at >= at },
                    before: own.count { $0.at >= from && $0.at < at }
                )
            }
        }
    }

    private func improvementText(_ field: String, _ text: String) throws -> String {
        do { return try said(text, atMost: Self.longestImprovement) } catch ConversationRefusal.tooLong(let most) {
            throw ImprovementRefusal.tooLong(field, most)
        } catch ConversationRefusal.empty { return "" }
    }

    private func note(_ one: Improvement, _ change: String, by actor: AuditActor, at now: Instant, _ ledger: any Ledger)
        throws
    {
        try ledger.add(
            entry(
                .improvementChanged,
                by: actor,
                at: now,
                subject: one.id.text,
                details: ["change": change, "cause": one.cause.rawValue]
            )
        )
    }
}
