import Foundation
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

/// Programs of mail providers open each link of a mail before a person does (acceptance 6 of conversations).
@Suite("Links that a scanner opens")
struct LinkScannerTests {
    private static let members = 200

    /// A café that asks after an order, has an event with few places, and members who were written to in all ways.
    private struct Bench {
        let visitor: Visitor
        private(set) var members: [MemberID] = []
        var service: SetiaService { visitor.brand.service }
        var clock: TestClock { visitor.brand.clock }

        init() async throws {
            visitor = try await Visitor()
            let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "examples/kopi-setia.yaml")
            _ = try await service.publishProgramme(
                try String(contentsOf: example, encoding: .utf8) + """

                    surveys:
                      paid:
                        kind: csat
                        ask: {en: Was all well?, ms: Semua baik?, id: Semua baik?, th: ดีไหม}
                        after: order.paid
                    """
            )
            clock.now = try #require(Instant(rfc3339: "2026-03-02T10:00:00+08:00"))
            for number in 0..<LinkScannerTests.members {
                let member = try await service.createMember(
                    NewMember(
                        identities: [try Identity(kind: .email, text: "m\(number)@example.com")],
                        facts: MemberFacts(country: "MY", language: "en"),
                        person: ["name": .string("Member \(number)")]
                    )
                ).member
                try await service.chooseConsent(
                    of: member,
                    purpose: "marketing",
                    channel: "email",
                    isGiven: true,
                    wording: "test-1"
                )
                members.append(member)
            }
        }

        /// Lets leave what is planned.
        func send() async throws {
            for _ in 0..<6 {
                clock.advance(milliseconds: 60_000)
                for _ in 0..<3 { _ = try await service.runBroadcasts() }
            }
        }

        func asksAfterOrders() async throws {
            let words = ["en", "ms", "id", "th"].map { "\($0): {subject: How was it?, text: Hello}" }
            let document = """
                journey: After an order
                trigger: {event: order.paid}
                exitOn: []
                steps:
                  ask: {survey: {ask: paid, mail: {\(words.joined(separator: ", "))}}}
                """
            _ = try await service.putJourney("after", document, by: .operator)
            _ = try await service.change("after", .start, by: .operator)
            for (number, member) in members.enumerated() {
                let order = Fixture.order(Key("o-\(number)"), 1_000, at: clock.now)
                _ = try await service.record(Intake(event: order, who: .member(member)))
            }
            for _ in 0..<20 where try await service.runJourneys() == 0 { break }
            try await send()
        }

        func sells() async throws {
            let text = """
                Places: https://kopi.example.com/card/events/tasting and https://kopi.example.com/card/events/tasting?do=ask

                An offer: https://kopi.example.com/card/rewards. What do you say of it? \
                https://kopi.example.com/card/reviews/write?product=kopi-o
                """
            let mail = ["en", "ms", "id", "th"].map { language in
                (language, JSON.object(["subject": .string("News"), "text": .string(text)]))
            }
            let written = try await service.writeBroadcast(
                .object([
                    "name": .string("News"), "mail": .object(JSONObject(mail)),
                    "facts": .array([.string("https://kopi.example.com")]), "perMinute": .integer(60_000),
                ]),
                by: .operator
            )
            _ = try await service.change(written.id, .start, by: .operator)
            try await send()
        }

        func gathers() async throws {
            var wish = GatheringWish(key: "tasting")
            wish.words = ["en", "ms", "id", "th"].map {
                Gathering.Words(language: $0, title: "Tasting", text: "Beans.")
            }
            wish.startsAt = clock.now.adding(days: 30)
            wish.endsAt = clock.now.adding(days: 30).adding(milliseconds: 7_200_000)
            wish.place = .inPerson("Bangsar")
            wish.capacity = 50
            _ = try await service.putGathering(wish, by: .operator)
            for member in members { _ = try await service.askForPlace(at: "tasting", for: member) }
            clock.advance(milliseconds: 600_000)
            while try await service.runGatherings() > 0 {}
            try await send()
        }

