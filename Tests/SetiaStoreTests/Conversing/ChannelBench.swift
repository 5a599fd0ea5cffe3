import JSONText
import SetiaCare
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// What the tests of channels do on each store.
extension TalkBench {
    static let whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// Connects a network.
    func connect(_ name: String, _ kind: String, _ values: [String: String]) async throws {
        let settings = values.sorted { $0.key < $1.key }.map { Channel.Setting(name: $0.key, value: $0.value) }
        _ = try await service.saveChannel(NewChannel(name: name, kind: kind, values: settings), by: .operator)
    }

    /// Tells what a gateway of the shop's own tells.
    @discardableResult
    func tell(_ name: String, _ body: String, on other: SetiaService? = nil) async throws -> String {
        let at = brand.clock.now.milliseconds / 1_000
        let key = SignedMessage.bytes(ofSecret: TalkBench.whsec) ?? []
        let content = Array("m.\(at).".utf8) + Array(body.utf8)
        let mark = service.sealing.messageAuthentication(of: content, key: key)
        let request = ChannelRequest(
            headers: [
                ("webhook-id", "m"), ("webhook-timestamp", "\(at)"),
                ("webhook-signature", "v1,\(Base64.text(of: mark))"),
            ],
            body: Array(body.utf8)
        )
        return try await (other ?? service).hear(name, request)
    }

    /// Tells what Telegram tells.
    func telegram(_ body: String) async throws {
        let request = ChannelRequest(
            headers: [("x-telegram-bot-api-secret-token", "told-to-telegram")],
            body: Array(body.utf8)
        )
        _ = try await service.hear("bot", request)
    }

    /// Tells what LINE tells.
    func line(_ body: String) async throws {
        let mark = service.sealing.messageAuthentication(of: Array(body.utf8), key: Array("channel-secret".utf8))
        let request = ChannelRequest(headers: [("x-line-signature", Base64.text(of: mark))], body: Array(body.utf8))
        _ = try await service.hear("line", request)
    }

    /// Tells what Meta tells.
    func meta(_ name: String, _ body: String) async throws {
        let mark = service.sealing.messageAuthentication(of: Array(body.utf8), key: Array("app-secret".utf8))
        let digits = mark.map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0\(text)" : text
        }.joined()
        let request = ChannelRequest(headers: [("x-hub-signature-256", "sha256=\(digits)")], body: Array(body.utf8))
        _ = try await service.hear(name, request)
    }

    /// The one conversation that waits.
    func waiting() async throws -> Conversation {
        let page = try await service.inbox(.waiting, limit: 10)
        return try #require(page.rows.count == 1 ? page.rows.first?.conversation : nil)
    }

    /// How the last message of a conversation stands.
    func last(_ id: ConversationID) async throws -> Message {
        try #require(try await service.messages(of: id)?.last?.message)
    }
}
