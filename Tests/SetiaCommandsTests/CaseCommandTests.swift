import Foundation
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia case")
struct CaseCommandTests {
    @Test("a case is opened, listed, taken on, shown, closed and counted; what does not follow says what does")
    func way() async throws {
        try await withBench { bench in
            try await bench.publish()
            let csv = try bench.write("members.csv", "card,name\nKS-1,Ana\n")
            let imported = await bench.run("import", "members", csv)
            #expect(imported.status == 0, "\(imported)")
            let found = await bench.run("member", "list")
            let member = String(try #require(found.out.firstMatch(of: #/[0-9a-z]{26}/#)).output)
            let opened = await bench.run("case", "open", member, "complaint", "--text", "The cup was cold.")
            #expect(opened.status == 0, "\(opened)")
            let id = String(try #require(opened.out.firstMatch(of: #/[0-9a-z]{26}-[0-9a-z]{26}/#)).output)
            #expect(await bench.run("case", "list").out.contains("Ana"))
            let wrong = await bench.run("case", "step", id, "closed")
            #expect(wrong.status == 65 && wrong.err.contains("it becomes acknowledged or owned"), "\(wrong)")
            #expect(await bench.run("case", "step", id, "owned").out == "owned\n")
            #expect(await bench.run("case", "step", id, "answered").status == 64)
            #expect(await bench.run("case", "step", id, "answered", "--text", "Sorry.").out == "answered\n")
            #expect(await bench.run("case", "step", id, "learned", "--cause", "delivery").out == "learned\n")
            let shown = await bench.run("case", "show", id)
            #expect(shown.out.contains("The cup was cold.") && shown.out.contains("it becomes closed"), "\(shown)")
            #expect(await bench.run("case", "step", id, "closed", "--json").out.contains("\"state\": \"closed\""))
            let figures = await bench.run("case", "figures")
            #expect(
                figures.out.contains("1 complaints and claims came") && figures.out.contains("delivery"),
                "\(figures)"
            )
            #expect(await bench.run("case", "figures", "--json").out.contains("\"recovered\": 0"))
            #expect(await bench.run("case", "show", "nobody").status == 66)
            #expect(await bench.run("case", "list", "--part", "mine").status == 64)
            #expect(await bench.run("case", "step", id, "sing").status == 64)
        }
    }
}
