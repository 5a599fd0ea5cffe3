import Foundation
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia broadcast")
struct BroadcastCommandTests {
    @Test("a broadcast from a file is kept, looked at, started, paused, gone on with and stopped")
    func through() async throws {
        try await withBench { bench in
            let programme = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", programme).status == 0)
            let file = try bench.write(
                "raya.json",
                #"{"name": "Raya", "facts": ["RM 12.50"], "mail": {"en": {"subject": "Hi", "text": "For RM 12.50"}}}"#
            )
            let kept = await bench.run("broadcast", "create", file)
            #expect(kept.status == 0, "\(kept)")
            let id = kept.out.split(separator: "\n").first.map(String.init) ?? ""
            #expect(await bench.run("broadcast", "list").out.contains("Raya"))
            let preview = await bench.run("broadcast", "preview", id)
            #expect(preview.out.contains("of 0 targeted: 0 now"), "\(preview)")
            let nobody = await bench.run("broadcast", "test", id, "mei@example.com")
            #expect(nobody.status == 65 && nobody.err.contains("must be the address of somebody on the staff"))
            for (step, state) in [
                ("start", "running"), ("pause", "paused"), ("resume", "running"), ("stop", "stopped"),
            ] {
                let run = await bench.run("broadcast", step, id)
                #expect(run.status == 0 && run.out == "\(state)\n", "\(run)")
            }
            let show = await bench.run("broadcast", "show", id)
            #expect(show.out.contains("Raya: stopped") && show.out.contains("targeted"))
            let again = await bench.run("broadcast", "start", id)
            #expect(again.status == 65 && again.err.contains("the broadcast is stopped"))
            let json = await bench.run("broadcast", "show", id, "--json")
            #expect(json.out.contains("\"targeted\": 0"))
        }
    }

    @Test("what cannot be taken is told, and nothing is kept")
    func bad() async throws {
        try await withBench { bench in
            let programme = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", programme).status == 0)
            let wrong = try bench.write(
                "wrong.json",
                #"{"name": "Raya", "facts": ["RM 12.50"], "mail": {"en": {"subject": "Hi", "text": "For RM 12.00"}}}"#
            )
            let refused = await bench.run("broadcast", "create", wrong)
            #expect(refused.status == 65 && refused.err.contains("MYR 12.00, which is none of the facts"), "\(refused)")
            let broken = await bench.run("broadcast", "create", try bench.write("broken.json", "{"))
            #expect(broken.status == 65 && broken.err.contains("is no JSON"))
            #expect(await bench.run("broadcast", "show", "nobody").status == 66)
            #expect(await bench.run("broadcast", "list").err.contains("there are no broadcasts"))
        }
    }
}
