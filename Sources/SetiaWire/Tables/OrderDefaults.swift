import SetiaCore

/// What holds for all orders of a table: fixed values, the currencies, and the zone of times without one.
struct OrderDefaults {
    let source: Key
    let currency: CurrencySetting?
    let currencies: [CurrencySetting]
    let store: StoreID?
    let channel: Key?
    let sku: Key
    let quantity: Int64
    let categories: [Key]
    let zone: any LocalTime

    init(_ columns: OrderColumns, programme: Programme, zone: any LocalTime) throws(TableFailure) {
        self.zone = zone
        currencies = programme.currencies
        source = try fixedKey(columns.value(of: "source"), "source") ?? Key(OrderTable.defaultSource)
        sku = try fixedKey(columns.value(of: "sku"), "sku") ?? Key(OrderTable.defaultSKU)
        channel = try fixedName(columns.value(of: "channel"), "channel")?.key
        store = try fixedName(columns.value(of: "store"), "store")
        categories = try categoryTexts(columns.value(of: "categories")).map { text throws(TableFailure) in
            try fixedKey(text, "categories") ?? ""
        }
        if let text = columns.value(of: "quantity") {
            guard let number = Int64(text), (0...mostQuantity).contains(number) else {
                throw .unusableValue(field: "quantity", reason: "must be a whole number, 0 or more")
            }
            quantity = number
        } else {
            quantity = 1
        }
        let taken = programme.currencies.map(\.currency.code).joined(separator: ", ")
        if let code = columns.value(of: "currency") {
            guard let setting = programme.currencies.first(where: { $0.currency.code == code }) else {
                throw .unusableValue(field: "currency", reason: "is none of the programme's: \(taken)")
            }
            currency = setting
        } else if columns.currency == nil {
            guard programme.currencies.count == 1 else {
                throw .missingField("currency (the programme takes \(taken))", columns: columns.header)
            }
            currency = programme.currencies[0]
        } else {
            currency = nil
        }
    }
}

/// The form of what names a store or a channel.
let nameForm = "must have 1 to 64 small letters, digits, hyphens, underscores and full stops"

/// The most that a quantity may be.
let mostQuantity: Int64 = 1_000_000_000

/// What stands between the bars of a cell.
func categoryTexts(_ text: String?) -> [String] {
    (text ?? "").split(separator: "|").map { String($0).trimmed }.filter { !$0.isEmpty }
}

private func fixedKey(_ text: String?, _ field: String) throws(TableFailure) -> Key? {
    guard let text else { return nil }
    if let reason = whyNoText(text, atMost: 200) { throw .unusableValue(field: field, reason: reason) }
    return Key(text)
}

private func fixedName(_ text: String?, _ field: String) throws(TableFailure) -> StoreID? {
    guard let text else { return nil }
    guard let name = try? StoreID(text) else { throw .unusableValue(field: field, reason: nameForm) }
    return name
}
