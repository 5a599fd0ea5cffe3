package import SetiaCore
package import SetiaInsight

extension PointValue {
    /// The value that people write: `0.01 MYR`, of the programme's first wallet, or `miles=0.02 MYR`.
    ///
    /// - Throws: `MalformedPointValue` where it is none, or the programme has no such wallet or currency.
    package init(_ text: String, in programme: Programme) throws(MalformedPointValue) {
        var rest = text[...]
        var wallet = programme.wallets.first?.key
        if let equals = text.firstIndex(of: "=") {
            let name = Key(String(text[..<equals].trimmed))
            guard let named = programme.wallet(name) else {
                throw .unknownWallet(name.text, known: programme.wallets.map(\.key.text))
            }
            wallet = named.key
            rest = text[text.index(after: equals)...]
        }
        let parts = rest.split(whereSeparator: \.isWhitespace)
        guard let wallet, parts.count == 2, let amount = Rational(decimal: String(parts[0])),
            amount >= .zero, amount <= 1_000_000, let currency = try? Currency(String(parts[1]))
        else { throw .notAnAmount(text) }
        guard let decimals = programme.decimals(of: currency) else {
            throw .unknownCurrency(currency.code, taken: programme.currencies.map(\.currency.code))
        }
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        guard let minorUnits = amount.times(Rational(scale)) else { throw .notAnAmount(text) }
        self.init(wallet: wallet, minorUnits: minorUnits, currency: currency, decimals: decimals)
    }
}

/// Why something is no value of a point.
package enum MalformedPointValue: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is not an amount and a currency.
    case notAnAmount(String)
    /// The programme has no such wallet.
    case unknownWallet(String, known: [String])
    /// The programme does not take the currency.
    case unknownCurrency(String, taken: [String])

    /// What a person reads.
    package var description: String {
        switch self {
        case .notAnAmount(let text): "'\(text)' is no amount with its currency, such as 0.01 MYR"
        case .unknownWallet(let name, let known):
            "the programme has no wallet '\(name)', only \(known.joined(separator: ", "))"
        case .unknownCurrency(let code, let taken):
            "the programme does not take \(code), only \(taken.joined(separator: ", "))"
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
