import JSONText
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Milestones and draws on the command line")
struct MilestoneCommandTests {
    private static let programme = """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        segments:
          everybody: {name: All, when: member.orders >= 0}
          nobody: {name: None, when: member.orders >= 100}
        milestones:
          third: {name: Third, on: purchase, number: 3, give: {wallet: points, fixed: 100}}
        """

    private func members(_ bench: CommandBench) async throws {
        let file = try bench.write("small.yaml", Self.programme)
        #expect(await bench.run("programme", "publish", file).status == 0)
        let rows = (1...8).map { "K\($0),2026-01-0\($0)" }
        let table = try bench.write("members.csv", "card,joinedAt\n" + rows.joined(separator: "\n") + "\n")
        #expect(await bench.run("import", "members", table).status == 0)
    }

    @Test("what a member reached and what is missing is shown, as a table and as JSON")
    func milestones() async throws {
        try await withBench { bench in
            try await members(bench)
            let shown = await bench.run("member", "milestones", "card:K1")
            #expect(shown.status == 0, "\(shown.err)")
            #expect(
                shown.out.contains("third") && shown.out.contains("100 points")
                    && shown.out.contains("3 more purchases")
            )
            let json = try JSON.parse(await bench.run("member", "milestones", "card:K1", "--json").out)
            #expect(json["items"]?.array?.first?["left"]?.int64 == 3)
            #expect(await bench.run("member", "milestones", "card:K99").status == 66)
        }
    }

    @Test("members are drawn by a seed, the same again, and drawing again comes to the same")
    func draws() async throws {
        try await withBench { bench in
            try await members(bench)
            let draw = [
                "segment", "draw", "everybody", "--name", "raya", "--count", "3", "--points", "500", "--seed", "8c1f",
            ]
            let drawn = await bench.run(draw)
            #expect(drawn.status == 0 && drawn.out.split(separator: "\n").count == 3, "\(drawn.err)")
            #expect(drawn.err.contains("3 members drawn of 8, by the seed 8c1f"))
            #expect(await bench.run(draw).out == drawn.out)
            let checked = await bench.run("segment", "draws", "raya")
            #expect(checked.status == 0 && checked.out == drawn.out && checked.err.contains("drawn again: the same"))
            let share = await bench.run(
                "segment",
                "draw",
                "everyone",
                "--name",
                "june",
                "--share",
                "25%",
                "--points",
                "5",
                "--json"
            )
            #expect(try JSON.parse(share.out)["drawn"]?.array?.count == 2, "\(share.err)")
            let list = await bench.run("segment", "draws")
            #expect(list.out.contains("raya") && list.out.contains("everyone") && list.out.contains("500 points"))
            #expect(try JSON.parse(await bench.run("segment", "draws", "--json").out).array?.count == 2)
            #expect(await bench.run("verify").status == 0)
        }
    }

    @Test("what cannot be drawn is said with what to do")
    func refused() async throws {
        try await withBench { bench in
            try await members(bench)
            let taken = ["segment", "draw", "everybody", "--name", "raya", "--count", "3", "--points", "500"]
            #expect(await bench.run(taken).status == 0)
            let wrong: [([String], String)] = [
                (["everybody", "--name", "raya", "--count", "2", "--points", "500"], "drawn before"),
                (["vip", "--name", "x", "--count", "2", "--points", "5"], "no segment 'vip'"),
                (["nobody", "--name", "x", "--count", "2", "--points", "5"], "no active member"),
                (["everybody", "--name", "1", "--count", "2", "--points", "5"], "begins with a letter"),
                (["everybody", "--name", "x", "--count", "0", "--points", "5"], "members can be drawn"),
                (
                    ["everybody", "--name", "x", "--count", "1", "--points", "5", "--wallet", "stars"],
                    "no wallet 'stars'"
                ),
                (["everybody", "--name", "x", "--count", "1", "--reward", "pie"], "no reward 'pie'"),
                (["everybody", "--name", "x", "--count", "1", "--points", "5", "--seed", "a b"], "a seed has"),
            ]
            for (arguments, reason) in wrong {
                let refused = await bench.run(["segment", "draw"] + arguments)
                #expect(refused.status == 65 && refused.err.contains(reason), "\(refused.err)")
            }
            for arguments in [
                ["everybody", "--name", "x", "--points", "5"], ["everybody", "--name", "x", "--count", "1"],
                ["everybody", "--name", "x", "--share", "200%", "--points", "5"],
            ] {
                #expect(await bench.run(["segment", "draw"] + arguments).status == 64)
            }
            #expect(await bench.run("segment", "draws", "june").status == 66)
        }
    }
}
