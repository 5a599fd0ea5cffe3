import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("The command about bringing friends")
struct ReferralCommandTests {
    @Test("who came by whose code is listed, shown, and decided with a reason")
    func wholeWay() async throws {
        try await withBench { bench in
            let file = try bench.write(
                "p.yaml",
                smallProgramme + "referral: {referrer: {wallet: points, fixed: 500}}\n"
            )
            #expect(await bench.run("programme", "publish", file).status == 0)
            let table = try bench.write("members.csv", "name,card\nAna Lim,1\nana lim,2\n")
            let imported = await bench.run("import", "members", table)
            #expect(imported.status == 0, "\(imported.err)")
            let own = try JSON.parse(await bench.run("referral", "show", "card:1", "--json").out)
            let code = try #require(own["code"]?.string)
            let friend = await bench.run("referral", "show", "card:2")
            #expect(friend.out.hasPrefix("code: "))
            #expect(await bench.run("referral", "show", "referral:\(code)").out == "code: \(code)\n")
            #expect(await bench.run("referral", "list").err.contains("nobody is in this list"))
            let nothing = await bench.run("referral", "accept", "card:2", "--reason", "x")
            #expect(nothing.status == 66 && nothing.err.contains("she came by nobody's code"))
        }
    }
}
