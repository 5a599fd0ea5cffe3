import HTTPTypes
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The words of a brand on pages")
struct VoicePageTests {
    @Test("Z-5: staff set words of the brand, and read advice where they write")
    func through() async throws {
        let visitor = try await Visitor()
        visitor.cookies["setia-language"] = "en"
        try await visitor.join("Mei", .manager)
        let page = try await visitor.get("/console/content/voice")
        #expect(page.status == 200 && page.text.contains("we are the best"))
        let mark = "<script>alert(1)</script>"
        let saved = try await visitor.post(
            "/console/content/voice",
            ["language": "en", "use": "kopi", "avoid": "coffee drink\n\(mark)", "hollow": "", "name": "Kopi Setia"]
        )
        #expect(saved.status == 303)
        let again = try await visitor.get("/console/content/voice")
        #expect(again.text.contains("coffee drink") && !again.text.contains("<script>alert"))
        let long = try await visitor.post(
            "/console/content/voice",
            ["language": "en", "avoid": String(repeating: "x", count: 101)]
        )
        #expect(long.status == 422 && long.text.contains("Words we avoid: must have at most 100 characters"))
        #expect(try await visitor.post("/console/content/voice", ["language": "xx"]).status == 404)
        _ = try await visitor.post(
            "/console/inbox/answers",
            ["name": "hello", "text-en": "We are the best coffee drink at kopi setia."]
        )
        let canned = try await visitor.get("/console/inbox/answers")
        for words in ["we are the best", "coffee drink", "Kopi Setia"] {
            #expect(canned.text.contains("Think about &quot;\(words)&quot;"), "\(words)")
        }
        let kept = try await visitor.post(
            "/console/content/new",
            ["name": "A", "kind": "tip", "state": "draft", "title-en-portal": "Coffee drink", "text-en-portal": "x"]
        )
        let path = try #require(kept.headers[.location])
        #expect(try await visitor.get(path).text.contains("Think about &quot;coffee drink&quot;"))
    }
}
