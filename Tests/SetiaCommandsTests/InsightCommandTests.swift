import Foundation
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Insight, by command")
struct InsightCommandTests {
    /// Twelve customers; C-1 to C-4 buy monthly, C-5 to C-8 bought twice, the others once.
    private static let purchases: String = {
        var rows = ["customer,date,amount"]
        for customer in 1...12 {
            let times = customer <= 4 ? 6 : customer <= 8 ? 2 : 1
            for time in 0..<times {
                rows.append(
                    "C-\(customer),2025-\(time < 3 ? "1" : "0")\(time < 3 ? time : time)-0\(customer % 9 + 1),\(customer * 10).50"
                )
            }
        }
        return rows.joined(separator: "\r\n") + "\r\n"
    }()

    @Test("segments and cohorts of a file, in words, as JSON and as a table, without a database")
    func file() async throws {
        try await withBench { bench in
            let file = try bench.write("purchases.csv", Self.purchases)
            var text = ""
            for words in [
                ["rfm", file, "--since", "2025-10-31"], ["cohorts", file, "--days", "30"],
                ["cohorts", file, "--shares", "--from", "2025-10-01"],
            ] {
                let run = await bench.run(["insight"] + words)
                #expect(run.status == 0, "\(run.err)")
                text +=
                    "$ setia insight \(words.joined(separator: " "))\n".replacing(bench.directory.path, with: "DIR")
                    + run.out + "\n"
            }
            #expect(Golden.difference(of: text, from: "insight.txt") == nil)
            let run = await bench.run("insight", "rfm", file, "--json", "--csv", bench.path("rfm.csv"))
            #expect(Golden.difference(of: run.out, from: "insight-rfm.json") == nil)
            #expect(Golden.difference(of: try bench.read("rfm.csv"), from: "insight-rfm.csv") == nil)
            let again = await bench.run("insight", "rfm", file, "--csv", bench.path("rfm.csv"))
            #expect(again.status == 73, "a file that is there is not written over")
        }
    }

    @Test("the order of rows changes nothing")
    func anyOrder() async throws {
        try await withBench { bench in
            let lines = Self.purchases.split(separator: "\r\n")
            let shuffled = [lines[0]] + lines.dropFirst().reversed()
            let one = await bench.run("insight", "rfm", try bench.write("p.csv", Self.purchases), "--json")
            let other = await bench.run(
                "insight",
                "rfm",
                try bench.write("p.csv", shuffled.joined(separator: "\n")),
                "--json"
            )
            #expect(one.out == other.out)
            #expect(!one.out.isEmpty)
        }
    }

    @Test(
        "what would mislead is refused, and says where it is",
        arguments: [
            ("customer,date,amount\n", [], "there is nothing to measure"),
            ("customer,date,amount\nA,2026-02-30,1\n", [], "row 2, date: is no date such as 2026-03-01"),
            ("customer,date,amount\nA,2026-05-01,1\n", [], "row 2, date: is after today"),
            ("customer,date,amount\nA,2026-03-01,1.234\n", [], "row 2, amount: is no amount with at most 2 decimals"),
            ("customer,date,amount\nA,2026-03-01,-1\n", [], "row 2, amount: is below zero, and no column orderId"),
            ("customer,date,amount\n ,2026-03-01,1\n", [], "row 2, customer: is empty"),
            ("customer,date,amount\nA,2026-03-01\n", [], "row 2: has 2 fields where the header has 3"),
            (
                "customer,date,amount,currency\nA,2026-03-01,1,MYR\nB,2026-03-01,1,THB\n", [],
                "row 3 is in THB and those before are in MYR"
            ),
            (
                "customer,date,amount,orderId\nA,2026-03-01,5,1\nA,2026-03-02,-6,1\n", [],
                "more was taken back than was paid"
            ),
            (
                "customer,date,amount,orderId\nA,2026-03-02,-6,1\n", [],
                "takes back of an order that does not stand before it"
            ),
            ("customer,date,amount\nA,2026-03-01,1\n", [], "1 customer in"),
            ("who,date,amount\nA,2026-03-01,1\n", [], "no column gives customer; the file has who, date, amount"),
            (
                "customer,date,amount\nA,2026-03-01,1\n", ["--columns", "customer=card"],
                "there is no column 'card' for customer"
            ),
        ]
    )
    func refuses(table: String, options: [String], reason: String) async throws {
        try await withBench { bench in
            let run = await bench.run(["insight", "rfm", try bench.write("p.csv", table)] + options)
            #expect(run.status == 65)
            #expect(run.err.contains(reason), "\(run.err)")
            #expect(run.out.isEmpty)
        }
    }

