import HTTPTypes
import JSONText
import SetiaCore
import SetiaTesting
import Testing

@testable import SetiaAPI

@Suite("Web chat")
struct ChatTests {
    private func begin(_ caller: Caller, _ body: String = "{}") async throws -> String {
        let answer = try await caller.send(.post, "/chat/sessions", body, showing: .nothing)
        #expect(answer.status == 201)
        return "Bearer " + (try #require(answer.json["session"]?.string))
    }

    @Test("a chat is begun, written into, answered, read and ended, without a key")
    func through() async throws {
        let caller = try await Caller()
        let session = try await begin(caller, #"{"language": "ms"}"#)
        let empty = try await caller.send(.get, "/chat/messages", showing: .header(session))
        #expect(
            empty.status == 200 && empty.json["known"]?.bool == false && empty.json["messages"]?.array?.isEmpty == true
        )
        let body = #"{"id": "1", "text": "<b>Hello</b>", "email": "ana@example.com", "name": "Ana"}"#
        let said = try await caller.send(.post, "/chat/messages", body, showing: .header(session))
        #expect(said.status == 201 && said.json["from"] == "you" && said.json["text"] == "<b>Hello</b>")
        #expect(try await caller.send(.post, "/chat/messages", body, showing: .header(session)).bytes == said.bytes)
        let list = try await caller.send(.get, "/v1/conversations?part=waiting")
        let id = try #require(list.json["items"]?.array?.first?["id"]?.string)
        #expect(list.json["items"]?.array?.first?["channel"] == "chat")
        let answer = #"{"text": "Good morning", "person": "Mei"}"#
        #expect(try await caller.send(.post, "/v1/conversations/\(id)/answers", answer).status == 201)
        let read = try await caller.send(.get, "/chat/messages", showing: .header(session))
        let last = try #require(read.json["messages"]?.array?.last)
        #expect(last["from"] == "us" && last["author"] == "Mei" && last["text"] == "Good morning")
        let upTo = try #require(last["id"]?.string)
        let seen = try await caller.send(.post, "/chat/seen", #"{"upTo": "\#(upTo)"}"#, showing: .header(session))
        #expect(seen.status == 204)
        let thread = try await caller.send(.get, "/v1/conversations/\(id)")
        #expect(thread.json["messages"]?.array?.last?["delivery"] == "read")
        #expect(try await caller.send(.post, "/chat/end", "{}", showing: .header(session)).status == 204)
        let over = try await caller.send(.get, "/chat/events", showing: .header(session))
        #expect(over.status == 401 && over.json["type"] == "/problems/unknown-chat")
    }

    @Test("O-7: pages that were not named may not chat, and those that were may read what they are answered")
    func origins() async throws {
        let caller = try await Caller(chat: ChatSettings(origins: ["https://shop.example.com"]))
        let name = try #require(HTTPField.Name("Access-Control-Allow-Origin"))
        for origin in ["https://evil.example", "https://shop.example.com.evil.example", "null"] {
            let refused = try await caller.send(
                .post,
                "/chat/sessions",
                "{}",
                headers: ["Origin": origin],
                showing: .nothing
            )
            #expect(refused.status == 403 && refused.headers[name] == nil, "\(origin)")
            #expect(refused.json["type"] == "/problems/origin-not-allowed")
        }
        let shop = ["Origin": "https://shop.example.com"]
        let allowed = try await caller.send(.post, "/chat/sessions", "{}", headers: shop, showing: .nothing)
        #expect(allowed.status == 201 && allowed.headers[name] == "https://shop.example.com")
        #expect(allowed.headers[.vary] == "Origin")
        #expect(allowed.headers[.accessControlAllowCredentials] == nil)
        let asked = try await caller.preflight("/chat/messages", origin: "https://shop.example.com")
        #expect(asked.status == 204 && asked.headers[.accessControlAllowHeaders]?.contains("authorization") == true)
        #expect(try await caller.preflight("/chat/messages", origin: "https://evil.example").status == 403)
    }

    @Test("O-7: one address may do so much, and is let in again later")
    func bounded() {
        let gate = ChatGate(mostStreams: 50)
        let now = Caller.morning
        for _ in 0..<30 { #expect(gate.mayPass(.begin, "192.0.2.1", at: now)) }
        #expect(!gate.mayPass(.begin, "192.0.2.1", at: now))
        #expect(gate.mayPass(.begin, "192.0.2.2", at: now) && gate.mayPass(.say, "192.0.2.1", at: now))
        #expect(gate.mayPass(.begin, "192.0.2.1", at: now.adding(milliseconds: 3_600_000)))
        for _ in 0..<40 { #expect(gate.enter("192.0.2.1")) }
        #expect(!gate.enter("192.0.2.1"))
        for _ in 0..<10 { #expect(gate.enter("192.0.2.2")) }
        #expect(!gate.enter("192.0.2.3"))
        gate.leave("192.0.2.1")
        #expect(gate.enter("192.0.2.3"))
    }

    @Test(
        "what cannot be taken is named",
        arguments: [
            ("{", 400, "malformed-json", ""), ("{}", 422, "invalid-body", "id"),
            (#"{"id": "1"}"#, 422, "invalid-body", "text"), (#"{"id": "1", "text": " "}"#, 422, "invalid-body", "text"),
            (#"{"id": "1", "text": "Hi", "email": "nobody"}"#, 422, "invalid-body", "email"),
            (#"{"id": "1", "text": "Hi", "more": 1}"#, 422, "invalid-body", "more"),
        ]
    )
    func bad(body: String, status: Int, type: String, field: String) async throws {
        let caller = try await Caller()
        let session = try await begin(caller)
        let answer = try await caller.send(.post, "/chat/messages", body, showing: .header(session))
        #expect(answer.status == status && answer.json["type"]?.string == "/problems/\(type)", "\(answer.text)")
        if !field.isEmpty { #expect(answer.json["errors"]?.array?.first?["field"]?.string == field, "\(answer.text)") }
    }

    @Test(
        "O-21: what is no picture and no PDF, too large or broken is refused and named",
        arguments: [
            (#"{"id": "1", "name": "cup.png", "data": "PGI+"}"#, "data"), (#"{"id": "1", "data": "R0l"}"#, "data"),
            (#"{"id": "1"}"#, "data"), (#"{"data": "R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="}"#, "id"),
            (#"{"id": "1", "data": "R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=", "email": "nobody"}"#, "email"),
            (#"{"id": "1", "name": "cup.gif", "data": "R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="}"#, ""),
        ]
    )
    func files(body: String, field: String) async throws {
        let caller = try await Caller()
        let session = try await begin(caller)
        let answer = try await caller.send(.post, "/chat/files", body, showing: .header(session))
        guard !field.isEmpty else {
            #expect(answer.status == 201 && answer.json["files"]?.array == ["cup.gif"], "\(answer.text)")
            let huge = #"{"id": "2", "data": "\#(String(repeating: "R0lG", count: 2_000_000))"}"#
            let large = try await caller.send(.post, "/chat/files", huge, showing: .header(session))
            #expect(large.status == 413)
            #expect(try await caller.send(.post, "/chat/files", body, showing: .nothing).status == 401)
            return
        }
        #expect(
            answer.status == 422 && answer.json["errors"]?.array?.first?["field"]?.string == field,
            "\(answer.text)"
        )
    }

    @Test("without a session, with another's and with a token that is none, nothing is told")
    func strangers() async throws {
        let caller = try await Caller()
        for showing in [Caller.Showing.nothing, .header("Bearer guessed"), .keyOfAllScopes] {
            let answer = try await caller.send(.get, "/chat/messages", showing: showing)
            #expect(answer.status == 401 && answer.json["type"] == "/problems/unknown-chat")
        }
        let token = try await caller.send(.post, "/chat/sessions", #"{"token": "a.b.c"}"#, showing: .nothing)
        #expect(token.status == 401 && token.json["type"] == "/problems/token-refused")
        #expect(try await caller.send(.post, "/chat/sessions", #"{"language": 7}"#, showing: .nothing).status == 422)
        let session = try await begin(caller)
        let seen = try await caller.send(.post, "/chat/seen", #"{"upTo": "x"}"#, showing: .header(session))
        #expect(seen.status == 422 && seen.text.contains("must be the id of a message"))
    }
}
