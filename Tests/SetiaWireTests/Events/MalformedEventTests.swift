import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("An event that cannot be taken")
struct MalformedEventTests {
    @Test(
        "names the field and the reason",
        arguments: [
            // attributes
            (#""specversion": "1.0","#, "", "specversion is missing"),
            (#""specversion": "1.0""#, #""specversion": "0.3""#, "specversion must be 1.0"),
            (#""id": "till-7-000123","#, "", "id is missing"),
            (#""id": "till-7-000123""#, #""id": """#, "id must not be empty"),
            (#""id": "till-7-000123""#, #""id": 123"#, "id must be a text"),
            (#""id": "till-7-000123""#, #""id": null"#, "id is missing"),
            (#""source": "till/bangsar","#, "", "source is missing"),
            (#""type": "order.paid","#, "", "type is missing"),
            (
                #""type": "order.paid""#, #""type": "order.payed""#,
                "type is not known; there are member.enrolled, member.changed, order.paid, order.returned,"
                    + " points.redeemed, points.held, points.captured, points.released, hold.extended,"
                    + " points.transferred, points.adjusted, balance.opened, tier.granted, consent.changed, reward.redeemed,"
                    + " redemption.changed,"
                    + " visit.completed, stay.completed, service.completed, review.published, referral.made,"
                    + " survey.answered, community.helped, event.attended, content.viewed, social.engaged,"
                    + " cause.supported, order.shipped, order.delivered, order.delayed, case.closed, conversation.closed, segment.changed"
            ),
            (#""time": "2026-03-01T09:30:00+08:00","#, "", "time is missing"),
            (
                #""time": "2026-03-01T09:30:00+08:00""#, #""time": "2026-03-01 09:30""#,
                "time must be an RFC 3339 time such as 2026-03-01T09:30:00+08:00"
            ),
            (#""subject": "0000000000000g000000000002""#, #""subject": 7"#, "subject must be a text"),
            (
                #""specversion": "1.0","#, #""specversion": "1.0", "datacontenttype": "text/xml","#,
                "datacontenttype must be application/json"
            ),
            (
                #""specversion": "1.0","#, #""specversion": "1.0", "data_base64": "aGk=","#,
                "data_base64 is not taken: send data as JSON"
            ),
            // the order
            (#""orderId": "A-100234","#, "", "data.orderId is missing"),
            (#""orderId": "A-100234""#, #""orderId": "A\u0000""#, "data.orderId must not hold control characters"),
            (#""orderId": "A-100234""#, #""orderId": "A\u0085""#, "data.orderId must not hold control characters"),
            (#""orderId": "A-100234""#, #""orderId": {}"#, "data.orderId must be a text"),
            (
                #""currency": "MYR","#, #""currency": "myr","#,
                "data.currency must be an ISO 4217 code of three capital letters, such as MYR"
            ),
            (
                #""store": "kl-bangsar""#, #""store": "KL Bangsar""#,
                "data.store must have 1 to 64 small letters, digits, hyphens, underscores and full stops"
            ),
            (
                #""channel": "till""#, #""channel": "Ana's phone""#,
                "data.channel must have 1 to 64 small letters, digits, hyphens, underscores and full stops"
            ),
            (
                #""amount": 2150, "currency": "MYR""#, #""amount": 2151, "currency": "MYR""#,
                "data.total.amount must be the sum of the lines, which is 2150"
            ),
            (
                #""amount": 2150, "currency": "MYR""#, #""amount": 2150, "currency": "THB""#,
                "data.total.currency must be MYR, as the lines'"
            ),
            // lines
            (#""sku": "croissant", "#, "", "data.lines[1].sku is missing"),
            (#""quantity": 2"#, #""quantity": -2"#, "data.lines[1].quantity must not be negative"),
            (#""quantity": 2"#, #""quantity": 0.5"#, "data.lines[1].quantity must be a whole number"),
            (#""amount": 1250"#, #""amount": -1250"#, "data.lines[0].amount.amount must not be negative"),
            (
                #""amount": 1250"#, #""amount": 12.5"#,
                "data.lines[0].amount.amount must be a whole number of minor units"
            ),
            (
                #""amount": 1250"#, #""amount": 1250.0"#,
                "data.lines[0].amount.amount must be a whole number of minor units"
            ),
            (
                #""amount": 1250"#, #""amount": "12""#,
                "data.lines[0].amount.amount must be a whole number of minor units"
            ),
            (
                #""amount": 1250"#, #""amount": 1e3"#,
                "data.lines[0].amount.amount must be a whole number of minor units"
            ),
            (
                #""amount": 1250"#, #""amount": 1000000000000001"#,
                "data.lines[0].amount.amount must be at most 1000000000000000"
            ),
            (
                #""amount": 1250"#, #""amount": 99999999999999999999"#,
                "data.lines[0].amount.amount must be at most 1000000000000000"
            ),
            (
                #""amount": 1250"#, #""amount": -99999999999999999999"#,
                "data.lines[0].amount.amount must not be negative"
            ),
            (
                #""amount": {"amount": 900, "currency": "MYR"}"#, #""amount": 900"#,
                "data.lines[1].amount must be an object"
            ),
            (#", "amount": {"amount": 900, "currency": "MYR"}"#, "", "data.lines[1].amount is missing"),
            (
                #""amount": 900, "currency": "MYR""#, #""amount": 900, "currency": "THB""#,
                "data.lines[1].amount.currency must be MYR, as the order's"
            ),
            (#""amount": 900, "currency": "MYR""#, #""amount": 900"#, "data.lines[1].amount.currency is missing"),
            (#"["coffee"]"#, #""coffee""#, "data.lines[0].categories must be a list of at most 50 texts"),
            (#"["coffee"]"#, #"["coffee", 7]"#, "data.lines[0].categories[1] must be a text"),
            (#"["coffee"]"#, #"[""]"#, "data.lines[0].categories[0] must not be empty"),
            (#"{"sku": "latte-l""#, #"17, {"sku": "latte-l""#, "data.lines[0] must be an object"),
            (
                #""store": "kl-bangsar","#, #""store": "kl-bangsar", "promotions": "promo10","#,
                "data.promotions must be a list of at most 50 texts"
            ),
            // whom it is about
            (
                #""store": "kl-bangsar","#, #""store": "kl-bangsar", "identity": "ana@example.com","#,
                "data.identity must be an object"
            ),
            (
                #""store": "kl-bangsar","#, #""identity": {"kind": "passport", "value": "A1"},"#,
                "data.identity.kind must be email, phone, card or customer"
            ),
            (#""store": "kl-bangsar","#, #""identity": {"kind": "card"},"#, "data.identity.value is missing"),
            (
                #""store": "kl-bangsar","#, #""identity": {"kind": "card", "value": 6012},"#,
                "data.identity.value must be a text"
            ),
        ]
    )
    func names(old: String, new: String, problem: String) throws {
        let range = try #require(paidOrder.firstRange(of: old))
        let text = String(paidOrder[..<range.lowerBound]) + new + String(paidOrder[range.upperBound...])
        #expect(try problems(text) == [problem])
    }

    @Test(
        "of each type names its own fields",
        arguments: [
            ("order.paid", #"{"orderId": "A", "lines": []}"#, "data.lines must have at least one element"),
            ("order.paid", #"{"orderId": "A", "lines": {}}"#, "data.lines must be a list"),
            ("order.paid", #"{"orderId": "A"}"#, "data.lines is missing"),
            (
                "order.paid",
                #"{"orderId": "A", "lines": [{"sku": "a", "amount": {"amount": 1, "currency": "THB"}}, "#
                    + #"{"sku": "a", "amount": {"amount": 1, "currency": "IDR"}}]}"#,
                "data.lines[1].amount.currency must be THB, as the first line's"
            ),
            ("order.returned", #"{"orderId": "A"}"#, "data.returnId is missing"),
            (
                "order.returned", #"{"orderId": "A", "returnId": "R", "lines": [1]}"#,
                "data.lines[0] must be an object"
            ),
            (
                "order.returned", #"{"orderId": "A", "returnId": "R", "lines": [{"sku": "flat-white"}]}"#,
                "data.lines[0].line is missing"
            ),
            (
                "order.returned", #"{"orderId": "A", "returnId": "R", "lines": [{"line": 0}]}"#,
                "data.lines[0].line must be above 0"
            ),
            (
                "order.returned", #"{"orderId": "A", "returnId": "R", "lines": [{"line": 1, "quantity": 0}]}"#,
                "data.lines[0].quantity must be above 0"
            ),
            (
                "order.paid",
                #"{"orderId": "A", "lines": [{"sku": "a", "amount": {"amount": 5, "currency": "THB"}}], "#
                    + #""discounts": [{"kind": "points", "amount": {"amount": 6, "currency": "THB"}}]}"#,
                "data.discounts must not add up to more than the lines, which are 5"
            ),
            (
                "order.paid",
                #"{"orderId": "A", "lines": [{"sku": "a", "amount": {"amount": 5, "currency": "THB"}}], "#
                    + #""discounts": [{"kind": "gift", "amount": {"amount": 1, "currency": "THB"}}]}"#,
                "data.discounts[0].kind must be points, for what points paid, or other"
            ),
            ("points.redeemed", #"{"redemptionId": "X", "wallet": "p", "points": 0}"#, "data.points must be above 0"),
            (
                "points.redeemed", #"{"redemptionId": "X", "wallet": "p", "points": 1.5}"#,
                "data.points must be a whole number of points"
            ),
            ("points.redeemed", #"{"redemptionId": "X", "points": 1}"#, "data.wallet is missing"),
            ("points.redeemed", #"{"wallet": "p", "points": 1}"#, "data.redemptionId is missing"),
            ("points.held", #"{"holdId": "H", "wallet": "p", "points": 0}"#, "data.points must be above 0"),
            (
                "points.held", #"{"holdId": "H", "wallet": "p", "points": 1, "minutes": 10081}"#,
                "data.minutes must be at most 10080"
            ),
            ("points.captured", #"{"points": 1}"#, "data.holdId is missing"),
            ("points.released", #"{}"#, "data.holdId is missing"),
            ("hold.extended", #"{"holdId": "H"}"#, "data.minutes is missing"),
            (
                "points.transferred", #"{"transferId": "T", "to": "ana", "wallet": "p", "points": 1}"#,
                "data.to must be the id of a member"
            ),
            ("points.adjusted", #"{"wallet": "p", "points": 0}"#, "data.points must not be 0"),
            (
                "points.adjusted", #"{"wallet": "p", "points": -20, "mayOwe": "yes"}"#,
                "data.mayOwe must be true or false"
            ),
            (
                "points.adjusted", #"{"wallet": "p", "points": -9223372036854775808}"#,
                "data.points must be at least -1000000000000000"
            ),
            ("balance.opened", #"{"wallet": "p", "lots": []}"#, "data.lots must have at least one element"),
            ("balance.opened", #"{"wallet": "p", "lots": [{"points": 0}]}"#, "data.lots[0].points must be above 0"),
            (
                "balance.opened", #"{"wallet": "p", "lots": [{"points": 1, "expiresAt": "2026-12-31"}]}"#,
                "data.lots[0].expiresAt must be an RFC 3339 time such as 2026-03-01T09:30:00+08:00"
            ),
            ("tier.granted", #"{"tierSet": "status"}"#, "data.level is missing"),
            ("member.enrolled", #"{"country": "my"}"#, "data.country must be two capital letters, such as MY"),
            ("member.enrolled", #"{"language": "eng"}"#, "data.language must be two small letters, such as th"),
            (
                "member.changed", #"{"ageBand": "1990-05-01"}"#,
                "data.ageBand must be a band such as 25-34 or 65+, never a birthday"
            ),
            (
                "consent.changed", #"{"purpose": "marketing", "by": "email", "given": "yes"}"#,
                "data.given must be true or false"
            ),
            ("member.changed", #""Ana""#, "data must be an object"),
            ("member.changed", "null", "data is missing"),
        ]
    )
    func namesOfType(type: String, data: String, problem: String) throws {
        let error = try #require(throws: MalformedEvent.self) { try event(type, data) }
        #expect(error.problems.map(\.description) == [problem])
    }

    @Test("all that is wrong is said at once")
    func allAtOnce() throws {
        let text =
            paidOrder
            .replacing(#""specversion": "1.0","#, with: "")
            .replacing("2026-03-01T09:30:00+08:00", with: "yesterday")
            .replacing(#""sku": "latte-l", "#, with: "")
            .replacing(#""amount": 900"#, with: #""amount": 9.00"#)
        #expect(
            try problems(text) == [
                "specversion is missing", "time must be an RFC 3339 time such as 2026-03-01T09:30:00+08:00",
                "data.lines[0].sku is missing", "data.lines[1].amount.amount must be a whole number of minor units",
            ]
        )
    }

    @Test("that time has passed, nobody may say from outside")
    func timePassed() throws {
        let error = try #require(throws: MalformedEvent.self) { try event("time.passed", "{}") }
        #expect(error.problems.map(\.field) == ["type"])
    }

    @Test("what is no order happens to someone, who must be named", arguments: ["member.enrolled", "points.redeemed"])
    func needsSomeone(type: String) throws {
        let json: JSON = [
            "specversion": "1.0", "id": "1", "source": "test", "type": .string(type), "time": "2026-03-01T00:00:00Z",
            "data": ["redemptionId": "X", "wallet": "points", "points": 1],
        ]
        let error = try #require(throws: MalformedEvent.self) { try parseEvent(json) }
        #expect(
            error.problems.map(\.description)
                == ["subject is missing: it, or data.identity, says whom the event is about"]
        )
    }

    @Test("ids have at most 200 bytes, and no more than 2000 lines make an order")
    func limits() throws {
        let long = String(repeating: "é", count: 100)
        #expect(try problems(paidOrder.replacing("A-100234", with: long)) == [])
        #expect(
            try problems(paidOrder.replacing("A-100234", with: long + "e")) == [
                "data.orderId must have at most 200 bytes"
            ]
        )
        let line = #"{"sku": "a", "amount": {"amount": 1, "currency": "MYR"}}"#
        let lines = Array(repeating: line, count: 2_001).joined(separator: ",")
        let error = try #require(throws: MalformedEvent.self) {
            try event("order.paid", #"{"orderId": "A", "lines": [\#(lines)]}"#)
        }
        #expect(error.problems.map(\.description) == ["data.lines must have at most 2000 elements"])
    }

    @Test("the name under which unknown attributes are kept cannot be used for something else")
    func reservedName() throws {
        let text =
            paidOrder
            .replacing(#""specversion": "1.0","#, with: #""specversion": "1.0", "traceparent": "00-ab","#)
            .replacing(#""channel": "till","#, with: #""cloudevent": 1,"#)
        #expect(
            try problems(text)
                == ["data.cloudevent is the name under which unknown attributes are kept; choose another"]
        )
    }
}
