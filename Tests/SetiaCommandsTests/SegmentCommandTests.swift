import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Segments and campaigns on the command line")
struct SegmentCommandTests {
    private static let programme = """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        segments:
          regulars: {name: Regulars, when: member.orders >= 1}
          press: {name: Press, list: true}
        campaigns:
          raya: {name: Raya, audience: everyone, holdOut: 50%}
          plain: {name: Plain}
        rules:
          - {id: gift, on: order.paid, earn: {wallet: points, fixed: 20}, campaign: raya}
        """

    private func members(_ bench: CommandBench) async throws {
        let file = try bench.write("small.yaml", Self.programme)
        #expect(await bench.run("programme", "publish", file).status == 0)
        let rows = (1...8).map { "K\($0),2026-01-0\($0)" }
        let table = try bench.write("members.csv", "card,joinedAt\n" + rows.joined(separator: "\n") + "\n")
        let imported = await bench.run("import", "members", table)
        #expect(imported.status == 0, "\(imported.err)")
    }

    @Test("C-3: a list is filled by hand and from a file, counted, shown and emptied")
    func lists() async throws {
        try await withBench { bench in
            try await members(bench)
            let added = await bench.run("segment", "add", "press", "card:K1", "card:K2")
            #expect(added.status == 0 && added.out == "2 members written on press\n", "\(added.err)")
            let file = try bench.write("press.csv", "card;note\ncard:K2;knows us\n\"card:K3\";\n")
            let more = await bench.run("segment", "add", "press", "--file", file)
            #expect(more.out == "1 member written on press\n", "\(more.err)")
            #expect(more.err.contains("1 member stood there before"))
            let list = await bench.run("segment", "list")
            #expect(list.out.contains("press") && list.out.contains("a list"), "\(list.err)")
            let json = await bench.run("segment", "list", "--json")
            #expect(json.out.contains("\"count\": 3") && json.out.contains("\"ofMembers\": 8"), "\(json.out)")
            let shown = await bench.run("segment", "members", "press", "--limit", "2")
            #expect(shown.out.split(separator: "\n").count == 2)
            #expect(shown.err.contains("go on: --after"))
            let removed = await bench.run("segment", "remove", "press", "card:K1")
            #expect(removed.out == "1 member taken off press\n")
            #expect(await bench.run("segment", "members", "regulars").err.contains("nobody belongs to it"))
            #expect(await bench.run("verify").status == 0)
        }
    }

    @Test("what cannot be done with a list is said with what to do")
    func refused() async throws {
        try await withBench { bench in
            try await members(bench)
            let unknown = await bench.run("segment", "members", "vip")
            #expect(unknown.status == 66 && unknown.err.contains("only regulars, press"), "\(unknown.err)")
            let condition = await bench.run("segment", "add", "regulars", "card:K1")
            #expect(condition.status == 65 && condition.err.contains("says by itself who belongs"), "\(condition.err)")
            let file = try bench.write("bad.csv", "card\ncard:K1\nnobody\n")
            let bad = await bench.run("segment", "add", "press", "--file", file)
            #expect(bad.status == 65 && bad.err.contains("line 3"), "\(bad.err)")
            #expect(await bench.run("segment", "add", "press").status == 64)
            #expect(await bench.run("segment", "add", "press", "card:K77").status == 66)
        }
    }

    @Test("C-10: a campaign is told with what is missing")
    func campaign() async throws {
        try await withBench { bench in
            try await members(bench)
            let early = await bench.run("insight", "experiment", "--campaign", "raya")
            #expect(early.status == 0 && early.out.contains("nobody could have got anything"), "\(early.err)")
            let plain = await bench.run("insight", "experiment", "--campaign", "plain")
            #expect(plain.out.contains("nobody is held out of it"))
            let unknown = await bench.run("insight", "experiment", "--campaign", "x")
            #expect(unknown.status == 66 && unknown.err.contains("only raya, plain"), "\(unknown.err)")
            #expect(await bench.run("insight", "experiment", "--campaign", "raya", "--control", "x").status == 64)
            #expect(await bench.run("insight", "experiment").status == 64)
        }
    }
}
