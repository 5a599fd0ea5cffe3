import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Households over HTTP")
struct HouseholdTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        household: {share: even}
        """

    private func enrol(_ card: String, _ points: Int64, _ caller: Caller) async throws -> String {
        let body = #"{"identities": [{"kind": "card", "value": "\#(card)"}], "name": "Member \#(card)"}"#
        let id = try #require(try await caller.send(.post, "/v1/members", body).json["id"]?.string)
        #expect(try await caller.record(Sample.adjustment(points, of: id, number: Int(card) ?? 0)).status == 201)
        return id
    }

    @Test("H-1: a shop begins a household, and each may read it")
    func wholeWay() async throws {
        let caller = try await Caller(programme: Self.programme, shops: [])
        let (annie, bryan) = (try await enrol("1", 800, caller), try await enrol("2", 401, caller))
        func step(_ member: String, _ body: String) async throws -> Answer {
            try await caller.send(.post, "/v1/members/\(member)/household", body)
        }
        #expect(try await caller.send(.get, "/v1/members/\(annie)/household").json["members"] == [])
        let early = try await step(bryan, #"{"step": "join", "member": "\#(annie)"}"#)
        expect(early, 422, "not-invited", "data.member", "the head of that household has not asked this member")
        #expect(try await step(annie, #"{"step": "invite", "member": "\#(bryan)"}"#).status == 201)
        let joined = try await step(bryan, #"{"step": "join", "member": "\#(annie)"}"#)
        #expect(joined.status == 201)
        #expect(joined.json["reasons"] == [["code": "household", "step": "joined"]])
        let household = try await caller.send(.get, "/v1/members/\(bryan)/household")
        #expect(
            household.json == [
                "available": ["points": 1_201], "head": .string(annie), "invited": [],
                "members": [
                    ["available": ["points": 800], "member": .string(annie)],
                    ["available": ["points": 401], "member": .string(bryan)],
                ],
                "share": "even",
            ]
        )
        let redeem = #"{"redemptionId": "R-1", "wallet": "points", "points": 601}"#
        let path = "/v1/members/\(bryan)/household/redemptions"
        let spent = try await caller.send(.post, path, redeem)
        #expect(spent.status == 201)
        #expect(
            spent.json["reasons"] == [
                ["all": 601, "code": "household", "points": -300, "step": "redeemed", "wallet": "points"]
            ]
        )
        let again = try await caller.send(.post, path, redeem)
        #expect(again.status == 200 && again.json["event"] == spent.json["event"])
        let tooMuch = try await caller.send(
            .post,
            path,
            #"{"redemptionId": "R-2", "wallet": "points", "points": 601}"#
        )
        expect(tooMuch, 422, "insufficient-points", "data.points", "600 points are available, and 601 are needed")
        #expect(try await step(annie, #"{"step": "leave"}"#).status == 201)
        #expect(try await caller.send(.get, "/v1/members/\(bryan)/household").json["members"] == [])
    }

    @Test(
        "what cannot be taken of a household says each field and why",
        arguments: [
            ("", #"{"step": "marry"}"#, "step", "must be invite, join or leave"),
            ("", "{}", "step", "is missing"),
            ("", #"{"step": "join"}"#, "member", "is missing"),
            ("", #"{"step": "invite", "member": "x"}"#, "member", "must be a member's id"),
            ("/redemptions", #"{"wallet": "points", "points": 5}"#, "redemptionId", "is missing"),
            (
                "/redemptions", #"{"redemptionId": "R", "wallet": "points", "points": "5"}"#, "points",
                "must be a whole number of points"
            ),
        ]
    )
    func badInput(path: String, body: String, field: String, reason: String) async throws {
        let caller = try await Caller(programme: Self.programme, shops: [])
        let annie = try await enrol("1", 800, caller)
        let answer = try await caller.send(.post, "/v1/members/\(annie)/household\(path)", body)
        #expect(answer.status == 422)
        #expect(answer.json["errors"] == [["field": .string(field), "reason": .string(reason)]])
    }

    @Test("a programme without households has none")
    func none() async throws {
        let document = Self.programme.replacing("household: {share: even}", with: "")
        let caller = try await Caller(programme: document, shops: [])
        let (annie, bryan) = (try await enrol("1", 800, caller), try await enrol("2", 401, caller))
        let body = #"{"step": "invite", "member": "\#(bryan)"}"#
        let answer = try await caller.send(.post, "/v1/members/\(annie)/household", body)
        expect(answer, 422, "no-households", "subject", "the programme has no households")
    }
}
