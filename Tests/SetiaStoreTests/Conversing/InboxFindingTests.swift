import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Finding and changing several conversations")
struct InboxFindingTests {
    private func found(
        _ bench: TalkBench,
        _ filter: InboxFilter = .open,
        after: InboxCursor? = nil,
        limit: Int = 10,
        _ wish: (inout InboxWish) -> Void
    ) async throws -> InboxPage {
        var wished = InboxWish()
        wish(&wished)
        return try await bench.service.inbox(filter, wished, after: after, limit: limit)
    }

    @Test(
        "N-16: the inbox is narrowed down by channel, team, person, level, proof, trouble and marks",
        arguments: Backend.allCases
    )
    func narrowed(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let mail = try await bench.keep(bench.mail(id: "m1@example.com")).conversation
            bench.at("09:05:00")
            let card = try await service.receive(Inbound(member: bench.ana, text: "Hello", channel: .portal))
                .conversation
            bench.at("09:06:00")
            let stranger = try await bench.keep(bench.mail(id: "m2@example.com", from: "Budi <budi@example.com>"))
                .conversation
            func ids(_ filter: InboxFilter = .open, _ wish: (inout InboxWish) -> Void) async throws -> [ConversationID]
            {
                try await found(bench, filter, wish).rows.map(\.conversation.id)
            }
            #expect(try await ids { _ in } == [mail, card, stranger])
            #expect(try await ids { $0.channel = .portal } == [card])
            #expect(try await ids { $0.channel = .line } == [])
            #expect(try await ids { $0.onlyUnproved = true } == [mail, stranger])
            _ = try await service.change(card, .team("care"), by: .operator)
            _ = try await service.change(mail, .assign(bench.mei.id), by: .operator)
            _ = try await service.change(stranger, .mark(true), by: .operator)
            #expect(try await ids { $0.team = "care" } == [card])
            #expect(try await ids { $0.assignee = bench.mei.id } == [mail])
            #expect(try await ids { $0.assignee = bench.siti.id } == [])
            #expect(try await ids { $0.onlyMarked = true } == [stranger])
            #expect(try await ids(.closed) { $0.onlyMarked = true } == [])
            #expect(try await ids { $0.onlyTrouble = true } == [])
            #expect(try await ids { $0.level = "gold" } == [])
            _ = try await service.change(stranger, .mark(false), by: .operator)
            #expect(try await ids { $0.onlyMarked = true } == [])
            let first = try await found(bench, limit: 1) { $0.onlyUnproved = true }
            let rest = try await found(bench, after: first.next, limit: 5) { $0.onlyUnproved = true }
            #expect(first.rows.map(\.conversation.id) == [mail])
            #expect(rest.rows.map(\.conversation.id) == [stranger], "\(first.next.debugDescription): \(rest.rows)")
        }
    }

    @Test(
        "N-16: words of subjects and messages are found, capitals or not, as are names; an erased member's are not",
        arguments: Backend.allCases
    )
    func words(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            let order = try await bench.keep(bench.mail("It came COLD.", id: "m1@example.com", subject: "Flat white"))
            bench.at("09:05:00")
            let other = try await bench.keep(
                bench.mail("ขอบคุณค่ะ", id: "m2@example.com", from: "Budi <budi@example.com>", subject: "Hi")
            )
            try await bench.answer(other.conversation, "The invoice is on its way.")
            func ids(_ words: String, _ filter: InboxFilter = .open) async throws -> [ConversationID] {
                try await found(bench, filter) { $0.words = words }.rows.map(\.conversation.id)
            }
            #expect(try await ids("came cold") == [order.conversation])
            #expect(try await ids("FLAT WHITE") == [order.conversation])
            #expect(try await ids("ขอบคุณ") == [other.conversation])
            #expect(try await ids("invoice") == [other.conversation])
            #expect(try await ids("ana lim") == [order.conversation])
            #expect(try await ids("came cold", .closed) == [])
            #expect(try await ids("tea") == [])
            let page = try await found(bench) { $0.words = "tea" }
            #expect(page.looked == 2 && page.next == nil)
            _ = try await service.eraseMember(bench.ana)
            #expect(try await ids("came cold", .closed) == [])
        }
    }

    @Test(
        "N-16: words are looked for in 500 conversations at once, and what is behind them is found from there on",
        arguments: [Backend.allCases[0]]
    )
    func bounded(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let ana = bench.ana
            let last = try await bench.keep(bench.mail("The last of all", id: "m1@example.com")).conversation
            let start = bench.brand.clock.now
            try await store.writing { ledger in
                for number in 1...520 {
                    var one = Conversation(
                        id: ConversationID(member: ana, Identifier(high: 1, low: UInt64(number))),
                        channel: .chat,
                        startedAt: start.adding(days: -2),
                        isVerified: true
                    )
                    one.waiting = Conversation.Waiting(since: start.adding(days: -2), dueAt: nil, version: 0)
                    try ledger.save(one)
                }
            }
            let first = try await found(bench) { $0.words = "last of all" }
            #expect(first.rows.isEmpty && first.looked == 500 && first.next != nil)
            let second = try await found(bench, after: first.next) { $0.words = "last of all" }
            #expect(second.rows.map(\.conversation.id) == [last] && second.next == nil)
        }
    }

    @Test(
        "N-17: what is done with several is done with each that it can be, and said why not with the others",
        arguments: Backend.allCases
    )
    func several(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let service = bench.service
            var ids: [ConversationID] = []
            for number in 1...3 {
                ids.append(try await bench.keep(bench.mail(id: "m\(number)@example.com")).conversation)
            }
            let gone = ConversationID(member: bench.ana, Identifier(high: 9, low: 9))
            let picks = (ids + [gone, ids[0]]).map { InboxPick(id: $0, seen: 1) }
            let given = try await service.change(picks, [.assign(bench.mei.id)], by: .operator)
            #expect(given.done == 3 && given.not == [.gone: 1])
            let again = try await service.change(picks, [.assign(bench.mei.id)], by: .operator)
            #expect(again.done == 0 && again.not == [.already: 3, .gone: 1])
            let nobody = try await service.change(picks, [.team("none"), .assign(nil)], by: .operator)
            #expect(nobody.not == [.notAllowed: 3, .gone: 1])
            #expect(try await service.conversation(ids[0])?.assignee == bench.mei.id)
            // She writes again in the first; a note of ours in the second is no reason.
            _ = try await service.receiveMail(
                bench.mail(id: "m9@example.com", headers: "In-Reply-To: <m1@example.com>\r\n")
            )
            try await bench.answer(ids[1], "Ask the shop.", kind: .note)
            _ = try await service.change(ids[2], .close, by: .operator)
            let closed = try await service.change(picks, [.close], by: .operator)
            #expect(closed.done == 1 && closed.not == [.wroteMeanwhile: 1, .closed: 1, .gone: 1])
            #expect(try await service.conversation(ids[0])?.isOpen == true)
            #expect(try await service.conversation(ids[1])?.isOpen == false)
        }
    }
}
