import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Recommendations over the API")
struct RecommendationTests {
    @Test("a stranger is unknown, and before anything is measured nothing is suggested")
    func unmeasured() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let answer = try await caller.send(.get, "/v1/members/\(ana)/recommendations?language=th")
        #expect(answer.status == 200)
        let body = try JSON.parse(answer.text)
        #expect(body["again"]?.array?.isEmpty == true && body["others"]?.array?.isEmpty == true)
        #expect(body["measuredAt"] == nil && body["members"]?.int64 == 0 && body["member"]?.string == ana)
        let nobody = try await caller.send(.get, "/v1/members/01kdvvcrg2e008000000009999/recommendations")
        #expect(nobody.status == 404)
    }

    @Test(
        "a parameter that cannot be taken is named",
        arguments: [
            ("limit=0", "limit", "1 to 50"), ("limit=many", "limit", "1 to 50"),
            ("language=fr", "language", "en, ms, id or th"),
            ("exclude=\(Array(repeating: "a", count: 201).joined(separator: ","))", "exclude", "at most 200"),
        ]
    )
    func refused(query: String, field: String, reason: String) async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let answer = try await caller.send(.get, "/v1/members/\(ana)/recommendations?\(query)")
        #expect(answer.status == 400 && answer.text.contains(field) && answer.text.contains(reason), "\(answer.text)")
    }
}
