import JSONText
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Insight: bought or real, and suggestions")
struct InsightLoyaltyTests {
    /// Sixty customers with a card of ten points a visit and a reward at 50; one visit before it, and after it, they come
    /// in three days in place of about six.
    private static func visits(pulled: Bool) -> String {
        var random = SplitMix64(seed: 5)
        var lines = ["customer,date,earned,redeemed"]
        for customer in 0..<60 {
            var (day, balance, isAfter) = (Int.random(in: 0..<9, using: &random), 0, false)
            while day < 700 {
                balance += 10
                let redeemed = balance >= 50 ? 50 : 0
                balance -= redeemed
                lines.append("c\(customer),\(date(day)),10,\(redeemed)")
                isAfter = redeemed > 0
                let isNear = balance == 40
                let usual = Int.random(in: 4...8, using: &random)
                day += pulled && (isNear || isAfter) ? 3 : usual
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func date(_ day: Int) -> String {
        let (month, of) = (day / 28, day % 28 + 1)
        return "\(2024 + month / 12)-\(two(month % 12 + 1))-\(two(of))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    @Test("visits that follow rewards are told apart from those that do not")
    func bought() async throws {
        try await withBench { bench in
            let file = try bench.write("visits.csv", Self.visits(pulled: true))
            let run = await bench.run("insight", "bought", file, "--json", "--csv", bench.path("members.csv"))
            #expect(run.status == 0, "\(run.err)")
            let report = try JSON.parse(run.out)
            let share = try #require(Double(report["parts"]?.array?.first?["share"]?.numberText ?? ""))
            #expect(share > 0.15 && share < 0.3, "\(share)")
            let notes = report["notes"]?.array?.compactMap(\.string) ?? []
            #expect(notes.contains("usual prices of rewards: 50, of \(rewards(Self.visits(pulled: true))) rewards"))
            #expect(notes.contains { $0.hasPrefix("rewards bring visits") })
            #expect(try bench.read("members.csv").split(whereSeparator: \.isNewline).count == 61)

            let other = try bench.write("even.csv", Self.visits(pulled: false))
            let even = await bench.run("insight", "bought", other)
            #expect(even.out.contains("no visits are shown to follow rewards"), "\(even.out)")
        }
    }

    private func rewards(_ table: String) -> String {
        let count = table.split(separator: "\n").count { $0.hasSuffix(",50") }
        return count >= 1_000 ? "\(count / 1_000),\(String(count % 1_000 + 1_000).dropFirst())" : "\(count)"
    }

    @Test(
        "what cannot be told, or misleads, is said",
        arguments: [
            ("customer,date,earned,redeemed\na,2026-01-01,5,0\n", 0, "an experiment would tell"),
            ("customer,date,earned,redeemed\n", 65, "there is nothing to measure"),
            ("customer,date,earned,redeemed\na,2026-01-01,-5,0\n", 65, "0 or more"),
            ("customer,date,earned,redeemed\na,2029-01-01,5,0\n", 65, "is after today"),
            ("customer,date,earned,redeemed\n,2026-01-01,5,0\n", 65, "is empty"),
            ("customer,date,earned\na,2026-01-01,5\n", 65, "redeemed"),
        ]
    )
    func badVisits(table: String, status: Int32, reason: String) async throws {
        try await withBench { bench in
            let run = await bench.run("insight", "bought", try bench.write("visits.csv", table))
            #expect(run.status == status && (run.out + run.err).contains(reason), "\(run.out)\(run.err)")
        }
    }

    @Test("of the brand itself, each member stands in the table, and nobody had enough rewards to tell")
    func ofTheBrand() async throws {
        try await withBench { bench in
            #expect(await bench.run("demo", "--members", "60", "--until", "2026-03-01").status == 0)
            let run = await bench.run("insight", "bought", "--json")
            #expect(run.status == 0, "\(run.err)")
            let report = try JSON.parse(run.out)
            #expect(report["about"]?.string?.hasPrefix("bought or real, wallet points: 6") == true)
            #expect(report["parts"]?.array?.isEmpty == false)
            let wrong = await bench.run("insight", "bought", "--wallet", "stars")
            #expect(wrong.status == 64 && wrong.err.contains("there is no wallet 'stars'"))
        }
    }

    /// Eighty customers in two kinds: who buys tea buys buns later on, who buys coffee buys cake.
    private static var lines: String {
        var lines = ["customer,date,item"]
        for customer in 0..<80 {
            let items = customer % 2 == 0 ? ["tea", "bun", "honey"] : ["coffee", "cake", "milk"]
            for week in 0..<4 {
                lines.append("c\(customer),2026-01-0\(week + 1),\(items[0])")
                lines.append("c\(customer),2026-01-0\(week + 1),\(items[(customer / 2 + week) % 3])")
            }
            lines.append("c\(customer),2026-02-01,\(items[0])")
            lines.append("c\(customer),2026-02-02,\(items[customer / 2 % 2 + 1])")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test("suggestions stand beside what most bought and \"buy again\"")
    func recommend() async throws {
        try await withBench { bench in
            let file = try bench.write("lines.csv", Self.lines)
            let run = await bench.run("insight", "recommend", file, "--split", "2026-02-01", "--top", "3", "--json")
            #expect(run.status == 0, "\(run.err)")
            let report = try JSON.parse(run.out)
            let rows = report["methods"]?.array ?? []
            #expect(
                rows.map { "\($0["items"]?.string ?? "") \($0["method"]?.string ?? "")" } == [
                    "all what most bought", "all bought together", "all buy again", "new what most bought",
                    "new bought together",
                ]
            )
            let together = try #require(Double(rows[1]["precision"]?.numberText ?? ""))
            let popular = try #require(Double(rows[0]["precision"]?.numberText ?? ""))
            #expect(together > popular, "\(run.out)")
        }
    }

    @Test(
        "a day without customers before and after it, or a row without an item, is told",
        arguments: [
            ("2020-01-01", lines, "too little to check"),
            ("2026-02-01", "customer,date,item\na,2026-01-01,\n", "is empty"),
            ("2026-02-01", "customer,date,item\n", "nothing to measure"),
        ]
    )
    func badLines(split: String, table: String, reason: String) async throws {
        try await withBench { bench in
            let file = try bench.write("lines.csv", table)
            let run = await bench.run("insight", "recommend", file, "--split", split)
            #expect(run.status == 65 && run.err.contains(reason), "\(run.err)")
        }
    }
}

extension JSON {
    /// A number with decimals as it stands there.
    fileprivate var numberText: String? {
        if case .decimal(let text) = self { text } else { nil }
    }
}
