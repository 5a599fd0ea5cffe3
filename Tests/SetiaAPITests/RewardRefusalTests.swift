import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Why a reward is refused, by the API")
struct RewardRefusalTests {
    /// A refusal has a type, a status, a sentence, and the fields that a program acts on.
    private func expectRefusal(
        _ answer: Answer,
        _ status: Int,
        _ type: String,
        _ field: String,
        _ facts: [(String, JSON)],
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(answer.status == status, "\(answer.text)", sourceLocation: location)
        #expect(answer.json["type"]?.string == "/problems/\(type)", sourceLocation: location)
        #expect(answer.json["errors"]?.array?.first?["field"]?.string == field, sourceLocation: location)
        #expect(answer.json["detail"]?.string?.isEmpty == false, sourceLocation: location)
        for (name, value) in facts {
            #expect(answer.json[name] == value, "\(name): \(answer.text)", sourceLocation: location)
        }
    }

    @Test("W-3: in which countries it can be had is named")
    func country() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        expectRefusal(
            try await shelf.redeem(#"{"reward": "siam"}"#),
            422,
            "wrong-country",
            "subject",
            [("countries", .array(["TH", "ID"]))]
        )
    }

    @Test("W-2, W-3: in which currencies it is paid is named, where none was said and where another was")
    func currency() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        for body in [#"{"reward": "fare"}"#, #"{"reward": "fare", "currency": "THB"}"#] {
            expectRefusal(
                try await shelf.redeem(body),
                422,
                "wrong-currency",
                "data.currency",
                [("takes", .array(["MYR"]))]
            )
        }
        let had = try await shelf.redeem(#"{"reward": "fare", "currency": "MYR"}"#)
        #expect(had.json["redemption"]?["moneyEach"] == json(#"{"amount": 400, "currency": "MYR"}"#))
    }

    @Test("W-3: which condition does not hold is named: the level, the time as a member, the condition, the campaign")
    func eligibility() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        for (reward, facts) in [
            ("lounge", [("because", "level"), ("tierSet", "status"), ("level", "gold")]),
            ("veteran", [("because", "tenure"), ("tenure", "12 months"), ("from", "2027-03-02")]),
            ("many", [("because", "condition"), ("condition", "member.orders >= 3")]),
            ("papers", [("because", "campaign")]),
        ] as [(String, [(String, JSON)])] {
            let answer = try await shelf.redeem(#"{"reward": "\#(reward)"}"#)
            expectRefusal(answer, 422, "not-eligible", "subject", facts)
        }
    }

