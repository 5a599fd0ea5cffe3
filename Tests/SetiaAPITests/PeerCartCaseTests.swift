import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Carts that hold their codes")
struct CartHoldTests {
    /// Two packs of beans at 34.00, with codes.
    private func cart(_ codes: [String], _ more: String = "") -> String {
        let typed = codes.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"source":"kopi/shop","currency":"MYR","codes":[\(typed)],"lines":[{"sku":"beans","quantity":2,\
            "price":{"amount":3400,"currency":"MYR"}}],"identity":{"kind":"email","value":"ana@example.com"}\(more)}
            """
    }

    private func code(_ caller: Caller, _ order: String = #"{"promotion": "ten-off"}"#) async throws -> String {
        let answer = try await caller.send(.post, "/v1/vouchers", order)
        return try #require(answer.json["codes"]?.array?.first?.string, "\(answer.text)")
    }

    private let source = #"{"source": "kopi/shop"}"#

    @Test("VCF-HOLD-01: what a cart holds no other has, until it is redeemed, let go or the time is over")
    func holds() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let code = try await code(caller)
        func hold(_ id: String, _ minutes: Int) async throws -> Answer {
            try await caller.send(.post, "/v1/carts/\(id)/hold", cart([code], #","minutes":\#(minutes)"#))
        }
        let first = try await hold("A", 30)
        #expect(first.status == 200, "\(first.text)")
        #expect(first.json["totals"]?["due"] == 5_800)
        let end = Caller.morning.adding(milliseconds: 30 * 60_000)
        #expect(first.json["heldUntil"]?.string == end.rfc3339)
        #expect(try await hold("B", 30).json["type"] == "/problems/already-used")
        #expect(
            try await caller.send(.post, "/v1/carts/B/redeem", cart([code])).json["type"] == "/problems/already-used"
        )
        // Holding again begins anew.
        #expect(try await hold("A", 20).status == 200)
        caller.brand.clock.now = Caller.morning.adding(milliseconds: 20 * 60_000)
        #expect(try await hold("B", 30).status == 409)
        caller.brand.clock.now = Caller.morning.adding(milliseconds: 20 * 60_000 + 1)
        #expect(try await hold("B", 30).status == 200)
        #expect(try await hold("A", 30).status == 409)
        // What is let go is free at once, and what holds nothing is not let go.
        #expect(try await caller.send(.post, "/v1/carts/B/release", source).status == 204)
        #expect(try await caller.send(.post, "/v1/carts/B/release", source).status == 404)
        #expect(try await caller.send(.get, "/v1/vouchers/\(code)").json["used"] == 0)
        #expect(try await hold("A", 30).status == 200)
        #expect(try await caller.send(.post, "/v1/carts/A/redeem", cart([code])).status == 201)
        let over = try await hold("A", 30)
        #expect(over.status == 409 && over.json["type"] == "/problems/cart-redeemed", "\(over.text)")
        caller.brand.clock.now = Caller.morning.adding(days: 2)
        #expect(try await caller.brand.service.freeHeldUses() == 0)
        #expect(try await caller.send(.get, "/v1/vouchers/\(code)").json["used"] == 1)
        #expect(try await caller.brand.service.verify().isClean)
    }

    @Test("a held cart is redeemed with what it holds, and a changed one lets the rest go")
    func redeems() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let codes = [try await code(caller), try await code(caller)]
        #expect(try await caller.send(.post, "/v1/carts/A/hold", cart([codes[0]])).status == 200)
        // The shopper takes another code; the first is whose it may be.
        let redeemed = try await caller.send(
            .post,
            "/v1/carts/A/redeem",
            cart([codes[1]], #","orderId":"O-1","due":{"amount":5800,"currency":"MYR"}"#)
        )
        #expect(redeemed.status == 201, "\(redeemed.text)")
        #expect(try await caller.send(.get, "/v1/vouchers/\(codes[0])").json["used"] == 0)
        #expect(try await caller.send(.get, "/v1/vouchers/\(codes[1])").json["used"] == 1)
        // What was held belongs to the order by which it is redeemed, also where the hold has ended and nobody came.
        caller.brand.clock.now = Caller.morning.adding(days: 31)
        #expect(try await caller.send(.post, "/v1/carts/B/hold", cart([codes[0]], #","minutes":1"#)).status == 200)
        caller.brand.clock.now = Caller.morning.adding(days: 31).adding(milliseconds: 120_000)
        let late = try await caller.send(.post, "/v1/carts/B/redeem", cart([codes[0]], #","orderId":"O-2""#))
        #expect(late.status == 201, "\(late.text)")
        let order = OrderKey(source: "kopi/shop", id: "O-2")
        #expect(try await caller.brand.store.reading { try $0.carts(of: order) }.map(\.id) == ["B"])
        #expect(try await caller.brand.service.verify().isClean)
    }

    @Test("who holds says what is wrong by the field, and holds nothing then")
    func refusals() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let code = try await code(caller)
        func hold(_ more: String) async throws -> Answer {
            try await caller.send(.post, "/v1/carts/A/hold", cart([code], more))
        }
        for (more, field) in [
            (#","minutes":0"#, "minutes"), (#","minutes":10081"#, "minutes"), (#","minutes":"5""#, "minutes"),
            (#","points":{"wallet":"points","most":true}"#, "points"), (#","partial":true"#, "partial"),
        ] {
            let answer = try await hold(more)
            #expect(answer.status == 422, "\(more): \(answer.text)")
            #expect(answer.json["errors"]?.array?.first?["field"]?.string == field, "\(answer.text)")
        }
        let points = try await hold(#","points":{"wallet":"points","most":true}"#)
        let reason = points.json["errors"]?.array?.first?["reason"]?.string ?? ""
        #expect(reason.contains("points.held"), "\(points.text)")
        // Nobody can take anything from a cart without codes, and nothing is said to be held.
        let plain = try await caller.send(.post, "/v1/carts/P/hold", cart([]))
        #expect(plain.status == 200 && plain.json["heldUntil"] == nil, "\(plain.text)")
        let changed = try await hold(#","due":{"amount":6800,"currency":"MYR"}"#)
        #expect(changed.status == 409 && changed.json["type"] == "/problems/cart-changed")
        let wrong = try await caller.send(.post, "/v1/carts/A/hold", cart([code, "NOSUCHCODE"]))
        #expect(wrong.status == 404)
        #expect(try await caller.send(.get, "/v1/vouchers/\(code)").json["used"] == 0)
    }
}
