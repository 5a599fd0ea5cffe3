import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Rewards on the command line")
struct RewardCommandTests {
    private static let programme = """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: welcome, on: member.enrolled, earn: {wallet: points, fixed: 100}}
        rewards:
          mug: {kind: physical-good, name: A mug, price: {points: 30}, stock: counted}
        """

    @Test("W-10: rewards that were had come along in an export, and shelves add up on the other side")
    func comesAlong() async throws {
        try await withBench { bench in
            let file = try bench.write("small.yaml", Self.programme)
            #expect(await bench.run("programme", "publish", file).status == 0)
            let table = try bench.write("members.csv", "card,joinedAt\nK1,2026-01-01\n")
            #expect(await bench.run("import", "members", table).status == 0)
            #expect(await bench.run("reward", "stock", "mug", "--add", "5", "--reason", "first").status == 0)
            #expect(await bench.run("reward", "redeem", "card:K1", "mug", "--quantity", "2", "--id", "R1").status == 0)
            let out = bench.path("out")
            #expect(await bench.run("export", out).status == 0)
            let fresh = bench.path("fresh.db")
            #expect(await bench.run("programme", "publish", file, "--database", fresh).status == 0)
            let taken = await bench.run("import", "events", out + "/events.jsonl", "--history", "--database", fresh)
            #expect(taken.status == 0, "\(taken.err)")
            let verified = await bench.run("verify", "--database", fresh)
            #expect(verified.status == 0, "\(verified.out)")
            let list = await bench.run("reward", "list", "--database", fresh)
            #expect(list.out.contains("mug") && list.out.contains("physical-good"))
            // What she gives back is on the shelf.
            let back = await bench.run(
                "reward",
                "step",
                "card:K1",
                "R1",
                "rollback",
                "--quantity",
                "1",
                "--database",
                fresh
            )
            #expect(back.status == 0, "\(back.err)")
            #expect(await bench.run("verify", "--database", fresh).status == 0)
            #expect(await bench.run("reward", "redeem", "card:K1", "mug", "--database", fresh).status == 0)
            #expect(await bench.run("reward", "redeem", "card:K1", "mug", "--database", fresh).status != 0)
        }
    }

    @Test("W-16: what is unsold comes along with an export, codes that members have too, and each of it once")
    func shelvesComeAlong() async throws {
        try await withBench { bench in
            let text =
                Self.programme + """

                      cinema: {kind: partner-code, name: A film, price: {points: 10}, stock: codes}
                    """
            let file = try bench.write("small.yaml", text)
            #expect(await bench.run("programme", "publish", file).status == 0)
            let table = try bench.write("members.csv", "card,joinedAt\nK1,2026-01-01\n")
            #expect(await bench.run("import", "members", table).status == 0)
            #expect(await bench.run("reward", "stock", "mug", "--add", "5", "--reason", "first").status == 0)
            let codes = try bench.write("codes.csv", "CINEMA-1\nCINEMA-2\nCINEMA-3\n")
            #expect(await bench.run("reward", "load-codes", "cinema", codes).status == 0)
            #expect(await bench.run("reward", "redeem", "card:K1", "mug", "--quantity", "2", "--id", "R1").status == 0)
            let had = await bench.run("reward", "redeem", "card:K1", "cinema", "--id", "R2")
            #expect(had.status == 0 && had.out.contains("CINEMA-"), "\(had.out)")
            let out = bench.path("out")
            #expect(await bench.run("export", out).status == 0)
            let shelves = try bench.read("out/shelves.jsonl")
            #expect(shelves.contains(#""pieces":3"#) && shelves.contains(#""redemption":"R2""#))
            let fresh = bench.path("fresh.db")
            #expect(await bench.run("programme", "publish", file, "--database", fresh).status == 0)
            let taken = await bench.run("import", "events", out + "/events.jsonl", "--history", "--database", fresh)
            #expect(taken.status == 0, "\(taken.err)")
            for (number, said) in [(1, "6 pieces and codes taken in\n"), (2, "0 pieces and codes taken in\n")] {
                let run = await bench.run("reward", "import", out + "/shelves.jsonl", "--database", fresh)
                #expect(run.status == 0 && run.out == said, "\(number): \(run.out) \(run.err)")
            }
            let list = await bench.run("reward", "list", "--json", "--database", fresh)
            #expect(list.out.contains("\"left\": 3") && list.out.contains("\"left\": 2"), "\(list.out)")
            // Her own code is hers there too, and nobody else's.
            let again = await bench.run("reward", "redeem", "card:K1", "cinema", "--id", "R2", "--database", fresh)
            #expect(again.out == had.out, "\(again.out)")
            let verified = await bench.run("verify", "--database", fresh)
            #expect(verified.status == 0, "\(verified.out)")
            let broken = try bench.write(
                "broken.jsonl",
                "{}\n{\"export\": \"x\", \"reward\": \"yacht\", \"pieces\": 1}\n"
            )
            let refused = await bench.run("reward", "import", broken, "--database", fresh)
            #expect(
                refused.status == 1 && refused.err.contains("line 1: export") && refused.err.contains("line 2: yacht")
            )
        }
    }

    @Test("W-5, W-8, W-9: a reward is set aside, had, given back in part and sent, and what cannot be is said")
    func steps() async throws {
        try await withBench { bench in
            let file = try bench.write("small.yaml", Self.programme)
            #expect(await bench.run("programme", "publish", file).status == 0)
            let table = try bench.write("members.csv", "card,joinedAt\nK1,2026-01-01\n")
            #expect(await bench.run("import", "members", table).status == 0)
            let empty = await bench.run("reward", "redeem", "card:K1", "mug")
            #expect(empty.status != 0 && empty.err.contains("left"), "\(empty.err)")
            #expect(await bench.run("reward", "stock", "mug", "--add", "5", "--reason", "first").status == 0)
            let held = await bench.run(
                "reward",
                "redeem",
                "card:K1",
                "mug",
                "--quantity",
                "2",
                "--hold",
                "15",
                "--id",
                "R1"
            )
            #expect(held.out == "R1: 2 × mug, held\n", "\(held.err)")
            #expect(held.err.contains("set aside until"))
            let again = await bench.run(
                "reward",
                "redeem",
                "card:K1",
                "mug",
                "--quantity",
                "2",
                "--hold",
                "15",
                "--id",
                "R1"
            )
            #expect(again.out == held.out)
            let captured = await bench.run("reward", "step", "card:K1", "R1", "capture")
            #expect(captured.out == "R1: 2 × mug, captured\n", "\(captured.err)")
            let back = await bench.run("reward", "step", "card:K1", "R1", "rollback", "--quantity", "1", "--json")
            #expect(back.status == 0, "\(back.err)")
            #expect(await bench.run("reward", "step", "card:K1", "R1", "send").status == 0)
            let late = await bench.run("reward", "step", "card:K1", "R1", "cancel")
            #expect(late.status != 0 && late.err.contains("captured"), "\(late.err)")
            let unknown = await bench.run("reward", "redeem", "card:K1", "cup")
            #expect(unknown.status != 0 && unknown.err.contains("there is no reward cup"), "\(unknown.err)")
            let poor = await bench.run("reward", "redeem", "card:K1", "mug", "--quantity", "4")
            #expect(poor.status != 0 && poor.err.contains("points are available"), "\(poor.err)")
            #expect(await bench.run("reward", "step", "card:K1", "R1", "extend").status != 0)
            #expect(await bench.run("verify").status == 0)
        }
    }
}
