package import SetiaCore

/// Something that the brand tells members: a tip, a tutorial or a post, in its languages and for its channels (rule Z-1).
package struct ContentPiece: Sendable, Hashable {
    /// Its own.
    package let id: Identifier
    /// What it is.
    package var kind: Kind
    /// What staff call it.
    package var name: String
    /// How far it is.
    package var state: State
    /// On which day it is told; none is not planned yet.
    package var day: Day?
    /// Who of the staff sees to it; none is nobody.
    package var owner: StaffID?
    /// Its words, at most one for each language and channel.
    package var forms: [Form]
    /// When it was written down.
    package let createdAt: Instant
    /// When it was last changed.
    package var changedAt: Instant

    /// What kinds of pieces there are.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Something to know, in a few sentences.
        case tip
        /// Something to learn, step by step.
        case tutorial
        /// Something to tell.
        case post
    }

    /// How far a piece is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Somebody writes it.
        case draft
        /// It can be told.
        case ready
        /// It is told, from its day on.
        case published
    }

    /// For what its words are written.
    package enum Channel: String, Sendable, Hashable, CaseIterable {
        /// Members' own pages.
        case portal
        /// Mail, such as a broadcast.
        case mail
        /// Networks on which the brand posts by hand.
        case social
    }

    /// Its words in one language for one channel.
    package struct Form: Sendable, Hashable {
        /// Such as `ms`.
        package let language: Key
        /// For what they are written.
        package let channel: Channel
        /// A line.
        package let title: String
        /// What it says; empty lines part paragraphs.
        package let text: String
        /// Where its picture lies, by HTTPS; none is none.
        package let picture: String?

        /// Words.
        package init(language: Key, channel: Channel, title: String, text: String, picture: String? = nil) {
            self.language = language
            self.channel = channel
            self.title = title
            self.text = text
            self.picture = picture
        }
    }

    /// A draft.
    package init(id: Identifier, kind: Kind, name: String, at now: Instant) {
        self.id = id
        self.kind = kind
        self.name = name
        state = .draft
        forms = []
        createdAt = now
        changedAt = now
    }

    /// Its words in a language for a channel, or none.
    package func form(_ language: Key, _ channel: Channel) -> Form? {
        forms.first { $0.language == language && $0.channel == channel }
    }

    /// Its words for a mail in a language, else those for another channel.
    package func words(for language: Key) -> Form? {
        form(language, .mail) ?? form(language, .portal) ?? form(language, .social)
    }

    /// What members read of it on a day in a language; none where it is not told, or not in that language (rule Z-3).
    package func toRead(in language: Key, on today: Day) -> Form? {
        guard state == .published, day.map({ $0 <= today }) ?? false else { return nil }
        return form(language, .portal)
    }
}

/// Which pieces are wanted; what is not said is any.
package struct ContentWish: Sendable, Hashable {
    /// How far they are.
    package var state: ContentPiece.State?
    /// What they are.
    package var kind: ContentPiece.Kind?
    /// In which language they have words.
    package var language: Key?
    /// For which channel they have words.
    package var channel: ContentPiece.Channel?
    /// Who sees to them.
    package var owner: StaffID?
    /// From which day on.
    package var from: Day?
    /// Before which day.
    package var until: Day?

    /// Any piece.
    package init() {}

    /// Whether a piece is wanted.
    package func fits(_ piece: ContentPiece) -> Bool {
        if let state, piece.state != state { return false }
        if let kind, piece.kind != kind { return false }
        if let owner, piece.owner != owner { return false }
        if from != nil || until != nil {
            guard let day = piece.day else { return false }
            if let from, day < from { return false }
            if let until, day >= until { return false }
        }
        guard language != nil || channel != nil else { return true }
        return piece.forms.contains { form in
            (language.map { $0 == form.language } ?? true) && (channel.map { $0 == form.channel } ?? true)
        }
    }
}

/// Why nothing can be done with a piece.
package enum ContentRefusal: Error, Sendable, Hashable {
    /// There is no such piece.
    case unknownPiece
    /// What it states cannot be taken; each field with its reason.
    case malformed([ContentProblem])
    /// So many pieces are kept; more are not.
    case tooMany(Int)
}

/// What is wrong with a field of a piece.
package struct ContentProblem: Sendable, Hashable {
    /// Which, such as `forms[0].title`.
    package let field: String
    /// What.
    package let kind: Kind

    /// What is wrong.
    package init(_ field: String, _ kind: Kind) {
        self.field = field
        self.kind = kind
    }

    /// What can be wrong with a field.
    package enum Kind: Sendable, Hashable {
        case notObject, notList, notKnown, empty, controls, notDay, notLink, notLanguage, notStaff, twice, noForm
        /// More than so many characters.
        case tooLong(Int)
        /// More than so many of them.
        case tooManyForms(Int)
        /// One of these only.
        case notOneOf([String])

        /// Its name, by which texts are found.
        package var name: String {
            switch self {
            case .tooLong: "tooLong"
            case .tooManyForms: "tooManyForms"
            case .notOneOf: "notOneOf"
            default: "\(self)"
            }
        }

        /// What it is about; none where its name says all.
        package var what: String? {
            switch self {
            case .tooLong(let most), .tooManyForms(let most): "\(most)"
            case .notOneOf(let known): known.joined(separator: ", ")
            default: nil
            }
        }
    }

    /// Why it cannot be taken, in words that follow the field.
    package var reason: String {
        switch kind {
        case .notObject: "must be an object"
        case .notList: "must be a list"
        case .notKnown: "is not known here"
        case .empty: "must be a text, and not empty"
        case .controls: "must hold no control characters"
        case .notDay: "must be a day such as 2026-12-31"
        case .notLink: "must be an address of at most 500 characters that begins with https://"
        case .notLanguage: "is no language of the programme"
        case .notStaff: "must be the id of somebody on the staff"
        case .twice: "stands twice: a language and channel has one"
        case .noForm: "must have words in one language at least before it is ready or published"
        case .tooLong(let most): "must have at most \(most) characters"
        case .tooManyForms(let most): "must have at most \(most) entries"
        case .notOneOf(let known): "must be one of \(known.joined(separator: ", "))"
        }
    }
}
