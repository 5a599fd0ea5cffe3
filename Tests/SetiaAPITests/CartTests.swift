import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Carts and codes")
struct CartTests {
    /// Beans at 34.00, so many of them.
    private func cart(
        _ count: Int,
        codes: [String] = [],
        more: [(String, JSON)] = []
    ) -> String {
        let line: JSONObject = [
            "sku": "beans", "quantity": .integer(Int64(count)),
            "price": .object(["amount": 3_400, "currency": "MYR"]),
        ]
        let members: [(String, JSON)] =
            [
                ("currency", "MYR"), ("lines", .array([.object(line)])),
                ("codes", .array(codes.map { .string($0) })),
            ] + more
        return JSON.object(JSONObject(members)).text
    }

    private let redeeming: [(String, JSON)] = [("source", "kopi/shop")]
    private let ana: [(String, JSON)] = [
        ("identity", .object(["kind": "email", "value": "ana@example.com"])), ("language", "en"),
    ]

    private func make(_ caller: Caller, _ order: String) async throws -> [String] {
        let answer = try await caller.send(.post, "/v1/vouchers", order)
        #expect(answer.status == 201)
        return answer.json["codes"]?.array?.compactMap(\.string) ?? []
    }

    @Test("a cart says what is taken off, what is due, what it earns and what is nearly given, and uses nothing")
    func evaluates() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let codes = try await make(caller, #"{"promotion": "ten-off", "prefix": "RAYA"}"#)
        #expect(codes[0].hasPrefix("RAYA-"))
        let shipping: [(String, JSON)] = [("shipping", .object(["amount": 800, "currency": "MYR"]))]
        for _ in 0..<2 {
            let answer = try await caller.send(
                .post,
                "/v1/carts/evaluate",
                cart(2, codes: [codes[0].lowercased()], more: ana + shipping)
            )
            #expect(answer.status == 200)
            #expect(answer.json["totals"]?["due"] == 6_600)
            #expect(answer.json["totals"]?["discount"] == 1_000)
            #expect(answer.json["codes"]?.array?[0]["taken"] == .bool(true))
            #expect(answer.json["earned"]?["points"] == 58)
            #expect(answer.json["nearly"]?.array?[0]["missingAmount"] == 2_200)
            #expect(answer.json["nearly"]?.array?[0]["text"] == "RM 22.00 more for: Free delivery")
        }
    }

