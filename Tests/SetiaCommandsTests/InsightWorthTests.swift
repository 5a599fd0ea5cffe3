import JSONText
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Worth on the command line")
struct InsightWorthTests {
    @Test("what the programme is worth is told of the demo brand, gross only beside what was brought")
    func worth() async throws {
        try await withBench { bench in
            #expect(await bench.run("demo", "--members", "80", "--until", "2026-03-01").status == 0)
            let run = await bench.run("insight", "worth", "--json")
            #expect(run.status == 0, "\(run.err)")
            let json = try JSON.parse(run.out)
            let parts = try #require(json["parts"]?.array)
            #expect(!parts.isEmpty && (json["months"]?.array?.count ?? 0) > 12)
            for part in parts { #expect((part["gross"]?.isNull ?? true) == (part["incremental"]?.isNull ?? true)) }
            let text = await bench.run("insight", "worth")
            #expect(text.status == 0 && text.out.contains("new and returning revenue"))
        }
    }

    @Test("figures by definition are told with their definitions, and a filter that names nothing is refused")
    func measures() async throws {
        try await withBench { bench in
            #expect(await bench.run("demo", "--members", "80", "--until", "2026-03-01").status == 0)
            let run = await bench.run("insight", "measures", "--from", "2025-03-01", "--to", "2026-02-28", "--json")
            #expect(run.status == 0, "\(run.err)")
            let figures = try #require(try JSON.parse(run.out)["measures"]?.array)
            #expect(figures.count == 8 && figures.allSatisfy { ($0["denominator"]?.int64 ?? -1) >= 0 })
            let text = await bench.run("insight", "measures", "--channel", "online")
            #expect(text.status == 0 && text.out.contains("net promoter score") && text.out.contains("not by this way"))
            for (option, value, reason) in [
                ("--from", "soon", "is no day"), ("--to", "2020-01-01", "--to is before --from"),
                ("--segment", "none", "there is no 'none'"), ("--tier", "none", "there is no 'none'"),
                ("--channel", "pigeon", "online"),
            ] {
                let from = option == "--to" ? ["--from", "2021-01-01"] : []
                let wrong = await bench.run(["insight", "measures", option, value] + from)
                #expect(wrong.status == 64 && wrong.err.contains(reason), "\(option): \(wrong.status) \(wrong.err)")
            }
        }
    }
}
