internal import SetiaCore

extension SetiaService {
    /// Tells the ledger that a case of a member's or a conversation with her was closed, in the transaction that closes it
    /// (rule J-17): for journeys, surveys, rules and webhooks.
    ///
    /// What the programme has against it, such as a member who has left meanwhile, keeps nothing open. Closed again it is
    /// told again.
    ///
    /// - Throws: the store's failure; nothing is closed then.
    func tellClosed(
        _ occurrence: Occurrence,
        _ id: String,
        of member: MemberID,
        channel: Key? = nil,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        // Of an account that came to another one, whoever it is now.
        let owner = try owner(of: member, ledger)?.member ?? member
        let event = Event(
            source: "setia/care",
            id: Key("\(occurrence.type.rawValue)/\(id)/\(now.milliseconds)"),
            occurredAt: now,
            channel: channel,
            matter: .happened(occurrence)
        )
        if case .failed(let error) = try record(
            [prepare(Intake(event: event, who: .member(owner)))],
            now: now,
            in: ledger
        )[0] {
            throw error
        }
    }
}