    @Test("V-13: a cart is redeemed once, its code is used then, and another cart is told so")
    func redeems() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let code = try await make(caller, #"{"promotion": "ten-off"}"#)[0]
        let body = cart(2, codes: [code], more: ana + redeeming)
        let first = try await caller.send(.post, "/v1/carts/C-1/redeem", body)
        #expect(first.status == 201)
        #expect(first.json["reasons"]?.array?[0]["code"] == "promotion-given")
        let again = try await caller.send(.post, "/v1/carts/C-1/redeem", body)
        #expect(again.status == 200)
        #expect(again.json["event"] == first.json["event"])
        let other = try await caller.send(.post, "/v1/carts/C-2/redeem", cart(2, codes: [code], more: redeeming))
        #expect(other.status == 409)
        #expect(other.json["type"] == "/problems/already-used")
        let known = try await caller.send(.get, "/v1/vouchers/\(code)")
        #expect(known.json["good"] == .bool(false))
        #expect(known.json["reason"] == "already-used")
        // She had it as often as she may this month, by whichever code.
        let second = try await make(caller, #"{"promotion": "ten-off"}"#)[0]
        let refused = try await caller.send(
            .post,
            "/v1/carts/C-3/redeem",
            cart(2, codes: [second], more: ana + redeeming)
        )
        #expect(refused.json["type"] == "/problems/limit-reached")
    }

    @Test("V-13: of carts that use one code at once one has it")
    func onceAtOnce() async throws {
        let caller = try await Caller()
        let code = try await make(caller, #"{"promotion": "ten-off", "code": "MERDEKA10"}"#)[0]
        let caps = try await make(caller, #"{"promotion": "gift-card", "value": {"amount": 5000, "currency": "MYR"}}"#)
        #expect(code == "MERDEKA10")
        let bodies = (0..<10).map { _ in cart(2, codes: [caps[0]], more: redeeming) }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for (number, body) in bodies.enumerated() {
                group.addTask { try await caller.send(.post, "/v1/carts/G-\(number)/redeem", body).status }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 201 }.count == 1)
    }

    @Test("V-14: an order that comes back whole opens its codes again, and fills its gift card")
    func reopened() async throws {
        let caller = try await Caller()
        let member = try await caller.enrolAna()
        let code = try await make(caller, #"{"promotion": "ten-off"}"#)[0]
        let card = try await make(caller, #"{"promotion": "gift-card", "value": {"amount": 5000, "currency": "MYR"}}"#)[
            0
        ]
        let body = cart(2, codes: [code, card], more: ana + [("source", "kopi/tills"), ("orderId", "B-1")])
        #expect(try await caller.send(.post, "/v1/carts/C-1/redeem", body).status == 201)
        #expect(try await caller.send(.get, "/v1/vouchers/\(card)").json["balance"]?["amount"] == 0)
        #expect(try await caller.record(Sample.order(1)).status == 201)
        #expect(try await caller.record(Sample.orderReturn("B-1", of: member)).status == 201)
        #expect(try await caller.send(.get, "/v1/vouchers/\(code)").json["good"] == .bool(true))
        #expect(try await caller.send(.get, "/v1/vouchers/\(card)").json["balance"]?["amount"] == 5_000)
        // The month's limit has room again as well.
        let next = cart(2, codes: [code], more: ana + redeeming)
        #expect(try await caller.send(.post, "/v1/carts/C-2/redeem", next).status == 201)
    }

    @Test(
        "V-14: what came back of an order in part is on its gift card again, once, and the rest when the rest comes back"
    )
    func partlyReturned() async throws {
        let caller = try await Caller()
        let member = try await caller.enrolAna()
        let code = try await make(caller, #"{"promotion": "ten-off"}"#)[0]
        let card = try await make(caller, #"{"promotion": "gift-card", "value": {"amount": 5000, "currency": "MYR"}}"#)[
            0
        ]
        let body = cart(2, codes: [code, card], more: ana + [("source", "kopi/tills"), ("orderId", "B-1")])
        #expect(try await caller.send(.post, "/v1/carts/C-1/redeem", body).status == 201)
        let bought: JSON = .array([
            ["sku": "beans", "amount": ["amount": 2_900, "currency": "MYR"]],
            ["sku": "cup", "quantity": 29, "amount": ["amount": 2_900, "currency": "MYR"]],
        ])
        #expect(try await caller.record(Sample.order(1, data: ["lines": bought])).status == 201)
        func back(_ id: String, _ line: Int64, _ quantity: Int64) async throws -> Int {
            try await caller.record(
                Sample.event(
                    "order.returned",
                    id: "back-\(id)",
                    ["subject": .string(member)],
                    data: [
                        "orderId": "B-1", "returnId": .string(id),
                        "lines": .array([["line": .integer(line), "quantity": .integer(quantity)]]),
                    ]
                )
            ).status
        }
        func balance() async throws -> JSON? {
            try await caller.send(.get, "/v1/vouchers/\(card)").json["balance"]?["amount"]
        }
        // 50.00 of the card paid 58.00; of 29.00 that come back 25.00 are the card's.
        #expect(try await back("1", 1, 1) == 201)
        #expect(try await balance() == 2_500)
        #expect(try await back("1", 1, 1) == 200)
        #expect(try await balance() == 2_500)
        #expect(try await caller.send(.get, "/v1/vouchers/\(code)").json["good"] == .bool(false))
        #expect(try await back("2", 2, 10) == 201)
        #expect(try await balance() == 3_362)
        #expect(try await caller.brand.service.verify().isClean)
        #expect(try await back("3", 2, 19) == 201)
        #expect(try await balance() == 5_000)
        #expect(try await caller.send(.get, "/v1/vouchers/\(code)").json["good"] == .bool(true))
        #expect(try await caller.brand.service.verify().isClean)
    }

    @Test("V-14: what a cart used is given back once, where nothing came of it")
    func released() async throws {
        let caller = try await Caller()
        let code = try await make(caller, #"{"promotion": "ten-off"}"#)[0]
        _ = try await caller.enrolAna()
        let body = cart(2, codes: [code], more: ana + redeeming)
        #expect(try await caller.send(.post, "/v1/carts/C-1/redeem", body).status == 201)
        let source = #"{"source": "kopi/shop"}"#
        let first = try await caller.send(.post, "/v1/carts/C-1/release", source)
        #expect(first.status == 200)
        let again = try await caller.send(.post, "/v1/carts/C-1/release", source)
        #expect(again.json["event"] == first.json["event"])
        #expect(try await caller.send(.get, "/v1/vouchers/\(code)").json["used"] == 0)
        #expect(try await caller.send(.post, "/v1/carts/C-9/release", source).status == 404)
        // Its number is over; another cart may use the code.
        let over = try await caller.send(.post, "/v1/carts/C-1/redeem", body)
        #expect(over.status == 409 && over.json["type"] == "/problems/cart-released", "\(over.text)")
        #expect(try await caller.send(.post, "/v1/carts/C-2/redeem", body).status == 201)
    }

    @Test("V-13: the same cart again gets its first answer, another one of its number is refused")
    func anotherCart() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let code = try await make(caller, #"{"promotion": "ten-off"}"#)[0]
        let body = cart(2, codes: [code], more: ana + redeeming)
        #expect(try await caller.send(.post, "/v1/carts/C-1/redeem", body).status == 201)
        #expect(try await caller.send(.post, "/v1/carts/C-1/redeem", body).status == 200)
        for other in [
            cart(3, codes: [code], more: ana + redeeming), cart(2, codes: [], more: ana + redeeming),
            cart(2, codes: [code], more: redeeming),
        ] {
            let answer = try await caller.send(.post, "/v1/carts/C-1/redeem", other)
            #expect(answer.status == 409 && answer.json["type"] == "/problems/conflicting-duplicate", "\(answer.text)")
        }
    }

    @Test("a cart that comes to another amount than was said is not redeemed")
    func changed() async throws {
        let caller = try await Caller()
        let due: [(String, JSON)] = [("due", .object(["amount": 1, "currency": "MYR"]))]
        let answer = try await caller.send(.post, "/v1/carts/C-1/redeem", cart(1, more: redeeming + due))
        #expect(answer.status == 409)
        #expect(answer.json["type"] == "/problems/cart-changed")
        #expect(answer.json["due"] == 3_400)
    }

    @Test("V-10: a cart that is redeemed in part says which codes were not taken and why, by the API")
    func partial() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let code = try await make(caller, #"{"promotion": "ten-off"}"#)[0]
        let whole = cart(2, codes: [code, "NOPE"], more: ana + redeeming)
        #expect(try await caller.send(.post, "/v1/carts/C-1/redeem", whole).status == 404)
        let body = cart(2, codes: [code, "NOPE"], more: ana + redeeming + [("partial", .bool(true))])
        let first = try await caller.send(.post, "/v1/carts/C-1/redeem", body)
        #expect(first.status == 201, "\(first.text)")
        let notTaken = try #require(first.json["notTaken"]?.array)
        #expect(notTaken.count == 1 && notTaken[0]["code"] == "NOPE" && notTaken[0]["reason"] == "unknown-code")
        #expect(notTaken[0]["text"]?.string?.isEmpty == false && notTaken[0]["taken"] == .bool(false))
        let again = try await caller.send(.post, "/v1/carts/C-1/redeem", body)
        #expect(again.status == 200 && again.json["event"] == first.json["event"] && again.json["notTaken"] == nil)
        // What was used is not taken again, and the cart goes on without it.
        let other = cart(2, codes: [code], more: redeeming + [("partial", .bool(true))])
        let second = try await caller.send(.post, "/v1/carts/C-2/redeem", other)
        #expect(
            second.status == 201 && second.json["notTaken"]?.array?[0]["reason"] == "already-used",
            "\(second.text)"
        )
        let odd = cart(1, more: redeeming + [("partial", "yes")])
        let refused = try await caller.send(.post, "/v1/carts/C-3/redeem", odd)
        #expect(refused.status == 422 && refused.json["errors"]?.array?[0]["field"] == "partial")
        let quote = try await caller.send(.post, "/v1/carts/evaluate", cart(1, more: [("partial", .bool(true))]))
        #expect(quote.status == 422 && quote.json["errors"]?.array?[0]["field"] == "partial")
    }

    @Test("V-15: a code that there is not is answered as one that is mistyped, and only so often")
    func unknown() async throws {
        let caller = try await Caller()
        let wrong = try await caller.send(.get, "/v1/vouchers/RAYA-22222-22222-2222?address=203.0.113.7")
        let odd = try await caller.send(.get, "/v1/vouchers/no%20code%21?address=203.0.113.7")
        #expect(wrong.status == 404)
        #expect(wrong.bytes == odd.bytes)
        for _ in 0..<18 { _ = try await caller.send(.get, "/v1/vouchers/NOPE?address=203.0.113.7") }
        #expect(try await caller.send(.get, "/v1/vouchers/NOPE?address=203.0.113.7").status == 429)
        #expect(try await caller.send(.get, "/v1/vouchers/NOPE?address=203.0.113.8").status == 404)
        caller.brand.clock.now = Caller.morning.adding(milliseconds: 10 * 60_000)
        #expect(try await caller.send(.get, "/v1/vouchers/NOPE?address=203.0.113.7").status == 404)
    }

    @Test("V-19: more than 10,000 codes are a batch that tells how far it is, and are fetched in pages and as a file")
    func many() async throws {
        let caller = try await Caller()
        let order = #"{"promotion": "ten-off", "count": 10250, "prefix": "MAIL"}"#
        let key = ["Idempotency-Key": "letter-2026-09"]
        let ordered = try await caller.send(.post, "/v1/vouchers", order, headers: key)
        #expect(ordered.status == 202 && ordered.json["codes"] == nil)
        #expect(ordered.json["state"] == "making" && ordered.json["made"] == 0 && ordered.json["count"] == 10_250)
        let path = try #require(ordered.headers[.location])
        // The same again is the same batch.
        let again = try await caller.send(.post, "/v1/vouchers", order, headers: key)
        #expect(again.status == 202 && again.headers[.location] == path && again.json == ordered.json)
        #expect(try await caller.send(.get, "/v1/voucher-batches").json["items"]?.array?.count == 1)
        #expect(try await caller.send(.get, "\(path)/codes").json["items"]?.array?.isEmpty == true)
        caller.brand.clock.now = Caller.morning.adding(milliseconds: 60_000)
        #expect(try await caller.brand.service.makeWaitingVouchers(in: .all) == 10_250)
        let made = try await caller.send(.get, path)
        #expect(made.json["state"] == "made" && made.json["made"] == 10_250)
        #expect(made.json["finishedAt"] == "2026-03-02T01:31:00Z")
        var codes: [String] = []
        var next: String?
        repeat {
            let cursor = next.map { "&cursor=\($0)" } ?? ""
            let page = try await caller.send(.get, "\(path)/codes?limit=200\(cursor)")
            for item in page.json["items"]?.array ?? [] {
                codes.append(item["code"]?.string ?? "")
                #expect(item["good"] == .bool(true) && item["promotion"] == "ten-off")
            }
            next = page.json["next"]?.string
        } while next != nil
        #expect(codes.count == 10_250 && Set(codes).count == 10_250 && codes.allSatisfy { $0.hasPrefix("MAIL-") })
        let file = try await caller.send(.get, "\(path)/codes.csv")
        #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(file.text.split(whereSeparator: \.isNewline).map(String.init) == ["code"] + codes)
        // Whoever only looks codes up may not fetch them, and who did is in the log.
        let reader = try await caller.brand.service.createAPIKey(name: "reader", scopes: [.vouchersRead]).secret
        for rest in ["/codes", "/codes.csv"] {
            let refused = try await caller.send(.get, path + rest, showing: .header("Bearer \(reader)"))
            #expect(refused.status == 403)
        }
        #expect(try await caller.send(.get, path, showing: .header("Bearer \(reader)")).status == 200)
        let log = try await caller.brand.service.auditLog(AuditFilter(action: .codesExported), limit: 200)
        #expect(log.count == 53 && log.contains { $0.details["count"] == "10250" })
        #expect(try await caller.send(.get, "/v1/voucher-batches/none").status == 404)
        #expect(try await caller.send(.post, "\(path)/withdraw").status == 204)
        #expect(try await caller.send(.get, path).json["state"] == "withdrawn")
    }

    @Test(
        "codes that cannot be made as asked for are refused with field and reason",
        arguments: [
            (#"{"promotion": "gone"}"#, "promotion"), (#"{"promotion": "ten-off", "count": 0}"#, "count"),
            (#"{"promotion": "ten-off", "count": 10000001}"#, "count"),
            (#"{"promotion": "gone", "count": 50000}"#, "promotion"),
            (#"{"promotion": "ten-off", "count": 50000, "prefix": "ABCDEFGHIJKLMN"}"#, "prefix"),
            (#"{"promotion": "ten-off", "prefix": "ABCDEFGHIJKLMN"}"#, "prefix"),
            (#"{"promotion": "ten-off", "code": "A!"}"#, "code"), (#"{"promotion": "gift-card"}"#, "value"),
            (#"{"promotion": "ten-off", "cuont": 1}"#, "cuont"),
            (
                #"{"promotion": "ten-off", "validFrom": "2026-03-02T00:00:00Z", "validUntil": "2026-03-01T00:00:00Z"}"#,
                "validUntil"
            ),
        ]
    )
    func refused(order: String, field: String) async throws {
        let answer = try await Caller().send(.post, "/v1/vouchers", order)
        #expect(answer.status == 422)
        #expect(answer.json["errors"]?.array?[0]["field"] == .string(field))
    }
}
