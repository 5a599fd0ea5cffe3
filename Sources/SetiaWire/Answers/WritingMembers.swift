import JSONText
import SetiaCore

// Members in the forms that the API has for the core's values.

extension JSONWriter {
    mutating func member(_ key: StaticString, _ text: String) {
        self.key(key)
        string(text)
    }

    mutating func member(_ key: StaticString, _ text: Key) {
        self.key(key)
        string(text.text)
    }

    mutating func member(_ key: StaticString, _ number: Int64) {
        self.key(key)
        integer(number)
    }

    mutating func member(_ key: StaticString, _ points: Points) {
        self.key(key)
        integer(points.units)
    }

    mutating func member(_ key: StaticString, _ instant: Instant) {
        self.key(key)
        string(instant.rfc3339)
    }

    mutating func member(_ key: StaticString, _ instant: Instant?) {
        if let instant { member(key, instant) }
    }

    mutating func member(_ key: StaticString, _ text: Key?) {
        if let text { member(key, text) }
    }

    /// Money as `{"amount": 1250, "currency": "MYR"}`.
    mutating func member(_ key: StaticString, _ money: Money) {
        self.key(key)
        beginObject()
        member("amount", money.minorUnits)
        member("currency", money.currency.code)
        endObject()
    }

    mutating func list<Elements: Sequence>(_ elements: Elements, _ write: (Elements.Element, inout JSONWriter) -> Void)
    {
        beginArray()
        for element in elements { write(element, &self) }
        endArray()
    }

    /// An object whose keys are names of the programme, by their bytes.
    mutating func object<Value>(
        _ members: [(key: Key, value: Value)],
        _ write: (Value, inout JSONWriter) -> Void
    ) {
        beginObject()
        let sorted = members.count < 2 ? members : members.sorted { $0.key < $1.key }
        for member in sorted {
            key(member.key.text)
            write(member.value, &self)
        }
        endObject()
    }
}

extension JSONWriter {
    /// Any value, its keys sorted at every level.
    mutating func sortedValue(_ json: JSON) {
        switch json {
        case .null, .bool, .integer, .decimal, .string: value(json)
        case .array(let elements): list(elements) { $1.sortedValue($0) }
        case .object(let object): self.object(object.members.map { (Key($0.key), $0.value) }) { $1.sortedValue($0) }
        }
    }
}
