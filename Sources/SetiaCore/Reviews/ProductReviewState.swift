/// How far what a member says of a product is (rules U-1 and U-3).
///
/// A *product review* is a member's; a *review* alone is what waits for staff to look at.
package enum ProductReviewState: String, Sendable, Hashable, CaseIterable {
    /// Written, and read by nobody yet.
    case waiting
    /// Everybody may read it.
    case published
    /// Somebody on the staff has said no, with a reason that she sees.
    case declined
    /// She has taken it back; its words are gone.
    case withdrawn

    /// What can be done with one, apart from writing it anew.
    package enum Act: String, Sendable, Hashable, CaseIterable {
        /// Everybody may read it from now on.
        case publish
        /// Nobody may.
        case decline
        /// The brand answers it, for everybody to read.
        case answer
        /// She takes it back.
        case withdraw
    }

    /// Where an act leads from here; none where it is not possible.
    package func after(_ act: Act) -> ProductReviewState? {
        switch (act, self) {
        case (.publish, .waiting), (.publish, .declined): .published
        case (.decline, .waiting), (.decline, .published): .declined
        case (.answer, .published): .published
        case (.withdraw, .waiting), (.withdraw, .published), (.withdraw, .declined): .withdrawn
        case (.publish, _), (.decline, _), (.answer, _), (.withdraw, .withdrawn): nil
        }
    }

    /// What can be done now, in the order of the cases.
    package var acts: [Act] { Act.allCases.filter { after($0) != nil } }
}

/// Why a product review is not published; a fixed list, so that she reads it in her own language.
package enum DeclineReason: String, Sendable, Hashable, CaseIterable {
    /// It names or shows somebody, or tells an address.
    case personal
    /// It insults.
    case offensive
    /// It is not about the product.
    case unrelated
    /// It advertises something.
    case advertising
    /// It was not written by somebody who knows the product.
    case notGenuine = "not-genuine"
}

/// How a member is named beside what she says of a product.
package enum ReviewNaming: String, Sendable, Hashable, CaseIterable {
    /// As "a member": so it is unless she says otherwise.
    case nobody
    /// By the first letter of her name.
    case initial
    /// By the first word of her name.
    case first

    /// What of a name is shown; none where nothing is, or there is no name.
    ///
    /// - Parameter name: As she is called; of several words the first is looked at.
    /// - Returns: such as `Ana` or `A.`.
    package func shown(of name: String?) -> String? {
        guard let word = name?.split(separator: " ").first, let letter = word.first else { return nil }
        return switch self {
        case .nobody: nil
        case .initial: "\(letter)."
        case .first: String(word.prefix(40))
        }
    }
}

/// What holds for every product review.
package enum ProductReviewTerms {
    /// How many stars there may be.
    package static let stars: ClosedRange<Int> = 1...5
    /// The most characters that a member says.
    package static let longestText = 2_000
    /// The most characters that the brand answers.
    package static let longestAnswer = 2_000
    /// So many a member may write within a day, over all products.
    package static let aDay = 20
    /// So many photos a review may have.
    package static let photos = 4
    /// So many bytes a photo may have: 5 MiB.
    package static let photoBytes = 5 << 20
    /// So many photos a member may add within a day, over all products.
    package static let photosADay = 20

    /// How many words a text has: stretches without a blank; a language that writes without blanks has few.
    package static func words(in text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }
}
