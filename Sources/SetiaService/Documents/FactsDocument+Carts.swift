internal import JSONText
internal import SetiaCore

// What a cart used, and what of it is free again.

extension FactsDocument {
    static func write(_ cart: CartRedemption, to json: inout JSONWriter) {
        json.text("cartId", cart.cart.text)
        if let order = cart.order { json.text("orderId", order.text) }
        json.key("parts")
        json.beginArray()
        for part in cart.parts {
            json.beginArray()
            json.string(part.promotion.text)
            json.string(part.code?.text ?? "")
            json.integer(part.amount.minorUnits)
            json.string(part.amount.currency.code)
            json.endArray()
        }
        json.endArray()
        guard let points = cart.points else { return }
        json.key("points")
        json.beginArray()
        json.string(points.wallet.text)
        json.integer(points.points.units)
        json.integer(points.amount.minorUnits)
        json.string(points.amount.currency.code)
        json.endArray()
    }

    static func cartRedemption(_ facts: JSON) throws -> CartRedemption {
        CartRedemption(
            cart: try facts.key("cartId"),
            order: facts.optionalKey("orderId"),
            parts: try (facts["parts"]?.array ?? []).map { kept in
                guard let fields = kept.array, fields.count == 4, let promotion = fields[0].string,
                    let code = fields[1].string, let units = fields[2].int64, let currency = fields[3].string
                else { throw MalformedDocument(field: "parts") }
                return CartRedemption.Part(
                    promotion: Key(promotion),
                    code: code.isEmpty ? nil : Key(code),
                    amount: try Money(minorUnits: units, currency: try Currency(currency))
                )
            },
            points: try facts["points"].map { kept in
                guard let fields = kept.array, fields.count == 4, let wallet = fields[0].string,
                    let points = fields[1].int64, let units = fields[2].int64, let currency = fields[3].string
                else { throw MalformedDocument(field: "points") }
                return CartRedemption.Spent(
                    wallet: Key(wallet),
                    points: Points(points),
                    amount: try Money(minorUnits: units, currency: try Currency(currency))
                )
            }
        )
    }

    static func write(_ cart: CartRelease, to json: inout JSONWriter) {
        json.text("cartId", cart.cart.text)
        json.number("redeemedAt", cart.redeemedAt.milliseconds)
        json.key("promotions")
        json.beginArray()
        for promotion in cart.promotions { json.string(promotion.text) }
        json.endArray()
        guard let points = cart.points else { return }
        json.key("points")
        json.beginArray()
        json.string(points.wallet.text)
        json.integer(points.points.units)
        json.string(points.order.text)
        json.endArray()
    }

    static func cartRelease(_ facts: JSON) throws -> CartRelease {
        CartRelease(
            cart: try facts.key("cartId"),
            redeemedAt: Instant(milliseconds: try facts.number("redeemedAt")),
            promotions: (facts["promotions"]?.array ?? []).compactMap { $0.string.map { Key($0) } },
            points: try facts["points"].map { kept in
                guard let fields = kept.array, fields.count == 3, let wallet = fields[0].string,
                    let points = fields[1].int64, let order = fields[2].string
                else { throw MalformedDocument(field: "points") }
                return CartRelease.Back(wallet: Key(wallet), points: Points(points), order: Key(order))
            }
        )
    }
}
