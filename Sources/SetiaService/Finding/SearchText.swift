internal import SetiaCore

/// What somebody typed to find a member, taken apart.
struct SearchText: Sendable {
    /// Whoever has exactly one of these is found.
    var exact: [Identity] = []
    /// Whoever has all of these is found; none where there are none.
    var terms: [Term] = []
    /// Nothing was typed.
    let isEmpty: Bool

    /// One thing that a member must have.
    enum Term: Sendable, Hashable {
        /// A word of her name that begins so, folded.
        case name([Unicode.Scalar])
        /// Telephone number that ends so; four digits or more.
        case phone(String)

        /// What it is looked up by.
        var word: FindingWord {
            switch self {
            case .name(let word): FindingWord.lookUp(word)
            case .phone(let digits): FindingWord.word(ofPhone: digits)
            }
        }

        /// Whether it is of a number and not of a name.
        var isOfNumber: Bool { if case .phone = self { true } else { false } }

        /// Whether she has it who is called so and has these identities.
        func fits(name words: [[Unicode.Scalar]], _ identities: [Identity]) -> Bool {
            switch self {
            case .name(let word): FindingWord.name(words, has: word)
            case .phone(let digits): identities.contains { $0.kind == .phone && $0.value.hasSuffix(digits) }
            }
        }
    }

    /// The parts of a text: an address where it has an `@`, a number where it is one, else words; a card in any case.
    init(_ text: String) {
        let scalars = text.unicodeScalars.filter { !$0.properties.isWhitespace }
        isEmpty = scalars.isEmpty
        guard !isEmpty else { return }
        // As it is kept: the hash of a card is of the card to the byte.
        for kind in [IdentityKind.card, .customer] {
            if let identity = try? Identity(kind: kind, text: text) { exact.append(identity) }
        }
        // Whoever types a card seldom types its capitals.
        if let card = try? Identity(kind: .card, text: text.uppercased()), !exact.contains(card) { exact.append(card) }
        // On her card it stands in fours, to be read aloud.
        let joined = String(String.UnicodeScalarView(scalars)).uppercased()
        if let card = try? Identity(kind: .card, text: joined), !exact.contains(card) { exact.append(card) }
        if text.unicodeScalars.contains("@") {
            if let email = try? Identity(kind: .email, text: text) { exact.append(email) }
            return
        }
        if let digits = SearchText.phone(text) {
            terms = [.phone(digits)]
            return
        }
        terms = foldedWords(of: text).map { word in
            let digits = word.allSatisfy { ("0"..."9").contains($0) }
            return digits && word.count >= 4 ? .phone(SearchText.text(word)) : .name(word)
        }
    }

    /// Some word is too short for a beginning and was taken for a whole word.
    var hasShortWord: Bool {
        terms.contains { if case .name(let word) = $0 { FindingWord.isShort(word) } else { false } }
    }

    /// The digits of a text that is nothing but a telephone number or its end, without what a country leaves out; four
    /// at least.
    private static func phone(_ text: String) -> String? {
        var digits: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.append(scalar)
            case "+", "-", "(", ")", ".", "/": continue
            default: if !scalar.properties.isWhitespace { return nil }
            }
        }
        guard digits.count >= 4 else { return nil }
        // 012-345 6789 at home is +60 12 345 6789 to the world; 00 60 … is too.
        if digits.count > 4 { digits = Array(digits.drop { $0 == "0" }) }
        return digits.count < 4 ? nil : self.text(digits)
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
