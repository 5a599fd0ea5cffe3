import SetiaCore
import SetiaService
import Testing

@testable import SetiaChannels

@Suite("Posting webhooks")
struct WebhookPosterTests {
    private let message = SignedMessage(
        id: "msg_1",
        at: Instant(milliseconds: 1_614_265_330_000),
        body: Array("{}".utf8),
        secrets: [[1]],
        authenticate: { _, key in key }
    )

    @Test(
        "nothing is posted to this machine and its own network, however its address is written",
        arguments: [
            "https://127.0.0.1:9/", "https://localhost:9/", "https://127.1:9/", "https://2130706433:9/",
            "https://0x7f.0.0.1:9/", "https://[::1]:9/", "https://[::ffff:127.0.0.1]:9/", "https://0.0.0.0:9/",
            "https://10.0.0.1:9/", "https://169.254.169.254/latest/meta-data/", "https://[fd00:ec2::254]/",
        ]
    )
    func guarded(url: String) async {
        let answer = await WebhookPoster(seconds: 5).post(message, to: url)
        guard case .unreachable(let reason) = answer else {
            Issue.record("\(url): \(answer)")
            return
        }
        #expect(reason.hasPrefix("the address leads to") && reason.hasSuffix("where nothing is sent"), "\(reason)")
    }

    @Test("only HTTP and HTTPS are spoken, plain HTTP only where it was allowed")
    func schemes() async {
        let public_ = await WebhookPoster(seconds: 5).post(message, to: "http://127.0.0.1:9/")
        #expect(public_ == .unreachable(reason: "Unsupported protocol"))
        let file = await WebhookPoster(allowsPrivate: true, seconds: 5).post(message, to: "file:///etc/hostname")
        #expect(file == .unreachable(reason: "Unsupported protocol"))
    }

    @Test("where nobody listens it says so")
    func nobody() async {
        let answer = await WebhookPoster(allowsPrivate: true, seconds: 5).post(message, to: "http://127.0.0.1:9/")
        guard case .unreachable(let reason) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(reason.lowercased().contains("connect"))
    }
}
