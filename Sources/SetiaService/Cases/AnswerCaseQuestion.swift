package import SetiaCare
package import SetiaCore

/// What a link in a message leads to that asks whether a case was made good.
package struct CaseQuestion: Sendable {
    /// Which case.
    package let id: CaseID
    /// What she came with.
    package let kind: CaseKind
    /// When she came with it.
    package let openedAt: Instant
    /// Whether there is anything to answer still.
    package let isDue: Bool
}

extension SetiaService {
    /// What a link in a message leads to that asks whether a case was made good; looking changes nothing (rule J-13).
    ///
    /// - Returns: none where the link is not ours, asks nothing, or the member was erased.
    package func caseQuestion(_ token: String) async throws -> CaseQuestion? {
        let now = surroundings.now()
        return try await store.reading { try self.caseQuestion(token, at: now, $0) }
    }

    /// Keeps what she says there: yes is good again, no opens the case once more (rule J-13).
    ///
    /// - Parameters:
    ///   - token: The link's own.
    ///   - isGood: Or not.
    ///   - text: What she says beside it; empty is nothing.
    /// - Returns: whether it was kept; not where nothing is asked any more. None where the link leads nowhere.
    /// - Throws: `CaseRefusal.tooLong`, or the world's trouble; nothing is changed then.
    package func answerCaseQuestion(_ token: String, isGood: Bool, text: String) async throws -> Bool? {
        let now = surroundings.now()
        let text = try caseText(text)
        guard let place = contactPlace(token) else { return nil }
        let isKept = try await store.recording { ledger -> Bool? in
            _ = try ledger.states([StateRequest(member: place.member)])
            guard let question = try self.caseQuestion(token, at: now, ledger) else { return nil }
            guard question.isDue else { return false }
            let (known, state, key) = try self.held(question.id, in: ledger)
            var one = known
            if isGood {
                one.confirmedAt = now
                let goesOn = one.state.awaitsHer
                if goesOn { one.state = .confirmed }
                try self.add(goesOn ? .moved : .good, text, to: &one, key, by: .member, at: now, in: ledger)
            } else {
                try self.reopen(&one, text, state, key, by: .member, at: now, mayBeSilent: text.isEmpty, in: ledger)
            }
            try ledger.save(one)
            return true
        }
        if isKept == true { changeSignal.tell([place.member]) }
        return isKept
    }

    private func caseQuestion(_ token: String, at now: Instant, _ archive: any Archive) throws -> CaseQuestion? {
        guard let place = contactPlace(token), let contact = try archive.contact(place.contact, of: place.member),
            let asked = AskedCase(contact.onceKey), let one = try archive.memberCase(asked.id),
            let state = try archive.states([StateRequest(member: asked.id.member)])[0], state.status != .erased
        else { return nil }
        let isDue = one.reopened == asked.round && one.confirmedAt == nil && one.asksFollowUp(at: now)
        return CaseQuestion(id: one.id, kind: one.kind, openedAt: one.openedAt, isDue: isDue)
    }
}

/// Which case a letter asks about, and how often it had been opened again by then, read off what makes the letter once.
private struct AskedCase {
    let id: CaseID
    let round: Int

    init?(_ onceKey: Key) {
        let parts = onceKey.text.split(separator: "/")
        guard parts.count == 3, parts[0].hasPrefix("case:"), parts[1] == CaseTelling.asked.rawValue,
            let id = CaseID(text: String(parts[0].dropFirst(5))), let round = Int(parts[2])
        else { return nil }
        self.id = id
        self.round = round
    }
}
