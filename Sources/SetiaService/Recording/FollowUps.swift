internal import SetiaCore

extension SetiaService {
    /// Records what follows from these for other members, before anybody is answered (rule L-11).
    ///
    /// Each has an id made from its cause, so it happens once, however often it is tried. What fails is left to the clock,
    /// which sends again what was not seen to come (`passTime`).
    func followUp(_ outcomes: [RecordingOutcome]) async {
        for outcome in outcomes {
            guard case .recorded(let receipt) = outcome else { continue }
            for next in receipt.decision.followUps { await send(next) }
        }
        await settlePersonalCodes(after: outcomes)
        await applyAwaitedReturns(behind: outcomes)
        await releaseCarts(ofReturned: outcomes)
    }

    /// Records one event that follows from another; what its receiver cannot take goes back to the sender.
    func send(_ next: FollowUp) async {
        guard let outcome = try? await record(Intake(event: next.event, who: .member(next.member))) else { return }
        guard case .refused(let refusal) = outcome, refusal.isForGood else { return }
        switch next.event.matter {
        case .transferReceived(let arrival):
            await send(Transfer.end(arrival, id: next.event.id, isTaken: false, at: next.event.occurredAt))
        case .mergeReceived(let share):
            // Whoever it was for is gone, and it with her.
            let end = Event(
                source: next.event.source,
                id: Key("\(next.event.id)-end"),
                occurredAt: next.event.occurredAt,
                matter: .mergeEnded(MergeEnd(number: share.number))
            )
            await send(FollowUp(member: share.from, event: end))
        case .referralChanged(.friend(let news)):
            // Who brought her is gone, or is another member now, who hears it in her place.
            if let other = try? await store.reading({ archive in
                try archive.states([StateRequest(member: next.member)])[0]?.merged?.other
            }) {
                await send(FollowUp(member: other, event: next.event))
            } else {
                await send(Referral.heard(news, id: next.event.id, at: next.event.occurredAt))
            }
        default: return
        }
    }
}

extension Refusal {
    /// Whether asking again would be answered the same.
    fileprivate var isForGood: Bool {
        switch self {
        case .unknownMember, .memberErased, .memberClosed, .unknownWallet, .outOfRange: true
        default: false
        }
    }
}
