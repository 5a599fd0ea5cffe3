import Foundation
import JSONText
import SetiaTesting
import Testing

@Suite("Broadcasts of real servers to a real mail server", .serialized)
struct BroadcastTests {
    private static let members = 240

    @Test(
        "G-7, acceptance 7: servers that are killed while they send lose no message and send none twice; it adds up",
        .enabled(if: Sink.isAsked, "the tests' mail server was not started"),
        arguments: [false, true]
    )
    func killed(isOnPostgres: Bool) async throws {
        guard !isOnPostgres || Postgres.isAsked else { return }
        let sink = try #require(Sink(), "CI is set and SETIA_TEST_SMTP is not")
        let url = isOnPostgres ? Postgres.url : nil
        try #require(!isOnPostgres || url != nil, "CI is set and SETIA_TEST_POSTGRES is not")
        let scene = try Scene(postgres: url)
        try await scene.publish(Self.programme)
        let key = try await scene.key()
        func serve() throws -> RunningServer { try RunningServer(scene, key: key, environment: sink.environment) }
        // On PostgreSQL two servers send at once, and one after the other dies.
        var servers = try (0..<(isOnPostgres ? 2 : 1)).map { _ in try serve() }
        let names = (0..<Self.members).map { "m\($0)@\(sink.domain)" }
        try await join(names, servers[0])
        let id = try #require(try await servers[0].post("/v1/broadcasts", Self.broadcast).json["id"]?.string)
        #expect(try await servers[0].post("/v1/broadcasts/\(id)/start", "").status == 200)

        var wereLeaving: Set<String> = []
        for kill in 1...4 {
            try await wait(until: "\(kill * 40) mails") { sink.mails().count >= kill * 40 }
            let place = kill % servers.count
            try await self.kill(servers[place], whileItSends: scene)
            if !isOnPostgres { wereLeaving.formUnion(try age(scene)) }
            servers[place] = try serve()
        }
        let last = servers[servers.count - 1]
        // Two minutes after the last death nobody can be handing over what a dead server took.
        if isOnPostgres {
            try await waitForTheEnd(of: id, last) { wereLeaving.formUnion(try age(scene, besidesTheLiving: true)) }
        } else {
            try await waitForTheEnd(of: id, last) {}
        }

        let (mails, ways) = (sink.mails(), try await ways(of: id, last))
        #expect(ways.count == Self.members)
        for name in names {
            let way = ways[name] ?? "none"
            let count = mails.count { $0 == name }
            #expect(count <= 1, "\(name) got it \(count) times")
            #expect(way == "unknown" || (way == "sent" && count == 1), "\(name): \(way), and got \(count)")
        }
        let unknown = Set(ways.filter { $0.value == "unknown" }.keys)
        #expect(!unknown.isEmpty, "no server died while it handed something over")
        #expect(
            unknown.count == wereLeaving.count,
            "what was on its way when a server died is unknown, and nothing else"
        )
        let results = try #require(try await last.get("/v1/broadcasts/\(id)").json["results"])
        let parts = ["sent", "deferred", "dropped", "withheld", "blocked"].map { results[$0]?.int64 ?? -1 }
        #expect(results["targeted"]?.int64 == Int64(Self.members))
        #expect(parts.reduce(0, +) == Int64(Self.members))
        #expect(results["onTheWay"]?["unknown"]?.int64 == Int64(unknown.count))
        for server in servers { #expect(server.stop() == 0) }
    }

    // MARK: - What it needs

    /// Members who agreed to offers by e-mail.
    private func join(_ names: [String], _ server: RunningServer) async throws {
        for start in stride(from: 0, to: names.count, by: 40) {
            let events = names[start..<min(names.count, start + 40)].flatMap { name in
                [("member.enrolled", "{}"), ("consent.changed", Self.consent)].map { type, data in
                    """
                    {"specversion":"1.0","id":"\(type)-\(name)","source":"desk","type":"\(type)",\
                    "time":"\(Date().ISO8601Format())","data":{"identity":{"kind":"email","value":"\(name)"}\
                    \(data == "{}" ? "" : ",\(data)")}}
                    """
                }
            }
            let body = "[\(events.joined(separator: ","))]"
            let answer = try await server.post("/v1/events", body, type: "application/cloudevents-batch+json")
            #expect(answer.status < 300, "\(String(decoding: answer.body, as: UTF8.self))")
        }
    }

    // Kills it while it hands something over: it is frozen until something is on its way that stays there.
    private func kill(_ server: RunningServer, whileItSends scene: Scene) async throws {
        for _ in 0..<500 {
            server.freeze()
            let before = try sending(scene)
            if !before.isEmpty {
                // What the other server hands over leaves meanwhile; where there is one server it is the frozen one's.
                if scene.database.hasPrefix("postgres") { try await Task.sleep(for: .seconds(1)) }
                if try !before.isDisjoint(with: sending(scene)) { return server.kill() }
            }
            server.thaw()
            try await Task.sleep(for: .milliseconds(3))
        }
        throw Waited(description: "the server never hands anything over")
    }

