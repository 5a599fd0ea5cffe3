package import SetiaCare
package import SetiaCore

/// What stands beside a thread for whoever answers: what to do next, and what it hangs on (rule N-15).
package struct HelpBeside: Sendable {
    /// The one thing to do next; none where nothing is owed.
    package let next: NextStep?
    /// Her phases.
    package let phases: MemberPhases?
    /// Her cases that are not over, what is due first on top.
    package let cases: [MemberCase]
    /// Her last orders, the newest first, without what came back.
    package let orders: [BesideOrder]
    /// Which of her conversations wait.
    package let waiting: [Conversation]
    /// How often something was given to her within the last year.
    package let givenWithinYear: Int
}

/// An order as it stands beside a thread.
package struct BesideOrder: Sendable, Hashable {
    /// When it was paid.
    package let at: Instant
    /// What she kept of it.
    package let lines: [Order.Line]
}

extension SetiaService {
    /// So many orders stand beside a thread.
    private static let besideOrders = 3

    /// What helps whoever answers a member, what was brought by accounts that came to hers included.
    ///
    /// - Parameter member: Who.
    /// - Returns: none where there is no such member, or she is erased.
    /// - Throws: `Unready`, or the store's failure.
    package func helpBeside(_ member: MemberID) async throws -> HelpBeside? {
        let now = surroundings.now()
        guard let phases = try await phases(of: member) else { return nil }
        return try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: member)])[0], state.status != .erased else {
                return nil
            }
            let zone = try self.configuration(archive).published().version(at: now).zone
            var (cases, waiting, orders, given) = ([MemberCase](), [Conversation](), [BesideOrder](), 0)
            let yearAgo = now.adding(days: -365)
            for account in [member] + state.mergedIn.map(\.other) {
                cases += try archive.memberCases(of: account, limit: 100).filter(\.isOpen)
                waiting += try archive.conversations(of: account, limit: 50).filter { $0.isOpen && $0.waiting != nil }
                try archive.keptOrders(of: account) { _, at, lines in
                    guard !lines.isEmpty else { return }
                    orders.append(BesideOrder(at: at, lines: lines))
                }
                given += try archive.compensations(of: account).count { $0.state == .given && $0.at > yearAgo }
            }
            cases.sort { ($0.dueAt, $0.id.identifier) < ($1.dueAt, $1.id.identifier) }
            var situation = HelpSituation()
            situation.cases = cases.map(HelpCase.init)
            situation.questions = waiting.compactMap { conversation in
                conversation.waiting.map {
                    HelpQuestion(conversation: conversation.id.identifier, since: $0.since, dueAt: $0.dueAt)
                }
            }
            situation.phase = phases.intervals.last?.phase
            situation.evidence = phases.evidence
            situation.lastCare = phases.care.last
            situation.uncaredSince = phases.uncaredSince
            return HelpBeside(
                next: situation.next(at: now, today: zone.day(of: now)),
                phases: phases,
                cases: cases,
                orders: Array(orders.sorted { $0.at > $1.at }.prefix(SetiaService.besideOrders)),
                waiting: waiting,
                givenWithinYear: given
            )
        }
    }
}

extension HelpCase {
    fileprivate init(_ one: MemberCase) {
        self.init(
            id: one.id.identifier,
            kind: one.kind,
            state: one.state,
            openedAt: one.openedAt,
            dueAt: one.dueAt,
            promise: one.promise
        )
    }
}
