import SetiaCore

/// Reads a programme from the tree of its document, and notes all that is wrong on the way.
///
/// Where a value is wrong, reading goes on with a harmless one, so that one mistake is one problem and hides none
/// after it. A programme comes out only where there was none.
struct ProgrammeReader {
    private(set) var problems: [ProgrammeProblem] = []
    /// What stands elsewhere may name these; none while it is not known what there is, and then all names pass.
    var languages: [Key] = []
    var currencies: [CurrencySetting]?
    var wallets: [Wallet]?
    var groups: [RuleGroup] = []
    var campaigns: [Campaign] = []
    var events: [EventDeclaration] = []
    /// What conditions may name; none while currencies or levels are not known.
    var vocabulary: ConditionVocabulary?
    /// Currencies about whose rate a wallet says nothing, not even that there is none.
    var unsaidRates: [UnsaidRates] = []
    /// Whether that is refused which documents published long ago may have.
    let isStrict: Bool

    init(isStrict: Bool) {
        self.isStrict = isStrict
    }

    mutating func programme(_ root: YAMLNode, _ knowsTimeZone: (String) -> Bool) -> Programme? {
        let known = [
            "programme", "engine", "languages", "timeZone", "currencies", "wallets", "tiers", "rules", "rounding",
            "multipliers", "returns", "lateWindow", "accrual", "groups", "campaigns", "events", "achievements",
            "birthdays", "referral", "household",
            "rewards",
            "promotions", "payWithPoints", "segments", "service", "milestones",
            "holdOut", "surveys",
            "phases", "contact", "worth", "cartCodes",
        ]
        let required = ["programme", "engine", "languages", "timeZone", "currencies", "wallets"]
        guard let members = members(of: root, known: known, required: required) else { return nil }
        let name = members["programme"].map { self.name($0) }
        let engine = members["engine"].map { self.engine($0) }
        languages = members["languages"].map { readLanguages($0) } ?? []
        let timeZone = members["timeZone"].map { self.timeZone($0, knowsTimeZone) }
        currencies = members["currencies"].flatMap { readCurrencies($0) }
        wallets = members["wallets"].flatMap { readWallets($0) }
        events = members["events"].map { readEvents($0) } ?? []
        let tierSets = members["tiers"].map { readTierSets($0) } ?? .some([])
        if let sets = tierSets { wallets = wallets.map { readLevelExpiry(members["wallets"], $0, sets) } }
        let rounding = members["rounding"].map { word($0, roundings) ?? .floor } ?? .floor
        let multipliers = members["multipliers"].map { word($0, multiplierWords) ?? .additive } ?? .additive
        let returns = members["returns"].map { readReturns($0) } ?? ReturnPolicy()
        let accrual = members["accrual"].map { word($0, accruals) ?? .steps } ?? .steps
        groups = members["groups"].map { readGroups($0) } ?? []
        let segments = readSegments(members["segments"], members, tierSets)
        if let currencies, let tierSets {
            vocabulary = ConditionVocabulary(
                currencies: currencies,
                tierSets: tierSets,
                achievements: members["achievements"].map { keys(of: $0) } ?? [],
                events: events,
                segments: segments.map(\.key)
            )
        }
        let whole = members["holdOut"].flatMap { wholeHoldOut($0, programme: name ?? "") }
        campaigns = members["campaigns"].map { readCampaigns($0, programme: name ?? "", segments, whole) } ?? []
        if let whole { campaigns.append(wholeCampaign(whole)) }
        let rules = members["rules"].map { readRules($0, multipliers) } ?? []
        let achievements = members["achievements"].map { readAchievements($0, rules) } ?? []
        let promotions = members["promotions"].map { readPromotions($0) } ?? []
        let payments = members["payWithPoints"].map { readPayments($0) } ?? []
        if let node = members["groups"] { checkGroups(node, rules, promotions) }
        let rewards = members["rewards"].map { readRewards($0, tierSets ?? [], promotions) } ?? []
        let milestones =
            members["milestones"].map { readMilestones($0, tierSets ?? [], achievements, rewards) } ?? []
        let surveys = members["surveys"].map { readSurveys($0) } ?? []
        let lateWindow = members["lateWindow"].map { readLateWindow($0) } ?? 30
        let leapBirthday = members["birthdays"].map { readBirthdays($0) } ?? .february
        let referral = members["referral"].flatMap { readReferral($0, rewards) }
        let household = members["household"].flatMap { readHousehold($0) }
        let service = members["service"].map { readService($0, tierSets ?? []) }
        let phases = members["phases"].map { readPhases($0) } ?? PhasePolicy()
        let contact = members["contact"].map { readContact($0) } ?? ContactPolicy()
        let worth = members["worth"].flatMap { readWorth($0, rewards) }
        let cartCodes = members["cartCodes"].map { readCartCodes($0) } ?? Programme.usualCartCodes
        complainAboutUnsaidRates(rules)
        guard problems.isEmpty, let name, let engine, let timeZone, let currencies, let wallets, let tierSets else {
            return nil
        }
        return Programme(
            name: name,
            engine: engine,
            languages: languages,
            timeZone: timeZone,
            currencies: currencies,
            wallets: wallets,
            tierSets: tierSets,
            rules: rules,
            rounding: rounding,
            multipliers: multipliers,
            accrual: accrual,
            groups: groups,
            campaigns: campaigns,
            events: events,
            achievements: achievements,
            promotions: promotions,
            payments: payments,
            returns: returns,
            lateWindow: lateWindow,
            leapBirthday: leapBirthday,
            rewards: rewards,
            referral: referral,
            household: household,
            segments: segments,
            service: service,
            milestones: milestones,
            surveys: surveys,
            phases: phases,
            contact: contact,
            worth: worth,
            cartCodes: cartCodes
        )
    }

