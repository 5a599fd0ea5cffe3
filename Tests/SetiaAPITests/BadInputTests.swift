import HTTPTypes
import JSONText
import SetiaService
import SetiaTesting
import Testing

/// What is wrong with one request, and what is answered.
struct BadEvent: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let event: JSON
    let status: Int
    /// The problem's name, the field and why.
    let problem: (name: String, field: String, reason: String)

    init(_ what: String, _ event: JSON, _ status: Int, _ name: String, _ field: String, _ reason: String) {
        testDescription = what
        self.event = event
        self.status = status
        problem = (name, field, reason)
    }
}

@Suite("What cannot be taken is answered with field and reason, and leaves no trace")
struct BadInputTests {
    static let events = [
        BadEvent(
            "an unknown type",
            Sample.order(1, ["type": "order.eaten"]),
            422,
            "invalid-event",
            "type",
            "is not known; there are member.enrolled, member.changed, order.paid, order.returned, points.redeemed,"
                + " points.held, points.captured, points.released, hold.extended, points.transferred, points.adjusted, balance.opened, tier.granted, consent.changed, reward.redeemed, redemption.changed, visit.completed, stay.completed,"
                + " service.completed, review.published, referral.made, survey.answered, community.helped,"
                + " event.attended, content.viewed, social.engaged, cause.supported,"
                + " order.shipped, order.delivered, order.delayed, case.closed, conversation.closed, segment.changed"
        ),
        BadEvent(
            "time.passed, which only the clock may say",
            Sample.event("time.passed", id: "1", data: [:]),
            422,
            "invalid-event",
            "type",
            "is not known; there are member.enrolled, member.changed, order.paid, order.returned, points.redeemed,"
                + " points.held, points.captured, points.released, hold.extended, points.transferred, points.adjusted, balance.opened, tier.granted, consent.changed, reward.redeemed, redemption.changed, visit.completed, stay.completed,"
                + " service.completed, review.published, referral.made, survey.answered, community.helped,"
                + " event.attended, content.viewed, social.engaged, cause.supported,"
                + " order.shipped, order.delivered, order.delayed, case.closed, conversation.closed, segment.changed"
        ),
        BadEvent(
            "negative money",
            Sample.order(1, data: ["lines": .array([Sample.line(-1)])]),
            422,
            "invalid-event",
            "data.lines[0].amount.amount",
            "must not be negative"
        ),
        BadEvent(
            "fractional money",
            Sample.order(1, data: ["lines": .array([Sample.line(.decimal("10.50"))])]),
            422,
            "invalid-event",
            "data.lines[0].amount.amount",
            "must be a whole number of minor units"
        ),
        BadEvent(
            "money as a text",
            Sample.order(1, data: ["lines": .array([Sample.line("1000")])]),
            422,
            "invalid-event",
            "data.lines[0].amount.amount",
            "must be a whole number of minor units"
        ),
        BadEvent(
            "a currency that the programme does not take",
            Sample.order(1, data: ["lines": .array([Sample.line(1_000, currency: "SGD")])]),
            422,
            "unknown-currency",
            "data.currency",
            "SGD is not taken, only MYR, IDR, THB"
        ),
        BadEvent(
            "what is no currency at all",
            Sample.order(1, data: ["lines": .array([Sample.line(1_000, currency: "ringgit")])]),
            422,
            "invalid-event",
            "data.lines[0].amount.currency",
            "must be an ISO 4217 code of three capital letters, such as MYR"
        ),
        BadEvent(
            "an unknown store",
            Sample.order(1, data: ["store": "kl-ampang"]),
            422,
            "unknown-store",
            "data.store",
            "no store has the id kl-ampang"
        ),
        BadEvent(
            "a time more than five minutes ahead, by a millisecond",
            Sample.order(1, ["time": "2026-03-02T09:35:00.001+08:00"]),
            422,
            "in-the-future",
            "time",
            "the event says it happened at 2026-03-02T01:35:00.001Z, and it is 2026-03-02T01:30:00Z:"
                + " more than five minutes ahead"
        ),
        BadEvent(
            "a time without an offset",
            Sample.order(1, ["time": "2026-03-02T09:30:00"]),
            422,
            "invalid-event",
            "time",
            "must be an RFC 3339 time such as 2026-03-01T09:30:00+08:00"
        ),
        BadEvent(
            "an order without lines",
            Sample.order(1, data: ["lines": .array([])]),
            422,
            "invalid-event",
            "data.lines",
            "must have at least one element"
        ),
        BadEvent(
            "an order that lacks its lines",
            Sample.order(1, data: ["lines": .null]),
            422,
            "invalid-event",
            "data.lines",
            "is missing"
        ),
        BadEvent(
            "a total that is not the sum of the lines",
            Sample.order(1, data: ["total": ["amount": 1_001, "currency": "MYR"]]),
            422,
            "invalid-event",
            "data.total.amount",
            "must be the sum of the lines, which is 1000"
        ),
        BadEvent(
            "an address that is none",
            Sample.order(1, data: ["identity": ["kind": "email", "value": "ana"]]),
            422,
            "invalid-event",
            "data.identity.value",
            "email must be an address such as ana@example.com"
        ),
        BadEvent(
            "an unknown member",
            Sample.order(1, ["subject": "01kdvvcrg2e008000000000099"]),
            404,
            "unknown-member",
            "subject",
            "no member has the id 01kdvvcrg2e008000000000099"
        ),
        BadEvent(
            "a subject that is no member's id",
            Sample.order(1, ["subject": "ana"]),
            404,
            "unknown-member",
            "subject",
            "no member has the id ana"
        ),
        BadEvent(
            "a part of an order without the number of its line",
            Sample.event(
                "order.returned",
                id: "back-1",
                data: ["orderId": "B-1", "returnId": "1", "lines": .array([["sku": "flat-white"]])]
            ),
            422,
            "invalid-event",
            "data.lines[0].line",
            "is missing"
        ),
    ]