    @Test("bad rows are left out where that is asked for, are counted, and the end says so")
    func skips() async throws {
        try await withBench { bench in
            let file = try bench.write("p.csv", Self.purchases + "C-1,never,1\r\nC-1,2025-10-01,0\r\n")
            let run = await bench.run("insight", "cohorts", file, "--skip-bad-rows")
            #expect(run.status == 1)
            #expect(run.out.contains("note: 1 row left out: row 38, date: is no date"), "\(run.out)")
            #expect(run.out.contains("note: 1 row of 0, counted as purchases"))
        }
    }

    @Test("an order that came back in full is no purchase; lines of one order are one")
    func orders() async throws {
        try await withBench { bench in
            let file = try bench.write(
                "p.csv",
                "customer;date;amount;orderId\nA;2026-03-01;5;1\nA;2026-03-01;5;1\nB;2026-03-01;5;2\nB;2026-03-09;-5;2\n"
            )
            let run = await bench.run("insight", "cohorts", file)
            #expect(run.out.contains("1 purchase, 2026-03-01"), "\(run.out)")
            #expect(run.out.contains("one customer: no rate of one says anything"))
            #expect(run.out.contains("all bought once"))
        }
    }

    @Test("what stands outside the window, stands outside it with what came back of it")
    func window() async throws {
        try await withBench { bench in
            let table = "customer,date,amount,orderId\nZ,2026-03-02,5,1\nA,2026-01-01,5,2\nA,2026-03-03,-5,2\n"
            let run = await bench.run("insight", "cohorts", try bench.write("p.csv", table), "--from", "2026-03-01")
            #expect(run.status == 0, "\(run.err)")
            #expect(run.out.contains("1 purchase, 2026-03-02"), "\(run.out)")
            #expect(run.out.contains("2 rows outside the window left out"))
        }
    }

    // MARK: - Liability

    private static let points: String = {
        var rows = ["date,kind,points,lot,expires,amount"]
        func date(_ month: Int, _ day: String) -> String {
            let (year, number) = ((month - 1) / 12 + 2025, (month - 1) % 12 + 1)
            return "\(year)-\(number < 10 ? "0" : "")\(number)-\(day)"
        }
        for month in 1...13 {
            rows.append("\(date(month, "03")),issue,1000,L\(month),\(date(month + 12, "03")),1000.03")
            for (age, points) in [(1, 300), (2, 200 + month % 3), (3, 100)] where month + age <= 13 {
                rows.append("\(date(month + age, "05")),redeem,\(points),L\(month),,")
            }
        }
        rows.append("2026-01-03,expire,399,L1,,")
        return rows.joined(separator: "\n") + "\n"
    }()

    @Test("points of a file: outstanding, ultimate redemption, and the closes of IFRS 15")
    func liability() async throws {
        try await withBench { bench in
            let file = try bench.write("points.csv", Self.points)
            let run = await bench.run(
                "insight",
                "liability",
                file,
                "--point-value",
                "0.10 MYR",
                "--csv",
                bench.path("ifrs.csv")
            )
            #expect(run.status == 0, "\(run.err)")
            #expect(Golden.difference(of: run.out, from: "insight-liability.txt") == nil)
            #expect(Golden.difference(of: try bench.read("ifrs.csv"), from: "insight-liability.csv") == nil)
            let early = await bench.run("insight", "liability", file, "--close", "2025-03")
            #expect(early.out.contains("no estimate of ultimate redemption: 3 months, and it takes four"))
            let none = await bench.run("insight", "liability", file, "--close", "2024-03")
            #expect(none.status == 65)
        }
    }

    @Test(
        "a book of points that does not add up is refused",
        arguments: [
            (
                "date,kind,points,lot\n2025-01-01,issue,5,A\n2025-02-01,redeem,6,A\n",
                "row 3, points: is more than the lot has left"
            ),
            ("date,kind,points,lot\n2025-02-01,redeem,6,A\n", "row 2, lot: was not issued before this row"),
            ("date,kind,points,lot\n2025-01-01,issue,5,A\n2025-01-01,issue,5,A\n", "row 3, lot: was issued before"),
            ("date,kind,points,lot\n2025-01-01,gift,5,A\n", "row 2, kind: is none of issue, redeem, expire, cancel"),
            ("date,kind,points\n2025-01-01,issue,5\n", "no column gives lot"),
            ("date,kind,points,lot\n", "there is nothing to measure"),
        ]
    )
    func refusesPoints(table: String, reason: String) async throws {
        try await withBench { bench in
            let run = await bench.run("insight", "liability", try bench.write("p.csv", table))
            #expect(run.status == 65)
            #expect(run.err.contains(reason), "\(run.err)")
        }
    }

