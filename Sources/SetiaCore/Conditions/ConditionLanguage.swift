internal import Expressions

/// What an expression of a programme may read and call, for events of one type.
///
/// One is made for each programme and type, and what was compiled in it runs in it only.
struct ConditionLanguage: Sendable {
    var environment: Environment { parts[0].environment }
    /// The same, with the line of an order that a filter is asked about.
    var lineEnvironment: Environment { parts[0].lineEnvironment }
    var event: RecordType { parts[0].event }
    var line: RecordType { parts[0].line }
    var member: RecordType { parts[0].member }
    var tiers: RecordType { parts[0].tiers }
    /// What may be told of an occurrence, in the order of its slots.
    var facts: [Occurrence.Field] { parts[0].facts }
    /// One a tier set, in the order of the programme.
    var standings: [RecordType] { parts[0].standings }
    /// One: a language is handed on with each question, and an array is one reference where its parts are many.
    private let parts: [Parts]

    private struct Parts: Sendable {
        let environment: Environment
        let lineEnvironment: Environment
        let event: RecordType
        let line: RecordType
        let member: RecordType
        let tiers: RecordType
        let facts: [Occurrence.Field]
        let standings: [RecordType]
    }

    /// The slots of the variables.
    static let eventSlot = 0
    static let memberSlot = 1
    static let lineSlot = 2

    /// The language of a programme with these currencies and tier sets.
    init(
        currencies: [CurrencySetting],
        tierSets: [TierSet],
        achievements: [Key] = [],
        events: [EventDeclaration] = [],
        segments: [Key] = [],
        countsBehaviour: Bool = false,
        on type: EventType
    ) {
        let facts = events.first { $0.type == type }?.fields.map(\.field) ?? type.facts
        let line = RecordType(
            "line",
            [
                RecordType.Field("sku", .string), RecordType.Field("quantity", .int),
                RecordType.Field("net", MoneyValue.valueType), RecordType.Field("categories", .list(.string)),
            ]
        )
        var fields = [
            RecordType.Field("type", .string), RecordType.Field("source", .string),
            RecordType.Field("occurredAt", .timestamp), RecordType.Field("zone", .string),
            RecordType.Field("store", .string, optional: true), RecordType.Field("channel", .string, optional: true),
        ]
        if type == .orderPaid {
            fields += [
                RecordType.Field("total", MoneyValue.valueType), RecordType.Field("currency", .string),
                RecordType.Field("lines", .list(.record(line))), RecordType.Field("quantity", .int),
                RecordType.Field("promotions", .list(.string)),
            ]
        }
        fields += facts.map { field in
            switch field {
            case .number(let name): RecordType.Field(name.text, .int, optional: true)
            case .text(let name): RecordType.Field(name.text, .string, optional: true)
            case .truth(let name): RecordType.Field(name.text, .bool, optional: true)
            case .money(let name): RecordType.Field(name.text, MoneyValue.valueType, optional: true)
            }
        }
        let event = RecordType("event", fields)
        let standings = tierSets.map { set in
            RecordType(
                "standing in \(set.key)",
                [
                    RecordType.Field("level", .string, optional: true),
                    RecordType.Field("since", .timestamp, optional: true),
                    RecordType.Field("until", .timestamp, optional: true),
                ]
            )
        }
        let tiers = RecordType(
            "tiers",
            zip(tierSets, standings).map { set, standing in RecordType.Field(set.key.text, .record(standing)) }
        )
        let member = RecordType(
            "member",
            [
                RecordType.Field("country", .string, optional: true),
                RecordType.Field("language", .string, optional: true),
                RecordType.Field("ageBand", .string, optional: true), RecordType.Field("orders", .int),
                RecordType.Field("joinedAt", .timestamp, optional: true), RecordType.Field("status", .string),
                RecordType.Field("tiers", .record(tiers)), RecordType.Field("points", .map(.string, .int)),
                RecordType.Field("daysAsMember", .int, optional: true),
                RecordType.Field("monthsAsMember", .int, optional: true),
                RecordType.Field("yearsAsMember", .int, optional: true),
                RecordType.Field("achievements", .map(.string, .int)),
                RecordType.Field("segments", .list(.string)),
                RecordType.Field("daysSinceOrder", .int, optional: true),
            ]
        )
        var environment = Environment(limits: Limits(length: 2_000))
        environment.declare("event", .record(event))
        environment.declare("member", .record(member))
        environment.register(ConditionLanguage.money(currencies))
        environment.register(Overload.comparisons(MoneyValue.order))
        environment.register(ConditionLanguage.sums)
        environment.register(ConditionLanguage.achieved(achievements, member))
        environment.register(ConditionLanguage.inSegment(segments, member))
        environment.register(BehaviourForm.overloads(currencies, member, isAllowed: countsBehaviour))
        for (set, standing) in zip(tierSets, standings) {
            environment.register(ConditionLanguage.atLeast(set, standing))
        }
        var lineEnvironment = environment
        lineEnvironment.declare("line", .record(line))
        parts = [
            Parts(
                environment: environment,
                lineEnvironment: lineEnvironment,
                event: event,
                line: line,
                member: member,
                tiers: tiers,
                facts: facts,
                standings: standings
            )
        ]
    }

    /// `money("100.00 MYR")`: an amount of a currency that the programme takes.
    private static func money(_ currencies: [CurrencySetting]) -> Overload {
        Overload("money") { (text: String) throws(EvaluationProblem) in
            do throws(MalformedAmount) {
                return MoneyValue(money: try Money(written: text, in: currencies))
            } catch {
                throw .host(error.reason)
            }
        }
    }

