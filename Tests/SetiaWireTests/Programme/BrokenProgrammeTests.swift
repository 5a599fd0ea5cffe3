import SetiaCore
import SetiaWire
import Testing

/// The example with one thing changed in it, and what must be said about it.
struct Broken: Sendable, CustomTestStringConvertible {
    /// What the change is, in a few words.
    let what: String
    /// What is replaced, where it first stands.
    let old: String
    /// By what.
    let new: String
    /// A piece of the changed text that stands on the line of the problem and nowhere before.
    let at: String
    /// The path of the problem.
    let path: String
    /// Words of the reason.
    let reason: String

    init(_ what: String, _ old: String, _ new: String, at: String, _ path: String, _ reason: String) {
        (self.what, self.old, self.new, self.at, self.path, self.reason) = (what, old, new, at, path, reason)
    }

    var testDescription: String { what }

    var text: String { example(with: new, inPlaceOf: old) }

    var line: Int {
        guard let range = text.firstRange(of: at) else { fatalError("the changed example has no '\(at)'") }
        return text[..<range.lowerBound].count { $0 == "\n" } + 1
    }
}

/// The example with one piece of it replaced, where it first stands.
private func example(with new: String, inPlaceOf old: String) -> String {
    // A table of changes that no longer fit the example is the test's own fault.
    guard let range = kopiSetia.firstRange(of: old) else { fatalError("the example has no '\(old)'") }
    return String(kopiSetia[..<range.lowerBound]) + new + String(kopiSetia[range.upperBound...])
}

@Suite("A broken programme")
struct BrokenProgrammeTests {
    @Test("one mistake gives one problem, which names its line, its path and what would be right", arguments: all)
    func isNamed(broken: Broken) throws {
        let (programme, problems) = parseProgramme(broken.text) { $0.hasPrefix("Asia/") }
        #expect(programme == nil)
        try #require(problems.count == 1, "\(problems.map(\.description))")
        #expect(problems[0].line == broken.line)
        #expect(problems[0].path == broken.path)
        #expect(problems[0].reason.contains(broken.reason), "\(problems[0].reason)")
    }

    @Test(
        "each problem has the column of what is wrong",
        arguments: [
            ("engine: 1", "engine: 2", 9), ("14 days", "2 weeks", 17), ("THB: 1 per 8.00", "THB: 1 per -8", 12),
            ("      THB: 1 per 8.00\n", "", 5), ("6000 MYR", "1 MYR", 24),
            ("{wallet: points, fixed: 5}", "{wallet: stars, fixed: 5}", 20),
            ("\"coffee\" in line", "1 in line", 11), ("on: member.enrolled", "on: member.joined", 9),
        ]
    )
    func isPlaced(old: String, new: String, column: Int) throws {
        let problems = parseProgramme(example(with: new, inPlaceOf: old)).problems
        #expect(problems.map(\.column) == [column], "\(problems)")
    }

    @Test("what was published before it was refused is still understood")
    func publishedBefore() {
        let text = kopiSetia.replacing("      THB: 1 per 8.00\n", with: "")
        #expect(parseProgramme(text).programme == nil)
        let (programme, problems) = parseProgramme(text, wasPublished: true)
        #expect(problems.isEmpty && programme?.wallets[0].rates.map(\.currency.code) == ["MYR", "IDR"])
        let said = parseProgramme(kopiSetia.replacing("THB: 1 per 8.00", with: "THB: none")).programme
        #expect(said?.wallets == programme?.wallets)
    }

    static let all = top + wallets + tiers + effects + conditions

