internal import SetiaCare
package import SetiaCore

/// All that a member agreed to and took back, with what held at any moment (rule K-2).
package struct ConsentHistory: Sendable {
    /// Her words, the newest first.
    package let words: [ConsentHeld]
    private let ledger: ConsentLedger

    /// A history of words in the order in which they were written.
    init(written: [ConsentHeld]) {
        ledger = ConsentLedger(written)
        words = written.enumerated().sorted { ($1.element.since, $1.offset) < ($0.element.since, $0.offset) }
            .map { $0.element }
    }

    /// What held at a moment: of each purpose and channel the newest word by then, in the order of their names.
    package func held(at moment: Instant) -> [ConsentHeld] {
        var subjects: [(purpose: Key, channel: Key)] = []
        for word in words
        where !subjects.contains(where: { $0.purpose == word.consent.purpose && $0.channel == word.consent.channel }) {
            subjects.append((word.consent.purpose, word.consent.channel))
        }
        return subjects.sorted { ($0.purpose, $0.channel) < ($1.purpose, $1.channel) }.compactMap { subject in
            ledger.held(purpose: subject.purpose, channel: subject.channel, asOf: moment)
        }
    }
}

extension SetiaService {
    /// So many events are read at once.
    private static let consentPortion = 500

    /// What a member agreed to and took back, accounts that came to hers included; none where there is no such member.
    ///
    /// - Complexity: O(*n*) in her events.
    package func consentHistory(of member: MemberID) async throws -> ConsentHistory? {
        try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: member)])[0] else { return nil }
            var newestFirst: [ConsentHeld] = []
            for account in [member] + state.mergedIn.map(\.other) {
                var before: Int64?
                while true {
                    let events = try archive.events(of: account, before: before, limit: SetiaService.consentPortion)
                    for stored in events {
                        guard case .consentChanged(let consent) = stored.event.matter else { continue }
                        newestFirst.append(ConsentHeld(consent: consent, since: stored.event.occurredAt))
                    }
                    guard events.count == SetiaService.consentPortion, let last = events.last else { break }
                    before = last.decision.number
                }
            }
            return ConsentHistory(written: newestFirst.reversed())
        }
    }
}