    @Test("as an event", arguments: events)
    func isRefused(bad: BadEvent) async throws {
        let caller = try await Caller()
        let answer = try await caller.record(bad.event)
        expect(answer, bad.status, bad.problem.name, bad.problem.field, bad.problem.reason)
        let members = try await caller.brand.store.reading { try $0.members(after: nil, limit: 10) }
        #expect(members.isEmpty)
    }

    @Test("in a batch it is answered as it would be alone", arguments: events)
    func isRefusedInABatch(bad: BadEvent) async throws {
        let alone = try await Caller().record(bad.event)
        let batch = try await Caller().send(
            .post,
            "/v1/events",
            JSON.array([bad.event]).text,
            type: "application/cloudevents-batch+json"
        )
        #expect(batch.status == 200)
        let item: JSON = ["problem": alone.json, "status": .integer(Int64(alone.status))]
        #expect(batch.json == ["items": .array([item]), "recorded": 0, "refused": 1])
    }

    @Test("malformed JSON is shown by line and column, whatever it was meant to be")
    func malformedJSON() async throws {
        let caller = try await Caller()
        let wanted = json(
            """
            {"type": "/problems/malformed-json", "title": "The body is not JSON", "status": 400,
             "detail": "line 2, column 9: expected a value",
             "errors": [{"field": "", "reason": "expected a value", "line": 2, "column": 9}]}
            """
        )
        for type in ["application/json", "application/cloudevents+json", "application/cloudevents-batch+json"] {
            let answer = try await caller.send(.post, "/v1/events", "{\n  \"id\": ,\n}", type: type)
            #expect(answer.status == 400)
            #expect(answer.json == wanted)
        }
        let member = try await caller.send(.post, "/v1/members", "{\n  \"id\": ,\n}")
        #expect(member.json == wanted)
        let store = try await caller.send(.put, "/v1/stores/x", "{\n  \"id\": ,\n}")
        #expect(store.json == wanted)
    }

    @Test("exactly five minutes ahead is taken")
    func fiveMinutesAhead() async throws {
        let answer = try await Caller().record(Sample.order(1, ["time": "2026-03-02T09:35:00+08:00"]))
        #expect(answer.status == 201)
        #expect(answer.json["occurredAt"] == "2026-03-02T01:35:00Z")
    }

