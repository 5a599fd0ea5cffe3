import Foundation
import JSONText
import SetiaTesting
import Testing

@Suite("Journeys of the real server")
struct JourneyTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: UTC
        currencies: {MYR: {decimals: 2}}
        contact: {quiet: []}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        events:
          app.gift-due: {name: A gift is due, schema: {type: object, properties: {}}}
          app.next: {name: Go on, schema: {type: object, properties: {}}}
        surveys:
          paid: {kind: csat, ask: Was all well?, after: order.paid}
        rewards:
          cake: {kind: free-product, name: Cake, price: free}
        """

    /// What the journey does, one step of each of the thirteen kinds, the clock on the wall at `minute` among them.
    private static func kinds(_ minute: String) -> [(name: String, step: String)] {
        [
            ("way", "{branch: [{if: member.orders >= 100, to: over}]}"),
            ("minute", "{waitUntil: \"\(minute)\"}"),
            ("part", "{split: {words: 100%}}"),
            ("words", "{message: {mail: {en: {subject: Hello, text: Welcome}}}}"),
            ("later", "{wait: 1 minute}"),
            ("ask", "{survey: {ask: paid, mail: {en: {subject: How was it?, text: Hello}}}}"),
            ("gift", "{points: {wallet: points, give: 50}}"),
            ("cake", "{reward: cake}"),
            ("call", "{task: Call her.}"),
            ("told", "{event: app.gift-due}"),
            ("there", "{goal: true}"),
        ]
    }

    /// Steps after which she waits for the next word, so that the server can go down before it and right after it.
    private static let held: Set = ["words", "later", "ask", "gift", "cake", "call", "told", "there"]

    private static func journey(_ minute: String) -> String {
        let steps = kinds(minute).map { name, step in
            let hold = "  \(name)-then: {waitFor: {event: app.next, atMost: 6 hours, late: over}}\n"
            return "  \(name): \(step)\n" + (held.contains(name) ? hold : "")
        }
        return
            "journey: All kinds\ntrigger: {event: order.paid}\nexitOn: []\nsteps:\n\(steps.joined())  over: {exit: true}\n"
    }

    private static let steps =
        kinds("").flatMap { held.contains($0.name) ? [$0.name, "\($0.name)-then"] : [$0.name] } + ["over"]

    private func event(_ type: String, _ id: String, _ member: String, _ data: String) -> String {
        """
        {"specversion":"1.0","id":"\(id)","source":"desk","type":"\(type)","time":"\(Date().ISO8601Format())",\
        "subject":"\(member)","data":\(data)}
        """
    }

    private func order(_ id: String, _ member: String) -> String {
        event(
            "order.paid",
            id,
            member,
            "{\"orderId\":\"\(id)\",\"lines\":[{\"sku\":\"latte\",\"amount\":{\"amount\":900,\"currency\":\"MYR\"}}]}"
        )
    }

    /// The steps that she came to, with whether she has gone on from the last.
    private func path(_ member: String, _ server: RunningServer) async throws -> (steps: [String], isOver: Bool) {
        let journeys = try await server.get("/v1/members/\(member)/journeys").json["items"]?.array ?? []
        let own = journeys.first
        let steps = (own?["path"]?.array ?? []).compactMap { $0["step"]?.string }
        return (steps, own?["isUnderWay"]?.bool == false)
    }

    /// What a dead server had taken up is free after a minute: puts that into the past, as if the minute had gone by.
    private func passLease(_ scene: Scene) throws {
        let latest = Int64(Date().timeIntervalSince1970 * 1_000) + 61_000
        let script = """
            import sqlite3, sys
            link = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
            link.execute("UPDATE journey_enrolment SET due_ms = 0 WHERE ending IS NULL AND due_ms < ? "
                "AND step NOT IN ('minute', 'later')", (int(sys.argv[2]),))
            """
        let process = try ChildProcess("/usr/bin/python3", ["-c", script, scene.database, "\(latest)"])
        #expect(process.wait() == .exit(0))
    }

    @Test("Y-5: a journey with a step of each kind outlives kill -9 after each, and each does what it does once")
    func killedAtEachStep() async throws {
        let scene = try Scene()
        try await scene.publish(Self.programme)
        let key = try await scene.key()
        let url = ["--url", "https://kopi.example.com"]
        var server = try RunningServer(scene, key: key, url)
        let enrolment = "{\"identities\":[{\"kind\":\"email\",\"value\":\"ana@example.com\"}],\"language\":\"en\"}"
        let member = try #require(try await server.post("/v1/members", enrolment).json["id"]?.string)
        let consent = event(
            "consent.changed",
            "c-1",
            member,
            "{\"purpose\":\"marketing\",\"by\":\"email\",\"given\":true}"
        )
        #expect(try await server.post("/v1/events", consent).status == 201)
        // Far enough away that it is not over when she comes to it, and near enough to wait for.
        let minute = Date(timeIntervalSinceNow: 180).ISO8601Format().dropFirst(11).prefix(5)
        let document = JSON.object(["document": .string(Self.journey(String(minute)))]).text
        let written = try await server.put("/v1/journeys/all", document)
        #expect(written.status < 300, "\(String(decoding: written.body, as: UTF8.self))")
        #expect(try await server.post("/v1/journeys/all/start", "{}").status == 200)
        #expect(try await server.post("/v1/events", order("o-1", member)).status == 201)

        var (seen, kills, words) = (0, 0, 0)
        let end = ContinuousClock.now + .seconds(1_800)
        while ContinuousClock.now < end {
            guard let found = try? await path(member, server) else { continue }
            if found.isOver { break }
            guard found.steps.count > seen else {
                try await Task.sleep(for: .milliseconds(40))
                continue
            }
            // She came to another step: the server goes down while she waits, or in the middle of what she came to.
            seen = found.steps.count
            server.kill()
            kills += 1
            try passLease(scene)
            server = try RunningServer(scene, key: key, url)
            guard found.steps.last?.hasSuffix("-then") == true else { continue }
            // It is told to go on, and goes down again at once: what follows is under way or not begun.
            words += 1
            let next = event("app.next", "n-\(words)", member, "{}")
            #expect(try await server.postUntilKnown("/v1/events", next).status == 201)
            server.kill()
            kills += 1
            try passLease(scene)
            server = try RunningServer(scene, key: key, url)
        }
        #expect(words == Self.held.count && kills >= 2 * words, "\(words) words, \(kills) kills")
        let own = try #require(try await server.get("/v1/members/\(member)/journeys").json["items"]?.array)
        #expect(own.count == 1 && own[0]["ending"]?.string == "done" && own[0]["goalAt"] != nil, "\(own)")
        #expect(try await path(member, server).steps == Self.steps)
        let base = "/v1/members/\(member)"
        let contacts = try await server.get("\(base)/contacts").json["items"]?.array ?? []
        #expect(contacts.count == 2, "\(contacts)")
        let balance = try await server.get("\(base)/balance").json
        #expect(balance["wallets"]?["points"]?["balance"]?["available"]?.int64 == 50, "\(balance.pretty)")
        let redemptions = try await server.get("\(base)/redemptions").json["items"]?.array ?? []
        #expect(redemptions.count == 1, "\(redemptions)")
        let cases = try await server.get("/v1/cases?member=\(member)").json["items"]?.array ?? []
        #expect(cases.count { $0["kind"]?.string == "task" } == 1, "\(cases)")
        let events = try await server.get("\(base)/events?limit=100").json["items"]?.array ?? []
        #expect(events.count { $0["type"]?.string == "app.gift-due" } == 1)
        #expect(server.stop() == 0)
        let verification = try await scene.setia("verify")
        #expect(verification.status == 0, "\(verification.output)\(verification.errors)")
    }

    @Test(
        "Y-5: of hundreds who wait for one minute, two servers on one PostgreSQL take each once",
        .enabled(if: Postgres.isAsked)
    )
    func twoServers() async throws {
        let url: String = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
        let scene = try Scene(postgres: url)
        try await scene.publish(Self.programme)
        let key = try await scene.key()
        let servers = [try RunningServer(scene, key: key), try RunningServer(scene, key: key)]
        let minute = Date(timeIntervalSinceNow: 180).ISO8601Format().dropFirst(11).prefix(5)
        let document = """
            journey: One minute
            trigger: {event: order.paid}
            exitOn: []
            steps:
              minute: {waitUntil: "\(minute)"}
              gift: {points: {wallet: points, give: 50}}
              call: {task: Call her.}
              over: {exit: true}
            """
        let body = JSON.object(["document": .string(document)]).text
        #expect(try await servers[0].put("/v1/journeys/minute", body).status < 300)
        #expect(try await servers[0].post("/v1/journeys/minute/start", "{}").status == 200)

        let cards = (0..<300).map { "KS-\($0)" }
        for (place, part) in stride(from: 0, to: cards.count, by: 50).enumerated() {
            let events = cards[part..<part + 50].flatMap { card in
                [
                    """
                    {"specversion":"1.0","id":"join-\(card)","source":"desk","type":"member.enrolled",\
                    "time":"\(Date().ISO8601Format())","data":{"identity":{"kind":"card","value":"\(card)"}}}
                    """, RunningServer.order("o-\(card)", card: card, time: Date().ISO8601Format()),
                ]
            }
            let batch = "[\(events.joined(separator: ","))]"
            let answer = try await servers[place % 2].post(
                "/v1/events",
                batch,
                type: "application/cloudevents-batch+json"
            )
            #expect(answer.status < 300, "\(String(decoding: answer.body, as: UTF8.self))")
        }

        let end = ContinuousClock.now + .seconds(1_800)
        var members: [String] = []
        for card in cards {
            let found = try await servers[0].get("/v1/members?kind=card&value=\(card)").json
            members.append(try #require(found["id"]?.string, "\(found.pretty)"))
        }
        for (place, member) in members.enumerated() {
            let server = servers[place % 2]
            while try await !path(member, server).isOver, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await path(member, server).steps == ["minute", "gift", "call", "over"])
            let balance = try await server.get("/v1/members/\(member)/balance").json
            #expect(balance["wallets"]?["points"]?["balance"]?["available"]?.int64 == 50, "\(balance.pretty)")
            let cases = try await server.get("/v1/cases?member=\(member)").json["items"]?.array ?? []
            #expect(cases.count == 1, "\(cases)")
        }
        for server in servers { #expect(server.stop() == 0) }
        let verification = try await scene.setia("verify")
        #expect(verification.status == 0, "\(verification.output)\(verification.errors)")
    }
}
