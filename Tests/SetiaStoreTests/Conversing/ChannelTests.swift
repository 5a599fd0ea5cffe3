import JSONText
import SetiaCare
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Channels of others: who writes, on each store")
struct ChannelTests {
    @Test(
        "O-11: who writes by a network is a prospect, known by it from then on; the same is kept once",
        arguments: Backend.allCases
    )
    func prospect(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("texts", "sms", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            let body = #"{"messages": [{"id": "1", "from": "+60 12-345 6789", "name": "Budi", "text": "Open today?"}]}"#
            for _ in 0..<3 { try await bench.tell("texts", body) }
            let conversation = try await bench.waiting()
            #expect(conversation.channel == .sms && !conversation.isVerified && conversation.lastMessage == 1)
            let view = try #require(try await bench.service.member(conversation.id.member))
            #expect(view.state.status == .prospect)
            #expect(view.identities.map(\.value) == ["+60123456789"])
            // Other words under the same id are not lost without a word.
            let other = #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Something else"}]}"#
            await #expect(throws: ChannelRefusal.conflict(id: "1")) { try await bench.tell("texts", other) }
            // The rest of a batch is kept all the same.
            let batch = """
                {"messages": [{"id": "1", "from": "+60123456789", "text": "Something else"},
                 {"id": "2", "from": "+60123456789", "text": "And tomorrow?"}]}
                """
            await #expect(throws: ChannelRefusal.conflict(id: "1")) { try await bench.tell("texts", batch) }
            #expect(try await bench.waiting().lastMessage == 2)
        }
    }