    static let top = [
        Broken(
            "a key misspelt",
            "wallets:",
            "walets:",
            at: "walets:",
            "walets",
            "there is no key 'walets' here; did you mean 'wallets'?"
        ),
        Broken(
            "a key nobody knows",
            "engine: 1",
            "engine: 1\ncolour: red",
            at: "colour",
            "colour",
            "there is no key 'colour' here; there are: programme, engine, languages"
        ),
        Broken("no engine", "engine: 1\n", "", at: "programme: kopi-setia", "", "'engine' is missing"),
        Broken("an engine that is not there", "engine: 1", "engine: 2", at: "engine: 2", "engine", "must be 1"),
        Broken(
            "a name with a space",
            "programme: kopi-setia",
            "programme: Kopi Setia",
            at: "Kopi Setia\n",
            "programme",
            "a name has 1 to 64 letters"
        ),
        Broken(
            "a language that is a word",
            "[en, ms, id, th]",
            "[en, ms, id, th, english]",
            at: "english",
            "languages[4]",
            "two small letters"
        ),
        Broken(
            "a language twice",
            "[en, ms, id, th]",
            "[en, ms, id, th, ms]",
            at: "th, ms]",
            "languages[4]",
            "'ms' stands twice"
        ),
        Broken(
            "a time zone that is not there",
            "Asia/Kuala_Lumpur",
            "Asai/Kuala_Lumpur",
            at: "Asai/",
            "timeZone",
            "there is no time zone 'Asai/Kuala_Lumpur'"
        ),
        Broken(
            "a currency in small letters",
            "  MYR: {decimals: 2}",
            "  MYR: {decimals: 2}\n  usd: {decimals: 2}",
            at: "usd:",
            "currencies.usd",
            "three capital letters"
        ),
        Broken(
            "five decimals",
            "THB: {decimals: 2}",
            "THB: {decimals: 5}",
            at: "decimals: 5",
            "currencies.THB.decimals",
            "must be 0, 1, 2, 3 or 4"
        ),
        Broken(
            "a key twice",
            "engine: 1",
            "engine: 1\nengine: 1",
            at: "engine: 1\nlanguages",
            "engine",
            "stands twice; the first time on line"
        ),
        Broken(
            "a rounding nobody knows",
            "rules:",
            "rounding: up\nrules:",
            at: "rounding",
            "rounding",
            "must be floor, half_up, half_even or ceil"
        ),
        Broken(
            "multipliers that are summed",
            "rules:",
            "multipliers: sum\nrules:",
            at: "multipliers",
            "multipliers",
            "must be additive or multiplicative"
        ),
        Broken(
            "limits",
            "rules:",
            "limits: {}\nrules:",
            at: "limits",
            "limits",
            "'limits' is not offered by engine 1 yet"
        ),
    ]

