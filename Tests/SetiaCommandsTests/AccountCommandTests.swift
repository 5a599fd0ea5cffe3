import JSONText
import Testing

@testable import SetiaCommands

@Suite("The command that stops accounts")
struct AccountCommandTests {
    @Test("A-1: an account is stopped from the command line")
    func stops() async throws {
        try await withBench { bench in
            try await bench.publish()
            let table = try bench.write("members.csv", "name,card\nAna Lim,1\n")
            #expect(await bench.run("import", "members", table).status == 0)
            let early = await bench.run("member", "stop", "card:1", "--resume", "--reason", "why")
            #expect(early.status == 65 && early.err.contains("is not stopped"))
            let stopped = await bench.run("member", "stop", "card:1", "--reason", "stolen", "--json")
            #expect(stopped.status == 0, "\(stopped.err)")
            #expect(try JSON.parse(stopped.out)["stopped"] == .bool(true))
            #expect(await bench.run("member", "show", "card:1").out.contains("suspended"))
            #expect(
                await bench.run("member", "stop", "card:1", "--resume", "--reason", "found").out.contains("goes on")
            )
            #expect(await bench.run("member", "stop", "card:1", "--reason", " ").status == 64)
            #expect(await bench.run("member", "stop", "card:9", "--reason", "x").status != 0)
        }
    }
}
