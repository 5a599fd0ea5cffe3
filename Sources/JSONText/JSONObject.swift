/// The members of a JSON object: each key once, in the order they were read or set.
///
/// Keys are the same when their UTF-8 bytes are; Swift's `==` on `String` is never asked. The order is kept for whoever
/// writes the object out again; it does not count for `==`.
package struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private var kept: [(key: String, value: JSON)]

    /// The members in their order.
    ///
    /// To give one key twice is a fault.
    package var members: [(key: String, value: JSON)] {
        get { kept }
        set {
            kept = newValue
            requireEachKeyOnce()
        }
    }

    /// An object with these members, in this order.
    ///
    /// To give one key twice is a fault.
    package init(_ members: [(String, JSON)] = []) {
        kept = members.map { (key: $0.0, value: $0.1) }
        requireEachKeyOnce()
    }

    /// An object as it is written in Swift.
    ///
    /// To give one key twice is a fault.
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements)
    }

    /// An object whose keys were compared while it was read.
    init(keysKnownToDiffer members: [(key: String, value: JSON)]) {
        kept = members
    }

    /// The value of that key, or nothing where no member has it; a member that is `null` comes back as `.null`.
    ///
    /// - Complexity: O(*n*) in the number of members.
    package subscript(_ key: String) -> JSON? {
        guard let place = place(of: key) else { return nil }
        return kept[place].value
    }

    /// Gives the key this value: in its place where the key is there, at the end where it is new.
    ///
    /// - Complexity: O(*n*) in the number of members.
    package mutating func set(_ key: String, _ value: JSON) {
        if let place = place(of: key) {
            kept[place].value = value
        } else {
            kept.append((key: key, value: value))
        }
    }

    private func place(of key: String) -> Int? {
        key.withBytes { wanted in
            kept.firstIndex { member in
                member.key.utf8.count == wanted.count && member.key.withBytes { compareBytes($0, wanted) == 0 }
            }
        }
    }

    private func requireEachKeyOnce() {
        let sorted = membersByKey
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.key.hasSameBytes(as: next.key) {
            preconditionFailure("the key \(next.key) is given twice")
        }
    }
}

extension JSONObject {
    /// The members by the UTF-8 bytes of their keys, the shorter first where one begins with the other.
    ///
    /// - Complexity: O(*n*) where they stand so already, else O(*n* log *n*).
    var membersByKey: [(key: String, value: JSON)] {
        var order = kept.indices.map { (start: kept[$0].key.firstEightBytes, place: $0) }
        func precedes(_ one: (start: UInt64, place: Int), _ other: (start: UInt64, place: Int)) -> Bool {
            if one.start != other.start { return one.start < other.start }
            return kept[one.place].key.precedesByBytes(kept[other.place].key)
        }
        if zip(order.dropFirst(), order).allSatisfy({ later, earlier in !precedes(later, earlier) }) { return kept }
        order.sort(by: precedes)
        return order.map { kept[$0.place] }
    }

    /// Whether both have the same members, in whatever order.
    package static func == (one: JSONObject, other: JSONObject) -> Bool {
        guard one.kept.count == other.kept.count else { return false }
        // Mostly both were written by the same hand, in the same order.
        if zip(one.kept, other.kept).allSatisfy({ $0.key.hasSameBytes(as: $1.key) }) {
            return zip(one.kept, other.kept).allSatisfy { $0.value == $1.value }
        }
        return zip(one.membersByKey, other.membersByKey).allSatisfy { a, b in
            a.key.hasSameBytes(as: b.key) && a.value == b.value
        }
    }

    /// Feeds what `==` looks at.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(kept.count)
        for member in membersByKey {
            member.key.hashBytes(into: &hasher)
            hasher.combine(member.value)
        }
    }
}
