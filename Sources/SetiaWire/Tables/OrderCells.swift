import SetiaCore

extension OrderTable {
    /// Reads what an order says once, from its first row.
    mutating func beginOrder() {
        order = OrderInProgress(row: table.row)
        guard table.problem == nil else { return }
        order.orderID = keyCell(columns.orderID)
        order.time = timeCell(columns.time)
        order.store = columns.store.map { nameCell($0) } ?? defaults.store
        order.channel = columns.channel.map { nameCell($0)?.key } ?? defaults.channel
        order.currency = columns.currency.map { currencyCell($0) } ?? defaults.currency
        for (kind, column) in columns.identities {
            guard let text = textCell(column), !text.trimmed.isEmpty else { continue }
            if let reason = whyNoText(text, atMost: 254) { complain(column, reason) }
            order.identity = (kind, text, columns.header[column])
            break
        }
    }

    /// Reads the line that the row last read states.
    mutating func addLine() {
        if let problem = table.problem {
            order.complain(table.row, "", problem.description)
            return
        }
        guard order.lines.count < OrderTable.mostLines else {
            order.hasTooManyLines = true
            return
        }
        let sku = columns.sku.map { keyCell($0) } ?? defaults.sku
        let quantity = columns.quantity.map { quantityCell($0) } ?? defaults.quantity
        let amount = amountCell(columns.amount)
        let categories = columns.categories.map { categoriesCell($0) } ?? defaults.categories
        guard let sku, let quantity, let amount else { return }
        order.lines.append(Order.Line(sku: sku, quantity: quantity, net: amount, categories: categories))
    }

    mutating func complain(_ column: Int, _ reason: String) {
        order.complain(table.row, columns.header[column], reason)
    }
}

extension OrderTable {
    private mutating func textCell(_ column: Int) -> String? {
        if let text = table.text(column) { return text }
        complain(column, "is not text in UTF-8")
        return nil
    }

    private mutating func keyCell(_ column: Int) -> Key? {
        guard let text = textCell(column) else { return nil }
        guard let reason = whyNoText(text, atMost: 200) else { return Key(text) }
        complain(column, reason)
        return nil
    }

    /// A store or a channel; an empty cell names none.
    private mutating func nameCell(_ column: Int) -> StoreID? {
        guard let text = textCell(column), !text.isEmpty else { return nil }
        if let name = try? StoreID(text) { return name }
        complain(column, nameForm)
        return nil
    }

    private mutating func timeCell(_ column: Int) -> Instant? {
        guard let text = textCell(column) else { return nil }
        if let instant = instant(inTable: text, zone: defaults.zone) { return instant }
        complain(column, timeForm)
        return nil
    }

    private mutating func currencyCell(_ column: Int) -> CurrencySetting? {
        guard let text = textCell(column) else { return nil }
        if let setting = defaults.currencies.first(where: { $0.currency.code == text }) { return setting }
        let taken = defaults.currencies.map(\.currency.code).joined(separator: ", ")
        complain(column, "is none of the programme's currencies: \(taken)")
        return nil
    }

    private mutating func quantityCell(_ column: Int) -> Int64? {
        let number = table.withField(column) { wholeNumber($0) }
        if let number, number <= mostQuantity { return number }
        complain(column, "must be a whole number, 0 or more")
        return nil
    }

    private mutating func amountCell(_ column: Int) -> Int64? {
        guard let setting = order.currency else { return nil }
        let units = table.withField(column) { writtenAmount($0, decimals: setting.decimals) }
        if let units, units <= BodyReader.mostUnits { return units }
        let isNegative = table.withField(column) { $0.first == UInt8(ascii: "-") }
        let example = setting.decimals == 0 ? "1250" : "12." + String(repeating: "5", count: setting.decimals)
        complain(
            column,
            isNegative
                ? "must not be negative; a return is an event of its own"
                : "must be an amount of \(setting.currency) such as \(example)"
        )
        return nil
    }

    private mutating func categoriesCell(_ column: Int) -> [Key] {
        guard let text = textCell(column), !text.isEmpty else { return [] }
        let texts = categoryTexts(text)
        if let reason = texts.lazy.compactMap({ whyNoText($0, atMost: 200) }).first { complain(column, reason) }
        if texts.count > 50 { complain(column, "must have at most 50 categories") }
        return texts.map { Key($0) }
    }
}

/// The forms of a time that a cell may have, in words.
let timeForm = "must be a time such as 2026-03-01T09:30:00+08:00, 2026-03-01 09:30:00 or 2026-03-01"
