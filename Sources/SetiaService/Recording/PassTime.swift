internal import SetiaCore

extension SetiaService {
    /// Writes what time alone changes by now: lapses, ended terms and holds, debts paid by points that became active.
    ///
    /// What a member handed on and was not seen to come is sent again, referrals that are due are paid, and returns that wait
    /// are applied whose order has come.
    ///
    /// No answer hangs on it having run: whoever looks sees what falls due as done. It is written as an event
    /// (`time.passed`), so that a replay does the same.
    ///
    /// - Parameters:
    ///   - lanes: Of which members; servers that run together share them. Should two do one member, one of them finds it
    ///     done.
    ///   - onProgress: Is told how many members are done so far.
    /// - Returns: how many members something changed for.
    /// - Throws: `Unready` without a programme, or the world's trouble; what was done before stays done.
    package func passTime(
        in lanes: LaneSet = .all,
        onProgress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Int {
        let now = surroundings.now()
        var done = 0
        var seen: Set<MemberID> = []
        // Members on several machines are written one by one.
        let most = store.isDistributed ? 1 : 500
        while true {
            let (due, unseen, unsettled) = try await store.recording { ledger in
                let due = try ledger.members(dueBy: now, in: lanes, limit: most)
                guard !due.isEmpty else { return (due, [FollowUp](), [(MemberID, Transfer)]()) }
                let book = try self.configuration(ledger).published()
                let states = try ledger.states(due.map { StateRequest(member: $0) }).compactMap(\.self)
                let parts = try states.compactMap { try self.timePassed($0, by: now, book) }
                for failure in try ledger.append(parts) { if let failure { throw failure } }
                let shares = try states.flatMap { state in
                    try state.sharesUnderway.filter { $0.sendAgainAt <= now }.flatMap { share in
                        try ledger.event(EventID(member: state.member, number: share.number))?.decision.followUps ?? []
                    }
                }
                // What time frees goes back to the counters that members share.
                var counters = CounterBook()
                try counters.settle(
                    parts.flatMap { $0.events.map { ($0.event.counterCause, $0.decision) } },
                    in: ledger
                )
                let unsettled = states.flatMap { state in
                    state.shares.filter { $0.sendAgainAt <= now }.map { (state.member, $0) }
                }
                return (due, states.flatMap { $0.unseen(by: now) } + shares, unsettled)
            }
            for next in unseen { await send(next) }
            for (member, share) in unsettled { await settle(share.key.id, by: share.to, for: member) }
            // What cannot be sent now stays due, and is for the next time.
            let batch = due.filter { seen.insert($0).inserted }
            guard !batch.isEmpty else {
                await applyAwaitedReturns()
                return done
            }
            changeSignal.tell(batch)
            outboxBell.ringOfNews()
            done += batch.count
            onProgress(done)
        }
    }

    /// One event for all that has fallen due: at the last moment at which something did, and not at `now`, so that an
    /// event that is still on its way is not older than it need be.
    private func timePassed(_ state: MemberState, by now: Instant, _ book: ProgrammeBook) throws -> MemberPart? {
        func event(at moment: Instant) -> Event {
            Event(
                source: "setia/clock",
                id: Key("\(state.member.text)-\(state.number + 1)"),
                occurredAt: moment,
                matter: .timePassed
            )
        }
        var last: Instant?
        var ahead = state
        while let due = ahead.nextDue, due <= now {
            ahead = try decide(book.version(at: due), ahead, event(at: due)).state
            last = due
        }
        guard let last else { return nil }
        let (after, decision) = try decide(book.version(at: last), state, event(at: last))
        let notices = noticed(decision, after, by: book.version(at: last), recordedAt: now)
        return MemberPart(
            state: notices.state,
            newcomer: nil,
            events: [recorded(event(at: last), of: state.member, decision, now)] + notices.events
        )
    }
}

extension MemberState {
    /// What she handed on so long ago that it should have been seen to come, what is due of her referral, and what who
    /// brought her should have heard.
    fileprivate func unseen(by now: Instant) -> [FollowUp] {
        transfers.filter { $0.sendAgainAt <= now }.map { $0.arrival(from: member) }
            + (status == .active ? (referral?.unseen(of: member, by: now) ?? []) + unseenMilestones(by: now) : [])
    }
}
