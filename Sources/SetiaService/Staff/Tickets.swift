internal import SetiaCore

extension SetiaService {
    /// Makes a link for somebody, in the place of any earlier of its kind.
    ///
    /// - Returns: its secret, which nobody can read again.
    func makeTicket(
        _ kind: Ticket.Kind,
        for staff: StaffID,
        lasting: Int64,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> String {
        try ledger.withdrawTickets(of: staff, kind: kind)
        let token = sealing.newToken()
        try ledger.save(
            Ticket(
                hash: hash(of: token, for: .ticket),
                kind: kind,
                staff: staff,
                expiresAt: now.adding(milliseconds: lasting)
            )
        )
        return token
    }

    /// The link that has this secret, and whose it is, if it can still be used.
    func ticket(
        _ token: String,
        _ kind: Ticket.Kind,
        at now: Instant,
        _ archive: any Archive
    ) throws -> (Ticket, StaffAccount) {
        guard let ticket = try archive.ticket(hash: hash(of: token, for: .ticket)), ticket.kind == kind,
            let account = try archive.staffAccount(ticket.staff)
        else { throw StaffRefusal.linkUnknown }
        if let used = ticket.usedAt { throw StaffRefusal.linkUsed(at: used) }
        guard now < ticket.expiresAt else { throw StaffRefusal.linkExpired(at: ticket.expiresAt) }
        return (ticket, account)
    }

    /// Uses a link up; whose it is.
    func useTicket(
        _ token: String,
        _ kind: Ticket.Kind,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> StaffAccount {
        var (ticket, account) = try ticket(token, kind, at: now, ledger)
        ticket.usedAt = now
        try ledger.save(ticket)
        return account
    }

    /// The brand's name as people read it, such as Kopi Setia.
    func brandName(_ archive: any Archive) throws -> String {
        let book = try configuration(archive).book
        guard let programme = book?.version(at: surroundings.now()).programme else { return "Setia" }
        return programme.name.text.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}
