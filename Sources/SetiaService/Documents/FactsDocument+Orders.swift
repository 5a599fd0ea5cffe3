internal import JSONText
package import SetiaCore

// What is kept of a paid order.

extension FactsDocument {
    static func write(_ order: Order, to json: inout JSONWriter) {
        json.text("orderId", order.id.text)
        json.text("currency", order.currency.code)
        json.key("lines")
        json.beginArray()
        for line in order.lines {
            json.beginObject()
            json.text("sku", line.sku.text)
            if line.quantity != 1 { json.number("quantity", line.quantity) }
            json.number("net", line.amount)
            if !line.categories.isEmpty {
                json.key("categories")
                json.beginArray()
                for category in line.categories { json.string(category.text) }
                json.endArray()
            }
            json.endObject()
        }
        json.endArray()
        if !order.promotions.isEmpty {
            json.key("promotions")
            json.beginArray()
            for promotion in order.promotions { json.string(promotion.text) }
            json.endArray()
        }
        guard !order.discounts.isEmpty else { return }
        json.key("discounts")
        json.beginArray()
        for discount in order.discounts {
            json.beginObject()
            json.number("amount", discount.amount)
            if discount.isPaidWithPoints {
                json.key("points")
                json.bool(true)
            }
            json.endObject()
        }
        json.endArray()
    }

    /// The lines of a paid order's facts, before what was taken off the whole order.
    package static func orderLines(_ facts: [UInt8]) throws -> [Order.Line] { try lines(try JSON.parse(facts)) }

    /// The order of a paid order's facts.
    package static func paidOrder(_ facts: [UInt8]) throws -> Order { try order(try JSON.parse(facts)) }

    private static func lines(_ facts: JSON) throws -> [Order.Line] {
        try facts.list("lines").map { line in
            Order.Line(
                sku: try line.key("sku"),
                quantity: line["quantity"]?.int64 ?? 1,
                net: try line.number("net"),
                categories: (line["categories"]?.array ?? []).compactMap { $0.string.map { Key($0) } }
            )
        }
    }

    static func order(_ facts: JSON) throws -> Order {
        let lines = try lines(facts)
        let currency = try Currency(try facts.key("currency").text)
        let discounts = try (facts["discounts"]?.array ?? []).map { discount in
            Order.Discount(
                amount: try discount.number("amount"),
                isPaidWithPoints: discount["points"]?.bool ?? false
            )
        }
        let id = try facts.key("orderId")
        let promotions = (facts["promotions"]?.array ?? []).compactMap { $0.string.map { Key($0) } }
        guard
            let order = Order(
                id: id,
                currency: currency,
                lines: lines,
                discounts: discounts,
                promotions: promotions
            )
        else { throw MalformedDocument(field: "lines") }
        return order
    }
}
