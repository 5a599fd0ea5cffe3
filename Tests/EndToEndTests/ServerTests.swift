import Foundation
import JSONText
import Synchronization
import Testing

@Suite("The real server", .serialized)
struct ServerTests {
    @Test(
        "an order is answered with points, reasons and balance, and again with the same; and she is told why, in Thai"
    )
    func purchase() async throws {
        let scene = try Scene()
        try await scene.publish()
        let server = try RunningServer(scene, key: try await scene.key())
        let first = try await server.order("A-1", card: "KS-1")
        #expect(first.status == 201)
        let receipt = try first.json
        #expect(receipt["points"]?["points"]?.int64 == 59)
        #expect(receipt["reasons"]?.array?.isEmpty == false)
        let again = try await server.order("A-1", card: "KS-1")
        #expect(again.status == 200)
        let repeated = try again.json
        #expect(repeated["replayed"]?.bool == true)
        #expect(repeated["event"] == receipt["event"])
        #expect(repeated["balances"] == receipt["balances"])
        let event = try #require(receipt["event"]?.string)
        let why = try await server.get("/v1/events/\(event)/explanation?language=th")
        #expect(why.status == 200)
        let headline = try #require(try why.json["headline"]?.string)
        #expect(headline.contains("59"))
        #expect(headline.unicodeScalars.contains { (0x0E00...0x0E7F).contains($0.value) })
        #expect(server.stop() == 0)
        #expect(try await scene.setia("verify").status == 0)
    }

    @Test("what was acknowledged before kill -9 is there once, and what was not is there once or not at all")
    func killed() async throws {
        let scene = try Scene()
        try await scene.publish()
        let key = try await scene.key()
        let notes = Notes()
        for round in 0..<4 {
            let server = try RunningServer(scene, key: key)
            let target = 60 + round * 37
            await withTaskGroup(of: Void.self) { group in
                for client in 0..<8 {
                    group.addTask {
                        for number in 0..<1_000 {
                            let id = "r\(round)-c\(client)-\(number)"
                            notes.send(id)
                            guard let answer = try? await server.order(id, card: "card-\(number % 10)"),
                                answer.status == 201
                            else { return }
                            let count = notes.acknowledge(id)
                            if count == target * (round + 1) { server.kill() }
                        }
                    }
                }
            }
            server.kill()
        }
        let server = try RunningServer(scene, key: key)
        var events: Set<String> = []
        for id in notes.sent.sorted() {
            let number = id.split(separator: "-").last.flatMap { Int($0) } ?? 0
            let answer = try await server.order(id, card: "card-\(number % 10)")
            let json = try answer.json
            if notes.acknowledged.contains(id) {
                #expect(answer.status == 200, "acknowledged and lost: \(id)")
                #expect(json["replayed"]?.bool == true)
            } else {
                #expect([200, 201].contains(answer.status))
            }
            events.insert(json["event"]?.string ?? "none of \(id)")
        }
        #expect(events.count == notes.sent.count)
        #expect(notes.acknowledged.count > 400)
        #expect(server.stop() == 0)
        let verification = try await scene.setia("verify", "--json")
        #expect(verification.status == 0, "\(verification.output)")
        let report = try await scene.setia("report", "--json").json
        #expect(report["orders"]?.int64 == Int64(events.count))
    }

    @Test("sixty-four redemptions at once of a balance for ten give ten, and every other is refused")
    func parallelRedemptions() async throws {
        let scene = try Scene()
        try await scene.publish()
        let server = try RunningServer(scene, key: try await scene.key())
        let member = try #require(
            try await server.post("/v1/members", "{\"identities\":[{\"kind\":\"card\",\"value\":\"KS-1\"}]}").json[
                "id"
            ]?.string
        )
        let give = """
            {"specversion":"1.0","id":"give","source":"desk","type":"points.adjusted","time":"2026-03-01T04:00:00Z",\
            "subject":"\(member)","data":{"wallet":"points","points":1000}}
            """
        #expect(try await server.post("/v1/events", give).status == 201)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<64 {
                group.addTask {
                    try await server.post(
                        "/v1/events",
                        """
                        {"specversion":"1.0","id":"r\(number)","source":"till","type":"points.redeemed",\
                        "time":"2026-03-02T04:00:00Z","subject":"\(member)",\
                        "data":{"redemptionId":"r\(number)","wallet":"points","points":100}}
                        """
                    ).status
                }
            }
            var statuses: [Int] = []
            for try await status in group { statuses.append(status) }
            return statuses
        }
        #expect(statuses.count { $0 == 201 } == 10)
        #expect(statuses.count { $0 == 422 } == 54)
        #expect(server.stop() == 0)
        #expect(try await scene.setia("verify").status == 0)
    }

    @Test("who was erased stays erased when yesterday's backup is restored, and the brand still verifies")
    func restoredBackup() async throws {
        let scene = try Scene()
        try await scene.publish()
        let key = try await scene.key()
        var server = try RunningServer(scene, key: key)
        let enrolment = """
            {"identities":[{"kind":"email","value":"ana@example.com"},{"kind":"card","value":"KS-1"}],\
            "country":"MY","person":{"name":"Ana Erased"}}
            """
        let member = try #require(try await server.post("/v1/members", enrolment).json["id"]?.string)
        let order = RunningServer.order("A-1", card: "KS-1", time: Date.now.formatted(.iso8601))
        #expect(try await server.post("/v1/events", order).status == 201)
        #expect(server.stop() == 0)

        let backup = scene.folder.appending(path: "backup.db").path
        try FileManager.default.copyItem(atPath: scene.database, toPath: backup)
        #expect(try await scene.setia("member", "erase", member, "--yes").status == 0)

        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scene.database + suffix) }
        try FileManager.default.copyItem(atPath: backup, toPath: scene.database)
        let verification = try await scene.setia("verify")
        #expect(verification.status == 0, "\(verification.output)\(verification.errors)")

        server = try RunningServer(scene, key: key)
        let shown = try await server.get("/v1/members/\(member)").json
        #expect(shown["status"]?.string == "erased")
        #expect(shown["identities"]?.array?.isEmpty == true)
        #expect(shown["person"]?.object?.members.isEmpty == true)
        #expect(try await server.get("/v1/members?kind=email&value=ana@example.com").status == 404)
        #expect(try await server.get("/v1/members/\(member)/balance").json["wallets"]?["points"] != nil)
        #expect(server.stop() == 0)
    }

    @Test("a stopped server answers what it has begun, and the next one goes on from there")
    func restarts() async throws {
        let scene = try Scene()
        try await scene.publish()
        let key = try await scene.key()
        for round in 0..<3 {
            let server = try RunningServer(scene, key: key)
            #expect(try await server.get("/health/ready").status == 200)
            let answer = try await server.order("A-\(round)", card: "KS-1", amount: 1_000)
            #expect(try answer.json["balances"]?["points"]?["pending"]?.int64 == Int64(10 * (round + 1)))
            #expect(server.stop() == 0)
        }
    }
}

/// What several clients sent, and what was acknowledged to them.
private final class Notes: Sendable {
    private let state = Mutex<(sent: Set<String>, acknowledged: Set<String>)>((sent: [], acknowledged: []))

    var sent: Set<String> { state.withLock { $0.sent } }
    var acknowledged: Set<String> { state.withLock { $0.acknowledged } }

    func send(_ id: String) { state.withLock { _ = $0.sent.insert(id) } }

    /// How many are acknowledged with this one.
    func acknowledge(_ id: String) -> Int {
        state.withLock { state in
            state.acknowledged.insert(id)
            return state.acknowledged.count
        }
    }
}
