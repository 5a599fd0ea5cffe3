package import SetiaCare
package import SetiaCore

/// What is done with a case.
package enum CaseChange: Sendable, Hashable {
    /// It goes on; what is said she sees, and what is learned names a cause.
    case move(CaseState, text: String, cause: CaseCause?)
    /// It is opened again.
    case reopen(text: String)
    /// Something is noted among staff.
    case note(text: String)
    /// It is given to somebody, or to nobody.
    case assign(StaffID?)
    /// Something is promised by a day; she sees it.
    case promise(Day, text: String)
    /// What was promised is done; what is said she sees.
    case keep(text: String)

    /// Its name in the log.
    fileprivate var name: String {
        switch self {
        case .move(let state, _, _): state.rawValue
        case .reopen: "reopen"
        case .note: "note"
        case .assign: "assign"
        case .promise: "promise"
        case .keep: "kept"
        }
    }
}

extension SetiaService {
    /// Changes a case, by somebody of ours (rules J-2 and J-5).
    ///
    /// - Parameters:
    ///   - id: Which.
    ///   - change: What.
    ///   - actor: Who.
    ///   - person: Who, where another system names her.
    /// - Returns: the case as it is now.
    /// - Throws: `CaseRefusal`, `StaffRefusal`, or the world's trouble; nothing is changed then.
    package func change(_ id: CaseID, _ change: CaseChange, by actor: AuditActor, person: String? = nil) async throws
        -> MemberCase
    {
        let now = surroundings.now()
        let author = try author(actor, person)
        let changed = try await store.recording { ledger in
            try self.allowAnswering(actor, ledger)
            let (known, state, key) = try self.held(id, in: ledger)
            var one = known
            switch change {
            case .move(let next, let text, let cause):
                try self.move(&one, to: next, text, cause, state, key, by: author, at: now, in: ledger)
                if next == .owned, one.owner == nil, case .staff(let staff, _) = actor { one.owner = staff }
            case .reopen(let text):
                try self.reopen(&one, text, state, key, by: author, at: now, in: ledger)
            case .note(let text):
                try self.add(.note, try self.needed(text), to: &one, key, by: author, at: now, in: ledger)
            case .assign(let owner):
                if let owner {
                    guard try ledger.staffAccount(owner)?.member.may(.answerMembers) ?? false else {
                        throw CaseRefusal.unknownOwner
                    }
                }
                guard one.owner != owner else { return one }
                one.owner = owner
                try self.add(.assigned, "", to: &one, key, by: author, at: now, in: ledger)
            case .promise(let day, let text):
                try self.promise(&one, by: day, text, key, by: author, at: now, in: ledger)
            case .keep(let text):
                guard one.promise != nil else { throw CaseRefusal.nothingPromised }
                one.promise = nil
                one.dueAt =
                    if let answered = one.answeredAt { answered.adding(days: CaseTerms.followUpDays) } else {
                        try self.answerDue(state, at: now, ledger)
                    }
                try self.add(.kept, try self.caseText(text), to: &one, key, by: author, at: now, in: ledger)
            }
            try ledger.save(one)
            try self.note(one, change.name, by: actor, at: now, ledger)
            return one
        }
        changeSignal.tell([id.member])
        return changed
    }

    /// She says that it is good again, or opens it once more (rule J-5).
    ///
    /// - Parameters:
    ///   - id: Which; of hers.
    ///   - member: Who says so.
    ///   - isGood: Or not.
    ///   - text: What she says; where it is not good it says what is missing.
    /// - Returns: the case as it is now; said twice it stays.
    /// - Throws: `CaseRefusal`, or the world's trouble.
    package func confirmCase(_ id: CaseID, by member: MemberID, isGood: Bool, text: String) async throws -> MemberCase {
        let now = surroundings.now()
        let changed = try await store.recording { ledger in
            let (known, state, key) = try self.held(id, of: member, in: ledger)
            var one = known
            if isGood {
                if one.confirmedAt != nil { return one }
                try self.move(&one, to: .confirmed, text, nil, state, key, by: .member, at: now, in: ledger)
            } else {
                try self.reopen(&one, text, state, key, by: .member, at: now, in: ledger)
            }
            try ledger.save(one)
            return one
        }
        changeSignal.tell([id.member])
        return changed
    }

