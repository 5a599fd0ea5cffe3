import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Messages that go together, on each store")
struct DigestTests {
    private static let waits: [(String, JSON)] = [("atLimit", .string("digest"))]

    /// Three broadcasts at ten on Monday: the first goes, two wait for Tuesday after ten.
    private func monday(_ store: any Store) async throws -> (bench: BroadcastBench, ana: MemberID, all: [Broadcast]) {
        let bench = try await BroadcastBench(store)
        let ana = try await bench.member("ana")
        var all: [Broadcast] = []
        for name in ["First", "Second", "Third"] {
            let text = "\(name): RM 12.50 until 31 March 2026."
            let mail: JSON = .object([
                "en": .object(["subject": .string("\(name) for {name}"), "text": .string(text)]),
                "th": .object(["subject": .string("กาแฟ"), "text": .string("กาแฟ RM 12.50 ถึง 31 มีนาคม 2569")]),
            ])
            all.append(try await bench.start(name, changing: Self.waits + [("mail", mail)]))
            try await bench.run()
        }
        #expect(bench.mails.count == 1)
        return (bench, ana, all)
    }

    private func check(_ bench: BroadcastBench, _ all: [Broadcast]) async throws {
        for broadcast in all {
            let results = try await bench.service.broadcastResults(broadcast.id)
            let parts = ["sent", "deferred", "digested", "dropped", "withheld", "blocked"].map { results.count($0) }
            #expect(parts.reduce(0, +) == results.targeted && results.targeted == 1)
        }
    }

    @Test(
        "G-15: what has no place today goes together at the next digest, as one mail that takes one place",
        arguments: Backend.allCases
    )
    func together(backend: Backend) async throws {
        try await backend.withStore { store in
            let (bench, ana, all) = try await monday(store)
            for broadcast in all[1...] {
                let contact = try #require(try await bench.contact(ana, broadcast))
                #expect(contact.decision.verdict == .digested && contact.decision.reason == .limit)
                let at = try #require(contact.nextAt)
                // A day after the first is Tuesday at ten and a little: the digest of nine is that of Wednesday.
                let nine = try #require(Instant(rfc3339: "2026-03-04T09:00:00+08:00"))
                #expect((0..<45 * 60_000).contains(at.milliseconds(since: nine)), "spread over 45 minutes")
                let views = try await bench.service.contacts(of: ana, limit: 10)
                let json = try #require(views.first { $0.contact.id == contact.id }).json
                #expect(json["verdict"] == .string("digested") && json["until"]?.string == at.rfc3339)
            }
            try await check(bench, all)
            bench.at("2026-03-04T08:59:00")
            try await bench.run()
            #expect(bench.mails.count == 1)
            bench.at("2026-03-04T09:45:00")
            try await bench.run()
            #expect(bench.mails.count == 2)
            let mail = try #require(bench.mails.last)
            #expect(mail.subject == "2 things from Kopi Setia" || mail.subject.hasPrefix("2 things from "))
            #expect(mail.text.contains("Second for Ana") && mail.text.contains("Third: RM 12.50 until 31 March 2026."))
            #expect(mail.html?.contains("Third for Ana") == true)
            let contacts = try await bench.service.contacts(of: ana, limit: 10).map(\.contact)
            #expect(contacts.allSatisfy { $0.way == .sent && $0.decision.inputs.consent != nil })
            #expect(contacts.count { $0.takenAt != nil } == 2, "together they take one place")
            // The link ends it, as that of any other.
            let list = try #require(mail.list)
            #expect(try await bench.service.unsubscribe(list.token)?.isSubscribed == false)
            try await check(bench, all)
            for broadcast in all { #expect(try await bench.service.broadcast(broadcast.id).state == .done) }
        }
    }

    @Test(
        "G-15: of what waits together each is decided about by itself, and the rest goes without it",
        arguments: Backend.allCases
    )
    func apart(backend: Backend) async throws {
        try await backend.withStore { store in
            let (bench, ana, all) = try await monday(store)
            _ = try await bench.service.change(all[1].id, .stop, by: .operator)
            try await bench.run()
            bench.at("2026-03-04T09:45:00")
            try await bench.run()
            #expect(bench.mails.count == 2)
            // What is alone goes as it would by itself.
            #expect(bench.mails.last?.subject == "Third for Ana")
            #expect(try await bench.contact(ana, all[1])?.decision.reason == .stopped)
            try await check(bench, all)
            let (again, budi, more) = (bench, try await bench.member("budi"), ["Fourth", "Fifth", "Sixth"])
            bench.at("2026-03-09T10:00:00")
            var next: [Broadcast] = []
            for name in more {
                next.append(try await again.start(name, changing: Self.waits))
                try await again.run()
            }
            try await again.choose(budi, isGiven: false)
            bench.at("2026-03-11T09:45:00")
            try await again.run()
            #expect(try await bench.contact(budi, next[1])?.decision.reason == .consentWithdrawn)
            #expect(try await bench.contact(ana, next[1])?.way == .sent)
        }
    }

    @Test(
        "G-15: what surely did not leave goes together another time, and silence leaves all of it unknown",
        arguments: Backend.allCases
    )
    func failures(backend: Backend) async throws {
        try await backend.withStore { store in
            let (bench, ana, all) = try await monday(store)
            bench.at("2026-03-04T09:45:00")
            bench.brand.mailbox.failure = MailFailure(isTemporary: true, reason: "busy")
            try await bench.run()
            for broadcast in all[1...] {
                let contact = try #require(try await bench.contact(ana, broadcast))
                #expect(contact.decision.verdict == .digested && contact.reservation != .reserved)
            }
            bench.brand.mailbox.failure = nil
            bench.brand.clock.advance(milliseconds: 60_000)
            try await bench.run()
            #expect(bench.mails.count == 2 && bench.mails.last?.subject.hasPrefix("2 things") == true)

            bench.at("2026-03-09T10:00:00")
            var next: [Broadcast] = []
            for name in ["Fourth", "Fifth", "Sixth"] {
                next.append(try await bench.start(name, changing: Self.waits))
                try await bench.run()
            }
            bench.brand.mailbox.failure = MailFailure(isTemporary: true, mayHaveLeft: true, reason: "silence")
            bench.at("2026-03-11T09:45:00")
            try await bench.run()
            let unknown = try await bench.contacts(ana, next[1...])
            #expect(unknown.map(\.way) == [.unknown, .unknown])
            #expect(unknown.count { $0.reservation == .reserved } == 1, "the one place stays kept")
            try await check(bench, all)
        }
    }
}

extension BroadcastBench {
    fileprivate func contacts(_ member: MemberID, _ broadcasts: ArraySlice<Broadcast>) async throws -> [Contact] {
        var contacts: [Contact] = []
        for broadcast in broadcasts { contacts += try await contact(member, broadcast).map { [$0] } ?? [] }
        return contacts
    }
}
