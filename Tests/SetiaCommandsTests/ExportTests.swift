import Foundation
import JSONText
import Testing

@testable import SetiaCommands

@Suite("Exporting")
struct ExportTests {
    private static let events = """
        {"specversion":"1.0","id":"1","source":"shop","type":"member.enrolled","time":"2025-01-01T00:00:00Z",\
        "data":{"identity":{"kind":"card","value":"C-1"},"country":"MY","nickname":"Ana"}}
        {"specversion":"1.0","id":"2","source":"shop","type":"order.paid","time":"2025-02-01T00:00:00Z",\
        "till":"3","data":{"identity":{"kind":"card","value":"C-1"},"orderId":"1","currency":"MYR",\
        "channel":"till","note":"gift","lines":[{"sku":"a","quantity":2,"amount":{"amount":12050,\
        "currency":"MYR"},"categories":["x","y"]},{"sku":"b","amount":{"amount":3000,"currency":"MYR"},\
        "engraving":"Ana"}]}}
        {"specversion":"1.0","id":"3","source":"shop","type":"order.paid","time":"2026-01-15T00:00:00.250Z",\
        "data":{"identity":{"kind":"card","value":"C-1"},"orderId":"2","currency":"MYR","lines":[{"sku":"a",\
        "amount":{"amount":20000,"currency":"MYR"}}]}}
        {"specversion":"1.0","id":"4","source":"shop","type":"order.paid","time":"2026-01-10T00:00:00Z",\
        "data":{"identity":{"kind":"card","value":"C-1"},"orderId":"3","currency":"MYR","lines":[{"sku":"late",\
        "amount":{"amount":7700,"currency":"MYR"}}]}}
        {"specversion":"1.0","id":"5","source":"shop","type":"order.returned","time":"2026-01-20T00:00:00Z",\
        "data":{"identity":{"kind":"card","value":"C-1"},"orderId":"2","returnId":"r"}}
        {"specversion":"1.0","id":"6","source":"shop","type":"points.redeemed","time":"2026-01-21T00:00:00Z",\
        "data":{"identity":{"kind":"card","value":"C-1"},"redemptionId":"d","wallet":"points","points":70}}
        {"specversion":"1.0","id":"7","source":"shop","type":"order.paid","time":"2026-02-01T00:00:00Z",\
        "data":{"identity":{"kind":"email","value":"eve@example.com"},"orderId":"4","currency":"MYR",\
        "lines":[{"sku":"a","amount":{"amount":1999,"currency":"MYR"}}]}}
        {"specversion":"1.0","id":"8","source":"shop","type":"order.paid","time":"2026-02-02T00:00:00Z",\
        "data":{"orderId":"5","currency":"MYR","lines":[{"sku":"a","amount":{"amount":500,"currency":"MYR"}}]}}
        {"specversion":"1.0","id":"9","source":"desk","type":"points.adjusted","time":"2026-02-03T00:00:00Z",\
        "data":{"identity":{"kind":"email","value":"eve@example.com"},"wallet":"points","points":5,\
        "words":"sorry"}}
        {"specversion":"1.0","id":"10","source":"desk","type":"consent.changed","time":"2026-02-04T00:00:00Z",\
        "data":{"identity":{"kind":"card","value":"C-1"},"purpose":"marketing","by":"email","given":true,\
        "evidence":"form"}}
        {"specversion":"1.0","id":"11","source":"desk","type":"tier.granted","time":"2026-02-05T00:00:00Z",\
        "data":{"identity":{"kind":"email","value":"eve@example.com"},"tierSet":"status","level":"gold"}}
        {"specversion":"1.0","id":"12","source":"old","type":"balance.opened","time":"2026-02-06T00:00:00Z",\
        "data":{"identity":{"kind":"email","value":"eve@example.com"},"wallet":"points","lots":[{"points":40,\
        "expiresAt":"2026-03-01T00:00:00Z"},{"points":2}]}}

        """

    @Test("events exported and imported into a fresh brand give the same balances")
    func roundTrip() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("events.jsonl", Self.events)
            #expect(await bench.run("import", "events", file, "--history").status == 0)
            #expect(await bench.run("export", bench.path("out")).status == 0)

