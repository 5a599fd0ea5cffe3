import SetiaCore
import Testing

@testable import SetiaCare

@Suite("What to do next for a member")
struct NextStepTests {
    private static let now = at("2026-03-10T09:00:00Z")
    private let today = kualaLumpur.day(of: NextStepTests.now)

    private func one(
        _ number: UInt64,
        _ kind: CaseKind = .complaint,
        _ state: CaseState = .received,
        dueIn days: Int = 2,
        promise: Int? = nil
    ) -> HelpCase {
        HelpCase(
            id: Identifier(high: number, low: 0),
            kind: kind,
            state: state,
            openedAt: NextStepTests.now.adding(days: -3),
            dueAt: NextStepTests.now.adding(days: days),
            promise: promise.map { today.adding(days: $0) }
        )
    }

    private func question(_ number: UInt64, dueIn days: Int?) -> HelpQuestion {
        HelpQuestion(
            conversation: Identifier(high: number, low: 0),
            since: NextStepTests.now.adding(days: -1),
            dueAt: days.map { NextStepTests.now.adding(days: $0) }
        )
    }

    private func situation(_ cases: [HelpCase] = [], _ questions: [HelpQuestion] = []) -> HelpSituation {
        var situation = HelpSituation()
        situation.cases = cases
        situation.questions = questions
        return situation
    }

    private func next(_ situation: HelpSituation) -> NextStep? { situation.next(at: NextStepTests.now, today: today) }

    @Test("N-15: what was promised for today comes first, then what went wrong, then a question, then the rest")
    func order() {
        let (late, soon) = (one(1, .claim, .owned, dueIn: -1), one(2, .complaint, .received, dueIn: 1))
        let (praise, task) = (one(3, .praise, .received), one(4, .task, .owned, dueIn: 5))
        let broken = one(5, .complaint, .owned, promise: -1)
        let asked = question(9, dueIn: nil)
        var all = situation([praise, soon, task, late, broken], [asked])
        #expect(next(all) == .keepPromise(broken, by: today.adding(days: -1), isBroken: true))
        all.cases.removeAll { $0 == broken }
        #expect(next(all) == .answerCase(late))
        all.cases.removeAll { $0 == late }
        #expect(next(all) == .takeOn(soon))
        all.cases.removeAll { $0 == soon }
        #expect(next(all) == .answerQuestion(asked))
        all.questions = []
        #expect(next(all) == .takeOn(praise))
        all.cases.removeAll { $0 == praise }
        #expect(next(all) == .answerCase(task))
    }

    @Test(
        "N-15: a promise whose day is here is kept today, one of later waits behind a question, and stands for its case"
    )
    func promises() {
        let (today, later) = (one(1, promise: 0), one(2, promise: 4))
        #expect(next(situation([today])) == .keepPromise(today, by: self.today, isBroken: false))
        let asked = question(9, dueIn: 1)
        #expect(next(situation([later], [asked])) == .answerQuestion(asked))
        #expect(next(situation([later])) == .keepPromise(later, by: self.today.adding(days: 4), isBroken: false))
    }

    @Test("N-15: of several questions the one that is due first, and without a promise as if it were due a day later")
    func questions() {
        let (open, soon, late) = (question(1, dueIn: nil), question(2, dueIn: 1), question(3, dueIn: -2))
        #expect(next(situation([], [soon, open])) == .answerQuestion(open))
        #expect(next(situation([], [soon, open, late])) == .answerQuestion(late))
    }

    @Test("N-15: once she is answered she is asked whether it is good again; what is left to write down comes behind")
    func afterwards() {
        let (answered, good) = (one(1, .complaint, .compensated), one(2, .claim, .confirmed, dueIn: -9))
        #expect(next(situation([good, answered])) == .askWhetherGood(answered))
        #expect(next(situation([good])) == .nameCause(good))
        let learned = one(3, .complaint, .learned)
        #expect(next(situation([learned])) == .closeCase(learned))
        let thanked = one(4, .praise, .answered)
        #expect(next(situation([thanked])) == .closeCase(thanked))
    }

    @Test("N-15: what disappoints her without a case is asked after; an open case is spoken of by its own steps")
    func disappointed() {
        let said = PhaseEvidence.answer(.satisfaction, score: 1, at: NextStepTests.now.adding(days: -2))
        var one = situation()
        one.phase = .disappointment
        one.evidence = [.openComplaint(NextStepTests.now), said]
        #expect(next(one) == .reachOut(said))
        one.evidence = [.openComplaint(NextStepTests.now)]
        #expect(next(one) == nil)
    }

    @Test(
        "N-15: then come thanks: to whom nobody has spoken for long, for what she did, and a welcome; else she has peace"
    )
    func thanks() {
        let now = NextStepTests.now
        var one = situation()
        one.phase = .trust
        #expect(next(one) == nil)
        one.uncaredSince = now.adding(days: -100)
        #expect(next(one) == .thankOrAsk(since: now.adding(days: -100)))
        let act = PhaseEvidence.act(.review, at: now.adding(days: -5))
        one = situation()
        one.phase = .identification
        one.evidence = [act]
        #expect(next(one) == .thankForAct(act))
        one.lastCare = now.adding(days: -4)
        #expect(next(one) == nil)
        one.lastCare = nil
        one.evidence = [.act(.review, at: now.adding(days: -31))]
        #expect(next(one) == nil)
        one = situation()
        one.phase = .expectation
        one.evidence = [.joined(now.adding(days: -3)), .purchases(0, last: nil)]
        #expect(next(one) == .welcome(.joined(now.adding(days: -3))))
        one.lastCare = now.adding(days: -1)
        #expect(next(one) == nil)
    }

    @Test("N-15: the order in which cases and questions are told changes nothing", arguments: 0..<40 as Range<UInt64>)
    func anyOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let kinds = CaseKind.allCases
        let states = CaseState.allCases.filter { $0 != .closed }
        let cases = (1...6).map { number in
            one(
                UInt64(number),
                kinds[Int.random(in: 0..<kinds.count, using: &random)],
                states[Int.random(in: 0..<states.count, using: &random)],
                dueIn: Int.random(in: -3...3, using: &random),
                promise: Bool.random(using: &random) ? Int.random(in: -2...5, using: &random) : nil
            )
        }
        let questions = (1...3).map { question(UInt64($0), dueIn: Int.random(in: -2...2, using: &random)) }
        let told = next(situation(cases, questions))
        #expect(told != nil)
        for _ in 0..<5 {
            let other = situation(cases.shuffled(using: &random), questions.shuffled(using: &random))
            #expect(next(other) == told, "seed \(seed)")
        }
    }
}
