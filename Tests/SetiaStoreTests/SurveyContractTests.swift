import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: surveys")
struct SurveyContractTests {
    private func ask(
        _ member: Int,
        _ wave: Key = "2026-Q1",
        kind: Survey.Kind = .nps,
        answer: (day: Int, score: Int, comment: [UInt8]?)? = nil
    ) -> SurveyAsk {
        SurveyAsk(
            member: Fixture.member(member),
            survey: "recommend",
            kind: kind,
            wave: wave,
            askedAt: Fixture.newYear,
            answer: answer.map {
                SurveyAsk.Answer(at: Fixture.newYear.adding(days: $0.day), score: $0.score, comment: $0.comment)
            }
        )
    }

    @Test("who was asked is kept once, and the first answer stays", arguments: Backend.allCases)
    func once(backend: Backend) async throws {
        try await backend.withStore { store in
            let (asked, first) = (ask(1), ask(1, answer: (1, 9, [1])))
            let later = SurveyAsk(
                member: Fixture.member(1),
                survey: "recommend",
                kind: .nps,
                wave: "2026-Q1",
                askedAt: Fixture.newYear.adding(days: 3),
                answer: SurveyAsk.Answer(at: Fixture.newYear.adding(days: 3), score: 2, comment: nil)
            )
            try await store.writing { try $0.keep(asked: asked) }
            #expect(try await store.writing { try $0.keep(answered: first) })
            try await store.writing { try $0.keep(asked: later) }
            #expect(try await store.writing { try $0.keep(answered: later) } == false)
            #expect(try await store.reading { try $0.surveyAsks(of: Fixture.member(1)) } == [first])
            // Who was not seen to be asked answers all the same, and was asked then.
            let other = ask(2, answer: (2, 4, nil))
            #expect(try await store.writing { try $0.keep(answered: other) })
            #expect(try await store.reading { try $0.surveyAsks(of: Fixture.member(2)) } == [other])
        }
    }

