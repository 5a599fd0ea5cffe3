import Expressions

/// A shop's world for the tests: money, points, an event with lines and a member with tiers.
enum Shop {
    /// An amount in the minor unit of a currency.
    struct Money: HostValue {
        static let opaqueType = OpaqueType(name: "money", written: "money(\"100.00 MYR\")")

        let minorUnits: Int64
        let currency: String

        /// Of the form `100.00 MYR`.
        init(_ text: String) throws(EvaluationProblem) {
            let parts = text.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1].utf8.count == 3 else {
                throw .host("\"\(text)\" is not an amount such as 100.00 MYR")
            }
            let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            guard digits.count == 2, digits[1].utf8.count == 2, let units = Int64(digits[0] + digits[1]) else {
                throw .host("\"\(text)\" is not an amount such as 100.00 MYR")
            }
            minorUnits = units
            currency = String(parts[1])
        }

        init(minorUnits: Int64, currency: String) {
            self.minorUnits = minorUnits
            self.currency = currency
        }
    }

    /// A number of points, which may be a fraction.
    struct Points: HostValue {
        static let opaqueType = OpaqueType(name: "points", written: "points(10)")

        let numerator: Int64
        let denominator: Int64
    }

    static let line = RecordType(
        "line",
        [
            .init("sku", .string), .init("categories", .list(.string)), .init("amount", .opaque(Money.opaqueType)),
            .init("quantity", .int),
        ]
    )
    static let store = RecordType("store", [.init("id", .string), .init("zone", .string)])
    static let event = RecordType(
        "event",
        [
            .init("total", .opaque(Money.opaqueType)), .init("channel", .string), .init("occurredAt", .timestamp),
            .init("zone", .string), .init("lines", .list(.record(line))),
            .init("store", .record(store), optional: true),
            .init("attributes", .map(.string, .dynamic)), .init("quantity", .int),
        ]
    )
    static let standing = RecordType("standing", [.init("level", .string)])
    static let tiers = RecordType("tiers", [.init("status", .record(standing))])
    static let member = RecordType(
        "member",
        [
            .init("tiers", .record(tiers)), .init("country", .string), .init("age", .int, optional: true),
            .init("points", .opaque(Points.opaqueType)), .init("interests", .list(.string)),
        ]
    )
    /// A member as a value type that answers for its fields.
    struct Member: RecordSource {
        let level: String
        let points: Points
        let interests: [String]

        func field(_ slot: Int) -> Value? {
            switch slot {
            case 0: .record([.record([.string(level)], of: standing)], of: tiers)
            case 1: .string("MY")
            case 3: .host(points)
            case 4: .list(interests.map(Value.string))
            default: nil
            }
        }
    }

    static let levels = ["silver", "gold", "platinum"]

    static var environment: Environment {
        var environment = Environment(timeZones: Zones())
        environment.declare("event", .record(event))
        environment.declare("member", .record(member))
        environment.register(Overload("money") { (text: String) throws(EvaluationProblem) in try Money(text) })
        environment.register(Overload("points") { (count: Int64) in Points(numerator: count, denominator: 1) })
        environment.register(
            Overload.comparisons { (a: Money, b: Money) throws(EvaluationProblem) in
                guard a.currency.utf8.elementsEqual(b.currency.utf8) else {
                    throw .host("\(a.currency) is not \(b.currency)")
                }
                return a.minorUnits < b.minorUnits ? -1 : a.minorUnits > b.minorUnits ? 1 : 0
            }
        )
        environment.register(
            Overload("_+_") { (a: Money, b: Money) throws(EvaluationProblem) in
                let (sum, over) = a.minorUnits.addingReportingOverflow(b.minorUnits)
                guard !over else { throw .overflow }
                return Money(minorUnits: sum, currency: a.currency)
            }
        )
        environment.register(
            Overload.comparisons { (a: Points, b: Points) throws(EvaluationProblem) in
                let left = Int128(a.numerator) * Int128(b.denominator)
                let right = Int128(b.numerator) * Int128(a.denominator)
                return left < right ? -1 : left > right ? 1 : 0
            }
        )
        environment.register(atLeast)
        return environment
    }

    /// `member.tiers.status.atLeast("gold")`: a level that does not exist is refused where it is written.
    private static let atLeast = Overload(
        "atLeast",
        isMethod: true,
        [.record(standing), .string],
        .bool,
        prepare: { (constants) throws(ConstantFault) in
            guard case .string(let level) = constants[1] else { return nil }
            guard let wanted = levels.firstIndex(where: { $0.utf8.elementsEqual(level.utf8) }) else {
                throw ConstantFault(
                    argument: 1,
                    "there is no level \(level)",
                    hint: "levels are silver, gold and platinum"
                )
            }
            return .two { (standing, _, _) throws(EvaluationProblem) in .bool(rank(standing) >= wanted) }
        },
        body: .two { (standing, level, _) throws(EvaluationProblem) in
            guard case .string(let level) = level, let wanted = levels.firstIndex(of: level) else {
                throw .host("no such level")
            }
            return .bool(rank(standing) >= wanted)
        }
    )

    private static func rank(_ standing: Value) -> Int {
        guard case .record(let record) = standing, case .string(let level)? = record.field(0) else { return -1 }
        return levels.firstIndex(of: level) ?? -1
    }

    /// Kuala Lumpur only, always 8 hours ahead.
    struct Zones: TimeZones {
        func secondsEast(of zone: String, at second: Int64) -> Int? {
            zone.utf8.elementsEqual("Asia/Kuala_Lumpur".utf8) ? 28_800 : nil
        }
    }

    /// A purchase of 120.00 MYR in the app at 09:30 of Kuala Lumpur, by a gold member.
    static func activation(
        _ environment: Environment,
        total: Money = Money(minorUnits: 120_00, currency: "MYR"),
        level: String = "gold",
        hasStore: Bool = false
    ) -> Activation {
        let coffee = Value.record(
            [
                .string("C-1"), .list([.string("drink"), .string("coffee")]),
                .host(Money(minorUnits: 20_00, currency: "MYR")), .int(2),
            ],
            of: line
        )
        let cake = Value.record(
            [.string("K-7"), .list([.string("cake")]), .host(Money(minorUnits: 100_00, currency: "MYR")), .int(1)],
            of: line
        )
        let shop = Value.record([.string("KL-1"), .string("Asia/Kuala_Lumpur")], of: store)
        let purchase = Value.record(
            [
                .host(total), .string("app"), Timestamp(seconds: 1_772_328_600).map(Value.timestamp),
                .string("Asia/Kuala_Lumpur"), .list([coffee, cake]), hasStore ? shop : nil,
                .map(MapValue([("colour", .string("red")), ("size", .int(42))])), .int(3),
            ],
            of: event
        )
        let buyer = Value.record(
            Member(level: level, points: Points(numerator: 21, denominator: 2), interests: ["coffee"]),
            of: member
        )
        var activation = Activation(environment)
        activation.set("event", purchase)
        activation.set("member", buyer)
        return activation
    }
}
