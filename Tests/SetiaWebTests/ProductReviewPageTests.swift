import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Product reviews on pages")
struct ProductReviewPageTests {
    private let mark = "<script>alert(1)</script> {{frame.token}}"

    private func ana(_ visitor: Visitor, buys: Bool = true) async throws -> MemberID {
        let service = visitor.brand.service
        let member = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana binti Yusof")]
            )
        ).member
        if buys {
            let order = Fixture.order("A-1", 1_000, at: visitor.brand.clock.now)
            _ = try await service.record(Intake(event: order, who: .member(member)))
        }
        visitor.cookies["setia-member"] = try await service.startMemberSession(member)
        visitor.cookies["setia-language"] = "en"
        return member
    }

    private func agent(_ visitor: Visitor) async throws -> Visitor {
        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join("Mei", .agent)
        return staff
    }

    private func reviewID(_ text: String) throws -> String {
        String(try #require(text.firstMatch(of: #/product-reviews\/([0-9a-z]{26}-[0-9a-z]{26})/#)).output.1)
    }

    @Test("U-3: staff publish, decline and answer in the console; she follows it on her card")
    func way() async throws {
        let visitor = try await Visitor()
        let member = try await ana(visitor)
        let card = try await visitor.get("/card")
        #expect(card.text.contains("Rate what you bought") && card.text.contains("product=kopi-o"))
        let form = try await visitor.get("/card/reviews/write?product=kopi-o")
        #expect(form.text.contains("type=\"radio\" name=\"stars\" value=\"5\"") && form.text.contains("Kopi o"))
        for (stars, text, told) in [
            ("0", "x", "Choose one to five stars"), ("6", "x", "Choose one to five stars"),
            ("five", "kept words", "Choose one to five stars"), ("4", " ", "Write something first"),
            ("4", String(repeating: "x", count: 2_001), "At most 2,000 characters"),
        ] {
            let wrong = try await visitor.post("/card/reviews", ["product": "kopi-o", "stars": stars, "text": text])
            #expect(wrong.status == 422 && wrong.text.contains(told), "\(stars) \(text.prefix(9))")
            if text == "kept words" { #expect(wrong.text.contains("kept words")) }
        }
        let sent = try await visitor.post(
            "/card/reviews",
            ["product": "kopi-o", "stars": "4", "text": mark, "name": "initial"]
        )
        #expect(sent.status == 303 && sent.headers[.location] == "/card/reviews?done=reviewSent")
        let hers = try await visitor.get("/card/reviews")
        #expect(hers.text.contains("We are reading it") && hers.text.contains("&lt;script&gt;alert(1)"))
        #expect(hers.text.contains("Verified purchase") && hers.text.contains("{{frame.token}}"))
        #expect(try await !visitor.get("/card").text.contains("Rate what you bought"))

        let staff = try await agent(visitor)
        let list = try await staff.get("/console/product-reviews")
        #expect(list.text.contains("Ana binti Yusof") && !list.text.contains("<script>alert"))
        let path = "/console/product-reviews/\(try reviewID(list.text))"
        let early = try await staff.post(path, ["do": "answer", "text": "x", "state": "waiting", "product": ""])
        #expect(early.status == 422 && early.text.contains("changed meanwhile"))
        let declined = try await staff.post(path, ["do": "decline", "reason": "unrelated", "state": "waiting"])
        #expect(declined.headers[.location] == "/console/product-reviews?state=waiting&done=productReview")
        #expect(try await visitor.get("/card/reviews").text.contains("It is not about the product"))
        #expect(try await staff.get("/console/product-reviews?state=declined").text.contains("Publish"))
        #expect(try await staff.post(path, ["do": "publish", "state": "declined"]).status == 303)
        let product = try await staff.get("/console/product-reviews/products/kopi-o")
        #expect(product.text.contains("Weighted mean") && product.text.contains("1 of 1 bought it"))
        let long = String(repeating: "x", count: 2_001)
        let tooLong = try await staff.post(path, ["do": "answer", "text": long, "product": "kopi-o"])
        #expect(tooLong.status == 422 && tooLong.text.contains("At most 2,000 characters"))
        let answered = try await staff.post(path, ["do": "answer", "text": "Thank <you>.", "product": "kopi-o"])
        #expect(
            answered.headers[.location] == "/console/product-reviews/products/kopi-o?done=productReview"
        )
        #expect(try await staff.get("/console/product-reviews/products").text.contains("4.00"))
        let followed = try await visitor.get("/card/reviews")
        #expect(followed.text.contains("Published") && followed.text.contains("Thank &lt;you&gt;."))
        for (language, word) in [("th", "เผยแพร่แล้ว"), ("ms", "Diterbitkan"), ("id", "Terbit")] {
            visitor.cookies["setia-language"] = language
            #expect(try await visitor.get("/card/reviews").text.contains(word))
            staff.cookies["setia-language"] = language
            #expect(try await staff.get("/console/product-reviews?state=published").text.contains(word))
        }
        visitor.cookies["setia-language"] = "en"
        _ = try await visitor.get("/card/reviews")
        #expect(try await visitor.post("/card/reviews/withdraw", ["product": "kopi-o"]).status == 303)
        #expect(try await !visitor.get("/card/reviews").text.contains("alert(1)"))
        #expect(try await visitor.post("/card/reviews/withdraw", ["product": "teh"]).status == 404)
        let entries = try await visitor.brand.service.store.reading { try $0.history(of: member) }
        #expect(entries.count { $0.event.type == .reviewPublished } == 1)
    }

    @Test("U-10: photos come with the form, without scripts; staff leave single ones out, and the frame shows the rest")
    func photos() async throws {
        let visitor = try await Visitor()
        _ = try await ana(visitor)
        let form = try await visitor.get("/card/reviews/write?product=kopi-o")
        #expect(form.text.contains("enctype=\"multipart/form-data\"") && form.text.contains("At most 4, as JPEG"))
        func send(_ files: [(String, [UInt8])], text: String = "Strong & good") async throws -> Visitor.Answer {
            try await visitor.post(
                "/card/reviews",
                ["product": "kopi-o", "stars": "4", "text": text, "name": "nobody"],
                files: files
            )
        }
        let png = TestPictures.png()
        let wrongs: [(files: [(String, [UInt8])], told: String)] = [
            ([("a.jpg", Array("GIF89a".utf8))], "File 1 is no picture that we can show"),
            ([("a.png", png), ("b.png", Array(png.prefix(50)))], "File 2 is not whole"),
            ([("a.webp", TestPictures.webp(moves: true))], "File 1 moves"),
            ([("a.png", png + [UInt8](repeating: 0, count: 5 << 20))], "File 1 is too large: at most 5 MB"),
            ((0..<5).map { ("\($0).png", TestPictures.png(mark: $0)) }, "At most 4 photos."),
        ]
        for (files, told) in wrongs {
            let wrong = try await send(files)
            #expect(
                wrong.status == 422 && wrong.text.contains(told) && wrong.text.contains("Choose your photos again.")
            )
            #expect(wrong.text.contains("Strong &amp; good"), "what she wrote is kept")
        }
        let sent = try await send([("x.exe", TestPictures.jpeg(turn: 6)), ("", []), ("b.png", png)])
        #expect(sent.status == 303 && sent.headers[.location] == "/card/reviews?done=reviewSent")
        let hers = try await visitor.get("/card/reviews")
        let own = try #require(hers.text.firstMatch(of: #/src="(\/card\/reviews\/photos\/[0-9a-f]{32})"/#)).output.1
        let picture = try await visitor.get(String(own))
        #expect(picture.status == 200 && picture.headers[.contentType] == "image/jpeg")
        #expect(picture.headers[.xContentTypeOptions] == "nosniff" && picture.bytes.starts(with: [0xFF, 0xD8]))
        #expect(!picture.text.contains(TestPictures.secret))
        #expect(try await visitor.get("/products/kopi-o/reviews").text.contains("No reviews yet"))

        let staff = try await agent(visitor)
        let list = try await staff.get("/console/product-reviews")
        let path = "/console/product-reviews/\(try reviewID(list.text))"
        let shown = list.text.matches(of: #/photos\/([0-9a-f]{32})" width/#).map { String($0.output.1) }
        #expect(shown.count == 2)
        #expect(try await staff.get("\(path)/photos/\(shown[1])").headers[.contentType] == "image/png")
        let out = try await staff.post(path, ["do": "leave-out", "photo": shown[1], "state": "waiting"])
        #expect(out.headers[.location] == "/console/product-reviews?state=waiting&done=productReview")
        #expect(try await staff.get("/console/product-reviews").text.contains("Left out"))
        #expect(try await staff.post(path, ["do": "leave-out", "photo": "nobody", "state": "waiting"]).status == 422)
        #expect(try await staff.post(path, ["do": "sing", "photo": shown[1]]).status == 404)
        _ = try await staff.get("/console/product-reviews")
        #expect(try await staff.post(path, ["do": "publish", "state": "waiting"]).status == 303)
        let frame = try await visitor.get("/products/kopi-o/reviews")
        #expect(frame.text.contains("/v1/products/kopi-o/reviews/photos/\(shown[0])"))
        #expect(!frame.text.contains(shown[1]))
        #expect(try await visitor.get("/card/reviews").text.contains("Not shown to others"))

        let change = try await visitor.get("/card/reviews/write?product=kopi-o")
        #expect(change.text.contains("name=\"drop\" value=\"\(shown[0])\""))
        _ = try await visitor.post(
            "/card/reviews",
            ["product": "kopi-o", "stars": "4", "text": "Strong & good", "name": "nobody", "drop": shown[0]],
            files: []
        )
        #expect(try await visitor.get(String(own)).status == 404)
        let stranger = try await Visitor(visitor.brand)
        let refused = try await stranger.post("/card/reviews", ["product": "kopi-o"], files: [("a.png", png)])
        #expect(refused.status == 401)
        #expect(try await stranger.get("/card/reviews/photos/\(shown[1])").status != 200)
    }

    @Test("who may not answer members reads and decides nothing, and a foreign id is not found")
    func others() async throws {
        let visitor = try await Visitor()
        let member = try await ana(visitor)
        let review = try await visitor.brand.service.writeProductReview(
            NewProductReview(member: member, product: "kopi-o", stars: 5, text: "Good")
        ).review
        let analyst = try await Visitor(visitor.brand)
        try await analyst.join("Lim", .analyst)
        for path in ["", "/products", "/products/kopi-o"] {
            #expect(try await analyst.get("/console/product-reviews\(path)").status == 403)
        }
        let staff = try await agent(visitor)
        _ = try await staff.get("/console/product-reviews")
        let path = "/console/product-reviews/\(review.id.text)"
        #expect(try await staff.post(path, ["do": "sing"]).status == 404)
        #expect(try await staff.post(path, ["do": "decline", "reason": "bad"]).status == 404)
        #expect(try await staff.post("/console/product-reviews/nobody", ["do": "publish"]).status == 404)
        #expect(try await visitor.get("/card/reviews/write?product=").status == 404)
    }

    @Test("U-8: the page for a frame escapes what it shows, in four languages, and lets in the shop's own pages")
    func frame() async throws {
        let visitor = try await Visitor()
        let member = try await ana(visitor)
        let service = visitor.brand.service
        let none = try await visitor.get("/products/kopi-o/reviews")
        #expect(none.status == 200 && none.text.contains("No reviews yet"))
        let review = try await service.writeProductReview(
            NewProductReview(
                member: member,
                product: "kopi-o",
                stars: 4,
                text: "</script>\(mark)",
                naming: .initial,
                language: "en"
            )
        ).review
        #expect(try await !visitor.get("/products/kopi-o/reviews").text.contains("alert(1)"))
        _ = try await service.change(review.id, .publish, by: .operator)
        _ = try await service.change(review.id, .answer("We <thank> you."), by: .operator)
        let stranger = try await Visitor(visitor.brand)
        let page = try await stranger.get("/products/kopi-o/reviews?language=en")
        #expect(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script>alert"))
        #expect(page.text.contains("\\u003c/script\\u003e") && page.text.contains("We &lt;thank&gt; you."))
        #expect(page.text.contains("A.") && !page.text.contains("Yusof") && !page.text.contains(member.text))
        #expect(page.text.contains("4.00") && page.text.contains("4 of 5 stars") && page.text.contains("Mar 2026"))
        #expect(page.headers[.cacheControl] == "public, max-age=60")
        #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'self';") ?? false)
        for (language, word) in [("th", "ซื้อจริง"), ("ms", "Pembelian disahkan"), ("id", "Pembelian terverifikasi")] {
            let told = try await stranger.get("/products/kopi-o/reviews?language=\(language)")
            #expect(told.text.contains(word) && told.text.contains("lang=\"\(language)\""), "\(language)")
        }
        #expect(try await stranger.get("/products/%E0%A4%A/reviews").status == 404)
    }
}
