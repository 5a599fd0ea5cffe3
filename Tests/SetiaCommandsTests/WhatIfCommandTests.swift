import Foundation
import JSONText
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("What if, by command")
struct WhatIfCommandTests {
    private static let orders = """
        orderId,card,time,amount
        1,C-1,2025-05-01,250.00
        2,C-1,2025-06-02,10
        3,C-2,2026-01-15,80.50
        4,C-3,2026-02-20,99.90

        """

    private func withShop<R>(_ body: (CommandBench) async throws -> R) async throws -> R {
        try await withBench { bench in
            try await bench.publish()
            let imported = await bench.run("import", "events", try bench.write("orders.csv", Self.orders))
            #expect(imported.status == 0, "\(imported.err)")
            return try await body(bench)
        }
    }

    @Test("tells what would have been, in words, as JSON and as a table")
    func tells() async throws {
        try await withShop { bench in
            let next = try bench.write(
                "next.yaml",
                smallProgramme.replacing("1 per 1.00", with: "2 per 1.00").replacing("gold: 100", with: "gold: 300")
            )
            var text = await bench.run("what-if", next, "--point-value", "0.01 MYR", "--by", "tenure").out
            text += await bench.run("what-if", next, "--from", "2026-01-01", "--to", "2026-01-31").out
            #expect(Golden.difference(of: text, from: "what-if.txt") == nil)
            let run = await bench.run("what-if", next, "--json", "--csv", bench.path("what-if.csv"), "--most", "1")
            #expect(Golden.difference(of: run.out, from: "what-if.json") == nil)
            #expect(Golden.difference(of: try bench.read("what-if.csv"), from: "what-if.csv") == nil)
            let again = await bench.run("what-if", next, "--csv", bench.path("what-if.csv"))
            #expect(again.status == 73, "\(again.err)")
        }
    }

    @Test("the first line of each report says what is assumed")
    func saysWhatIsAssumed() async throws {
        try await withShop { bench in
            let file = bench.path("programme.yaml")
            let run = await bench.run("what-if", file, "--csv", bench.path("x.csv"))
            #expect(run.out.hasPrefix("Behaviour is assumed unchanged"))
            let rows = try bench.read("x.csv").split(separator: "\r\n")
            #expect(rows.dropFirst().first?.contains("Behaviour is assumed unchanged") == true)
            let json = await bench.run("what-if", file, "--json").out
            #expect(json.split(separator: "\n").dropFirst().first?.contains("Behaviour is assumed unchanged") == true)
        }
    }

    @Test("nothing is written: what is exported before and after is the same, and verifies")
    func writesNothing() async throws {
        try await withShop { bench in
            let files = ["events.jsonl", "members.jsonl", "entries.jsonl", "stores.jsonl"]
            func exported(_ name: String) async throws -> [String] {
                let run = await bench.run("export", bench.path(name))
                #expect(run.status == 0, "\(run.err)")
                return try files.map { try bench.read("\(name)/\($0)") }
            }
            let before = try await exported("before")
            let next = try bench.write("next.yaml", smallProgramme.replacing("1 per 1.00", with: "9 per 1.00"))
            #expect(await bench.run("what-if", next).status == 0)
            #expect(try await exported("after") == before)
            #expect(await bench.run("verify").status == 0)
            #expect(await bench.run("programme", "show").err.contains("version 2") == false)
        }
    }

    @Test("under the programmes that held, the demo brand's three years come out as they were")
    func demoIsTheSame() async throws {
        try await withBench { bench in
            let made = await bench.run("demo", "--members", "60", "--until", "2026-03-01")
            #expect(made.status == 0, "\(made.err)")
            let newest = await bench.run("programme", "show").out
            let file = try bench.write("newest.yaml", newest)
            // The third version began on 1 January 2025; before, the first and the second decide.
            let run = await bench.run("what-if", file, "--from", "2025-01-01", "--json")
            let report = try JSON.parse(run.out)
            let months = report["wallets"]?["points"]?["months"]?.array ?? []
            #expect(months.count >= 14)
            #expect(months.allSatisfy { $0["happened"] == $0["changed"] })
            #expect(report["levelChanges"]?.array?.isEmpty == true && report["notTaken"]?.array?.isEmpty == true)
            let everybody = report["wallets"]?["points"]?["segments"]?["everybody"]?.array?.first
            #expect(everybody?["same"] == everybody?["members"])
            #expect((everybody?["members"]?.int64 ?? 0) >= 60)
        }
    }

    @Test("a file is replayed without a database, and comes out as if it had been imported")
    func file() async throws {
        try await withShop { bench in
            let next = try bench.write("next.yaml", smallProgramme.replacing("1 per 1.00", with: "4 per 1.00"))
            let imported = await bench.run("what-if", next, "--json", "--most", "0")
            let held = bench.path("programme.yaml")
            let orders = bench.path("orders.csv")
            let arguments = ["what-if", next, "--events", orders, "--held", held, "--json"]
            let replayed = await bench.run(arguments, database: "none.db")
            #expect(replayed.status == 0, "\(replayed.err)")
            #expect(replayed.out == imported.out)
            #expect(!FileManager.default.fileExists(atPath: bench.path("none.db")))
            #expect(await bench.run("what-if", next, "--events", orders).status == 64)
            #expect(await bench.run("what-if", next, "--set", "currency=MYR").status == 64)
        }
    }

    @Test("what was exported is replayed as it was recorded")
    func exported() async throws {
        try await withShop { bench in
            #expect(await bench.run("export", bench.path("out")).status == 0)
            let held = bench.path("programme.yaml")
            let file = bench.path("out/events.jsonl")
            let run = await bench.run("what-if", held, "--events", file, "--held", held, "--json")
            #expect(run.out == (await bench.run("what-if", held, "--json", "--most", "0").out), "\(run.err)")
        }
    }

    @Test("what cannot be tried says why, and ends as other commands do")
    func refuses() async throws {
        try await withShop { bench in
            let bad = try bench.write("bad.yaml", smallProgramme.replacing("engine: 1", with: "engine: 2"))
            let malformed = await bench.run("what-if", bad)
            #expect(malformed.status == 65 && malformed.err.contains("bad.yaml:2:"))
            let file = bench.path("programme.yaml")
            #expect(await bench.run("what-if", bench.path("none.yaml")).status == 66)
            #expect(await bench.run("what-if", file, "--from", "soon").status == 64)
            #expect(await bench.run("what-if", file, "--point-value", "much").status == 64)
            #expect(await bench.run("what-if", file, "--by", "shoe").status == 64)
            #expect(await bench.run("what-if", file, database: "other.db").status == 66)
        }
    }
}
