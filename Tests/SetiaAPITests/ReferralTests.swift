import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Referrals")
struct ReferralTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        referral:
          referrer: {wallet: points, fixed: 500}
          friend: {wallet: points, fixed: 300}
          review: 1 per week
        """

    private func enrol(_ card: String, _ caller: Caller) async throws -> String {
        let body = #"{"identities": [{"kind": "card", "value": "\#(card)"}], "name": "Member \#(card)"}"#
        return try #require(try await caller.send(.post, "/v1/members", body).json["id"]?.string)
    }

    @Test("a shop reads a member's code, says who came by it, and decides what looks wrong")
    func wholeWay() async throws {
        let caller = try await Caller(programme: ReferralTests.programme, shops: [])
        let (ana, budi, citra) = (
            try await enrol("1", caller), try await enrol("2", caller), try await enrol("3", caller)
        )
        let own = try await caller.send(.get, "/v1/members/\(ana)/referral")
        #expect(own.status == 200)
        let code = try #require(own.json["code"]?.string)
        #expect(own.json["friends"] == [])
        let body = #"{"code": "\#(code)", "address": "203.0.113.7"}"#
        let noted = try await caller.send(.post, "/v1/members/\(budi)/referral", body)
        #expect(noted.status == 201)
        let again = try await caller.send(.post, "/v1/members/\(budi)/referral", body)
        #expect(again.status == 200 && again.json["event"] == noted.json["event"])
        #expect(try await caller.send(.post, "/v1/members/\(citra)/referral", body).status == 201)
        let friends = try await caller.send(.get, "/v1/members/\(ana)/referral")
        #expect(friends.json["friends"]?.array?.map { $0["state"]?.string } == ["joined", "joined"])

        let first = try await caller.send(.get, "/v1/referrals?limit=1")
        let next = try #require(first.json["next"]?.string)
        let second = try await caller.send(.get, "/v1/referrals?limit=1&cursor=\(next)")
        #expect(second.json["items"]?.array?.first?["friend"]?.string == budi)
        let held = try await caller.send(.get, "/v1/referrals?state=review")
        #expect(held.json["items"]?.array?.map { $0["friend"]?.string } == [citra])
        #expect(held.json["items"]?.array?.first?["signs"] == ["address"])
        let path = "/v1/referrals/\(citra)"
        let accepted = try await caller.send(.post, "\(path)/accept", #"{"reason": "her sister"}"#)
        #expect(accepted.status == 200 && accepted.json["state"] == "joined" && accepted.json["note"] == "her sister")
        #expect(try await caller.send(.get, path).json == accepted.json)
        let refused = try await caller.send(.post, "\(path)/refuse", #"{"reason": "no"}"#)
        #expect(refused.status == 409 && refused.json["type"] == "/problems/referral-decided")
    }

    @Test("what cannot be taken is told by its field")
    func badInput() async throws {
        let caller = try await Caller(programme: ReferralTests.programme, shops: [])
        let ana = try await enrol("1", caller)
        let path = "/v1/members/\(ana)/referral"
        func told(_ answer: Answer) -> String {
            let field = answer.json["errors"]?.array?.first?["field"]?.string ?? ""
            return "\(answer.status) \(answer.json["type"]?.string ?? "") \(field)"
        }
        #expect(told(try await caller.send(.post, path, "{}")) == "422 /problems/invalid-body code")
        let unknown = try await caller.send(.post, path, #"{"code": "ZZZZ-ZZZZ"}"#)
        expect(unknown, 422, "unknown-referral-code", "code", "is nobody's")
        let other = try await caller.send(.post, path, #"{"code": "ZZZZ-ZZZZ", "by": "x"}"#)
        #expect(told(other) == "422 /problems/invalid-body by")
        let state = try await caller.send(.get, "/v1/referrals?state=paid")
        expect(state, 400, "invalid-parameter", "state", "must be review, or left out")
        #expect(told(try await caller.send(.get, "/v1/referrals/\(ana)")) == "404 /problems/not-found ")
        let nobody = try await caller.send(.post, "/v1/referrals/\(ana)/accept", #"{"reason": "x"}"#)
        #expect(told(nobody) == "404 /problems/not-found ")
        let silent = try await caller.send(.post, "/v1/referrals/\(ana)/refuse", "{}")
        #expect(told(silent) == "422 /problems/invalid-body reason")
    }
}
