import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Conversations, on each store")
struct ConversationTests {
    @Test(
        "N-1: a member's history holds all channels in one order, and goes with her key when she is erased",
        arguments: Backend.allCases
    )
    func history(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let mail = try await bench.keep(bench.mail(id: "m1@example.com"))
            bench.at("09:05:00")
            _ = try await bench.service.receive(Inbound(member: bench.ana, text: "And?", channel: .portal))
            _ = try await bench.answer(mail.conversation, "We look.", kind: .note)
            _ = try await bench.answer(mail.conversation, "She called.", kind: .call)
            let thread = try #require(try await bench.service.thread(of: bench.ana, limit: 50))
            #expect(thread.messages.map(\.message.channel) == [.mail, .portal, .mail, .phone])
            #expect(
                thread.messages.map { $0.content?.text } == ["Where is my order?", "And?", "We look.", "She called."]
            )
            #expect(thread.conversations.count == 2)
            let newest = try #require(try await bench.service.thread(of: bench.ana, limit: 2))
            #expect(newest.messages == thread.messages.suffix(2))
            let older = try await bench.service.thread(of: bench.ana, before: newest.older, limit: 2)
            #expect(older?.messages == Array(thread.messages.prefix(2)) && older?.older == nil)

            #expect(try await bench.service.eraseMember(bench.ana))
            let left = try #require(try await bench.service.thread(of: bench.ana, limit: 50))
            #expect(left.messages.count == 4 && left.messages.allSatisfy { $0.content == nil })
            #expect(left.conversations.allSatisfy { !$0.isOpen && $0.waiting == nil })
            await #expect(throws: ConversationRefusal.unknownMember) {
                try await bench.answer(mail.conversation)
            }
            // She writes again as somebody whom nobody knows.
            let again = try await bench.keep(bench.mail(id: "m1@example.com"))
            #expect(again.conversation.member != bench.ana)
        }
    }

    @Test(
        "N-2: what she writes in her pages goes on her open conversation, what another program tells is kept once",
        arguments: Backend.allCases
    )
    func pages(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let first = try await service.receive(Inbound(member: bench.ana, text: " Hello\u{0}\n ", channel: .portal))
            let second = try await service.receive(Inbound(member: bench.ana, text: "Still?", channel: .portal))
            #expect(first.conversation == second.conversation)
            #expect(try await service.messages(of: first.conversation)?.first?.content?.text == "Hello")
            _ = try await bench.answer(first.conversation, closes: true)
            #expect(try await service.conversation(first.conversation)?.isOpen == false)
            let third = try await service.receive(Inbound(member: bench.ana, text: "Thanks", channel: .portal))
            #expect(third.conversation != first.conversation)
            let told = Inbound(member: bench.ana, text: "From the shop", channel: .api, key: "form-1")
            let kept = try await service.receive(told)
            #expect(try await service.receive(told).id == kept.id)
            await #expect(throws: ConversationRefusal.empty) {
                try await service.receive(Inbound(member: bench.ana, text: " \n", channel: .portal))
            }
            await #expect(throws: ConversationRefusal.tooLong(5_000)) {
                let long = String(repeating: "x", count: 5_001)
                return try await service.receive(Inbound(member: bench.ana, text: long, channel: .portal))
            }
            for number in 0..<16 {
                _ = try await service.receive(Inbound(member: bench.ana, text: "\(number)", channel: .portal))
            }
            await #expect(throws: ConversationRefusal.tooMany) {
                try await service.receive(Inbound(member: bench.ana, text: "more", channel: .portal))
            }
        }
    }

    @Test("N-7: of two who answer at once the second is told, and nothing is sent", arguments: Backend.allCases)
    func twoAtOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let question = try await bench.keep(bench.mail(id: "m1@example.com"))
            let outcomes = await withTaskGroup(of: ConversationRefusal?.self) { group in
                for staff in [bench.mei, bench.siti] {
                    group.addTask {
                        do {
                            _ = try await bench.answer(question.conversation, by: staff, seen: 1)
                            return nil
                        } catch {
                            return error as? ConversationRefusal
                        }
                    }
                }
                return await group.reduce(into: [ConversationRefusal?]()) { $0.append($1) }
            }
            let told = outcomes.compactMap { $0 }
            #expect(told == [.answeredMeanwhile(by: "Mei")] || told == [.answeredMeanwhile(by: "Siti")])
            #expect(bench.brand.mailbox.mails.count == 1)
            _ = try await bench.answer(question.conversation, "A note", kind: .note, seen: 1)
            let reply = try #require(bench.brand.mailbox.mails.last?.thread?.replyTo)
            try await bench.keep(bench.mail(id: "m2@example.com", to: reply))
            await #expect(throws: ConversationRefusal.wroteMeanwhile) {
                try await bench.answer(question.conversation, seen: 3)
            }
            _ = try await bench.answer(question.conversation, seen: 4)
        }
    }

    @Test(
        "N-8: news of a message's way may come in any order, and what is known is never unknown again",
        arguments: Backend.allCases
    )
    func anyOrder(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let question = try await bench.service.receive(Inbound(member: bench.ana, text: "Hi", channel: .portal))
            let answer = try await bench.answer(question.conversation)
            #expect(answer.delivery.state == .delivered)
            try await bench.service.noteRead(by: bench.ana, upTo: answer.id)
            try await bench.service.noteRead(by: bench.ana, upTo: answer.id)
            let last = try await bench.service.messages(of: question.conversation)?.last?.message
            #expect(last?.delivery.state == .read)
        }
    }

    @Test(
        "N-13, acceptance 5: 80 minutes by the wall, 20 of business, credited to who replied, broken when it was due",
        arguments: Backend.allCases
    )
    func acceptance5(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            bench.at("12:50:00")
            let question = try await bench.keep(bench.mail(id: "m1@example.com"))
            let id = question.conversation
            _ = try await bench.service.change(id, .assign(bench.mei.id), by: .operator)
            bench.at("12:50:05")
            // A program's answer, and its own absence note.
            var program = Answering(member: bench.ana, conversation: id.identifier, text: "We have your message.")
            program.channel = .mail
            _ = try await bench.service.answer(program, by: .apiKey("k", name: "Bot"))
            let waiting = try #require(try await bench.service.conversation(id)?.waiting)
            #expect(waiting.dueAt == Instant(rfc3339: "2026-03-02T14:05:00+08:00"))
            bench.at("14:09:00")
            let early = try await bench.service.responseFigures(
                from: Fixture.newYear,
                until: bench.brand.clock.now.adding(days: 1)
            )
            #expect(early.first[.all]?.first?.overdue == 1 && early.first[.all]?.first?.attainment == 0)
            bench.at("14:10:00")
            try await bench.answer(id, by: bench.siti)
            let figures = try await bench.service.responseFigures(
                from: Fixture.newYear,
                until: bench.brand.clock.now.adding(days: 1)
            )
            let person = try #require(figures.first[.person]?.first)
            #expect(person.group == Key(bench.siti.id.text) && figures.names[Key(bench.siti.id.text)] == "Siti")
            #expect(person.medianWall == 80 * 60_000 && person.medianBusiness == 20 * 60_000)
            #expect(person.answered == 1 && person.promised == 1 && person.inTime == 0)
            #expect(figures.first[.channel]?.map(\.group) == ["mail"])
            #expect(figures.next[.all]?.isEmpty == true)
            #expect(try await bench.service.conversation(id)?.assignee == bench.mei.id)
        }
    }

    @Test("N-11: a changed calendar moves what is not due yet, and nothing else", arguments: Backend.allCases)
    func calendar(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let late = try await bench.keep(bench.mail(id: "m1@example.com"))
            bench.at("09:20:00")
            let open = try await bench.keep(bench.mail(id: "m2@example.com"))
            let before = try await bench.service.conversation(late.conversation)?.waiting?.dueAt
            _ = try await bench.service.publishProgramme(
                TalkBench.document + TalkBench.promise.replacing("15 minutes", with: "2 hours")
            )
            #expect(try await bench.service.keepPromises() == 1)
            #expect(try await bench.service.keepPromises() == 0)
            #expect(try await bench.service.conversation(late.conversation)?.waiting?.dueAt == before)
            let moved = try await bench.service.conversation(open.conversation)?.waiting?.dueAt
            #expect(moved == Instant(rfc3339: "2026-03-02T11:20:00+08:00"))
        }
    }

    @Test("N-12: what is promised to a member is when an answer will be due", arguments: Backend.allCases)
    func promised(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            for moment in ["12:50:00", "13:30:00", "17:50:00", "21:00:00"] {
                bench.at(moment)
                let terms = try #require(try await bench.service.serviceTerms(of: bench.ana))
                let said = terms.due(at: bench.brand.clock.now)
                let message = try await bench.keep(bench.mail(id: "\(moment)@example.com"))
                #expect(try await bench.service.conversation(message.conversation)?.waiting?.dueAt == said)
            }
            let last = try await bench.service.inbox(.waiting, limit: 10).rows.last?.conversation
            #expect(last?.waiting?.dueAt == Instant(rfc3339: "2026-03-03T09:15:00+08:00"))
        }
    }

    @Test(
        "N-14: the inbox has what is due first on top, in parts: open, mine, nobody's, waiting, put away, closed",
        arguments: Backend.allCases
    )
    func inbox(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let early = try await bench.keep(bench.mail(id: "m1@example.com")).conversation
            bench.at("09:10:00")
            let later = try await bench.keep(bench.mail(id: "m2@example.com")).conversation
            let answered = try await bench.keep(bench.mail(id: "m3@example.com")).conversation
            try await bench.answer(answered)
            func part(_ filter: InboxFilter) async throws -> [ConversationID] {
                try await service.inbox(filter, of: bench.mei.id, limit: 10).rows.map(\.conversation.id)
            }
            #expect(try await part(.open) == [early, later, answered])
            #expect(try await part(.waiting) == [early, later])
            #expect(try await part(.mine) == [answered])
            #expect(try await part(.unassigned) == [early, later])
            let page = try await service.inbox(.open, limit: 2)
            let rest = try await service.inbox(.open, after: page.next, limit: 2)
            #expect(page.rows.map(\.conversation.id) + rest.rows.map(\.conversation.id) == [early, later, answered])
            let morning = bench.brand.clock.now.adding(days: 1)
            _ = try await service.change(early, .snooze(until: morning), by: .operator)
            #expect(try await part(.snoozed) == [early])
            #expect(try await part(.open) == [later, answered])
            await #expect(throws: ConversationRefusal.wrongMoment) {
                try await service.change(early, .snooze(until: bench.brand.clock.now), by: .operator)
            }
            _ = try await service.change(later, .team("care"), by: .operator)
            await #expect(throws: ConversationRefusal.unknownAssignee) {
                try await service.change(later, .team("none"), by: .operator)
            }
            _ = try await service.change(later, .close, by: .operator)
            #expect(try await part(.closed) == [later])
            #expect(try await service.inbox(finding: "ana lim", limit: 10).count == 3)
            let row = try #require(try await service.inbox(.closed, limit: 1).rows.first)
            #expect(row.name == "Ana Lim" && row.subject == "Order" && row.last?.content?.text == "Where is my order?")
            bench.brand.clock.now = morning
            #expect(try await part(.open) == [early, answered])
        }
    }

    @Test(
        "texts that stand ready are kept in each language, and filled without being read again",
        arguments: Backend.allCases
    )
    func canned(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            try await service.saveCanned("hello", [.en: "Hello {name}, {x} {points}", .th: "สวัสดี"], by: .operator)
            try await service.saveCanned("hello", [.th: ""], by: .operator)
            let kept = try await service.cannedAnswers()
            #expect(kept == [CannedAnswer(name: "hello", language: .en, text: "Hello {name}, {x} {points}")])
            #expect(kept[0].filled(["name": "{points}", "points": "5"]) == "Hello {points}, {x} 5")
            await #expect(throws: ConversationRefusal.wrongCanned) {
                try await service.saveCanned(" ", [.en: "x"], by: .operator)
            }
        }
    }

    @Test("the answers of whoever may not answer are refused", arguments: Backend.allCases)
    func mayNot(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let question = try await bench.keep(bench.mail(id: "m1@example.com"))
            var analyst = bench.siti
            analyst.role = .analyst
            let account = StaffAccount(member: analyst)
            try await store.writing { try $0.save(account) }
            await #expect(throws: StaffRefusal.mayNot(.answerMembers)) {
                try await bench.answer(question.conversation, by: bench.siti)
            }
            await #expect(throws: StaffRefusal.mayNot(.answerMembers)) {
                try await bench.service.change(
                    question.conversation,
                    .close,
                    by: .staff(bench.siti.id, name: bench.siti.name)
                )
            }
        }
    }
}
