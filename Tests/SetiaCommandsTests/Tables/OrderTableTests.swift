import SetiaCore
import SetiaTesting
import SetiaWire
import Testing

@Suite("Orders from a table")
struct OrderTableTests {
    private static func programme(_ currencies: [(String, Int)] = [("MYR", 2)]) throws -> Programme {
        Programme(
            name: "test",
            engine: 1,
            languages: ["en"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: try currencies.map { CurrencySetting(currency: try Currency($0), decimals: $1) },
            wallets: [],
            tierSets: [],
            rules: []
        )
    }

    private func items(
        _ text: String,
        _ mapping: ColumnMapping = .byName,
        currencies: [(String, Int)] = [("MYR", 2)],
        chunkSize: Int = 1 << 18
    ) throws -> [String] {
        var table = try OrderTable(
            source: source(text),
            mapping: mapping,
            programme: try Self.programme(currencies),
            zone: FixedOffset(minutesEast: 480),
            chunkSize: chunkSize
        )
        var items: [String] = []
        while let item = try table.next() {
            items.append(describe(item) + " | \(table.rows) rows, \(table.offset) bytes")
        }
        return items
    }

    private func describe(_ item: OrderTable.Item) -> String {
        switch item {
        case .refused(let problems):
            return problems.map { "\($0.row) \($0.column): \($0.reason)" }.joined(separator: "; ")
        case .order(let row, let parsed, _):
            guard case .orderPaid(let order) = parsed.event.matter else { return "no order" }
            let who = parsed.subject ?? parsed.identity.map { "\($0.kind) \($0.value)" } ?? "nobody"
            let lines = order.lines.map { line in
                "\(line.quantity) \(line.sku) \(line.net)" + line.categories.map { " #\($0)" }.joined()
            }
            let place = [parsed.event.store?.text, parsed.event.channel?.text].compactMap { $0 }.joined(separator: " ")
            return "\(row): \(parsed.event.source)/\(order.id) \(parsed.event.occurredAt.rfc3339) \(who) "
                + "\(order.currency) \(place)[\(lines.joined(separator: ", "))]"
        }
    }

    @Test("rows with the same order id are one order")
    func consecutiveRows() throws {
        let text = """
            orderId,customer,time,sku,quantity,amount
            1,ana,2026-03-01T09:30:00Z,latte,2,23.60
            1,ana,2026-03-01T09:30:00Z,bun,1,4
            2,,2026-03-01 09:30:00,tea,0,0.00
            """
        #expect(
            try items(text) == [
                "2: import/1 2026-03-01T09:30:00Z customer ana MYR [2 latte 2360, 1 bun 400] | 3 rows, 118 bytes",
                "4: import/2 2026-03-01T01:30:00Z nobody MYR [0 tea 0] | 4 rows, 151 bytes",
            ]
        )
    }

