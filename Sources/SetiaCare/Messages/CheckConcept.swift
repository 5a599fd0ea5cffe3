package import SetiaCore

/// What is wrong with one form of a message, or worth a second look.
package struct ConceptProblem: Sendable, Hashable {
    /// In which channel's form.
    package let channel: Key
    /// In which language.
    package let language: Key
    /// What.
    package let kind: Kind

    /// What is wrong with a form.
    package enum Kind: Sendable, Hashable {
        /// It says something that is none of the facts, such as another amount.
        case contradiction(MessageConcept.Fact)
        /// It does not say a fact.
        case missing(MessageConcept.Fact)
        /// The channel has no words in this language.
        case languageMissing
        /// The same channel and language have words twice.
        case twice
        /// The text has so many characters, and may have fewer.
        case tooLong(characters: Int, most: Int)
        /// The title has so many characters, and may have fewer.
        case titleTooLong(characters: Int, most: Int)
        /// It takes so many text messages, and may take fewer.
        case tooManyParts(parts: Int, most: Int)
        /// A link where the channel takes none.
        case linkNotAllowed
        /// A platform's template has line ends or blanks in a row.
        case brokenTemplate
        /// Nothing stands in it.
        case empty
        /// A word that does not fit the brand.
        case wordToAvoid(Key)
        /// A claim that says nothing or that nobody can prove.
        case hollowClaim(Key)
        /// A name that is written in another way; as it is written.
        case nameSpelling(Key)
    }

    /// Whether it may not be published with this: all but matters of tone.
    package var blocks: Bool {
        switch kind {
        case .wordToAvoid, .hollowClaim, .nameSpelling: false
        default: true
        }
    }
}

extension MessageConcept {
    /// Looks through all forms of a message (rule K-18).
    ///
    /// What stands in a form is compared with the facts: an amount, a date, a code or a link that is none of them
    /// contradicts them, and a fact that it does not say is missing. Plain numbers are nobody's business.
    ///
    /// - Parameters:
    ///   - forms: What channels allow; a channel that is not named allows anything.
    ///   - tone: Words by language.
    /// - Returns: By form in their order; missing languages last.
    package func check(forms: [ChannelForm], tone: [ToneList] = ToneList.usual) -> [ConceptProblem] {
        var problems: [ConceptProblem] = []
        for (place, rendering) in renderings.enumerated() {
            var kinds = factProblems(rendering)
            if let form = forms.first(where: { $0.channel == rendering.channel }) {
                kinds += formProblems(rendering, form)
            }
            if rendering.text.utf8.isEmpty { kinds.append(.empty) }
            let isTwice = renderings[..<place].contains {
                $0.channel == rendering.channel && $0.language == rendering.language
            }
            if isTwice { kinds.append(.twice) }
            kinds += toneProblems(rendering, tone)
            problems += kinds.map { ConceptProblem(channel: rendering.channel, language: rendering.language, kind: $0) }
        }
        return problems + missingLanguages()
    }

    private func factProblems(_ rendering: Rendering) -> [ConceptProblem.Kind] {
        let said = factsSaid(in: rendering.title + "\n" + rendering.text)
        let wrong = said.filter { !facts.contains($0) }.map { ConceptProblem.Kind.contradiction($0) }
        let text = Array((rendering.title + "\n" + rendering.text).utf8)
        let missing = facts.filter { fact in
            if rendering.leavesOut.contains(fact.kind) || said.contains(fact) { return false }
            // A code may be a plain word, which nothing tells from others.
            if case .code(let code) = fact { return !text.contains(Array(code.text.utf8)) }
            return true
        }
        return wrong + missing.map { ConceptProblem.Kind.missing($0) }
    }

    private func formProblems(_ rendering: Rendering, _ form: ChannelForm) -> [ConceptProblem.Kind] {
        var kinds: [ConceptProblem.Kind] = []
        if let most = form.mostCharacters, rendering.text.count > most {
            kinds.append(.tooLong(characters: rendering.text.count, most: most))
        }
        if let most = form.mostTitleCharacters, rendering.title.count > most {
            kinds.append(.titleTooLong(characters: rendering.title.count, most: most))
        }
        if let most = form.mostParts {
            let parts = ShortMessageLength(rendering.text).parts
            if parts > most { kinds.append(.tooManyParts(parts: parts, most: most)) }
        }
        if !form.allowsLinks, rendering.text.utf8.contains("://".utf8) { kinds.append(.linkNotAllowed) }
        let isBroken = rendering.text.utf8.contains("\n\n\n".utf8) || rendering.text.utf8.contains("     ".utf8)
        if form.isTemplate, isBroken { kinds.append(.brokenTemplate) }
        return kinds
    }

    private func toneProblems(_ rendering: Rendering, _ tone: [ToneList]) -> [ConceptProblem.Kind] {
        tone.advice(on: rendering.title + "\n" + rendering.text, in: rendering.language)
    }

    private func missingLanguages() -> [ConceptProblem] {
        channels.flatMap { channel in
            languages.filter { language in
                !renderings.contains { $0.channel == channel && $0.language == language }
            }.map { ConceptProblem(channel: channel, language: $0, kind: .languageMissing) }
        }
    }
}
