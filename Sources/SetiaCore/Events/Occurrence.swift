/// Something that a member did and that was not a purchase: a visit, a stay, a review.
package struct Occurrence: Sendable, Hashable {
    /// What kind; one of those with `facts`.
    package let type: EventType
    /// What was told of it, in the order of the type's fields; a field that was not told is left out.
    package let facts: [Fact]

    /// What may be told.
    package enum Field: Sendable, Hashable {
        /// A whole number, 0 or more.
        case number(Key)
        /// A text that names nobody.
        case text(Key)
        /// Whether something is so.
        case truth(Key)
        /// An amount of money.
        case money(Key)

        /// Its name.
        package var name: Key {
            switch self {
            case .number(let name), .text(let name), .truth(let name), .money(let name): name
            }
        }
    }

    /// What was told.
    package struct Fact: Sendable, Hashable {
        /// Of which field.
        package let name: Key
        /// What.
        package let value: Value

        /// A value that was told.
        package enum Value: Sendable, Hashable {
            case number(Int64)
            case text(Key)
            case truth(Bool)
            case money(Money)
        }

        /// A fact.
        package init(name: Key, value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// Something that happened.
    package init(type: EventType, facts: [Fact]) {
        self.type = type
        self.facts = facts
    }

    /// What was told of a field, or none.
    package func value(_ name: Key) -> Fact.Value? {
        facts.first { $0.name == name }?.value
    }
}