    static let wallets = [
        Broken(
            "no activation",
            "    activation: 14 days ",
            "    #",
            at: "name: {en: points",
            "wallets.points",
            "'activation' is missing"
        ),
        Broken(
            "an activation in weeks",
            "14 days",
            "2 weeks",
            at: "2 weeks",
            "wallets.points.activation",
            "immediate, or 0 to 365 days"
        ),
        Broken(
            "an activation of 366 days",
            "14 days",
            "366 days",
            at: "366",
            "wallets.points.activation",
            "immediate, or 0 to 365 days"
        ),
        Broken(
            "an expiry of no time",
            "rolling: 12 months",
            "rolling: 0 months",
            at: "0 months",
            "wallets.points.expiry.rolling",
            "up to 100 years"
        ),
        Broken(
            "an expiry without its braces",
            "{rolling: 12 months, roundedUpTo: month}",
            "12 months",
            at: "12 months",
            "wallets.points.expiry",
            "must be none, or a map"
        ),
        Broken(
            "an expiry rounded to the week",
            "roundedUpTo: month",
            "roundedUpTo: week",
            at: "week",
            "wallets.points.expiry.roundedUpTo",
            "must be month, quarter, half-year or year"
        ),
        Broken(
            "a rate with the wrong word",
            "1 per 1.00",
            "1 for 1.00",
            at: "1 for",
            "wallets.points.rates.MYR",
            "points per money, such as 1 per 1.00"
        ),
        Broken(
            "a rate per nothing",
            "1 per 1.00",
            "1 per 0",
            at: "1 per 0",
            "wallets.points.rates.MYR",
            "a rate per 0 would give endlessly many points"
        ),
        Broken(
            "a rate of no points",
            "1 per 1.00",
            "0 per 1.00",
            at: "0 per",
            "wallets.points.rates.MYR",
            "'0' is not a whole number of points"
        ),
        Broken(
            "a rate of half points",
            "1 per 1.00",
            "0.5 per 1.00",
            at: "0.5 per",
            "wallets.points.rates.MYR",
            "'0.5' is not a whole number of points"
        ),
        Broken(
            "a rate below the minor unit",
            "1 per 3000",
            "1 per 0.50",
            at: "1 per 0.50",
            "wallets.points.rates.IDR",
            "'0.50' is not an amount of money with at most 0 decimals"
        ),
        Broken(
            "a rate below zero",
            "1 per 8.00",
            "1 per -8.00",
            at: "-8.00",
            "wallets.points.rates.THB",
            "'-8.00' is not an amount"
        ),
        Broken(
            "a rate for a currency that is not taken",
            "      THB: 1 per 8.00",
            "      SGD: 1 per 1.00",
            at: "SGD",
            "wallets.points.rates.SGD",
            "'SGD' is not among the programme's currencies"
        ),
        Broken(
            "no rate for a currency in use",
            "      THB: 1 per 8.00\n",
            "",
            at: "rates:",
            "wallets.points.rates",
            "has no rate for THB, in which 'base' would earn; write a rate, or THB: none to give nothing"
        ),
        Broken(
            "a policy nobody knows",
            "    rates:",
            "    shortfall: forgive\n    rates:",
            at: "forgive",
            "wallets.points.shortfall",
            "must be allow_negative, within_balance or only_pending"
        ),
        Broken(
            "a text that lacks a language",
            ", th: คะแนน}",
            "}",
            at: "id: poin}",
            "wallets.points.name",
            "has no text in 'th'"
        ),
        Broken(
            "a text in a language too many",
            "th: คะแนน",
            "th: คะแนน, de: Punkte",
            at: "Punkte",
            "wallets.points.name.de",
            "'de' is no language of this programme: en, ms, id, th"
        ),
        Broken(
            "an empty text",
            "ms: mata",
            "ms: ''",
            at: "ms: ''",
            "wallets.points.name.ms",
            "must not be empty"
        ),
        Broken(
            "limits of a wallet",
            "    rates:",
            "    limits: {day: 100}\n    rates:",
            at: "limits",
            "wallets.points.limits",
            "not offered by engine 1 yet"
        ),
    ]