    @Test("answers are counted by wave and score, of one scale only", arguments: Backend.allCases)
    func counts(backend: Backend) async throws {
        try await backend.withStore { store in
            let asks = [
                ask(1), ask(2), ask(3, answer: (1, 9, nil)), ask(4, answer: (1, 9, nil)), ask(5, answer: (1, 10, nil)),
                ask(1, "2026-Q2", answer: (2, 0, nil)), ask(6, kind: .csat, answer: (1, 5, nil)),
            ]
            try await store.writing { ledger in
                for ask in asks {
                    if ask.answer == nil { try ledger.keep(asked: ask) } else { _ = try ledger.keep(answered: ask) }
                }
            }
            let found = try await store.reading { try $0.surveyCounts("recommend", .nps) }
            #expect(
                found == [
                    SurveyCount(wave: "2026-Q1", score: nil, count: 2),
                    SurveyCount(wave: "2026-Q1", score: 9, count: 2),
                    SurveyCount(wave: "2026-Q1", score: 10, count: 1),
                    SurveyCount(wave: "2026-Q2", score: 0, count: 1),
                ]
            )
            #expect(try await store.reading { try $0.surveyCounts("other", .nps) } == [])
        }
    }

    @Test("comments are read newest first, page by page", arguments: Backend.allCases)
    func comments(backend: Backend) async throws {
        try await backend.withStore { store in
            let asks = [
                ask(1, answer: (1, 9, [1])), ask(2, answer: (3, 8, [2])), ask(3, answer: (2, 7, nil)),
                ask(4, answer: (3, 6, [4])), ask(5, "2026-Q2", answer: (4, 6, [5])),
            ]
            try await store.writing { ledger in for ask in asks { _ = try ledger.keep(answered: ask) } }
            let all = try await store.reading {
                try $0.surveyComments("recommend", .nps, wave: "2026-Q1", tag: nil, before: nil, limit: 9)
            }
            #expect(all == [asks[3], asks[1], asks[0]])
            let rest = try await store.reading { archive in
                let last = try archive.surveyComments(
                    "recommend",
                    .nps,
                    wave: "2026-Q1",
                    tag: nil,
                    before: nil,
                    limit: 2
                )[1]
                return try archive.surveyComments(
                    "recommend",
                    .nps,
                    wave: "2026-Q1",
                    tag: nil,
                    before: (Fixture.newYear.adding(days: 3), last.member),
                    limit: 2
                )
            }
            #expect(rest == [asks[0]])
        }
    }

    @Test("Q-14: tags are kept by answer, counted by wave, and go with what she wrote", arguments: Backend.allCases)
    func tags(backend: Backend) async throws {
        try await backend.withStore { store in
            let asks = [
                ask(1, answer: (1, 9, [1])), ask(2, answer: (3, 8, [2])), ask(1, "2026-Q2", answer: (4, 6, [5])),
            ]
            try await store.writing { ledger in
                for ask in asks { _ = try ledger.keep(answered: ask) }
                try ledger.setTags(["price", "staff"], of: asks[0], at: Fixture.newYear)
                try ledger.setTags(["staff"], of: asks[1], at: Fixture.newYear)
                try ledger.setTags(["late"], of: asks[2], at: Fixture.newYear)
                try ledger.setTags(["queue", "staff"], of: asks[0], at: Fixture.newYear)
            }
            func counts() async throws -> [SurveyTagCount] {
                try await store.reading { try $0.surveyTagCounts("recommend", .nps) }
            }
            #expect(
                try await counts() == [
                    SurveyTagCount(wave: "2026-Q1", tag: "queue", count: 1),
                    SurveyTagCount(wave: "2026-Q1", tag: "staff", count: 2),
                    SurveyTagCount(wave: "2026-Q2", tag: "late", count: 1),
                ]
            )
            #expect(try await store.reading { try $0.surveyTagCounts("recommend", .csat) } == [])
            let hers = try await store.reading { try $0.surveyTags(of: Fixture.member(1)) }
            #expect(hers.map(\.tag) == ["queue", "staff", "late"])
            func found(_ tag: Key) async throws -> [SurveyAsk] {
                try await store.reading {
                    try $0.surveyComments("recommend", .nps, wave: "2026-Q1", tag: tag, before: nil, limit: 9)
                }
            }
            #expect(try await found("staff") == [asks[1], asks[0]])
            #expect(try await found("queue") == [asks[0]])
            #expect(try await found("late") == [])
        }
    }

    @Test("what was said of sides is kept with the first answer and counted by wave", arguments: Backend.allCases)
    func aspects(backend: Backend) async throws {
        try await backend.withStore { store in
            func said(_ member: Int, _ wave: Key, _ aspects: [(Survey.Aspect, Int)]) -> SurveyAsk {
                SurveyAsk(
                    member: Fixture.member(member),
                    survey: "first",
                    kind: .expectation,
                    wave: wave,
                    askedAt: Fixture.newYear,
                    answer: SurveyAsk.Answer(
                        at: Fixture.newYear,
                        score: 2,
                        comment: nil,
                        aspects: AspectScores(aspects)
                    )
                )
            }
            let asks = [
                said(1, "2026-01", [(.value, 1), (.product, 3)]), said(2, "2026-01", [(.product, 3), (.value, 1)]),
                said(3, "2026-01", []), said(4, "2026-01", [(.service, 2)]), said(5, "2026-02", [(.service, 2)]),
            ]
            try await store.writing { ledger in for ask in asks { _ = try ledger.keep(answered: ask) } }
            #expect(try await store.reading { try $0.surveyAsks(of: Fixture.member(1)) } == [asks[0]])
            let counts = try await store.reading { try $0.surveyAspects("first", .expectation, wave: "2026-01") }
            #expect(
                counts.sorted { $0.count > $1.count } == [
                    AspectCount(said: AspectScores([(.product, 3), (.value, 1)]), count: 2),
                    AspectCount(said: AspectScores([(.service, 2)]), count: 1),
                ]
            )
            #expect(try await store.reading { try $0.surveyAspects("first", .nps, wave: "2026-01") } == [])
        }
    }

    @Test("erasing a member takes what she wrote, and leaves that somebody answered", arguments: Backend.allCases)
    func erasing(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            let mine = ask(1, answer: (1, 2, [7]))
            let theirs = ask(2, answer: (1, 3, [8]))
            try await store.writing { ledger in
                _ = try ledger.keep(answered: mine)
                _ = try ledger.keep(answered: theirs)
                let tombstone = Tombstone(member: Fixture.member(1), erasedAt: Fixture.newYear, identities: [])
                _ = try ledger.erase(tombstone)
            }
            #expect(
                try await store.reading { try $0.surveyAsks(of: Fixture.member(1)) } == [
                    ask(1, answer: (1, 2, nil))
                ]
            )
            #expect(try await store.reading { try $0.surveyAsks(of: Fixture.member(2)) } == [theirs])
        }
    }
}
