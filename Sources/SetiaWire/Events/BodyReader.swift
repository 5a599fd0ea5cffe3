import JSONText
import SetiaCore

/// Takes fields out of the objects of one body, and notes everything that is wrong on the way.
///
/// A field that is `null` counts as left out. Where a field is wrong the answer is nothing, and reading goes on; what
/// is built from it is used only where `problems` stays empty.
struct BodyReader {
    private(set) var problems: [Malformed] = []
    /// Whether what is read is an export, in which events come along that nobody may tell otherwise.
    var readsExports = false

    /// The most that an amount or a number of points may be: past any honest one, and far from the end of 64 bits, so
    /// that sums of thousands fit.
    static let mostUnits: Int64 = 1_000_000_000_000_000

    mutating func complain(_ field: String, _ reason: String) {
        problems.append(Malformed(field: field, reason: reason))
    }

    /// The object that stands there; `place` is where its own fields stand.
    mutating func object(_ json: JSON?, _ place: BodyPlace) -> JSONObject? {
        switch json {
        case .object(let object): return object
        case nil, .null: complain(place.text, "is missing")
        default: complain(place.text, "must be an object")
        }
        return nil
    }

    /// A list with at least one and at most so many elements.
    mutating func list(_ fields: Fields, _ name: String, atMost most: Int) -> [JSON]? {
        switch fields.object[name] {
        case .array(let elements):
            if elements.isEmpty {
                complain(fields.place.field(name), "must have at least one element")
                return nil
            }
            guard elements.count <= most else {
                complain(fields.place.field(name), "must have at most \(most) elements")
                return nil
            }
            return elements
        case nil, .null: complain(fields.place.field(name), "is missing")
        default: complain(fields.place.field(name), "must be a list")
        }
        return nil
    }

    /// A text of 1 to `most` bytes without control characters; nothing where it is left out or wrong.
    mutating func optionalText(_ fields: Fields, _ name: String, atMost most: Int = 200) -> String? {
        guard let json = fields.object[name], !json.isNull else { return nil }
        guard case .string(let text) = json else {
            complain(fields.place.field(name), "must be a text")
            return nil
        }
        guard let reason = whyNoText(text, atMost: most) else { return text }
        complain(fields.place.field(name), reason)
        return nil
    }

    /// As `optionalText`, and it is a problem to leave it out.
    mutating func text(_ fields: Fields, _ name: String, atMost most: Int = 200) -> String? {
        requireMember(fields, name)
        return optionalText(fields, name, atMost: most)
    }

