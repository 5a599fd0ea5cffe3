import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The content library on pages")
struct ContentPageTests {
    @Test(
        "Z-2, Z-3: staff write a piece, see it in its month, and members read it in their language, as text and nothing else"
    )
    func through() async throws {
        let visitor = try await Visitor()
        visitor.cookies["setia-language"] = "en"
        try await visitor.join("Mei", .manager)
        let mark = "<script>alert(1)</script>"
        #expect(try await visitor.get("/console/content").text.contains("Mar 2026"))
        _ = try await visitor.get("/console/content/new")
        let empty = try await visitor.post("/console/content/new", ["name": "", "kind": "tip", "state": "draft"])
        #expect(empty.status == 422 && empty.text.contains("must not be empty"))
        let wrong = try await visitor.post(
            "/console/content/new",
            [
                "name": "Grinding", "kind": "tip", "state": "ready", "text-en-portal": "Kept words",
                "title-en-portal": "",
            ]
        )
        #expect(wrong.status == 422 && wrong.text.contains("Kept words</textarea>") && wrong.text.contains("Title ("))
        let kept = try await visitor.post(
            "/console/content/new",
            [
                "name": "Grinding \(mark)", "kind": "tip", "state": "published", "day": "2026-03-02",
                "title-en-portal": "Grind it \(mark)", "text-en-portal": "Sour means too coarse.",
                "picture-en-portal": "https://kopi.example.com/a.jpg", "title-ms-mail": "Kisar",
                "text-ms-mail": "Lebih halus.",
            ]
        )
        let path = String(try #require(kept.headers[.location]?.split(separator: "?").first))
        let month = try await visitor.get("/console/content?month=2026-03&state=published")
        #expect(month.text.contains("href=\"\(path)\"") && !month.text.contains("<script>alert"))
        #expect(!(try await visitor.get("/console/content?month=2026-04").text.contains(path)))
        #expect(!(try await visitor.get("/console/content?month=2026-03&language=th").text.contains(path)))
        #expect(try await visitor.get("/console/content?month=%22%3E%3Cscript%3E").status == 200)
        let broadcast = try await visitor.get("/console/broadcasts?content=\(path.split(separator: "/").last ?? "")")
        #expect(
            broadcast.text.contains("Sour means too coarse.</textarea>")
                && broadcast.text.contains("Lebih halus.</textarea>")
        )
        #expect(!broadcast.text.contains("<script>alert"))

        let ana = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
        let member = try await Visitor(visitor.brand)
        member.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        member.cookies["setia-language"] = "en"
        #expect(try await member.get("/card").text.contains("For you to read"))
        let hers = try await member.get("/card/read")
        #expect(hers.text.contains("Sour means too coarse.") && !hers.text.contains("<script>alert"))
        #expect(hers.text.contains("href=\"https://kopi.example.com/a.jpg\""))
        member.cookies["setia-language"] = "ms"
        #expect(!(try await member.get("/card").text.contains("Untuk anda baca")))
        #expect(try await member.get("/card/read").text.contains("Belum ada apa-apa untuk dibaca."))
    }
}
