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
        /// Everybody of whom this holds, at the moment at which it is asked (rule C-2); where it counts what she did, decisions
        /// ask for who was written on it last (rule C-17).
        case condition(Condition)
        /// Everybody who was written on it and not taken off again (rule C-3).
        case list
        /// Everybody whose purchases, as they were measured last, are of one of these kinds or cells, such as `champions` or
        /// `5*4` (rule C-11).
        case measured([Key])
    }

    /// A segment.
    package init(key: Key, name: Words, kind: Kind) {
        self.key = key
        self.name = name
        self.kind = kind
    }

    /// Whether members are written on it by hand.
    package var isList: Bool { kind == .list }

    /// Whether it is kept by what was measured of members' purchases.
    package var isMeasured: Bool { if case .measured = kind { true } else { false } }

    /// What it counts of what members did in the last days; empty where it asks for nothing of that (rule C-15).
    package var measures: [BehaviourMeasure] {
        if case .condition(let condition) = kind { condition.measures } else { [] }
    }

    /// Whether it counts what members did in the last days.
    package var countsBehaviour: Bool { !measures.isEmpty }

    /// Whether Setia itself writes members on it and takes them off.
    package var isWritten: Bool { isMeasured || countsBehaviour }

    /// Who writes members on it where it is measured: Setia itself.
    package static let measuringSource: Key = "setia/measuring"

    /// The kinds of customers by recency, frequency and spending, as a programme names them.
    package static let customerKinds: [Key] = [
        "champions", "loyal", "promising", "new", "need attention", "cannot lose", "at risk", "asleep", "lost",
    ]

    /// Whether a text is a cell: a score from 1 to 5, or `*` for each, of recency, frequency and spending.
    package static func isCell(_ text: String) -> Bool {
        text.utf8.count == 3
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "*") || (UInt8(ascii: "1")...UInt8(ascii: "5")).contains($0) }
    }
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
