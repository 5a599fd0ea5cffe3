import JSONText
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Staff on the command line")
struct StaffCommandTests {
    private func run(_ bench: CommandBench, _ arguments: String...) async -> String {
        let run = await bench.run(arguments)
        return "$ setia \(arguments.joined(separator: " "))\n\(run.status)\n\(run.out)\(run.err)\n"
    }

    @Test("staff are invited, listed, let in by a link and disabled; the link is the only thing on standard output")
    func story() async throws {
        try await withBench { bench in
            let invite = ["staff", "invite", "--name", "Aisyah", "--email", "Aisyah@example.com", "--role", "owner"]
            let first = await bench.run(invite)
            #expect(first.out == "http://127.0.0.1:8080/console/invitation/TOKEN\n")
            var text = "\(first.out)\(first.err)\n"
            text += await run(bench, "staff", "list")
            text += await run(
                bench,
                "staff",
                "invite",
                "--name",
                "Aisyah",
                "--email",
                "aisyah@example.com",
                "--role",
                "owner",
                "--url",
                "https://kopi.example.com/"
            )
            text += await run(
                bench,
                "staff",
                "invite",
                "--name",
                "Budi",
                "--email",
                "budi@example.com",
                "--role",
                "till",
                "--language",
                "id",
                "--json"
            )
            text += await run(bench, "staff", "list", "--json")
            text += await run(bench, "staff", "link", "budi@example.com")
            text += await run(bench, "staff", "disable", "budi@example.com")
            text += await run(bench, "staff", "disable", "nobody@example.com")
            text += await run(bench, "staff", "list")
            #expect(Golden.difference(of: text, from: "staff.txt") == nil)
        }
    }

    @Test("what is wrong with an invitation is said by its option, and nobody is invited")
    func refuses() async throws {
        try await withBench { bench in
            var text = ""
            for (name, email, role, more) in [
                ("A", "a", "owner", []), ("", "a@example.com", "owner", []), ("A", "a@example.com", "chief", []),
                ("A", "a@example.com", "till", ["--store", "nowhere"]),
                ("A", "a@example.com", "till", ["--store", "NO WHERE"]),
                ("A", "a@example.com", "till", ["--language", "fr"]),
                ("A", "a@example.com", "till", ["--url", "kopi.example.com"]),
            ] as [(String, String, String, [String])] {
                let run = await bench.run(["staff", "invite", "--name", name, "--email", email, "--role", role] + more)
                text += "\(run.status)\n\(run.err)\n"
                #expect(run.out.isEmpty)
            }
            text += await run(bench, "staff", "list")
            #expect(Golden.difference(of: text, from: "staff-refused.txt") == nil)
        }
    }
}
