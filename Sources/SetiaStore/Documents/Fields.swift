internal import JSONText
internal import SetiaCore
internal import SetiaService

/// The elements of an array in a kept document, read from left to right.
///
/// What is compact is positional: an array's meaning stands where it is written, and its reader takes the same steps.
struct Fields {
    private let values: [JSON]
    private var place = 0
    /// What the document is called in an error.
    private let name: String

    /// The elements of `json`, which is an array.
    init(_ json: JSON?, in name: String) throws(MalformedDocument) {
        guard let values = json?.array else { throw MalformedDocument(field: name) }
        self.values = values
        self.name = name
    }

    /// Whether there is nothing more to read.
    var isAtEnd: Bool { place == values.count }

    /// Takes the next element.
    mutating func next() throws(MalformedDocument) -> JSON {
        guard place < values.count else { throw malformed }
        defer { place += 1 }
        return values[place]
    }

    /// Takes a whole number.
    mutating func number() throws(MalformedDocument) -> Int64 {
        guard let number = try next().int64 else { throw malformed }
        return number
    }

    /// Takes a whole number, or `null`.
    mutating func optionalNumber() throws(MalformedDocument) -> Int64? {
        switch try next() {
        case .integer(let number): number
        case .null: nil
        default: throw malformed
        }
    }

    /// Takes a 0 or a 1.
    mutating func flag() throws(MalformedDocument) -> Bool {
        switch try number() {
        case 0: false
        case 1: true
        default: throw malformed
        }
    }

    /// Takes a text.
    mutating func text() throws(MalformedDocument) -> String {
        guard let text = try next().string else { throw malformed }
        return text
    }

    /// Takes a text, as a key.
    mutating func key() throws(MalformedDocument) -> Key {
        Key(try text())
    }

    /// Takes a text, as a key, or `null`.
    mutating func optionalKey() throws(MalformedDocument) -> Key? {
        switch try next() {
        case .string(let text): Key(text)
        case .null: nil
        default: throw malformed
        }
    }

    /// Takes points.
    mutating func points() throws(MalformedDocument) -> Points {
        Points(try number())
    }

    /// Takes a moment.
    mutating func instant() throws(MalformedDocument) -> Instant {
        Instant(milliseconds: try number())
    }

    /// Takes a moment, or `null`.
    mutating func optionalInstant() throws(MalformedDocument) -> Instant? {
        try optionalNumber().map { Instant(milliseconds: $0) }
    }

    /// Takes a currency.
    mutating func currency() throws(MalformedDocument) -> Currency {
        guard let currency = try? Currency(try text()) else { throw malformed }
        return currency
    }

    /// Takes minor units and a currency.
    mutating func money() throws(MalformedDocument) -> Money {
        let minorUnits = try number()
        guard let money = try? Money(minorUnits: minorUnits, currency: try currency()) else { throw malformed }
        return money
    }

    /// Takes an array.
    mutating func fields() throws(MalformedDocument) -> Fields {
        try Fields(try next(), in: name)
    }

    /// What is thrown where an element is not what its reader knows.
    var malformed: MalformedDocument { MalformedDocument(field: name) }
}

extension JSONWriter {
    /// Writes a key as a text.
    mutating func element(_ key: Key) { string(key.text) }

    /// Writes a key as a text, or `null`.
    mutating func element(_ key: Key?) {
        if let key { string(key.text) } else { null() }
    }

    /// Writes 0 or 1.
    mutating func element(_ flag: Bool) { integer(flag ? 1 : 0) }

    /// Writes points as a number.
    mutating func element(_ points: Points) { integer(points.units) }

    /// Writes a moment in milliseconds.
    mutating func element(_ instant: Instant) { integer(instant.milliseconds) }

    /// Writes a moment in milliseconds, or `null`.
    mutating func element(_ instant: Instant?) {
        if let instant { integer(instant.milliseconds) } else { null() }
    }

    /// Writes minor units and a currency.
    mutating func element(_ money: Money) {
        integer(money.minorUnits)
        string(money.currency.code)
    }
}

extension JSON {
    /// The kept document that `text` is, of a version that we know.
    static func document(_ text: String, name: String, version: Int64 = 1) throws(MalformedDocument) -> JSON {
        guard let document = try? JSON.parse(text), document["v"]?.int64 == version else {
            throw MalformedDocument(field: name)
        }
        return document
    }
}
