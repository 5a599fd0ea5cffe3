import Foundation
import JSONText
import SetiaCore
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Commands")
struct CommandTests {
    @Test("a programme's problems are told by file, line and column")
    func programmeProblems() async throws {
        try await withBench { bench in
            let file = try bench.write(
                "bad.yaml",
                smallProgramme.replacing("engine: 1", with: "engine: 2").replacing("MYR: 1 per", with: "EUR: 1 per")
            )
            let run = await bench.run("programme", "validate", file)
            #expect(run.status == 65)
            #expect(Golden.difference(of: run.out + "--\n" + run.err, from: "programme-validate.txt") == nil)
            let published = await bench.run("programme", "publish", file)
            #expect(published.status == 65)
            #expect(!FileManager.default.fileExists(atPath: bench.path("shop.db")))
        }
    }

    @Test("versions are published, shown and not published twice")
    func programmeVersions() async throws {
        try await withBench { bench in
            let file = try bench.write("p.yaml", smallProgramme)
            var text = ""
            for arguments in [
                ["programme", "publish", file], ["programme", "publish", file],
                ["programme", "publish", file, "--from", "2020-01-01"], ["programme", "show", "--version", "7"],
                ["programme", "publish", file, "--from", "soon"],
            ] {
                let run = await bench.run(arguments)
                text += "\(run.status)\n\(run.out)\(run.err)"
            }
            let next = try bench.write("next.yaml", smallProgramme + "# next\n")
            text += await bench.run("programme", "publish", next, "--from", "2026-05-01").out
            text += await bench.run("programme", "show").err
            #expect(Golden.difference(of: text, from: "programme-versions.txt") == nil)
            #expect(await bench.run("programme", "show", "--version", "1").out == smallProgramme)
        }
    }

    @Test("a programme is begun from a template, compared, kept, scheduled, taken back and gone back to")
    func programmeLife() async throws {
        try await withBench { bench in
            let file = bench.path("club.yaml")
            _ = await bench.run("programme", "new", "--template", "retail", "--currency", "THB,MYR", "--out", file)
            let document = try String(contentsOfFile: file, encoding: .utf8)
            let next = try bench.write(
                "next.yaml",
                document.replacing("fixed: 100", with: "fixed: 150").replacing("1 per 8.00", with: "1 per 10.00")
                    .replacing("expiry: {rolling: 12 months", with: "expiry: {rolling: 18 months")
            )
            let broken = try bench.write("broken.yaml", document.replacing("engine: 1", with: "engine: 7"))
            var text = ""
            for arguments in [
                ["new", "--template", "farm"], ["new", "--template", "retail", "--currency", "baht"],
                ["validate", file], ["diff", file, next], ["diff", file, next, "--lines", "--language", "ms"],
                ["publish", file], ["draft", "save", "next", broken], ["draft", "save", "Next", next],
                ["draft", "save", "next", next, "--revision", "0"], ["diff", "current", "draft:next"],
                ["draft", "save", "next", next, "--revision", "1"], ["draft", "list"],
                ["diff", "current", "draft:next"], ["publish", "draft:next", "--at", "2027-01-01"], ["draft", "list"],
                ["show"], ["cancel", "2"], ["cancel", "1"], ["publish", next], ["rollback", "--reason", "a mistake"],
                ["rollback", "9", "--reason", "a mistake"], ["diff", "1", "3"], ["diff", "1", "4"],
            ] {
                let run = await bench.run(["programme"] + arguments)
                let out = arguments == ["show"] ? "" : run.out
                text += "$ \(arguments.joined(separator: " "))\n\(out)\(run.err)"
                if run.status != 0 { text += "= \(run.status)\n" }
            }
            text = text.replacing(bench.path(""), with: "DIR")
            #expect(Golden.difference(of: text, from: "programme-life.txt") == nil)
        }
    }

