import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Phases over the API")
struct PhaseTests {
    @Test("I-7: a member's phases are told with their evidence")
    func told() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let answer = try await caller.send(.get, "/v1/members/\(ana)/phases")
        #expect(answer.status == 200, "\(answer.text)")
        let body = try JSON.parse(answer.text)
        #expect(body["phase"]?.string == "expectation" && body["member"]?.string == ana)
        #expect(body["phases"]?.array?.count == 1 && body["phases"]?.array?.first?["until"] == nil)
        #expect(body["evidence"]?.array?.compactMap { $0["kind"]?.string } == ["joined", "purchases"])
        #expect(body["care"]?["caring"] == 0 && body["care"]?["selling"] == 0 && body["care"]?["last"] == nil)
        let nobody = try await caller.send(.get, "/v1/members/01kdvvcrg2e008000000009999/phases")
        #expect(nobody.status == 404)
    }
}
