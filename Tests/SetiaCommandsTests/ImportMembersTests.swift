import Foundation
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Importing members and stores")
struct ImportMembersTests {
    private func kopiSetia() throws -> String {
        String(decoding: try Data(contentsOf: examples.appendingPathComponent("kopi-setia.yaml")), as: UTF8.self)
    }

    @Test("the examples import as they stand")
    func examplesImport() async throws {
        try await withBench { bench in
            try await bench.publish(try kopiSetia())
            var text = ""
            for (kind, name) in [
                ("stores", "stores.csv"), ("members", "members.csv"), ("members", "members.jsonl"),
                ("events", "orders.csv"), ("events", "events.jsonl"),
            ] {
                try FileManager.default.copyItem(
                    at: examples.appendingPathComponent(name),
                    to: bench.directory.appendingPathComponent(name)
                )
                let run = await bench.run("import", kind, bench.path(name))
                text += "\(name) \(run.status)\n\(run.out)\(run.err)"
            }
            for member in ["card:KS-1001", "email:SITI@example.com", "phone:+66 2 123 4567", "card:KS-1004"] {
                text += await bench.run("member", "show", member, "--ledger").out + "\n"
            }
            #expect(Golden.difference(of: text, from: "import-examples.txt") == nil)
            #expect(await bench.run("verify").status == 0)
        }
    }

    @Test("a member who cannot be taken says why, and the others come")
    func badMembers() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write(
                "members.csv",
                """
                card_no,mail,since,balance,level,country
                C-1,ana@example.com,2025-01-01,10,gold,MY
                C-2,not an address,2025-01-01,10,,MY
                C-3,c@example.com,long ago,10,,MY
                C-4,d@example.com,2025-01-01,-5,,MY
                C-5,e@example.com,2025-01-01,10,diamond,Malaysia
                C-1,f@example.com,2025-01-01,10,,MY
                ,,2025-01-01,10,,MY
                """
            )
            let arguments = [
                "import", "members", file, "--columns", "card=card_no,email=mail,joinedAt=since,points=balance",
            ]
            let run = await bench.run(arguments)
            #expect(run.status == 1)
            #expect(Golden.difference(of: run.out + "--\n" + run.err, from: "import-members.txt") == nil)
            let again = await bench.run(arguments + ["--json"])
            #expect(again.out.contains("\"recorded\": 0"))
        }
    }

    @Test("who was erased does not come back by an old list")
    func erasedStaysErased() async throws {
        try await withBench { bench in
            try await bench.publish()
            let list = "card,email,points\nC-1,ana@example.com,10\n"
            #expect(await bench.run("import", "members", try bench.write("a.csv", list)).status == 0)
            let erased = await bench.run("member", "erase", "card:C-1", "--yes")
            #expect(Golden.difference(of: erased.out + "--\n" + erased.err, from: "member-erase.txt") == nil)
            let back = await bench.run("import", "members", try bench.write("b.csv", list))
            #expect(back.status == 1)
            #expect(back.err.contains("belong to a member who was erased"))
            let orders = try bench.write("orders.csv", "orderId,card,time,amount\n1,C-1,2026-03-01,5.00\n")
            let order = await bench.run("import", "events", orders)
            #expect(order.err.contains("row 2, card: belongs to a member who was erased"))
            #expect(await bench.run("verify").status == 0)
        }
    }
}
