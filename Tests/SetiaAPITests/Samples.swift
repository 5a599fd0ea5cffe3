import JSONText
import SetiaCore

/// Events as senders write them, with some fields as a test wants them.
enum Sample {
    /// Ana buys coffee for RM 10.00 at half past nine: 10 points by rate and 5 for the coffee.
    ///
    /// The event and the order have the number. What stands in `attributes` and `data` is there instead of its own, or
    /// besides; `null` leaves a field out.
    static func order(_ number: Int = 1, _ attributes: JSONObject = [:], data: JSONObject = [:]) -> JSON {
        event(
            "order.paid",
            id: "till-\(number)",
            attributes,
            data: changed(
                [
                    "identity": ["kind": "email", "value": "ana@example.com"],
                    "orderId": .string("B-\(number)"),
                    "lines": .array([line(1_000)]),
                ],
                data
            )
        )
    }

    /// Points are spent.
    static func redemption(_ points: Int64, of member: String, number: Int = 1, at time: String? = nil) -> JSON {
        event(
            "points.redeemed",
            id: "spent-\(number)",
            ["subject": .string(member), "time": .string(time ?? Caller.morning.rfc3339)],
            data: ["redemptionId": .string("R-\(number)"), "wallet": "points", "points": .integer(points)]
        )
    }

    /// Points by hand.
    static func adjustment(_ points: Int64, of member: String, number: Int = 1) -> JSON {
        event(
            "points.adjusted",
            id: "hand-\(number)",
            ["subject": .string(member)],
            data: ["wallet": "points", "points": .integer(points)]
        )
    }

    /// An order comes back.
    static func orderReturn(_ order: String, of member: String?) -> JSON {
        event(
            "order.returned",
            id: "back-\(order)",
            ["subject": member.map { .string($0) } ?? .null],
            data: ["orderId": .string(order), "returnId": "1"]
        )
    }

    /// Any event.
    static func event(_ type: String, id: String, _ attributes: JSONObject = [:], data: JSONObject) -> JSON {
        .object(
            changed(
                [
                    "specversion": "1.0", "id": .string(id), "source": "kopi/tills", "type": .string(type),
                    "time": .string(Caller.morning.rfc3339), "data": .object(data),
                ],
                attributes
            )
        )
    }

    /// A line of coffee.
    static func line(_ amount: JSON, currency: String = "MYR") -> JSON {
        [
            "sku": "flat-white", "amount": ["amount": amount, "currency": .string(currency)],
            "categories": .array(["coffee"]),
        ]
    }

    private static func changed(_ object: JSONObject, _ changes: JSONObject) -> JSONObject {
        var result = object
        for (key, value) in changes.members { result.set(key, value) }
        return JSONObject(result.members.filter { !$0.value.isNull }.map { ($0.key, $0.value) })
    }
}

/// Puts `replayed` on `true` in a receipt, and changes no other byte.
func replayed(_ receipt: String) -> String {
    receipt.replacing("\"replayed\":false", with: "\"replayed\":true")
}
