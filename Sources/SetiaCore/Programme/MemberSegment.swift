/// Members who have something in common, by what they are and did, or since somebody wrote them on a list (rule C-1).
package struct MemberSegment: Sendable, Hashable {
    /// The segment's own key; unique in its programme.
    package let key: Key
    /// What it is called.
    package let name: Words
    /// Who belongs to it.
    package let kind: Kind

    /// Who belongs to a segment.
    package enum Kind: Sendable, Hashable {
        /// Everybody of whom this holds, at the moment at which it is asked (rule C-2).
        case condition(Condition)
        /// Everybody who was written on it and not taken off again (rule C-3).
        case list
    }

    /// A segment.
    package init(key: Key, name: Words, kind: Kind) {
        self.key = key
        self.name = name
        self.kind = kind
    }

    /// Whether members are written on it.
    package var isList: Bool { kind == .list }
}

extension Programme {
    /// The segment of this key, or none.
    package func segment(_ key: Key) -> MemberSegment? {
        segments.first { $0.key == key }
    }

    /// The campaign of this key, or none.
    package func campaign(_ key: Key) -> Campaign? {
        campaigns.first { $0.key == key }
    }
}
