import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Rewards in the console and at the till")
struct RewardPageTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        rules:
          - {id: welcome, on: member.enrolled, earn: {wallet: points, fixed: 1000}}
        rewards:
          mug:
            kind: physical-good
            name: The <mug>
            terms: One a household
            picture: https://pictures.example.com/mug.jpg
            price: {points: 300}
            stock: counted
          cinema: {kind: partner-code, name: A film, price: {points: 100}, stock: codes}
          coffee: {kind: free-product, name: A coffee, price: {points: 80}}
          dinner: {kind: experience, name: A dinner, price: {points: 5000}}
        """

    private func visitor(_ role: Role) async throws -> (visitor: Visitor, ana: MemberID) {
        let visitor = try await Visitor()
        _ = try await visitor.brand.service.publishProgramme(Self.document)
        visitor.brand.clock.advance(milliseconds: 1_000)
        try await visitor.join("Mei", role)
        let ana = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY"),
                person: ["name": .string("Ana <Lim>")]
            )
        ).member
        return (visitor, ana)
    }

    private func redeem(_ reward: Key, _ id: Key, _ member: MemberID, _ visitor: Visitor) async throws {
        guard
            case .recorded = try await visitor.brand.service.redeem(RewardWish(id: id, reward: reward), for: member)
        else {
            Issue.record("\(reward) was not had")
            return
        }
    }

    @Test("W-22: staff upload a picture in the console, and members see it on their card")
    func pictures() async throws {
        let (visitor, ana) = try await visitor(.owner)
        let path = "/console/rewards/mug"
        let page = try await visitor.get(path)
        #expect(page.text.contains("enctype=\"multipart/form-data\"") && page.text.contains("at most 2 MB"))
        #expect(page.text.contains("src=\"https://pictures.example.com/mug.jpg\""))
        func send(_ files: [(String, [UInt8])]) async throws -> Visitor.Answer {
            try await visitor.post("\(path)/picture", ["do": "upload"], files: files, field: "picture")
        }
        let png = TestPictures.png()
        for (bytes, told) in [
            ([], "Choose a file."), (Array("GIF89a".utf8), "This file is no picture"),
            (Array(png.prefix(50)), "This file is not whole"),
            (png + [UInt8](repeating: 0, count: 2 << 20), "This file is too large: at most 2 MB"),
        ] as [([UInt8], String)] {
            let wrong = try await send([("x.png", bytes)])
            #expect(wrong.status == 422 && wrong.text.contains(told), "\(told)")
        }
        let done = try await send([("x.exe", TestPictures.jpeg())])
        #expect(done.status == 303 && done.headers[.location] == "\(path)?done=rewardPicture")
        let shown = try await visitor.get(path)
        let source = try #require(shown.text.firstMatch(of: #/src="(\/v1\/reward-pictures\/[0-9a-f]{32})"/#)).output.1
        let address = Key(String(source.dropFirst("/v1/reward-pictures/".count)))
        let kept = try #require(try await visitor.brand.service.rewardPicture(at: address))
        #expect(kept.kind == .jpeg && !String(decoding: kept.bytes, as: UTF8.self).contains(TestPictures.secret))
        let log = try await visitor.get("/console/log").text
        #expect(log.contains("Changed the picture of a reward"))

        let member = try await Visitor(visitor.brand)
        member.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        for page in ["/card/rewards", "/card/rewards/mug"] {
            #expect(try await member.get(page).text.contains("src=\"\(source)\""), "\(page)")
        }
        // Whoever is not signed in, or may not, puts none there.
        let stranger = try await Visitor(visitor.brand)
        let refused = try await stranger.post(
            "\(path)/picture",
            ["do": "upload"],
            files: [("x", png)],
            field: "picture"
        )
        #expect(refused.status != 303 || refused.headers[.location]?.contains("done=") != true)
        try await stranger.join("Ali", .agent)
        #expect(try await stranger.post("\(path)/picture", ["do": "remove"]).status == 403)
        #expect(try await visitor.post("\(path)/picture", ["do": "remove"]).status == 303)
        #expect(try await visitor.get(path).text.contains("src=\"https://pictures.example.com/mug.jpg\""))
    }

    @Test(
        "the catalogue says what is left, had and to be handed over; a shelf is filled with a reason, which the log keeps"
    )
    func shelf() async throws {
        let (visitor, ana) = try await visitor(.manager)
        let before = try await visitor.get("/console/rewards")
        #expect(before.text.contains("The &lt;mug&gt;") && before.text.contains("300 points"))
        #expect(before.text.contains(#"<span class="badge bad">0</span>"#) && before.text.contains("no end"))
        let page = try await visitor.get("/console/rewards/mug")
        #expect(page.text.contains("Fill the shelf") && page.text.contains("One a household"))
        #expect(page.text.contains(#"<img class="picture" src="https://pictures.example.com/mug.jpg""#))
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.contains("img-src 'self' data: https://pictures.example.com"))
        // No other page lets pictures in from there.
        #expect(!(before.headers[.contentSecurityPolicy] ?? "pictures.example.com").contains("pictures.example.com"))
        for (amount, reason, field) in [("", "new", "amount"), ("0", "new", "amount"), ("3", "", "reason")] {
            let wrong = try await visitor.post(
                "/console/rewards/mug",
                ["do": "stock", "amount": amount, "reason": reason]
            )
            #expect(wrong.status == 422 && wrong.text.contains("#field-\(field)"))
        }
        let filled = try await visitor.post(
            "/console/rewards/mug",
            ["do": "stock", "amount": "1,200", "reason": "from Ipoh"]
        )
        #expect(filled.headers[.location] == "/console/rewards/mug?done=shelfFilled")
        let tooMany = try await visitor.post(
            "/console/rewards/mug",
            ["do": "stock", "amount": "-1,201", "reason": "broken"]
        )
        #expect(tooMany.status == 422 && tooMany.text.contains("Only 1,200 are left."))
        #expect(tooMany.text.contains(#"value="-1,201""#) && tooMany.text.contains(#"value="broken""#))
        try await redeem("mug", "R-1", ana, visitor)
        let after = try await visitor.get("/console/rewards").text
        #expect(after.contains("<span>1,199</span>") && after.contains("1 redemption to hand over"))
        let own = try await visitor.get("/console/rewards/mug").text
        #expect(own.contains("Ana &lt;Lim&gt;") && own.contains(#"value="pack""#))
        #expect(try await visitor.get("/console/rewards/nothing").status == 404)
        #expect(try await visitor.get("/console/log").text.contains("from Ipoh"))
    }

    @Test("a partner's codes are loaded on their reward's page, and none of them stands on a page or in the log")
    func codes() async throws {
        let (visitor, ana) = try await visitor(.manager)
        _ = try await visitor.get("/console/rewards/cinema")
        let none = try await visitor.post("/console/rewards/cinema", ["do": "codes", "codes": " \n"])
        #expect(none.status == 422 && none.text.contains("Write at least one code."))
        let long = String(repeating: "x", count: 201)
        let wrong = try await visitor.post("/console/rewards/cinema", ["do": "codes", "codes": "AB-1\n\(long)"])
        #expect(wrong.status == 422 && wrong.text.contains("#field-codes"))
        for _ in 0..<2 {
            let loaded = try await visitor.post("/console/rewards/cinema", ["do": "codes", "codes": "AB-1\nAB-2\n"])
            #expect(loaded.status == 303)
        }
        try await redeem("cinema", "R-1", ana, visitor)
        let page = try await visitor.get("/console/rewards/cinema").text
        #expect(page.contains("handed over") && !page.contains("AB-1") && !page.contains("AB-2"))
        #expect(page.contains("<dt>Left</dt><dd dir=\"auto\">1</dd>"))
        let log = try await visitor.get("/console/log").text
        #expect(!log.contains("AB-1") && !log.contains("AB-2"))
        // A shelf of codes is not filled by a number.
        let number = try await visitor.post(
            "/console/rewards/cinema",
            ["do": "stock", "amount": "5", "reason": "more"]
        )
        #expect(number.status == 422)
    }

    @Test(
        "what is to be sent is packed, sent and handed over from the list; it never goes backwards, and is taken back once"
    )
    func steps() async throws {
        let (visitor, ana) = try await visitor(.agent)
        let service = visitor.brand.service
        _ = try await service.loadStock(of: "mug", by: 5, reason: "new", by: .operator)
        try await redeem("mug", "R-1", ana, visitor)
        let member = ana.text
        let list = try await visitor.get("/console/redemptions")
        #expect(list.text.contains("The &lt;mug&gt;") && list.text.contains("Ana &lt;Lim&gt;"))
        for (step, tab) in [("pack", "packed"), ("send", "sent"), ("deliver", "delivered")] {
            let moved = try await visitor.post(
                "/console/redemptions",
                [
                    "member": member, "redemption": "R-1", "step": step,
                    "back": "/console/redemptions?fulfilment=\(tab)",
                ]
            )
            #expect(moved.headers[.location] == "/console/redemptions?fulfilment=\(tab)&done=redemptionMoved")
            #expect(try await visitor.get("/console/redemptions?fulfilment=\(tab)").text.contains("The &lt;mug&gt;"))
        }
        try await redeem("mug", "R-2", ana, visitor)
        for (step, status) in [("deliver", 303), ("deliver", 303), ("pack", 422)] {
            let answer = try await visitor.post(
                "/console/redemptions",
                ["member": member, "redemption": "R-2", "step": step, "back": ""]
            )
            #expect(answer.status == status, "\(step)")
        }
        // Where it leads afterwards is ours alone.
        let elsewhere = try await visitor.post(
            "/console/redemptions",
            ["member": member, "redemption": "R-1", "step": "rollback", "back": "/console//example.com"]
        )
        #expect(elsewhere.headers[.location] == "/console/redemptions?done=redemptionMoved")
        #expect(try await service.points(of: ana)?.balances.first?.available == Points(700))
        let again = try await visitor.post(
            "/console/redemptions",
            ["member": member, "redemption": "R-1", "step": "rollback", "back": ""]
        )
        #expect(again.status == 422)
        for wrong in ["vanish", ""] {
            let answer = try await visitor.post(
                "/console/redemptions",
                ["member": member, "redemption": "R-1", "step": wrong, "back": ""]
            )
            #expect(answer.status == 404)
        }
        #expect(try await service.verify().isClean)
    }

    @Test("W-16: the catalogue and what was had go out as CSV, without codes")
    func tables() async throws {
        let (visitor, ana) = try await visitor(.manager)
        let service = visitor.brand.service
        _ = try await service.loadStock(of: "mug", by: 5, reason: "new", by: .operator)
        _ = try await service.loadCodes(["AB-1", "AB-2"], of: "cinema", by: .operator)
        try await redeem("cinema", "R-1", ana, visitor)
        try await redeem("mug", "=R-2", ana, visitor)
        let catalogue = try await visitor.get("/console/rewards.csv")
        #expect(catalogue.headers[.contentType] == "text/csv; charset=utf-8")
        let rows = catalogue.text.split(separator: "\r\n").map(String.init)
        #expect(rows.count == 5 && rows[0].hasSuffix("reward,kind,name,price,stock,left,had,held,toHandOver"))
        #expect(rows[1] == "mug,physical-good,The <mug>,300 points,counted,4,1,0,1", "\(rows[1])")
        #expect(rows[2].hasPrefix("cinema,partner-code,A film,100 points,codes,1,1,0,0"), "\(rows[2])")
        let had = try await visitor.get("/console/redemptions.csv")
        let lines = had.text.split(separator: "\r\n").map(String.init)
        #expect(lines.count == 3 && lines.contains { $0.hasPrefix("R-1,\(ana.text),cinema,partner-code,1,1,captured") })
        // What a spreadsheet would reckon with is a text to it.
        #expect(lines.contains { $0.hasPrefix("'=R-2,") })
        for text in [catalogue.text, had.text] { #expect(!text.contains("AB-1") && !text.contains("AB-2")) }
        #expect(try await visitor.get("/console/rewards").text.contains(#"href="/console/rewards.csv""#))
        #expect(try await visitor.get("/console/redemptions").text.contains(#"href="/console/redemptions.csv""#))
    }

    @Test(
        "who may not see members sees no redemptions, and who may not publish fills no shelf",
        arguments: [(Role.analyst, 200, false), (.till, 403, false), (.agent, 200, true)]
    )
    func access(role: Role, catalogue: Int, seesMembers: Bool) async throws {
        let (visitor, ana) = try await visitor(role)
        try await redeem("coffee", "R-1", ana, visitor)
        #expect(try await visitor.get("/console/rewards").status == catalogue)
        let page = try await visitor.get("/console/rewards/coffee").text
        #expect(page.contains("Ana &lt;Lim&gt;") == seesMembers && !page.contains("Fill the shelf"))
        #expect(try await visitor.get("/console/redemptions").status == (seesMembers ? 200 : 403))
        #expect(try await visitor.get("/console/redemptions.csv").status == (seesMembers ? 200 : 403))
        #expect(try await visitor.get("/console/rewards.csv").status == catalogue)
        let fill = try await visitor.post("/console/rewards/mug", ["do": "stock", "amount": "5", "reason": "more"])
        #expect(fill.status == 403)
        let step = try await visitor.post(
            "/console/redemptions",
            ["member": ana.text, "redemption": "R-1", "step": "deliver", "back": ""]
        )
        #expect(step.status == (seesMembers ? 303 : 403))
    }

    @Test("at the till she has a reward and holds it in her hands; the same form again gives nothing twice")
    func atTheTill() async throws {
        let (visitor, ana) = try await visitor(.till)
        let service = visitor.brand.service
        _ = try await service.loadCodes(["FILM-1"], of: "cinema", by: .operator)
        let store = Fixture.shops[2].id.text
        let page = try await visitor.get("/till?store=\(store)&card=KS-1")
        // What she cannot pay for, or is not there, is not offered.
        #expect(page.text.contains("A coffee") && page.text.contains("A film"))
        #expect(!page.text.contains("A dinner") && !page.text.contains("&lt;mug&gt;"))
        let id = String(try #require(page.text.firstMatch(of: #/name="form" value="([^"]+)"/#)).output.1)
        func give(_ reward: String, _ id: String, points: String, card: String = "KS-1") async throws -> Visitor.Answer
        {
            try await visitor.post(
                "/till/reward",
                [
                    "form": id, "store": store, "card": card, "reward": reward, "wallet": "points", "points": points,
                    "currency": "",
                ]
            )
        }
        for _ in 0..<2 {
            let given = try await give("coffee", id, points: "80")
            #expect(given.status == 200 && given.text.contains("A coffee"))
        }
        #expect(try await service.points(of: ana)?.balances.first?.available == Points(920))
        #expect(try await service.redemption(Key(id), of: ana)?.row.fulfilment == .delivered)
        let film = try await give("cinema", "till-2", points: "100")
        #expect(film.status == 200 && film.text.contains("FILM-1"))
        let none = try await give("cinema", "till-3", points: "100")
        #expect(none.status == 422)
        // At another price than was shown, nothing is had.
        #expect(try await give("coffee", "till-4", points: "70").status == 422)
        #expect(try await give("coffee", "till-5", points: "80", card: "KS-9").text.contains("#field-card"))
        #expect(try await service.points(of: ana)?.balances.first?.available == Points(820))
    }

    @Test("what she redeemed at home waits at the till, is handed over there once, and is on the list no more")
    func handedOver() async throws {
        let (visitor, ana) = try await visitor(.till)
        try await redeem("coffee", "R-1", ana, visitor)
        let store = Fixture.shops[2].id.text
        #expect(try await visitor.get("/till?store=\(store)&card=KS-1").text.contains(#"action="/till/handover""#))
        let done = try await visitor.post("/till/handover", ["store": store, "card": "KS-1", "redemption": "R-1"])
        #expect(done.status == 200 && done.text.contains("A coffee"))
        #expect(!(try await visitor.get("/till?store=\(store)&card=KS-1").text.contains(#"action="/till/handover""#)))
        #expect(try await visitor.brand.service.redemption("R-1", of: ana)?.row.fulfilment == .delivered)
        let unknown = try await visitor.post("/till/handover", ["store": store, "card": "KS-1", "redemption": "R-9"])
        #expect(unknown.status == 422)
    }

    @Test("V-15: after too many wrong codes, till and console say when it goes on")
    func tooMany() async throws {
        let (visitor, ana) = try await visitor(.manager)
        let service = visitor.brand.service
        let store = Fixture.shops[2].id.text
        let page = try await visitor.get("/till?store=\(store)&card=KS-1")
        let id = String(try #require(page.text.firstMatch(of: #/name="form" value="([^"]+)"/#)).output.1)
        func till() async throws -> Visitor.Answer {
            try await visitor.post(
                "/till/code",
                ["form": id, "store": store, "card": "KS-1", "code": "NOPE", "amount": "9.00", "due": ""]
            )
        }
        #expect(try await till().text.contains("We do not know this code"))
        for _ in 0..<19 { _ = try await service.voucher("NOPE", askedBy: VoucherAsker(caller: "app", member: ana)) }
        let stopped = try await till()
        #expect(stopped.status == 422 && stopped.text.contains("#field-code"))
        #expect(stopped.text.contains("10 minutes"))
        for _ in 0..<280 { _ = try await service.voucher("NOPE", askedBy: VoucherAsker(caller: "app", member: nil)) }
        let console = try await visitor.post("/console/codes", ["code": "NOPE"])
        #expect(console.status == 422 && console.text.contains("10 minutes"))
        visitor.brand.clock.advance(milliseconds: 10 * 60_000)
        #expect(try await visitor.post("/console/codes", ["code": "NOPE"]).text.contains("There is no such code"))
    }
}
