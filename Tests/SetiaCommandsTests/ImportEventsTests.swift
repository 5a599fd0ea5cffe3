import Foundation
import SetiaTesting
import Synchronization
import Testing

@testable import SetiaCommands

@Suite("Importing events")
struct ImportEventsTests {
    private static let table = """
        order,card,when,sku,quantity,amount
        1,C-1,2026-03-01 09:00,latte,2,23.60
        1,C-1,2026-03-01 09:00,bun,1,8.00
        2,C-2,2026-03-02 09:00,tea,1,x
        3,C-2,2026-03-02 09:00,tea,1,12.00
        4,C-1,2026-03-03 09:00,tea,1
        5,C-1,2026-03-03 09:00,tea,1,70.00
        6,,2026-03-04 09:00,tea,1,5.00
        7,C-1,2099-03-04 09:00,tea,1,5.00
        3,C-2,2026-03-02 09:00,tea,1,13.00

        """
    private static let columns = ["--columns", "orderId=order,time=when", "--set", "source=till"]

    @Test("a table with bad rows imports the rest and reports them")
    func badRows() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("orders.csv", Self.table)
            let run = await bench.run(["import", "events", file] + Self.columns)
            #expect(run.status == 1)
            #expect(Golden.difference(of: run.out + "--\n" + run.err, from: "import-events.txt") == nil)
            #expect(Golden.difference(of: try bench.read("orders.csv.refused.csv"), from: "import-refused.csv") == nil)
            let report = await bench.run("report", "--cohorts")
            #expect(Golden.difference(of: report.out, from: "report.txt") == nil)
            let figures = await bench.run("report", "--json")
            #expect(Golden.difference(of: figures.out, from: "report.json") == nil)
            let verified = await bench.run("verify")
            #expect(verified.out == "all agrees: 3 members, 4 events, 3 entries\n")
        }
    }

    @Test("the same file twice changes nothing")
    func twice() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("orders.csv", Self.table)
            _ = await bench.run(["import", "events", file] + Self.columns)
            let before = await bench.run("member", "show", "card:C-1", "--ledger", "--json")
            let second = await bench.run(["import", "events", file, "--json"] + Self.columns)
            #expect(second.out.contains("\"recorded\": 0"))
            #expect(second.out.contains("\"repeated\": 4"))
            #expect(await bench.run("member", "show", "card:C-1", "--ledger", "--json").out == before.out)
        }
    }

    @Test("a file that is done is not read again, unless somebody says so")
    func done() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("orders.csv", "orderId,card,time,amount\n1,C-1,2026-03-01,5.00\n")
            #expect(await bench.run("import", "events", file).status == 0)
            let second = await bench.run("import", "events", file)
            #expect(second.status == 0)
            #expect(second.err.contains("was imported before, on 2026-04-01T04:00:00Z"))
            #expect(second.out.contains("recorded  1  orders"))
            let third = await bench.run("import", "events", file, "--restart")
            #expect(third.out.contains("recorded  0  orders"))
        }
    }

    @Test("an import that was stopped in the middle ends as one that was not", arguments: [1, 2, 3, 7])
    func stopped(batch: Int) async throws {
        var rows = "order,card,when,sku,quantity,amount\n"
        for order in 1...30 {
            for line in 1...(order % 3 + 1) {
                rows += "\(order),C-\(order % 4),2026-03-\(order < 10 ? "0" : "")\(order) 09:00,s\(line),1,"
                rows += order == 13 ? "x\n" : "\(order).50\n"
            }
        }
        let text = rows
        let whole = try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("orders.csv", text)
            let run = await bench.run(["import", "events", file, "--batch", "\(batch)", "--json"] + Self.columns)
            #expect(run.status == 1)
            return try await self.everything(bench)
        }
        let stopped = try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("orders.csv", text)
            let looks = Counter()
            let arguments = ["import", "events", file, "--batch", "\(batch)"] + Self.columns
            let first = await Task {
                await bench.run(arguments) {
                    // The clock is looked at once a piece: the import is stopped when some are recorded.
                    if looks.next() == 6 { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }.value
            #expect(first.status == 69)
            let second = await bench.run(arguments + ["--json"])
            #expect(second.err.contains("stopped after row"))
            #expect(second.out.contains("\"rows\": \(text.split(separator: "\n").count)"))
            #expect(second.out.contains("\"recorded\": 29"))
            return try await self.everything(bench)
        }
        for (one, other) in zip(stopped, whole) { #expect(one.split(separator: "\n") == other.split(separator: "\n")) }
    }

    private func everything(_ bench: CommandBench) async throws -> [String] {
        let run = await bench.run("export", bench.path("out"))
        #expect(run.status == 0)
        return try ["members.jsonl", "events.jsonl", "entries.jsonl"].map { try bench.read("out/\($0)") }
            + [try bench.read("orders.csv.refused.csv")]
    }

    @Test("events of every type come from JSON Lines, and bad lines name their field")
    func jsonLines() async throws {
        try await withBench { bench in
            try await bench.publish()
            let good = String(
                decoding: try Data(contentsOf: examples.appendingPathComponent("events.jsonl")),
                as: UTF8.self
            )
            let bad = """
                {"specversion":"1.0","id":"b-1","source":"shop","type":"order.paid",\
                "time":"2026-03-02T09:12:00Z","data":{}}
                {"specversion":"1.0"
                {"specversion":"1.0","id":"b-3","source":"shop","type":"points.redeemed",\
                "time":"2026-03-02T09:12:00Z","subject":"nobody","data":{"redemptionId":"x","wallet":"points",\
                "points":1}}

                """
            let file = try bench.write("events.jsonl", good + bad)
            let run = await bench.run("import", "events", file)
            #expect(Golden.difference(of: run.out + "--\n" + run.err, from: "import-jsonl.txt") == nil)
            let member = await bench.run("member", "show", "card:KS-1001")
            #expect(member.out.contains("points    28 to use now"), "\(member.out)")
        }
    }

    @Test("history lets time pass for everybody")
    func history() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("orders.csv", "orderId,card,time,amount\n1,C-1,2025-03-01,5.00\n")
            let run = await bench.run("import", "events", file, "--history")
            #expect(run.err == "time has passed for 1 member up to 2026-04-01T04:00:00Z\n")
            let report = await bench.run("report")
            #expect(report.out.contains(/points expired +5\n/), "\(report.out)")
        }
    }

    @Test("a mapping that does not fit says which column")
    func mapping() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("orders.csv", Self.table)
            let run = await bench.run("import", "events", file, "--columns", "orderId=ordr,time=when")
            #expect(run.status == 65)
            #expect(
                run.err == """
                    setia: the table cannot be read
                      why: there is no column 'ordr' for orderId; the file has order, card, when, sku, quantity, amount
                      do:  did you mean --columns orderId=order?

                    """
            )
        }
    }

    @Test("what is missing says what to do", arguments: ["orders.csv", "no.db", "no programme"])
    func missing(what: String) async throws {
        try await withBench { bench in
            if what != "no.db" { _ = await bench.run("key", "list") }
            let file = what == "orders.csv" ? bench.path("orders.csv") : try bench.write("orders.csv", Self.table)
            if what == "no programme" {
                try await bench.publish()
                _ = await bench.run("programme", "show")
            }
            let run = await bench.run("import", "events", file)
            #expect(run.err.split(separator: "\n").count == 3 || what == "no programme")
            #expect(run.status == (what == "no programme" ? 65 : 66))
        }
    }
}

/// Counts calls.
final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
