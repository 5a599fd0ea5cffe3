import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Stop words and what was agreed")
struct StopWordTests {
    private func mail(_ text: String, id: String, subject: String = "Re: Coffee", from: String = "ana@example.com")
        -> [UInt8]
    {
        let lines = [
            "From: \(from)", "To: hello@kopi.example.com", "Subject: \(subject)", "Message-ID: <\(id)@example.com>",
            "Content-Type: text/plain; charset=utf-8", "", text, "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func agrees(_ bench: BroadcastBench, _ member: MemberID) async throws -> Bool? {
        try await bench.service.member(member)?.state.consents.first { $0.consent.channel == "email" }?.consent.isGiven
    }

    @Test(
        "K-15: a mail that is nothing but a stop word ends promotions by mail, and stands in the inbox all the same",
        arguments: Backend.allCases
    )
    func mailStops(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            _ = try await bench.service.receiveMail(mail("Please stop by tomorrow.", id: "m0"))
            #expect(try await agrees(bench, ana) == true)
            _ = try await bench.service.receiveMail(mail("STOP!", id: "m1"))
            #expect(try await agrees(bench, ana) == false)
            #expect(try await bench.service.inbox(.waiting, limit: 10).rows.count == 2)
            let budi = try await bench.member("budi")
            _ = try await bench.service.receiveMail(
                mail("", id: "m2", subject: "Berhenti", from: "budi@example.com")
            )
            #expect(try await agrees(bench, budi) == false)
        }
    }

    @Test(
        "K-15: an everyday no stops where it answers a promotion, and nowhere else",
        arguments: Backend.allCases
    )
    func everydayAnswers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            for (number, word) in ["tidak", "batal", "ยกเลิก", "No."].enumerated() {
                let address = "m\(number)"
                let member = try await bench.member(address)
                let from = "\(address)@example.com"
                // Where nothing was offered it is an answer to something else, and waits for one.
                let other = try await bench.member("x\(number)")
                let theirs = "x\(number)@example.com"
                _ = try await bench.service.receiveMail(mail(word, id: "a\(number)", from: theirs))
                #expect(try await agrees(bench, other) == true, "\(word) before")
                _ = try await bench.start("Raya \(number)")
                try await bench.run()
                #expect(bench.mails.contains { $0.to.address == from })
                bench.brand.clock.advance(milliseconds: 60_000)
                _ = try await bench.service.receiveMail(mail(word, id: "b\(number)", from: from))
                #expect(try await agrees(bench, member) == false, "\(word) after")
            }
        }
    }

    @Test("K-15: once we answered her, or two weeks later, no is an answer again", arguments: Backend.allCases)
    func laterAnswers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let (ana, budi) = (try await bench.member("ana"), try await bench.member("budi"))
            _ = try await bench.start()
            try await bench.run()
            bench.brand.clock.advance(milliseconds: 60_000)
            var answering = Answering(member: ana, conversation: nil, text: "Shall we keep it for you?")
            answering.channel = .mail
            _ = try await bench.service.answer(answering, by: .operator)
            bench.brand.clock.advance(milliseconds: 60_000)
            _ = try await bench.service.receiveMail(mail("tidak", id: "m1"))
            #expect(try await agrees(bench, ana) == true)
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 15)
            _ = try await bench.service.receiveMail(mail("tidak", id: "m2", from: "budi@example.com"))
            #expect(try await agrees(bench, budi) == true)
        }
    }

    @Test("K-2: what held at any moment can be asked, of each purpose and channel", arguments: Backend.allCases)
    func history(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            let given = bench.brand.clock.now
            bench.brand.clock.now = given.adding(days: 10)
            try await bench.choose(ana, isGiven: false)
            let history = try #require(try await bench.service.consentHistory(of: ana))
            #expect(history.words.map(\.consent.isGiven) == [false, true])
            func held(_ moment: Instant) -> [Bool] { history.held(at: moment).map(\.consent.isGiven) }
            #expect(held(given.adding(milliseconds: -1)) == [])
            #expect(held(given) == [true])
            #expect(held(given.adding(days: 10).adding(milliseconds: -1)) == [true])
            #expect(held(given.adding(days: 10)) == [false])
            #expect(try await bench.service.consentHistory(of: MemberID(Identifier(high: 9, low: 9)))?.words == nil)
        }
    }
}
