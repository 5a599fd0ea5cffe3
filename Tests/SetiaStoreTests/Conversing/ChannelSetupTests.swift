import JSONText
import SetiaCare
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Channels of others: setting them up, on each store")
struct ChannelSetupTests {
    @Test(
        "O-10: a channel is set up with what it needs and with nothing else; its secrets stand sealed",
        arguments: Backend.allCases
    )
    func setUp(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            func fails(_ name: String, _ kind: String, _ values: [(String, String)]) async -> String? {
                let settings = values.map { Channel.Setting(name: $0.0, value: $0.1) }
                do {
                    _ = try await bench.service.saveChannel(
                        NewChannel(name: name, kind: kind, values: settings),
                        by: .operator
                    )
                    return nil
                } catch ChannelProblem.invalid(let field, _) {
                    return field
                } catch {
                    return "\(error)"
                }
            }
            #expect(await fails("A", "sms", []) == "name")
            #expect(await fails("-a", "sms", []) == "name")
            #expect(await fails("a", "pigeon", []) == "kind")
            #expect(await fails("a", "mail", []) == "kind")
            #expect(await fails("a", "sms", []) == "url")
            #expect(await fails("a", "sms", [("url", "http://gw.example.com")]) == "url")
            #expect(await fails("a", "sms", [("url", "https://10.0.0.1")]) == "url")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("parts", "11")]) == "parts")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("wings", "2")]) == "wings")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("url", "https://b.example")]) == "url")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("secret", "whsec_AAAA")]) == "secret")
            #expect(await fails("a", "telegram", [("token", "a b")]) == "token")
            #expect(await fails("a", "telegram", []) == "token")
            #expect(try await bench.service.channels().isEmpty)
            #expect(await fails("a", "telegram", [("token", "1:abcdef")]) == nil)
            #expect(await fails("a", "line", [("token", "token-of-line"), ("secret", "secret-of-line")]) == "kind")
            let kept = try await store.reading { try $0.channels() }
            #expect(kept.map(\.channel.settings) == [[]])
            #expect(try await bench.service.channels().map(\.name) == ["a"])
            // Twenty are enough.
            for number in 1..<SetiaService.mostChannels {
                #expect(await fails("b\(number)", "telegram", [("token", "1:abcdef")]) == nil)
            }
            #expect(await fails("c", "telegram", [("token", "1:abcdef")]) == "\(ChannelProblem.tooMany(most: 20))")
            try await bench.service.removeChannel("a", by: .operator)
            await #expect(throws: ChannelProblem.unknown) { try await bench.service.removeChannel("a", by: .operator) }
            await #expect(throws: ChannelRefusal.unknownChannel) { try await bench.tell("a", "{}") }
        }
    }

    @Test(
        "O-17: what is set of a channel is changed field by field, secrets stay until they are typed or made anew",
        arguments: Backend.allCases
    )
    func changed(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("bot", "telegram", ["token": "1:abcdef", "secret": "told-to-telegram"])
            func change(_ values: [(String, String)], renewing: [String] = []) async throws -> [Channel.Setting] {
                let settings = values.map { Channel.Setting(name: $0.0, value: $0.1) }
                let change = ChannelChange(values: settings, renewed: renewing)
                return try await bench.service.changeChannel("bot", change, by: .operator).made
            }
            let hello = #"{"update_id":1,"message":{"message_id":ID,"chat":{"id":7,"type":"private"},"text":"Hi"}}"#
            #expect(try await change([("api", "https://bots.example.com")]).isEmpty)
            #expect(try await bench.service.channels().first?.setting("api") == "https://bots.example.com")
            try await bench.telegram(hello.replacing("ID", with: "1"))
            #expect(try await bench.waiting().lastMessage == 1)
            #expect(try await change([("api", "")]).isEmpty)
            #expect(try await bench.service.channels().first?.settings == [])
            let wrong: [([(String, String)], [String], String)] = [
                ([("token", "")], [], "token"), ([("token", "a b")], [], "token"), ([("api", "ftp://x")], [], "api"),
                ([("wings", "2")], [], "wings"), ([("token", "1:abcdef"), ("token", "2:abcdef")], [], "token"),
                ([], ["token"], "token"), ([], ["wings"], "wings"),
            ]
            for (values, renewed, field) in wrong {
                do {
                    _ = try await change(values, renewing: renewed)
                    Issue.record("\(values) \(renewed) was taken")
                } catch ChannelProblem.invalid(let said, let reason) {
                    #expect(said == field && !reason.isEmpty)
                }
            }
            // The word that Telegram shows is made anew: the old one is nothing any more.
            let made = try await change([], renewing: ["secret"])
            #expect(made.map(\.name) == ["secret"])
            await #expect(throws: ChannelRefusal.notSigned) {
                try await bench.telegram(hello.replacing("ID", with: "2"))
            }
            #expect(try await change([("secret", "told-to-telegram")]).isEmpty)
            try await bench.telegram(hello.replacing("ID", with: "3"))
            #expect(try await bench.waiting().lastMessage == 2)
            await #expect(throws: ChannelProblem.unknown) {
                try await bench.service.changeChannel("nobody", ChannelChange(isOn: false), by: .operator)
            }
        }
    }

    @Test(
        "O-17: nothing comes or goes by a channel that is off; a test goes all the same, and says what the network said",
        arguments: Backend.allCases
    )
    func switched(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            try await bench.connect(
                "wa",
                "whatsapp",
                ["number": "1066", "token": "token-of-meta", "secret": "app-secret"]
            )
            let off = try await service.changeChannel("wa", ChannelChange(isOn: false), by: .operator).channel
            #expect(!off.isOn && off.settings.count == 1)
            await #expect(throws: ChannelRefusal.unknownChannel) { try await bench.meta("wa", "{}") }
            bench.network.answer(.answered(status: 200, body: Array(#"{"messages":[{"id":"wamid.9"}]}"#.utf8)))
            #expect(try await service.testChannel("wa", to: "+60123456789", .ms, by: .operator) == .taken)
            let post = try #require(bench.network.posts.last)
            let body = try JSON.parse(post.body)
            #expect(body["to"]?.string == "60123456789" && body["text"]?["body"]?.string?.hasPrefix("Ujian") == true)
            bench.network.answer(.answered(status: 400, body: Array(#"{"error":{"code":131047}}"#.utf8)))
            #expect(try await service.testChannel("wa", to: "6011", .en, by: .operator) == .refused("window-closed"))
            bench.network.answer(.unknown(reason: "silence"))
            #expect(try await service.testChannel("wa", to: "6011", .en, by: .operator) == .unknown)
            for wrong in ["", "a b", "\u{e9}", String(repeating: "1", count: 201)] {
                do {
                    _ = try await service.testChannel("wa", to: wrong, .en, by: .operator)
                    Issue.record("\(wrong) was taken")
                } catch ChannelProblem.invalid(let field, _) {
                    #expect(field == "to")
                }
            }
            await #expect(throws: ChannelProblem.unknown) {
                try await service.testChannel("nobody", to: "6011", .en, by: .operator)
            }
            #expect(try await service.inbox(.waiting, limit: 5).rows.isEmpty, "a test stands in no conversation")
            #expect(try await service.changeChannel("wa", ChannelChange(isOn: true), by: .operator).channel.isOn)
            await #expect(throws: ChannelRefusal.self) { try await bench.meta("wa", "{}") }
        }
    }
}
