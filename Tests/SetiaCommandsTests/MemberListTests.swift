import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Members on the command line")
struct MemberListTests {
    private static let members = """
        card,name,phone,email,country
        K-1,Siti Nurhaliza,+60123456789,siti@example.com,MY
        K-2,"=HYPERLINK(""http://example.com"")",,,ID
        K-3,สมชาย ใจดี,+66812345678,,TH
        K-4,\u{202E}Ana,,,

        """

    @Test("members are found, listed and exported; a formula is none, and a name turns no line around")
    func findListExport() async throws {
        try await withBench { bench in
            try await bench.publish()
            _ = await bench.run("import", "members", try bench.write("m.csv", MemberListTests.members))
            var text = ""
            for arguments in [
                ["member", "find", "siti nur"], ["member", "find", "6789", "--json"], ["member", "find", "สม"],
                ["member", "find", "nobody"], ["member", "find", "an"], ["member", "list", "--limit", "3"],
                ["member", "list", "--country", "ID", "--json"], ["member", "export"],
                ["member", "export", "--text", "สมชาย"], ["member", "list", "--after", "nowhere"],
            ] {
                let run = await bench.run(arguments)
                text += "$ setia \(arguments.joined(separator: " "))\n\(run.status)\n\(run.out)\(run.err)"
            }
            #expect(Golden.difference(of: text, from: "member-list.txt") == nil)
            #expect(await bench.run("member", "export", "--bom").out.unicodeScalars.first == "\u{FEFF}")
        }
    }

    @Test(
        "a filter that is none says which",
        arguments: [
            ["--status", "gone"], ["--store", "Kuala Lumpur"], ["--joined-from", "yesterday"], ["--limit", "0"],
        ]
    )
    func badFilters(arguments: [String]) async throws {
        try await withBench { bench in
            try await bench.publish()
            let run = await bench.run(["member", "list"] + arguments)
            #expect(run.status == 64)
            #expect(run.err.contains(arguments[0]))
        }
    }
}
