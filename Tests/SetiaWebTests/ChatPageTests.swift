import HTTPTypes
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The chat's script and page")
struct ChatPageTests {
    @Test("the script holds its texts in four languages and its style, and is asked for again each time")
    func script() async throws {
        let visitor = try await Visitor()
        let answer = try await visitor.get("/chat/widget.js")
        #expect(answer.status == 200 && answer.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(answer.text.contains("Chat with us") && answer.text.contains("แชตกับเรา"))
        #expect(answer.text.contains("--setia-chat-hue") && answer.text.contains("const texts = {\"en\":"))
        // What strangers write is put into pages as text and in no other way, and nothing is run that was text.
        for danger in ["innerHTML", "insertAdjacentHTML", "outerHTML", "document.write", "eval(", "new Function"] {
            #expect(!answer.text.contains(danger), "\(danger)")
        }
        let tag = try #require(answer.headers[.eTag])
        let again = try await visitor.get("/chat/widget.js", headers: ["If-None-Match": tag])
        #expect(again.status == 304 && again.text.isEmpty)
    }

    @Test("every text that the script asks for is there, and none that it does not ask for")
    func texts() async throws {
        let visitor = try await Visitor()
        let script = try await visitor.get("/chat/widget.js").text
        let asked = Set(script.matches(of: #/\bt\.([a-zA-Z]+)/#).map { "chat.\($0.output.1)" })
        #expect(asked == Set(Texts.of(.en).keys.filter { $0.hasPrefix("chat.") }))
    }

    @Test("without scripts a member chats by a form, and staff answer into the same chat")
    func plain() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let ana = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .email, text: "ana@example.com")],
                facts: MemberFacts(),
                person: ["name": .string("Ana")]
            )
        ).member
        visitor.cookies["setia-member"] = try await service.startMemberSession(ana)
        let page = try await visitor.get("/card/chat")
        #expect(page.status == 200 && page.text.contains("action=\"/card/chat\""))
        #expect(try await visitor.get("/card").text.contains("<script src=\"/chat/widget.js\""))
        let sent = try await visitor.post("/card/chat", ["text": "Hello <b>there</b>"])
        #expect(sent.headers[.location] == "/card/chat")
        #expect(try await visitor.post("/card/chat", ["text": " "]).status == 422)
        let mei = try await visitor.join("Mei", .agent)
        let conversation = try #require(try await service.thread(of: ana, limit: 1)?.conversations.first)
        #expect(conversation.channel == .chat && conversation.isVerified)
        let thread = try await visitor.get("/console/inbox/\(conversation.id.text)")
        #expect(thread.text.contains("<option value=\"chat\" selected>Chat</option>"))
        let answered = try await visitor.post(
            "/console/inbox/\(conversation.id.text)",
            ["do": "answer", "text": "Good morning", "channel": "chat", "seen": "1"]
        )
        #expect(answered.status == 303, "\(mei.name): \(answered.text)")
        let hers = try await visitor.get("/card/chat")
        #expect(hers.text.contains("Good morning") && hers.text.contains("Hello &lt;b&gt;there"))
        #expect(try await service.messages(of: conversation.id)?.last?.message.delivery.state == .read)
    }
}
