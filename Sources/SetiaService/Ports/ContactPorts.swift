package import SetiaCare
package import SetiaCore

/// What is kept of contacts, to be read; a part of `Archive`.
package protocol ContactArchive: AnyObject {
    /// All broadcasts, the newest first, at most `limit`.
    func broadcasts(limit: Int) throws -> [Broadcast]
    /// One broadcast, or none.
    func broadcast(_ id: Identifier) throws -> Broadcast?
    /// Broadcasts for which there is something to do, the oldest first.
    func broadcastsAtWork() throws -> [Broadcast]
    /// How many contacts of a broadcast have which verdict, reason and way; in the order of those names.
    func contactCounts(of broadcast: Identifier) throws -> [ContactCount]
    /// Contacts of a broadcast that have their turn by `moment`, the longest due first, at most `limit`.
    func contactsDue(of broadcast: Identifier, by moment: Instant, limit: Int) throws -> [Contact]
    /// One contact, or none.
    func contact(_ id: Identifier, of member: MemberID) throws -> Contact?
    /// A member's contacts, the newest first, at most `limit`.
    func contacts(of member: MemberID, limit: Int) throws -> [Contact]
    /// What a member said about when she wants to hear from the brand; none where she never did.
    func contactPreference(of member: MemberID) throws -> ContactPreference?
    /// What decisions about these members hang on besides their states, in the order asked.
    ///
    /// - Parameters:
    ///   - members: Who.
    ///   - since: From when on places under limits count.
    /// - Returns: one for each.
    /// - Throws: the store's failure.
    func contactGrounds(of members: [MemberID], since: Instant) throws -> [ContactGrounds]
    /// When these members wrote last, by channel and in the order of their names; one for each, in the order asked.
    func lastWritten(by members: [MemberID]) throws -> [[ContactState.Inbound]]
}

/// What is kept of contacts, to be written; a part of `Ledger`.
package protocol ContactLedger: ContactArchive {
    /// Adds a broadcast, or what became of it.
    func save(_ broadcast: Broadcast) throws
    /// Takes turns of a running broadcast: whether it runs, and its next turn was still at `from`.
    func takeSlots(of broadcast: Identifier, from: Instant, until: Instant) throws -> Bool
    /// Adds contacts; those whose member has one with the same once key are left out.
    func plan(_ contacts: [Contact]) throws
    /// Changes a contact, if its turn is still at `turn`; whether it was.
    func save(_ contact: Contact, ifTurnAt turn: Instant?) throws -> Bool
    /// Keeps what a member wants, in the place of what she wanted before.
    func save(_ preference: ContactPreference, of member: MemberID, at now: Instant) throws
    /// Adds that a member may not be written to; the earlier cause of the same kind stays.
    func add(_ suppression: ContactState.Suppression, since: Instant, to member: MemberID) throws
}

/// What decisions about a member hang on besides her state.
package struct ContactGrounds: Sendable, Hashable {
    /// How her e-mail addresses are known to be hers; empty where she has none.
    package var emailEvidence: [Key]
    /// How her telephone numbers are; empty where she has none.
    package var phoneEvidence: [Key] = []
    /// When she wrote last, by channel; filled where that is asked.
    package var inbounds: [ContactState.Inbound] = []
    /// Since when she may not be written to, and why.
    package var suppressions: [ContactState.Suppression]
    /// What was sent to her and is being sent.
    package var sends: [ContactState.Send]
    /// Since when a question of hers waits for an answer; none is none.
    package var waitingSince: Instant?
    /// What she said about when she wants to hear from the brand.
    package var preference = ContactPreference()

    /// What is known.
    package init(
        emailEvidence: [Key] = [],
        suppressions: [ContactState.Suppression] = [],
        sends: [ContactState.Send] = [],
        waitingSince: Instant? = nil
    ) {
        self.emailEvidence = emailEvidence
        self.suppressions = suppressions
        self.sends = sends
        self.waitingSince = waitingSince
    }
}
