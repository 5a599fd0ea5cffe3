package import JSONText
package import SetiaCore

/// A cart as its sender states it.
package struct ParsedCart: Sendable, Hashable {
    /// What is to be bought.
    package let cart: Cart
    /// The id of the member who buys, where the sender says it.
    package let member: String?
    /// Another way in which the sender says who buys.
    package let identity: ParsedIdentity?
    /// The codes, as they were typed.
    package let codes: [String]
    /// Whether all codes are to be taken, or none.
    package let isAllOrNothing: Bool
    /// The language of the texts; none is the member's.
    package let language: String?
    /// Where the shopper is, to count wrong codes by.
    package let address: String?
    /// Who numbers carts and orders; what redeeming needs.
    package let source: Key?
    /// The order that it becomes, if it is known.
    package let order: Key?
    /// What the shopper was told that is due, in minor units.
    package let due: Int64?
    /// Whether it is redeemed without the codes that are not taken.
    package let isPartial: Bool
    /// For how many minutes it is to hold its codes; none where nothing was said.
    package let minutes: Int64?
}

/// What a cart is told for.
package enum CartPurpose: Sendable, Hashable {
    /// To hear what it comes to.
    case evaluate
    /// To set aside what it uses, at most for so many minutes.
    case hold(mostMinutes: Int64)
    /// To use it for good.
    case redeem
}

/// Codes that a body asks for.
package struct ParsedVoucherOrder: Sendable, Hashable {
    /// What they are good for.
    package let promotion: Key
    /// How many.
    package let count: Int64
    /// What they begin with.
    package let prefix: String
    /// A code that somebody chose.
    package let chosen: String?
    /// Whose they are.
    package let member: String?
    /// How often each is good for; none where nothing was said, and 0 is as often as is asked.
    package let uses: Int64?
    /// From when they are good, and until when.
    package let validFrom, validUntil: Instant?
    /// What each gift card holds.
    package let value: Money?
}

/// The cart that a body states.
///
/// - Parameters:
///   - json: The body.
///   - id: Its number where the address says it.
///   - purpose: What it is told for; who is to hold or use something must say who numbers.
/// - Returns: the cart.
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseCart(_ json: JSON, id: String? = nil, for purpose: CartPurpose = .evaluate) throws(MalformedBody)
    -> ParsedCart
{
    var reader = BodyReader()
    let cart = reader.cart(json, id, purpose)
    guard reader.problems.isEmpty, let cart else { throw MalformedBody(problems: reader.problems) }
    return cart
}

/// The source that a body names, to release a cart by.
///
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseCartRelease(_ json: JSON) throws(MalformedBody) -> Key {
    var reader = BodyReader()
    var source: Key?
    if let fields = reader.fields(json, ["source"], of: "a release") { source = reader.key(fields, "source") }
    guard reader.problems.isEmpty, let source else { throw MalformedBody(problems: reader.problems) }
    return source
}

/// The codes that a body asks for.
///
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseVoucherOrder(_ json: JSON, atMost most: Int64) throws(MalformedBody) -> ParsedVoucherOrder {
    var reader = BodyReader()
    let order = reader.voucherOrder(json, most)
    guard reader.problems.isEmpty, let order else { throw MalformedBody(problems: reader.problems) }
    return order
}

