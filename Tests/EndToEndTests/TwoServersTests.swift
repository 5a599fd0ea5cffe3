import Foundation
import JSONText
import Testing

@Suite("Two real servers on one PostgreSQL", .enabled(if: Postgres.isAsked))
struct TwoServersTests {
    @Test("two hundred orders, returns and redemptions of one member at once, through both: each counts once")
    func oneMember() async throws {
        let url: String = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
        let scene = try Scene(postgres: url)
        try await scene.publish()
        let key = try await scene.key()
        let servers = [try RunningServer(scene, key: key), try RunningServer(scene, key: key)]
        let enrolment = "{\"identities\":[{\"kind\":\"card\",\"value\":\"KS-1\"}]}"
        let member = try #require(try await servers[0].post("/v1/members", enrolment).json["id"]?.string)
        let give = Self.event("give", "points.adjusted", "\"wallet\":\"points\",\"points\":1000", of: member)
        #expect(try await servers[0].post("/v1/events", give).status == 201)
        for number in 0..<60 {
            let order = RunningServer.order("before-\(number)", card: "KS-1", amount: 1_000, time: Self.now)
            #expect(try await servers[1].post("/v1/events", order).status == 201)
        }

        // Orders wait fourteen days, so exactly 25 of the 70 redemptions of 40 find their points.
        let orders = (0..<70).map { RunningServer.order("order-\($0)", card: "KS-1", amount: 1_000, time: Self.now) }
        let returns = (0..<60).map { number in
            """
            {"specversion":"1.0","id":"return-\(number)","source":"till/1","type":"order.returned",\
            "time":"\(Self.now)","data":{"orderId":"before-\(number)","returnId":"\(number)"}}
            """
        }
        let redemptions = (0..<70).map { number in
            Self.event(
                "spend-\(number)",
                "points.redeemed",
                "\"redemptionId\":\"spend-\(number)\",\"wallet\":\"points\",\"points\":40",
                of: member
            )
        }
        let events = orders + returns + redemptions
        let answers = try await withThrowingTaskGroup(of: (Int, Int, String?).self) { group in
            for (place, event) in events.enumerated() {
                for server in servers {
                    group.addTask {
                        let answer = try await server.postUntilKnown("/v1/events", event)
                        return (place, answer.status, try answer.json["event"]?.string)
                    }
                }
            }
            var answers: [[(status: Int, event: String?)]] = Array(repeating: [], count: events.count)
            for try await (place, status, event) in group { answers[place].append((status, event)) }
            return answers
        }
        for both in answers {
            #expect(both.count { $0.status == 201 } <= 1, "was new twice")
            #expect(Set(both.compactMap(\.event)).count <= 1, "is there twice")
            let statuses = both.map(\.status).sorted()
            #expect([[200, 201], [422, 422]].contains(statuses), "both are told the same")
        }
        let recorded = answers.map { both in both.contains { $0.status < 300 } }
        #expect(recorded[..<130].allSatisfy { $0 }, "an order or a return was refused")
        #expect(recorded[130...].count { $0 } == 25)
        let balance = try await servers[1].get("/v1/members/\(member)/balance").json["wallets"]?["points"]?[
            "balance"
        ]
        #expect(balance?["available"]?.int64 == 0)
        // Joining gave 50, and seventy orders gave ten each; sixty others came back whole.
        #expect(balance?["pending"]?.int64 == 750)
        for server in servers { #expect(server.stop() == 0) }
        let verification = try await scene.setia("verify")
        #expect(verification.status == 0, "\(verification.output)\(verification.errors)")
    }

    private static let now = Date().ISO8601Format()

    private static func event(_ id: String, _ type: String, _ data: String, of member: String) -> String {
        """
        {"specversion":"1.0","id":"\(id)","source":"till/1","type":"\(type)","time":"\(Self.now)",\
        "subject":"\(member)","data":{\(data)}}
        """
    }
}

/// A PostgreSQL that was started for the tests.
enum Postgres {
    /// Where it is.
    static var url: String? { ProcessInfo.processInfo.environment["SETIA_TEST_POSTGRES"] }
    /// Whether tests on it run: where it is there, and where it should be.
    static var isAsked: Bool { url != nil || ProcessInfo.processInfo.environment["CI"] != nil }
}
