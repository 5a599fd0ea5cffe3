// The smallest pieces of a JSON text, shared by the writer and the canonical form.

extension [UInt8] {
    /// Appends `null`, `true` or `false`.
    mutating func append(word: StaticString) {
        word.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends a whole number, without a plus and without leading zeros.
    mutating func append(decimalDigitsOf value: Int64) {
        if (0...9).contains(value) { return append(Byte.zero + UInt8(value)) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var magnitude = value.magnitude
            var first = 20
            repeat {
                let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
                first -= 1
                digits.initializeElement(at: first, to: Byte.zero + UInt8(digit))
                magnitude = quotient
            } while magnitude > 0
            if value < 0 {
                first -= 1
                digits.initializeElement(at: first, to: Byte.minus)
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
        }
    }

    /// Appends a number as its text; a text that is no JSON number is a fault.
    mutating func append(numberText text: String) {
        text.withBytes { number in
            var parser = try? JSONParser(number, maximumDepth: 0)
            precondition(parser?.isOneNumber() == true, "\"\(text)\" is not a JSON number")
            append(contentsOf: number)
        }
    }

    /// Appends a string in quotes, escaping only what must be.
    mutating func appendQuoted(_ text: String) {
        text.withBytes { appendQuoted($0) }
    }

    /// Appends UTF-8 in quotes, escaping only what must be.
    @inline(__always)
    mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
        append(Byte.quote)
        let end = firstSpecialByte(of: text, from: 0)
        append(contentsOf: UnsafeBufferPointer(rebasing: text[..<end]))
        if end < text.count { appendEscaped(text, from: end) }
        append(Byte.quote)
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, from start: Int) {
        var place = start
        while place < text.count {
            appendEscape(of: text[place])
            let next = firstSpecialByte(of: text, from: place + 1)
            append(contentsOf: UnsafeBufferPointer(rebasing: text[place + 1..<next]))
            place = next
        }
    }

    private mutating func appendEscape(of byte: UInt8) {
        switch byte {
        case Byte.quote: append(word: "\\\"")
        case Byte.backslash: append(word: "\\\\")
        case Byte.backspace: append(word: "\\b")
        case Byte.tab: append(word: "\\t")
        case Byte.lineFeed: append(word: "\\n")
        case Byte.formFeed: append(word: "\\f")
        case Byte.carriageReturn: append(word: "\\r")
        default:
            append(word: byte < 0x10 ? "\\u000" : "\\u001")
            append(Array("0123456789abcdef".utf8)[Int(byte & 0xF)])
        }
    }
}
