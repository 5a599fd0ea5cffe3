/// A text in quoted-printable (RFC 2045, 6.7), in lines of at most 76 characters ended by CR LF.
///
/// Points and "From " at the beginning of a line are encoded, since programs on the way change such lines.
///
/// - Parameter text: With line feeds as line ends.
/// - Returns: Without a line end at the end, unless the text has one.
func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 8)
    var column = 0
    func put(_ piece: [UInt8], room: Int) {
        if column + piece.count > room {
            result += [Byte.equals, Byte.carriageReturn, Byte.lineFeed]
            column = 0
        }
        result += piece
        column += piece.count
    }
    for (index, byte) in text.enumerated() {
        if byte == Byte.lineFeed {
            result += [Byte.carriageReturn, Byte.lineFeed]
            column = 0
            continue
        }
        let isLast = index + 1 == text.count || text[index + 1] == Byte.lineFeed
        let isPlain =
            if byte.isBlank { !isLast } else { (33...126).contains(byte) && byte != Byte.equals }
        // A soft line end takes one character; at the end of a line there is none.
        let room = isLast ? 76 : 75
        let piece = isPlain ? [byte] : [Byte.equals, hexDigit(byte >> 4), hexDigit(byte & 15)]
        let beginsLine = column == 0 || column + piece.count > room
        let isRisky = beginsLine && (byte == Byte.point || text[index...].starts(with: "From ".utf8))
        put(isRisky ? [Byte.equals, hexDigit(byte >> 4), hexDigit(byte & 15)] : piece, room: room)
    }
    return result
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
}

/// Bytes in base 64 (RFC 4648, section 4).
package func base64(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
        let count = min(3, bytes.count - index)
        var group: UInt32 = 0
        for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[index + place]) : 0) }
        for place in 0..<4 {
            let value = UInt8(truncatingIfNeeded: group >> (18 - 6 * UInt32(place)) & 63)
            text.append(place <= count ? base64Digit(value) : Byte.equals)
        }
        index += 3
    }
    return text
}

private func base64Digit(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + value
    case 26..<52: UInt8(ascii: "a") + value - 26
    case 52..<62: UInt8(ascii: "0") + value - 52
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
}

/// A text in base 64, in lines of 76 characters; its line feeds are CR LF first, as a text of a mail has them.
func base64Lines(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for byte in text {
        if byte == Byte.lineFeed { bytes.append(Byte.carriageReturn) }
        bytes.append(byte)
    }
    let encoded = base64(bytes)
    var lines: [UInt8] = []
    lines.reserveCapacity(encoded.count + encoded.count / 38)
    for start in stride(from: 0, to: encoded.count, by: 76) {
        if start > 0 { lines += [Byte.carriageReturn, Byte.lineFeed] }
        lines += encoded[start..<min(start + 76, encoded.count)]
    }
    return lines
}