    // What is on its way to the mail server, and was not put into the past.
    private func sending(_ scene: Scene) throws -> Set<String> {
        try rows(scene, "SELECT contact_id FROM contact WHERE way = 'sending' AND next_ms > 0")
    }

    // Puts into the past what a dead server was handing over, as if its two minutes had gone by, and says whose those were.
    // Where servers run meanwhile only what has been on its way for ten seconds, which none of the living takes that long for.
    private func age(_ scene: Scene, besidesTheLiving: Bool = false) throws -> Set<String> {
        let latest = besidesTheLiving ? "next_ms < \(Int64(Date().timeIntervalSince1970 * 1_000) + 110_000)" : "1 = 1"
        let change =
            "UPDATE contact SET next_ms = 0 WHERE way = 'sending' AND next_ms > 0 AND \(latest) RETURNING contact_id"
        return try rows(scene, change)
    }

    // The first column of what a statement gives, in whichever database the servers have.
    private func rows(_ scene: Scene, _ statement: String) throws -> Set<String> {
        let output = Pipe()
        let process: ChildProcess
        if scene.database.hasPrefix("postgres") {
            let arguments = [
                scene.database, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command",
                statement,
            ]
            process = try ChildProcess("psql", arguments, output: .pipe(output))
        } else {
            let script = """
                import sqlite3, sys
                link = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
                for row in link.execute(sys.argv[2]).fetchall(): print(row[0])
                """
            process = try ChildProcess(
                "/usr/bin/python3",
                ["-c", script, scene.database, statement],
                output: .pipe(output)
            )
        }
        let said = output.fileHandleForReading.readDataToEndOfFile()
        guard process.wait() == .exit(0) else { throw Waited(description: "the database did not answer") }
        return Set(String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    private func waitForTheEnd(of id: String, _ server: RunningServer, _ meanwhile: () throws -> Void) async throws {
        for _ in 0..<9_000 {
            if try await server.get("/v1/broadcasts/\(id)").json["state"]?.string == "done" { return }
            try meanwhile()
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Waited(description: "the broadcast has no end")
    }

    /// How far the message of each member is on its way, by her address.
    private func ways(of id: String, _ server: RunningServer) async throws -> [String: String] {
        var ways: [String: String] = [:]
        var next: String? = ""
        while let page = next {
            let list = try await server.get("/v1/members?limit=100\(page.isEmpty ? "" : "&cursor=\(page)")").json
            for item in list["items"]?.array ?? [] {
                let member = try #require(item["id"]?.string)
                let known = try await server.get("/v1/members/\(member)").json
                let address = try #require(known["identities"]?.array?.first?["value"]?.string)
                let contacts = try await server.get("/v1/members/\(member)/contacts").json["items"]?.array ?? []
                ways[address] = contacts.first { $0["broadcast"]?.string == id }?["way"]?.string
            }
            next = list["next"]?.string
        }
        return ways
    }

    private static let consent = """
        "purpose":"marketing","by":"email","given":true,"wording":"test-1","evidence":"form"
        """

    private static let broadcast = """
        {"name":"Raya","facts":["RM 12.50"],"perMinute":60000,\
        "mail":{"en":{"subject":"A kopi for you","text":"A kopi at RM 12.50."}}}
        """

    /// A brand where it is about noon now, wherever the test runs: nobody is written to at night.
    private static var programme: String {
        let hour = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: Date()).hour ?? 0
        // West is plus in these names.
        let west = hour - 12
        let zone = west == 0 ? "Etc/GMT" : "Etc/GMT\(west > 0 ? "+" : "-")\(abs(west))"
        return """
            programme: kopi-setia
            engine: 1
            languages: [en]
            timeZone: \(zone)
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: {en: points}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}

            """
    }
}

/// The mail server of the tests, which keeps each mail as a file; other tests send to it as well.
private struct Sink {
    /// Under it are the addresses of one test.
    let domain = "\(UUID().uuidString.lowercased()).example.com"
    private let server: String
    private let folder: String

    init?() {
        let environment = ProcessInfo.processInfo.environment
        guard let server = environment["SETIA_TEST_SMTP"], let folder = environment["SETIA_TEST_MAILBOX"] else {
            return nil
        }
        (self.server, self.folder) = (server, folder)
    }

    /// Whether tests with it run: where it is there, and where it should be.
    static var isAsked: Bool { Sink() != nil || ProcessInfo.processInfo.environment["CI"] != nil }

    /// What a server is told of it.
    var environment: [String: String] {
        [
            "SETIA_MAIL": "smtp://\(server)", "SETIA_MAIL_FROM": "Kopi <hello@kopi.example.com>",
            "SETIA_URL": "https://kopi.example.com",
        ]
    }

    /// To whom of this test it got mail so far, once for each mail.
    func mails() -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".eml") }.compactMap { file in
            guard let mail = try? String(contentsOfFile: "\(folder)/\(file)", encoding: .isoLatin1) else { return nil }
            let line = mail.split(separator: "\r\n", omittingEmptySubsequences: false).first {
                $0.hasPrefix("X-RcptTo: ")
            }
            return line.map { String($0.dropFirst("X-RcptTo: ".count)) }.flatMap { $0.hasSuffix(domain) ? $0 : nil }
        }
    }
}
