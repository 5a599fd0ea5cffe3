internal import SetiaCore
internal import SetiaInsight
internal import SetiaWire

/// Reads purchases from a table, a row each; what cannot be measured stops it.
///
/// Fields: `customer`, `date`, `amount`; `currency` and `orderId` where the file has them. Amounts below zero take back
/// of the order of the same `orderId`. Dates count as they are written, whatever zone they are of.
struct PurchaseFile {
    static let required = ["customer", "date", "amount"]
    static let optional = ["orderId", "currency"]
    /// So many bad rows are told.
    private static let mostTold = 5

    private let decimals: Int
    private let wanted: String?
    private let window: ClosedRange<Int32>
    private let last: Day?
    private let today: Day
    private let skipsBadRows: Bool

    private var columns = PurchaseColumns()
    private var names = MemberNames()
    private var orders = MemberNames()
    private var places: [Order?] = []
    /// What is known of an order.
    private enum Order {
        case counts(PurchaseColumns.Place)
        /// It stands outside the window, and so does what comes back of it.
        case isOutside
    }

    private var currency = ""
    private var bad: [RowProblem] = []
    private var badCount = 0
    private var freeCount = 0
    private var otherCurrencies = 0
    private var outside = 0
    private var tooMuchBack: (row: Int64, count: Int) = (0, 0)

    /// Reads what is in a window; days after `today` are none that can be.
    ///
    /// Where a currency is named, only that one counts; else there must be one.
    init(
        decimals: Int,
        currency: String?,
        window: (first: Day?, last: Day?),
        today: Instant,
        skipsBadRows: Bool
    ) {
        self.decimals = decimals
        wanted = currency
        let first = window.first?.number ?? .min
        self.window = first...max(first, window.last?.number ?? .max)
        last = window.last
        // Somewhere on earth it is tomorrow already.
        self.today = FixedOffset.utc.day(of: today).adding(days: 1)
        self.skipsBadRows = skipsBadRows
    }

    /// - Throws: `TableFailure`, `FileFailure`, or `CommandFailure` that says what is wrong.
    mutating func read(_ input: InputFile, _ mapping: ColumnMapping, _ progress: Progress) throws -> Purchases {
        var table = try CSVTable(
            source: input.source,
            mapping: mapping,
            required: PurchaseFile.required,
            optional: PurchaseFile.optional
        )
        var rows: Int64 = 0
        while true {
            do {
                guard try table.next() else { break }
                try add(&table)
            } catch let problem as RowProblem {
                badCount += 1
                if bad.count < PurchaseFile.mostTold { bad.append(problem) }
            }
            rows += 1
            if rows & 0xFFF == 0 {
                try Task.checkCancellation()
                progress.show(done: Double(table.offset) / Double(max(1, input.size)), count: rows)
            }
        }
        try refuseWhatMisleads(input.name)
        return finished(input.name)
    }

    private mutating func add(_ table: inout CSVTable) throws {
        let day = try table.day("date")
        guard day <= today else { throw table.problem("date", "is after today") }
        let amount = try table.amount("amount", decimals: decimals)
        if table.has("currency") {
            let code = try table.text("currency")
            if let wanted {
                guard code == wanted else {
                    otherCurrencies += 1
                    return
                }
            } else if currency.isEmpty {
                currency = code
            } else if code != currency {
                throw CommandFailure(
                    "two currencies stand in the file",
                    why: "row \(table.row) is in \(code.prefix(8)) and those before are in \(currency.prefix(8))",
                    todo: "measure one at a time: --currency \(currency.prefix(8))",
                    .badData
                )
            }
        }
        guard let customer = table.column(of: "customer") else {
            throw TableFailure.unusableValue(
                field: "customer",
                reason: "cannot be the same for the whole file; it comes from a column"
            )
        }
        guard table.withBytes(customer, { !$0.isEmpty }) else { throw table.problem("customer", "is empty") }
        let order = table.column(of: "orderId").map { column in
            Int(table.withBytes(column) { orders.number(of: $0) })
        }
        guard amount >= 0 else {
            try takeBack(-amount, of: order, isOutside: !window.contains(day.number), table)
            return
        }
        guard window.contains(day.number) else {
            outside += 1
            if let order { know(order, .isOutside) }
            return
        }
        freeCount += amount == 0 ? 1 : 0
        if let order, case .counts(let place) = known(order), columns.add(amount, to: place) { return }
        let number = table.withBytes(customer) { names.number(of: $0) }
        let place = columns.append(member: number, day: day, amountMinorUnits: amount)
        if let order { know(order, .counts(place)) }
    }

    private func known(_ order: Int) -> Order? { order < places.count ? places[order] : nil }

    private mutating func know(_ order: Int, _ state: Order) {
        while places.count <= order { places.append(nil) }
        places[order] = state
    }

    private mutating func takeBack(
        _ amount: Int64,
        of order: Int?,
        isOutside: Bool,
        _ table: borrowing CSVTable
    ) throws {
        guard let order else {
            throw table.problem("amount", "is below zero, and no column orderId says of which purchase")
        }
        switch known(order) {
        case .counts(let place) where !isOutside:
            guard columns.takeBack(amount, of: place) > 0 else { return }
            if tooMuchBack.count == 0 { tooMuchBack.row = table.row }
            tooMuchBack.count += 1
        case .counts, .isOutside: outside += 1
        case nil: throw table.problem("amount", "takes back of an order that does not stand before it")
        }
    }

    private func refuseWhatMisleads(_ name: String) throws {
        if badCount > 0, !skipsBadRows {
            throw CommandFailure(
                "\(counted(badCount, "row")) of \(name) cannot be used",
                why: bad.map(\.description).joined(separator: "; ") + (badCount > bad.count ? "; …" : ""),
                todo: "mend them, or leave them out with --skip-bad-rows",
                .badData
            )
        }
        if tooMuchBack.count > 0 {
            throw CommandFailure(
                "more was taken back than was paid",
                why: "\(counted(tooMuchBack.count, "row")), the first is row \(tooMuchBack.row)",
                todo: "mend the file: a purchase is missing, or one was taken back twice",
                .badData
            )
        }
    }

    private func finished(_ name: String) -> Purchases {
        var (columns, names) = (columns, names)
        // The order of rows changes nothing where members tie.
        let ranks = names.ranks
        if !ranks.enumerated().allSatisfy({ $0.offset == Int($0.element) }) {
            columns.renumber(ranks)
            names = names.renumbered(ranks)
        }
        let fixed = names
        var purchases = Purchases(
            columns: columns,
            name: { fixed[$0] },
            subject: name,
            currency: wanted ?? currency,
            decimals: decimals,
            end: last ?? columns.days?.upperBound ?? today
        )
        if badCount > 0 {
            purchases.notes.append(
                "\(counted(badCount, "row")) left out: \(bad.map(\.description).joined(separator: "; "))"
                    + (badCount > bad.count ? "; …" : "")
            )
            purchases.hasFindings = true
        }
        if freeCount > 0 { purchases.notes.append("\(counted(freeCount, "row")) of 0, counted as purchases") }
        if otherCurrencies > 0 {
            purchases.notes.append("\(counted(otherCurrencies, "row")) in other currencies left out")
        }
        if outside > 0 { purchases.notes.append("\(counted(outside, "row")) outside the window left out") }
        return purchases
    }
}
