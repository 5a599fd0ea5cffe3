package import SetiaCore

/// Reads orders from a table of their lines: rows with the same order id that stand together are one order.
///
/// What an order says once (its time, its customer, its store) must be the same in all its rows. An order with a row
/// that is not usable is left out as a whole, so that no order is taken with a line too few.
///
/// Fields: `orderId`, `time`; whom it is about (`customer`, `card`, `email`, `phone` or `member`, the first one that is
/// not empty); `sku`, `quantity`, `amount`, `categories` (with `|` between), `store`, `channel`, `currency`, `source`.
package struct OrderTable: ~Copyable {
    /// What a table of orders can fill.
    package static let fields = [
        "orderId", "time", "customer", "card", "email", "phone", "member", "sku", "quantity", "amount", "categories",
        "store", "channel", "currency", "source",
    ]
    /// The most rows that one order may have.
    package static let mostLines = 2_000
    /// Whose numbers the order ids are, where the mapping does not say it.
    package static let defaultSource = "import"
    /// What a line is called where no column says it.
    package static let defaultSKU = "item"

    var table: CSVReader
    let columns: OrderColumns
    let defaults: OrderDefaults
    /// The order whose rows are being read.
    var order = OrderInProgress(row: 0)
    /// Whether the row last read begins the next order.
    private var isWaiting = false
    private var currentID: [UInt8] = []
    private var currentCells: [[UInt8]] = []

    /// A table of orders, at its first row or where an earlier reading of it ended.
    ///
    /// The programme says which currencies there are; times without a zone are in `zone`. How many bytes are asked for
    /// at once changes no result.
    ///
    /// - Throws: `TableFailure` where header and mapping do not fit.
    package init(
        source: @escaping ByteSource,
        mapping: ColumnMapping,
        programme: Programme,
        zone: any LocalTime,
        resume: (offset: Int64, rows: Int64)? = nil,
        chunkSize: Int = 1 << 18
    ) throws {
        var table = CSVReader(chunkSize: chunkSize, source: source)
        let header = try table.readHeader()
        let columns = try OrderColumns(mapping.resolve(header: header, known: OrderTable.fields))
        let defaults = try OrderDefaults(columns, programme: programme, zone: zone)
        if let resume { table.resume(at: resume.offset, rows: resume.rows) }
        self.table = table
        self.columns = columns
        self.defaults = defaults
    }

    /// One order, or what is wrong with it.
    package enum Item: Sendable {
        /// An order, and the row where it begins.
        case order(row: Int64, ParsedEvent, identityColumn: String)
        /// Rows that give no order.
        case refused([RowProblem])
    }

    /// The columns by the fields of the event that they give, such as `data.store`.
    package var columnsOfFields: [String: String] {
        var names = ["id": columns.header[columns.orderID], "data.orderId": columns.header[columns.orderID]]
        names["time"] = columns.header[columns.time]
        names["data.store"] = columns.store.map { columns.header[$0] }
        names["data.currency"] = columns.currency.map { columns.header[$0] }
        let identity = columns.identities.first.map { columns.header[$0.column] }
        names["subject"] = identity
        names["identity"] = identity
        return names
    }

    /// Where the next order begins: what stands before it is done.
    package var offset: Int64 { isWaiting ? table.rowOffset : table.nextOffset }

    /// How many rows stand before the next order, the header too.
    package var rows: Int64 { isWaiting ? table.row - 1 : table.row }

    /// The next order; none at the end.
    package mutating func next() throws -> Item? {
        if !isWaiting, try !table.next() { return nil }
        isWaiting = false
        table.withField(columns.orderID) { id in
            currentID.removeAll(keepingCapacity: true)
            currentID.append(contentsOf: id)
        }
        beginOrder()
        keepCells()
        addLine()
        while try table.next() {
            guard !currentID.isEmpty, hasSame(currentID, in: columns.orderID) else {
                isWaiting = true
                break
            }
            order.lastRow = table.row
            if table.problem == nil { compareCells() }
            addLine()
        }
        return order.finished(source: defaults.source)
    }

    /// Remembers the bytes of what an order says once.
    private mutating func keepCells() {
        for (place, column) in columns.once.enumerated() {
            table.withField(column) { cell in
                if place == currentCells.count { currentCells.append([]) }
                currentCells[place].removeAll(keepingCapacity: true)
                currentCells[place].append(contentsOf: cell)
            }
        }
    }

    private mutating func compareCells() {
        for (place, column) in columns.once.enumerated() where !hasSame(currentCells[place], in: column) {
            complain(column, "differs from row \(order.firstRow), which has the same order id")
        }
    }

    private mutating func hasSame(_ cell: [UInt8], in column: Int) -> Bool {
        table.withField(column) { bytes in
            cell.withUnsafeBufferPointer { cell in
                guard cell.count == bytes.count else { return false }
                for place in 0..<cell.count where cell[place] != bytes[place] { return false }
                return true
            }
        }
    }
}

/// The places of an order's columns in one file.
struct OrderColumns {
    let header: [String]
    let values: [(field: String, value: String)]
    let orderID: Int
    let time: Int
    /// Ways to say whom it is about, in the order in which they are tried.
    let identities: [(kind: String, column: Int)]
    let sku: Int?
    let quantity: Int?
    let amount: Int
    let categories: Int?
    let store: Int?
    let channel: Int?
    let currency: Int?
    /// Columns whose cells are the same in all rows of an order.
    let once: [Int]

    init(_ resolved: ResolvedColumns) throws(TableFailure) {
        func required(_ field: String) throws(TableFailure) -> Int {
            guard let place = resolved.place(of: field) else {
                throw .missingField(field, columns: resolved.header)
            }
            return place
        }
        header = resolved.header
        values = resolved.values
        if resolved.place(of: "source") != nil { throw .mustBeSet("source") }
        let kinds = ["customer", "card", "email", "phone", "member"]
        for field in ["orderId", "time", "amount"] + kinds where resolved.value(of: field) != nil {
            throw .unusableValue(field: field, reason: "cannot be the same for the whole file; it comes from a column")
        }
        orderID = try required("orderId")
        time = try required("time")
        amount = try required("amount")
        identities = resolved.places.compactMap { kinds.contains($0.field) ? (kind: $0.field, column: $0.place) : nil }
        sku = resolved.place(of: "sku")
        quantity = resolved.place(of: "quantity")
        categories = resolved.place(of: "categories")
        store = resolved.place(of: "store")
        channel = resolved.place(of: "channel")
        currency = resolved.place(of: "currency")
        once = [time] + identities.map(\.column) + [store, channel, currency].compactMap { $0 }
    }

    func value(of field: String) -> String? { values.first { $0.field == field }?.value }
}
