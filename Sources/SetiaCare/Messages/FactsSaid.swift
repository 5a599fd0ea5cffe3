internal import SetiaCore

/// The amounts, shares, dates, codes and links that stand in a text, in their order, each once.
///
/// Money needs a currency beside it, a date three parts; codes are words of five or more capitals and digits with both in
/// them. What is none of that is left alone.
///
/// - Parameter text: In any of our languages.
/// - Returns: What could be told for certain.
package func factsSaid(in text: String) -> [MessageConcept.Fact] {
    var facts: [MessageConcept.Fact] = []
    let words = tokens(text)
    var index = 0
    while index < words.count {
        let (found, used) = fact(in: words[index...])
        if let found, !facts.contains(found) { facts.append(found) }
        index += used
    }
    return facts
}

/// A piece of a text: digits with what may stand between them, letters, a sign, or a link.
private enum Token: Equatable {
    case number([UInt8])
    case word(String)
    case sign(Unicode.Scalar)
    case link(host: String)
}

private func fact(in words: ArraySlice<Token>) -> (MessageConcept.Fact?, used: Int) {
    let first = words[words.startIndex]
    switch first {
    case .link(let host): return (.link(host: Key(host)), 1)
    case .sign(let sign):
        if sign == "฿", let amount = amount(words.dropFirst().first, "THB") { return (amount, 2) }
        return (nil, 1)
    case .word(let word):
        if let currency = currency(word), let amount = amount(words.dropFirst().first, currency) { return (amount, 2) }
        return (isCode(word) ? .code(Key(word)) : nil, 1)
    case .number(let digits):
        if let date = date(words) { return (.date(date.day), date.used) }
        if let next = words.dropFirst().first {
            switch next {
            case .sign("%"): return (percent(digits).map { .percent($0) }, 2)
            case .sign("฿"): return (amount(first, "THB"), 2)
            case .word(let word):
                if let currency = currency(word), let amount = amount(first, currency) { return (amount, 2) }
            default: break
            }
        }
        return (nil, 1)
    }
}

// MARK: - Pieces

private func tokens(_ text: String) -> [Token] {
    let scalars = Array(text.unicodeScalars)
    var tokens: [Token] = []
    var index = 0
    while index < scalars.count {
        let start = index
        let scalar = scalars[index]
        if isDigit(scalar) {
            while index < scalars.count, isDigit(scalars[index]) || isInner(scalars, index) { index += 1 }
            // Digits with letters behind them are a word: 2GO.
            if index < scalars.count, isCapital(scalars[index]), !isCurrencyAhead(scalars, index) {
                while index < scalars.count, isCapital(scalars[index]) || isDigit(scalars[index]) { index += 1 }
                tokens.append(.word(String(String.UnicodeScalarView(scalars[start..<index]))))
            } else {
                tokens.append(.number(scalars[start..<index].map { digitByte($0) }))
            }
        } else if scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark {
            if let host = link(scalars, &index) {
                tokens.append(.link(host: host))
                continue
            }
            index = start
            let isThai = scalar.value >= 0x0E00 && scalar.value < 0x0E80
            while index < scalars.count, isOfWord(scalars[index], isThai: isThai) {
                // RM12 is a currency and a number, RAYA26 is a word.
                if isDigit(scalars[index]), currency(String(String.UnicodeScalarView(scalars[start..<index]))) != nil {
                    break
                }
                index += 1
            }
            tokens.append(.word(String(String.UnicodeScalarView(scalars[start..<index]))))
        } else {
            if !scalar.properties.isWhitespace { tokens.append(.sign(scalar)) }
            index += 1
        }
    }
    return tokens
}

private func isOfWord(_ scalar: Unicode.Scalar, isThai: Bool) -> Bool {
    if isThai { return scalar.value >= 0x0E00 && scalar.value < 0x0E80 && !isDigit(scalar) && scalar != "฿" }
    if scalar.value >= 0x0E00 && scalar.value < 0x0E80 { return false }
    return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark || isDigit(scalar)
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || ("๐"..."๙").contains(scalar)
}

private func isCapital(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }

/// A point, comma, hyphen or slash between two digits.
private func isInner(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index + 1 < scalars.count, isDigit(scalars[index + 1]) else { return false }
    return [".", ",", "-", "/"].contains(scalars[index])
}

private func isCurrencyAhead(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let word = scalars[index...].prefix { $0.properties.isAlphabetic }
    return currency(String(String.UnicodeScalarView(word))) != nil
}

private func digitByte(_ scalar: Unicode.Scalar) -> UInt8 {
    ("๐"..."๙").contains(scalar) ? UInt8(scalar.value - 0x0E50) + 48 : UInt8(truncatingIfNeeded: scalar.value)
}

