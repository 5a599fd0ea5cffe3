import JSONText
import SetiaServer
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("The demo")
struct DemoTests {
    private static let files = ["events.jsonl", "members.jsonl", "entries.jsonl", "stores.jsonl"]

    @Test("fills a fresh database that proves itself, says what it made, and what to say next")
    func fills() async throws {
        try await withBench { bench in
            let run = await bench.run("demo", "--members", "60", "--until", "2026-03-01")
            #expect(run.status == 0, "\(run.err)")
            #expect(Golden.difference(of: run.out, from: "demo.txt") == nil)
            let verification = await bench.run("verify")
            #expect(verification.status == 0, "\(verification.out)")
            // No room of the console is empty.
            let friends = try JSON.parse(await bench.run("referral", "list", "--json").out)
            let states = (friends["items"] ?? friends).array?.compactMap { $0["state"]?.string } ?? []
            #expect(Set(states) == ["lapsed", "paid", "review", "reversed", "waiting"])
            let segments = await bench.run("segment", "list").out
            #expect(["regulars", "gone-quiet", "tasters"].allSatisfy { segments.contains($0) })
            let inbox = try JSON.parse(await bench.run("inbox", "list", "--part", "waiting", "--json").out)
            #expect((inbox["items"] ?? inbox).array?.count == 3)
            let cases = try JSON.parse(await bench.run("case", "list", "--json").out)
            #expect(((cases["items"] ?? cases).array?.count ?? 0) >= 3)
            let reviews = try JSON.parse(await bench.run("review", "products", "list", "--json").out)
            // Those that wait to be read.
            #expect((reviews["items"] ?? reviews).array?.count == 2)
            let journeys = await bench.run("journey", "list").out
            #expect(["welcome", "post-purchase", "win-back"].allSatisfy { journeys.contains($0) })
            // Three weeks after the end of the story, which is over by now.
            let evenings = await bench.run("gathering", "list", "--part", "past").out
            #expect(evenings.contains("cupping-evening"))
            let report = try JSON.parse(await bench.run("report", "--json").out)
            #expect(report["members"]?["active"]?.int64 == 65)
            #expect(report["months"]?.array?.count == 36)
            #expect(report["revenue"]?.array?.count == 3)
        }
    }

    @Test("the same seed and end give the same members, events and entries to the byte, and another seed others")
    func isTheSame() async throws {
        try await withBench { bench in
            func exported(_ database: String, _ seed: String) async throws -> [String] {
                let run = await bench.run(
                    "demo",
                    "--members",
                    "40",
                    "--until",
                    "2026-03-01",
                    "--seed",
                    seed,
                    database: database
                )
                #expect(run.status == 0, "\(run.err)")
                let export = await bench.run("export", bench.path("of-\(database)"), database: database)
                #expect(export.status == 0, "\(export.err)")
                return try Self.files.map { try bench.read("of-\(database)/\($0)") }
            }
            let first = try await exported("first.db", "3")
            let second = try await exported("second.db", "3")
            let other = try await exported("other.db", "4")
            for (place, file) in Self.files.enumerated() {
                #expect(first[place].utf8.elementsEqual(second[place].utf8), "\(file)")
            }
            #expect(!first[0].utf8.elementsEqual(other[0].utf8))
        }
    }

    @Test("is not mixed with a brand that is there, nor goes on where an earlier one stopped")
    func refusesWhatIsThere() async throws {
        try await withBench { bench in
            try await bench.publish()
            let mixed = await bench.run("demo", "--members", "20")
            #expect(mixed.status == 73)
            #expect(mixed.err.contains("holds a brand already"))
            let half = try await Brand.open(try DatabaseLocation(bench.path("half.db")), keys: nil, mayCreate: true)
            let job = ImportJob(id: "demo", rows: 1, updatedAt: bench.clock.now)
            try await half.service.beginHistory([(smallProgramme, bench.clock.now)], shops: [], job: job)
            try await half.close()
            let again = await bench.run("demo", "--members", "20", database: "half.db")
            #expect(again.status == 73)
            #expect(again.err.contains("stopped before its end"))
        }
    }

    @Test(
        "says what is wrong with what it is given",
        arguments: [
            ["--members", "5"], ["--until", "soon"], ["--until", "2027-01-01"], ["--until", "2021-01-01"],
        ]
    )
    func refusesWhatItIsGiven(arguments: [String]) async throws {
        try await withBench { bench in
            let run = await bench.run(["demo"] + arguments)
            #expect(run.status == 64)
            #expect(!run.err.isEmpty)
            // No database was made.
            #expect(await bench.run("report").status == 66)
        }
    }

    @Test("prints stable names for programs")
    func printsJSON() async throws {
        try await withBench { bench in
            let run = await bench.run("demo", "--members", "20", "--until", "2026-03-01", "--json")
            #expect(Golden.difference(of: run.out, from: "demo.json") == nil)
        }
    }
}