    @Test("a key's secret is the only thing on standard output")
    func keys() async throws {
        try await withBench { bench in
            try await bench.publish()
            let made = await bench.run("key", "create", "--name", "till", "--scopes", "events:write,events:read")
            #expect(made.out == "SECRET\n")
            var text = made.err
            text += await bench.run("key", "create", "--name", "all", "--scopes", "all", "--json").out
            let list = try JSON.parse(await bench.run("key", "list", "--json").out)
            let id = try #require(list.array?.first?["id"]?.string)
            text += await bench.run("key", "revoke", id).out
            text += await bench.run("key", "list").out
            text += await bench.run("key", "revoke", "nothing").err
            text += await bench.run("key", "create", "--name", "x", "--scopes", "everything").err
            #expect(Golden.difference(of: text, from: "keys.txt") == nil)
        }
    }

    @Test("rotating says what it did")
    func rotate() async throws {
        try await withBench { bench in
            try await bench.publish()
            let orders = try bench.write("orders.csv", "orderId,card,time,amount\n1,C-1,2026-03-01,5.00\n")
            _ = await bench.run("import", "events", orders)
            var text = await bench.run("key", "rotate").out
            bench.clock.advance(days: 40)
            let second = await bench.run("key", "rotate")
            bench.clock.advance(days: 120)
            text += second.out + second.err + (await bench.run("key", "rotate")).out
            text += await bench.run("key", "rotate", "--json").out
            #expect(Golden.difference(of: text, from: "key-rotate.txt") == nil)
        }
    }

    @Test("a member is erased only when her id is typed", arguments: ["wrong", nil])
    func eraseAsks(typed: String?) async throws {
        try await withBench(typed: typed) { bench in
            try await bench.publish()
            _ = await bench.run("import", "members", try bench.write("m.csv", "card,name\nC-1,Ana\n"))
            let run = await bench.run("member", "erase", "card:C-1")
            #expect(run.status == 64)
            #expect(run.err.contains("nobody was erased"))
            #expect(await bench.run("member", "show", "card:C-1").out.contains("Ana"))
        }
    }

    @Test("an event's points are explained")
    func explain() async throws {
        try await withBench { bench in
            try await bench.publish()
            let orders = try bench.write(
                "orders.csv",
                "orderId,card,time,amount\n1,C-1,2026-03-01,250.00\n2,C-1,2026-03-02,10\n"
            )
            _ = await bench.run("import", "events", orders)
            let shown = try JSON.parse(await bench.run("member", "show", "card:C-1", "--ledger", "--json").out)
            let event = try #require(shown["entries"]?.array?.first?["event"]?.string)
            var text = await bench.run("explain", event).out
            text += await bench.run("explain", event, "--language", "id").out
            text += await bench.run("explain", event, "--json").out
            text += await bench.run("explain", "nothing").err
            #expect(Golden.difference(of: text, from: "explain.txt") == nil)
        }
    }

    @Test("the doctor names what is wrong and what to do")
    func doctor() async throws {
        try await withBench { bench in
            let none = await bench.run("doctor")
            #expect(none.status == 1)
            #expect(none.err.contains("database: name it with --database"))
            try await bench.publish()
            // The files are of today, and the bench's clock is not.
            bench.clock.now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000) + 1_000)
            let new = await bench.run("doctor", "--json")
            #expect(new.status == 0, "\(new.out)")
            let states = try JSON.parse(new.out).array?.map { $0["state"]?.string }
            #expect(states?.contains("bad") == false)
            #expect(chmod(bench.path("shop.db.keys"), 0o644) == 0)
            let open = await bench.run("doctor")
            #expect(open.status == 1)
            #expect(open.err.contains("key file: chmod 600 DIR/shop.db.keys"))
        }
    }

    @Test("a brand that is not there, or a database elsewhere, says what to do")
    func noBrand() async throws {
        try await withBench { bench in
            let run = await bench.run("report")
            #expect(run.status == 66)
            #expect(
                run.err == """
                    setia: there is no brand at DIR/shop.db
                      why: no file has this name
                      do:  name it with --database, or make one: setia programme publish FILE --database DIR/shop.db

                    """
            )
            let away = await bench.run(
                "report",
                "--database",
                "postgres://setia:secret@127.0.0.1:1/shop?connect_timeout=1"
            )
            #expect(away.status == 69)
            #expect(away.err.contains("127.0.0.1"))
            #expect(!away.err.contains("secret"))
            let other = await bench.run("report", "--database", "mysql://root:secret@localhost/shop")
            #expect(other.status == 64)
            #expect(other.err.contains("'mysql://…' is no database"))
        }
    }
}
