package import SetiaCore

/// What of a member's history says something about her phase.
package struct PhaseSignal: Sendable, Hashable {
    /// When.
    package let at: Instant
    /// What.
    package let kind: Kind

    /// What happened.
    package enum Kind: Sendable, Hashable {
        /// She joined, or something of hers was first seen.
        case joined
        /// She bought, came by, stayed, or had something done; by which name it can come back.
        case purchase(Key)
        /// What she had bought by this name came back whole: it is no purchase any more.
        case cameBack(Key)
        /// She complained.
        case complained(Key)
        /// Her complaint was closed: made good, or not.
        case complaintClosed(Key, isMadeGood: Bool)
        /// She answered a question, on which scale.
        case answered(Scale, Int)
        /// She did something for the brand that nothing was paid for (rule I-5).
        case act(Act)
        /// A friend who came by her code bought, and nothing was paid to her for it (rule I-8).
        case brought(Key)
        /// The order of such a friend came back, or she was known before.
        case broughtBack(Key)
    }

    /// What a question is answered on.
    package enum Scale: String, Sendable, Hashable, CaseIterable {
        /// How likely she is to recommend, 0 to 10.
        case recommendation
        /// How satisfied she is, 1 to 5.
        case satisfaction
        /// How easy it was, 1 to 7.
        case ease
        /// Whether it was worse than expected (1), as expected (2) or better (3).
        case expectation

        /// Whether such an answer is unhappy: at most 6, 2, 3 and 1.
        package func isUnhappy(_ score: Int) -> Bool {
            switch self {
            case .recommendation: score <= 6
            case .satisfaction: score <= 2
            case .ease: score <= 3
            case .expectation: score <= 1
            }
        }

        /// Whether such an answer is a good one: at least 9, 4, 5 and 3.
        package func isGood(_ score: Int) -> Bool {
            switch self {
            case .recommendation: score >= 9
            case .satisfaction: score >= 4
            case .ease: score >= 5
            case .expectation: score >= 3
            }
        }
    }

    /// What she did for the brand.
    package enum Act: String, Sendable, Hashable, CaseIterable {
        /// She wrote a review.
        case review
        /// She brought a friend, or recommended the brand.
        case referral
        /// She helped others.
        case help
        /// She came to an event.
        case attendance
        /// She gave to a cause.
        case cause
    }

    /// A signal.
    package init(_ kind: Kind, at: Instant) {
        self.at = at
        self.kind = kind
    }
}
