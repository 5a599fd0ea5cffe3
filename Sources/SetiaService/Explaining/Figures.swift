internal import SetiaCore

/// How a language writes numbers.
struct NumberStyle: Sendable {
    /// Between thousands.
    let group: Character
    /// Before decimals.
    let point: Character

    /// As in 1,234.50.
    static let english = NumberStyle(group: ",", point: ".")
    /// As in 1.234,50.
    static let indonesian = NumberStyle(group: ".", point: ",")

    /// A whole number, such as 1,234.
    func whole(_ number: Int64) -> String {
        grouped("\(number.magnitude)", isNegative: number < 0)
    }

    /// An amount in minor units, with all of its decimals, such as 1,234.50.
    func amount(_ minorUnits: Int64, decimals: Int) -> String {
        let digits = "\(minorUnits.magnitude)"
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = grouped(String(padded.dropLast(decimals)), isNegative: minorUnits < 0)
        return decimals == 0 ? whole : "\(whole)\(point)\(padded.suffix(decimals))"
    }

    /// A factor, such as 1.5; 4/3 where its decimals do not end.
    func factor(_ factor: Rational) -> String {
        String(factor.description.map { $0 == "." ? point : $0 })
    }

    private func grouped(_ digits: String, isNegative: Bool) -> String {
        var text = isNegative ? "−" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(group) }
            text.append(digit)
        }
        return text
    }
}

/// How many of what: points of a wallet, by the name that it has in the language.
struct Quantity: Sendable, Hashable {
    let count: Int64
    let name: String

    var isOne: Bool { count == 1 }
}

/// From where the years of Thai dates are counted.
package enum YearCount: Sendable, Hashable {
    /// As in 2026.
    case gregorian
    /// As in 2569, the Buddhist era: 543 years ahead.
    case buddhist
}

extension Catalogue {
    /// An amount of money with its currency: by symbol where it has one that members know, else by code.
    ///
    /// Where it `isRound`, decimals that are all zero are left out, as in "1 point for each RM 1".
    func money(_ money: Money, decimals: Int, isRound: Bool = false) -> String {
        var minorUnits = money.minorUnits
        var shown = decimals
        if isRound {
            var scale: Int64 = 1
            for _ in 0..<decimals { scale *= 10 }
            if minorUnits % scale == 0 { (minorUnits, shown) = (minorUnits / scale, 0) }
        }
        let number = numbers.amount(minorUnits, decimals: shown)
        switch money.currency.code {
        case "MYR": return "RM\(symbolGap)\(number)"
        case "IDR": return "Rp\(symbolGap)\(number)"
        case "THB": return "฿\(number)"
        case let code: return "\(code) \(number)"
        }
    }
}
