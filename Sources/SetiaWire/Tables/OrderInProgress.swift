import JSONText
import SetiaCore

/// An order whose rows are being read, with what is wrong so far.
struct OrderInProgress {
    let firstRow: Int64
    var lastRow: Int64
    var orderID: Key?
    var time: Instant?
    var store: StoreID?
    var channel: Key?
    var currency: CurrencySetting?
    var identity: (kind: String, text: String, column: String)?
    var lines: [Order.Line] = []
    var hasTooManyLines = false
    private var problems: [RowProblem] = []

    init(row: Int64) {
        firstRow = row
        lastRow = row
    }

    mutating func complain(_ row: Int64, _ column: String, _ reason: String) {
        guard problems.count < 100 else { return }
        problems.append(RowProblem(row: row, column: column, reason: reason))
    }

    /// The order, or why it is left out; `source` is whose number its id is.
    consuming func finished(source: Key) -> OrderTable.Item {
        if hasTooManyLines {
            complain(
                firstRow,
                "",
                "begins an order of more than \(OrderTable.mostLines) rows; is orderId the right column?"
            )
        }
        if problems.isEmpty, let event = event(source: source) {
            return .order(row: firstRow, event, identityColumn: identity?.column ?? "")
        }
        if problems.isEmpty { complain(firstRow, "", "begins an order that adds up to more than can be kept") }
        if lastRow > firstRow {
            let first = problems[0]
            problems[0] = RowProblem(
                row: first.row,
                column: first.column,
                reason: "\(first.reason); the order of rows \(firstRow) to \(lastRow) is left out"
            )
        }
        return .refused(problems)
    }

    private func event(source: Key) -> ParsedEvent? {
        guard let orderID, let time, let currency,
            let paid = Order(id: orderID, currency: currency.currency, lines: lines), paid.total <= BodyReader.mostUnits
        else { return nil }
        let event = Event(
            source: source,
            id: orderID,
            occurredAt: time,
            store: store,
            channel: channel,
            isAnonymous: identity == nil,
            matter: .orderPaid(paid)
        )
        guard let identity, identity.kind != "member" else {
            return ParsedEvent(event: event, subject: identity?.text, identity: nil, personal: [:])
        }
        let parsed = ParsedIdentity(kind: identity.kind, value: identity.text)
        return ParsedEvent(event: event, subject: nil, identity: parsed, personal: [:])
    }
}
