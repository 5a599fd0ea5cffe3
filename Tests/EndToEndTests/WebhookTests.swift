import Foundation
import JSONText
import SetiaTesting
import Testing

/// A receiver of webhooks as a process of its own (`scripts/receiver.py`), which verifies with the library of Standard
/// Webhooks.
final class Receiver {
    private let process: ChildProcess
    private let input = Pipe()
    let folder: URL
    let address: String

    /// The Python that has the library; made by `scripts/venv.sh webhooks`.
    private static let python = Program.root.appending(path: ".venv/bin/python").path

    /// Whether tests with it run: where the library is there, and where it should be.
    static var isAsked: Bool {
        if ProcessInfo.processInfo.environment["CI"] != nil { return true }
        return FileManager.default.fileExists(
            atPath: Program.root.appending(path: ".venv/installed-webhooks.txt").path
        )
    }

    init(_ scene: Scene) async throws {
        folder = scene.folder.appending(path: "received")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process = try ChildProcess(
            Receiver.python,
            [Program.root.appending(path: "scripts/receiver.py").path, folder.path],
            input: .pipe(input)
        )
        let portFile = folder.appending(path: "port").path
        let process = process
        try await wait(until: "the receiver's port") {
            try #require(process.isRunning, "the receiver did not start")
            return FileManager.default.fileExists(atPath: portFile)
        }
        address = "http://127.0.0.1:\(try String(contentsOfFile: portFile, encoding: .utf8))"
    }

    /// From now on messages to `name` are verified with this secret.
    func setSecret(_ secret: String, of name: String) throws {
        try secret.write(to: folder.appending(path: "\(name).secret"), atomically: true, encoding: .utf8)
    }

    /// What came to `name`, oldest first.
    func received(_ name: String) throws -> [JSON] {
        let file = folder.appending(path: "\(name).jsonl")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        // The last line may still be on its way into the file.
        let whole = text.prefix(upTo: text.lastIndex(of: "\n") ?? text.startIndex)
        return try whole.split(separator: "\n").map { try JSON.parse(String($0)) }
    }

    /// Waits until so many messages were taken at `name`, at most for some seconds.
    func taken(_ name: String, atLeast count: Int, seconds: Double = 30) async throws -> [JSON] {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            let taken = try received(name).filter { $0["status"]?.int64 == 204 }
            if Set(taken.compactMap { $0["id"]?.string }).count >= count { return taken }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try received(name).filter { $0["status"]?.int64 == 204 }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.wait()
    }
}

@Suite("Webhooks of the real server", .serialized, .enabled(if: Receiver.isAsked))
struct WebhookTests {
    @Test(
        "two servers on one PostgreSQL share the sending, and one that dies leaves nothing unsent",
        .enabled(if: Postgres.isAsked)
    )
    func shared() async throws {
        let url: String = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
        let scene = try Scene(postgres: url)
        try await scene.publish()
        let receiver = try await Receiver(scene)
        let hook = try await add(scene, "\(receiver.address)/both")
        try receiver.setSecret(hook.secret, of: "both")
        let key = try await scene.key()
        let one = try RunningServer(scene, key: key, ["--allow-private-webhooks"])
        let other = try RunningServer(scene, key: key, ["--allow-private-webhooks"])
        // Forty members are in many of the 64 lanes, whoever holds them.
        for number in 0..<40 {
            let server = number % 2 == 0 ? one : other
            _ = try await server.order("B-\(number)", card: "KS-\(number)")
        }
        let taken = try await receiver.taken("both", atLeast: 40, seconds: 60)
        #expect(Set(taken.compactMap { $0["id"]?.string }).count == 40)
        #expect(taken.allSatisfy { $0["verified"]?.bool == true })
        one.kill()
        for number in 40..<60 { _ = try await other.order("B-\(number)", card: "KS-\(number)") }
        let all = try await receiver.taken("both", atLeast: 60, seconds: 120)
        #expect(Set(all.compactMap { $0["id"]?.string }).count == 60)
        #expect(other.stop() == 0)
        #expect(try await scene.setia("verify").status == 0)
    }

