/// Rules that are chosen among, where several of them hold (rule E-14).
package struct RuleGroup: Sendable, Hashable {
    /// The group's own key.
    package let key: Key
    /// How it is chosen.
    package let kind: Kind
    /// The highest is asked first, and of equal ones the first of the document.
    package let priority: Int

    /// How is chosen among the rules of a group that hold.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// All of them give.
        case stack
        /// The one that gives the member most.
        case bestOf = "best_of"
        /// The first of them, and no group after this one gives anything.
        case exclusive
    }

    /// A group.
    package init(key: Key, kind: Kind, priority: Int = 0) {
        self.key = key
        self.kind = kind
        self.priority = priority
    }
}