    @Test("W-3: what is over and what is not there yet are told apart, with from when on it can be had")
    func time() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        expectRefusal(try await shelf.redeem(#"{"reward": "past"}"#), 422, "reward-expired", "data.reward", [])
        expectRefusal(
            try await shelf.redeem(#"{"reward": "coming"}"#),
            422,
            "not-yet",
            "data.reward",
            [("from", "2026-03-31T16:00:00Z")]
        )
    }

    @Test("W-2: what costs something else than she was told says both prices")
    func price() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        expectRefusal(
            try await shelf.redeem(#"{"reward": "dinner", "quantity": 2, "points": 150}"#),
            409,
            "price-changed",
            "data.points",
            [("expected", 150), ("points", 200)]
        )
        #expect(try await shelf.redeem(#"{"reward": "dinner", "quantity": 2, "points": 200}"#).status == 201)
    }

    @Test("W-7: what was set aside too long is over, and its points are hers again")
    func holdOver() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        _ = try await shelf.fill("mug", 1)
        let body = #"{"redemptionId": "R1", "reward": "mug", "hold": true, "minutes": 5}"#
        #expect(try await shelf.redeem(body).status == 201)
        shelf.caller.brand.clock.advance(milliseconds: 5 * 60_000)
        expectRefusal(
            try await shelf.step("capture", of: "R1"),
            409,
            "hold-expired",
            "data.redemptionId",
            []
        )
        #expect(try await shelf.points() == 1_000)
    }

    @Test("W-4: a reached limit says how many are allowed, how many are left, and when there is room again")
    func limit() async throws {
        let shelf = try await RewardShelf(points: 10_000)
        _ = try await shelf.fill("mug", 10)
        #expect(try await shelf.redeem(#"{"reward": "mug"}"#).status == 201)
        expectRefusal(
            try await shelf.redeem(#"{"reward": "mug", "quantity": 2}"#),
            422,
            "limit-reached",
            "data.quantity",
            [("most", 2), ("left", 1), ("again", "2026-03-31T16:00:00Z")]
        )
        let quoted = try await shelf.quote("mug")
        #expect(quoted?["mayHave"] == 1)
        #expect(try await shelf.redeem(#"{"reward": "mug"}"#).status == 201)
        let told = try await shelf.quote("mug")?["obstacles"]?.array?.first
        #expect(told?["type"] == "limit-reached" && told?["again"] == "2026-03-31T16:00:00Z")
    }

    @Test("W-7: an empty shelf is told as that, with how many are left, and takes no points")
    func stock() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        expectRefusal(try await shelf.redeem(#"{"reward": "mug"}"#), 409, "out-of-stock", "data.reward", [("left", 0)])
        _ = try await shelf.fill("mug", 1)
        expectRefusal(
            try await shelf.redeem(#"{"reward": "mug", "quantity": 2}"#),
            409,
            "out-of-stock",
            "data.reward",
            [("left", 1)]
        )
        #expect(try await shelf.points() == 1_000)
        #expect(try await shelf.shelf("mug") == [1, 0, 0])
    }

    @Test("W-3: too few points say how many there are and how many are needed")
    func points() async throws {
        let shelf = try await RewardShelf(points: 150)
        expectRefusal(
            try await shelf.redeem(#"{"reward": "dinner", "quantity": 2}"#),
            422,
            "insufficient-points",
            "data.points",
            [("available", 150), ("needed", 200)]
        )
    }

    @Test("W-3: of several reasons the one is told that stands first in the rule")
    func order() async throws {
        let shelf = try await RewardShelf()
        let answer = try await shelf.redeem(#"{"reward": "siam", "currency": "THB", "points": 99}"#)
        #expect(answer.json["type"] == "/problems/wrong-country")
    }

    @Test("W-1: a reward that there is not is told with those that there are, and a wish with what is wrong in it")
    func unknown() async throws {
        let shelf = try await RewardShelf(points: 1_000)
        let answer = try await shelf.redeem(#"{"reward": "yacht"}"#)
        #expect(answer.status == 422 && answer.json["type"] == "/problems/unknown-reward")
        for (body, field) in [
            (#"{}"#, "reward"), (#"{"reward": "mug", "quantity": 0}"#, "quantity"),
            (#"{"reward": "mug", "quantity": 101}"#, "quantity"), (#"{"reward": "mug", "minutes": 5}"#, "minutes"),
            (#"{"reward": "mug", "hold": "yes"}"#, "hold"), (#"{"reward": "mug", "colour": "red"}"#, "colour"),
            (#"{"reward": "mug", "points": -1}"#, "points"), (#"{"reward": "mug", "currency": "ringgit"}"#, "currency"),
        ] {
            let refused = try await shelf.redeem(body)
            #expect(refused.status == 422 && refused.json["type"] == "/problems/invalid-body", "\(refused.text)")
            #expect(refused.json["errors"]?.array?.first?["field"]?.string == field, "\(refused.text)")
        }
    }

    @Test("V-15: too many wrong codes are answered by a type of their own that says until when")
    func tries() async throws {
        let shelf = try await RewardShelf()
        let path = "/v1/vouchers/NOPE?address=203.0.113.7"
        for _ in 0..<20 { #expect(try await shelf.caller.send(.get, path).status == 404) }
        let answer = try await shelf.caller.send(.get, path)
        #expect(answer.status == 429 && answer.json["type"] == "/problems/too-many-tries")
        #expect(answer.json["detail"]?.string?.contains("2026-03-02T01:40:00Z") == true, "\(answer.text)")
    }
}
