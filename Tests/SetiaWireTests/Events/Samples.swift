import JSONText
import SetiaCore
import SetiaWire

/// An order as a till sends it.
let paidOrder = """
    {
      "specversion": "1.0",
      "id": "till-7-000123",
      "source": "till/bangsar",
      "type": "order.paid",
      "time": "2026-03-01T09:30:00+08:00",
      "subject": "0000000000000g000000000002",
      "data": {
        "orderId": "A-100234",
        "store": "kl-bangsar",
        "channel": "till",
        "currency": "MYR",
        "total": {"amount": 2150, "currency": "MYR"},
        "lines": [
          {"sku": "latte-l", "quantity": 1, "amount": {"amount": 1250, "currency": "MYR"}, "categories": ["coffee"]},
          {"sku": "croissant", "quantity": 2, "amount": {"amount": 900, "currency": "MYR"}}
        ]
      }
    }
    """

/// An event of this type about a known member, with this `data`.
func event(_ type: String, _ data: String) throws -> ParsedEvent {
    try parseEvent(
        JSON.parse(
            """
            {"specversion": "1.0", "id": "1", "source": "test", "type": "\(type)", "time": "2026-03-01T00:00:00Z",
             "subject": "0000000000000g000000000002", "data": \(data)}
            """
        )
    )
}

/// What is wrong with a JSON text as an event; nothing where it can be taken.
func problems(_ text: String) throws -> [String] {
    let json = try JSON.parse(text)
    do throws(MalformedEvent) {
        _ = try parseEvent(json)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// Something is not what the test made it to be.
struct Unexpected: Error {}
