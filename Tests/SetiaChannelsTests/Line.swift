import Foundation
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaVault
import Testing

@testable import SetiaChannels

/// A channel with secrets, whose signatures are made and looked at in earnest.
struct Line {
    let open: OpenChannel
    private let vault: Vault

    init(
        _ kind: MessageChannel,
        _ settings: [String: String] = [:],
        _ secrets: [String: String] = [:],
        at now: Instant = Instant(milliseconds: 1_772_413_200_000)
    ) throws {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let vault = try Vault.open(path: folder.appending(path: "keys").path, now: now, mayCreate: true)
        try FileManager.default.removeItem(at: folder)
        self.vault = vault
        let channel = Channel(
            name: "line-1",
            kind: kind,
            settings: settings.map { Channel.Setting(name: $0.key, value: $0.value) },
            createdAt: now
        )
        open = OpenChannel(
            channel,
            secrets: secrets.map { Channel.Setting(name: $0.key, value: $0.value) },
            now: now,
            authenticate: { vault.messageAuthentication(of: $0, key: $1) }
        )
    }

    func mark(_ body: String, _ secret: String) -> [UInt8] {
        vault.messageAuthentication(of: Array(body.utf8), key: Array(secret.utf8))
    }

    /// As Meta signs.
    func meta(_ body: String, _ secret: String = "app-secret") -> ChannelRequest {
        let digits = mark(body, secret).map { String(format: "%02x", $0) }.joined()
        return ChannelRequest(headers: [("x-hub-signature-256", "sha256=\(digits)")], body: Array(body.utf8))
    }

    /// As LINE signs.
    func line(_ body: String, _ secret: String = "channel_secret") -> ChannelRequest {
        ChannelRequest(headers: [("x-line-signature", Base64.text(of: mark(body, secret)))], body: Array(body.utf8))
    }

    /// As a gateway of the shop's own signs.
    func gateway(_ body: String, id: String = "msg_1", age: Int64 = 0, secret: String = Line.whsec) -> ChannelRequest {
        let at = open.now.milliseconds / 1_000 - age
        let key = SignedMessage.bytes(ofSecret: secret) ?? []
        let mark = vault.messageAuthentication(of: Array("\(id).\(at).\(body)".utf8), key: key)
        return ChannelRequest(
            headers: [
                ("webhook-id", id), ("webhook-timestamp", "\(at)"),
                ("webhook-signature", "v1,AAAA v1,\(Base64.text(of: mark))"),
            ],
            body: Array(body.utf8)
        )
    }

    static let whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
}