extension BodyReader {
    fileprivate mutating func cart(_ json: JSON, _ id: String?, _ purpose: CartPurpose) -> ParsedCart? {
        var known = [
            "cartId", "currency", "lines", "shipping", "codes", "member", "identity", "store", "channel", "country",
            "language", "address",
        ]
        switch purpose {
        case .evaluate: known += ["points", "mode"]
        case .hold: known += ["points", "source", "due", "minutes"]
        case .redeem: known += ["points", "mode", "source", "orderId", "due", "partial"]
        }
        let redeems = purpose == .redeem
        guard let fields = fields(json, known, of: "a cart") else { return nil }
        if case .hold = purpose, fields.has("points") {
            complain("points", "are not held with a cart; hold them by the event points.held")
        }
        if let id, let given = optionalText(fields, "cartId"), Key(given) != Key(id) {
            complain("cartId", "must be the number in the address")
        }
        let name = id.map { Key($0) } ?? optionalKey(fields, "cartId") ?? "cart"
        if let id, let reason = whyNoText(id, atMost: 200) { complain("cartId", reason) }
        let currency = currency(fields, "currency", isRequired: true)
        let lines = cartLines(fields, currency)
        let shipping = amount(fields, BodyPlace(outer: "shipping"), currency)
        let codes = codes(fields)
        let member = optionalText(fields, "member")
        let identity = fields.has("identity") ? identity(fields) : nil
        if member != nil, identity != nil { complain("identity", "says who buys, as member does; leave one out") }
        let points = fields.has("points") ? pointsAsked(fields, currency) : nil
        var store: StoreID?
        if let text = optionalText(fields, "store") {
            store = try? StoreID(text)
            if store == nil { complain("store", "must be the id of a store") }
        }
        let country = optionalText(fields, "country")
        if let country, !isCountry(country) { complain("country", "must be two capital letters, such as MY") }
        let mode = optionalText(fields, "mode")
        if let mode, !["partial", "all_or_nothing"].contains(mode) {
            complain("mode", "must be partial or all_or_nothing")
        }
        let language = optionalText(fields, "language")
        if let language, !isLanguage(language) { complain("language", "must be two small letters, such as en") }
        let source = purpose == .evaluate ? nil : key(fields, "source")
        let due = purpose != .evaluate ? amount(fields, BodyPlace(outer: "due"), currency) : nil
        let isPartial = redeems && fields.has("partial") ? bool(fields, "partial") ?? false : false
        var minutes: Int64?
        if case .hold(let most) = purpose, fields.has("minutes") {
            minutes = number(fields, "minutes", 1...most, "a whole number of minutes")
        }
        guard problems.isEmpty, let currency, let lines else { return nil }
        guard
            let cart = Cart(
                id: name,
                currency: currency,
                lines: lines,
                shipping: shipping ?? 0,
                points: points,
                store: store == .online ? nil : store,
                channel: optionalKey(fields, "channel"),
                country: country.map { Key($0) }
            ), cart.goods <= BodyReader.mostUnits
        else {
            complain("lines", "must add up to at most \(BodyReader.mostUnits)")
            return nil
        }
        return ParsedCart(
            cart: cart,
            member: member,
            identity: identity,
            codes: codes,
            isAllOrNothing: mode == "all_or_nothing",
            language: language,
            address: optionalText(fields, "address", atMost: 100),
            source: source,
            order: redeems ? optionalKey(fields, "orderId") : nil,
            due: due,
            isPartial: isPartial,
            minutes: minutes
        )
    }

    private mutating func cartLines(_ fields: Fields, _ currency: Currency?) -> [Cart.Line]? {
        guard let elements = list(fields, "lines", atMost: 500) else { return nil }
        var lines: [Cart.Line] = []
        for (index, element) in elements.enumerated() {
            let place = BodyPlace(outer: "lines", index: index)
            guard let object = object(element, place) else { continue }
            let line = Fields(object: object, place: place)
            for member in object.members where !["sku", "quantity", "price", "categories"].contains(member.key) {
                complain(place.field(member.key), "is not a field of a line")
            }
            let sku = key(line, "sku")
            let quantity = line.has("quantity") ? number(line, "quantity", 1...1_000_000, "a whole number") : 1
            var pricePlace = place
            pricePlace.inner = "price"
            let price = money(object["price"], pricePlace)
            if let price, let currency, price.currency != currency {
                complain(pricePlace.field("currency"), "must be \(currency), as the cart's")
            }
            let categories = categories(line)
            guard let sku, let quantity, let price, let categories else { continue }
            lines.append(Cart.Line(sku: sku, quantity: quantity, price: price.minorUnits, categories: categories))
        }
        return lines
    }

