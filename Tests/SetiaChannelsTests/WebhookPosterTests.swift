import Foundation
import SetiaCore
import SetiaService
import SetiaTesting
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

    /// A server of Python's that knows nothing of ours; it says its port first.
    private static let program = """
        import http.server
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.strip('/')
                size = {'whole': 1000, 'short': 1000, 'huge': 5000}.get(name, 0)
                self.send_response(302 if name == 'turn' else 200)
                if name == 'turn': self.send_header('Location', '/whole?' + self.headers.get('authorization', ''))
                self.send_header('Content-Length', str(size))
                self.end_headers()
                self.wfile.write(b'x' * (10 if name == 'short' else size))
            def log_message(self, *_): pass
        server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    @Test("O-20: a file is fetched whole or not at all, and from no private network")
    func files() async throws {
        let output = Pipe()
        let process = try ChildProcess("/usr/bin/python3", ["-c", Self.program], output: .pipe(output))
        defer { process.send(SIGKILL) }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let base = "http://127.0.0.1:\(line.trimmingCharacters(in: .whitespacesAndNewlines))"
        let poster = ChannelPoster(allowsPrivate: true, seconds: 5, fileSeconds: 5)
        func fetch(_ name: String, by poster: ChannelPoster) async -> ChannelFetched {
            await poster.fetch(ChannelFetch(url: "\(base)/\(name)", headers: [("authorization", "t")]), atMost: 4_000)
        }
        let x = UInt8(ascii: "x")
        #expect(
            await fetch("whole", by: poster)
                == .answered(status: 200, body: [UInt8](repeating: x, count: 1_000), isWhole: true, leadsTo: nil)
        )
        #expect(
            await fetch("huge", by: poster)
                == .answered(status: 200, body: [UInt8](repeating: x, count: 4_000), isWhole: false, leadsTo: nil)
        )
        guard case .failed = await fetch("short", by: poster) else {
            Issue.record("half a file was taken for a whole one")
            return
        }
        // It is not followed: whoever asks looks at the address first.
        #expect(
            await fetch("turn", by: poster)
                == .answered(status: 302, body: [], isWhole: true, leadsTo: "\(base)/whole?t")
        )
        let guarded = ChannelPoster(fileSeconds: 5)
        #expect(await guarded.fetch(ChannelFetch(url: "https://127.0.0.1:9/"), atMost: 10) == .forbidden)
        #expect(await guarded.fetch(ChannelFetch(url: "https://[::1]:9/"), atMost: 10) == .forbidden)
    }
}
