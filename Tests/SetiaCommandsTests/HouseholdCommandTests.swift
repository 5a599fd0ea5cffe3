import JSONText
import Testing

@testable import SetiaCommands

@Suite("The command about households")
struct HouseholdCommandTests {
    @Test("H-1: a household is shown, begun, joined and left from the command line")
    func wholeWay() async throws {
        try await withBench { bench in
            let file = try bench.write("p.yaml", smallProgramme + "household: {}\n")
            #expect(await bench.run("programme", "publish", file).status == 0)
            let table = try bench.write("members.csv", "name,card\nAna Lim,1\nBudi,2\n")
            #expect(await bench.run("import", "members", table).status == 0)
            #expect(await bench.run("member", "household", "card:1").err.contains("belongs to no household"))
            let early = await bench.run("member", "household", "card:2", "--join", "card:1")
            #expect(early.status == 65 && early.err.contains("not invited"))
            let asked = await bench.run("member", "household", "card:1", "--ask", "card:2")
            #expect(asked.status == 0 && asked.out.contains("asked: "), "\(asked.err)")
            let joined = await bench.run("member", "household", "card:2", "--join", "card:1", "--json")
            #expect(try JSON.parse(joined.out)["members"]?.array?.count == 2)
            #expect(await bench.run("member", "household", "card:2").out.contains("(head)"))
            #expect(await bench.run("member", "household", "card:2", "--leave").status == 0)
            #expect(await bench.run("member", "household", "card:2", "--leave", "--ask", "card:1").status == 64)
        }
    }
}
