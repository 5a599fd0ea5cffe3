import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Sending broadcasts, on each store")
struct BroadcastSendingTests {
    @Test(
        "G-6: of eight who send at once each message leaves once, and one place a member is kept",
        arguments: Backend.allCases
    )
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            for number in 0..<10 { try await bench.member("m\(number)") }
            let first = try await bench.start("First")
            let second = try await bench.start("Second")
            let third = try await bench.start("Third", changing: [("atLimit", .string("drop"))])
            bench.brand.clock.advance(milliseconds: 5_000)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { for _ in 0..<6 { _ = try? await bench.service.runBroadcasts() } }
                }
            }
            try await bench.run()
            #expect(bench.mails.count == 10)
            #expect(Set(bench.mails.map(\.to.address)).count == 10)
            var sent: Int64 = 0
            for id in [first.id, second.id, third.id] {
                let results = try await bench.service.broadcastResults(id)
                #expect(results.targeted == 10)
                sent += results.count("sent")
            }
            #expect(sent == 10)
        }
    }

    @Test(
        "G-7: whoever dies while handing over leaves a message of which nobody knows; it is not sent again",
        arguments: Backend.allCases
    )
    func killed(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            let broadcast = try await bench.start()
            _ = try await bench.service.planBroadcasts()
            // As it stands between taking it and writing down what became of it.
            let now = bench.brand.clock.now
            try await store.recording { ledger in
                var contact = try #require(try ledger.contactsDue(of: broadcast.id, by: now, limit: 1).first)
                let turn = contact.nextAt
                contact.way = .sending
                contact.reservation = .reserved
                contact.takenAt = now
                contact.tries = 1
                contact.nextAt = now.adding(milliseconds: 120_000)
                let isSaved = try ledger.save(contact, ifTurnAt: turn)
                #expect(isSaved)
            }
            try await bench.run()
            #expect(try await bench.contact(ana, broadcast)?.way == .sending)
            bench.brand.clock.advance(milliseconds: 120_000)
            try await bench.run()
            let contact = try #require(try await bench.contact(ana, broadcast))
            #expect(contact.way == .unknown && contact.reservation == .reserved && bench.mails.isEmpty)
            #expect(try await bench.service.broadcast(broadcast.id).state == .done)
        }
    }

    @Test(
        "G-7: what surely did not leave is tried again and frees its place; silence after all of it is unknown",
        arguments: Backend.allCases
    )
    func failures(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            bench.brand.mailbox.failure = MailFailure(isTemporary: true, reason: "busy")
            let first = try await bench.start("First")
            try await bench.run()
            let waiting = try #require(try await bench.contact(ana, first))
            #expect(waiting.way == .due && waiting.reservation == .released && waiting.tries == 1)
            bench.brand.mailbox.failure = nil
            bench.brand.clock.advance(milliseconds: 6_000)
            try await bench.run()
            #expect(try await bench.contact(ana, first)?.way == .sent && bench.mails.count == 1)

            bench.at("2026-03-04T10:00:00")
            bench.brand.mailbox.failure = MailFailure(isTemporary: true, mayHaveLeft: true, reason: "silence")
            let second = try await bench.start("Second")
            try await bench.run()
            let unknown = try #require(try await bench.contact(ana, second))
            #expect(unknown.way == .unknown && unknown.reservation == .reserved)
            bench.brand.mailbox.failure = nil
            bench.at("2026-03-05T18:00:00")
            try await bench.run()
            #expect(bench.mails.count == 1)

            bench.brand.mailbox.failure = MailFailure(isTemporary: false, reason: "no such mailbox")
            let third = try await bench.start("Third")
            try await bench.run()
            let failed = try #require(try await bench.contact(ana, third))
            #expect(failed.way == .failed && failed.reservation == .released)
        }
    }

    @Test(
        "G-8: a paused broadcast waits, a resumed one goes on, a stopped one drops what waits",
        arguments: Backend.allCases
    )
    func steps(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            for number in 0..<6 { try await bench.member("m\(number)") }
            let id = try await bench.start(changing: [("perMinute", .integer(60))]).id
            _ = try await bench.service.runBroadcasts()
            bench.brand.clock.advance(milliseconds: 2_000)
            _ = try await bench.service.runBroadcasts()
            #expect(bench.mails.count == 2)
            _ = try await bench.service.change(id, .pause, by: .operator)
            await #expect(throws: BroadcastRefusal.notFrom(.paused)) {
                try await bench.service.change(id, .start, by: .operator)
            }
            try await bench.run()
            bench.brand.clock.advance(milliseconds: 60_000)
            try await bench.run()
            #expect(bench.mails.count == 2)
            _ = try await bench.service.change(id, .resume, by: .operator)
            bench.brand.clock.advance(milliseconds: 2_000)
            _ = try await bench.service.runBroadcasts()
            #expect(bench.mails.count == 4)
            _ = try await bench.service.change(id, .stop, by: .operator)
            try await bench.run()
            let results = try await bench.service.broadcastResults(id)
            #expect(results.count("sent") == 4 && results.count("dropped") == 2 && results.broadcast.isSettled)
            #expect(results.reasons.map(\.reason) == [.stopped])
            await #expect(throws: BroadcastRefusal.notFrom(.stopped)) {
                try await bench.service.change(id, .resume, by: .operator)
            }
        }
    }

    @Test(
        "G-9: no more than so many leave in a minute, and what was not used is no flood later",
        arguments: Backend.allCases
    )
    func throttle(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            for number in 0..<40 { try await bench.member("m\(number)") }
            _ = try await bench.start(changing: [("perMinute", .integer(30))])
            _ = try await bench.service.runBroadcasts()
            for second in 1...60 {
                bench.brand.clock.advance(milliseconds: 1_000)
                _ = try await bench.service.runBroadcasts()
                #expect(bench.mails.count <= (second + 1) / 2 + 1)
            }
            #expect((29...31).contains(bench.mails.count))
            bench.brand.clock.advance(milliseconds: 600_000)
            _ = try await bench.service.runBroadcasts()
            #expect(bench.mails.count <= 34)
        }
    }

    @Test(
        "G-10: each member reads it in her language, with the facts and nothing that a name could put into it",
        arguments: Backend.allCases
    )
    func languages(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            try await bench.member("ana")
            try await bench.member("chai", language: "th")
            let evil = try await bench.member("eve", language: "id")
            let key = try await store.reading { try $0.keys(of: [evil])[0] }
            let person = try bench.service.sealing.seal(
                JSON.object(["name": .string("<b>Eve</b>\r\nBcc: all@example.com {brand}")]).canonical,
                for: evil,
                use: .person,
                with: try #require(key)
            )
            try await store.writing { try $0.setPerson(person, of: evil) }
            _ = try await bench.start(changing: [
                (
                    "mail",
                    .object([
                        "en": .object([
                            "subject": .string("For {name}"),
                            "text": .string("{name}, RM 12.50 until 31 March 2026 <now>"),
                        ]),
                        "th": .object(["subject": .string("กาแฟ"), "text": .string("RM 12.50 ถึง 31 มีนาคม 2569")]),
                    ])
                )
            ])
            try await bench.run()
            let ana = try #require(bench.mails.first { $0.to.address == "ana@example.com" })
            #expect(ana.subject == "For Ana" && ana.text.contains("Ana, RM 12.50 until 31 March 2026 <now>"))
            #expect(ana.html?.contains("31 March 2026 &lt;now&gt;") == true)
            let chai = try #require(bench.mails.first { $0.to.address == "chai@example.com" })
            #expect(chai.language == .th && chai.text.contains("31 มีนาคม 2569") && chai.text.contains("ไม่รับอีก"))
            let eve = try #require(bench.mails.first { $0.to.address == "eve@example.com" })
            #expect(eve.language == .en && eve.html?.contains("&lt;b&gt;Eve&lt;/b&gt;") == true)
            #expect(!eve.subject.unicodeScalars.contains { $0.value < 32 })
            #expect(eve.text.contains("{brand}"), "what is filled in is not looked at again")
        }
    }

    @Test(
        "G-11, acceptance 6: opening links changes nothing, a POST ends it at once, and it can be undone for a day",
        arguments: Backend.allCases
    )
    func unsubscribing(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let service = bench.service
            let ana = try await bench.member("ana")
            let broadcast = try await bench.start()
            try await bench.run()
            let mail = try #require(bench.mails.first)
            let list = try #require(mail.list)
            #expect(list.unsubscribe == "https://kopi.example.com/unsubscribe/\(list.token)")
            #expect(mail.text.contains(list.unsubscribe) && mail.text.contains("/card/preferences"))
            #expect(mail.text.contains("because on 2 March 2026 you agreed"))
            for _ in 0..<20 { #expect(try await service.unsubscribeView(list.token)?.isSubscribed == true) }
            let other = list.token.dropLast() + (list.token.hasSuffix("0") ? "1" : "0")
            #expect(try await service.unsubscribe(String(other)) == nil)
            #expect(try await service.unsubscribe("") == nil)
            let after = try #require(try await service.unsubscribe(list.token))
            #expect(!after.isSubscribed && after.canUndo)
            #expect(try await service.unsubscribe(list.token)?.isSubscribed == false)
            bench.at("2026-03-03T09:00:00")
            #expect(try await service.unsubscribe(list.token, .undo)?.isSubscribed == true)
            _ = try await service.unsubscribe(list.token, .all)
            bench.at("2026-03-04T09:00:01")
            #expect(try await service.unsubscribe(list.token, .undo)?.isSubscribed == false)
            let again = try await bench.start("Again")
            try await bench.run()
            #expect(try await bench.contact(ana, again)?.decision.reason == .consentWithdrawn)
            #expect(try await bench.contact(ana, broadcast)?.way == .sent)
        }
    }

    @Test(
        "G-12: an address that is not there, and one whose owner called it unwanted, get no more",
        arguments: Backend.allCases
    )
    func bounces(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi")
            _ = try await bench.start("First")
            try await bench.run()
            func id(_ address: String) throws -> String {
                let mail = try #require(bench.mails.first { $0.to.address == address })
                return "\(try #require(mail.list).token)@kopi.example.com"
            }
            let bounce = MailConversationTests.bounce(of: try id("ana@example.com"))
            #expect(try await bench.service.receiveMail(bounce) == .ignored(.report))
            let complaint = """
                From: fbl@example.com
                Content-Type: multipart/report; report-type=feedback-report; boundary="b"

                --b
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: test/1
                Version: 1

                --b
                Content-Type: text/rfc822-headers

                Message-ID: <\(try id("budi@example.com"))>

                --b--

                """
            let bytes = Array(complaint.replacing("\n", with: "\r\n").utf8)
            #expect(try await bench.service.receiveMail(bytes) == .ignored(.complaint))
            bench.at("2026-03-09T10:00:00")
            let second = try await bench.start("Second")
            try await bench.run()
            #expect(try await bench.contact(ana, second)?.decision.reason == .hardBounce)
            #expect(try await bench.contact(budi, second)?.decision.reason == .complaint)
        }
    }
}
