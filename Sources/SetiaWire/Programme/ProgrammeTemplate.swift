package import SetiaCore

/// A programme to begin with, for an industry: a document with its usual moves, in four languages.
package enum ProgrammeTemplate: String, Sendable, Hashable, CaseIterable {
    case retail, hospitality, technology, services
}

extension ProgrammeTemplate {
    /// The document, ready to be published or changed.
    ///
    /// What is not said otherwise is Malaysia's: the ringgit, and the time of Kuala Lumpur.
    ///
    /// - Parameters:
    ///   - name: The programme's own name; none is the industry's.
    ///   - currencies: What can be paid with; levels are counted in the first of them. Steps and thresholds are set to
    ///     about the same value in currencies that are known here, and as if they were ringgit in others.
    ///   - timeZone: An IANA name.
    /// - Returns: YAML with comments; a valid programme where the name is one and the time zone is there.
    package func document(
        name: String? = nil,
        currencies: [Currency] = [],
        timeZone: String = "Asia/Kuala_Lumpur"
    ) -> String {
        let scales = (currencies.isEmpty ? ["MYR"] : currencies.map(\.code)).map { Scale(code: $0) }
        var document = String(decoding: bytes, as: UTF8.self)
        document.replace("$NAME", with: name ?? "\(rawValue)-club")
        document.replace("$TIMEZONE", with: timeZone)
        document.replace("$CURRENCIES", with: scales.map(\.setting).joined(separator: "\n"))
        document.replace("$RATES", with: scales.map(\.rate).joined(separator: "\n"))
        return document.split(separator: "\n", omittingEmptySubsequences: false)
            .map { scales[0].threshold(in: String($0)) }.joined(separator: "\n")
    }

    private var bytes: [UInt8] {
        switch self {
        case .retail: PackageResources.retail_yaml
        case .hospitality: PackageResources.hospitality_yaml
        case .technology: PackageResources.technology_yaml
        case .services: PackageResources.services_yaml
        }
    }
}

/// What money of a currency is worth, roughly, so that a template begins with steps that make sense.
private struct Scale {
    let code: String
    /// As the currency is paid in practice, which need not be what ISO 4217 says.
    let decimals: Int
    /// What stands for one ringgit: in whole units, or for dear currencies in hundredths.
    let step: String
    /// How many units stand for 1,000 ringgit.
    let thousand: Int

    init(code: String) {
        self.code = code
        (decimals, step, thousand) = Self.known[code] ?? (2, "1.00", 1_000)
    }

    private static let known: [String: (Int, String, Int)] = [
        "MYR": (2, "1.00", 1_000), "THB": (2, "8.00", 8_000), "IDR": (0, "3000", 3_500_000),
        "SGD": (2, "0.30", 300), "USD": (2, "0.25", 250), "EUR": (2, "0.20", 200), "PHP": (2, "12.00", 12_000),
        "VND": (0, "5000", 5_500_000), "JPY": (0, "30", 35_000),
    ]

    var setting: String { "  \(code): {decimals: \(decimals)}" }

    var rate: String { "      \(code): 1 per \(step)" }

    /// The line with its threshold, written as `$1000` for 1,000 ringgit, in this currency.
    func threshold(in line: String) -> String {
        guard let mark = line.firstRange(of: "$") else { return line }
        let digits = line[mark.upperBound...].prefix { $0.isNumber }
        guard let ringgit = Int(digits) else { return line }
        let rest = line[mark.upperBound...].dropFirst(digits.count)
        return "\(line[..<mark.lowerBound])\(ringgit * thousand / 1_000) \(code)\(rest)"
    }
}
