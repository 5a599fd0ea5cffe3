package import SetiaCore

/// The one thing to do next for a member, with what speaks for it (rule N-15).
package enum NextStep: Sendable, Hashable {
    /// What was promised for a case is due today or was due before.
    case keepPromise(HelpCase, by: Day, isBroken: Bool)
    /// Nobody has taken a case on.
    case takeOn(HelpCase)
    /// A case is taken on, and she was not answered.
    case answerCase(HelpCase)
    /// She wrote, and nobody has answered.
    case answerQuestion(HelpQuestion)
    /// A complaint or claim was answered, and she has not said whether it is good again.
    case askWhetherGood(HelpCase)
    /// Something disappoints her that no case is about.
    case reachOut(PhaseEvidence)
    /// It is good again, and its cause is not named.
    case nameCause(HelpCase)
    /// All that is left of a case is to close it.
    case closeCase(HelpCase)
    /// She trusts, and nobody has thanked or asked her for as long as the programme says.
    case thankOrAsk(since: Instant)
    /// She did something for the brand, and nobody has spoken with her since.
    case thankForAct(PhaseEvidence)
    /// She has come to know the brand lately, and nobody has spoken with her yet.
    case welcome(PhaseEvidence)

    /// Its name, by which texts are found.
    package var name: Key {
        switch self {
        case .keepPromise(_, _, let isBroken): isBroken ? "brokenPromise" : "keepPromise"
        case .takeOn: "takeOn"
        case .answerCase: "answerCase"
        case .answerQuestion: "answerQuestion"
        case .askWhetherGood: "askGood"
        case .reachOut: "reachOut"
        case .nameCause: "nameCause"
        case .closeCase: "closeCase"
        case .thankOrAsk: "thankOrAsk"
        case .thankForAct: "thankForAct"
        case .welcome: "welcome"
        }
    }
}

/// A case of hers that is not over, as far as what to do next hangs on it.
package struct HelpCase: Sendable, Hashable {
    /// Which.
    package let id: Identifier
    /// What it is.
    package let kind: CaseKind
    /// How far it is.
    package let state: CaseState
    /// When it came.
    package let openedAt: Instant
    /// When what is to be done next is due.
    package let dueAt: Instant
    /// By which day something is promised that is not done; none is nothing.
    package let promise: Day?

    /// A case.
    package init(
        id: Identifier,
        kind: CaseKind,
        state: CaseState,
        openedAt: Instant,
        dueAt: Instant,
        promise: Day? = nil
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.promise = promise
    }

    /// Whether the brand owes her the next step.
    fileprivate var isOurs: Bool { !state.isAnswered }
}

/// A question that nobody has answered.
package struct HelpQuestion: Sendable, Hashable {
    /// In which conversation.
    package let conversation: Identifier
    /// Since when.
    package let since: Instant
    /// When an answer is due; none is no promise.
    package let dueAt: Instant?

    /// A question.
    package init(conversation: Identifier, since: Instant, dueAt: Instant?) {
        self.conversation = conversation
        self.since = since
        self.dueAt = dueAt
    }
}

/// What is known of a member while somebody reads what she wrote.
package struct HelpSituation: Sendable, Hashable {
    /// Her cases that are not over, in any order.
    package var cases: [HelpCase]
    /// What she asked that nobody has answered, in any order.
    package var questions: [HelpQuestion]
    /// In which phase she is; none where nothing of hers says anything.
    package var phase: LoyaltyPhase?
    /// What says so.
    package var evidence: [PhaseEvidence]
    /// When she was last thanked, asked or answered; none is never.
    package var lastCare: Instant?
    /// Since when nobody has, where that is longer than the programme says.
    package var uncaredSince: Instant?

    /// A member of whom nothing is known.
    package init() {
        cases = []
        questions = []
        evidence = []
    }

    /// So many days after it an act is still thanked for, and a newcomer is still welcomed.
    package static let freshDays = 30

    /// The one thing to do next: what is owed first, then what makes good, then what is kind (rule N-15).
    ///
    /// A promise of which the day is here; a complaint or claim that waits for us; a question; what else was brought and
    /// waits for us; a promise that is not due yet; whether it is good again; what disappoints without a case; what is left
    /// to write down; thanks. Of several the one that is due first, of those the one that came first.
    ///
    /// - Parameters:
    ///   - now: As of when.
    ///   - today: The day of the programme that it is then.
    /// - Returns: none where nothing is owed and nothing speaks for anything: leave her in peace.
    package func next(at now: Instant, today: Day) -> NextStep? {
        let cases = cases.sorted { ($0.dueAt, $0.openedAt, $0.id) < ($1.dueAt, $1.openedAt, $1.id) }
        let promised = cases.compactMap { one in one.promise.map { (one: one, day: $0) } }
            .sorted { ($0.day, $0.one.id) < ($1.day, $1.one.id) }
        if let (one, day) = promised.first, day <= today {
            return .keepPromise(one, by: day, isBroken: day < today)
        }
        let ours = cases.filter { $0.isOurs && $0.promise == nil }
        if let trouble = ours.first(where: { $0.kind.isTrouble }) { return trouble.step }
        if let question = mostUrgent { return .answerQuestion(question) }
        if let other = ours.first { return other.step }
        if let (one, day) = promised.first { return .keepPromise(one, by: day, isBroken: false) }
        if let answered = cases.first(where: { $0.kind.isTrouble && $0.state.awaitsHer }) {
            return .askWhetherGood(answered)
        }
        if phase == .disappointment, let reason = evidence.first(where: { !$0.isCase }) { return .reachOut(reason) }
        if let rest = cases.first(where: { $0.state.isAnswered && !$0.state.awaitsHer || !$0.kind.isTrouble }) {
            return rest.state == .confirmed ? .nameCause(rest) : .closeCase(rest)
        }
        if let uncaredSince { return .thankOrAsk(since: uncaredSince) }
        let fresh = now.adding(days: -HelpSituation.freshDays)
        if phase == .identification {
            let act = evidence.first { evidence in
                evidence.actAt.map { at in at > fresh && lastCare.map { $0 < at } ?? true } ?? false
            }
            if let act { return .thankForAct(act) }
        }
        if phase == .expectation, lastCare == nil {
            let joined = evidence.first { evidence in evidence.joinedAt.map { $0 > fresh } ?? false }
            if let joined { return .welcome(joined) }
        }
        return nil
    }

    /// What is due first; what nothing is promised for as if it were due a day after it came.
    private var mostUrgent: HelpQuestion? {
        func place(_ question: HelpQuestion) -> (Instant, Identifier) {
            (question.dueAt ?? question.since.adding(days: 1), question.conversation)
        }
        return questions.min { place($0) < place($1) }
    }
}

extension HelpCase {
    /// What is owed for a case that waits for us.
    fileprivate var step: NextStep { state == .owned ? .answerCase(self) : .takeOn(self) }
}

extension PhaseEvidence {
    /// Whether it is an open case, of which its own steps speak.
    fileprivate var isCase: Bool { if case .openComplaint = self { true } else { false } }

    /// When she did something for the brand, if that is what it tells.
    fileprivate var actAt: Instant? { if case .act(_, let at) = self { at } else { nil } }

    /// When she joined, if that is what it tells.
    fileprivate var joinedAt: Instant? { if case .joined(let at) = self { at } else { nil } }
}
