// The forms of facts about members, the same in events and in conditions.

/// Two capital letters, as ISO 3166-1 has them.
func isCountry(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
}

/// Two years of age with a hyphen between them, or one and a plus: no birthday has this form.
func isAgeBand(_ text: String) -> Bool {
    if text.utf8.last == UInt8(ascii: "+") { return age(text.dropLast()) != nil }
    let ages = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ages.count == 2, let from = age(ages[0]), let to = age(ages[1]) else { return false }
    return from < to
}

private func age(_ text: Substring) -> Int? {
    guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
}

/// Whether a control character is in the text (Unicode's category Cc: U+0000 to U+001F and U+007F to U+009F).
func hasControlCharacter(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
        var afterC2 = false
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F || (afterC2 && byte < 0xA0) { return true }
            afterC2 = byte == 0xC2
        }
        return false
    }
}
