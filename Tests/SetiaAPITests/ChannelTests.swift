import HTTPTypes
import JSONText
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaAPI

@Suite("Networks tell what members write")
struct ChannelTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let path = "/v1/channels/texts/hook"

    private func caller(_ network: TestNetwork = TestNetwork()) async throws -> Caller {
        let caller = try await Caller(channels: ChannelPorts(adapters: networks, sender: network))
        let values = [
            Channel.Setting(name: "url", value: "https://gw.example.com/s"),
            Channel.Setting(name: "secret", value: Self.secret),
        ]
        _ = try await caller.brand.service.saveChannel(
            NewChannel(name: "texts", kind: "sms", values: values),
            by: .operator
        )
        return caller
    }

    private func headers(_ caller: Caller, _ body: String) -> [String: String] {
        let at = caller.brand.clock.now.milliseconds / 1_000
        let content = Array("m.\(at).".utf8) + Array(body.utf8)
        let key = SignedMessage.bytes(ofSecret: Self.secret) ?? []
        let mark = caller.brand.service.sealing.messageAuthentication(of: content, key: key)
        return [
            "Webhook-Id": "m", "Webhook-Timestamp": "\(at)", "Webhook-Signature": "v1,\(Base64.text(of: mark))",
        ]
    }

    @Test("a text is told, answered by a key, and what becomes of the answer told")
    func through() async throws {
        let network = TestNetwork()
        let caller = try await caller(network)
        let body = #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Open?"}], "version": 2}"#
        for _ in 0..<2 {
            let told = try await caller.send(.post, Self.path, body, headers: headers(caller, body), showing: .nothing)
            #expect(told.status == 200 && told.bytes.isEmpty)
        }
        let list = try await caller.send(.get, "/v1/conversations?part=waiting")
        #expect(list.json["items"]?.array?.count == 1 && list.json["items"]?.array?.first?["channel"] == "sms")
        let id = try #require(list.json["items"]?.array?.first?["id"]?.string)
        let answer = #"{"text": "From nine.", "person": "Mei"}"#
        let said = try await caller.send(.post, "/v1/conversations/\(id)/answers", answer)
        #expect(said.status == 201 && said.json["channel"] == "sms")
        let long = #"{"text": "\#(String(repeating: "ก", count: 300))", "person": "Mei"}"#
        let refused = try await caller.send(.post, "/v1/conversations/\(id)/answers", long)
        #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["field"] == "text")
        let post = try #require(network.posts.first)
        let ours = try #require(JSON.parse(post.body)["data"]?["id"]?.string)
        let status = #"{"statuses": [{"message": "\#(ours)", "state": "read"}]}"#
        let news = try await caller.send(.post, Self.path, status, headers: headers(caller, status), showing: .nothing)
        #expect(news.status == 200)
        let thread = try await caller.send(.get, "/v1/conversations/\(id)")
        #expect(thread.json["messages"]?.array?.last?["delivery"] == "read")
        // Signed and wrong.
        let wrong = #"{"messages": [{"id": "2", "from": "me", "text": "x"}]}"#
        let unread = try await caller.send(.post, Self.path, wrong, headers: headers(caller, wrong), showing: .nothing)
        #expect(unread.status == 422 && unread.json["errors"]?.array?.first?["field"] == "messages[0].from")
        let other = #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Else"}]}"#
        let conflict = try await caller.send(
            .post,
            Self.path,
            other,
            headers: headers(caller, other),
            showing: .nothing
        )
        #expect(conflict.status == 409 && conflict.json["type"] == "/problems/conflicting-duplicate")
    }

    @Test("O-10: what is forged, packed or huge has no effect, and so much of it is not listened to")
    func forged() async throws {
        let caller = try await caller()
        let body = #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Hi"}]}"#
        let good = headers(caller, body)
        func send(_ path: String, _ body: String, _ headers: [String: String]) async throws -> (
            status: Int, type: JSON?
        ) {
            let answer = try await caller.send(.post, path, body, headers: headers, showing: .nothing)
            return (answer.status, answer.json["type"])
        }
        let packed = try await send(Self.path, body, good.merging(["Content-Encoding": "gzip"]) { $1 })
        #expect(packed.status == 415 && packed.type == "/problems/packed-body")
        let huge = try await send(Self.path, body + String(repeating: " ", count: 1 << 20), good)
        #expect(huge.status == 413)
        let unknown = try await send("/v1/channels/other/hook", body, good)
        #expect(unknown.status == 404)
        let asked = try await caller.send(.get, "\(Self.path)?hub.mode=subscribe&hub.challenge=1", showing: .nothing)
        #expect(asked.status == 401)
        for number in 0..<58 {
            let forged = try await send(Self.path, body + String(repeating: " ", count: number + 1), good)
            #expect(forged.status == 401 && forged.type == "/problems/not-signed")
        }
        // Sixty times not believed: now not even what is signed.
        let over = try await send(Self.path, body, good)
        #expect(over.status == 429 && over.type == "/problems/too-many-unsigned")
        #expect(try await caller.brand.service.inbox(.open, limit: 10).rows.isEmpty)
        caller.brand.clock.now = caller.brand.clock.now.adding(milliseconds: 600_000)
        #expect(try await send(Self.path, body, headers(caller, body)).status == 200)
    }
}
