/// The id that Setia gave to a member; no e-mail, phone or card number, which can change hands.
package struct MemberID: Sendable, Hashable {
    package let identifier: Identifier

    package init(_ identifier: Identifier) {
        self.identifier = identifier
    }

    /// The member id that `text` writes, or nil when it is not the one exact form of an `Identifier`.
    package init?(text: String) {
        guard let identifier = Identifier(text: text) else { return nil }
        self.identifier = identifier
    }

    /// 26 characters; texts sort as the ids do.
    package var text: String { identifier.text }
}

extension MemberID: Comparable {
    package static func < (left: MemberID, right: MemberID) -> Bool { left.identifier < right.identifier }
}

extension MemberID: CustomStringConvertible {
    package var description: String { text }
}
