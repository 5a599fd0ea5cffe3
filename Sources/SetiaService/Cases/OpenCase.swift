package import SetiaCare
package import SetiaCore

/// A case that is to be opened.
package struct NewCase: Sendable {
    /// Whose.
    package let member: MemberID
    /// What it is.
    package let kind: CaseKind
    /// What she says, in her own words; empty only where she said nothing beside an unhappy answer.
    package let text: String
    /// How it comes.
    package let source: CaseSource

    /// A case that is to be opened.
    package init(member: MemberID, kind: CaseKind, text: String, source: CaseSource) {
        self.member = member
        self.kind = kind
        self.text = text
        self.source = source
    }
}

extension SetiaService {
    /// The most characters that a step of a case says.
    package static let longestCaseText = 5_000
    /// So many cases a member may open from her pages within a day.
    static let casesADay = 5

    /// Opens a case (rules J-1 and J-3): whoever of the staff writes it down has it, else who has the fewest.
    ///
    /// - Returns: the case.
    /// - Throws: `CaseRefusal`, `StaffRefusal`, or the world's trouble; nothing is kept then.
    package func openCase(_ new: NewCase, by actor: AuditActor) async throws -> MemberCase {
        let text = try caseText(new.text)
        guard !text.isEmpty else { throw CaseRefusal.textMissing }
        let now = surroundings.now()
        let id = CaseID(member: new.member, surroundings.newIdentifier())
        let opened = try await store.recording { ledger in
            if actor != .member { try self.allowAnswering(actor, ledger) }
            let (state, key) = try self.caseMember(new.member, in: ledger)
            if actor == .member {
                let dayAgo = now.adding(days: -1)
                let recent = try ledger.memberCases(of: new.member, limit: 20)
                guard recent.count(where: { $0.openedAt > dayAgo && $0.source == .portal }) < SetiaService.casesADay
                else { throw CaseRefusal.tooMany }
            }
            return try self.open(new, text, id, state, key, by: actor, at: now, in: ledger)
        }
        changeSignal.tell([new.member])
        return opened
    }

    /// Opens a case in a transaction that others share.
    func open(
        _ new: NewCase,
        _ text: String,
        _ id: CaseID,
        _ state: MemberState,
        _ key: WrappedKey,
        by actor: AuditActor,
        at now: Instant,
        in ledger: any Ledger
    ) throws -> MemberCase {
        var owner: StaffID?
        if case .staff(let staff, _) = actor { owner = staff } else { owner = try leastBusy(ledger) }
        var one = MemberCase(
            id: id,
            kind: new.kind,
            source: new.source,
            openedAt: now,
            dueAt: try answerDue(state, at: now, ledger),
            owner: owner
        )
        let author =
            switch new.source {
            case .journey: Message.Author.program(name: "setia/journeys")
            case .care: Message.Author.program(name: "setia")
            case .survey: Message.Author.member
            case .portal, .staff, .api: actor == .member ? Message.Author.member : try self.author(actor, nil)
            }
        try add(.opened, text, to: &one, key, by: author, at: now, in: ledger)
        try ledger.save(one)
        if actor != .member, new.source != .survey { try note(one, "opened", by: actor, at: now, ledger) }
        return one
    }

    /// Opens a case for an answer that is unhappy, in the transaction that keeps the answer (rule J-4).
    ///
    /// None where she has an open complaint or claim already: what she wrote stands with it as a note then.
    func openCase(
        for ask: SurveyAsk,
        _ comment: String?,
        _ id: Identifier,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        guard let answer = ask.answer, ask.kind.isUnhappy(answer.score),
            let state = try ledger.states([StateRequest(member: ask.member)])[0],
            let key = try ledger.keys(of: [ask.member])[0]
        else { return }
        let words = comment ?? ""
        let open = try ledger.memberCases(of: ask.member, limit: 20).first { $0.isOpen && $0.kind.isTrouble }
        guard var known = open else {
            let new = NewCase(member: ask.member, kind: .complaint, text: words, source: .survey)
            _ = try self.open(
                new,
                words,
                CaseID(member: ask.member, id),
                state,
                key,
                by: .server,
                at: now,
                in: ledger
            )
            return
        }
        guard !words.isEmpty else { return }
        try add(.note, words, to: &known, key, by: .member, at: now, in: ledger)
        try ledger.save(known)
    }

    /// A member of whom there may be cases, with her key; she is the transaction's own.
    func caseMember(_ member: MemberID, in ledger: any Archive) throws -> (state: MemberState, key: WrappedKey) {
        guard let state = try ledger.states([StateRequest(member: member)])[0], state.status != .erased,
            let key = try ledger.keys(of: [member])[0]
        else { throw CaseRefusal.unknownMember }
        return (state, key)
    }

    /// What a step says, as it is kept: without controls and outer blanks; empty where nothing is said.
    func caseText(_ text: String) throws -> String {
        do { return try said(text, atMost: SetiaService.longestCaseText) } catch .tooLong(let most) {
            throw CaseRefusal.tooLong(most)
        } catch { return "" }
    }

    /// When an answer is due: as the programme promises it, else two days from now (rule J-3).
    func answerDue(_ state: MemberState, at now: Instant, _ archive: any Archive) throws -> Instant {
        let terms = try serviceTerms(of: state, at: now, in: archive)
        return terms.due(at: now) ?? now.adding(days: CaseTerms.answerDays)
    }

    /// Adds a step to a case, which is to be saved afterwards.
    func add(
        _ what: CaseStep.What,
        _ text: String,
        to one: inout MemberCase,
        _ key: WrappedKey,
        by author: Message.Author,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        one.lastStep += 1
        let sealed =
            text.isEmpty ? nil : try sealing.seal(Array(text.utf8), for: one.id.member, use: .caseWords, with: key)
        let step = CaseStep(
            caseID: one.id,
            number: one.lastStep,
            at: now,
            what: what,
            state: one.state,
            author: author,
            sealed: sealed
        )
        try ledger.add(step)
        // What she did herself she knows; of an unhappy answer she does not know what becomes.
        if let telling = step.telling, author != .member || (what == .opened && one.source == .survey) {
            try tell(telling, of: one, by: author, at: now, in: ledger)
        }
    }

    /// Writes in the log that something was done with a case.
    func note(
        _ one: MemberCase,
        _ what: String,
        by actor: AuditActor,
        at now: Instant,
        _ ledger: any Ledger,
        _ details: [String: String] = [:]
    ) throws {
        try ledger.add(
            entry(
                .caseChanged,
                by: actor,
                at: now,
                member: one.id.member,
                subject: one.id.text,
                details: details.merging(["change": what]) { one, _ in one }
            )
        )
    }

    /// Who of those who may answer members has the fewest open cases, the lowest id of several; none where nobody may.
    private func leastBusy(_ archive: any Archive) throws -> StaffID? {
        let busy = Dictionary(try archive.openCases().map { ($0.owner, $0.count) }, uniquingKeysWith: +)
        return try archive.staffAccounts().map(\.member).filter { $0.may(.answerMembers) }
            .map { (count: busy[$0.id] ?? 0, id: $0.id) }.min { ($0.count, $0.id) < ($1.count, $1.id) }?.id
    }
}