    /// An amount in the cart's currency, in minor units; none where it is left out.
    private mutating func amount(_ fields: Fields, _ place: BodyPlace, _ currency: Currency?) -> Int64? {
        let name = place.text
        guard fields.has(name) else { return nil }
        guard let money = money(fields.object[name], place) else { return nil }
        if let currency, money.currency != currency {
            complain("\(name).currency", "must be \(currency), as the cart's")
        }
        return money.minorUnits
    }

    private mutating func codes(_ fields: Fields) -> [String] {
        guard fields.has("codes") else { return [] }
        guard case .array(let elements)? = fields.object["codes"], elements.count <= 20 else {
            complain("codes", "must be a list of at most 20 texts")
            return []
        }
        var codes: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                complain("codes[\(index)]", "must be a text")
                continue
            }
            if let reason = whyNoText(text, atMost: 100) { complain("codes[\(index)]", reason) }
            codes.append(text)
        }
        return codes
    }

    private mutating func identity(_ fields: Fields) -> ParsedIdentity? {
        guard let object = object(fields.object["identity"], BodyPlace(outer: "identity")) else { return nil }
        let own = Fields(object: object, place: BodyPlace(outer: "identity"))
        let kind = text(own, "kind")
        let value = text(own, "value", atMost: 254)
        if let kind, !ParsedIdentity.kinds.contains(kind) {
            complain("identity.kind", "must be one of \(ParsedIdentity.kinds.joined(separator: ", "))")
        }
        guard let kind, let value else { return nil }
        return ParsedIdentity(kind: kind, value: value)
    }

    private mutating func pointsAsked(_ fields: Fields, _ currency: Currency?) -> PointsAsked? {
        guard let object = object(fields.object["points"], BodyPlace(outer: "points")) else { return nil }
        let own = Fields(object: object, place: BodyPlace(outer: "points"))
        let wallet = key(own, "wallet")
        let said = ["points", "amount", "most"].filter { own.has($0) }
        guard said.count == 1, let wallet else {
            complain("points", "says how much by one of points, amount and most")
            return nil
        }
        switch said[0] {
        case "points":
            return number(own, "points", 1...BodyReader.mostUnits, "a whole number of points")
                .map { PointsAsked(wallet: wallet, .points(Points($0))) }
        case "amount":
            guard let money = money(object["amount"], BodyPlace(outer: "points", inner: "amount")) else { return nil }
            if let currency, money.currency != currency {
                complain("points.amount.currency", "must be \(currency), as the cart's")
            }
            return PointsAsked(wallet: wallet, .amount(money.minorUnits))
        default:
            if bool(own, "most") == false { complain("points.most", "must be true") }
            return PointsAsked(wallet: wallet, .most)
        }
    }

    fileprivate mutating func voucherOrder(_ json: JSON, _ most: Int64) -> ParsedVoucherOrder? {
        let known = ["promotion", "count", "prefix", "code", "member", "uses", "validFrom", "validUntil", "value"]
        guard let fields = fields(json, known, of: "an order of codes") else { return nil }
        let promotion = key(fields, "promotion")
        let count = fields.has("count") ? number(fields, "count", 1...most, "a whole number") : 1
        let value = fields.has("value") ? money(fields.object["value"], BodyPlace(outer: "value")) : nil
        let uses = fields.has("uses") ? number(fields, "uses", 0...1_000_000_000, "a whole number") : nil
        let (from, until) = (optionalInstant(fields, "validFrom"), optionalInstant(fields, "validUntil"))
        guard let promotion, let count else { return nil }
        return ParsedVoucherOrder(
            promotion: promotion,
            count: count,
            prefix: optionalText(fields, "prefix", atMost: 40) ?? "",
            chosen: optionalText(fields, "code", atMost: 100),
            member: optionalText(fields, "member"),
            uses: uses,
            validFrom: from,
            validUntil: until,
            value: value
        )
    }
}
