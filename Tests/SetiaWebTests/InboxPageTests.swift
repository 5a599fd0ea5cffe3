import Foundation
import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The inbox, a thread, and writing to us")
struct InboxPageTests {
    private func café(service: String = "") async throws -> Visitor {
        let visitor = try await Visitor()
        let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "examples/kopi-setia.yaml")
        let text = try String(contentsOf: example, encoding: .utf8)
        if !service.isEmpty { _ = try await visitor.brand.service.publishProgramme(text + "\n" + service) }
        return visitor
    }

    private static let promise = """
        service:
          hours: {weekdays: [09:00-18:00]}
          promise: {first: 2 hours}
          teams: [care]

        """

    private func ana(_ visitor: Visitor, name: String = "Ana") async throws -> MemberID {
        try await visitor.brand.service.createMember(
            NewMember(
                identities: [
                    try Identity(kind: .card, text: "KS-1"), try Identity(kind: .email, text: "ana@example.com"),
                ],
                facts: MemberFacts(language: "en"),
                person: ["name": .string(name)]
            )
        ).member
    }

    private func signIn(_ member: MemberID, _ visitor: Visitor) async throws {
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(member)
        visitor.cookies["setia-language"] = "en"
    }

    @Test("she writes in her pages, an agent answers, and she reads it; the promise is what is reckoned by")
    func backAndForth() async throws {
        let visitor = try await café(service: Self.promise)
        let member = try await ana(visitor)
        try await signIn(member, visitor)
        let empty = try await visitor.get("/card/messages")
        #expect(empty.text.contains("We answer within 2 hours") && empty.text.contains("09:00–18:00"))
        #expect(try await visitor.post("/card/messages", ["text": " "]).status == 422)
        let sent = try await visitor.post("/card/messages", ["text": "Is the oat milk back?\n<b>Ana</b>"])
        #expect(sent.headers[.location] == "/card/messages?done=messageSent")
        #expect(try await visitor.get("/card/messages").text.contains("You have an answer by 2 March 2026, 11:30"))

        try await visitor.join("Mei", .agent)
        let inbox = try await visitor.get("/console/inbox")
        #expect(inbox.status == 200 && inbox.text.contains("due in 2 hours"))
        #expect(inbox.text.contains("&lt;b&gt;Ana") && !inbox.text.contains("<b>Ana"))
        let path = try #require(inbox.text.firstMatch(of: #/href="(\/console\/inbox\/[0-9a-z]+-[0-9a-z]+)"/#)).output.1
        let thread = try await visitor.get(String(path))
        #expect(thread.text.contains("oat milk") && thread.text.contains("name=\"seen\" value=\"1\""))
        let answered = try await visitor.post(
            String(path),
            ["do": "answer", "text": "From Monday on.", "channel": "portal", "seen": "1"]
        )
        #expect(answered.headers[.location] == "\(path)?done=answered")
        let late = try await visitor.post(String(path), ["do": "note", "text": "Told her."])
        #expect(late.headers[.location] == "\(path)?done=noted")

        let hers = try await visitor.get("/card/messages")
        #expect(hers.text.contains("From Monday on.") && hers.text.contains("Mei, Kopi Setia"))
        #expect(!hers.text.contains("Told her."))
        #expect(try await visitor.get(String(path)).text.contains(">read<"))
    }

    @Test("N-7: the second of two keeps her text and is told who was first")
    func second() async throws {
        let visitor = try await café()
        let member = try await ana(visitor)
        let question = try await visitor.brand.service.receive(Inbound(member: member, text: "Hi", channel: .portal))
        let mei = try await visitor.join("Mei", .agent)
        var first = Answering(
            member: member,
            conversation: question.conversation.identifier,
            text: "Hello"
        )
        first.seen = 1
        _ = try await visitor.brand.service.answer(first, by: .staff(mei.id, name: "Mei"))
        let path = "/console/inbox/\(question.conversation.text)"
        _ = try await visitor.get(path)
        let late = try await visitor.post(
            path,
            ["do": "answer", "text": "My own words", "channel": "portal", "seen": "1"]
        )
        #expect(late.status == 409 && late.text.contains("Mei answered while you were writing"))
        #expect(late.text.contains("My own words</textarea>") && late.text.contains("name=\"seen\" value=\"2\""))
    }

    @Test("N-9: names, subjects, texts and file names of strangers put no mark into pages")
    func injection() async throws {
        let visitor = try await café()
        let mark = "\"><script>alert(1)</script>"
        let mail = """
            From: "\\"><script>alert(1)</script>" <eve@example.com>
            Subject: \(mark)
            Message-ID: <m1@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain

            \(mark)
            --b
            Content-Type: text/html; name="x.html"
            Content-Disposition: attachment; filename="<img src=x onerror=alert(1)>.html"

            <script>alert(1)</script>
            --b--

            """
        let receipt = try await visitor.brand.service.receiveMail(Array(mail.replacing("\n", with: "\r\n").utf8))
        guard case .kept(let message) = receipt else {
            Issue.record("not kept: \(receipt)")
            return
        }
        try await visitor.join("Mei", .agent)
        let path = "/console/inbox/\(message.conversation.text)"
        for page in ["/console/inbox", path, "/console/members/\(message.conversation.member.text)"] {
            let answer = try await visitor.get(page)
            #expect(
                answer.status == 200 && !answer.text.contains("<script>alert") && !answer.text.contains("<img src=x")
            )
        }
        #expect(try await visitor.get(path).text.contains("Nobody has shown that this address"))
        let file = try await visitor.get("\(path)/files/1/0")
        #expect(file.status == 200 && file.headers[.contentType] == "application/octet-stream")
        #expect(file.headers[.contentDisposition]?.hasPrefix("attachment; filename*=UTF-8''") == true)
        #expect(try await visitor.get("\(path)/files/1/7").status == 404)
    }

    @Test("taken, given to a team, put away, brought back, closed and opened again; whoever may not sees nothing")
    func actions() async throws {
        let visitor = try await café(service: Self.promise)
        let member = try await ana(visitor)
        let service = visitor.brand.service
        let question = try await service.receive(Inbound(member: member, text: "Hi", channel: .portal))
        let id = question.conversation
        let mei = try await visitor.join("Mei", .manager)
        let path = "/console/inbox/\(id.text)"
        _ = try await visitor.get(path)
        func act(_ what: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> Conversation {
            let form: KeyValuePairs<String, String> =
                switch what {
                case "assign": ["do": what, "holder": fields[0].value]
                case "snooze": ["do": what, "until": fields[0].value]
                default: ["do": what]
                }
            let answer = try await visitor.post(path, form)
            #expect(answer.headers[.location] == "\(path)?done=conversationChanged", "\(what)")
            return try #require(try await service.conversation(id))
        }
        #expect(try await act("take").assignee == mei.id)
        #expect(try await act("assign", ["holder": "team:care"]).team == "care")
        #expect(
            try await act("snooze", ["until": "tomorrow"]).snoozedUntil == Instant(rfc3339: "2026-03-03T09:00:00+08:00")
        )
        #expect(try await visitor.get("/console/inbox?part=snoozed").text.contains("put away until"))
        #expect(try await act("wake").snoozedUntil == nil)
        #expect(try await act("close").isOpen == false)
        #expect(try await act("reopen").isOpen)
        #expect(try await visitor.get("/console/inbox?q=ana").text.contains(path))
        #expect(try await visitor.post(path, ["do": "assign", "holder": "team:none"]).status == 409)
        #expect(try await visitor.get("/console/inbox/figures?days=7").status == 200)
        let saved = try await visitor.post(
            "/console/inbox/answers",
            ["name": "Hello", "text-en": "Dear {name},", "text-th": "เรียน {name}"]
        )
        #expect(saved.headers[.location] == "/console/inbox/answers?done=cannedSaved")
        #expect(try await visitor.get("\(path)?ready=Hello").text.contains("Dear Ana,</textarea>"))
        let analyst = try await Visitor(visitor.brand)
        try await analyst.join("Siti", .analyst)
        for page in ["/console/inbox", path, "/console/inbox/figures"] {
            #expect(try await analyst.get(page).status == 403)
        }
        let other = try await Visitor(visitor.brand)
        try await other.join("Nur", .agent, stores: .some([Fixture.shops[0].id]))
        #expect(try await other.get(path).status == 403)
    }

    @Test("a conversation begins with an answer or a call to a member who has not written")
    func begins() async throws {
        let visitor = try await café()
        let member = try await ana(visitor)
        try await visitor.join("Mei", .agent)
        let page = try await visitor.get("/console/inbox/\(member.text)")
        #expect(page.status == 200 && page.text.contains("Begin a conversation"))
        let sent = try await visitor.post(
            "/console/inbox/\(member.text)",
            ["do": "answer", "text": "Your cup is here.", "channel": "mail"]
        )
        #expect(sent.headers[.location]?.hasPrefix("/console/inbox/\(member.text)-") == true)
        let mail = try #require(visitor.brand.mailbox.mails.last)
        #expect(mail.to.address == "ana@example.com" && mail.subject == "A message from Kopi Setia")
        #expect(try await visitor.get("/console/inbox/nobody").status == 404)
    }
}
