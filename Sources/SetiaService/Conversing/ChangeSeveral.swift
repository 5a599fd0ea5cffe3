internal import SetiaCore

/// A conversation that somebody ticked, as it was when she read the list.
package struct InboxPick: Sendable, Hashable {
    /// Which.
    package let id: ConversationID
    /// The number of its last message then; none is not known.
    package let seen: Int64?

    /// A conversation.
    package init(id: ConversationID, seen: Int64? = nil) {
        self.id = id
        self.seen = seen
    }

    /// The pick that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = ConversationID(text: String(parts[0])), let seen = Int64(parts[1]) else {
            return nil
        }
        self.init(id: id, seen: seen)
    }

    /// As a form has it.
    package var text: String { "\(id.text):\(seen ?? 0)" }
}

/// What became of conversations that were ticked.
package struct SeveralChanged: Sendable, Hashable {
    /// How many were changed.
    package var done = 0
    /// How many were not, by why.
    package var not: [Reason: Int] = [:]

    /// Nothing was ticked.
    package init() {}

    /// Why a conversation was not changed.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The member wrote again since the list was read.
        case wroteMeanwhile
        /// It is closed.
        case closed
        /// It was so already.
        case already
        /// It is not there any more.
        case gone
        /// Whoever was chosen cannot take it.
        case notAllowed
    }
}

extension SetiaService {
    /// So many conversations may be changed at once.
    package static let mostPicks = 100

    /// Changes conversations that were ticked, each by itself, so that one that cannot be keeps back no other (rule N-17).
    ///
    /// What is closed or put away stays where it is if the member wrote since the list was read.
    ///
    /// - Parameters:
    ///   - picks: Which, at most `mostPicks`; more are left as they are.
    ///   - changes: What is done with each, in this order.
    ///   - actor: Who.
    /// - Returns: how many were changed, and why the others were not.
    /// - Throws: `StaffRefusal`, or the world's trouble; what was done until then is done.
    package func change(_ picks: [InboxPick], _ changes: [ConversationChange], by actor: AuditActor) async throws
        -> SeveralChanged
    {
        let now = surroundings.now()
        var outcome = SeveralChanged()
        var taken: Set<ConversationID> = []
        for pick in picks.prefix(SetiaService.mostPicks) where taken.insert(pick.id).inserted {
            let reason = try await store.recording { ledger -> SeveralChanged.Reason? in
                try self.allowAnswering(actor, ledger)
                guard try ledger.states([StateRequest(member: pick.id.member)])[0] != nil,
                    let conversation = try ledger.conversation(pick.id)
                else { return .gone }
                if let reason = try self.obstacle(to: changes, pick, conversation, ledger) { return reason }
                do {
                    for change in changes { _ = try self.change(pick.id, change, by: actor, at: now, in: ledger) }
                } catch ConversationRefusal.unknownAssignee {
                    return .notAllowed
                }
                return nil
            }
            if let reason { outcome.not[reason, default: 0] += 1 } else { outcome.done += 1 }
        }
        if outcome.done > 0 { changeSignal.tell(taken.map(\.member)) }
        return outcome
    }

    private func obstacle(
        to changes: [ConversationChange],
        _ pick: InboxPick,
        _ conversation: Conversation,
        _ ledger: any Ledger
    ) throws -> SeveralChanged.Reason? {
        let endsLooking = changes.contains { change in
            switch change {
            case .close: true
            case .snooze(let until): until != nil
            case .assign, .team, .reopen, .mark: false
            }
        }
        if endsLooking {
            if !conversation.isOpen { return .closed }
            if let seen = pick.seen, seen < conversation.lastMessage {
                let newer = try ledger.messages(in: pick.id, limit: 100).map(\.message).filter { $0.number > seen }
                if newer.contains(where: { $0.kind == .inbound }) { return .wroteMeanwhile }
            }
        }
        let isSo = changes.allSatisfy { change in
            switch change {
            case .assign(let staff): conversation.assignee == staff
            case .team(let team): conversation.team == team
            case .mark(let isMarked): conversation.isMarked == isMarked
            case .close, .snooze, .reopen: false
            }
        }
        return isSo ? .already : nil
    }
}
