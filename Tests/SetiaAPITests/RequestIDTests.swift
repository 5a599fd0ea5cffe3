import HTTPTypes
import JSONText
import Logging
import SetiaService
import SetiaTesting
import Testing

@Suite("Each request has an id, by which it is found in the log")
struct RequestIDTests {
    @Test("the caller's own is taken, stands in the answer, in a problem and in the log")
    func ownID() async throws {
        let caller = try await Caller()
        let answer = try await caller.send(
            .get,
            "/v1/members/ana@example.com?text=secret",
            headers: ["X-Request-ID": "till-3:000481"]
        )
        #expect(answer.status == 404)
        #expect(answer.header("X-Request-ID") == "till-3:000481")
        let line = try #require(caller.log.lines.last { $0.message == "request" })
        #expect(line.level == .debug)
        let key = try #require(try await caller.brand.service.apiKeys().first?.id)
        var told = line.told
        #expect(told.removeValue(forKey: "milliseconds").flatMap { Int($0) } != nil)
        #expect(
            told == [
                "request": "till-3:000481", "route": "GET /v1/members/{member}", "status": "404", "key": key,
            ]
        )
        #expect(!"\(caller.log.lines)".contains("ana@example.com"))
        #expect(!"\(caller.log.lines)".contains("secret"))
    }

    @Test(
        "another form is not taken, and one is made",
        arguments: ["", "a b", "é", "'; DROP TABLE", String(repeating: "x", count: 129), "<script>"]
    )
    func malformedID(id: String) async throws {
        let caller = try await Caller()
        let answer = try await caller.send(.get, "/health/live", headers: ["X-Request-ID": id], showing: .nothing)
        let made = try #require(answer.header("X-Request-ID"))
        #expect(made != id)
        #expect(made.wholeMatch(of: #/[0-9a-f]{32}/#) != nil)
    }

    @Test("what is not there has an id and a line too")
    func unknownPath() async throws {
        let caller = try await Caller()
        let answer = try await caller.send(.get, "/nowhere", showing: .nothing)
        #expect(answer.header("X-Request-ID") != nil)
        let line = try #require(caller.log.lines.last)
        #expect(line.told["route"] == "none")
        #expect(line.told["key"] == "none")
    }
}