    /// `+` and `-` of amounts in one currency.
    private static let sums: [Overload] = [
        Overload("_+_") { (one: MoneyValue, other: MoneyValue) throws(EvaluationProblem) in
            try MoneyValue.together(one, other) { $0.addingReportingOverflow($1) }
        },
        Overload("_-_") { (one: MoneyValue, other: MoneyValue) throws(EvaluationProblem) in
            try MoneyValue.together(one, other) { $0.subtractingReportingOverflow($1) }
        },
    ]

    /// `member.tiers.status.atLeast("gold")`: she stands there or higher.
    private static func atLeast(_ set: TierSet, _ standing: RecordType) -> Overload {
        Overload(
            "atLeast",
            isMethod: true,
            [.record(standing), .string],
            .bool,
            folding: .never,
            prepare: { (arguments) throws(ConstantFault) in
                guard case .string(let level)? = arguments[1] else { return nil }
                guard let wanted = set.place(of: Key(level)) else {
                    let known = set.levels.map(\.key.text).joined(separator: ", ")
                    throw ConstantFault(argument: 1, "no level '\(level)' in '\(set.key)'", hint: "there are: \(known)")
                }
                return .two { (standing, _, _) in .bool(place(of: standing, in: set) >= wanted) }
            },
            body: .two { (standing, level, _) throws(EvaluationProblem) in
                guard case .string(let level) = level, let wanted = set.place(of: Key(level)) else {
                    throw .host("no such level in '\(set.key)'")
                }
                return .bool(place(of: standing, in: set) >= wanted)
            }
        )
    }

    /// `member.achieved("coffee-card")`: how often she has reached it.
    private static func achieved(_ known: [Key], _ member: RecordType) -> Overload {
        Overload(
            "achieved",
            isMethod: true,
            [.record(member), .string],
            .int,
            folding: .never,
            prepare: { (arguments) throws(ConstantFault) in
                guard case .string(let key)? = arguments[1] else { return nil }
                guard known.contains(Key(key)) else {
                    let hint =
                        known.isEmpty ? "there are none" : "there are: " + known.map(\.text).joined(separator: ", ")
                    throw ConstantFault(argument: 1, "no achievement '\(key)'", hint: hint)
                }
                return .two { (member, _, _) in .int(times(of: key, member)) }
            },
            body: .two { (member, key, _) throws(EvaluationProblem) in
                guard case .string(let key) = key else { throw .host("no such achievement") }
                return .int(times(of: key, member))
            }
        )
    }

    /// `member.inSegment("regulars")`: whether she belongs to it.
    private static func inSegment(_ known: [Key], _ member: RecordType) -> Overload {
        Overload(
            "inSegment",
            isMethod: true,
            [.record(member), .string],
            .bool,
            folding: .never,
            prepare: { (arguments) throws(ConstantFault) in
                guard case .string(let key)? = arguments[1] else { return nil }
                guard known.contains(Key(key)) else {
                    let hint =
                        known.isEmpty ? "there are none" : "there are: " + known.map(\.text).joined(separator: ", ")
                    throw ConstantFault(argument: 1, "no segment '\(key)'", hint: hint)
                }
                return .two { (member, _, _) in .bool(belongs(member, to: key)) }
            },
            body: .two { (member, key, _) throws(EvaluationProblem) in
                guard case .string(let key) = key else { throw .host("no such segment") }
                return .bool(belongs(member, to: key))
            }
        )
    }

    private static func belongs(_ member: Value, to key: String) -> Bool {
        guard case .record(let record) = member, case .list(let segments)? = record.field(MemberSource.segmentsSlot)
        else { return false }
        return segments.contains { segment in
            if case .string(let own) = segment { Key(own) == Key(key) } else { false }
        }
    }

    private static func times(of key: String, _ member: Value) -> Int64 {
        guard case .record(let record) = member, case .map(let map)? = record.field(MemberSource.achievementsSlot),
            case .int(let times)? = map.value(for: .string(key))
        else { return 0 }
        return times
    }

    /// The place of the level held, 0 for the lowest; below where there is none.
    private static func place(of standing: Value, in set: TierSet) -> Int {
        guard case .record(let record) = standing, case .string(let level)? = record.field(0) else { return -1 }
        return set.place(of: Key(level)) ?? -1
    }
}

/// An amount as an expression holds it: it compares with amounts of its own currency, and with nothing else.
struct MoneyValue: HostValue {
    static let opaqueType = OpaqueType(name: "money", written: "money(\"100.00 MYR\")")

    /// In minor units, which a difference may take below zero.
    let minorUnits: Int64
    let currency: Currency

    init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    init(money: Money) {
        self.init(minorUnits: money.minorUnits, currency: money.currency)
    }

    static func order(_ one: MoneyValue, _ other: MoneyValue) throws(EvaluationProblem) -> Int {
        guard one.currency == other.currency else { throw .host("amounts of two currencies do not compare") }
        return one.minorUnits < other.minorUnits ? -1 : one.minorUnits == other.minorUnits ? 0 : 1
    }

    static func together(
        _ one: MoneyValue,
        _ other: MoneyValue,
        _ sum: (Int64, Int64) -> (Int64, Bool)
    ) throws(EvaluationProblem) -> MoneyValue {
        guard one.currency == other.currency else { throw .host("amounts of two currencies do not add up") }
        let (units, overflow) = sum(one.minorUnits, other.minorUnits)
        guard !overflow else { throw .overflow }
        return MoneyValue(minorUnits: units, currency: one.currency)
    }
}
