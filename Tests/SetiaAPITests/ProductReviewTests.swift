import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Product reviews over HTTP")
struct ProductReviewTests {
    private func write(
        _ caller: Caller,
        _ member: String,
        _ text: String,
        stars: Int = 4,
        product: String = "kopi-o",
        more: String = ""
    ) async throws -> String {
        let body =
            #"{"member": "\#(member)", "product": "\#(product)", "stars": \#(stars), "text": "\#(text)"\#(more)}"#
        let answer = try await caller.send(.post, "/v1/product-reviews", body)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["id"]?.string)
    }

    private func step(_ caller: Caller, _ id: String, _ body: String) async throws -> (Int, String) {
        let answer = try await caller.send(.post, "/v1/product-reviews/\(id)/steps", body)
        return (answer.status, answer.json["state"]?.string ?? answer.json["detail"]?.string ?? "")
    }

    @Test("a review is written, read, published, answered, rated and taken back")
    func way() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await caller.enrolAna()
        let id = try await write(caller, ana, "Strong, and not bitter.", more: #", "name": "first", "language": "ms""#)
        let body =
            #"{"member": "\#(ana)", "product": "kopi-o", "stars": 4, "text": "Strong, and not bitter.", "name": "first"}"#
        let again = try await caller.send(.post, "/v1/product-reviews", body)
        #expect(again.status == 200 && again.json["id"]?.string == id)
        let waiting = try await caller.send(.get, "/v1/product-reviews")
        #expect(waiting.json["items"]?.array?.count == 1)
        #expect(waiting.json["items"]?.array?.first?["name"] == "Ana")
        #expect(waiting.json["items"]?.array?.first?["acts"]?.array?.count == 3)
        #expect(try await step(caller, id, #"{"do": "decline", "reason": "personal"}"#) == (200, "declined"))
        #expect(try await step(caller, id, #"{"do": "publish"}"#) == (200, "published"))
        #expect(try await step(caller, id, #"{"do": "answer", "text": "Thank you."}"#) == (200, "published"))
        #expect(try await caller.send(.get, "/v1/product-reviews/\(id)").json["answer"] == "Thank you.")
        #expect(try await caller.send(.get, "/v1/product-reviews?member=\(ana)").json["items"]?.array?.count == 1)
        let published = try await caller.send(.get, "/v1/product-reviews?state=published&product=kopi-o&limit=1")
        #expect(published.json["items"]?.array?.count == 1 && published.json["next"] == nil)
        let ratings = try await caller.send(.get, "/v1/product-ratings")
        let rating = try #require(ratings.json["items"]?.array?.first)
        #expect(
            rating["count"] == 1 && rating["mean"] == 4 && rating["verified"] == 0 && rating["isSmall"] == .bool(true)
        )
        #expect(rating["signals"]?.array == [] && rating["distribution"]?.array?.count == 5)
        #expect(try await caller.send(.get, "/v1/product-ratings?product=teh").json["items"]?.array == [])
        #expect(try await step(caller, id, #"{"do": "withdraw"}"#) == (200, "withdrawn"))
        #expect(
            try await step(caller, id, #"{"do": "publish"}"#)
                == (409, "to publish is not possible with a review that is withdrawn")
        )
        #expect(try await caller.send(.get, "/v1/product-ratings").json["items"]?.array == [])
    }

    @Test("U-1: what cannot be taken names its field and reason")
    func badInput() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await caller.enrolAna()
        func told(_ path: String, _ body: String) async throws -> (Int, String) {
            let answer = try await caller.send(.post, "/v1/product-reviews\(path)", body)
            let error = answer.json["errors"]?.array?.first
            let field = error.map { "\($0["field"]?.string ?? ""): \($0["reason"]?.string ?? "")" }
            return (answer.status, field ?? answer.json["detail"]?.string ?? "")
        }
        func new(_ stars: String, _ text: String = "x", _ more: String = "") -> String {
            #"{"member": "\#(ana)", "product": "kopi-o", "stars": \#(stars), "text": "\#(text)"\#(more)}"#
        }
        #expect(try await told("", new("0")) == (422, "stars: must be above 0"))
        #expect(try await told("", new("6")) == (422, "stars: must be at most 5"))
        #expect(try await told("", new(#""five""#)) == (422, "stars: must be a whole number of stars"))
        #expect(try await told("", new("4.5")) == (422, "stars: must be a whole number of stars"))
        #expect(try await told("", new("5", " ")) == (422, "text: must not be empty"))
        #expect(
            try await told("", new("5", String(repeating: "x", count: 2_001)))
                == (422, "text: must have at most 2000 characters")
        )
        #expect(
            try await told("", new("5", "x", #", "name": "full""#)) == (
                422, "name: must be one of nobody, initial, first"
            )
        )
        #expect(
            try await told("", new("5", "x", #", "language": "English""#))
                == (422, "language: must be two or three small letters, such as th")
        )
        #expect(try await told("", new("5", "x", #", "photo": 1"#)).0 == 422)
        #expect(try await told("", #"{"member": "nobody", "product": "x", "stars": 1, "text": "x"}"#).0 == 404)
        #expect(try await told("", "{").0 == 400)
        let id = try await write(caller, ana, "<b>bold</b> {{t.x}}")
        let steps = "/\(id)/steps"
        #expect(
            try await told(steps, #"{"do": "sing"}"#) == (422, "do: must be one of publish, decline, answer, withdraw")
        )
        #expect(try await told(steps, #"{"do": "decline"}"#).1.hasPrefix("reason: is missing"))
        #expect(
            try await told(steps, #"{"do": "decline", "reason": "bad"}"#).1.hasPrefix("reason: must be one of personal")
        )
        #expect(try await told(steps, #"{"do": "answer"}"#).1.hasPrefix("text: is missing"))
        #expect(
            try await told(steps, #"{"do": "answer", "text": "x"}"#)
                == (
                    409,
                    "to answer is not possible with a review that is waiting; possible: publish, decline, withdraw"
                )
        )
        #expect(try await told("/nobody/steps", #"{"do": "publish"}"#).0 == 404)
        let foreign = String(id.prefix(27)) + String(id.prefix(26))
        #expect(try await told("/\(foreign)/steps", #"{"do": "publish"}"#).0 == 404)
        for path in ["?state=liked", "?limit=0", "?cursor=x"] {
            #expect(try await caller.send(.get, "/v1/product-reviews\(path)").status == 400, "\(path)")
        }
        #expect(try await caller.send(.get, "/v1/product-reviews?member=nobody").status == 404)
        #expect(try await caller.send(.get, "/v1/product-reviews/nobody").status == 404)
        #expect(try await caller.send(.get, "/v1/product-ratings?cursor=x").status == 400)
    }

    @Test("U-8: everybody reads what is published, page by page, and nothing that leads to a member")
    func everybody() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await caller.enrolAna()
        func look(_ query: String = "", headers: [String: String] = [:]) async throws -> Answer {
            try await caller.send(.get, "/v1/products/kopi%2Fo/reviews\(query)", headers: headers, showing: .nothing)
        }
        let none = try await look()
        #expect(none.status == 200 && none.json["items"]?.array == [] && none.json["rating"] == nil)
        let mark = "</script><script>alert(1)</script>"
        var ids: [String] = []
        for number in 0..<3 {
            let member = number == 0 ? ana : try await other(caller, number)
            let id = try await write(caller, member, "\(number) \(mark)", stars: 3 + number % 2, product: "kopi/o")
            _ = try await step(caller, id, #"{"do": "publish"}"#)
            ids.append(id)
        }
        _ = try await step(caller, ids[0], #"{"do": "answer", "text": "Thanks."}"#)
        let first = try await look("?limit=2&language=th")
        #expect(first.headers[.cacheControl] == "public, max-age=60")
        #expect(first.headers[.accessControlAllowOrigin] == "*")
        let items = try #require(first.json["items"]?.array)
        #expect(items.compactMap { $0["text"]?.string } == ["2 \(mark)", "1 \(mark)"])
        #expect(items[0]["month"] == "2026-03" && items[0]["isVerified"] == .bool(false) && items[0]["name"] == nil)
        #expect(first.json["rating"]?["count"] == 3 && first.json["rating"]?["signals"] == nil)
        #expect(!first.text.contains(ana) && ids.allSatisfy { !first.text.contains($0) })
        // An id would say to the millisecond when she wrote; a page of the shop may take the answer as it is.
        #expect(ids.flatMap { $0.split(separator: "-") }.allSatisfy { !first.text.contains($0) })
        #expect(!first.text.contains("<") && !first.text.contains(">"))
        let data = first.json["structuredData"]
        #expect(data?["@type"] == "Product" && data?["sku"] == "kopi/o")
        #expect(data?["aggregateRating"]?["ratingValue"]?.text == "3.33")
        #expect(data?["aggregateRating"]?["reviewCount"] == 3)
        #expect(data?["review"]?.array?.first?["author"]?["name"] == "สมาชิก")
        let next = try #require(first.json["next"]?.string)
        let second = try await look("?limit=2&cursor=\(next)")
        #expect(second.json["items"]?.array?.compactMap { $0["answer"]?.string } == ["Thanks."])
        #expect(second.json["next"] == nil)
        let tag = try #require(first.headers[.eTag])
        #expect(try await look("?limit=2&language=th", headers: ["If-None-Match": tag]).status == 304)
        #expect(try await look("?limit=2", headers: ["If-None-Match": tag]).status == 200)
        for path in ["?limit=0", "?cursor=x", "?language=fr"] {
            #expect(try await look(path).status == 400, "\(path)")
        }
    }

    private func other(_ caller: Caller, _ number: Int) async throws -> String {
        let body = #"{"identities": [{"kind": "card", "value": "K\#(number)"}], "country": "MY"}"#
        return try #require(try await caller.send(.post, "/v1/members", body).json["id"]?.string)
    }
}
