/// A map of the language: keys are `bool`, `int`, `uint` or `string`, and no key stands twice.
///
/// Numbers that are equal are the same key whatever their type: `{1: "a"}[1u]` is "a". The order of the entries is that
/// in which they were written; equality does not see it.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Aggregate Values".
@usableFromInline
package struct MapValue: Sendable {
    /// Why a list of entries is no map.
    enum Fault: Error {
        case notAKey(Value)
        case repeatedKey(Value)
    }

    private enum Key: Hashable {
        case bool(Bool)
        case int(Int64)
        /// Only above the range of `int`, so that equal numbers are equal keys.
        case large(UInt64)
        case text(KeyText)

        init?(_ value: Value) {
            switch value {
            case .bool(let value): self = .bool(value)
            case .int(let value): self = .int(value)
            case .uint(let value): self = Int64(exactly: value).map(Key.int) ?? .large(value)
            case .string(let value): self = .text(KeyText(value))
            case .double(let value):
                if let value = value.wholeInt {
                    self = .int(value)
                } else if let value = value.wholeUInt {
                    self = .large(value)
                } else {
                    return nil
                }
            default: return nil
            }
        }
    }

    private final class Storage: Sendable {
        let entries: [(key: Value, value: Value)]
        let places: [Key: Int]

        init(entries: [(key: Value, value: Value)], places: [Key: Int]) {
            self.entries = entries
            self.places = places
        }
    }

    private let storage: Storage

    /// - Throws: Where a key is of a type that keys cannot have, or stands twice.
    init(entries: [(key: Value, value: Value)]) throws(Fault) {
        var places: [Key: Int] = [:]
        for (place, entry) in entries.enumerated() {
            if case .double = entry.key { throw .notAKey(entry.key) }
            guard let key = Key(entry.key) else { throw .notAKey(entry.key) }
            guard places.updateValue(place, forKey: key) == nil else { throw .repeatedKey(entry.key) }
        }
        storage = Storage(entries: entries, places: places)
    }

    /// A map whose keys are strings; where a key stands twice, the last one counts.
    package init(_ entries: [(key: String, value: Value)]) {
        var places: [Key: Int] = [:]
        var kept: [(key: Value, value: Value)] = []
        for entry in entries {
            let key = Key.text(KeyText(entry.key))
            if let place = places[key] {
                kept[place].value = entry.value
            } else {
                places[key] = kept.count
                kept.append((.string(entry.key), entry.value))
            }
        }
        storage = Storage(entries: kept, places: places)
    }

    package var count: Int { storage.entries.count }

    /// In the order in which they were written.
    package var entries: [(key: Value, value: Value)] { storage.entries }

    /// The value under a key, or nil.
    ///
    /// A number finds an equal number of another type.
    package func value(for key: Value) -> Value? {
        guard let key = Key(key), let place = storage.places[key] else { return nil }
        return storage.entries[place].value
    }
}
