import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import Testing

@Suite("Accounts by the API")
struct AccountTests {
    @Test("A-1, A-3: an engineer stops an account and lets it go on")
    func stops() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        #expect(try await shelf.fill("mug", 5).status == 200)
        let path = "/v1/members/\(shelf.ana)"
        func post(_ step: String, _ body: String) async throws -> Int {
            try await shelf.caller.send(.post, "\(path)/\(step)", body).status
        }
        #expect(try await post("resume", #"{"reason": "why not"}"#) == 409)
        #expect(try await post("stop", #"{"reason": "stolen"}"#) == 204)
        #expect(try await post("stop", #"{"reason": "stolen"}"#) == 409)
        let refused = try await shelf.redeem(#"{"redemptionId": "R1", "reward": "mug"}"#)
        #expect(refused.status == 422 && refused.json["type"]?.string?.hasSuffix("member-suspended") == true)
        #expect(try await post("resume", #"{"reason": "found"}"#) == 204)
        #expect(try await shelf.redeem(#"{"redemptionId": "R2", "reward": "mug"}"#).status == 201)
        for body in [#"{}"#, #"{"reason": ""}"#, #"{"reason": 3}"#, #"{"reason": "x", "more": 1}"#] {
            #expect(try await post("stop", body) == 422, "\(body)")
        }
    }

    @Test("A-5, A-6: an engineer sets an address; what cannot be taken is named, and nothing is spent for a day")
    func address() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        #expect(try await shelf.fill("mug", 5).status == 200)
        let path = "/v1/members/\(shelf.ana)/address"
        func put(_ body: String) async throws -> Answer { try await shelf.caller.send(.put, path, body) }
        #expect(
            try await put(#"{"identity": {"kind": "email", "value": "a@example.com"}, "reason": "asked"}"#).status
                == 204
        )
        #expect(
            try await put(#"{"identity": {"kind": "email", "value": "A@example.com"}, "reason": "asked"}"#).status
                == 409
        )
        #expect(
            try await put(#"{"identity": {"kind": "email", "value": "b@example.com"}, "reason": "asked"}"#).status
                == 204
        )
        let refused = try await shelf.redeem(#"{"redemptionId": "R1", "reward": "mug"}"#)
        #expect(refused.status == 422 && refused.json["until"]?.string != nil)
        let card = try await put(#"{"identity": {"kind": "card", "value": "9"}, "reason": "asked"}"#)
        #expect(card.status == 422 && card.json["errors"]?.array?.first?["field"] == "identity.kind")
        let bad = try await put(#"{"identity": {"kind": "email", "value": "nowhere"}, "reason": "asked"}"#)
        #expect(bad.status == 422 && bad.json["errors"]?.array?.first?["field"] == "identity.value")
        #expect(try await put(#"{"reason": "asked"}"#).status == 422)
    }
}
