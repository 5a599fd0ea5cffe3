import Foundation
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia inbox and setia mail-pipe")
struct InboxCommandTests {
    private static let mail = """
        From: Ana <ana@example.com>
        To: hello@kopi.example.com
        Subject: Order
        Message-ID: <m1@example.com>

        Where is my order?

        """

    @Test("a mail from a pipe is listed, shown, answered, closed and counted; the same again changes nothing")
    func fromPipe() async throws {
        try await withBench { bench in
            let file = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", file).status == 0)
            let kept = await bench.run(["mail-pipe", "--json"], input: Array(Self.mail.utf8))
            #expect(kept.status == 0 && kept.out == "{\"receipt\":\"kept\"}\n", "\(kept)")
            let again = await bench.run(["mail-pipe"], input: Array(Self.mail.utf8))
            #expect(again.status == 0 && again.err.contains("kept before"))
            let list = await bench.run("inbox", "list", "--part", "waiting")
            let id = try #require(list.out.firstMatch(of: #/[0-9a-z]{26}-[0-9a-z]{26}/#)).output
            #expect(list.out.contains("Ana"))
            let found = await bench.run("inbox", "list", "--search", "my ORDER", "--channel", "mail", "--unproved")
            #expect(found.out.contains(String(id)) && found.err.contains("1 looked into"), "\(found)")
            #expect(await bench.run("inbox", "list", "--search", "tea").out == "")
            #expect(await bench.run("inbox", "list", "--marked").out == "")
            for wrong in [
                ["--channel", "pigeon"], ["--team", "x"], ["--level", "x"], ["--assignee", "x@example.com"],
            ] {
                #expect(await bench.run(["inbox", "list"] + wrong).status == 64, "\(wrong)")
            }
            let show = await bench.run("inbox", "show", String(id))
            #expect(show.out.contains("Where is my order?"))
            let note = await bench.run("inbox", "answer", String(id), "--text", "Ask the shop.", "--note")
            #expect(note.status == 0 && note.out == "kept\n", "\(note)")
            let answer = await bench.run("inbox", "answer", String(id), "--text", "On its way.")
            #expect(answer.status == 0 && answer.out == "sent\n", "\(answer)")
            let close = await bench.run("inbox", "close", String(id))
            #expect(close.status == 0 && close.out == "closed\n")
            let figures = await bench.run("inbox", "figures", "--by", "person", "--json")
            #expect(figures.out.contains("\"answered\": 1"), "\(figures)")
            #expect(await bench.run("inbox", "show", "nobody").status == 66)
            #expect(await bench.run("inbox", "list", "--part", "mine").status == 64)
        }
    }

    @Test("a pipe ends with 75 where the mail cannot be kept now, so that the server hands it over again")
    func later() async throws {
        try await withBench { bench in
            let away = await bench.run(["mail-pipe"], input: Array(Self.mail.utf8))
            #expect(away.status == 75 && away.err.contains("not kept yet"))
            #expect(await bench.run(["mail-pipe"], input: []).status == 64)
        }
    }
}
