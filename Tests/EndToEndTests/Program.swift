import Foundation
import JSONText
import SetiaTesting

/// The real program, as its users run it.
enum Program {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Where it is: `SETIA_BINARY`, else the debug build.
    static var path: String {
        ProcessInfo.processInfo.environment["SETIA_BINARY"] ?? root.appending(path: ".build/debug/setia").path
    }

    /// What a finished run said.
    struct Run {
        let status: Int32
        let output: String
        let errors: String

        var json: JSON {
            get throws { try JSON.parse(output.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
    }
}

/// A brand of its own for one test, in a folder that goes with it.
final class Scene {
    let folder: URL
    /// A file, or a URL.
    let database: String
    /// Where the brand is, as each command is told it.
    var place: [String] { ["--database", database, "--keys", folder.appending(path: "brand.db.keys").path] }

    /// A brand in a file, or in a new database on the PostgreSQL server at `postgres`.
    init(postgres: String? = nil) throws {
        let name = "scene_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
        folder = FileManager.default.temporaryDirectory.appending(path: "setia-scene-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let postgres, let slash = postgres.lastIndex(of: "/") else {
            database = folder.appending(path: "brand.db").path
            return
        }
        database = "\(postgres[...slash])\(name)"
        let making = try ChildProcess(
            "psql",
            [postgres, "--no-psqlrc", "--quiet", "--command", "CREATE DATABASE \(name)"]
        )
        guard making.wait() == .exit(0) else { throw NoDatabase() }
    }

    /// psql says why on standard error.
    struct NoDatabase: Error {}

    deinit { try? FileManager.default.removeItem(at: folder) }

    func setia(_ arguments: String...) async throws -> Program.Run { try await setia(arguments, on: database) }

    /// Runs it on a database of another name, or on those that the arguments name themselves.
    func setia(_ arguments: [String], on database: String? = nil) async throws -> Program.Run {
        let place = database.map { ["--database", $0, "--keys", folder.appending(path: "brand.db.keys").path] } ?? []
        let output = folder.appending(path: "output-\(UUID().uuidString)")
        let errors = folder.appending(path: "errors-\(UUID().uuidString)")
        let process = try ChildProcess(
            Program.path,
            arguments + place,
            output: .file(output),
            errors: .file(errors)
        )
        return Program.Run(
            status: await process.end().status,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8)
        )
    }

    /// Publishes the example programme, or one of the test's own.
    func publish(_ document: String? = nil) async throws {
        var path = Program.root.appending(path: "examples/kopi-setia.yaml").path
        if let document {
            path = folder.appending(path: "programme.yaml").path
            try document.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let run = try await setia("programme", "publish", path)
        guard run.status == 0 else { throw Failed(what: "publish", run: run) }
    }

    /// A key that may do everything.
    func key() async throws -> String {
        let run = try await setia("key", "create", "--name", "test", "--scopes", "all", "--rate", "1000000")
        guard run.status == 0 else { throw Failed(what: "key create", run: run) }
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func write(_ text: String, as name: String) throws -> String {
        let path = folder.appending(path: name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    struct Failed: Error, CustomStringConvertible {
        let what: String
        let run: Program.Run
        var description: String { "\(what): status \(run.status)\n\(run.output)\n\(run.errors)" }
    }
}