/// The host of the link that begins at `index`, which is moved behind the link.
private func link(_ scalars: [Unicode.Scalar], _ index: inout Int) -> String? {
    for scheme in ["https://", "http://"] {
        let marks = Array(scheme.unicodeScalars)
        guard scalars.count - index > marks.count, scalars[index..<(index + marks.count)].elementsEqual(marks) else {
            continue
        }
        let start = index + marks.count
        let end =
            scalars[start...].firstIndex { $0.properties.isWhitespace || "<>\"".unicodeScalars.contains($0) }
            ?? scalars.count
        var host = scalars[start..<end].prefix { !"/?#:".unicodeScalars.contains($0) }
        // The end of the sentence that it stands in.
        while let last = host.last, ".,;!)".unicodeScalars.contains(last) { host.removeLast() }
        index = end
        return String(String.UnicodeScalarView(host)).lowercased()
    }
    return nil
}

private func isCode(_ word: String) -> Bool {
    let scalars = word.unicodeScalars
    guard scalars.count >= 5, scalars.allSatisfy({ isCapital($0) || ("0"..."9").contains($0) }) else { return false }
    return scalars.contains(where: isCapital) && scalars.contains(where: isDigit)
}

// MARK: - Money and shares

private func currency(_ word: String) -> String? {
    switch word {
    case "RM", "MYR", "ringgit": "MYR"
    case "Rp", "IDR", "rupiah": "IDR"
    case "THB", "baht", "บาท": "THB"
    case "S$", "SGD": "SGD"
    case "USD": "USD"
    case "EUR": "EUR"
    default: nil
    }
}

/// Rupiah have no parts, and points between thousands; the others have two decimals, and commas between thousands.
private func amount(_ token: Token?, _ currency: String) -> MessageConcept.Fact? {
    guard case .number(let digits)? = token, let code = try? Currency(currency) else { return nil }
    let hasParts = currency != "IDR"
    guard let minor = scaled(digits, decimals: hasParts ? 2 : 0, point: hasParts ? "." : ",") else { return nil }
    return (try? Money(minorUnits: minor, currency: code)).map { .amount($0) }
}

/// In hundredths of a per cent; both point and comma part decimals, since shares have no thousands.
private func percent(_ digits: [UInt8]) -> Int? {
    let text = digits.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
    return scaled(text, decimals: 2, point: ".").flatMap { Int(exactly: $0) }
}

/// A number in its smallest parts; nil where it has more decimals, or thousands that are none.
private func scaled(_ digits: [UInt8], decimals: Int, point: Unicode.Scalar) -> Int64? {
    let mark = UInt8(truncatingIfNeeded: point.value)
    let parts = digits.split(separator: mark, omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first else { return nil }
    let separator = mark == UInt8(ascii: ".") ? UInt8(ascii: ",") : UInt8(ascii: ".")
    let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
    guard groups.count == 1 || groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    var fraction = parts.count == 2 ? Array(parts[1]) : []
    guard fraction.count <= max(decimals, 0) || fraction.allSatisfy({ $0 == 48 }) else { return nil }
    fraction = Array((fraction + [UInt8](repeating: 48, count: decimals)).prefix(decimals))
    var value: Int64 = 0
    for digit in Array(groups.joined()) + fraction {
        guard (48...57).contains(digit), value < 10_000_000_000_000_000 else { return nil }
        value = value * 10 + Int64(digit - 48)
    }
    return value
}

// MARK: - Dates

/// `2026-12-31`, `31/12/2026`, `31 December 2026`; years of the Thai calendar are 543 ahead.
private func date(_ words: ArraySlice<Token>) -> (day: Day, used: Int)? {
    let place = words.startIndex
    guard case .number(let digits) = words[place] else { return nil }
    let parts = digits.split { !(48...57).contains($0) }.map { number($0) }
    if parts.count == 3, digits.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }) {
        let isISO = parts[0] > 31
        let (year, day) = isISO ? (parts[0], parts[2]) : (parts[2], parts[0])
        return Day(year: gregorian(year), month: parts[1], day: day).map { ($0, 1) }
    }
    var next = place + 1
    guard parts.count == 1, next < words.endIndex, case .word(let name) = words[next], let month = month(name) else {
        return nil
    }
    next += 1
    if next < words.endIndex, words[next] == .sign(".") || words[next] == .sign(",") { next += 1 }
    if next < words.endIndex, words[next] == .word("พ.ศ.") || words[next] == .word("พ") { return nil }
    guard next < words.endIndex, case .number(let year) = words[next], year.count == 4 else { return nil }
    return Day(year: gregorian(number(year[...])), month: month, day: parts[0]).map { ($0, next - place + 1) }
}

private func number(_ digits: ArraySlice<UInt8>) -> Int {
    digits.prefix(9).reduce(0) { $0 * 10 + Int($1) - 48 }
}

private func gregorian(_ year: Int) -> Int { year > 2_400 ? year - 543 : year }

private func month(_ name: String) -> Int? {
    let name = Key(name.lowercased())
    for names in monthNames {
        if let place = names.firstIndex(of: name) { return place + 1 }
    }
    return nil
}

private let monthNames: [[Key]] = [
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januari februari mac april mei jun julai ogos september oktober november disember",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
].map { $0.split(separator: " ").map { Key(String($0)) } }
