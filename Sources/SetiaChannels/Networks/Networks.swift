internal import JSONText
internal import SetiaCore
package import SetiaService

/// All networks that there is an adapter for, in the order in which they are listed.
package let networks: [any ChannelAdapter] = [
    HTTPChannel(kind: .sms), HTTPChannel(kind: .http), TelegramChannel(), LineChannel(), WhatsAppChannel(),
    MetaPageChannel(kind: .messenger), MetaPageChannel(kind: .instagram),
]

/// The JSON of a body, or where and why it is none.
func parsed(_ body: [UInt8]) throws(ChannelRefusal) -> JSON {
    do {
        return try JSON.parse(body)
    } catch {
        throw .unreadable(field: "", reason: "must be JSON")
    }
}

extension JSON {
    /// A text that says something.
    var words: String? { string.flatMap { $0.isEmpty ? nil : $0 } }

    /// A text, or a whole number as its digits: networks write ids both ways.
    var name: String? { words ?? int64.map { String($0) } }

    /// Seconds or milliseconds, which some networks write as a text.
    var number: Int64? { int64 ?? string.flatMap { Int64($0) } }

    /// Its elements; none where it is no list.
    var list: [JSON] { array ?? [] }
}

/// How most networks answer where they take nothing: later again for 408, 425, 429 and their own faults.
func refused(_ status: Int, _ reason: String? = nil) -> ChannelOutcome {
    let isTemporary = [408, 425, 429].contains(status) || status >= 500
    return .refused(isTemporary: isTemporary, reason: Key(reason ?? "status-\(status)"))
}

/// A text as a part of an address's path: all but letters, digits and `-._~` written as their bytes.
func pathPart(_ text: String) -> String {
    text.utf8.map { byte in
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126: String(UnicodeScalar(byte))
        default: "%\(String(byte >> 4, radix: 16, uppercase: true))\(String(byte & 15, radix: 16, uppercase: true))"
        }
    }.joined()
}

/// The bytes that a text of hexadecimal digits writes, or none.
func hexadecimalBytes(_ text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place -> UInt8? in
        guard let high = hexadecimalDigit(digits[place]), let low = hexadecimalDigit(digits[place + 1]) else {
            return nil
        }
        return high << 4 | low
    }
    return bytes.count * 2 == digits.count ? bytes : nil
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 97...102: byte - 87
    case 65...70: byte - 55
    default: nil
    }
}
