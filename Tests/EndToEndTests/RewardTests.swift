import Foundation
import JSONText
import Synchronization
import Testing

/// Where a brand of these tests is, and by how many servers it is served.
enum Place: String, CaseIterable, CustomTestStringConvertible {
    case file = "one server on a file"
    case postgres = "two servers on one PostgreSQL"

    var testDescription: String { rawValue }

    static var asked: [Place] { allCases.filter { $0 == .file || Postgres.isAsked } }

    func scene() throws -> Scene {
        guard self == .postgres else { return try Scene() }
        let url: String = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
        return try Scene(postgres: url)
    }

    func servers(_ scene: Scene, key: String) throws -> [RunningServer] {
        try (0..<(self == .file ? 1 : 2)).map { _ in try RunningServer(scene, key: key) }
    }
}

@Suite("Rewards and codes of the real server")
struct RewardTests {
    /// The example programme with a mug that is counted and coffee without end.
    private static func programme() throws -> String {
        let example = try String(
            contentsOf: Program.root.appending(path: "examples/kopi-setia.yaml"),
            encoding: .utf8
        )
        let name = { (word: String) in "{en: \(word), ms: \(word), id: \(word), th: \(word)}" }
        return example + """

            rewards:
              mug: {kind: physical-good, name: \(name("Mug")), price: {points: 100}, stock: counted}
              coffee: {kind: free-product, name: \(name("Coffee")), price: {points: 100}}

            """
    }

    private func enrol(_ number: Int, at server: RunningServer) async throws -> String {
        let enrolment = "{\"identities\":[{\"kind\":\"card\",\"value\":\"KS-\(number)\"}]}"
        let member = try #require(try await server.post("/v1/members", enrolment).json["id"]?.string)
        let give = """
            {"specversion":"1.0","id":"give-\(number)","source":"desk","type":"points.adjusted",\
            "time":"\(Date().ISO8601Format())","subject":"\(member)","data":{"wallet":"points","points":1000}}
            """
        #expect(try await server.postUntilKnown("/v1/events", give).status == 201)
        return member
    }

    /// How often each answer was given: `201`, or the name of the problem.
    private func answers(
        _ servers: [RunningServer],
        _ asked: [(path: String, body: String)]
    ) async throws -> [String: Int] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for (place, (path, body)) in asked.enumerated() {
                let server = servers[place % servers.count]
                group.addTask {
                    let answer = try await server.postUntilKnown(path, body)
                    guard answer.status >= 400 else { return String(answer.status) }
                    let type = try answer.json["type"]?.string ?? ""
                    return String(type.split(separator: "/").last ?? "")
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    private func expectClean(_ scene: Scene) async throws {
        let verification = try await scene.setia("verify")
        #expect(verification.status == 0, "\(verification.output)\(verification.errors)")
    }

    @Test(
        "sixty-four at once want the last mug and one has it; fifty at once spend 100 of 1,000 and ten do",
        arguments: Place.asked
    )
    func lastOne(place: Place) async throws {
        let scene = try place.scene()
        try await scene.publish(try Self.programme())
        let stock = try await scene.setia("reward", "stock", "mug", "--add", "1", "--reason", "the last one")
        #expect(stock.status == 0, "\(stock.errors)")
        let servers = try place.servers(scene, key: try await scene.key())
        var members: [String] = []
        for number in 0..<64 { members.append(try await enrol(number, at: servers[0])) }
        let wishes = members.enumerated().map { number, member in
            (path: "/v1/members/\(member)/redemptions", body: "{\"redemptionId\":\"mug-\(number)\",\"reward\":\"mug\"}")
        }
        #expect(try await answers(servers, wishes) == ["201": 1, "out-of-stock": 63])
        let spender = try await enrol(64, at: servers[0])
        let coffees = (0..<50).map { number in
            (
                path: "/v1/members/\(spender)/redemptions",
                body: "{\"redemptionId\":\"coffee-\(number)\",\"reward\":\"coffee\"}"
            )
        }
        #expect(try await answers(servers, coffees) == ["201": 10, "insufficient-points": 40])
        let balance = try await servers[0].get("/v1/members/\(spender)/balance").json
        #expect(balance["wallets"]?["points"]?["balance"]?["available"]?.int64 == 0)
        for server in servers { #expect(server.stop() == 0) }
        try await expectClean(scene)
    }

    @Test("twenty carts at once have the same code and one of them uses it", arguments: Place.asked)
    func oneCode(place: Place) async throws {
        let scene = try place.scene()
        try await scene.publish(try Self.programme())
        let made = try await scene.setia("voucher", "generate", "--promotion", "ten-off", "--code", "MERDEKA10")
        #expect(made.status == 0, "\(made.errors)")
        let servers = try place.servers(scene, key: try await scene.key())
        for number in 0..<20 { _ = try await enrol(number, at: servers[0]) }
        let carts = (0..<20).map { number in
            (
                path: "/v1/carts/C-\(number)/redeem",
                body: """
                {"source":"shop","currency":"MYR","codes":["merdeka10"],"identity":{"kind":"card","value":"KS-\(number)"},\
                "lines":[{"sku":"beans","quantity":1,"price":{"amount":6000,"currency":"MYR"}}]}
                """
            )
        }
        #expect(try await answers(servers, carts) == ["201": 1, "already-used": 19])
        for server in servers { #expect(server.stop() == 0) }
        try await expectClean(scene)
    }

    @Test(
        "kill -9 between setting aside and having leaves what was said, and the shelf adds up",
        arguments: Place.asked
    )
    func killed(place: Place) async throws {
        let scene = try place.scene()
        try await scene.publish(try Self.programme())
        let stock = try await scene.setia("reward", "stock", "mug", "--add", "500", "--reason", "delivery")
        #expect(stock.status == 0, "\(stock.errors)")
        let key = try await scene.key()
        let first = try RunningServer(scene, key: key)
        var members: [String] = []
        for number in 0..<8 { members.append(try await enrol(number, at: first)) }
        let said = Said()
        await withTaskGroup(of: Void.self) { group in
            for member in members {
                group.addTask {
                    for number in 0..<10 {
                        let path = "/v1/members/\(member)/redemptions"
                        let id = "\(member)-\(number)"
                        let wish = "{\"redemptionId\":\"\(id)\",\"reward\":\"mug\",\"hold\":true}"
                        guard let held = try? await first.postUntilKnown(path, wish), held.status == 201 else { return }
                        if said.note("held", of: "\(path)/\(id)") == 30 { first.kill() }
                        guard let had = try? await first.postUntilKnown("\(path)/\(id)/capture", "{}"),
                            had.status == 201
                        else { return }
                        said.note("captured", of: "\(path)/\(id)")
                    }
                }
            }
        }
        first.kill()
        let server = try RunningServer(scene, key: key)
        let expected = said.all
        #expect(expected.count >= 30)
        for (path, state) in expected {
            let found = try await server.get(path)
            #expect(found.status == 200, "said and lost: \(path)")
            let kept = try found.json["state"]?.string ?? ""
            #expect(kept == state || (state == "held" && kept == "captured"), "\(path) was \(state) and is \(kept)")
        }
        #expect(server.stop() == 0)
        try await expectClean(scene)
    }
}

/// What was said of each redemption: that it is set aside, then that it is had.
private final class Said: Sendable {
    private let states = Mutex<[String: String]>([:])

    var all: [String: String] { states.withLock { $0 } }

    /// - Returns: of how many something was said by now.
    @discardableResult
    func note(_ state: String, of path: String) -> Int {
        states.withLock {
            $0[path] = state
            return $0.count
        }
    }
}
