import HTTPTypes
import JSONText
import SetiaCore
import SetiaTesting
import Testing

@Suite("A purchase comes in, points go out")
struct RecordingTests {
    /// RM 10.00 in the app: 10 by rate, 5 for the coffee, 10 for the app, on top of 50 of welcome.
    private static let receipt = json(
        """
        {"event": "01kdvvcrg2e008000000000002-3", "member": "01kdvvcrg2e008000000000002",
         "source": "kopi/tills", "id": "till-1", "type": "order.paid",
         "occurredAt": "2026-03-02T01:30:00Z", "recordedAt": "2026-03-02T01:30:00Z", "replayed": false,
         "programmeVersion": 1, "points": {"points": 25}, "levels": {"status": "silver"},
         "balances": {"points": {"active": 0, "available": 0, "debt": 0, "held": 0, "pending": 75}},
         "entries": [
            {"number": 4, "lot": 4, "wallet": "points", "kind": "earn", "points": 25, "balance": 75,
             "at": "2026-03-02T01:30:00Z", "activeFrom": "2026-03-15T16:00:00Z", "expiresAt": "2027-03-31T16:00:00Z"}],
         "reasons": [
            {"code": "earned-by-rate", "rule": "base", "wallet": "points", "points": 10, "each": 1,
             "basis": {"amount": 1000, "currency": "MYR"}, "per": {"amount": 100, "currency": "MYR"}},
            {"code": "condition-not-met", "rule": "gold-half-more", "test": 0,
             "condition": "member.tiers.status.atLeast(\\"gold\\")"},
            {"code": "earned-fixed", "rule": "coffee", "wallet": "points", "points": 5},
            {"code": "earned-fixed", "rule": "ordered-in-the-app", "wallet": "points", "points": 10},
            {"code": "pending-until", "wallet": "points", "points": 25, "until": "2026-03-15T16:00:00Z"},
            {"code": "expires-at", "wallet": "points", "points": 25, "at": "2027-03-31T16:00:00Z"},
            {"code": "counted-for-tier", "tierSet": "status", "amount": {"amount": 1000, "currency": "MYR"},
             "total": {"amount": 1000, "currency": "MYR"}}]}
        """
    )

    private static let inTheApp: JSONObject = ["channel": "app", "store": "kl-bangsar"]

