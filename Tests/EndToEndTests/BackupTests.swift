import Foundation
import JSONText
import SetiaTesting
import Synchronization
import Testing

/// What clients were told, and whether they shall go on.
private final class Traffic: Sendable {
    private let state = Mutex((acknowledged: 0, isOver: false))

    var acknowledged: Int { state.withLock { $0.acknowledged } }
    var isOver: Bool { state.withLock { $0.isOver } }

    func acknowledge() { state.withLock { $0.acknowledged += 1 } }
    func end() { state.withLock { $0.isOver = true } }
}

@Suite("Backup and restore", .serialized)
struct BackupTests {
    @Test("each backup made while a server takes events restores, proves itself, and has what was acknowledged by then")
    func whileServing() async throws {
        let scene = try Scene()
        try await scene.publish()
        let server = try RunningServer(scene, key: try await scene.key())
        let traffic = Traffic()
        var backups: [(file: String, events: Int)] = []
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<6 {
                group.addTask {
                    for number in 0..<100_000 where !traffic.isOver {
                        let id = "c\(client)-\(number)"
                        let answer = try await server.order(id, card: "card-\(number % 25)")
                        #expect(answer.status == 201)
                        traffic.acknowledge()
                    }
                }
            }
            for number in 0..<6 {
                // Some events lie between two backups.
                let before = traffic.acknowledged
                try await wait(until: "sixty more events") { traffic.acknowledged >= before + 60 }
                let events = traffic.acknowledged
                let file = scene.folder.appending(path: "backup-\(number).db").path
                let run = try await scene.setia("database", "backup", file)
                #expect(run.status == 0, "\(run.errors)")
                backups.append((file, events))
            }
            traffic.end()
            try await group.waitForAll()
        }
        for (number, backup) in backups.enumerated() {
            let place = scene.folder.appending(path: "restored-\(number).db").path
            let run = try await scene.setia(
                ["database", "restore", backup.file, "--keys", scene.database + ".keys", "--json"],
                on: place
            )
            #expect(run.status == 0, "\(run.errors)")
            let json = try run.json
            #expect(json["clean"]?.bool == true)
            #expect(try #require(json["events"]?.int64) >= Int64(backup.events))
        }

        // Nothing is put in the place of a database that a server has open.
        let refused = try await scene.setia("database", "restore", backups[0].file, "--replace")
        #expect(refused.status == 69, "\(refused.errors)")
        #expect(server.stop() == 0)
        let restored = try await scene.setia("database", "restore", backups[0].file, "--replace")
        #expect(restored.status == 0, "\(restored.errors)")
        let later = try RunningServer(scene, key: server.key)
        #expect(try await later.order("after", card: "card-1").status == 201)
        #expect(later.stop() == 0)
        #expect(try await scene.setia("verify").status == 0)
    }

    @Test("a copy that ends in the middle, since the disk took no more, is refused, and made whole by beginning again")
    func unfinishedCopy() async throws {
        let scene = try Scene()
        let demo = try await scene.setia("demo", "--members", "600", "--until", "2026-03-01")
        #expect(demo.status == 0, "\(demo.errors)")
        let target = scene.folder.appending(path: "copy.db").path
        // No file may grow past four megabytes: all tables and some of the copy are there when it ends, on any machine.
        let process = try ChildProcess(
            "/bin/sh",
            [
                "-c", #"ulimit -c 0 && ulimit -f 8192 && exec "$@""#, "sh", Program.path, "database", "copy", "--from",
                scene.database, "--to", target,
            ],
            output: .nothing,
            errors: .nothing
        )
        #expect(await process.end() != .exit(0))
        #expect(FileManager.default.fileExists(atPath: target))
        let keys = scene.database + ".keys"
        let opened = try await scene.setia(["report", "--keys", keys], on: target)
        #expect(opened.status == 69)
        #expect(opened.errors.contains("not finished"))
        let run = { (arguments: [String]) async throws -> Program.Run in
            try await scene.setia(["database", "copy", "--from", scene.database] + arguments)
        }
        let again = try await run(["--to", target])
        #expect(again.status == 73)
        let whole = try await run(["--to", target, "--restart"])
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(try await scene.setia(["verify", "--keys", keys], on: target).status == 0)
    }
}