    static let tiers = [
        Broken(
            "another metric",
            "metric: net spend",
            "metric: gross spend",
            at: "gross spend",
            "tiers.status.metric",
            "must be net spend, orders, months since joining, {earned: points}"
        ),
        Broken(
            "another window",
            "window: calendar year",
            "window: rolling year",
            at: "rolling year",
            "tiers.status.window",
            "must be calendar year, calendar half-year"
        ),
        Broken(
            "levels that fall",
            "6000 MYR",
            "1999.99 MYR",
            at: "1999.99",
            "tiers.status.levels.platinum.from",
            "must be more than the level before it asks for"
        ),
        Broken(
            "two levels at one threshold",
            "6000 MYR",
            "2000.00 MYR",
            at: "2000.00",
            "tiers.status.levels.platinum.from",
            "must be more than the level before it asks for"
        ),
        Broken(
            "levels in two currencies",
            "6000 MYR",
            "60000 THB",
            at: "60000",
            "tiers.status.levels.platinum.from",
            "must be in MYR, as the level before it"
        ),
        Broken(
            "a threshold in no currency",
            "2000 MYR",
            "2000",
            at: "from: 2000",
            "tiers.status.levels.gold.from",
            "must be an amount and a currency"
        ),
        Broken(
            "a threshold with thousands",
            "2000 MYR",
            "'2,000 MYR'",
            at: "2,000",
            "tiers.status.levels.gold.from",
            "'2,000' is not an amount"
        ),
        Broken(
            "levels in money for a metric of times",
            "  status:\n",
            "  other: {metric: orders, window: lifetime, levels: {a: 0 MYR}}\n  status:\n",
            at: "0 MYR}}",
            "tiers.other.levels.a",
            "must be a whole number of orders"
        ),
        Broken(
            "points of a wallet that is not there",
            "  status:\n",
            "  other: {metric: {earned: stars}, window: lifetime, levels: {a: 0}}\n  status:\n",
            at: "stars",
            "tiers.other.metric.earned",
            "there is no wallet 'stars'"
        ),
        Broken(
            "levels of which one asks for less of something",
            "  status:\n",
            "  other: {metrics: {a: orders, b: {events: visit.completed}}, window: lifetime, "
                + "levels: {one: {all: {a: 2, b: 2}}, two: {all: {a: 3, b: 1}}}}\n  status:\n",
            at: "{all: {a: 3",
            "tiers.other.levels.two",
            "must be more than the level before it asks for"
        ),
        Broken(
            "a happening that is not there",
            "metric: net spend",
            "metric: {events: visit.done}",
            at: "visit.done",
            "tiers.status.metric.events",
            "there is no happening 'visit.done' to count"
        ),
        Broken(
            "a metric and metrics",
            "metric: net spend",
            "metrics: {spend: net spend}\n    metric: net spend",
            at: "metrics: {spend",
            "tiers.status",
            "has both metric and metrics"
        ),
        Broken(
            "a window of days",
            "window: calendar year",
            "window: {rolling: 30 days}",
            at: "30 days",
            "tiers.status.window.rolling",
            "must be 1 to 120 months"
        ),
        Broken(
            "two windows",
            "window: calendar year",
            "window: {rolling: 12 months, term: 12 months}",
            at: "{rolling: 12 months, term",
            "tiers.status.window",
            "has more than one of calendar, rolling and term"
        ),
        Broken(
            "another way down",
            "window: calendar year",
            "window: calendar year\n    downgrade: two levels",
            at: "two levels",
            "tiers.status.downgrade",
            "must be one level, reassess, none or immediate"
        ),
        Broken(
            "grace without an end",
            "window: calendar year",
            "window: lifetime\n    grace: 7 days",
            at: "7 days",
            "tiers.status.grace",
            "a level of a lifetime window has no term"
        ),
        Broken(
            "warnings that rise",
            "window: calendar year",
            "window: calendar year\n    warnings: [7 days, 30 days]",
            at: "30 days",
            "tiers.status.warnings[1]",
            "must be fewer days than the one before it"
        ),
        Broken(
            "pending points where none count",
            "window: calendar year",
            "window: calendar year\n    pendingCountsForTier: true",
            at: "true",
            "tiers.status.pendingCountsForTier",
            "no metric of this ladder is {earned"
        ),
        Broken(
            "a term where levels go at once",
            "window: calendar year",
            "window: {term: 12 months}\n    downgrade: immediate",
            at: "immediate",
            "tiers.status.downgrade",
            "has no term"
        ),
        Broken(
            "a ladder that conditions cannot name",
            "  status:\n",
            "  my-status: {metric: net spend, window: calendar year, levels: {a: 0 MYR}}\n  status:\n",
            at: "my-status",
            "tiers.my-status",
            "has no hyphen"
        ),
    ]