        func makesGood() async throws {
            for member in members {
                let new = NewCase(member: member, kind: .complaint, text: "Cold", source: .api)
                let id = try await service.openCase(new, by: .operator).id
                for state in [CaseState.owned, .answered] {
                    _ = try await service.change(id, .move(state, text: "So.", cause: nil), by: .operator)
                }
            }
            try await send()
            clock.advance(milliseconds: 7 * 86_400_000)
            while try await service.askOfCases() > 0 {}
            try await send()
        }

        /// All that a link could change.
        func standing() async throws -> [String] {
            let members = members
            var said = try await visitor.brand.store.reading { archive -> [String] in
                var said: [String] = []
                for state in try archive.states(members.map { StateRequest(member: $0) }).compactMap(\.self) {
                    said.append("\(state.consents) \(state.number)")
                    said.append("\(try archive.surveyAsks(of: state.member))")
                    said.append("\(try archive.memberCases(of: state.member, limit: 10))")
                    said.append("\(try archive.productReviews(of: state.member))")
                    said.append("\(try archive.contactGrounds(of: [state.member], since: .init(milliseconds: 0)))")
                }
                return said
            }
            for state in GatheringPlace.State.allCases {
                said.append("\(try await service.guests("tasting", state, limit: 500).map(\.place))")
            }
            return said
        }
    }

    @Test(
        "G-11, acceptance 6: a scanner opens all links of a thousand mails: nobody is unsubscribed, nothing is answered, held or claimed"
    )
    func scanner() async throws {
        let bench = try await Bench()
        try await bench.asksAfterOrders()
        try await bench.gathers()
        try await bench.sells()
        try await bench.makesGood()
        let mails = bench.visitor.brand.mailbox.mails
        #expect(mails.count >= 1_000, "\(mails.count)")
        var paths: Set<String> = []
        for mail in mails {
            let html = (mail.html ?? "").replacing("&amp;", with: "&")
            for text in [mail.text, html, mail.list?.unsubscribe ?? ""] {
                for found in text.matches(of: #/https://kopi\.example\.com(/[^\s"<]*)/#) {
                    var path = String(found.output.1)
                    while let last = path.last, ".,;".contains(last) { path.removeLast() }
                    paths.insert(path)
                }
            }
        }
        func count(_ part: String) -> Int { paths.count { $0.contains(part) } }
        #expect(
            count("/unsubscribe/") == mails.count
                && paths.count { $0.contains("/survey/") && !$0.contains("?score=") } == Self.members
        )
        // Beside the link of each question one for each of its five scores.
        #expect(count("?score=") == 5 * Self.members)
        #expect(count("/made-good/") == 2 * Self.members && count("/card/events/tasting") == 2)
        #expect(count("/card/reviews/write") == 1 && count("/card/rewards") == 1)
        // What a mail program or a person in a hurry may add.
        let more =
            paths.filter { $0.contains("/survey/") && !$0.contains("?") }.map { "\($0)?score=9" }
            + paths.filter { $0.contains("/unsubscribe/") }.prefix(50).map { "\($0)?do=all" }
        let before = try await bench.standing()
        let statuses = try await bench.visitor.fetch(paths.sorted() + more)
        // Her own pages ask who she is; the others answer.
        let wrong = zip(paths.sorted() + more, statuses).filter { path, status in
            path.hasPrefix("/card") ? status >= 500 : status != 200
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(statuses.count { $0 == 200 } >= mails.count + 4 * Self.members)
        // The same by somebody who is signed in.
        let ana = try #require(bench.members.last)
        let session = try await bench.service.startMemberSession(ana)
        let hers = try await bench.visitor.fetch(paths.filter { $0.hasPrefix("/card") }.sorted(), as: session)
        #expect(hers.allSatisfy { $0 == 200 || $0 == 303 })
        #expect(try await bench.standing() == before)
    }
}
