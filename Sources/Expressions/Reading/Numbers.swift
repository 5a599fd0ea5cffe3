extension Lexer {
    /// A whole number, decimal or hexadecimal, with or without a `u`; or a decimal with a point or an exponent.
    ///
    /// A minus sign is not part of it: the parser joins the two, so that the least `int` can be written.
    mutating func number() throws(Complaint) -> Token.Kind {
        let start = place
        if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X") {
            place += 2
            return try wholeNumber(digitsFrom: place, start: start, radix: 16)
        }
        skipDigits()
        var isDouble = false
        if peek() == UInt8(ascii: "."), let after = peek(1), isDigit(after) {
            isDouble = true
            place += 1
            skipDigits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if let digit = peek(signed ? 2 : 1), isDigit(digit) {
                isDouble = true
                place += signed ? 2 : 1
                skipDigits()
            }
        }
        guard isDouble else {
            place = start
            return try wholeNumber(digitsFrom: start, start: start, radix: 10)
        }
        try noLetterFollows(from: start)
        let written = String(decoding: bytes[start..<place], as: UTF8.self)
        // The standard library gives nil for what is nearer to zero than any double, and infinity for what is too
        // large.
        guard let value = Double(written.first == "." ? "0" + written : written) else { return .double(0) }
        return .double(value)
    }

    private mutating func skipDigits() {
        while let byte = peek(), isDigit(byte) {
            place += 1
        }
    }

    private mutating func wholeNumber(digitsFrom: Int, start: Int, radix: UInt64) throws(Complaint) -> Token.Kind {
        place = digitsFrom
        var value: UInt64 = 0
        var overflowed = false
        while let byte = peek(), let digit = digit(byte), digit < radix {
            let (product, over) = value.multipliedReportingOverflow(by: radix)
            let (sum, overAgain) = product.addingReportingOverflow(digit)
            overflowed = overflowed || over || overAgain
            value = sum
            place += 1
        }
        guard place > digitsFrom else {
            throw Complaint(.syntax, TextRange(start: start, end: place), "a hexadecimal number has no digits")
        }
        let isUnsigned = peek() == UInt8(ascii: "u") || peek() == UInt8(ascii: "U")
        if isUnsigned {
            place += 1
        }
        try noLetterFollows(from: start)
        let range = TextRange(start: start, end: place)
        guard !overflowed else { throw Complaint(.syntax, range, "the number does not fit 64 bits") }
        if isUnsigned { return .uint(value) }
        guard value <= UInt64(Int64.max) + 1 else {
            throw Complaint(.syntax, range, "the number does not fit an int", hint: "an unsigned number ends in u")
        }
        return .int(value)
    }

    private func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private mutating func noLetterFollows(from start: Int) throws(Complaint) {
        guard let byte = peek(), isLetter(byte) || isDigit(byte) else { return }
        while let byte = peek(), isLetter(byte) || isDigit(byte) {
            place += 1
        }
        let written = String(decoding: bytes[start..<place], as: UTF8.self)
        throw Complaint(.syntax, TextRange(start: start, end: place), "\(written) is not a number")
    }
}