    private func add(_ scene: Scene, _ url: String, _ more: String...) async throws -> (id: String, secret: String) {
        let run = try await scene.setia(
            ["webhook", "add", url, "--allow-private-webhooks", "--json"] + more,
            on: scene.database
        )
        #expect(run.status == 0, "\(run.errors)")
        let json = try run.json
        return (try #require(json["id"]?.string), try #require(json["secret"]?.string))
    }

    @Test("each event arrives signed, with its receipt, once taken or tried again, and a changed secret verifies")
    func arrives() async throws {
        let scene = try Scene()
        try await scene.publish()
        let receiver = try await Receiver(scene)
        let good = try await add(scene, "\(receiver.address)/good", "--topics", "order.paid")
        let flaky = try await add(scene, "\(receiver.address)/flaky?once=503")
        try receiver.setSecret(good.secret, of: "good")
        try receiver.setSecret(flaky.secret, of: "flaky")
        let server = try RunningServer(scene, key: try await scene.key(), ["--allow-private-webhooks"])
        var receipts: [String: JSON] = [:]
        for number in 1...20 {
            let receipt = try await server.order("W-\(number)", card: "KS-\(number % 5)").json
            receipts[try #require(receipt["event"]?.string)] = receipt
        }
        let taken = try await receiver.taken("good", atLeast: 20)
        #expect(taken.count == 20)
        #expect(taken.allSatisfy { $0["verified"]?.bool == true })
        for message in taken {
            let body = try JSON.parse(message["body"]?.string ?? "")
            #expect(body["type"]?.string == "order.paid")
            let event = try #require(body["data"]?["event"]?.string)
            #expect(body["data"] == receipts[event])
            #expect(message["id"]?.string == "msg_\(event)-\(good.id)")
        }
        let later = try await receiver.taken("flaky", atLeast: 20)
        #expect(Set(later.compactMap { $0["id"]?.string }).count == 20)
        #expect(later.allSatisfy { $0["verified"]?.bool == true })
        // While the secret is changed both verify.
        let rotated = try await scene.setia("webhook", "rotate", good.id, "--json").json
        try receiver.setSecret(try #require(rotated["secret"]?.string), of: "good")
        _ = try await server.order("W-21", card: "KS-1")
        let last = try #require(try await receiver.taken("good", atLeast: 21).last)
        #expect(last["signatures"]?.int64 == 2)
        #expect(last["verified"]?.bool == true)
        #expect(server.stop() == 0)
    }

    @Test("what fails is listed with its reason and sent again on request, also after the server was killed")
    func replays() async throws {
        let scene = try Scene()
        try await scene.publish()
        let receiver = try await Receiver(scene)
        let broken = try await add(scene, "\(receiver.address)/broken?always=500")
        try receiver.setSecret(broken.secret, of: "broken")
        let key = try await scene.key()
        let first = try RunningServer(scene, key: key, ["--allow-private-webhooks"])
        for number in 1...3 { _ = try await first.order("R-\(number)", card: "KS-1") }
        try await wait(until: "an attempt of each") {
            Set(try receiver.received("broken").compactMap { $0["id"]?.string }).count == 3
        }
        first.kill()
        let tried = try await scene.setia("webhook", "test", broken.id, "--allow-private-webhooks", "--json")
        #expect(tried.status == 1)
        #expect(try tried.json["status"]?.int64 == 500)
        #expect(try tried.json["answer"]?.string == "not now")
        let second = try RunningServer(scene, key: key, ["--allow-private-webhooks"])
        let changed = try await second.patch("/v1/webhooks/\(broken.id)", #"{"url": "\#(receiver.address)/mended"}"#)
        #expect(changed.status == 200)
        try receiver.setSecret(broken.secret, of: "mended")
        // What the killed server had under way is nobody's until a minute has passed; replayed it goes as soon as the lanes
        // of the killed server are free, in half a minute.
        let all = try await second.get("/v1/webhooks/\(broken.id)/deliveries").json["items"]?.array ?? []
        #expect(all.count == 3)
        for line in all where line["state"]?.string != "sent" {
            let event = try #require(line["event"]?.string)
            let replayed = try await second.post("/v1/webhooks/\(broken.id)/replay", #"{"event": "\#(event)"}"#)
            #expect(replayed.status == 202)
        }
        let taken = try await receiver.taken("mended", atLeast: 3, seconds: 90)
        #expect(Set(taken.compactMap { $0["id"]?.string }) == Set(all.compactMap { $0["id"]?.string }))
        let metrics = try await second.get("/metrics")
        #expect(
            String(decoding: metrics.body, as: UTF8.self).contains(
                #"setia_webhook_attempts_total{outcome="delivered"}"#
            )
        )
        #expect(second.stop() == 0)
        let failures = try await scene.setia("webhook", "failures", broken.id, "--json")
        #expect(try failures.json.array?.isEmpty == true)
    }

    @Test("without the flag nothing is sent to this machine, and the reason is shown")
    func guarded() async throws {
        let scene = try Scene()
        try await scene.publish()
        let refused = try await scene.setia("webhook", "add", "http://127.0.0.1:9/")
        #expect(refused.status == 65)
        let receiver = try await Receiver(scene)
        let own = try await add(scene, "\(receiver.address)/own")
        let tried = try await scene.setia("webhook", "test", own.id, "--json")
        #expect(tried.status == 1)
        #expect(try tried.json["taken"]?.bool == false)
        #expect(try receiver.received("own").isEmpty)
    }
}
