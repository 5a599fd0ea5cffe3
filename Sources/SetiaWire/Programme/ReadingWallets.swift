import SetiaCore

extension ProgrammeReader {
    /// The kinds of points, each with when they come, when they go and what money gives.
    mutating func readWallets(_ node: YAMLNode) -> [Wallet]? {
        guard let members = members(of: node, each: "a wallet by its name, such as points: {…}", atMost: 20) else {
            return nil
        }
        return members.map { member in
            let name = name(of: member, in: node)
            return wallet(name, member.value)
        }
    }

    private mutating func wallet(_ key: Key, _ node: YAMLNode) -> Wallet {
        let members = members(
            of: node,
            known: [
                "name", "activation", "expiry", "levelExpiry", "transfers", "rates", "shortfall", "cap",
                "maximumBalance", "notices", "debt",
            ],
            required: ["name", "activation", "expiry"]
        )
        return Wallet(
            key: key,
            name: members?["name"].map { words($0) } ?? Words([]),
            activation: members?["activation"].map { activation($0) } ?? .immediate,
            expiry: members?["expiry"].map { expiry($0) } ?? .none,
            rates: members.flatMap { members in members.member("rates").map { rates($0, of: key, in: node) } } ?? [],
            shortfall: members?["shortfall"].flatMap { word($0, shortfalls) } ?? .allowNegative,
            caps: members?["cap"].map { caps($0, ofWallet: true) } ?? [],
            maximumBalance: members?["maximumBalance"].flatMap { maximumBalance($0) },
            transfers: members?["transfers"].flatMap { transfers($0) },
            notices: members?["notices"].map { daysBefore($0) } ?? [],
            writeOff: members?["debt"].flatMap { writeOff($0) }
        )
    }

    /// `{writeOff: 24 months}`.
    private mutating func writeOff(_ node: YAMLNode) -> Period? {
        guard let members = members(of: node, known: ["writeOff"], required: ["writeOff"]),
            let node = members["writeOff"], let text = text(node)
        else { return nil }
        guard let period = Period(text: text), period.count > 0, period.count <= 1_200 else {
            complain(node, "must be a time in days, months or years, such as 24 months")
            return nil
        }
        return period
    }

    /// `{cap: 500 points per day, fee: 10, resetExpiry: true}`, or `{}` for no end.
    private mutating func transfers(_ node: YAMLNode) -> TransferPolicy? {
        guard let members = members(of: node, known: ["cap", "fee", "resetExpiry"]) else { return nil }
        var fee: Int64 = 0
        if let node = members["fee"], let text = text(node) {
            fee = wholeNumber(text, 0...1_000_000) ?? -1
            if fee < 0 { complain(node, "must be a whole number of points from 0 to 1000000") }
        }
        return TransferPolicy(
            caps: members["cap"].map { caps($0, ofWallet: true) } ?? [],
            fee: Points(max(0, fee)),
            resetsExpiry: members["resetExpiry"].flatMap { word($0, [("true", true), ("false", false)]) } ?? false
        )
    }

    /// What money gives in a wallet; of the currencies about which it says nothing a note is made (rule E-3).
    private mutating func rates(_ place: YAMLNode.Member, of wallet: Key, in parent: YAMLNode) -> [Rate] {
        if case .map(let members) = place.value.content {
            let said = members.map(\.key)
            let unsaid = (currencies ?? []).map(\.currency.code).filter { !said.contains($0) }
            if !unsaid.isEmpty {
                unsaidRates.append(UnsaidRates(wallet: wallet, currencies: unsaid, parent: parent, place: place))
            }
        }
        return rates(place.value)
    }

    /// What money gives; `none` says that a currency gives nothing (rule E-3).
    mutating func rates(_ node: YAMLNode) -> [Rate] {
        guard let members = members(of: node, each: "a rate by its currency, such as MYR: 1 per 1.00") else {
            return []
        }
        return members.compactMap { member in
            let setting = currency(named: member.key)
            if setting == nil { complain(node, member, "'\(member.key)' is not among the programme's currencies") }
            if case .text("none") = member.value.content { return nil }
            return rate(member.value, setting ?? CurrencySetting(currency: noCurrency, decimals: 4))
        }
    }

    /// A wallet that rules earn in by rate says of each currency what it gives, or that it gives nothing: an order that
    /// gives nothing by mistake is found out by members.
    mutating func complainAboutUnsaidRates(_ rules: [Rule]) {
        guard isStrict else { return }
        for unsaid in unsaidRates {
            let rule = rules.first { rule in
                if case .earnByRate(unsaid.wallet, let own) = rule.effect { own.isEmpty } else { false }
            }
            // A currency misspelt must not look like one that is missing too.
            let path = unsaid.place.value.path
            guard let rule, !problems.contains(where: { $0.path.hasPrefix("currencies") || $0.path.hasPrefix(path) })
            else { continue }
            let names = unsaid.currencies.map { "\($0): none" }.joined(separator: ", ")
            complain(
                unsaid.parent,
                unsaid.place,
                "has no rate for \(unsaid.currencies.joined(separator: ", ")), in which '\(rule.id)' would earn; "
                    + "write a rate, or \(names) to give nothing"
            )
        }
    }

    private mutating func rate(_ node: YAMLNode, _ setting: CurrencySetting) -> Rate {
        let harmless = Rate(currency: setting.currency, points: Points(1), per: 1)
        guard let text = text(node) else { return harmless }
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 3, parts[1] == "per" else {
            complain(node, "must be points per money, such as 1 per 1.00")
            return harmless
        }
        guard let points = wholeNumber(parts[0], 1...1_000_000) else {
            complain(node, "'\(parts[0])' is not a whole number of points from 1 to 1000000")
            return harmless
        }
        guard let per = minorUnits(of: parts[2], decimals: setting.decimals) else {
            complain(node, "'\(parts[2])' is not an amount of money with at most \(setting.decimals) decimals")
            return harmless
        }
        guard per > 0 else {
            complain(node, "a rate per 0 would give endlessly many points; write none to give nothing")
            return harmless
        }
        return Rate(currency: setting.currency, points: Points(points), per: per)
    }

    /// The setting of a currency that the programme takes; any will do while it is not known which those are.
    func currency(named code: String) -> CurrencySetting? {
        guard let currency = try? Currency(code) else { return nil }
        guard let currencies else { return CurrencySetting(currency: currency, decimals: 4) }
        return currencies.first { $0.currency == currency }
    }
}

/// Currencies about whose rate a wallet says nothing.
struct UnsaidRates {
    let wallet: Key
    let currencies: [String]
    let parent: YAMLNode
    /// The wallet's `rates`.
    let place: YAMLNode.Member
}

private let shortfalls: [(String, Shortfall)] = [
    ("allow_negative", .allowNegative), ("within_balance", .withinBalance), ("only_pending", .onlyPending),
]

/// The whole number that `text` writes with digits only and without a needless zero, where it is in range.
func wholeNumber(_ text: String, _ range: ClosedRange<Int64>) -> Int64? {
    guard let number = Int64(text), String(number) == text, range.contains(number) else { return nil }
    return number
}