    @Test("the return of another member's order is the return of an unknown one")
    func returnOfAnUnknownOrder() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let other: JSON = ["identity": ["kind": "card", "value": "7"]]
        _ = try await caller.record(Sample.order(7, data: other.object ?? [:]))
        let answer = try await caller.record(Sample.orderReturn("B-7", of: ana))
        expect(answer, 422, "unknown-order", "data.orderId", "the order B-7 was not paid by this member here")
    }

    @Test("a redemption beyond the balance says what there is and what was asked")
    func redemptionBeyondTheBalance() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        _ = try await caller.record(Sample.adjustment(100, of: ana))
        let answer = try await caller.record(Sample.redemption(101, of: ana))
        #expect(answer.status == 422)
        let wanted = json(
            """
            {"type": "/problems/insufficient-points", "title": "Too few points", "status": 422,
             "detail": "100 points are available, and 101 are needed", "available": 100, "needed": 101,
             "errors": [{"field": "data.points", "reason": "100 points are available, and 101 are needed"}]}
            """
        )
        #expect(answer.text == wanted.text)
        #expect(try await caller.record(Sample.redemption(100, of: ana, number: 2)).status == 201)
    }

    @Test("points that wait for their day cannot be spent")
    func pendingPointsAreNotThere() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let answer = try await caller.record(Sample.redemption(1, of: ana))
        #expect(answer.json["available"] == 0)
        #expect(answer.json["needed"] == 1)
    }

    @Test("the same id with another body is a conflict, and what was recorded first stands")
    func sameIDWithAnotherBody() async throws {
        let caller = try await Caller()
        let first = try await caller.record(Sample.order())
        let other = try await caller.record(Sample.order(1, data: ["lines": .array([Sample.line(1_001)])]))
        let reason = "the event till-1 was recorded before with other content, which stands"
        expect(other, 409, "conflicting-duplicate", "id", reason)
        let again = try await caller.record(Sample.order())
        #expect(again.text == replayed(first.text))
    }

    @Test("the same order with other lines under a new id is a conflict of orders")
    func sameOrderWithAnotherBody() async throws {
        let caller = try await Caller()
        _ = try await caller.record(Sample.order())
        let other = try await caller.record(
            Sample.order(1, ["id": "till-2"], data: ["lines": .array([Sample.line(1_001)])])
        )
        let reason = "the order B-1 was recorded before with other content, which stands"
        expect(other, 409, "conflicting-duplicate", "data.orderId", reason)
    }

    @Test("a body of another content type is not looked at")
    func wrongContentType() async throws {
        let answer = try await Caller().send(.post, "/v1/events", Sample.order().text, type: "text/csv")
        expect(answer, 415, "unsupported-media-type", "Content-Type", "is not taken here")
    }

    @Test("a content type may have parameters and capitals")
    func contentTypeWithParameters() async throws {
        let caller = try await Caller()
        for type in ["application/cloudevents+json; charset=utf-8", "Application/CloudEvents+JSON ;charset=utf-8"] {
            let answer = try await caller.send(.post, "/v1/events", Sample.order().text, type: type)
            #expect(answer.status < 300, "\(type)")
        }
    }

    @Test("a batch with one bad event takes the other 99")
    func oneBadOfAHundred() async throws {
        let caller = try await Caller()
        var events = (1...100).map {
            Sample.order($0, data: ["identity": ["kind": "card", "value": .string("\($0)")]])
        }
        events[41] = Sample.order(42, data: ["lines": .array([Sample.line(-5)])])
        let answer = try await caller.send(
            .post,
            "/v1/events",
            JSON.array(events).text,
            type: "application/cloudevents-batch+json"
        )
        #expect(answer.status == 200)
        #expect(answer.json["recorded"] == 99)
        #expect(answer.json["refused"] == 1)
        let items = try #require(answer.json["items"]?.array)
        for (place, item) in items.enumerated() where place != 41 {
            #expect(item["status"] == 201)
            #expect(item["receipt"]?["id"] == .string("till-\(place + 1)"))
            #expect(item["receipt"]?["points"] == ["points": 15])
        }
        let wanted = json(
            """
            {"problem": {"type": "/problems/invalid-event", "title": "The event cannot be taken", "status": 422,
             "detail": "data.lines[0].amount.amount must not be negative",
             "errors": [{"field": "data.lines[0].amount.amount", "reason": "must not be negative"}]}, "status": 422}
            """
        )
        #expect(items[41] == wanted)
    }

    @Test("a batch is a list of 1 to 1,000 events")
    func wrongBatches() async throws {
        let caller = try await Caller()
        let tooMany = JSON.array((0...1_000).map { Sample.order($0) })
        let cases: [(body: JSON, reason: String)] = [
            (Sample.order(), "a batch must be a list of events"), (.array([]), "a batch has 1 to 1000 events"),
            (tooMany, "a batch has 1 to 1000 events"),
        ]
        for (body, reason) in cases {
            let answer = try await caller.send(
                .post,
                "/v1/events",
                body.text,
                type: "application/cloudevents-batch+json"
            )
            expect(answer, 422, "invalid-body", "", reason)
        }
    }

    @Test("before a programme is published nothing can be decided")
    func noProgramme() async throws {
        let caller = try await Caller(programme: nil, shops: [])
        let answer = try await caller.record(Sample.order())
        #expect(answer.status == 409)
        #expect(answer.json["type"] == "/problems/no-programme")
        let programme = try await caller.send(.get, "/v1/programme")
        #expect(programme.status == 409)
        let member = try await caller.send(.post, "/v1/members", #"{"identities":[{"kind":"card","value":"1"}]}"#)
        #expect(member.status == 409)
    }
}

/// Holds a problem against its name, the one field that is wrong and why.
func expect(
    _ answer: Answer,
    _ status: Int,
    _ name: String,
    _ field: String,
    _ reason: String,
    location: SourceLocation = #_sourceLocation
) {
    #expect(answer.status == status, sourceLocation: location)
    #expect(answer.header("Content-Type") == "application/problem+json", sourceLocation: location)
    #expect(answer.json["type"] == .string("/problems/\(name)"), sourceLocation: location)
    #expect(answer.json["status"] == .integer(Int64(status)), sourceLocation: location)
    #expect(
        answer.json["errors"] == .array([["field": .string(field), "reason": .string(reason)]]),
        sourceLocation: location
    )
}