    @Test("columns are called as the shop calls them, and fixed values stand for columns")
    func mapping() throws {
        let text = "no,\"Card, number\",when,total,shop,kind\n7,K 1,2026-03-01,12500,menteng,coffee|hot\n"
        let mapping = try ColumnMapping(
            columns: ["orderId=no,card=\"Card, number\"", "time=when,amount=total,store=shop,categories=kind"],
            values: ["currency=IDR,source=till/2,channel=till,sku=sale"]
        )
        #expect(
            try items(text, mapping, currencies: [("MYR", 2), ("IDR", 0)]) == [
                "2: till/2/7 2026-02-28T16:00:00Z card K 1 IDR menteng till[1 sale 12500 #coffee #hot]"
                    + " | 2 rows, 81 bytes"
            ]
        )
    }

    @Test("a row that is not usable names its column and leaves out its order alone")
    func badRows() throws {
        let text = """
            orderId,customer,time,sku,quantity,amount
            1,ana,2026-03-01T09:30:00Z,latte,2,23.60
            1,ana,2026-03-01T09:30:00Z,bun,x,4
            2,ana,yesterday,tea,1,1.00
            3,ana,2026-03-01T09:30:00Z,tea,1,-1.00
            4,ana,2026-03-01T09:30:00Z,tea,1,1.005
            5,ana,2026-03-01T09:30:00Z,tea
            6,ana,2026-03-01T09:30:00Z,tea,1,1
            6,eve,2026-03-01T09:30:00Z,tea,1,1
            ,ana,2026-03-01T09:30:00Z,tea,1,1
            7,ana,2026-03-01T09:30:00Z,tea,1,1
            """
        let found = try items(text).map { String($0.prefix { $0 != "|" }.dropLast()) }
        #expect(
            found == [
                "3 quantity: must be a whole number, 0 or more; the order of rows 2 to 3 is left out",
                "4 time: must be a time such as 2026-03-01T09:30:00+08:00, 2026-03-01 09:30:00 or 2026-03-01",
                "5 amount: must not be negative; a return is an event of its own",
                "6 amount: must be an amount of MYR such as 12.55",
                "7 : has 4 fields where the header has 6",
                "9 customer: differs from row 8, which has the same order id; the order of rows 8 to 9 is left out",
                "10 orderId: must not be empty",
                "11: import/7 2026-03-01T09:30:00Z customer ana MYR [1 tea 100]",
            ]
        )
    }

    @Test("a broken row within an order leaves out the whole order")
    func brokenRowWithin() throws {
        let text = "orderId,time,amount\n1,2026-03-01,1\n1,2026-03-01\n1,2026-03-01,3\n2,2026-03-01,4\n"
        let found = try items(text)
        #expect(found.count == 2)
        #expect(found[0].hasPrefix("3 : has 2 fields where the header has 3; the order of rows 2 to 4 is left out"))
        #expect(found[1].hasPrefix("5: import/2"))
    }

    @Test("an order of too many rows is refused, and memory does not grow with it")
    func endlessOrder() throws {
        let rows = String(repeating: "1,2026-03-01,1\n", count: OrderTable.mostLines + 1)
        let found = try items("orderId,time,amount\n\(rows)2,2026-03-01,4\n")
        #expect(found[0].hasPrefix("2 : begins an order of more than 2000 rows; is orderId the right column?"))
        #expect(found[1].hasPrefix("2003: import/2"))
    }

    @Test("the size of the chunks changes nothing", arguments: 0..<40)
    func chunkSizes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var text = "orderId,customer,time,sku,quantity,amount\n"
        for _ in 0..<40 {
            let order = Int.random(in: 1...4, using: &random)
            let broken = ["", "", "", "", "", "\"", ",", "\n"].randomElement(using: &random) ?? ""
            text += "\(order),c,2026-03-0\(order),\"s,\n\(order)\",1,\(order).50\(broken)\n"
        }
        let whole = try items(text)
        for chunkSize in [1, 3, 17, 64] {
            #expect(try items(text, chunkSize: chunkSize) == whole, "chunks of \(chunkSize)")
        }
    }

    @Test("reading can go on after any order", arguments: 0..<5)
    func resuming(done: Int) throws {
        let text = "orderId,time,amount\n1,2026-03-01,1\n1,2026-03-01,2\n2,2026-03-01\n3,x,1\n4,2026-03-01,4\n"
        func table(_ resume: (offset: Int64, rows: Int64)?) throws -> OrderTable {
            try OrderTable(
                source: source(text),
                mapping: .byName,
                programme: try Self.programme(),
                zone: FixedOffset.utc,
                resume: resume,
                chunkSize: 5
            )
        }
        let all = try items(text).map { String($0.prefix(2)) }
        var first = try table(nil)
        for _ in 0..<done { _ = try first.next() }
        var second = try table(done == 0 ? nil : (first.offset, first.rows))
        var rest: [String] = []
        while let item = try second.next() { rest.append(String(describe(item).prefix(2))) }
        #expect(rest == Array(all.dropFirst(done)))
    }

    @Test(
        "a mapping that does not fit names the column",
        arguments: [
            ("orderId=basket", "", "there is no column 'basket' for orderId; the file has no, time, amount"),
            ("order=no", "", "there is no field 'order' to fill; there are orderId, time"),
            ("", "", "no column gives orderId; the file has no, time, amount"),
            ("orderId=no", "currency=EUR", "the value set for currency is none of the programme's: MYR"),
            ("orderId=no,source=no", "", "source has one value for the whole file and cannot come from a column"),
            ("orderId=no", "store=KL!", "the value set for store must have 1 to 64 small letters"),
            ("orderId=no", "amount=1", "amount is set for the whole file, and the file has a column 'amount' too"),
            ("orderId", "", "'orderId' is not of the form field=column"),
        ]
    )
    func mappingErrors(columns: String, values: String, message: String) throws {
        let failure = #expect(throws: TableFailure.self) {
            let mapping = try ColumnMapping(
                columns: columns.isEmpty ? [] : [columns],
                values: values.isEmpty ? [] : [values]
            )
            _ = try items("no,time,amount\n", mapping)
        }
        #expect(failure?.description.hasPrefix(message) == true, "\(failure?.description ?? "")")
    }

    @Test("a slip of the pen is found")
    func advice() {
        let columns = ["basket_id", "household_id"]
        let failure = TableFailure.unknownColumn("baskt_id", field: "orderId", columns: columns)
        #expect(failure.advice == "did you mean --columns orderId=basket_id?")
    }

    @Test(
        "a time without a zone is the programme's",
        arguments: [
            ("2026-03-01T09:30:00+08:00", "2026-03-01T01:30:00Z"),
            ("2026-03-01T09:30:00.250Z", "2026-03-01T09:30:00.250Z"),
            ("2026-03-01", "2026-02-28T16:00:00Z"),
            ("2026-03-01 09:30", "2026-03-01T01:30:00Z"),
            ("2026-03-01 09:30:07", "2026-03-01T01:30:07Z"),
            ("2026-03-01T09:30:07.5", "2026-03-01T01:30:07.500Z"),
        ]
    )
    func times(text: String, instant: String) throws {
        let found = try items("orderId,time,amount\n1,\(text),1\n")
        #expect(found[0].hasPrefix("2: import/1 \(instant) "))
    }

    @Test("a time that the clocks skip or show twice is taken once")
    func changingClocks() throws {
        // Berlin 2026: 29 March 2:00 becomes 3:00, 25 October 3:00 becomes 2:00.
        let berlin = try #require(
            TransitionTable(
                initialOffsetSeconds: 3_600,
                transitions: [
                    TransitionTable.Transition(
                        at: Instant(milliseconds: 1_774_746_000_000),
                        offsetSeconds: 7_200
                    ),
                    TransitionTable.Transition(
                        at: Instant(milliseconds: 1_792_890_000_000),
                        offsetSeconds: 3_600
                    ),
                ]
            )
        )
        for (text, wanted) in [
            ("2026-03-29 01:59:59", "2026-03-29T00:59:59Z"), ("2026-03-29 02:30:00", "2026-03-29T01:30:00Z"),
            ("2026-03-29 10:00:00", "2026-03-29T08:00:00Z"), ("2026-10-25 02:30:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25 10:00:00", "2026-10-25T09:00:00Z"),
        ] {
            var table = try OrderTable(
                source: source("orderId,time,amount\n1,\(text),1\n"),
                mapping: .byName,
                programme: try Self.programme(),
                zone: berlin
            )
            guard case .order(_, let parsed, _) = try table.next() else {
                Issue.record("\(text) is not taken")
                continue
            }
            #expect(parsed.event.occurredAt.rfc3339 == wanted, "\(text)")
        }
    }

    @Test("amounts are exact, however they are written", arguments: 0..<50)
    func amounts(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = ["0", "1", "9", "5", ".", "00", "-", "+", "e", ",", "", " "]
        let decimals = Int.random(in: 0...4, using: &random)
        for _ in 0..<20 {
            let text = (0..<Int.random(in: 0...8, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let wanted = minorUnits(of: text, decimals: decimals)
            let found = try items("orderId,time,amount\n1,2026-03-01,\"\(text)\"\n", currencies: [("MYR", decimals)])
            #expect(found[0].contains("item \(wanted ?? -1)]") == (wanted != nil), "'\(text)' with \(decimals)")
        }
    }
}
