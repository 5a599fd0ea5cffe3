import Foundation
import JSONText
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Lifetime models and brand loyalty, by command")
struct InsightFitTests {
    /// 600 customers with rates, dropout and spend of their own, by a seed.
    private static let purchases: String = {
        var seed: UInt64 = 3
        func random() -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 11) / Double(1 << 53)
        }
        var rows = ["customer,date,amount"]
        for customer in 0..<600 {
            let rate = -0.15 * log(1 - random())
            let dropout = 1 - pow(1 - random(), 0.4)
            let spend = 20 / (0.2 - log(1 - random()) * 0.5)
            var time = (random() * 12).rounded(.down)
            while time < 78 {
                let days = Int(time * 7)
                let month = days / 28 % 12 + 1
                let year = 2024 + days / 336
                let day = days % 28 + 1
                rows.append(
                    "C-\(customer),\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day),"
                        + String(format: "%.2f", spend * (0.6 + 0.8 * random()))
                )
                if random() < dropout { break }
                time -= log(1 - random()) / rate
            }
        }
        return rows.joined(separator: "\n") + "\n"
    }()

    @Test("a file's customers are fitted, checked on a hold-out and forecast, without a database")
    func fits() async throws {
        try await withBench { bench in
            let file = try bench.write("purchases.csv", Self.purchases)
            let run = await bench.run(
                [
                    "insight", "fit", file, "--holdout", "2025-01-01", "--members", bench.path("members.csv"), "--json",
                    "--html", bench.path("fit.html"),
                ],
                database: "none.db"
            )
            #expect(run.status == 0 || run.status == 1, "\(run.err)")
            let report = try JSON.parse(run.out)
            #expect(report["parameters"]?.array?.count == 11)
            #expect(report["tracking"]?.array?.contains { $0["heldOut"]?.bool == true } == true)
            let notes = report["notes"]?.array?.compactMap(\.string) ?? []
            #expect(notes.contains { $0.contains("hold-out") }, "\(notes)")
            // Both plots, each with its table, in a page that needs nothing else.
            let page = try bench.read("fit.html")
            #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
            #expect(page.matches(of: #/<svg class="chart lines"/#).count == 2)
            #expect(
                page.matches(of: #/<polyline/#).count == 4 && page.contains("Repeat purchases, added up week by week")
            )
            for wrong in ["http:", "https:", "src=", "href=", "<script", "{{"] {
                #expect(!page.contains(wrong), "\(wrong)")
            }
            let members = try bench.read("members.csv").split(separator: "\r\n")
            #expect(members.count == 601)
            #expect(members[0].hasSuffix("value,valueLower,valueUpper"))
            for row in members.dropFirst() {
                let fields = row.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
                let numbers = try fields[5...].map { try #require(Double($0), "\(row)") }
                for place in stride(from: 0, to: 12, by: 3) {
                    #expect(numbers[place + 1] <= numbers[place] && numbers[place] <= numbers[place + 2], "\(row)")
                }
                #expect(numbers[0] <= 1 && numbers[6] <= numbers[3])
            }
            #expect(!FileManager.default.fileExists(atPath: bench.path("none.db")))
            let text = await bench.run("insight", "fit", file, "--model", "bg-nbd")
            #expect(text.out.contains("BG/NBD by maximum likelihood") && text.out.contains("nothing is held out"))
        }
    }

    @Test("summaries are taken too, under the names that others use for them")
    func summaries() async throws {
        try await withBench { bench in
            var rows = "id,frequency,recency,T,monetary_value\n"
            var others = "x,tx,T,spend\n"
            for customer in 0..<300 {
                let repeats = customer % 5 == 0 ? customer % 7 : customer % 2
                let last = repeats == 0 ? 0 : 3 + customer % 17
                let fields = "\(repeats),\(last),\(20 + customer % 13),\(repeats == 0 ? 0 : 5 + customer % 40)\n"
                rows += "\(customer),\(fields)"
                others += fields
            }
            let one = await bench.run("insight", "fit", try bench.write("a.csv", rows), "--model", "mbg-nbd", "--json")
            let two = await bench.run(
                "insight",
                "fit",
                try bench.write("b.csv", others),
                "--model",
                "mbg-nbd",
                "--json"
            )
            #expect(one.status == two.status && one.err.replacing("a.csv", with: "b.csv") == two.err, "\(one.err)")
            #expect(one.out.replacing("a.csv", with: "b.csv") == two.out)
            let held = await bench.run("insight", "fit", bench.path("b.csv"), "--holdout", "2026-01-01")
            #expect(held.status == 64, "\(held.err)")
        }
    }

    @Test("gifts and contracts")
    func discrete() async throws {
        try await withBench { bench in
            let alive = try bench.write(
                "alive.csv",
                "year,high\n0,1000\n1,869\n2,743\n3,653\n4,593\n5,551\n6,517\n7,491\n"
            )
            let contracts = await bench.run("insight", "fit", alive, "--model", "sbg", "--columns", "alive=high")
            #expect(contracts.status == 0, "\(contracts.err)")
            #expect(
                contracts.out.contains("0.668088") && contracts.out.contains("3.806095")
                    && contracts.out.contains("5.9223")
            )
            let gifts = try bench.write(
                "gifts.csv",
                "x,t.x,n.cal,custs\n6,6,6,1203\n5,6,6,728\n3,5,6,225\n2,2,6,613\n1,1,6,1091\n0,0,6,3464\n2,4,6,155\n"
            )
            let donors = await bench.run(
                "insight",
                "fit",
                gifts,
                "--model",
                "bg-bb",
                "--columns",
                "tx=t.x,n=n.cal,count=custs",
                "--horizon",
                "10"
            )
            #expect(donors.status == 0, "\(donors.err)")
            #expect(donors.out.contains("next 10 occasions"))
        }
    }

    private static func rows(_ customers: Int, _ row: (Int) -> String) -> String {
        "customer,date,amount\n" + (0..<customers).map { row($0) + "\n" }.joined()
    }

    @Test(
        "what gives no fit says why, gives no numbers and ends with 65",
        arguments: [
            ("customer,date,amount\n", "there is nothing to measure"),
            (rows(1) { _ in "A,2026-01-01,5" }, "there is one customer, and 30 are the least"),
            (rows(90) { "C\($0),2026-01-0\($0 % 9 + 1),5" }, "none of the 90 customers bought on a second day"),
            (rows(90) { "C\($0),2027-01-01,5" }, "is after today"),
            (rows(90) { "C\($0),2026-01-01,-5" }, "is below zero"),
            ("customer,date,amount,currency\nA,2026-01-01,5,MYR\nB,2026-01-01,5,SGD\n", "two currencies"),
            ("x,tx,T\n1,30,20\n", "contradicts x or T"),
            ("x,tx,T\n0,0,20\n", "there is one customer"),
        ]
    )
    func refuses(text: String, why: String) async throws {
        try await withBench { bench in
            let run = await bench.run("insight", "fit", try bench.write("p.csv", text))
            #expect(run.status == 65, "\(run.err)")
            #expect(run.out.isEmpty)
            #expect(run.err.contains(why), "\(run.err)")
        }
    }

    @Test("a hold-out that holds nothing is refused")
    func noHoldOut() async throws {
        try await withBench { bench in
            let file = try bench.write("purchases.csv", Self.purchases)
            for day in ["2023-01-01", "2026-03-01"] {
                let run = await bench.run("insight", "fit", file, "--holdout", day)
                #expect(run.status == 65 && run.err.contains("nothing is held out"), "\(run.err)")
            }
            #expect(await bench.run("insight", "fit", file, "--model", "sbg", "--holdout", "2025-01-01").status == 64)
            #expect(await bench.run("insight", "fit", file, "--horizon", "soon").status == 64)
            #expect(await bench.run("insight", "fit", bench.path("none.csv")).status == 66)
        }
    }

    @Test("the brand's own history, and an empty one")
    func ownHistory() async throws {
        try await withBench { bench in
            let made = await bench.run("demo", "--members", "120", "--until", "2026-03-01")
            #expect(made.status == 0, "\(made.err)")
            let run = await bench.run("insight", "fit", "--model", "mbg-nbd", "--currency", "MYR", "--json")
            #expect(run.status == 0 || (run.status == 65 && run.err.contains("there is no fit")), "\(run.err)")
            try await bench.publish(database: "empty.db")
            let empty = await bench.run(["insight", "fit"], database: "empty.db")
            #expect(empty.status == 65 && empty.err.contains("nothing to measure"), "\(empty.err)")
        }
    }

    @Test("British toothpaste from printed figures: K .7788, S 1.2953, polarisation .4357")
    func guide() async throws {
        try await withBench { bench in
            let file = try bench.write(
                "brands.csv",
                """
                brand,share,penetration
                Colgate DC,0.25,0.20
                Macleans,0.19,0.17
                Close Up,0.10,0.09
                Signal,0.10,0.08
                ultrabrite,0.09,0.08
                Gibbs SR,0.08,0.07
                Boots,0.03,0.03
                Sainsbury,0.02,0.02

                """
            )
            let words = ["insight", "dirichlet", file, "--guide", "--penetration", "0.56", "--purchases", "2.6"]
            let run = await bench.run(words)
            #expect(run.status == 0, "\(run.err)")
            #expect(run.out.contains("M 1.4560, K 0.7788, S 1.29"), "\(run.out)")
            #expect(run.out.contains("0.1999") && run.out.contains("1.8205"), "\(run.out)")
            #expect(await bench.run("insight", "dirichlet", file, "--guide").status == 64)
            #expect(await bench.run("insight", "dirichlet", file).status == 65)
        }
    }

    @Test("a category over years answers in words whether loyalty declines")
    func years() async throws {
        try await withBench { bench in
            var rows = "customer,date,brand\n"
            for year in 2023...2025 {
                for household in 0..<400 {
                    // Each buys at her own rate, mostly one brand; who strays does so more from year to year.
                    for time in 0..<[0, 0, 1, 1, 2, 3, 6, 9][household % 8] {
                        let strays = (household * 7 + time * 11 + year * 5) % 10 < 1 + 2 * (year - 2023)
                        let brand = strays ? (household / 8 + time) % 4 : household / 8 % 4
                        rows += "H\(household),\(year)-0\(time + 1)-1\(household % 10),brand \(brand)\n"
                    }
                }
            }
            let file = try bench.write("category.csv", rows)
            let run = await bench.run("insight", "dirichlet", file, "--json", "--csv", bench.path("brands.csv"))
            #expect(run.status == 0, "\(run.err)")
            let report = try JSON.parse(run.out)
            #expect(report["periods"]?.array?.count == 3)
            #expect(report["notes"]?.array?.first?.string?.hasPrefix("Loyalty is declining") == true, "\(run.out)")
            #expect(try bench.read("brands.csv").split(separator: "\r\n").count == 13)
            let one = await bench.run(
                "insight",
                "dirichlet",
                try bench.write("one.csv", "customer,date,brand\nA,2025-01-01,x\n")
            )
            #expect(one.status == 65 && one.err.contains("only one brand"), "\(one.err)")
            let none = await bench.run("insight", "dirichlet", try bench.write("no.csv", "customer,date,brand\n"))
            #expect(none.status == 65 && none.err.contains("nothing to measure"), "\(none.err)")
        }
    }
}
