import JSONText
import SetiaCare
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Channels of others: files, on each store")
struct ChannelFileTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    private func gateway(_ store: any Store, _ files: String) async throws -> TalkBench {
        let bench = try await TalkBench(store)
        try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
        try await bench.tell(
            "own",
            #"{"messages": [{"id": "1", "from": "u-7", "text": "Look", "files": [\#(files)]}]}"#
        )
        return bench
    }

    private func files(_ bench: TalkBench, _ id: ConversationID) async throws -> [MessageContent.File] {
        try await bench.service.messages(of: id)?.flatMap { $0.content?.files ?? [] } ?? []
    }

    private func isEmpty(_ store: any Store, _ bench: TalkBench) async throws -> Bool {
        let late = bench.brand.clock.now.adding(days: 30)
        return try await store.reading { try $0.fetchesDue(by: late, limit: 10) }.isEmpty
    }

    @Test(
        "O-20: a message stands at once, its file comes a moment later, once, on however many servers",
        arguments: Backend.allCases
    )
    func comes(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await gateway(
                store,
                #"{"url": "https://gw.example.com/1", "name": "../../cup.png", "type": "image/png"}, {"url": "https://gw.example.com/2"}"#
            )
            let id = try await bench.waiting().id
            #expect(bench.network.fetches.isEmpty)
            let named = try await files(bench, id)
            #expect(named.map(\.name) == ["cup.png", "file-2"] && named.allSatisfy { $0.arrival == .coming })
            #expect(try await bench.service.file(0, of: 1, in: id) == nil)
            bench.network.serve("https://gw.example.com/1", bytes: Self.png)
            bench.network.serve("https://gw.example.com/2", text: "%PDF-1.7")
            // Servers that were started meanwhile know of it, and eight at once fetch each once.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    let server = bench.brand.server(on: store)
                    group.addTask { _ = try await server.fetchFiles() }
                }
                try await group.waitForAll()
            }
            #expect(
                bench.network.fetches.map(\.url).sorted() == ["https://gw.example.com/1", "https://gw.example.com/2"]
            )
            let kept = try await files(bench, id)
            #expect(kept.map(\.name) == ["cup.png", "file-2.pdf"])
            #expect(kept.map(\.type) == ["image/png", "application/pdf"] && kept.map(\.size) == [11, 8])
            #expect(try await bench.service.file(0, of: 1, in: id)?.bytes == Self.png)
            #expect(try await isEmpty(store, bench))
            // Told again it stays as it is.
            try await bench.tell("own", #"{"messages": [{"id": "1", "from": "u-7", "text": "Look"}]}"#)
            #expect(try await bench.service.fetchFiles() == 0)
        }
    }

    @Test("O-20: what does not come is tried again, and then staff read why", arguments: Backend.allCases)
    func again(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await gateway(
                store,
                #"{"url": "https://gw.example.com/1"}, {"url": "https://gw.example.com/2"}"#
            )
            let id = try await bench.waiting().id
            let busy = ChannelFetched.answered(status: 503, body: [], isWhole: true, leadsTo: nil)
            bench.network.serve("https://gw.example.com/1", busy, .failed(reason: "cut short"))
            bench.network.serve(
                "https://gw.example.com/2",
                .answered(status: 401, body: [], isWhole: true, leadsTo: nil)
            )
            #expect(try await bench.service.fetchFiles() == 2)
            #expect(try await files(bench, id).allSatisfy { $0.arrival == .coming })
            #expect(try await bench.service.fetchFiles() == 0)
            // Off it waits, and counts no try.
            _ = try await bench.service.changeChannel("own", ChannelChange(isOn: false), by: .operator)
            bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 10_000)
            #expect(try await bench.service.fetchFiles() == 2)
            #expect(bench.network.fetches.count == 2)
            _ = try await bench.service.changeChannel("own", ChannelChange(isOn: true), by: .operator)
            for _ in 0..<RetrySchedule.attempts {
                bench.brand.clock.now = bench.brand.clock.now.adding(days: 2)
                _ = try await bench.service.fetchFiles()
            }
            #expect(try await files(bench, id).map(\.arrival) == [.failed(.notReached), .failed(.refused)])
            #expect(bench.network.fetches.count == 2 * RetrySchedule.attempts)
            #expect(try await isEmpty(store, bench))
        }
    }

    @Test(
        "O-20: a file that is too large, lies, is gone or leads to a private network is not kept as it says",
        arguments: Backend.allCases
    )
    func bad(backend: Backend) async throws {
        try await backend.withStore { store in
            let list = ["huge", "said", "lies", "gone", "moved", "private", "inside", "plain"].map { name in
                let size = name == "said" ? 6 << 20 : 3
                let url = name == "plain" ? "http://gw.example.com/plain" : "https://gw.example.com/\(name)"
                return #"{"url": "\#(url)", "name": "\#(name).png", "type": "image/png", "size": \#(size)}"#
            }
            let bench = try await gateway(store, list.joined(separator: ","))
            let id = try await bench.waiting().id
            func leads(_ name: String, to url: String) {
                let answer = ChannelFetched.answered(status: 302, body: [], isWhole: true, leadsTo: url)
                bench.network.serve("https://gw.example.com/\(name)", answer)
            }
            bench.network.serve("https://gw.example.com/huge", bytes: [UInt8](repeating: 1, count: (5 << 20) + 1))
            bench.network.serve("https://gw.example.com/lies", text: "<script>alert(1)</script>")
            leads("moved", to: "https://cdn.example.com/moved")
            bench.network.serve("https://cdn.example.com/moved", bytes: Self.png)
            leads("private", to: "https://169.254.169.254/latest/meta-data/")
            bench.network.serve("https://gw.example.com/inside", .forbidden)
            _ = try await bench.service.fetchFiles()
            let found = try await files(bench, id)
            #expect(
                found.map(\.arrival) == [
                    .failed(.tooLarge), .failed(.tooLarge), .kept, .failed(.gone), .kept, .failed(.notAllowed),
                    .failed(.notAllowed), .failed(.notAllowed),
                ]
            )
            #expect(found[2].type == "application/octet-stream" && found[4].type == "image/png")
            #expect(!bench.network.fetches.contains { $0.url.contains("169.254") || $0.url.hasSuffix("/said") })
            #expect(try await isEmpty(store, bench))
        }
    }

    @Test("O-20: what was withdrawn or erased while it was on its way is not kept", arguments: Backend.allCases)
    func withdrawn(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("line", "line", ["token": "token-of-line", "secret": "channel-secret"])
            try await bench.line(
                FakeLine.request([.file(id: "7", kind: "image", name: nil, size: nil, token: "r")], of: "U1")
            )
            let id = try await bench.waiting().id
            #expect(try await files(bench, id).map(\.name) == ["image-1.jpg"])
            try await bench.line(FakeLine.request([.unsend(id: "7")], of: "U1"))
            bench.network.serve("https://api-data.line.me/v2/bot/message/7/content", bytes: Self.png)
            #expect(try await bench.service.fetchFiles() == 0)
            #expect(try await files(bench, id).isEmpty)
            #expect(try await isEmpty(store, bench))
            try await bench.line(
                FakeLine.request([.file(id: "8", kind: "file", name: "a.pdf", size: 3, token: "r")], of: "U1")
            )
            #expect(try await bench.service.eraseMember(id.member))
            #expect(try await isEmpty(store, bench))
            #expect(bench.network.fetches.isEmpty)
        }
    }

    @Test("O-20: a token goes to the network's own server alone", arguments: [Backend.model, .sqlite])
    func tokens(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect(
                "wa",
                "whatsapp",
                ["number": "1066", "token": "token-of-meta", "secret": "app-secret", "verify": "open-sesame"]
            )
            try await bench.meta(
                "wa",
                FakeWhatsApp.request(
                    [.init(id: "w1", text: "My cup", media: .init(kind: "image", id: "77", type: "image/jpeg"))],
                    number: "60123456789",
                    scoped: "MY.1",
                    name: "Ana"
                )
            )
            let (ask, lies) = (
                "https://graph.facebook.com/v23.0/77?phone_number_id=1066", "https://lookaside.fbsbx.com/x"
            )
            bench.network.serve(ask, text: FakeWhatsApp.media("77", at: lies, size: 11))
            bench.network.serve(
                lies,
                .answered(status: 302, body: [], isWhole: true, leadsTo: "https://cdn.example.com/x")
            )
            bench.network.serve("https://cdn.example.com/x", bytes: [0xFF, 0xD8, 0xFF, 1])
            _ = try await bench.service.fetchFiles()
            let bearer = Channel.Setting(name: "authorization", value: "Bearer token-of-meta")
            #expect(bench.network.fetches.map(\.url) == [ask, lies, "https://cdn.example.com/x"])
            #expect(bench.network.fetches.map(\.headers) == [[bearer], [bearer], []])
            let id = try await bench.waiting().id
            #expect(try await files(bench, id).map(\.arrival) == [.kept])
            #expect(try await bench.service.messages(of: id)?.first?.content?.text == "[image] My cup")
        }
    }
}