    /// A text that people write, lines allowed, of 1 to `most` characters; it is a problem to leave it out.
    mutating func words(_ fields: Fields, _ name: String, atMost most: Int) -> String? {
        requireMember(fields, name)
        guard let json = fields.object[name], !json.isNull else { return nil }
        guard case .string(let text) = json else {
            complain(fields.place.field(name), "must be a text")
            return nil
        }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            complain(fields.place.field(name), "must not be empty")
            return nil
        }
        guard text.unicodeScalars.count <= most else {
            complain(fields.place.field(name), "must have at most \(most) characters")
            return nil
        }
        return text
    }

    /// A text that names something, compared by its bytes.
    mutating func key(_ fields: Fields, _ name: String, atMost most: Int = 200) -> Key? {
        text(fields, name, atMost: most).map { Key($0) }
    }

    mutating func optionalKey(_ fields: Fields, _ name: String, atMost most: Int = 200) -> Key? {
        optionalText(fields, name, atMost: most).map { Key($0) }
    }

    /// A whole number within `range`; `what` says what it counts: "a whole number of points".
    mutating func number(_ fields: Fields, _ name: String, _ range: ClosedRange<Int64>, _ what: String) -> Int64? {
        switch fields.object[name] {
        case .integer(let number):
            if range.contains(number) { return number }
            complain(fields.place.field(name), whyNotIn(range, number))
        case .decimal(let text) where text.utf8.dropFirst().allSatisfy({ (48...57).contains($0) }):
            complain(fields.place.field(name), whyNotIn(range, text.utf8.first == UInt8(ascii: "-") ? .min : .max))
        case nil, .null: complain(fields.place.field(name), "is missing")
        default: complain(fields.place.field(name), "must be \(what)")
        }
        return nil
    }

    /// `true` or `false`; to leave it out is a problem.
    mutating func bool(_ fields: Fields, _ name: String) -> Bool? {
        requireMember(fields, name)
        guard let json = fields.object[name], !json.isNull else { return nil }
        if case .bool(let value) = json { return value }
        complain(fields.place.field(name), "must be true or false")
        return nil
    }

    /// An RFC 3339 moment; nothing where it is left out or wrong.
    mutating func optionalInstant(_ fields: Fields, _ name: String) -> Instant? {
        guard let json = fields.object[name], !json.isNull else { return nil }
        if case .string(let text) = json, let instant = Instant(rfc3339: text) { return instant }
        complain(fields.place.field(name), "must be an RFC 3339 time such as 2026-03-01T09:30:00+08:00")
        return nil
    }

    /// As `optionalInstant`, and it is a problem to leave it out.
    mutating func instant(_ fields: Fields, _ name: String) -> Instant? {
        requireMember(fields, name)
        return optionalInstant(fields, name)
    }

    /// An amount of money, such as `{"amount": 1250, "currency": "MYR"}`.
    mutating func money(_ json: JSON?, _ place: BodyPlace) -> Money? {
        guard let object = object(json, place) else { return nil }
        let fields = Fields(object: object, place: place)
        let amount = number(fields, "amount", 0...BodyReader.mostUnits, "a whole number of minor units")
        let currency = currency(fields, "currency", isRequired: true)
        guard let amount, let currency else { return nil }
        return try? Money(minorUnits: amount, currency: currency)
    }

    /// A currency by its ISO 4217 code.
    mutating func currency(_ fields: Fields, _ name: String, isRequired: Bool) -> Currency? {
        if isRequired { requireMember(fields, name) }
        guard let json = fields.object[name], !json.isNull else { return nil }
        if case .string(let code) = json, let currency = try? Currency(code) { return currency }
        complain(fields.place.field(name), "must be an ISO 4217 code of three capital letters, such as MYR")
        return nil
    }

    private mutating func requireMember(_ fields: Fields, _ name: String) {
        if !fields.has(name) { complain(fields.place.field(name), "is missing") }
    }
}

/// An object under reading, with where it stands.
struct Fields {
    let object: JSONObject
    let place: BodyPlace

    /// Whether the field is there and not `null`.
    func has(_ name: String) -> Bool {
        switch object[name] {
        case nil, .null: false
        default: true
        }
    }
}

/// Where an object stands in a body, such as `data.lines[3].amount`: made into text only when something is wrong.
struct BodyPlace {
    let outer: StaticString
    var index: Int = -1
    var inner: StaticString = ""
    /// A name that a programme gives, in place of `inner`.
    var named = ""

    var text: String {
        var text = outer.description
        if index >= 0 { text += "[\(index)]" }
        if inner.utf8CodeUnitCount > 0 { text += ".\(inner)" }
        if !named.isEmpty { text += ".\(named)" }
        return text
    }

    func field(_ name: String) -> String {
        let text = text
        return text.isEmpty ? name : "\(text).\(name)"
    }
}

/// Why a text cannot be taken as a name or number of something; none where it can.
func whyNoText(_ text: String, atMost most: Int) -> String? {
    if text.isEmpty { return "must not be empty" }
    if text.utf8.count > most { return "must have at most \(most) bytes" }
    if hasControlCharacter(text) { return "must not hold control characters" }
    return nil
}

private func whyNotIn(_ range: ClosedRange<Int64>, _ number: Int64) -> String {
    if number > range.upperBound { return "must be at most \(range.upperBound)" }
    return switch range.lowerBound {
    case 0: "must not be negative"
    case 1: "must be above 0"
    default: "must be at least \(range.lowerBound)"
    }
}
