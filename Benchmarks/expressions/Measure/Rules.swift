import Expressions

/// A loyalty programme's world: money of its own, levels that are ranks, a zone.
enum Rules {
    static let conditions = [
        "event.total >= money(\"100.00 MYR\")",
        "member.tiers.status.atLeast(\"gold\") && event.channel == \"app\"",
        "event.lines.exists(line, \"coffee\" in line.categories) && event.occurredAt.getHours(event.zone) < 10",
    ]

    struct Money: HostValue {
        static let opaqueType = OpaqueType(name: "money", written: "money(\"100.00 MYR\")")

        let minorUnits: Int64
        let currency: String
    }

    private struct Zones: TimeZones {
        func secondsEast(of zone: String, at second: Int64) -> Int? { 28_800 }
    }

    private static let line = RecordType("line", [.init("categories", .list(.string))])
    private static let event = RecordType(
        "event",
        [
            .init("total", .opaque(Money.opaqueType)), .init("channel", .string), .init("occurredAt", .timestamp),
            .init("zone", .string), .init("lines", .list(.record(line))),
        ]
    )
    private static let standing = RecordType("standing", [.init("rank", .int)])
    private static let tiers = RecordType("tiers", [.init("status", .record(standing))])
    private static let member = RecordType("member", [.init("tiers", .record(tiers))])

    static let environment: Environment = {
        var environment = Environment(timeZones: Zones())
        environment.declare("event", .record(event))
        environment.declare("member", .record(member))
        environment.register(Overload("money") { (_: String) in Money(minorUnits: 100_00, currency: "MYR") })
        environment.register(
            Overload.comparisons { (a: Money, b: Money) throws(EvaluationProblem) in
                guard a.currency.utf8.elementsEqual(b.currency.utf8) else { throw .host("two currencies") }
                return a.minorUnits < b.minorUnits ? -1 : a.minorUnits > b.minorUnits ? 1 : 0
            }
        )
        let body = Overload.Body.two { (_, _, _) throws(EvaluationProblem) in throw .host("no such level") }
        environment.register(
            Overload(
                "atLeast",
                isMethod: true,
                [.record(standing), .string],
                .bool,
                prepare: { (_) throws(ConstantFault) in
                    .two { (standing, _, _) throws(EvaluationProblem) in
                        guard case .record(let record) = standing, case .int(let rank)? = record.field(0) else {
                            return .bool(false)
                        }
                        return .bool(rank >= 1)
                    }
                },
                body: body
            )
        )
        return environment
    }()

    static let activation: Activation = {
        let cake = Value.record([.list([.string("cake")])], of: line)
        let coffee = Value.record([.list([.string("drink"), .string("coffee")])], of: line)
        let purchase = Value.record(
            [
                .host(Money(minorUnits: 120_00, currency: "MYR")), .string("app"),
                Timestamp(seconds: 1_772_328_600).map(Value.timestamp), .string("Asia/Kuala_Lumpur"),
                .list([cake, coffee]),
            ],
            of: event
        )
        let all = Value.record([.record([.int(1)], of: standing)], of: tiers)
        var activation = Activation(environment)
        activation.set("event", purchase)
        activation.set("member", .record([all], of: member))
        return activation
    }()
}
