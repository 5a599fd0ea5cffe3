package import SetiaCare
package import SetiaCore

/// A word of the brand, as it is kept (rule Z-5).
package struct VoiceWord: Sendable, Hashable {
    /// In which language.
    package let language: Key
    /// What it is.
    package let kind: Kind
    /// The word, or words.
    package let word: Key

    /// What words of a brand are.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The brand says it.
        case use
        /// The brand does not say it.
        case avoid
        /// It says nothing, or nobody can prove it.
        case hollow
        /// A name, as it is written.
        case name
    }

    /// A word.
    package init(language: Key, kind: Kind, word: Key) {
        self.language = language
        self.kind = kind
        self.word = word
    }
}

/// Why words of the brand cannot be taken.
package enum VoiceRefusal: Error, Sendable, Hashable {
    /// It is no language that pages speak.
    case unknownLanguage
    /// A word has more than so many characters.
    case tooLong(VoiceWord.Kind, most: Int)
    /// There are more than so many of a kind.
    case tooMany(VoiceWord.Kind, most: Int)
}

extension SetiaService {
    /// Characters of a word of the brand.
    package static let longestVoiceWord = 100
    /// Words of a kind and language.
    package static let mostVoiceWords = 200

    /// The words that the brand has set, a list for each language that pages speak.
    package func brandVoice() async throws -> [ToneList] {
        let words = try await store.reading { try $0.voiceWords() }
        return Language.allCases.map { language in
            func own(_ kind: VoiceWord.Kind) -> [Key] {
                words.filter { $0.language == language.key && $0.kind == kind }.map { $0.word }.sorted()
            }
            return ToneList(
                language: language.key,
                use: own(.use),
                avoid: own(.avoid),
                hollow: own(.hollow),
                names: own(.name)
            )
        }
    }

    /// By what texts are looked through: what is marked from the start, and what the brand has set.
    package func toneLists() async throws -> [ToneList] { ToneList.usual + (try await brandVoice()) }

    /// What is worth a second look in what somebody writes; it blocks nothing.
    package func advice(on texts: [(language: Key, text: String)]) async throws -> [(language: Key, words: String)] {
        let lists = try await toneLists()
        return texts.flatMap { language, text in
            lists.advice(on: text, in: language).compactMap { kind in
                kind.advisedWords.map { (language: language, words: $0) }
            }
        }
    }

    /// Sets the words of one language, in place of those that were set (rule Z-5).
    ///
    /// - Parameters:
    ///   - list: As somebody wrote them; blanks around them, empty ones and the same twice do not count.
    ///   - actor: Who; by an API key whose scope was looked at.
    /// - Throws: `VoiceRefusal`, `StaffRefusal`, or the world's trouble; nothing is changed then.
    package func saveVoice(_ list: ToneList, by actor: AuditActor) async throws {
        guard let language = Language(rawValue: list.language.text)?.key else { throw VoiceRefusal.unknownLanguage }
        var words: Set<VoiceWord> = []
        let all: [(kind: VoiceWord.Kind, own: [Key])] = [
            (.use, list.use), (.avoid, list.avoid), (.hollow, list.hollow), (.name, list.names),
        ]
        for (kind, own) in all {
            let kept = own.map { $0.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
                .filter { !$0.isEmpty }
            guard kept.allSatisfy({ $0.unicodeScalars.count <= SetiaService.longestVoiceWord }) else {
                throw VoiceRefusal.tooLong(kind, most: SetiaService.longestVoiceWord)
            }
            guard kept.count <= SetiaService.mostVoiceWords else {
                throw VoiceRefusal.tooMany(kind, most: SetiaService.mostVoiceWords)
            }
            for word in kept {
                let text = kind == .avoid || kind == .hollow ? word.lowercased() : word
                words.insert(VoiceWord(language: language, kind: kind, word: Key(text)))
            }
        }
        let (now, kept) = (surroundings.now(), Array(words))
        try await store.writing { ledger in
            try self.allowBroadcasting(actor, ledger)
            try ledger.replaceVoice(in: language, with: kept)
            try ledger.add(self.entry(.voiceChanged, by: actor, at: now, subject: language.text))
        }
    }
}
