import Foundation
import SetiaTesting
import Testing

/// The pages in a real browser: `Tests/Browser` drives Chromium through Selenium, with the real program behind it.
@Suite("In a browser", .serialized, .enabled(if: Chromium.isHere, "Chromium and Selenium are not installed"))
struct BrowserTests {
    @Test(
        "the pages do their jobs, and look as they should",
        arguments: ["test_jobs", "test_looks", "test_portal", "test_chat", "test_report"]
    )
    func pages(script: String) async throws {
        let run = try await Chromium.python(script)
        #expect(run.status == 0, "\(run.said)")
        // Nothing that was not run passes for a success.
        let count = try #require(run.said.firstMatch(of: #/Ran (\d+) tests/#))
        #expect(Int(count.output.1).map { $0 >= (script == "test_report" ? 2 : 4) } ?? false)
    }
}

/// Debian's browser and what drives it.
private enum Chromium {
    /// Always in CI: there its absence is a failure and no reason to pass over the tests.
    static var isHere: Bool {
        ProcessInfo.processInfo.environment["CI"] != nil
            || FileManager.default.isExecutableFile(atPath: "/usr/bin/chromedriver")
                && FileManager.default.fileExists(atPath: Program.root.appending(path: ".build/axe/axe.min.js").path)
    }

    /// Runs a script of `Tests/Browser` with Debian's Python, and gives what it said.
    static func python(_ script: String) async throws -> (status: Int32, said: String) {
        var environment = ProcessInfo.processInfo.environment
        environment["SETIA_BINARY"] = Program.path
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        let log = FileManager.default.temporaryDirectory.appending(path: "setia-browser-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        let process = try ChildProcess(
            "/bin/sh",
            ["-c", #"exec /usr/bin/python3 -W ignore::ResourceWarning "$0" 2>&1"#, "\(script).py"],
            environment: environment,
            directory: Program.root.appending(path: "Tests/Browser"),
            output: .file(log)
        )
        return (await process.end().status, try String(contentsOf: log, encoding: .utf8))
    }
}