    @Test("a purchase is answered with its receipt, keys sorted, to the byte")
    func receipt() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let answer = try await caller.record(Sample.order(1, data: RecordingTests.inTheApp))
        #expect(answer.status == 201)
        #expect(answer.header("Content-Type") == "application/json")
        #expect(answer.text == RecordingTests.receipt.text)
    }

    @Test("the same again is the same receipt, byte for byte but for 'replayed', and writes nothing")
    func again() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let order = Sample.order(1, data: RecordingTests.inTheApp)
        let first = try await caller.record(order)
        caller.brand.clock.advance(days: 40)
        for _ in 0..<3 {
            let again = try await caller.record(order)
            #expect(again.status == 200)
            #expect(again.text == replayed(first.text))
        }
        let entries = try await caller.send(.get, "/v1/members/\(ana)/entries")
        #expect(entries.json["items"]?.array?.count == 2)
        let read = try await caller.send(.get, "/v1/events/\(first.json["event"]?.string ?? "")")
        #expect(read.text == replayed(first.text))
    }

    @Test("the same order under another event's id earns once")
    func sameOrderUnderAnotherID() async throws {
        let caller = try await Caller()
        let first = try await caller.record(Sample.order())
        let again = try await caller.record(
            Sample.order(1, ["id": "from-the-web", "time": "2026-03-02T09:29:00+08:00"])
        )
        #expect(again.status == 200)
        #expect(again.text == replayed(first.text))
    }

    @Test("the same order from another source is another order")
    func anotherSource() async throws {
        let caller = try await Caller()
        let first = try await caller.record(Sample.order())
        let second = try await caller.record(Sample.order(1, ["source": "kopi/web"]))
        #expect(second.status == 201)
        #expect(second.json["member"] == first.json["member"])
        #expect(second.json["balances"]?["points"]?["pending"] == 30)
    }

    @Test("structured, binary and batch mode say the same")
    func threeModes() async throws {
        let event = Sample.order(1, data: ["store": "kl-bangsar", "channel": "till", "note": "oat milk, ขอบคุณ"])
        let structured = try await Caller().record(event)
        #expect(structured.status == 201)

        let named = try await Caller().send(.post, "/v1/events", event.text)
        #expect(named.status == 201)
        #expect(named.bytes == structured.bytes)

        let headers = ["specversion", "id", "source", "type", "time"].map { name in
            ("ce-\(name)", event[name]?.string ?? "")
        }
        let binary = try await Caller().send(
            .post,
            "/v1/events",
            event["data"]?.text,
            headers: Dictionary(uniqueKeysWithValues: headers)
        )
        #expect(binary.status == 201)
        #expect(binary.bytes == structured.bytes)

        let batch = try await Caller().send(
            .post,
            "/v1/events",
            JSON.array([event]).text,
            type: "application/cloudevents-batch+json"
        )
        let item: JSON = ["receipt": structured.json, "status": 201]
        #expect(batch.text == JSON.object(["items": [item], "recorded": 1, "refused": 0]).text)
    }

    @Test("what was sent in one mode is the same event in another")
    func sameEventInAnotherMode() async throws {
        let caller = try await Caller()
        let event = Sample.order(1, ["source": "kopi/café"])
        let first = try await caller.record(event)
        let again = try await caller.send(
            .post,
            "/v1/events",
            event["data"]?.text,
            headers: [
                "ce-specversion": "1.0", "ce-id": "till-1", "ce-source": "kopi/caf%C3%A9", "ce-type": "order.paid",
                "ce-time": "2026-03-02T01:30:00Z",
            ]
        )
        #expect(again.status == 200)
        #expect(again.text == replayed(first.text))
    }

    @Test("one event twice in a batch is recorded once")
    func twiceInABatch() async throws {
        let caller = try await Caller()
        let answer = try await caller.send(
            .post,
            "/v1/events",
            JSON.array([Sample.order(), Sample.order()]).text,
            type: "application/cloudevents-batch+json"
        )
        let items = try #require(answer.json["items"]?.array)
        #expect(items.map { $0["status"] } == [201, 200])
        #expect(items[1]["receipt"]?.text == replayed(items[0]["receipt"]?.text ?? ""))
        #expect(answer.json["recorded"] == 2)
    }

    @Test("a guest's order earns nothing and says so; it can come back without a name")
    func guest() async throws {
        let caller = try await Caller()
        let paid = try await caller.record(Sample.order(1, data: ["identity": .null]))
        #expect(paid.status == 201)
        #expect(paid.json["reasons"] == [["code": "guest-earns-nothing"]])
        let returned = try await caller.record(Sample.orderReturn("B-1", of: nil))
        #expect(returned.status == 201)
        #expect(returned.json["member"] == paid.json["member"])
        let again = try await caller.record(
            Sample.event("order.returned", id: "other", data: ["orderId": "B-1", "returnId": "2"])
        )
        expect(again, 409, "already-returned", "data.orderId", "the order B-1 was returned before")
    }

    @Test("R-11: an order that came back whole is paid again under its number, and is called so in every answer")
    func paidAgain() async throws {
        let caller = try await Caller()
        let paid = try await caller.record(Sample.order(1))
        let member = try #require(paid.json["member"]?.string)
        _ = try await caller.record(Sample.orderReturn("B-1", of: member))
        caller.brand.clock.advance(days: 1)
        let now: JSON = .string(caller.brand.clock.now.rfc3339)
        let again = try await caller.record(
            Sample.event("order.paid", id: "again", ["time": now], data: try #require(Sample.order(1)["data"]?.object))
        )
        #expect(again.status == 201)
        #expect(again.json["points"] == paid.json["points"])
        let back = try await caller.record(
            Sample.event("order.returned", id: "b2", ["time": now], data: ["orderId": "B-1", "returnId": "2"])
        )
        #expect(back.status == 201)
        #expect(back.json["member"] == .string(member))
        let event = try #require(back.json["event"]?.string)
        let words = try await caller.send(.get, "/v1/events/\(event)/explanation")
        #expect(words.text.contains("Order B-1 was returned"))
        let third = try await caller.record(
            Sample.event("order.returned", id: "b3", ["time": now], data: ["orderId": "B-1", "returnId": "3"])
        )
        expect(third, 409, "already-returned", "data.orderId", "the order B-1 was returned before")
        #expect(!(again.text + back.text + words.text + third.text).contains("u001f"))
    }

    @Test("an order comes back part by part, and the receipt says what of the money and of the points")
    func partialReturn() async throws {
        let caller = try await Caller()
        let lines: JSON = [
            ["sku": "latte", "quantity": 2, "amount": ["amount": 6000, "currency": "MYR"]],
            ["sku": "cake", "amount": ["amount": 3050, "currency": "MYR"]],
        ]
        let paid = try await caller.record(Sample.order(1, data: ["lines": lines]))
        #expect(paid.json["points"] == ["points": 90])
        func back(_ id: String, _ lines: JSON) async throws -> Answer {
            try await caller.record(
                Sample.event(
                    "order.returned",
                    id: id,
                    data: ["orderId": "B-1", "returnId": .string(id), "lines": lines]
                )
            )
        }
        let first = try await back("r1", [["line": 1, "quantity": 1]])
        #expect(first.status == 201)
        #expect(
            first.json["reasons"]?.array?.first == [
                "code": "returned-in-part", "kept": ["amount": 6050, "currency": "MYR"],
                "value": ["amount": 3000, "currency": "MYR"],
            ]
        )
        #expect(first.json["points"] == ["points": -30])
        let again = try await back("r1", [["line": 1, "quantity": 1]])
        #expect(again.status == 200)
        let tooMany = try await back("r2", [["line": 1, "quantity": 2]])
        expect(tooMany, 422, "over-return", "data.lines.quantity", "1 of line 1 are left and 2 are returned")
        let rest = try await caller.record(Sample.orderReturn("B-1", of: nil))
        #expect(rest.json["points"] == ["points": -60])
    }

    @Test("a member's order that comes back without a name is taken back from her")
    func returnWithoutAName() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        _ = try await caller.record(Sample.order())
        let returned = try await caller.record(Sample.orderReturn("B-1", of: nil))
        #expect(returned.json["member"] == .string(ana))
        #expect(returned.json["points"] == ["points": -15])
        #expect(returned.json["balances"]?["points"]?["pending"] == 50)
    }

    @Test("an event that is older than the newest one is taken and marked late")
    func late() async throws {
        let caller = try await Caller()
        _ = try await caller.record(Sample.order(1))
        let late = try await caller.record(Sample.order(2, ["time": "2026-03-01T09:30:00+08:00"]))
        #expect(late.status == 201)
        #expect(late.json["late"] == .bool(true))
        #expect(late.json["occurredAt"] == "2026-03-01T01:30:00Z")
    }
}
