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
}