    @Test(
        "O-11: a member is found by her number, her conversation says that it is not proved",
        arguments: Backend.allCases
    )
    func member(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let budi = try await bench.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .phone, text: "+60123456789")],
                    facts: MemberFacts(),
                    person: [:]
                )
            ).member
            try await bench.connect("texts", "sms", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.tell("texts", #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Hi"}]}"#)
            let conversation = try await bench.waiting()
            #expect(conversation.id.member == budi && !conversation.isVerified)
            // A network that vouches for a number proves it.
            try await bench.connect(
                "wa",
                "whatsapp",
                ["number": "1066", "token": "token-of-meta", "secret": "app-secret", "verify": "open-sesame"]
            )
            let body = """
                {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},
                 "messages":[{"id":"wamid.1","from":"60123456789","type":"text","text":{"body":"Hi there"}}]}}]}]}
                """
            try await bench.meta("wa", body)
            let thread = try #require(try await bench.service.thread(of: budi, limit: 10))
            #expect(thread.messages.map(\.message.channel) == [.sms, .whatsapp])
            #expect(thread.conversations.first?.isVerified == true)
        }
    }

    @Test("O-11: eight servers told the same at once keep it once, and make one prospect", arguments: Backend.allCases)
    func together(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    let server = bench.brand.server(on: store)
                    group.addTask {
                        let body =
                            #"{"messages": [{"id": "\#(number % 2)", "from": "u-7", "text": "Hi \#(number % 2)"}]}"#
                        try await bench.tell("own", body, on: server)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.waiting().lastMessage == 2)
        }
    }

    @Test("O-11: a flood of one member is kept up to 120 an hour", arguments: [Backend.model, .sqlite])
    func flood(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            let messages = (0..<130).map { #"{"id": "\#($0)", "from": "u-7", "text": "Hi"}"# }.joined(separator: ",")
            try await bench.tell("own", #"{"messages": [\#(messages)]}"#)
            #expect(try await bench.waiting().lastMessage == 120)
        }
    }

    @Test("O-11: her data goes with her: erased, she is somebody new to the network", arguments: Backend.allCases)
    func erased(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.tell("own", #"{"messages": [{"id": "1", "from": "u-7", "text": "Hi"}]}"#)
            let first = try await bench.waiting().id.member
            #expect(try await bench.service.eraseMember(first))
            try await bench.tell("own", #"{"messages": [{"id": "2", "from": "u-7", "text": "Again"}]}"#)
            #expect(try await bench.waiting().id.member != first)
        }
    }

    @Test(
        "O-18: a member's sign below a message is told once, whatever she puts there and takes back; a stranger's is nothing",
        arguments: Backend.allCases
    )
    func signs(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect(
                "wa",
                "whatsapp",
                ["number": "1066", "token": "token-of-meta", "secret": "app-secret"]
            )
            func react(_ from: String, _ below: String, _ sign: String, at: Int64 = 0) async throws {
                let time = bench.brand.clock.now.milliseconds / 1_000 + at
                try await bench.meta(
                    "wa",
                    """
                    {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},"messages":[
                     {"id":"r-\(below)-\(sign)","from":"\(from)","timestamp":"\(time)","type":"reaction",
                      "reaction":{"message_id":"\(below)","emoji":"\(sign)"}}]}}]}]}
                    """
                )
            }
            let budi = try await bench.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .phone, text: "+60123456789")],
                    facts: MemberFacts(),
                    person: [:]
                )
            ).member
            func told() async throws -> [Event] {
                try await store.reading { try $0.events(of: budi, before: nil, limit: 50).map(\.event) }
                    .filter { $0.type == .socialEngaged }
            }
            try await react("60123456789", "m1", "love")
            try await react("60123456789", "m1", "love")
            try await react("60123456789", "m1", "")
            try await react("60123456789", "m1", "wow", at: 5)
            let first = try await told()
            #expect(first.count == 1)
            guard case .happened(let occurrence)? = first.first?.matter else { throw NothingTold() }
            #expect(occurrence.value("network") == .text("whatsapp") && occurrence.value("kind") == .text("reaction"))
            try await react("60123456789", "m2", "love")
            #expect(try await told().count == 2)
            try await react("60999999999", "m1", "love")
            #expect(try await bench.service.inbox(.waiting, limit: 5).rows.isEmpty)
            let stranger = bench.service.sealing.identityHash(try Identity(kind: .phone, text: "+60999999999"))
            #expect(try await store.reading { try $0.members(with: [stranger])[0] } == nil)
        }
    }

    @Test(
        "O-19: who was found by her number is known by what the network calls her from then on, and a text proves nothing",
        arguments: Backend.allCases
    )
    func twoNames(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let budi = try await bench.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .phone, text: "+60123456789")],
                    facts: MemberFacts(),
                    person: [:]
                )
            ).member
            try await bench.connect(
                "wa",
                "whatsapp",
                ["number": "1066", "token": "token-of-meta", "secret": "app-secret"]
            )
            func say(_ id: String, _ from: String) async throws {
                try await bench.meta(
                    "wa",
                    """
                    {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},"messages":[
                     {"id":"\(id)",\(from),"type":"text","text":{"body":"Hi"}}]}}]}]}
                    """
                )
            }
            let both = #""from":"60123456789","from_user_id":"MY.1""#
            for id in ["1", "2"] { try await say(id, both) }
            // From now on she hides her number.
            try await say("3", #""from_user_id":"MY.1""#)
            let conversation = try await bench.waiting()
            #expect(conversation.id.member == budi && conversation.lastMessage == 3 && conversation.isVerified)
            try await bench.connect("texts", "sms", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.tell("texts", #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Hi"}]}"#)
            let known = try #require(try await bench.service.member(budi)).identities
            let sorted = known.map { "\($0.kind.rawValue) \($0.value)" }.sorted()
            #expect(sorted == ["channel wa:60123456789", "channel wa:MY.1", "phone +60123456789"])
            let evidence = try await store.reading { archive in
                try archive.person(budi)?.identities.filter { $0.hash.kind == .channel }.map(\.evidence) ?? []
            }
            #expect(evidence == ["vouched", "vouched"])
        }
    }
}

private struct NothingTold: Error {}
