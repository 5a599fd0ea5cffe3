import Expressions

/// A world without money, that cel-python can have too.
enum Plain {
    private static let line = RecordType(
        "line",
        [.init("categories", .list(.string)), .init("amount", .int), .init("quantity", .int)]
    )
    private static let event = RecordType(
        "event",
        [
            .init("total", .int), .init("channel", .string), .init("occurredAt", .timestamp), .init("zone", .string),
            .init("lines", .list(.record(line))), .init("coupon", .string, optional: true),
        ]
    )
    private static let member = RecordType("member", [.init("tier", .string), .init("country", .string)])

    static let environment: Environment = {
        var environment = Environment()
        environment.declare("event", .record(event))
        environment.declare("member", .record(member))
        return environment
    }()

    static let activation: Activation = {
        let cake = Value.record([.list([.string("cake")]), .int(10_000), .int(1)], of: line)
        let coffee = Value.record([.list([.string("drink"), .string("coffee")]), .int(2000), .int(2)], of: line)
        var activation = Activation(environment)
        let purchase = Value.record(
            [
                .int(12_000), .string("app"), Timestamp(seconds: 1_772_328_600).map(Value.timestamp),
                .string("Asia/Kuala_Lumpur"), .list([cake, coffee]), .string("RAYA26"),
            ],
            of: event
        )
        activation.set("event", purchase)
        activation.set("member", .record([.string("gold"), .string("TH")], of: member))
        return activation
    }()
}