            try await bench.publish(database: "fresh.db")
            let events = bench.path("out/events.jsonl")
            let again = await bench.run(["import", "events", events, "--history"], database: "fresh.db")
            #expect(again.status == 0, "\(again.err)")
            for member in ["card:C-1", "email:eve@example.com"] {
                let one = try await entries(of: member, bench, "shop.db")
                let other = try await entries(of: member, bench, "fresh.db")
                #expect(one == other, "\(member)")
                #expect(!one.isEmpty)
            }
            let figures = await bench.run(["report", "--json"], database: "shop.db")
            #expect(await bench.run(["report", "--json"], database: "fresh.db").out == figures.out)
            #expect(await bench.run(["verify"], database: "fresh.db").status == 0)
            // What was said stands there again, what is personal too.
            #expect(await bench.run(["export", bench.path("second")], database: "fresh.db").status == 0)
            let lines = try ["out", "second"].map { try bench.read("\($0)/events.jsonl").split(separator: "\n") }
            for (one, other) in zip(lines[0], lines[1]) { #expect(one == other) }
            #expect(lines[0].count == lines[1].count)
        }
    }

    /// Her entries without what names her.
    private func entries(of member: String, _ bench: CommandBench, _ database: String) async throws -> [JSON] {
        let run = await bench.run(["member", "show", member, "--ledger", "--json"], database: database)
        let shown = try JSON.parse(run.out)
        return (shown["entries"]?.array ?? []).map { entry in
            var object = entry.object ?? [:]
            object.set("event", .null)
            return .object(object)
        } + [shown["balance"]?["wallets"] ?? .null]
    }

    @Test("members exported can come to a fresh brand with what they hold")
    func membersMove() async throws {
        try await withBench { bench in
            try await bench.publish()
            let file = try bench.write("events.jsonl", Self.events)
            _ = await bench.run("import", "events", file, "--history")
            _ = await bench.run("export", bench.path("out"))
            try await bench.publish(database: "fresh.db")
            let run = await bench.run(["import", "members", bench.path("out/members.jsonl")], database: "fresh.db")
            #expect(run.err.contains("row 2, setia.status: is prospect: only active members arrive"))
            let before = await bench.run("member", "show", "card:C-1", "--json").out
            let after = await bench.run(["member", "show", "card:C-1", "--json"], database: "fresh.db").out
            let paths = [["balance", "wallets", "points", "balance"], ["member", "joinedAt"], ["member", "country"]]
            for path in paths {
                let one = try path.reduce(JSON.parse(before)) { $0[$1] ?? .null }
                #expect(try path.reduce(JSON.parse(after)) { $0[$1] ?? .null } == one, "\(path)")
                #expect(one != .null, "\(path)")
            }
        }
    }

    @Test("files are their owner's, and an erased member has nothing personal in them")
    func erasedMember() async throws {
        try await withBench { bench in
            try await bench.publish()
            _ = await bench.run("import", "events", try bench.write("events.jsonl", Self.events))
            #expect(await bench.run("member", "erase", "card:C-1", "--yes").status == 0)
            let run = await bench.run("export", bench.path("out"), "--json")
            #expect(run.status == 0)
            for name in [
                "members.jsonl", "events.jsonl", "entries.jsonl", "stores.jsonl", "programme-v1.yaml", "manifest.json",
                "shelves.jsonl", "vouchers.jsonl",
            ] {
                let attributes = try FileManager.default.attributesOfItem(atPath: bench.path("out/\(name)"))
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
                let text = try bench.read("out/\(name)")
                for secret in ["C-1", "Ana", "gift"] { #expect(!text.contains(secret), "\(secret) in \(name)") }
            }
            #expect(try bench.read("out/manifest.json") == run.out)
            #expect(run.out.contains("\"members\": 2"))
        }
    }

    @Test("nothing is written into a directory that holds something")
    func fullDirectory() async throws {
        try await withBench { bench in
            try await bench.publish()
            let run = await bench.run("export", bench.directory.path)
            #expect(run.status == 73)
            #expect(run.err.hasPrefix("setia: nothing was exported\n  why: DIR is not empty\n  do:  "))
        }
    }
}
