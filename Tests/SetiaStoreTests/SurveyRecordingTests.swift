import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Surveys, asked and answered")
struct SurveyRecordingTests {
    /// Two questions a quarter and 20 points for an answer, whatever it is; a third asks 25 of 100 members.
    @Sendable
    static func programme(_ document: String) -> Programme {
        Programme(
            name: "kopi-setia",
            engine: 1,
            languages: ["en"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: [CurrencySetting(currency: Fixture.ringgit, decimals: 2)],
            wallets: [Wallet(key: "points", name: Words([]), activation: .immediate, expiry: .none, rates: [])],
            tierSets: [],
            rules: [
                Rule(id: "thanks", on: .surveyAnswered, effect: .earnFixed(wallet: "points", points: Points(20)))
            ],
            surveys: document == "part"
                ? [Survey(key: "part", kind: .csat, ask: Words([]), every: .month, share: 2_500)]
                : [
                    Survey(key: "recommend", kind: .nps, ask: Words([]), every: .quarter),
                    Survey(key: "easy", kind: .ces, ask: Words([]), every: .quarter),
                ]
        )
    }

    private func servers(on store: any Store, document: String = "two") async throws -> Servers {
        let servers = try await Servers(on: store, parse: Self.programme)
        _ = try await servers.first.publishProgramme(document)
        servers.clock.advance(milliseconds: 1_000)
        return servers
    }

    private func enrol(_ number: Int, _ servers: Servers, buys: Bool = true) async throws -> MemberID {
        let member = try await servers.first.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "K\(number)")],
                facts: MemberFacts(country: "MY"),
                person: ["name": .string("Ana \(number)")]
            )
        ).member
        if buys {
            let order = Fixture.order(Key("A-\(number)"), 1_000, at: servers.clock.now)
            _ = try await servers.first.record(Intake(event: order, who: .member(member)))
        }
        servers.clock.advance(milliseconds: 1_000)
        return member
    }

    private func points(_ member: MemberID, _ servers: Servers) async throws -> Int64 {
        try await servers.first.member(member)?.balances.first?.available.units ?? 0
    }

    @Test("Q-12: who bought again after an answer is measured with the other figures", arguments: Backend.allCases)
    func aftermath(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            let (ana, budi) = (try await enrol(1, servers), try await enrol(2, servers))
            for (member, score) in [(ana, 9), (budi, 2)] {
                _ = try await service.answerSurvey("recommend", of: member, score: score, comment: nil)
            }
            servers.clock.advance(milliseconds: 10 * 86_400_000)
            _ = try await service.record(
                Intake(event: Fixture.order("A-3", 500, at: servers.clock.now), who: .member(budi))
            )
            #expect(try await service.measuredInsight().aftermath?.cameBack(.unhappy) == Share(0, of: 0))
            servers.clock.advance(milliseconds: 90 * 86_400_000)
            let found = try #require(try await service.measuredInsight().aftermath)
            #expect(found.satisfiedLeavers == Share(1, of: 1) && found.unhappyStayers == Share(1, of: 1))
        }
    }

    @Test("Q-3: a member is asked one thing at a time, and answers it once a wave", arguments: Backend.allCases)
    func oneAtATime(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            let ana = try await enrol(1, servers)
            #expect(try await service.showSurvey(to: ana)?.survey.key == "recommend")
            let askedAt = servers.clock.now
            servers.clock.advance(milliseconds: 5_000)
            #expect(try await service.showSurvey(to: ana)?.survey.key == "recommend")
            let first = try await service.answerSurvey("recommend", of: ana, score: 9, comment: "  Good\u{7} kopi\r\n ")
            #expect(!first.isReplay && first.ask.askedAt == askedAt && first.answer.score == 9)
            let again = try await service.answerSurvey("recommend", of: ana, score: 0, comment: "no")
            #expect(again.isReplay && again.answer == first.answer)
            #expect(try await service.showSurvey(to: ana) == nil, "another wave waits thirty days")
            _ = try await service.answerSurvey("easy", of: ana, score: 7, comment: nil)
            #expect(try await service.showSurvey(to: ana) == nil)
            let results = try await service.surveyResults("recommend")
            #expect(results.figures.asked == 1 && results.figures.answered == 1 && results.figures.value == 100)
            let written = try await service.surveyVerbatims(results).items
            #expect(written.map(\.comment) == ["Good kopi"] && written.map(\.name) == ["Ana 1"])
            #expect(try await service.surveyVerbatims(results, text: "KOPI").items.count == 1)
            #expect(try await service.surveyVerbatims(results, text: "teh").items.isEmpty)
            // The next wave asks her again.
            servers.clock.advance(milliseconds: 100 * 86_400_000)
            #expect(try await service.showSurvey(to: ana)?.survey.key == "recommend")
            #expect(try await service.surveyResults("recommend").waves == ["2026-Q2", "2026-Q1"])
        }
    }

    @Test(
        "Q-4: an answer is an event without its score, once; one that is missing is told at the next visit",
        arguments: Backend.allCases
    )
    func events(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            let (ana, budi) = (try await enrol(1, servers), try await enrol(2, servers))
            for _ in 0..<3 { _ = try await service.answerSurvey("recommend", of: ana, score: 2, comment: "Cold.") }
            #expect(try await points(ana, servers) == 20)
            let event = try #require(try await service.events(of: ana, before: nil, limit: 1)?.first)
            guard case .happened(let occurrence) = event.event.matter else {
                Issue.record("\(event.event)")
                return
            }
            #expect(occurrence.facts.map(\.name) == ["survey", "kind", "wave"])
            #expect(occurrence.value("wave") == .text("2026-Q1"))
            #expect(event.sealed == nil)
            // What a server leaves that stops between the answer and its event.
            let answered = SurveyAsk(
                member: budi,
                survey: "recommend",
                kind: .nps,
                wave: "2026-Q1",
                askedAt: servers.clock.now,
                answer: SurveyAsk.Answer(at: servers.clock.now, score: 10, comment: nil)
            )
            #expect(try await store.writing { try $0.keep(answered: answered) })
            servers.clock.advance(milliseconds: 60_000)
            for _ in 0..<2 { #expect(try await service.showSurvey(to: budi) == nil) }
            #expect(try await points(budi, servers) == 20)
            _ = try await service.answerSurvey("recommend", of: budi, score: 1, comment: nil)
            #expect(try await points(budi, servers) == 20)
            #expect(try await service.verify().discrepancies == [])
        }
    }

    @Test(
        "Q-15: a wave waits thirty days for another one, and the programme's first has its place in any case",
        arguments: Backend.allCases
    )
    func waves(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            let (ana, budi) = (try await enrol(1, servers), try await enrol(2, servers))
            // The other wave came first: the first one asks all the same, and then the other waits.
            _ = try await service.inviteToSurvey("easy", budi)
            _ = try await service.inviteToSurvey("recommend", budi)
            _ = try await service.answerSurvey("recommend", of: budi, score: 9, comment: nil)
            #expect(try await service.showSurvey(to: budi)?.survey.key == "easy", "who was asked stays asked")
            _ = try await service.answerSurvey("recommend", of: ana, score: 9, comment: nil)
            await #expect(throws: SurveyRefusal.notAsked(.resting)) {
                _ = try await service.inviteToSurvey("easy", ana)
            }
            servers.clock.advance(milliseconds: 30 * 86_400_000 - 1_000)
            #expect(try await service.showSurvey(to: ana) == nil)
            servers.clock.advance(milliseconds: 1_000)
            #expect(try await service.showSurvey(to: ana)?.survey.key == "easy")
        }
    }

    @Test("Q-2: who is no active member with an order is not asked, and is told why", arguments: Backend.allCases)
    func whoIsNot(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            let new = try await enrol(1, servers, buys: false)
            #expect(try await service.showSurvey(to: new) == nil)
            await #expect(throws: SurveyRefusal.notAsked(.noOrder)) {
                _ = try await service.answerSurvey("recommend", of: new, score: 9, comment: nil)
            }
            let erased = try await enrol(2, servers)
            _ = try await service.eraseMember(erased)
            await #expect(throws: SurveyRefusal.notAsked(.notActive)) {
                _ = try await service.inviteToSurvey("recommend", erased)
            }
            await #expect(throws: SurveyRefusal.unknownSurvey("nothing", known: ["recommend", "easy"])) {
                _ = try await service.answerSurvey("nothing", of: new, score: 9, comment: nil)
            }
            await #expect(throws: SurveyRefusal.outOfScale(.ces)) {
                _ = try await service.answerSurvey("easy", of: new, score: 0, comment: nil)
            }
            await #expect(throws: SurveyRefusal.commentTooLong) {
                let long = String(repeating: "ก", count: 2_001)
                _ = try await service.answerSurvey("easy", of: new, score: 1, comment: long)
            }
            #expect(try await store.reading { try $0.surveyAsks(of: new) } == [])
        }
    }

    @Test("Q-2: a part of the members is asked, the same however often they come; who was asked stays so")
    func sample() async throws {
        let store = ModelStore()
        let servers = try await servers(on: store, document: "part")
        let service = servers.first
        var asked: [Bool] = []
        for number in 0..<200 {
            let member = try await enrol(number, servers)
            var shown: Set<Bool> = []
            for _ in 0..<5 { shown.insert(try await service.showSurvey(to: member) != nil) }
            #expect(shown.count == 1)
            let isAsked = shown.contains(true)
            asked.append(isAsked)
            if !isAsked {
                await #expect(throws: SurveyRefusal.notAsked(.notInSample)) {
                    _ = try await service.inviteToSurvey("part", member)
                }
            }
        }
        let count = asked.count { $0 }
        #expect((25...75).contains(count), "\(count)")
        #expect(try await service.surveys().first?.figures.asked == count)
    }
}