    /// She says, a week after the answer, how easy it was (rule J-7): an unhappy answer opens the case again.
    ///
    /// - Returns: the case as it is now.
    /// - Throws: `CaseRefusal.noFollowUp` where she is not asked or the answer is none of the scale; the world's trouble.
    package func answerFollowUp(_ id: CaseID, by member: MemberID, score: Int, text: String) async throws
        -> MemberCase
    {
        let now = surroundings.now()
        let text = try caseText(text)
        let changed = try await store.recording { ledger in
            let (known, state, key) = try self.held(id, of: member, in: ledger)
            var one = known
            guard one.asksFollowUp(at: now), CaseTerms.followUpScale.contains(score) else {
                throw CaseRefusal.noFollowUp
            }
            one.followUp = score
            try self.add(.followUp, text, to: &one, key, by: .member, at: now, in: ledger)
            if score <= CaseTerms.unhappyFollowUp {
                try self.reopen(&one, text, state, key, by: .member, at: now, mayBeSilent: true, in: ledger)
            } else if score >= CaseTerms.happyFollowUp, one.confirmedAt == nil {
                one.confirmedAt = now
                if one.state.awaitsHer { one.state = .confirmed }
            }
            try ledger.save(one)
            return one
        }
        changeSignal.tell([id.member])
        return changed
    }

    private func move(
        _ one: inout MemberCase,
        to next: CaseState,
        _ text: String,
        _ cause: CaseCause?,
        _ state: MemberState,
        _ key: WrappedKey,
        by author: Message.Author,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        let allowed = one.state.next(of: one.kind)
        guard allowed.contains(next) else { throw CaseRefusal.wrongMove(from: one.state, to: next, allowed: allowed) }
        let text = next == .answered ? try needed(text) : try caseText(text)
        if next == .learned, cause ?? one.cause == nil { throw CaseRefusal.causeMissing }
        if next == .closed, one.promise != nil { throw CaseRefusal.promiseOpen }
        if let cause { one.cause = cause }
        one.state = next
        switch next {
        case .answered:
            one.answeredAt = now
            one.askedAt = nil
            // What was promised is due on its own day.
            if one.promise == nil { one.dueAt = now.adding(days: CaseTerms.followUpDays) }
        case .confirmed: one.confirmedAt = now
        case .closed: one.closedAt = now
        case .received, .acknowledged, .owned, .compensated, .learned: break
        }
        try add(.moved, text, to: &one, key, by: author, at: now, in: ledger)
        if next == .closed {
            var facts = [Occurrence.Fact(name: "kind", value: .text(Key(one.kind.rawValue)))]
            if let cause = one.cause { facts.append(Occurrence.Fact(name: "cause", value: .text(Key(cause.rawValue)))) }
            facts.append(Occurrence.Fact(name: "reopened", value: .number(Int64(one.reopened))))
            try tellClosed(
                Occurrence(type: .caseClosed, facts: facts),
                one.id.text,
                of: one.id.member,
                at: now,
                in: ledger
            )
        }
    }

    /// Promises something by a day, which is what is due next then (rule J-14).
    private func promise(
        _ one: inout MemberCase,
        by day: Day,
        _ text: String,
        _ key: WrappedKey,
        by author: Message.Author,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        guard one.isOpen else {
            throw CaseRefusal.wrongMove(from: one.state, to: one.state, allowed: one.state.next(of: one.kind))
        }
        let zone = try configuration(ledger).published().version(at: now).zone
        let ahead = Int64(day.number) - Int64(zone.day(of: now).number)
        guard (0...Int64(CaseTerms.longestPromiseDays)).contains(ahead) else { throw CaseRefusal.wrongPromise }
        one.promise = day
        one.dueAt = zone.start(of: day.adding(days: 1))
        try add(.promised, try needed(text), to: &one, key, by: author, at: now, in: ledger)
    }

    func reopen(
        _ one: inout MemberCase,
        _ text: String,
        _ state: MemberState,
        _ key: WrappedKey,
        by author: Message.Author,
        at now: Instant,
        mayBeSilent: Bool = false,
        in ledger: any Ledger
    ) throws {
        guard one.state.isAnswered else { throw CaseRefusal.notAnswered }
        let text = mayBeSilent ? "" : try needed(text)
        one.state = .owned
        one.reopened += 1
        one.answeredAt = nil
        one.askedAt = nil
        one.confirmedAt = nil
        one.closedAt = nil
        one.dueAt = try answerDue(state, at: now, ledger)
        try add(.reopened, text, to: &one, key, by: author, at: now, in: ledger)
    }

    /// A case with whose it is, to be changed; she is the transaction's own.
    func held(_ id: CaseID, of member: MemberID? = nil, in ledger: any Ledger) throws
        -> (one: MemberCase, state: MemberState, key: WrappedKey)
    {
        if let member, member != id.member { throw CaseRefusal.unknownCase }
        guard let state = try ledger.states([StateRequest(member: id.member)])[0],
            let key = try ledger.keys(of: [id.member])[0], let one = try ledger.memberCase(id)
        else { throw CaseRefusal.unknownCase }
        return (one, state, key)
    }

    private func needed(_ text: String) throws -> String {
        let text = try caseText(text)
        guard !text.isEmpty else { throw CaseRefusal.textMissing }
        return text
    }
}