    static let effects = [
        Broken(
            "a rule without an id",
            "  - id: base\n    on:",
            "  - on:",
            at: "on: order.paid\n    earn: {wallet: points, by",
            "rules[1]",
            "'id' is missing"
        ),
        Broken(
            "a rule's id twice",
            "id: coffee",
            "id: base",
            at: "id: base\n    on: order.paid\n    when",
            "rules[3]",
            "'base' stands twice"
        ),
        Broken(
            "an event nobody knows",
            "on: member.enrolled",
            "on: member.joined",
            at: "member.joined",
            "rules[0].on",
            "there is no event 'member.joined'; rules listen to order.paid, member.enrolled, visit.completed,"
        ),
        Broken(
            "an event that rules do not listen to",
            "on: member.enrolled",
            "on: order.returned",
            at: "order.returned",
            "rules[0].on",
            "rules do not listen to order.returned in engine 1"
        ),
        Broken(
            "a wallet that is not there",
            "{wallet: points, fixed: 5}",
            "{wallet: stars, fixed: 5}",
            at: "stars",
            "rules[3].earn.wallet",
            "there is no wallet 'stars'; there are: points"
        ),
        Broken(
            "half a point",
            "fixed: 50",
            "fixed: 0.5",
            at: "fixed: 0.5",
            "rules[0].earn.fixed",
            "a whole number of points from 1"
        ),
        Broken(
            "points below zero",
            "fixed: 50",
            "fixed: -50",
            at: "-50",
            "rules[0].earn.fixed",
            "a whole number of points from 1"
        ),
        Broken(
            "both by and fixed",
            "by: rate}",
            "by: rate, fixed: 5}",
            at: "by: rate, fixed",
            "rules[1].earn",
            "has both 'by' and 'fixed'"
        ),
        Broken(
            "neither by nor fixed",
            "{wallet: points, by: rate}",
            "{wallet: points}",
            at: "{wallet: points}",
            "rules[1].earn",
            "must have 'by: rate', or 'fixed'"
        ),
        Broken(
            "a rule that gives nothing",
            "    earn: {wallet: points, by: rate}\n",
            "",
            at: "id: base",
            "rules[1]",
            "must have what it gives: earn or multiply"
        ),
        Broken(
            "a rule that gives two things",
            "    multiply: 1.5",
            "    multiply: 1.5\n    earn: {wallet: points, fixed: 1}",
            at: "id: gold-half-more",
            "rules[2]",
            "has both earn and multiply"
        ),
        Broken(
            "a multiplier below 1",
            "multiply: 1.5",
            "multiply: 0.5",
            at: "0.5",
            "rules[2].multiply",
            "a number from 1 to 1000"
        ),
        Broken(
            "a multiplier above 1000",
            "multiply: 1.5",
            "multiply: 1000.01",
            at: "1000.01",
            "rules[2].multiply",
            "a number from 1 to 1000"
        ),
        Broken(
            "a multiplier with a comma",
            "multiply: 1.5",
            "multiply: '1,5'",
            at: "'1,5'",
            "rules[2].multiply",
            "a number from 1 to 1000 with at most 4 decimals, such as 1.5"
        ),
        Broken(
            "a rate where there is no order",
            "{wallet: points, fixed: 50}",
            "{wallet: points, by: rate}",
            at: "{wallet: points, by: rate}",
            "rules[0].earn.by",
            "there is no order to earn by when someone joins"
        ),
        Broken(
            "a cap without its time",
            "    earn: {wallet: points, fixed: 5}",
            "    cap: 20 points\n    earn: {wallet: points, fixed: 5}",
            at: "20 points",
            "rules[3].cap",
            "must be such as 1 per day, for how often, or 500 points per month, for how much"
        ),
        Broken(
            "a cap in a time that is none",
            "    earn: {wallet: points, fixed: 5}",
            "    cap: [1 per day, 2 per fortnight]\n    earn: {wallet: points, fixed: 5}",
            at: "2 per fortnight",
            "rules[3].cap[1]",
            "counts per event, day, week, month, year or lifetime"
        ),
        Broken(
            "two caps of one time",
            "    earn: {wallet: points, fixed: 5}",
            "    cap: [1 per day, 2 per day]\n    earn: {wallet: points, fixed: 5}",
            at: "2 per day",
            "rules[3].cap[1]",
            "two caps count the same per day; only the narrower would ever hold"
        ),
        Broken(
            "a cap that cannot hold back",
            "    earn: {wallet: points, fixed: 5}",
            "    cap: 1 per event\n    earn: {wallet: points, fixed: 5}",
            at: "1 per event",
            "rules[3].cap",
            "each event gives at most once anyway; cap its points, such as 100 points per event"
        ),
        Broken(
            "a budget",
            "    earn: {wallet: points, fixed: 5}",
            "    budget: 1000\n    earn: {wallet: points, fixed: 5}",
            at: "budget:",
            "rules[3].budget",
            "must be such as 100000 points, for all time, or 5000 points per day"
        ),
        Broken(
            "a budget of each event",
            "    earn: {wallet: points, fixed: 5}",
            "    budget: 1000 points per event\n    earn: {wallet: points, fixed: 5}",
            at: "budget:",
            "rules[3].budget",
            "is per day, week, month or year, or for all time where nothing is said"
        ),
        Broken(
            "what may overrun a budget that is not there",
            "    earn: {wallet: points, fixed: 5}",
            "    lateBudget: no\n    earn: {wallet: points, fixed: 5}",
            at: "lateBudget:",
            "rules[3].lateBudget",
            "says who may overrun a budget, and there is no budget"
        ),
        Broken(
            "limits",
            "    earn: {wallet: points, fixed: 5}",
            "    limits: 1000\n    earn: {wallet: points, fixed: 5}",
            at: "limits:",
            "rules[3].limits",
            "'limits' is not offered by engine 1 yet"
        ),
        Broken(
            "a reason in three languages",
            ", th: โบนัสกาแฟ",
            "",
            at: "id: Bonus kopi}",
            "rules[3].why",
            "has no text in 'th'"
        ),
    ]

