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

    @Test("U-10: a shop adds photos and leaves them out; everybody sees them only while the review is published")
    func photos() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await caller.enrolAna()
        let id = try await write(caller, ana, "Strong.", product: "kopi/o")
        func add(_ bytes: [UInt8], to id: String, type: String = "image/png") async throws -> Answer {
            try await caller.send(.post, "/v1/product-reviews/\(id)/photos", type: type, bytes: bytes)
        }
        func told(_ answer: Answer) -> String {
            let error = answer.json["errors"]?.array?.first
            return "\(error?["field"]?.string ?? ""): \(error?["reason"]?.string ?? "")"
        }
        let gif = try await add(Array("GIF89a".utf8), to: id)
        #expect(gif.status == 422)
        #expect(told(gif) == "photos[0]: must be a picture: JPEG, PNG or WebP by its bytes")
        let cut = try await add(Array(TestPictures.jpeg().prefix(300)), to: id, type: "image/jpeg")
        #expect(told(cut) == "photos[0]: must be whole: it ends before the picture does")
        #expect(try await add([UInt8](repeating: 0, count: 5 << 20 + 1), to: id).status == 413)
        #expect(try await add(TestPictures.png(), to: "nobody").status == 404)
        // What it is its bytes say, and not the header.
        let first = try await add(TestPictures.jpeg(), to: id, type: "text/plain")
        #expect(first.status == 201, "\(first.text)")
        let second = try #require(first.json["id"]?.string)
        #expect(second != id && first.json["state"] == "waiting")
        #expect(try await add(TestPictures.jpeg(), to: id).status == 404, "written anew it has another id")
        #expect(try await add(TestPictures.jpeg(), to: second).status == 200)
        let both = try await add(TestPictures.webp(), to: second)
        let last = try #require(both.json["id"]?.string)
        let photos = try #require(both.json["photos"]?.array)
        let names = photos.compactMap { $0["id"]?.string }
        #expect(names.count == 2 && photos[0]["width"] == 640 && photos[0]["isLeftOut"] == .bool(false))
        let path = "/v1/product-reviews/\(last)/photos"
        let seen = try await caller.send(.get, "\(path)/\(names[1])")
        #expect(seen.status == 200 && seen.headers[.contentType] == "image/webp")
        func publicly(_ name: String, _ headers: [String: String] = [:]) async throws -> Answer {
            let path = "/v1/products/kopi%2Fo/reviews/photos/\(name)"
            return try await caller.send(.get, path, headers: headers, showing: .nothing)
        }
        #expect(try await publicly(names[0]).status == 404)
        #expect(try await caller.send(.put, "\(path)/\(names[1])", #"{"isLeftOut": true}"#).status == 200)
        #expect(try await caller.send(.put, "\(path)/\(names[1])", #"{"isLeftOut": 1}"#).status == 422)
        #expect(try await caller.send(.put, "\(path)/nobody", #"{"isLeftOut": true}"#).status == 404)
        #expect(try await step(caller, last, #"{"do": "publish"}"#) == (200, "published"))
        let shown = try await publicly(names[0])
        #expect(shown.status == 200 && shown.headers[.contentType] == "image/jpeg")
        #expect(shown.headers[.xContentTypeOptions] == "nosniff")
        #expect(shown.headers[.cacheControl] == "public, max-age=60")
        let tag = try #require(shown.headers[.eTag])
        #expect(try await publicly(names[0], ["If-None-Match": tag]).status == 304)
        #expect(try await publicly(names[1]).status == 404)
        let list = try await caller.send(.get, "/v1/products/kopi%2Fo/reviews", showing: .nothing)
        let address = "https://kopi.example.com/v1/products/kopi%2Fo/reviews/photos/\(names[0])"
        let item = list.json["items"]?.array?.first
        #expect(item?["photos"]?.array?.count == 1 && item?["photos"]?.array?.first?["address"]?.string == address)
        #expect(item?["photos"]?.array?.first?["id"] == nil && !list.text.contains(ana))
        let markup = list.json["structuredData"]?["review"]?.array?.first
        #expect(markup?["image"]?.array?.first?.string == address)
        let left = try await caller.send(.delete, "\(path)/\(names[1])")
        #expect(left.status == 200 && left.json["photos"]?.array?.count == 1)
        #expect(try await caller.send(.delete, "\(path)/\(names[1])").status == 404)
        #expect(try await step(caller, last, #"{"do": "withdraw"}"#) == (200, "withdrawn"))
        #expect(try await publicly(names[0], ["If-None-Match": tag]).status == 404)
    }

    private func other(_ caller: Caller, _ number: Int) async throws -> String {
        let body = #"{"identities": [{"kind": "card", "value": "K\#(number)"}], "country": "MY"}"#
        return try #require(try await caller.send(.post, "/v1/members", body).json["id"]?.string)
    }
}
