internal import SetiaCore
internal import SetiaInsight
internal import SetiaWire

/// Reads what moved of points from a table: a row for each lot that was issued, redeemed, lapsed or taken back.
///
/// A row that is no issue says of which points it is: by `lot`, the name that the issue had, or by `issued`, the day or
/// month of issue. With lots, nothing can be taken of one that it has not.
struct PointFile {
    private let decimals: Int
    private let today: Day
    private var book = PointBook()
    private var names = MemberNames()
    private var lots: [Lot?] = []
    private var sales: [CalendarMonth: Int64] = [:]
    private var bad = BadRows()

    private struct Lot {
        let issue: CalendarMonth
        let expiry: CalendarMonth?
        var left: Int64
    }

    init(decimals: Int, today: Instant) {
        self.decimals = decimals
        self.today = FixedOffset.utc.day(of: today).adding(days: 1)
    }

    mutating func read(_ input: InputFile, _ mapping: ColumnMapping, _ progress: Progress) throws -> PointsToMeasure {
        var table = try CSVTable(
            source: input.source,
            mapping: mapping,
            required: ["date", "kind", "points"],
            optional: ["lot", "issued", "expires", "amount"]
        )
        guard table.has("lot") || table.has("issued") else {
            throw TableFailure.missingField("lot", columns: table.header)
        }
        var rows: Int64 = 0
        while true {
            do {
                guard try table.next() else { break }
                try add(&table)
            } catch let problem as RowProblem {
                bad.add(problem)
            }
            rows += 1
            if rows & 0xFFF == 0 {
                try Task.checkCancellation()
                progress.show(done: Double(table.offset) / Double(max(1, input.size)), count: rows)
            }
        }
        try bad.refuse(input.name, without: "a liability with rows left out would be wrong")
        return PointsToMeasure(
            subject: input.name,
            book: book,
            sales: sales,
            present: CalendarMonth(of: today.adding(days: -1))
        )
    }

    private mutating func add(_ table: inout CSVTable) throws {
        let day = try table.day("date")
        guard day <= today else { throw table.problem("date", "is after today") }
        let month = CalendarMonth(of: day)
        let kindText = try table.text("kind")
        guard let kind = PointBook.Kind(rawValue: kindText) else {
            throw table.problem("kind", "is none of issue, redeem, expire, cancel")
        }
        let points = Int64(try table.count("points"))
        guard points > 0 else { throw table.problem("points", "must be above 0") }
        let expiry = try text("expires", &table).isEmpty ? nil : CalendarMonth(of: try table.day("expires"))
        guard kind != .issue else {
            book.add(.issue, Points(points), issuedIn: month, lapsingIn: expiry, in: month)
            if table.has("amount"), !(try table.text("amount").isEmpty) {
                let amount = try table.amount("amount", decimals: decimals)
                guard amount >= 0 else { throw table.problem("amount", "is below zero") }
                sales[month, default: 0] += amount
            }
            guard let number = lot(&table) else { return }
            while lots.count <= number { lots.append(nil) }
            guard lots[number] == nil else { throw table.problem("lot", "was issued before") }
            lots[number] = Lot(issue: month, expiry: expiry, left: points)
            return
        }
        if let number = lot(&table) {
            guard number < lots.count, var lot = lots[number] else {
                throw table.problem("lot", "was not issued before this row")
            }
            lot.left -= points
            guard lot.left >= 0 else { throw table.problem("points", "is more than the lot has left") }
            lots[number] = lot
            book.add(kind, Points(points), issuedIn: lot.issue, lapsingIn: lot.expiry, in: month)
        } else {
            let issue = CalendarMonth(of: try table.day("issued"))
            guard issue <= month else { throw table.problem("issued", "is after the date") }
            book.add(kind, Points(points), issuedIn: issue, lapsingIn: expiry, in: month)
        }
    }

    private func text(_ field: String, _ table: inout CSVTable) throws -> String {
        table.has(field) ? try table.text(field) : ""
    }

    /// The number of the row's lot; none where it names none.
    private mutating func lot(_ table: inout CSVTable) -> Int? {
        guard let column = table.column(of: "lot") else { return nil }
        let number = table.withBytes(column) { $0.isEmpty ? nil : names.number(of: $0) }
        return number.map { Int($0) }
    }
}
