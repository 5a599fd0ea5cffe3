import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Promotions and codes in the console")
struct PromotionPageTests {
    private func batchPath(_ answer: Visitor.Answer) throws -> String {
        let location = try #require(answer.headers[.location])
        #expect(location.hasPrefix("/console/codes/"))
        return location
    }

    @Test("codes are made while nobody waits, read page by page, and taken away as a file")
    func generating() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        #expect(try await visitor.get("/console/promotions").text.contains("RM 10 off"))
        let page = try await visitor.get("/console/promotions/ten-off")
        #expect(page.status == 200 && page.text.contains("Make codes"))
        let path = try batchPath(
            try await visitor.post(
                "/console/promotions/ten-off",
                ["count": "12,345", "prefix": "raya", "chosen": "", "uses": "1", "from": "", "until": "2026-04-30"]
            )
        )
        await visitor.brand.service.vouchersMade()
        let whole = try await visitor.get(path)
        #expect(whole.text.contains("12,345") && whole.text.contains("codes.csv"))
        #expect(whole.text.matches(of: #/<td><code>RAYA-/#).count == 50)
        let last = try await visitor.get("\(path)?from=12300")
        #expect(last.text.matches(of: #/<td><code>RAYA-/#).count == 45)
        let file = try await visitor.get("\(path)/codes.csv")
        #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
        let lines = file.text.split(whereSeparator: \.isNewline)
        #expect(lines.count == 12_346 && lines[0] == "code" && Set(lines).count == 12_346)
        let log = try await visitor.get("/console/log").text
        #expect(log.contains("Had codes of a promotion made") && log.contains("Took codes away as a file"))
        #expect(!log.contains("RAYA-"))
    }

    @Test("a batch that stopped in the middle is gone on with, and has each code once")
    func resuming() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        let service = visitor.brand.service
        let batch = try await service.orderVouchers(VoucherOrder(promotion: "ten-off", count: 7_000))
        struct Stopped: Error {}
        await #expect(throws: Stopped.self) { _ = try await service.makeVouchers(of: batch) { _ in throw Stopped() } }
        let path = "/console/codes/\(batch.id.text)"
        let page = try await visitor.get(path).text
        #expect(page.contains("5,000 of 7,000 made") && page.contains("value=\"go-on\""))
        _ = try await visitor.post(path, ["do": "go-on"])
        await service.vouchersMade()
        #expect(try await service.voucherBatch(batch.id)?.made == 7_000)
        #expect(try await visitor.get(path).text.contains("codes.csv"))
    }

    @Test(
        "what is wrong with an order of codes is told at its field, and what was typed is kept",
        arguments: [
            ("count", "none"), ("count", "0"), ("count", "99,999,999"), ("prefix", "much-too-long-a-prefix"),
            ("chosen", "ab"), ("uses", "x"), ("until", "soon"), ("until", "2020-01-01"),
        ]
    )
    func wrong(field: String, value: String) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        _ = try await visitor.get("/console/promotions/ten-off")
        var form = [
            "count": "10", "prefix": "", "chosen": "", "uses": "1", "from": "2026-03-01", "until": "2026-03-31",
        ]
        form[field] = value
        let pairs = form.sorted { $0.key < $1.key }
        let answer = try await visitor.post(
            "/console/promotions/ten-off",
            [
                pairs[0].key: pairs[0].value, pairs[1].key: pairs[1].value, pairs[2].key: pairs[2].value,
                pairs[3].key: pairs[3].value, pairs[4].key: pairs[4].value, pairs[5].key: pairs[5].value,
            ]
        )
        #expect(answer.status == 422 && answer.text.contains("#field-\(field)"))
        #expect(answer.text.contains("value=\"\(value)\""))
    }

    @Test("a code is looked up and withdrawn, and the log names it without its letters")
    func lookingUp() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        let service = visitor.brand.service
        let owner = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(),
                person: ["name": .string("Aisyah")]
            )
        ).member
        var codes: [String] = []
        _ = try await service.makeVouchers(
            of: try await service.orderVouchers(VoucherOrder(promotion: "ten-off", count: 2, owner: owner))
        ) { codes += $0 }
        _ = try await visitor.get("/console/codes")
        let typed = VoucherCode.written(codes[0]).lowercased()
        let found = try await visitor.post("/console/codes", ["code": typed])
        #expect(found.text.contains(VoucherCode.written(codes[0])) && found.text.contains("Aisyah"))
        #expect(found.text.contains("good to use") && found.text.contains("Nobody has used it"))
        let stopped = try await visitor.post("/console/codes", ["code": typed, "do": "stop"])
        #expect(stopped.text.contains("withdrawn on") && !stopped.text.contains("value=\"stop\""))
        let other = try await visitor.post("/console/codes", ["code": codes[1]])
        #expect(other.text.contains("good to use"))
        let log = try await visitor.get("/console/log").text
        #expect(log.contains("Withdrew a code") && !log.contains(VoucherCode.written(codes[0])))
        let unknown = try await visitor.post("/console/codes", ["code": "NOTHING"])
        #expect(unknown.status == 422 && unknown.text.contains("There is no such code"))
    }

    @Test("who used a code, and when, is told to whoever may see members")
    func used() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .agent)
        let service = visitor.brand.service
        let member = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY"),
                person: ["name": .string("Aisyah")]
            )
        ).member
        var code = ""
        _ = try await service.makeVouchers(
            of: try await service.orderVouchers(VoucherOrder(promotion: "ten-off"))
        ) { code = $0[0] }
        let cart = try #require(
            Cart(
                id: "CART-7",
                currency: Fixture.shops[2].currency,
                lines: [Cart.Line(sku: "beans", quantity: 1, price: 9_000)]
            )
        )
        let question = CartQuestion(cart: cart, who: .member(member), codes: [code], caller: "test")
        guard case .redeemed = try await service.redeemCart(question, source: "shop", order: "O-7") else {
            Issue.record("the cart was not redeemed")
            return
        }
        _ = try await visitor.get("/console/codes")
        let found = try await visitor.post("/console/codes", ["code": code])
        #expect(found.text.contains("O-7") && found.text.contains("Aisyah") && found.text.contains("1 of 1"))
        // An agent looks, and withdraws nothing.
        #expect(!found.text.contains("value=\"stop\""))
        #expect(try await visitor.post("/console/codes", ["code": code, "do": "stop"]).status == 403)
    }

    @Test("a batch is withdrawn, and none of its codes is good")
    func stopping() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        let service = visitor.brand.service
        var codes: [String] = []
        let batch = try await service.makeVouchers(
            of: try await service.orderVouchers(VoucherOrder(promotion: "ten-off", count: 3))
        ) { codes += $0 }
        let path = "/console/codes/\(batch.id.text)"
        _ = try await visitor.get(path)
        let done = try await visitor.post(path, ["do": "stop"])
        #expect(done.headers[.location] == "\(path)?done=codesStopped")
        let page = try await visitor.get(path).text
        #expect(page.contains("withdrawn on") && !page.contains("value=\"stop\""))
        for code in codes {
            let view = try await service.voucher(code, askedBy: VoucherAsker(caller: "test"))
            #expect(view?.refusal == .expired(at: nil))
        }
    }

    @Test("at the till a code is shown with what it takes off, used once, and what is paid counts as a purchase")
    func atTheTill() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .till)
        let service = visitor.brand.service
        let member = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY"),
                person: ["name": .string("Aisyah")]
            )
        ).member
        var code = ""
        _ = try await service.makeVouchers(
            of: try await service.orderVouchers(VoucherOrder(promotion: "ten-off"))
        ) { code = $0[0] }
        let store = Fixture.shops[2].id.text
        let page = try await visitor.get("/till?store=\(store)&card=KS-1")
        let id = String(try #require(page.text.firstMatch(of: #/name="form" value="([^"]+)"/#)).output.1)
        func send(_ amount: String, due: String = "") async throws -> Visitor.Answer {
            try await visitor.post(
                "/till/code",
                ["form": id, "store": store, "card": "KS-1", "code": code.lowercased(), "amount": amount, "due": due]
            )
        }
        let tooSmall = try await send("20.00")
        #expect(tooSmall.status == 422 && tooSmall.text.contains("#field-code"))
        #expect(tooSmall.text.contains("value=\"20.00\""))
        let seen = try await send("90.00")
        #expect(seen.status == 200 && seen.text.contains("name=\"due\" value=\"8000\""))
        #expect(try await service.voucher(code, askedBy: VoucherAsker(caller: "test"))?.refusal == nil)
        // Something else than was agreed to is not taken.
        #expect(try await send("90.00", due: "7000").status == 422)
        for _ in 0..<2 { #expect(try await send("90.00", due: "8000").status == 200) }
        #expect(try await service.voucher(code, askedBy: VoucherAsker(caller: "test"))?.refusal == .alreadyUsed)
        let view = try #require(try await service.member(member))
        #expect(view.state.orders == 1)
        let earned = (try await service.entries(of: member, wallet: nil, before: nil, limit: 9) ?? []).filter {
            $0.kind == .earn
        }
        #expect(earned.map(\.points) == [Points(80), Points(50)])
        let other = try await visitor.get("/till?store=\(store)")
        let next = String(try #require(other.text.firstMatch(of: #/name="form" value="([^"]+)"/#)).output.1)
        let again = try await visitor.post(
            "/till/code",
            ["form": next, "store": store, "card": "", "code": code, "amount": "90.00", "due": ""]
        )
        #expect(again.status == 422 && again.text.contains("has been used"))
    }
}
