import Foundation
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia content")
struct ContentCommandTests {
    @Test("Z-4: a piece in a file is kept, listed, shown as it can be kept again, and published")
    func through() async throws {
        try await withBench { bench in
            let programme = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", programme).status == 0)
            let file = try bench.write(
                "tip.json",
                #"{"name": "Grinding", "forms": [{"language": "en", "title": "Grind", "text": "Fine."}]}"#
            )
            let kept = await bench.run("content", "keep", file)
            #expect(kept.status == 0, "\(kept)")
            let id = kept.out.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(await bench.run("content", "list", "--state", "draft").out.contains("Grinding"))
            let shown = await bench.run("content", "show", id)
            let again = try bench.write("again.json", shown.out)
            #expect(await bench.run("content", "keep", again, "--id", id).out == "\(id)\n")
            #expect(await bench.run("content", "state", id, "published").out == "published\n")
            #expect(await bench.run("content", "list", "--state", "draft").out == "")
            #expect(await bench.run("content", "show", "nobody").status == 66)
            #expect(await bench.run("content", "list", "--from", "soon").status == 64)
            let wrong = try bench.write("wrong.json", #"{"name": ""}"#)
            let refused = await bench.run("content", "keep", wrong)
            #expect(refused.status == 65 && refused.err.contains("name must be a text, and not empty"), "\(refused)")
        }
    }
}