    // MARK: - Experiments

    private static func experiment(mail: Int, none: Int) -> String {
        var rows = ["arm,visit,spend,before,store"]
        for (arm, count, every) in [("mail", mail, 4), ("none", none, 8)] {
            for member in 0..<count {
                let visit = member % every == 0
                rows.append(
                    "\(arm),\(visit ? 1 : 0),\(visit ? member % 50 : 0),\(member % 7),\(member % 2 == 0 ? "kl" : "jb")"
                )
            }
        }
        return rows.joined(separator: "\n") + "\n"
    }

    @Test("a mailing against its hold-out: before the planned size one interval, after it two")
    func experiment() async throws {
        try await withBench { bench in
            let file = try bench.write("mailing.csv", Self.experiment(mail: 2_000, none: 2_000))
            let words = [
                "insight", "experiment", file, "--control", "none", "--outcome", "visit", "--outcome", "spend",
                "--before", "before", "--segment", "store", "--margin", "0.4",
            ]
            let done = await bench.run(words + ["--planned", "1500"])
            #expect(done.status == 0, "\(done.err)")
            #expect(Golden.difference(of: done.out, from: "insight-experiment.txt") == nil)
            let early = await bench.run(words + ["--planned", "5000"])
            #expect(early.out.contains("2,000 of 5,000 planned members are there"), "\(early.out)")
            let unplanned = await bench.run(words + ["--figures", "before"])
            #expect(unplanned.out.contains("no size was planned"))
            #expect(unplanned.out.contains("no better than chance"), "\(unplanned.out)")
        }
    }

    @Test("nobody held out, a broken split, and fewer than thirty give no difference")
    func refusesExperiments() async throws {
        try await withBench { bench in
            let file = try bench.write("mailing.csv", Self.experiment(mail: 2_000, none: 1_500))
            let words = ["insight", "experiment", file, "--outcome", "visit", "--control"]
            let broken = await bench.run(words + ["none"])
            #expect(broken.status == 65)
            #expect(broken.err.contains("the split is broken"))
            let planned = await bench.run(words + ["none", "--shares", "none=3,mail=4"])
            #expect(planned.status == 0, "\(planned.err)")
            let nobody = await bench.run(words + ["paper"])
            #expect(nobody.status == 65)
            #expect(nobody.err.contains("nobody is held out"))
            let few = try bench.write("few.csv", Self.experiment(mail: 29, none: 29))
            let run = await bench.run("insight", "experiment", few, "--outcome", "visit", "--control", "none")
            #expect(run.out.contains("too few"))
            let only = try bench.write("only.csv", "arm,visit\nnone,1\nnone,0\n")
            #expect(
                await bench.run("insight", "experiment", only, "--outcome", "visit", "--control", "none").status == 65
            )
        }
    }

    @Test("how many members it takes")
    func plan() async throws {
        try await withBench { bench in
            let run = await bench.run("insight", "plan", "--rate", "0.10", "--to", "0.12")
            #expect(run.out.contains("3,839"), "\(run.out)")
            #expect(await bench.run("insight", "plan", "--rate", "0.10").status == 64)
        }
    }

    // MARK: - The brand's own history

    @Test("the same on the brand's own history")
    func brand() async throws {
        try await withBench { bench in
            try await bench.publish()
            var rows = ["orderId,card,time,amount"]
            for (place, line) in Self.purchases.split(separator: "\r\n").dropFirst().enumerated() {
                let cells = line.split(separator: ",")
                rows.append("\(place + 1),\(cells[0]),\(cells[1]),\(cells[2])")
            }
            let imported = await bench.run(
                "import",
                "events",
                try bench.write("orders.csv", rows.joined(separator: "\n"))
            )
            #expect(imported.status == 0, "\(imported.err)")
            let file = await bench.run(
                "insight",
                "cohorts",
                try bench.write("p.csv", Self.purchases),
                "--to",
                "2026-04-01"
            )
            let brand = await bench.run("insight", "cohorts")
            #expect(brand.status == 0, "\(brand.err)")
            func tables(_ run: CommandRun) -> [Substring] {
                run.out.split(separator: "\n").dropFirst().filter { !$0.hasPrefix("note") }
            }
            #expect(tables(file) == tables(brand))
            let liability = await bench.run("insight", "liability", "--point-value", "0.01 MYR")
            #expect(liability.status == 0, "\(liability.err)")
            #expect(Golden.difference(of: liability.out, from: "insight-liability-brand.txt") == nil)
            let wrong = await bench.run("insight", "liability", "--wallet", "miles")
            #expect(wrong.status == 64, "\(wrong.err)")
        }
    }
}
