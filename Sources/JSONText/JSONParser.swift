/// Reads one JSON text from its first byte to its last.
///
/// It goes down into arrays and objects by calling itself, at most `maximumDepth` times, so no text can exhaust the
/// stack. The memory that it reads must outlive it.
struct JSONParser: ~Copyable {
    private let input: UnsafeBufferPointer<UInt8>
    private let maximumDepth: Int
    private var position = 0
    private var elements = Pile<JSON>()
    private var members = Pile<(key: String, value: JSON)>()
    private var keys = Pile<KeyMark>()
    private var unescaped: [UInt8] = []

    /// What is kept of a key until its object closes, to find a key that is there twice.
    private struct KeyMark {
        let fingerprint: UInt64
        let offset: Int
    }

    /// Checks that the whole is UTF-8, once, so that nothing after it has to look.
    init(_ input: UnsafeBufferPointer<UInt8>, maximumDepth: Int) throws(JSONFailure) {
        self.input = input
        self.maximumDepth = maximumDepth
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: input.span)
        } catch {
            throw JSONFailure("these bytes are not UTF-8", at: error.byteOffsets.lowerBound, of: input)
        }
    }

    /// The one value of the text.
    mutating func whole() throws(JSONFailure) -> JSON {
        if input.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw failure("a JSON text does not begin with a byte-order mark")
        }
        skipSpace()
        let result = try value(depth: 0)
        skipSpace()
        guard position == input.count else { throw failure("expected nothing more after the value") }
        return result
    }

    /// Whether the text is one number and nothing else, not even white space.
    mutating func isOneNumber() -> Bool {
        guard let first = peek(), first == Byte.minus || isDigit(first) else { return false }
        return (try? number()) != nil && position == input.count
    }

    // MARK: - Values

    private mutating func value(depth: Int) throws(JSONFailure) -> JSON {
        guard let first = peek() else { throw failure("expected a value before the end") }
        switch first {
        case Byte.quote:
            return .string(try string())
        case Byte.minus, Byte.zero...Byte.nine:
            return try number()
        case Byte.openBrace:
            return try object(depth: depth + 1)
        case Byte.openBracket:
            return try array(depth: depth + 1)
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default:
            throw failure("expected a value")
        }
    }

    private mutating func array(depth: Int) throws(JSONFailure) -> JSON {
        guard depth <= maximumDepth else { throw failure("nested more than \(maximumDepth) deep") }
        position += 1
        skipSpace()
        if take(Byte.closeBracket) { return .array([]) }
        let first = elements.count
        repeat {
            skipSpace()
            let element = try value(depth: depth)
            elements.push(element)
            skipSpace()
        } while take(Byte.comma)
        guard take(Byte.closeBracket) else { throw expected("',' or ']'") }
        return .array(elements.take(from: first))
    }

    private mutating func object(depth: Int) throws(JSONFailure) -> JSON {
        guard depth <= maximumDepth else { throw failure("nested more than \(maximumDepth) deep") }
        position += 1
        skipSpace()
        if take(Byte.closeBrace) { return .object(JSONObject(keysKnownToDiffer: [])) }
        let first = members.count
        let firstKey = keys.count
        repeat {
            skipSpace()
            guard peek() == Byte.quote else { throw expected("a key in double quotes") }
            let offset = position
            let key = try string()
            keys.push(KeyMark(fingerprint: key.withBytes(fingerprint), offset: offset))
            skipSpace()
            guard take(Byte.colon) else { throw expected("':'") }
            skipSpace()
            let value = try value(depth: depth)
            members.push((key: key, value: value))
            skipSpace()
        } while take(Byte.comma)
        guard take(Byte.closeBrace) else { throw expected("',' or '}'") }
        try refuseKeyTwice(members: first, keys: firstKey)
        keys.drop(from: firstKey)
        return .object(JSONObject(keysKnownToDiffer: members.take(from: first)))
    }

    private mutating func word(_ word: StaticString) throws(JSONFailure) {
        let length = word.utf8CodeUnitCount
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: length)
        guard position + length <= input.count,
            compareBytes(input.extracting(position..<position + length), expected) == 0
        else { throw failure("expected a value") }
        position += length
    }

    // MARK: - Keys

    /// Compares the innermost object's keys, each with each while they are few, sorted when they are many.
    private func refuseKeyTwice(members first: Int, keys firstKey: Int) throws(JSONFailure) {
        let count = keys.count - firstKey
        guard count > 1 else { return }
        guard count <= 32 else { return try refuseKeyTwiceAmongMany(members: first, keys: firstKey) }
        for later in 1..<count {
            let fingerprint = keys[firstKey + later].fingerprint
            for earlier in 0..<later where keys[firstKey + earlier].fingerprint == fingerprint {
                guard members[first + earlier].key.hasSameBytes(as: members[first + later].key) else { continue }
                throw twice(keys[firstKey + later].offset)
            }
        }
    }

    private func refuseKeyTwiceAmongMany(members first: Int, keys firstKey: Int) throws(JSONFailure) {
        // Copied out, since no closure may capture what cannot be copied.
        let marks = (firstKey..<keys.count).map { keys[$0] }
        let names = (first..<members.count).map { members[$0].key }
        let order = marks.indices.sorted { a, b in
            if marks[a].fingerprint != marks[b].fingerprint { return marks[a].fingerprint < marks[b].fingerprint }
            if names[a].precedesByBytes(names[b]) { return true }
            if names[b].precedesByBytes(names[a]) { return false }
            return a < b
        }
        let repeated = zip(order, order.dropFirst()).filter { names[$0].hasSameBytes(as: names[$1]) }
        if let second = repeated.map(\.1).min() { throw twice(marks[second].offset) }
    }

    private func twice(_ offset: Int) -> JSONFailure {
        JSONFailure("this key is in the object already", at: offset, of: input)
    }

    // MARK: - Numbers

    private mutating func number() throws(JSONFailure) -> JSON {
        let start = position
        let negative = take(Byte.minus)
        guard let first = peek(), isDigit(first) else { throw expected("a digit") }
        var magnitude: UInt64 = 0
        var overflows = false
        while position < input.count, isDigit(input[position]) {
            let (tenfold, over) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, overAgain) = tenfold.addingReportingOverflow(UInt64(input[position] &- Byte.zero))
            magnitude = sum
            overflows = overflows || over || overAgain
            position += 1
        }
        if first == Byte.zero, position - start > (negative ? 2 : 1) {
            position = start
            throw failure("a number of several digits does not begin with 0")
        }
        var whole = true
        if take(Byte.point) {
            whole = false
            try digits()
        }
        if let sign = peek(), sign | 0x20 == UInt8(ascii: "e") {
            whole = false
            position += 1
            if !take(Byte.minus) { _ = take(Byte.plus) }
            try digits()
        }
        if whole, !overflows {
            if !negative, let result = Int64(exactly: magnitude) { return .integer(result) }
            if negative, magnitude <= Int64.min.magnitude { return .integer(Int64(truncatingIfNeeded: 0 &- magnitude)) }
        }
        return .decimal(String(decoding: input[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONFailure) {
        guard let first = peek(), isDigit(first) else { throw expected("a digit") }
        while position < input.count, isDigit(input[position]) { position += 1 }
    }

    // MARK: - Strings

    /// The string whose opening quote is next.
    private mutating func string() throws(JSONFailure) -> String {
        position += 1
        let start = position
        let end = firstSpecialByte(of: input, from: start)
        position = end
        if peek() == Byte.quote {
            position += 1
            return String(copying: UTF8Span(unchecked: input.extracting(start..<end).span))
        }
        unescaped.removeAll(keepingCapacity: true)
        unescaped.append(contentsOf: input[start..<end])
        while let special = peek() {
            switch special {
            case Byte.quote:
                position += 1
                return String(decoding: unescaped, as: UTF8.self)
            case Byte.backslash:
                try escape()
            default:
                throw failure("a control character must be escaped")
            }
            let next = firstSpecialByte(of: input, from: position)
            unescaped.append(contentsOf: input[position..<next])
            position = next
        }
        throw failure("expected '\"' before the end")
    }

    private mutating func escape() throws(JSONFailure) {
        let start = position
        position += 1
        guard let letter = peek() else { throw failure("expected '\"' before the end") }
        position += 1
        switch letter {
        case Byte.quote, Byte.backslash, Byte.slash: unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(Byte.backspace)
        case UInt8(ascii: "f"): unescaped.append(Byte.formFeed)
        case UInt8(ascii: "n"): unescaped.append(Byte.lineFeed)
        case UInt8(ascii: "r"): unescaped.append(Byte.carriageReturn)
        case UInt8(ascii: "t"): unescaped.append(Byte.tab)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try scalar(escapedAt: start)).utf8)
        default: throw JSONFailure("no such escape", at: start, of: input)
        }
    }

    /// The character of a `\u` escape whose letter is read already, or of two that are a surrogate pair.
    private mutating func scalar(escapedAt start: Int) throws(JSONFailure) -> Character {
        let unit = try fourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
        let half = JSONFailure("half of a surrogate pair", at: start, of: input)
        guard UTF16.isLeadSurrogate(UInt16(unit)), take(Byte.backslash), take(UInt8(ascii: "u")) else { throw half }
        let second = try fourHexDigits()
        guard UTF16.isTrailSurrogate(UInt16(second)) else { throw half }
        guard let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)) else { throw half }
        return Character(scalar)
    }

    private mutating func fourHexDigits() throws(JSONFailure) -> UInt32 {
        var result: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw expected("four hexadecimal digits")
            }
            result = result << 4 + UInt32(digit)
            position += 1
        }
        return result
    }

    // MARK: - Bytes

    @inline(__always)
    private func peek() -> UInt8? { position < input.count ? input[position] : nil }

    @inline(__always)
    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < input.count {
            let byte = input[position]
            guard byte <= Byte.space else { return }
            guard
                byte == Byte.space || byte == Byte.lineFeed || byte == Byte.carriageReturn || byte == Byte.tab
            else { return }
            position += 1
        }
    }

    private func failure(_ reason: String) -> JSONFailure {
        JSONFailure(reason, at: position, of: input)
    }

    private func expected(_ what: String) -> JSONFailure {
        failure(position < input.count ? "expected \(what)" : "expected \(what) before the end")
    }
}

@inline(__always)
private func isDigit(_ byte: UInt8) -> Bool { byte &- Byte.zero < 10 }

/// A number that equal keys share and different keys seldom do: the length, the first bytes and the last.
///
/// It need not be hard to forge: keys that share it are compared, and many keys are sorted and not compared each with
/// each.
@inline(__always)
private func fingerprint(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(key)
    let count = key.count
    if count >= 8 {
        return eightBytes(key, at: 0) ^ (eightBytes(key, at: count - 8) &* 0x9E37_79B9_7F4A_7C15) &+ UInt64(count)
    }
    if count >= 4 {
        let low = UInt64(raw.loadUnaligned(as: UInt32.self))
        return low | UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)) << 32
    }
    return count == 0
        ? 0 : UInt64(key[0]) | UInt64(key[count / 2]) << 8 | UInt64(key[count - 1]) << 16 | UInt64(count) << 24
}
