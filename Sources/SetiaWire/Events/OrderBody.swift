import JSONText
import SetiaCore

private let lineFields = ["sku", "quantity", "amount", "categories"]

extension BodyReader {
    /// A paid order, in one currency, whose `total` is the sum of its lines where one is given.
    mutating func order(_ fields: Fields, _ personal: inout Personal) -> Order? {
        let id = key(fields, "orderId")
        var currency = currency(fields, "currency", isRequired: false)
        let isCurrencyGiven = currency != nil
        guard let elements = list(fields, "lines", atMost: 2_000) else {
            _ = total(fields)
            return nil
        }
        var lines: [Order.Line] = []
        lines.reserveCapacity(elements.count)
        var extras: [JSON] = []
        for (index, element) in elements.enumerated() {
            let place = BodyPlace(outer: "data.lines", index: index)
            guard let object = object(element, place) else { continue }
            let line = line(Fields(object: object, place: place), &currency, isCurrencyGiven: isCurrencyGiven)
            if let line { lines.append(line) }
            if let extra = self.extra(of: object, index) { extras.append(.object(extra)) }
        }
        if !extras.isEmpty { personal.add("lines", .array(extras)) }
        let discounts = discounts(fields, currency)
        let promotions = keys(fields, "promotions") ?? []
        let total = total(fields)
        guard problems.isEmpty, let id, let currency else { return nil }
        return order(id, currency, lines, discounts, promotions, total: total)
    }

    private mutating func order(
        _ id: Key,
        _ currency: Currency,
        _ lines: [Order.Line],
        _ discounts: [Order.Discount],
        _ promotions: [Key],
        total: Money?
    ) -> Order? {
        guard let whole = Order(id: id, currency: currency, lines: lines), whole.total <= BodyReader.mostUnits else {
            complain("data.lines", "must add up to at most \(BodyReader.mostUnits)")
            return nil
        }
        guard
            let order = Order(
                id: id,
                currency: currency,
                lines: lines,
                discounts: discounts,
                promotions: promotions
            )
        else {
            complain("data.discounts", "must not add up to more than the lines, which are \(whole.total)")
            return nil
        }
        if let total {
            if total.currency != currency { complain("data.total.currency", "must be \(currency), as the lines'") }
            if total.minorUnits != order.total {
                let less = discounts.isEmpty ? "" : " less the discounts"
                complain("data.total.amount", "must be the sum of the lines\(less), which is \(order.total)")
            }
        }
        return order
    }

    /// What was taken off the whole order.
    private mutating func discounts(_ fields: Fields, _ currency: Currency?) -> [Order.Discount] {
        guard let json = fields.object["discounts"], !json.isNull else { return [] }
        guard case .array(let elements) = json, elements.count <= 50 else {
            complain("data.discounts", "must be a list of at most 50 discounts")
            return []
        }
        var discounts: [Order.Discount] = []
        for (index, element) in elements.enumerated() {
            let place = BodyPlace(outer: "data.discounts", index: index)
            guard let object = object(element, place) else { continue }
            let discount = Fields(object: object, place: place)
            let kind = text(discount, "kind")
            if let kind, !["points", "other"].contains(kind) {
                complain(place.field("kind"), "must be points, for what points paid, or other")
            }
            var amountPlace = place
            amountPlace.inner = "amount"
            guard let amount = money(object["amount"], amountPlace) else { continue }
            if let currency, amount.currency != currency {
                complain(amountPlace.field("currency"), "must be \(currency), as the order's")
            }
            if amount.minorUnits == 0 { complain(amountPlace.field("amount"), "must not be 0") }
            discounts.append(Order.Discount(amount: amount.minorUnits, isPaidWithPoints: kind == "points"))
        }
        return discounts
    }

    private mutating func line(_ fields: Fields, _ currency: inout Currency?, isCurrencyGiven: Bool) -> Order.Line? {
        let sku = key(fields, "sku")
        var quantity: Int64? = 1
        if let json = fields.object["quantity"], !json.isNull {
            quantity = number(fields, "quantity", 0...1_000_000_000, "a whole number")
        }
        var amountPlace = fields.place
        amountPlace.inner = "amount"
        let net = money(fields.object["amount"], amountPlace)
        let categories = categories(fields)
        if let net {
            if let currency, net.currency != currency {
                complain(
                    amountPlace.field("currency"),
                    "must be \(currency), as \(isCurrencyGiven ? "the order's" : "the first line's")"
                )
            }
            currency = currency ?? net.currency
        }
        guard let sku, let quantity, let net, let categories else { return nil }
        return Order.Line(sku: sku, quantity: quantity, net: net.minorUnits, categories: categories)
    }

    mutating func categories(_ fields: Fields) -> [Key]? { keys(fields, "categories") }

    /// A list of texts; empty where it is left out, none where it is wrong.
    private mutating func keys(_ fields: Fields, _ name: String) -> [Key]? {
        guard let json = fields.object[name], !json.isNull else { return [] }
        guard case .array(let elements) = json, elements.count <= 50 else {
            complain(fields.place.field(name), "must be a list of at most 50 texts")
            return nil
        }
        var keys: [Key] = []
        for (index, element) in elements.enumerated() {
            let field = "\(name)[\(index)]"
            guard case .string(let text) = element else {
                complain(fields.place.field(field), "must be a text")
                continue
            }
            if let reason = whyNoText(text, atMost: 200) { complain(fields.place.field(field), reason) }
            keys.append(Key(text))
        }
        return keys
    }

    private mutating func total(_ fields: Fields) -> Money? {
        guard let json = fields.object["total"], !json.isNull else { return nil }
        return money(json, BodyPlace(outer: "data", inner: "total"))
    }

    /// What a line says besides its facts, with its place; none where it says no more.
    private func extra(of line: JSONObject, _ index: Int) -> JSONObject? {
        guard line.members.contains(where: { !lineFields.contains($0.key) }) else { return nil }
        let more = line.members.filter { !lineFields.contains($0.key) }.map { ($0.key, $0.value) }
        return ["index": .integer(Int64(index)), "fields": .object(JSONObject(more))]
    }
}
