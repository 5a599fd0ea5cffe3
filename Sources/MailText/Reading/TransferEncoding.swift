/// Bytes from base 64 (RFC 2045, 6.8), whatever stands in it.
///
/// What is no character of base 64 is passed over. A padding ends a group, and another may follow, as where texts were
/// encoded in pieces and put together.
///
/// - Parameters:
///   - text: The encoded text, with its line ends.
///   - defects: Gets `brokenEncoding` where something had to be passed over.
/// - Returns: What could be read.
func base64Decoded(_ text: MailBytes, _ defects: inout DefectList) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    var (group, count): (UInt32, UInt32) = (0, 0)
    func flush() {
        if count == 3 {
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        } else if count == 2 {
            bytes.append(UInt8(truncatingIfNeeded: group >> 4))
        }
    }
    for byte in text {
        if let value = base64Value(byte) {
            group = group << 6 | UInt32(value)
            count += 1
            guard count == 4 else { continue }
            bytes.append(UInt8(truncatingIfNeeded: group >> 16))
            bytes.append(UInt8(truncatingIfNeeded: group >> 8))
            bytes.append(UInt8(truncatingIfNeeded: group))
        } else if byte == Byte.equals {
            flush()
        } else {
            if !byte.isBlank, !byte.isLineEnd { defects.add(.brokenEncoding) }
            continue
        }
        (group, count) = (0, 0)
    }
    if count > 0 { defects.add(.brokenEncoding) }
    flush()
    return bytes
}

private func base64Value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
}

/// Bytes from quoted-printable (RFC 2045, 6.7), whatever stands in it.
///
/// An equals sign with anything else than two hexadecimal digits or the end of its line behind it stands for itself.
/// Blanks at the end of a line were added on the way and are dropped.
///
/// - Parameters:
///   - text: The encoded text, with its line ends.
///   - defects: Gets `brokenEncoding` where an equals sign stands for itself.
/// - Returns: What could be read; line ends as they were.
func quotedPrintableDecoded(_ text: MailBytes, _ defects: inout DefectList) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var start = text.startIndex
    while start < text.endIndex {
        let (end, next) = text.line(from: start)
        var last = end
        while last > start, text[last - 1].isBlank { last -= 1 }
        let isSoft = last > start && text[last - 1] == Byte.equals
        decode(text[start..<(isSoft ? last - 1 : last)], into: &bytes, &defects)
        if !isSoft { bytes += text[end..<next] }
        start = next
    }
    return bytes
}

private func decode(_ line: MailBytes, into bytes: inout [UInt8], _ defects: inout DefectList) {
    var index = line.startIndex
    while index < line.endIndex {
        let byte = line[index]
        index += 1
        guard byte == Byte.equals else {
            bytes.append(byte)
            continue
        }
        if index + 1 < line.endIndex, let high = line[index].hexDigit, let low = line[index + 1].hexDigit {
            bytes.append(high << 4 | low)
            index += 2
        } else {
            defects.add(.brokenEncoding)
            bytes.append(byte)
        }
    }
}
