/// The text whose UTF-8 is percent-encoded in `text`, as CloudEvents has it in headers; none where that is not UTF-8.
///
/// A percent sign that no two hexadecimal digits follow stands for itself, as the binding asks.
package func percentDecoded(_ text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    let encoded = Array(text.utf8)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(encoded.count)
    var place = 0
    while place < encoded.count {
        if encoded[place] == UInt8(ascii: "%"), place + 2 < encoded.count,
            let high = hexDigit(encoded[place + 1]), let low = hexDigit(encoded[place + 2])
        {
            decoded.append(high << 4 | low)
            place += 3
        } else {
            decoded.append(encoded[place])
            place += 1
        }
    }
    return String(validating: decoded, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
