import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Web chat")
struct ChatTests {
    private func words(_ text: String, _ key: String, email: String? = nil) throws -> ChatWords {
        var words = ChatWords(text: text, key: key)
        words.email = try email.map { try Identity(kind: .email, text: $0) }
        return words
    }

    private func texts(_ bench: TalkBench, _ session: String) async throws -> [String] {
        try await bench.service.chat(session).messages.compactMap { $0.content?.text }
    }

    /// The secret of a session in the portal.
    private func portal(_ bench: TalkBench, of member: MemberID) async throws -> String {
        try await bench.service.startMemberSession(member)
    }

    @Test(
        "O-1: who opens a chat is nobody, who writes is a prospect, whoever she says she is",
        arguments: Backend.allCases
    )
    func prospects(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let before = try await service.findMembers(MemberQuery(text: ""), limit: 50).rows.count
            let session = try await service.startChat(language: .ms).session
            #expect(try await service.chat(session).isKnown == false)
            #expect(try await service.findMembers(MemberQuery(text: ""), limit: 50).rows.count == before)
            let first = try await service.say(try words("Hello", "1"), in: session).message
            let prospect = first.conversation.member
            let view = try #require(try await service.member(prospect))
            #expect(view.state.status == .prospect && view.identities.isEmpty)
            #expect(view.state.facts.language == "ms")
            #expect(try await service.conversation(first.conversation)?.isVerified == false)
            // A second message goes on with the first, also when that was closed.
            _ = try await bench.answer(first.conversation, closes: true)
            let second = try await service.say(try words("And?", "2"), in: session).message
            #expect(second.conversation == first.conversation)
            #expect(try await service.conversation(first.conversation)?.isOpen == true)

            let budi = try await service.startChat().session
            let his = try await service.say(try words("Hi", "1", email: "budi@example.com"), in: budi).message
            #expect(try await service.member(his.conversation.member)?.identities.map(\.value) == ["budi@example.com"])
            let joined = try await service.createMember(
                NewMember(identities: [try Identity(kind: .email, text: "budi@example.com")], facts: MemberFacts())
            )
            #expect(joined.member == his.conversation.member)

            let eve = try await service.startChat().session
            let hers = try await service.say(try words("I am Ana", "1", email: "ana@example.com"), in: eve).message
            #expect(hers.conversation.member == bench.ana)
            #expect(try await service.conversation(hers.conversation)?.isVerified == false)
        }
    }

    @Test(
        "O-2: the same message of a chat is kept once, also of eight at once, and 60 an hour are enough",
        arguments: Backend.allCases
    )
    func once(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let session = try await service.startChat().session
            let told = try words("Hello", "id-1")
            let ids = await withTaskGroup(of: Identifier?.self) { group in
                for _ in 0..<8 { group.addTask { try? await service.say(told, in: session).message.id } }
                return await group.reduce(into: Set<Identifier>()) { if let id = $1 { $0.insert(id) } }
            }
            #expect(ids.count == 1)
            #expect(try await service.say(told, in: session).message.id == ids.first)
            #expect(try await texts(bench, session) == ["Hello"])
            await #expect(throws: Refusal.conflictingDuplicate(.event, key: "id-1")) {
                try await service.say(try words("Goodbye", "id-1"), in: session)
            }
            // Another browser's ids are its own.
            let other = try await service.startChat().session
            #expect(try await service.say(try words("Goodbye", "id-1"), in: other).message.id != ids.first)
            for number in 2...60 { _ = try await service.say(try words("\(number)", "\(number)"), in: session) }
            await #expect(throws: ConversationRefusal.tooMany) {
                try await service.say(try words("61", "61"), in: session)
            }
            bench.at("10:00:01")
            _ = try await service.say(try words("62", "62"), in: session)
        }
    }

    @Test(
        "O-3: who left an address sees her own words alone, who shows who she is sees all that is hers",
        arguments: Backend.allCases
    )
    func whoSees(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let mail = try await bench.keep(bench.mail("Secret of Ana", id: "m1@example.com"))
            _ = try await bench.answer(mail.conversation, "Answer to Ana")
            let eve = try await service.startChat().session
            let claim = try await service.say(try words("I am Ana", "1", email: "ana@example.com"), in: eve).message
            #expect(try await texts(bench, eve) == ["I am Ana"])
            _ = try await bench.answer(claim.conversation, "A note", kind: .note)
            _ = try await bench.answer(claim.conversation, "Who are you?")
            #expect(try await texts(bench, eve) == ["I am Ana", "Who are you?"])
            let secret = try await portal(bench, of: bench.ana)
            let ana = try await service.startChat(.portal(secret)).session
            #expect(try await service.chat(ana).isKnown)
            #expect(
                try await texts(bench, ana) == ["Secret of Ana", "Answer to Ana", "I am Ana", "Who are you?"]
            )
            let hers = try await service.say(try words("It is me", "1"), in: ana).message
            #expect(hers.conversation.member == bench.ana)
            #expect(try await service.conversation(hers.conversation)?.isVerified == true)
            #expect(try await texts(bench, eve).count == (hers.conversation == claim.conversation ? 3 : 2))
            // A secret that is none of the portal's shows nothing, and what has ended is over.
            #expect(try await service.startChat(.portal("guessed")).view.isKnown == false)
            try await service.endMemberSessions(of: bench.ana)
            await #expect(throws: ChatRefusal.unknownSession) { try await service.chat(ana) }
            try await service.endChat(eve)
            await #expect(throws: ChatRefusal.unknownSession) { try await service.chat(eve) }
            let late = try await service.startChat().session
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 30)
            await #expect(throws: ChatRefusal.unknownSession) { try await service.chat(late) }
        }
    }

    @Test(
        "O-3: what comes by mail from the address that was left is not shown in the chat, and proves nothing for it",
        arguments: Backend.allCases
    )
    func mailOfAnother(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let eve = try await service.startChat().session
            let claim = try await service.say(try words("I am Ana", "1", email: "ana@example.com"), in: eve).message
            _ = try await bench.answer(claim.conversation, "Which order is it?")
            bench.at("09:03:00")
            #expect(try await service.deliverMessages() == 1)
            // Ana, who knows nothing of the chat, answers what came to her.
            let reply = try #require(bench.brand.mailbox.mails.last?.thread?.replyTo)
            try await bench.keep(bench.mail("Number 118, to Jalan 5", id: "a1@example.com", to: reply))
            #expect(try await service.conversation(claim.conversation)?.isVerified == true)
            _ = try await bench.answer(claim.conversation, "It comes to Jalan 5 today.")
            #expect(try await texts(bench, eve) == ["I am Ana", "Which order is it?"])
            _ = try await service.say(try words("And the address?", "2"), in: eve)
            #expect(try await service.conversation(claim.conversation)?.isVerified == false)
        }
    }

    @Test(
        "O-3: what was said before she signed in is hers, unless an address was left with it",
        arguments: Backend.allCases
    )
    func signsIn(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let anonymous = try await service.startChat().session
            let asked = try await service.say(try words("Is my size there?", "1"), in: anonymous).message
            let secret = try await portal(bench, of: bench.ana)
            let known = try await service.startChat(.portal(secret), replacing: anonymous)
            #expect(known.view.messages.map { $0.content?.text } == ["Is my size there?"])
            let owner = try await service.member(asked.conversation.member)
            #expect(owner?.state.merged?.other == bench.ana)
            await #expect(throws: ChatRefusal.unknownSession) { try await service.chat(anonymous) }

            let other = try await service.startChat().session
            let left = try await service.say(try words("Hi", "1", email: "victim@example.com"), in: other).message
            let again = try await service.startChat(.portal(secret), replacing: other)
            #expect(again.view.messages.count == 1)
            #expect(try await service.member(left.conversation.member)?.state.merged == nil)
        }
    }

    @Test(
        "O-4: a chat is told each message once while it is open, and all that it missed when it comes again",
        arguments: Backend.allCases
    )
    func follows(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            func said(_ events: [ChatStream.Event]) -> [String] {
                events.compactMap { if case .message(let opened) = $0 { opened.content?.text } else { nil } }
            }
            let session = try await service.startChat().session
            var stream = ChatStream(service, session, after: nil)
            let first = try await stream.look()
            #expect(first.count == 1 && said(first) == [])
            let asked = try await service.say(try words("Hello", "1"), in: session).message
            #expect(said(try await stream.look()) == ["Hello"])
            #expect(try await stream.look().isEmpty)
            _ = try await bench.answer(asked.conversation, "Hello to you")
            _ = try await bench.answer(asked.conversation, "For us", kind: .note)
            #expect(said(try await stream.look()) == ["Hello to you"])
            #expect(try await stream.look().isEmpty)
            // Away for a while: it says what it had last.
            bench.at("09:30:00")
            let last = try await bench.answer(asked.conversation, "While you were away")
            var back = ChatStream(service, session, after: asked.id)
            #expect(said(try await back.look()) == ["Hello to you", "While you were away"])
            bench.at("09:40:00")
            _ = try await bench.answer(asked.conversation, "Later")
            var later = ChatStream(service, session, after: last.id)
            #expect(said(try await later.look()) == ["Later"])
            // What it says it has and nobody knows is nothing: all is told.
            var strange = ChatStream(service, session, after: Identifier(high: 1, low: 1))
            #expect(said(try await strange.look()).count == 4)
            try await service.endChat(session)
            await #expect(throws: ChatRefusal.unknownSession) { try await back.look() }
        }
    }

    @Test(
        "O-4: what is said to one server is heard once on a chat of another, also when a server dies in between",
        arguments: Backend.allCases
    )
    func servers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let (one, other) = (bench.brand.server(on: store), bench.brand.server(on: store))
            func said(_ events: [ChatStream.Event]) -> [String] {
                events.compactMap { if case .message(let opened) = $0 { opened.content?.text } else { nil } }
            }
            let session = try await one.startChat().session
            var here = ChatStream(one, session, after: nil)
            var there = ChatStream(other, session, after: nil)
            _ = try await (here.look(), there.look())
            // Neither hears of what the other records: each look finds it, once.
            let asked = try await one.say(try words("Hello", "1"), in: session).message
            #expect(said(try await there.look()) == ["Hello"])
            #expect(said(try await here.look()) == ["Hello"])
            let answer = try await bench.answer(asked.conversation, "Good morning")
            #expect(said(try await there.look()) == ["Good morning"])
            #expect(try await there.look().isEmpty)
            // Its server dies before it was told: the browser comes to the other, with what it had last.
            var back = ChatStream(other, session, after: asked.id)
            #expect(said(try await back.look()) == ["Good morning"])
            // What was said to a server that died before it answered is said again to the other, and stands once.
            let first = try await one.say(try words("And tomorrow?", "2"), in: session).message
            let second = try await other.say(try words("And tomorrow?", "2"), in: session).message
            #expect(first.id == second.id)
            #expect(said(try await back.look()) == ["And tomorrow?"])
            #expect(try await back.look().isEmpty)
            try await other.noteSeen(upTo: answer.id, in: session)
            #expect(try await one.chat(session).messages.map { $0.content?.text }.count == 3)
        }
    }

    @Test(
        "O-21: a picture in a chat is kept once, staff have its bytes, and 20 an hour are enough",
        arguments: Backend.allCases
    )
    func files(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let session = try await service.startChat().session
            let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7]
            let upload = try ChatUpload(name: "../cup", bytes: bytes)
            let first = try await service.say(ChatWords(file: upload, key: "1"), in: session)
            #expect(try await service.say(ChatWords(file: upload, key: "1"), in: session).message == first.message)
            #expect(first.content?.text == "[image]" && first.content?.files.map(\.name) == ["cup.png"])
            let id = first.message.conversation
            #expect(try await service.file(0, of: 1, in: id)?.bytes == bytes)
            #expect(try await service.file(0, of: 1, in: id)?.file.type == "image/png")
            let other = ChatWords(file: try ChatUpload(name: "b", bytes: bytes + [1]), key: "1")
            await #expect(throws: Refusal.conflictingDuplicate(.event, key: "1")) {
                try await service.say(other, in: session)
            }
            for number in 2...20 {
                _ = try await service.say(ChatWords(file: upload, key: "\(number)"), in: session)
            }
            await #expect(throws: ConversationRefusal.tooMany) {
                try await service.say(ChatWords(file: upload, key: "21"), in: session)
            }
            _ = try await service.say(try words("Words go", "22"), in: session)
            #expect(try await service.eraseMember(id.member))
            #expect(try await service.file(0, of: 1, in: id) == nil)
        }
    }

    @Test(
        "O-5: an answer that was not seen within two minutes goes by mail, one that was seen does not",
        arguments: Backend.allCases
    )
    func unseen(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let session = try await service.startChat().session
            let asked = try await service.say(try words("Hi", "1", email: "budi@example.com"), in: session).message
            let answer = try await bench.answer(asked.conversation, "It is back on Monday.")
            #expect(answer.channel == .chat && answer.delivery.state == .sent)
            bench.at("09:01:59")
            #expect(try await service.deliverMessages() == 0)
            bench.at("09:02:01")
            #expect(try await service.deliverMessages() == 1)
            let mail = try #require(bench.brand.mailbox.mails.last)
            #expect(mail.to.address == "budi@example.com" && mail.text == "It is back on Monday.")
            // His answer by mail comes back into the conversation.
            let reply = try #require(mail.thread?.replyTo)
            let thanks = bench.mail("Thank you", id: "b1@example.com", from: "budi@example.com", to: reply)
            #expect(try await bench.keep(thanks).conversation == asked.conversation)

            bench.at("09:10:00")
            _ = try await service.say(try words("One more", "2", email: "budi@example.com"), in: session)
            let seen = try await bench.answer(asked.conversation, "Yes?")
            try await service.noteSeen(upTo: seen.id, in: session)
            bench.at("09:20:00")
            #expect(try await service.deliverMessages() == 0)
            #expect(try await service.messages(of: asked.conversation)?.last?.message.delivery.state == .read)

            // Without an address it waits in the chat; and the address of a member is no way to reach whoever names it.
            let nobody = try await service.startChat().session
            let question = try await service.say(try words("Hi", "1"), in: nobody).message
            #expect(try await bench.answer(question.conversation).nextTry == nil)
        }
    }

    @Test(
        "O-6: somebody is there within hours, while somebody who may answer was seen of late",
        arguments: Backend.allCases
    )
    func presence(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let session = try await service.startChat().session
            func there() async throws -> Bool { try await service.chat(session).service.isThere }
            #expect(try await there() == false)
            let promised = try await service.chat(session).service.answerBy
            #expect(promised == Instant(rfc3339: "2026-03-02T09:15:00+08:00"))
            func see(_ isPending: Bool, _ hash: UInt8) async throws {
                let now = bench.brand.clock.now
                let mei = bench.mei.id
                try await store.writing { ledger in
                    try ledger.save(
                        StaffSessionRecord(
                            hash: [hash],
                            id: Identifier(high: 4, low: UInt64(hash)),
                            staff: mei,
                            startedAt: now,
                            seenAt: now,
                            signedInAt: now,
                            isPending: isPending,
                            triesKey: [hash]
                        )
                    )
                }
            }
            try await see(true, 1)
            #expect(try await there() == false)
            try await see(false, 2)
            #expect(try await there())
            bench.at("09:10:01")
            #expect(try await there() == false)
            bench.at("13:30:00")
            try await see(false, 3)
            #expect(try await there() == false)
            let afternoon = try await service.chat(session).service.answerBy
            #expect(afternoon == Instant(rfc3339: "2026-03-02T14:15:00+08:00"))
        }
    }

    @Test(
        "a session is read back whole, changed by who knows whose it was, and goes with its member",
        arguments: Backend.allCases
    )
    func sessions(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let now = bench.brand.clock.now
            var session = ChatSessionRecord(
                hash: [7],
                language: "th",
                startedAt: now,
                expiresAt: now.adding(days: 30)
            )
            let nobody = session
            try await store.writing { try $0.add(nobody) }
            #expect(try await store.reading { try $0.chatSession(hash: [7]) } == nobody)
            session.member = bench.ana
            session.conversation = Identifier(high: 5, low: 6)
            session.isProven = true
            session.isMade = true
            let hers = session
            #expect(try await store.writing { try $0.save(hers, was: hers.member) } == false)
            #expect(try await store.writing { try $0.save(hers, was: nil) })
            #expect(try await store.reading { try $0.chatSession(hash: [7]) } == hers)
            try await store.writing { try $0.forgetVisits(before: now.adding(days: 30)) }
            #expect(try await store.reading { try $0.chatSession(hash: [7]) } != nil)
            _ = try await bench.service.eraseMember(bench.ana)
            #expect(try await store.reading { try $0.chatSession(hash: [7]) } == nil)
        }
    }
}
