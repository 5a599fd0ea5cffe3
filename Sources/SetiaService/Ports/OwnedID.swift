package import SetiaCore

/// Which of a member's items; one of conversations is never taken for one of cases.
package struct OwnedID<Item>: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// Which; greater for what came later.
    package let identifier: Identifier

    /// An id.
    package init(member: MemberID, _ identifier: Identifier) {
        self.member = member
        self.identifier = identifier
    }

    /// The id that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let member = MemberID(text: String(parts[0])),
            let identifier = Identifier(text: String(parts[1]))
        else { return nil }
        self.init(member: member, identifier)
    }

    /// Opaque to others.
    package var text: String { "\(member.text)-\(identifier.text)" }
}
