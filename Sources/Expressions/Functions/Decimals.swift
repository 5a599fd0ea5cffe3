/// Floating point numbers as decimal text, exactly and without Foundation.
enum Decimals {
    /// The shortest text that reads back as the same number: `0.1`, `123.456`, `1e+21`.
    static func shortest(_ value: Double) -> String {
        if let word = word(value) { return word }
        let (digits, point) = shortestDigits(value.magnitude)
        let sign = value.sign == .minus ? "-" : ""
        let exponent = point - 1
        if value != 0, exponent < -4 || exponent >= 21 {
            let rest = digits.dropFirst()
            return sign + text(digits.prefix(1)) + (rest.isEmpty ? "" : "." + text(rest)) + "e" + signed(exponent)
        }
        return sign + placed(digits, point: point)
    }

    /// With so many digits after the point, rounded half to even on the exact value.
    static func fixed(_ value: Double, precision: Int) -> String {
        if let word = word(value) { return word }
        let exact = exactDigits(value.magnitude)
        let (digits, point) = rounded(exact.digits, point: exact.point, keeping: exact.point + precision)
        let whole = point > 0 ? text(digits.prefix(point)) : "0"
        let fraction = [UInt8](repeating: 0, count: max(0, min(precision, -point))) + digits.dropFirst(max(0, point))
        let padded = fraction.prefix(precision) + [UInt8](repeating: 0, count: max(0, precision - fraction.count))
        return (value.sign == .minus ? "-" : "") + whole + (precision > 0 ? "." + text(padded) : "")
    }

    /// With one digit before the point, so many after it, and an exponent of two digits at least.
    static func scientific(_ value: Double, precision: Int) -> String {
        if let word = word(value) { return word }
        var (digits, point) = exactDigits(value.magnitude)
        if value == 0 { point = 1 }
        (digits, point) = rounded(digits, point: point, keeping: precision + 1)
        digits += [UInt8](repeating: 0, count: max(0, precision + 1 - digits.count))
        let fraction = digits.dropFirst().prefix(precision)
        return (value.sign == .minus ? "-" : "") + text(digits.prefix(1)) + (precision > 0 ? "." + text(fraction) : "")
            + "e"
            + signed(point - 1)
    }

    private static func word(_ value: Double) -> String? {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return nil
    }

    private static func text(_ digits: some Sequence<UInt8>) -> String {
        String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
    }

    private static func signed(_ exponent: Int) -> String {
        (exponent < 0 ? "-" : "+") + (exponent.magnitude < 10 ? "0" : "") + String(exponent.magnitude)
    }

    private static func placed(_ digits: [UInt8], point: Int) -> String {
        if point <= 0 { return digits == [0] ? "0" : "0." + String(repeating: "0", count: -point) + text(digits) }
        if point >= digits.count { return text(digits) + String(repeating: "0", count: point - digits.count) }
        return text(digits.prefix(point)) + "." + text(digits.dropFirst(point))
    }

    /// The digits that the standard library finds, and how many of them stand before the point.
    private static func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let parts = value.description.split(separator: "e")
        for byte in (parts.first ?? "0").utf8 {
            if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte &- 48) }
        }
        if parts.count > 1 { exponent = Int(parts[1]) ?? 0 }
        var place = (point ?? digits.count) + exponent
        while digits.count > 1, digits.last == 0 {
            digits.removeLast()
        }
        while digits.count > 1, digits.first == 0 {
            digits.removeFirst()
            place -= 1
        }
        return (digits, digits == [0] ? 1 : place)
    }

    /// All decimal digits of a number, without a rounding; a double has at most some 770.
    private static func exactDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
        guard value != 0 else { return ([0], 1) }
        // value = whole × 2^exponent; where the exponent is negative, whole × 5^-exponent has the same digits.
        let whole = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
        let exponent = Int(max(value.exponentBitPattern, 1)) - 1075
        var limbs: [UInt64] = []
        var rest = whole
        while rest > 0 {
            limbs.append(rest % 1_000_000_000)
            rest /= 1_000_000_000
        }
        for _ in 0..<abs(exponent) {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let product = limbs[index] * (exponent < 0 ? 5 : 2) + carry
                limbs[index] = product % 1_000_000_000
                carry = product / 1_000_000_000
            }
            if carry > 0 { limbs.append(carry) }
        }
        var digits: [UInt8] = []
        for (index, limb) in limbs.reversed().enumerated() {
            let written = Array(String(limb).utf8)
            if index > 0 { digits += [UInt8](repeating: 0, count: 9 - written.count) }
            digits += written.map { $0 - 48 }
        }
        return (digits, digits.count + min(exponent, 0))
    }

    /// The first `count` digits, rounded half to even; a carry past the first digit moves the point.
    private static func rounded(_ digits: [UInt8], point: Int, keeping count: Int) -> (digits: [UInt8], point: Int) {
        guard count >= 0 else { return ([], point) }
        guard count < digits.count else { return (digits, point) }
        var kept = Array(digits.prefix(count))
        let rest = digits.dropFirst(count)
        let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        let up = isHalf ? (kept.last ?? 0) % 2 == 1 : (rest.first ?? 0) >= 5
        guard up else { return (kept, point) }
        for index in kept.indices.reversed() {
            if kept[index] < 9 {
                kept[index] += 1
                return (kept, point)
            }
            kept[index] = 0
        }
        return ([1] + kept, point + 1)
    }
}
