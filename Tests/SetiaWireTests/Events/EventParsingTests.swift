import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("Taking an event")
struct EventParsingTests {
    private let member = "0000000000000g000000000002"

    @Test("a paid order keeps its facts: who says so, when, where, and each line's net amount")
    func paidOrderInFull() throws {
        let parsed = try parseEvent(JSON.parse(paidOrder))
        let order = try #require(
            Order(
                id: "A-100234",
                currency: Currency("MYR"),
                lines: [
                    Order.Line(sku: "latte-l", quantity: 1, net: 1_250, categories: ["coffee"]),
                    Order.Line(sku: "croissant", quantity: 2, net: 900),
                ]
            )
        )
        let event = try Event(
            source: "till/bangsar",
            id: "till-7-000123",
            occurredAt: #require(Instant(rfc3339: "2026-03-01T01:30:00Z")),
            store: StoreID("kl-bangsar"),
            channel: "till",
            matter: .orderPaid(order)
        )
        #expect(parsed == ParsedEvent(event: event, subject: member, identity: nil, personal: [:]))
    }

    @Test("an order without its own currency has that of its lines, and quantity is 1 where none is said")
    func leftOut() throws {
        let parsed = try event(
            "order.paid",
            #"{"orderId": "A", "lines": [{"sku": "a", "amount": {"amount": 0, "currency": "THB"}}]}"#
        )
        guard case .orderPaid(let order) = parsed.event.matter else { throw Unexpected() }
        #expect(order.currency.code == "THB")
        #expect(order.lines == [Order.Line(sku: "a", quantity: 1, net: 0)])
    }

    @Test("whoever is named by an identity is named as it was sent")
    func identity() throws {
        let text = paidOrder.replacing(#""subject": "\#(member)","#, with: "")
            .replacing(#""channel": "till","#, with: #""identity": {"kind": "email", "value": " Ana@Example.com "},"#)
        let parsed = try parseEvent(JSON.parse(text))
        #expect(parsed.subject == nil)
        #expect(parsed.identity == ParsedIdentity(kind: "email", value: " Ana@Example.com "))
        #expect(!parsed.event.isAnonymous)
    }

    @Test("an order that names nobody is a guest's")
    func guest() throws {
        let parsed = try parseEvent(JSON.parse(paidOrder.replacing(#""subject": "\#(member)","#, with: "")))
        #expect(parsed.event.isAnonymous)
        #expect(parsed.subject == nil)
    }

    @Test("what is no known fact is personal, wherever it stands, and in no fact")
    func unknownIsPersonal() throws {
        let text =
            paidOrder
            .replacing(#""channel": "till","#, with: #""channel": "till", "note": "for Ana", "gift": {"to": ["Ben"]},"#)
            .replacing(#""sku": "croissant","#, with: #""sku": "croissant", "engraving": "Ana ❤", "index": 7,"#)
            .replacing(
                #""specversion": "1.0","#,
                with: #""specversion": "1.0", "traceparent": "00-ab", "partition": 3,"#
            )
        let parsed = try parseEvent(JSON.parse(text))
        #expect(
            parsed.personal == [
                "note": "for Ana",
                "gift": ["to": ["Ben"]],
                "lines": [["index": 1, "fields": ["engraving": "Ana ❤", "index": 7]]],
                "cloudevent": ["traceparent": "00-ab", "partition": 3],
            ]
        )
        #expect(try parsed.event == parseEvent(JSON.parse(paidOrder)).event)
    }

    @Test("what a member says of herself is personal but for country, language and age band")
    func enrolment() throws {
        let parsed = try event(
            "member.enrolled",
            #"{"country": "MY", "language": "ms", "ageBand": "25-34", "name": "Ana", "birthday": "1990-05-01"}"#
        )
        #expect(parsed.event.matter == .memberEnrolled(MemberFacts(country: "MY", language: "ms", ageBand: "25-34")))
        #expect(parsed.personal == ["name": "Ana", "birthday": "1990-05-01"])
        let changed = try event("member.changed", #"{"ageBand": "65+", "country": null}"#)
        #expect(changed.event.matter == .memberChanged(MemberFacts(ageBand: "65+")))
    }

    @Test("the other events keep their facts")
    func others() throws {
        #expect(
            try event("order.returned", #"{"orderId": "A", "returnId": "R"}"#).event.matter
                == .orderReturned(OrderReturn(order: "A", id: "R"))
        )
        #expect(
            try event("points.redeemed", #"{"redemptionId": "X", "wallet": "points", "points": 380, "orderId": "A"}"#)
                .event.matter == .pointsRedeemed(Redemption(id: "X", wallet: "points", points: Points(380), order: "A"))
        )
        #expect(
            try event("points.adjusted", #"{"wallet": "points", "points": -20, "words": "sorry"}"#).event.matter
                == .pointsAdjusted(Adjustment(wallet: "points", points: Points(-20)))
        )
        let lots = #"{"wallet": "points", "lots": [{"points": 7}, {"points": 9, "expiresAt": "2026-12-31T16:00:00Z"}]}"#
        #expect(
            try event("balance.opened", lots).event.matter
                == .balanceOpened(
                    OpeningBalance(
                        wallet: "points",
                        lots: [
                            OpeningBalance.OpeningLot(points: Points(7), expiresAt: nil),
                            OpeningBalance.OpeningLot(
                                points: Points(9),
                                expiresAt: Instant(rfc3339: "2026-12-31T16:00:00Z")
                            ),
                        ]
                    )
                )
        )
        #expect(
            try event("tier.granted", #"{"tierSet": "status", "level": "gold", "until": "2027-01-01T00:00:00Z"}"#)
                .event.matter
                == .tierGranted(
                    TierGrant(tierSet: "status", level: "gold", until: Instant(rfc3339: "2027-01-01T00:00:00Z"))
                )
        )
        #expect(
            try event(
                "consent.changed",
                #"{"purpose": "marketing", "by": "email", "given": true, "evidence": "form-7"}"#
            )
            .event.matter
                == .consentChanged(Consent(purpose: "marketing", channel: "email", isGiven: true, evidence: "form-7"))
        )
    }

    @Test("in binary mode attributes come in headers, percent-encoded, and the body is data alone")
    func binaryMode() throws {
        let structured = try JSON.parse(paidOrder)
        let attributes = [
            "specversion": "1.0", "id": "till-7-000123", "source": "till%2Fbangsar", "type": "order.paid",
            "time": "2026-03-01T09:30:00+08:00", "subject": member,
            "datacontenttype": "application/json; charset=utf-8",
        ]
        let parsed = try parseEvent(attributes: attributes, data: try #require(structured["data"]))
        #expect(try parsed == parseEvent(structured))
        #expect(throws: MalformedEvent(problems: [Malformed(field: "id", reason: "must be percent-encoded UTF-8")])) {
            try parseEvent(attributes: attributes.merging(["id": "%ff"]) { $1 }, data: [:])
        }
    }

    @Test("one bad event of a batch does not spoil the others")
    func batch() throws {
        let good = try JSON.parse(paidOrder)
        let bad = try JSON.parse(paidOrder.replacing("1250", with: "-1"))
        let results = try parseEvents(batch: .array([good, bad, "no event", good]))
        #expect(try results[0].get() == parseEvent(good))
        #expect(try results[3].get() == parseEvent(good))
        #expect(throws: MalformedEvent.self) { try results[1].get() }
        #expect(throws: MalformedEvent(problems: [Malformed(field: "", reason: "an event must be an object")])) {
            try results[2].get()
        }
    }

    @Test("a batch is a list of 1 to 1000 events")
    func batchSize() throws {
        let good = try JSON.parse(paidOrder)
        #expect(throws: MalformedBody.self) { try parseEvents(batch: good) }
        #expect(throws: MalformedBody.self) { try parseEvents(batch: []) }
        #expect(throws: MalformedBody.self) { try parseEvents(batch: .array(Array(repeating: good, count: 1_001))) }
        #expect(try parseEvents(batch: .array(Array(repeating: good, count: 1_000))).count == 1_000)
    }
}
