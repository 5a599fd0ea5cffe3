import Foundation
import SetiaCore
import SetiaServer
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia review products")
struct ProductReviewCommandTests {
    @Test("reviews are listed, published, declined, answered and rated")
    func way() async throws {
        try await withBench { bench in
            try await bench.publish()
            let csv = try bench.write("members.csv", "card,name\nKS-1,Ana\n")
            #expect(await bench.run("import", "members", csv).status == 0)
            let found = await bench.run("member", "list")
            let member = String(try #require(found.out.firstMatch(of: #/[0-9a-z]{26}/#)).output)
            #expect(await bench.run("review", "products", "list").err.contains("no review is waiting"))
            #expect(await bench.run("review", "products", "ratings").err.contains("nothing is published yet"))
            try await bench.review(member, "Strong, and not bitter.")
            let list = await bench.run("review", "products", "list")
            let id = String(try #require(list.out.firstMatch(of: #/[0-9a-z]{26}-[0-9a-z]{26}/#)).output)
            #expect(list.out.contains("kopi-o  4 of 5\n    Strong, and not bitter."), "\(list)")
            #expect(await bench.run("review", "products", "decide", id, "sing").status == 64)
            #expect(await bench.run("review", "products", "decide", id, "decline").status == 64)
            let early = await bench.run("review", "products", "decide", id, "answer", "--text", "x")
            #expect(early.status == 65 && early.err.contains("possible: publish, decline, withdraw"), "\(early)")
            let no = await bench.run("review", "products", "decide", id, "decline", "--reason", "personal")
            #expect(no.out == "declined\n")
            #expect(await bench.run("review", "products", "decide", id, "publish").out == "published\n")
            let said = await bench.run("review", "products", "decide", id, "answer", "--text", "Thanks.", "--json")
            #expect(said.out.contains("\"answer\": \"Thanks.\""), "\(said)")
            let rated = await bench.run("review", "products", "ratings")
            #expect(rated.out.contains("kopi-o") && rated.out.contains("4.00"), "\(rated)")
            #expect(await bench.run("review", "products", "ratings", "--json").out.contains("\"count\": 1"))
            #expect(await bench.run("review", "products", "ratings", "--product", "teh").out == "")
            #expect(await bench.run("review", "products", "decide", "nobody", "publish").status == 66)
            #expect(await bench.run("review", "products", "list", "--state", "liked").status == 64)
        }
    }
}

extension CommandBench {
    /// A member says something of `kopi-o`, as she does from her card.
    fileprivate func review(_ member: String, _ text: String) async throws {
        let brand = try await Brand.open(try DatabaseLocation(path("shop.db")), keys: nil, mayCreate: false)
        let new = NewProductReview(
            member: try #require(MemberID(text: member)),
            product: "kopi-o",
            stars: 4,
            text: text
        )
        _ = try await brand.service.writeProductReview(new)
        try await brand.close()
    }
}
