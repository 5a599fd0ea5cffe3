/// What a member comes with (rule J-1).
package enum CaseKind: String, Sendable, Hashable, CaseIterable {
    /// Something was not as she expected.
    case complaint
    /// She wants something made good: money, goods, an order again.
    case claim
    /// Something was better than she expected.
    case praise
    /// Something could be better.
    case idea
    /// Something for staff to do for her, which she did not bring herself.
    case task

    /// What members bring; the rest is the brand's own and is not shown to them.
    package static let told: [CaseKind] = [.complaint, .claim, .praise, .idea]
    /// Whether something went wrong that is to be made good; only of these a recovery is spoken of.
    package var isTrouble: Bool { self == .complaint || self == .claim }
}

/// Why something went wrong: few words, so that they can be counted (rule J-8).
package enum CaseCause: String, Sendable, Hashable, CaseIterable {
    case product, delivery, staff, promise, system, price, other
}

/// How far a case is (rule J-2).
package enum CaseState: String, Sendable, Hashable, CaseIterable {
    /// It is here, and nobody has said so to her yet.
    case received
    /// She knows that it is here.
    case acknowledged
    /// Somebody has taken it as hers to solve.
    case owned
    /// She was answered.
    case answered
    /// She got something for it.
    case compensated
    /// She says that it is good again.
    case confirmed
    /// Its cause is named.
    case learned
    /// Over.
    case closed

    /// Where a case of this kind goes from here, save that it is opened again.
    ///
    /// A complaint or claim is closed only once its cause is named; of praise and ideas there is none.
    package func next(of kind: CaseKind) -> [CaseState] {
        switch self {
        case .received: [.acknowledged, .owned]
        case .acknowledged: [.owned]
        case .owned: [.answered]
        case .answered: kind.isTrouble ? [.compensated, .confirmed, .learned] : [.closed]
        case .compensated: [.confirmed, .learned]
        case .confirmed: [.learned]
        case .learned: [.closed]
        case .closed: []
        }
    }

    /// Whether she has been answered: from then on it can be opened again.
    package var isAnswered: Bool {
        switch self {
        case .received, .acknowledged, .owned: false
        case .answered, .compensated, .confirmed, .learned, .closed: true
        }
    }

    /// Whether she may say now that it is good again.
    package var awaitsHer: Bool { self == .answered || self == .compensated }
}

/// What a member is told of a case by message (rule J-12).
package enum CaseTelling: String, Sendable, Hashable, CaseIterable {
    /// It is here.
    case received
    /// Somebody has it.
    case inWork
    /// Something is promised, by a day.
    case promised
    /// What was promised is done.
    case kept
    /// She was answered.
    case answered
    /// She got something for it.
    case offered
    /// It is over.
    case closed
    /// It is opened again.
    case reopened
    /// She is asked whether it was made good (rule J-13).
    case asked
}

extension CaseState {
    /// What she is told when a case comes to it; none where she said so herself, or it is the brand's own.
    package var telling: CaseTelling? {
        switch self {
        case .received, .acknowledged: .received
        case .owned: .inWork
        case .answered: .answered
        case .compensated: .offered
        case .confirmed, .learned: nil
        case .closed: .closed
        }
    }
}

/// What a case promises besides what the programme says of answers.
package enum CaseTerms {
    /// How long an answer may take where the programme promises nothing, in days (rule J-3).
    package static let answerDays = 2
    /// So many days after the answer she is asked how easy it was (rule J-7).
    package static let followUpDays = 7
    /// For so many days that question stands.
    package static let followUpOpenDays = 30
    /// The answers to it: 1 to 7, and 7 is easy.
    package static let followUpScale = 1...7
    /// At this answer or less the case is opened again.
    package static let unhappyFollowUp = 3
    /// At this answer or more it counts as good again.
    package static let happyFollowUp = 5
    /// So many days at most a promise reaches.
    package static let longestPromiseDays = 365
    /// Whoever answered her so short a time ago, in milliseconds, speaks with her: she is told nothing beside it.
    package static let speaking: Int64 = 1_800_000
    /// So many times something was given within a year are worth a look (rule J-6).
    package static let manyCompensations = 3
}
