package import JSONText
package import SetiaCore

/// A shop, in and out: `{"country": "MY", "currency": "MYR", "id": "bangsar", "name": "Bangsar", "timeZone": "…"}`.
package struct ShopBody: WireBody {
    /// The shop.
    package let shop: Shop

    /// A shop's body.
    package init(shop: Shop) {
        self.shop = shop
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("country", shop.country)
        json.member("currency", shop.currency.code)
        json.member("id", shop.id.text)
        json.member("name", shop.name)
        json.member("timeZone", shop.timeZone)
        json.endObject()
    }
}

/// The shop that a body states.
///
/// - Parameters:
///   - json: The body.
///   - id: Its id where the address says it; then the body need not, and must not say another.
///   - knowsTimeZone: Whether there is an IANA time zone of this name.
/// - Returns: The shop, of which only the form is known.
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseShop(
    _ json: JSON,
    id: String? = nil,
    knowsTimeZone: (String) -> Bool = { _ in true }
) throws(MalformedBody) -> Shop {
    var reader = BodyReader()
    let shop = reader.shop(json, id, knowsTimeZone)
    guard reader.problems.isEmpty, let shop else { throw MalformedBody(problems: reader.problems) }
    return shop
}

private let knownFields = ["id", "name", "country", "timeZone", "currency"]

extension BodyReader {
    fileprivate mutating func shop(_ json: JSON, _ id: String?, _ knowsTimeZone: (String) -> Bool) -> Shop? {
        guard case .object(let object) = json else {
            complain("", "a shop must be an object")
            return nil
        }
        let fields = Fields(object: object, place: BodyPlace(outer: ""))
        for member in object.members where !knownFields.contains(member.key) {
            complain(member.key, "is not a field of a shop")
        }
        let given = id == nil ? text(fields, "id") : optionalText(fields, "id")
        let name = text(fields, "name")
        let country = key(fields, "country")
        let timeZone = key(fields, "timeZone")
        let currency = currency(fields, "currency", isRequired: true)
        if let id, let given, Key(id) != Key(given) { complain("id", "must be the id in the address") }
        if let country, !isCountry(country.text) { complain("country", "must be two capital letters, such as MY") }
        if let timeZone, !knowsTimeZone(timeZone.text) {
            complain("timeZone", "must be an IANA time zone, such as Asia/Jakarta")
        }
        guard let text = id ?? given, let name, let country, let timeZone, let currency else { return nil }
        guard let shopID = try? StoreID(text) else {
            complain("id", "must have 1 to 64 small letters, digits, hyphens, underscores and full stops")
            return nil
        }
        return Shop(id: shopID, name: name, country: country, timeZone: timeZone, currency: currency)
    }
}
