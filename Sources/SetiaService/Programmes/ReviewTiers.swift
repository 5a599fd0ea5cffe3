package import SetiaCore

/// What looking at a ladder out of turn does, or would do (rule T-15).
package struct TierReviewed: Sendable, Hashable {
    /// How many members were looked at.
    package var members = 0
    /// Who moves: how many from which level to which; in the order of the ladder, none before the lowest.
    package var moves: [Move] = []

    /// How many go from one level to another.
    package struct Move: Sendable, Hashable {
        /// None where she has no level.
        package let from: Key?
        /// None where she keeps none.
        package let to: Key?
        /// Whether it is higher.
        package let isUp: Bool
        /// How many.
        package var members: Int
    }

    /// How many go up.
    package var up: Int { moves.reduce(0) { $0 + ($1.isUp ? $1.members : 0) } }
    /// How many go down.
    package var down: Int { moves.reduce(0) { $0 + ($1.isUp ? 0 : $1.members) } }

    mutating func add(_ from: Key?, _ to: Key?, isUp: Bool) {
        if let place = moves.firstIndex(where: { $0.from == from && $0.to == to }) {
            moves[place].members += 1
        } else {
            moves.append(Move(from: from, to: to, isUp: isUp, members: 1))
        }
    }
}

/// Why a ladder cannot be looked at.
package enum TierReviewRefusal: Error, Sendable, Hashable {
    /// The programme that holds has no such ladder; it has these.
    case unknownTierSet(Key, known: [Key])
}

extension SetiaService {
    /// Looks at one ladder of all members by the programme that holds now: who reaches a higher level gets it, and where it
    /// is forced, who no longer reaches hers loses it.
    ///
    /// Each member who moves gets an event of her own (`tiers.reviewed`), one transaction a member. It can be stopped and
    /// begun again: who has moved moves no more.
    ///
    /// - Parameters:
    ///   - tierSet: Which ladder.
    ///   - isForced: Whether levels go too.
    ///   - isApplied: Whether it is done; else it is only said what it would do.
    ///   - actor: Who asks for it; what was done is written in the log.
    ///   - onProgress: Is told how many members are done so far.
    /// - Returns: how many were looked at, and who moves from where to where.
    /// - Throws: `TierReviewRefusal`, `Unready`, or the world's trouble; who has moved before stays so.
    package func reviewTiers(
        _ tierSet: Key,
        isForced: Bool,
        isApplied: Bool,
        by actor: AuditActor,
        onProgress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> TierReviewed {
        guard let version = try await currentVersion() else { throw Unready.noProgramme }
        guard let ladder = version.programme.tierSet(tierSet) else {
            throw TierReviewRefusal.unknownTierSet(tierSet, known: version.programme.tierSets.map(\.key))
        }
        let review = TierReview(tierSet: tierSet, isForced: isForced)
        var result = TierReviewed()
        var after: MemberID?
        do {
            while true {
                let behind = after
                let states = try await store.reading { archive in
                    let members = try archive.members(after: behind, limit: 200)
                    return try archive.states(members.map { StateRequest(member: $0) }).compactMap(\.self)
                }
                guard let last = states.map(\.member).max() else { break }
                after = last
                for state in states {
                    try Task.checkCancellation()
                    result.members += 1
                    guard let move = try await self.review(state, review, isApplied, version) else { continue }
                    let (from, to) = (
                        move.from.flatMap { ladder.place(of: $0) }, move.to.flatMap { ladder.place(of: $0) }
                    )
                    result.add(move.from, move.to, isUp: to ?? -1 > from ?? -1)
                }
                onProgress(result.members)
            }
        } catch {
            if isApplied, !result.moves.isEmpty { try await log(review, result, isWhole: false, by: actor) }
            throw error
        }
        result.moves.sort { one, other in
            func place(_ key: Key?) -> Int { key.flatMap { ladder.place(of: $0) } ?? -1 }
            return (place(one.from), place(one.to)) < (place(other.from), place(other.to))
        }
        if isApplied { try await log(review, result, isWhole: true, by: actor) }
        return result
    }

    /// One member: where she goes from and to; none where she stays.
    private func review(
        _ known: MemberState,
        _ review: TierReview,
        _ isApplied: Bool,
        _ version: ProgrammeVersion
    ) async throws -> (from: Key?, to: Key?)? {
        guard known.status != .erased, known.status != .closed, !known.isGuest else { return nil }
        guard isApplied else { return try outcome(known, review, version)?.move }
        // Asked first without a lock: most stay.
        guard try outcome(known, review, version) != nil else { return nil }
        let move = try await store.recording { ledger -> Move? in
            guard let state = try ledger.states([StateRequest(member: known.member)])[0],
                let outcome = try self.outcome(state, review, version)
            else { return nil }
            let notices = self.noticed(
                outcome.decision,
                outcome.state,
                by: version,
                recordedAt: outcome.event.occurredAt
            )
            let part = MemberPart(
                state: notices.state,
                newcomer: nil,
                events: [self.recorded(outcome.event, of: state.member, outcome.decision, outcome.event.occurredAt)]
                    + notices.events
            )
            for failure in try ledger.append([part]) { if let failure { throw failure } }
            return outcome.move
        }
        if move != nil {
            changeSignal.tell([known.member])
            outboxBell.ringOfNews()
        }
        return move
    }

    private typealias Move = (from: Key?, to: Key?)

    /// What looking would do to her as she is now, what fell due by now done before; none where she stays.
    private func outcome(
        _ state: MemberState,
        _ review: TierReview,
        _ version: ProgrammeVersion
    ) throws -> (move: Move, event: Event, state: MemberState, decision: Decision)? {
        let now = max(surroundings.now(), state.clock)
        guard state.status != .erased, state.status != .closed else { return nil }
        func event(_ matter: Event.Matter) -> Event {
            Event(
                source: "setia/console",
                id: Key("review-\(state.member.text)-\(state.number + 1)"),
                occurredAt: now,
                matter: matter
            )
        }
        let before = try decide(version, state, event(.timePassed)).state
        let (after, decision) = try decide(version, state, event(.tiersReviewed(review)))
        let (from, to) = (before.standing(in: review.tierSet)?.level, after.standing(in: review.tierSet)?.level)
        guard from != to else { return nil }
        return ((from, to), event(.tiersReviewed(review)), after, decision)
    }

    private func log(_ review: TierReview, _ result: TierReviewed, isWhole: Bool, by actor: AuditActor) async throws {
        try await note(
            .tiersReviewed,
            by: actor,
            subject: review.tierSet.text,
            details: [
                "down": "\(result.down)", "forced": review.isForced ? "yes" : "no", "up": "\(result.up)",
                "whole": isWhole ? "yes" : "no",
            ]
        )
    }
}