    private mutating func engine(_ node: YAMLNode) -> Int {
        if text(node) != "1" { complain(node, "must be 1, the only engine there is yet") }
        return 1
    }

    private mutating func readLanguages(_ node: YAMLNode) -> [Key] {
        guard let elements = list(node, of: "languages, such as [en, ms]") else { return [] }
        var languages: [Key] = []
        for element in elements {
            guard let text = text(element) else { continue }
            guard isLanguage(text) else {
                complain(element, "must be a language as two small letters, such as en, ms, id or th")
                continue
            }
            if languages.contains(Key(text)) { complain(element, "the language '\(text)' stands twice") }
            languages.append(Key(text))
        }
        return languages
    }

    private mutating func timeZone(_ node: YAMLNode, _ knowsTimeZone: (String) -> Bool) -> Key {
        guard let name = text(node) else { return "UTC" }
        if !knowsTimeZone(name) {
            complain(node, "there is no time zone '\(name)'; write one such as Asia/Kuala_Lumpur")
        }
        return Key(name)
    }

    private mutating func readCurrencies(_ node: YAMLNode) -> [CurrencySetting]? {
        guard let members = members(of: node, each: "a currency, such as MYR: {decimals: 2}") else { return nil }
        return members.map { member in
            let currency = try? Currency(member.key)
            if currency == nil {
                complain(node, member, "a currency is three capital letters, such as MYR")
            }
            let decimals = self.decimals(member.value)
            return CurrencySetting(currency: currency ?? noCurrency, decimals: decimals)
        }
    }

    private mutating func decimals(_ node: YAMLNode) -> Int {
        let harmless = 4
        guard let members = members(of: node, known: ["decimals"], required: ["decimals"]),
            let node = members["decimals"], let text = text(node)
        else { return harmless }
        guard let decimals = Int(text), (0...4).contains(decimals), text.utf8.count == 1 else {
            complain(node, "must be 0, 1, 2, 3 or 4")
            return harmless
        }
        return decimals
    }

    mutating func complain(_ node: YAMLNode, _ reason: String) {
        problems.append(node.problem(reason))
    }

    mutating func complain(_ node: YAMLNode, _ member: YAMLNode.Member, _ reason: String) {
        problems.append(node.problem(with: member, reason))
    }
}

private let roundings: [(String, Rounding)] = [
    ("floor", .floor), ("half_up", .halfUp), ("half_even", .halfEven), ("ceil", .ceil),
]

private let multiplierWords: [(String, Multipliers)] = [
    ("additive", .additive), ("multiplicative", .multiplicative),
]

private let accruals: [(String, Accrual)] = [("steps", .steps), ("proportional", .proportional)]

/// The ISO 4217 code for no currency; stands in where a document names none that is one.
let noCurrency: Currency = {
    guard let none = try? Currency("XXX") else { fault("XXX is no currency code") }
    return none
}()

/// Two small letters.
func isLanguage(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
}
