internal import JSONText
internal import SetiaCore

// What an export says of carts: nobody else tells it.

extension BodyReader {
    mutating func cartRedemption(_ fields: Fields) -> CartRedemption? {
        let cart = key(fields, "cartId")
        let order = optionalKey(fields, "orderId")
        var parts: [CartRedemption.Part] = []
        for (place, element) in (fields.object["promotions"]?.array ?? []).enumerated() {
            let position = BodyPlace(outer: "data.promotions", index: place)
            guard let object = object(element, position) else { continue }
            let own = Fields(object: object, place: position)
            let promotion = key(own, "promotion")
            let amount = money(own.object["amount"], BodyPlace(outer: "data.promotions", index: place, inner: "amount"))
            // What stands for a code is no other database's.
            if let promotion, let amount {
                parts.append(CartRedemption.Part(promotion: promotion, code: nil, amount: amount))
            }
        }
        var points: CartRedemption.Spent?
        if fields.has("points") {
            guard let own = pointsOfCart(fields) else { return nil }
            let wallet = key(own, "wallet")
            let count = number(own, "points", 1...BodyReader.mostUnits, "a whole number of points")
            let amount = money(own.object["amount"], BodyPlace(outer: "data.points", inner: "amount"))
            guard let wallet, let count, let amount else { return nil }
            points = CartRedemption.Spent(wallet: wallet, points: Points(count), amount: amount)
        }
        guard let cart else { return nil }
        return CartRedemption(cart: cart, order: order, parts: parts, points: points)
    }

    mutating func cartRelease(_ fields: Fields) -> CartRelease? {
        let cart = key(fields, "cartId")
        let redeemedAt = instant(fields, "redeemedAt")
        let promotions = (fields.object["promotions"]?.array ?? []).compactMap { $0.string.map { Key($0) } }
        var points: CartRelease.Back?
        if fields.has("points") {
            guard let own = pointsOfCart(fields) else { return nil }
            let wallet = key(own, "wallet")
            let count = number(own, "points", 1...BodyReader.mostUnits, "a whole number of points")
            let order = key(own, "orderId")
            guard let wallet, let count, let order else { return nil }
            points = CartRelease.Back(wallet: wallet, points: Points(count), order: order)
        }
        guard let cart, let redeemedAt else { return nil }
        return CartRelease(cart: cart, redeemedAt: redeemedAt, promotions: promotions, points: points)
    }

    private mutating func pointsOfCart(_ fields: Fields) -> Fields? {
        let place = BodyPlace(outer: "data.points")
        return object(fields.object["points"], place).map { Fields(object: $0, place: place) }
    }
}