    static let conditions = [
        Broken(
            "a level that is not there",
            "atLeast(\"gold\")",
            "atLeast(\"diamond\")",
            at: "diamond",
            "rules[2].when",
            "at character 29: no level 'diamond' in 'status'; there are: silver, gold, platinum"
        ),
        Broken(
            "a tier set that is not there",
            "member.tiers.status",
            "member.tiers.rank",
            at: "tiers.rank",
            "rules[2].when",
            "no tier set 'rank'; there are: status"
        ),
        Broken(
            "a condition in another language",
            "event.channel == \"app\"",
            "event.channel = \"app\"",
            at: "event.channel =",
            "rules[4].when",
            "the sign = means nothing here; write == to compare"
        ),
        Broken(
            "money compared with a number",
            "event.channel == \"app\"",
            "event.total >= 100",
            at: "event.total",
            "rules[4].when",
            "money cannot be compared with int; write money("
        ),
        Broken(
            "a total when someone joins",
            "    earn: {wallet: points, fixed: 50}",
            "    when: event.total >= money(\"1.00 MYR\")\n    earn: {wallet: points, fixed: 50}",
            at: "event.total",
            "rules[0].when",
            "there is no event.total when someone joins, so this never holds"
        ),
        Broken(
            "lines when someone joins",
            "    earn: {wallet: points, fixed: 50}",
            "    when: event.lines.exists(l, \"a\" in l.categories)\n    earn: {wallet: points, fixed: 50}",
            at: "event.lines",
            "rules[0].when",
            "there are no event.lines when someone joins"
        ),
        Broken(
            "a country by its name",
            "event.channel == \"app\"",
            "member.country == \"Malaysia\"",
            at: "Malaysia\"",
            "rules[4].when",
            "'Malaysia' is no country"
        ),
        Broken(
            "two stores at once",
            "event.channel == \"app\"",
            "event.store == \"bangsar\" && event.store == \"penang\"",
            at: "event.store",
            "rules[4].when",
            "event.store is one thing only, and asked for as two, so this never holds"
        ),
        Broken(
            "more and less at once",
            "event.channel == \"app\"",
            "event.total > money(\"5.00 MYR\") && event.total <= money(\"5.00 MYR\")",
            at: "event.total",
            "rules[4].when",
            "no event.total fulfils all that is asked of it, so this never holds"
        ),
        Broken(
            "two currencies at once",
            "event.channel == \"app\"",
            "event.total > money(\"5.00 MYR\") && event.total > money(\"5.00 THB\")",
            at: "event.total",
            "rules[4].when",
            "no event.total fulfils all that is asked of it, so this never holds"
        ),
        Broken(
            "an expression that never holds",
            "event.channel == \"app\"",
            "1 > 2",
            at: "1 > 2",
            "rules[4].when",
            "this never holds"
        ),
        Broken(
            "a number for a text",
            "event.channel == \"app\"",
            "member.orders + \"1\" == 2",
            at: "member.orders",
            "rules[4].when",
            "at character "
        ),
        Broken(
            "a name that is not there",
            "event.channel == \"app\"",
            "event.chanel == \"app\"",
            at: "event.chanel",
            "rules[4].when",
            "at character "
        ),
        Broken(
            "a birthday for an age band",
            "event.channel == \"app\"",
            "member.ageBand == \"1990\"",
            at: "1990",
            "rules[4].when",
            "'1990' is no age band"
        ),
    ]
}
