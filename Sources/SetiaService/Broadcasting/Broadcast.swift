package import SetiaCare
package import SetiaCore

/// One message to all members of a segment: what it says, and how far it has come (rules G-1 to G-12).
package struct Broadcast: Sendable, Hashable {
    /// Its own.
    package let id: Identifier
    /// What it says and to whom.
    package var content: BroadcastContent
    /// How far it has come.
    package var state: State
    /// When it was written.
    package let createdAt: Instant
    /// When it was started; none before.
    package var startedAt: Instant?
    /// When it was stopped, or the last message had its turn.
    package var endedAt: Instant?
    /// Behind which member the planning goes on; none is from the beginning.
    package var plannedThrough: MemberID?
    /// Whether a contact is planned for each member whom it is meant for.
    package var isPlanned: Bool
    /// From when on the next message may go, so that no more than so many a minute do.
    package var slot: Instant
    /// Whether there is nothing left to do for it.
    package var isSettled: Bool
    /// Of which journey's step it sends the messages; none is a broadcast of its own.
    package let journey: JourneyPlace?

    /// How far a broadcast has come.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case draft, running, paused, stopped, done
    }

    /// A broadcast that nobody has started.
    package init(id: Identifier, content: BroadcastContent, createdAt: Instant, journey: JourneyPlace? = nil) {
        self.journey = journey
        self.id = id
        self.content = content
        self.createdAt = createdAt
        state = .draft
        isPlanned = false
        isSettled = true
        slot = createdAt
    }

    /// What makes its message to a member once.
    package var onceKey: Key { Key("broadcast:\(id.text)") }

    /// Its message to one member by the first of its ways, as it is decided about.
    package var intent: ContactIntent { intent(onceKey, by: content.concept.channels.first ?? BroadcastContent.mail) }

    /// The same by one way, where something else makes it once: a member may come to a step of a journey again.
    func intent(_ onceKey: Key, by channel: Key) -> ContactIntent {
        ContactIntent(
            id: Key(id.text),
            purpose: content.purpose,
            channel: channel,
            kind: content.kind,
            onceKey: onceKey,
            expiresAt: content.expiresAt,
            // Only mails go together.
            atLimit: channel != BroadcastContent.mail && content.atLimit == .digest ? .defer : content.atLimit,
            traits: content.concept.traits(by: channel, asks: content.survey != nil),
            template: content.concept.isTemplate(by: channel) ? .approved : .none
        )
    }
}

/// What a broadcast says, and to whom.
package struct BroadcastContent: Sendable, Hashable {
    /// What staff call it.
    package var name: String
    /// Of which segment; none is everybody who is active.
    package var segment: Key?
    /// What it is for; consent is asked for it.
    package var purpose: Key
    /// What it says in each form.
    package var concept: MessageConcept
    /// When it is of no use any more; none is never.
    package var expiresAt: Instant?
    /// How many may leave in a minute.
    package var perMinute: Int
    /// What happens where a limit is reached: it waits, is dropped, or goes together with others.
    package var atLimit: ContactIntent.AtLimit
    /// How many of 10,000 members are held out to see what it does.
    package var holdOut: Int
    /// Which survey it asks; none is none.
    package var survey: Key?
    /// What kind of message it is.
    package var kind: ContactIntent.Kind = .promotion

    /// The way of mails.
    package static let mail: Key = "email"

    /// The ways by which a message may go, in the order in which they are tried where it says none: what each is called in
    /// documents, and its channel (rule G-17).
    package static let ways: [(name: String, channel: Key)] = [
        ("mail", mail), ("whatsapp", "whatsapp"), ("line", "line"), ("telegram", "telegram"), ("sms", "sms"),
        ("http", "http"),
    ]

    /// What a channel is called in documents.
    package static func wayName(_ channel: Key) -> String {
        ways.first { $0.channel == channel }?.name ?? channel.text
    }

    /// The words by a channel for a language, else for the first that there is; by a channel that it has none for, those of
    /// the first.
    package func rendering(in language: Key?, by channel: Key = mail) -> MessageConcept.Rendering {
        let own = concept.renderings.filter { $0.channel == channel }
        return own.first { $0.language == language } ?? own.first ?? concept.renderings[0]
    }
}

extension MessageConcept {
    /// What some country forbids that stands in its words by a channel.
    package func traits(by channel: Key, asks: Bool) -> [Key] {
        let hasLink = renderings.contains { $0.channel == channel && $0.text.utf8.contains("://".utf8) }
        return hasLink || asks ? ["url"] : []
    }

    /// Whether it goes by a channel as the platform's approved templates.
    package func isTemplate(by channel: Key) -> Bool {
        renderings.contains { $0.channel == channel }
            && renderings.allSatisfy {
                $0.channel != channel || $0.template != nil
            }
    }
}

/// Why nothing can be done with a broadcast.
package enum BroadcastRefusal: Error, Sendable, Hashable {
    /// There is no such broadcast.
    case unknownBroadcast
    /// What it says cannot be taken; each field with its reason.
    case malformed([BroadcastProblem])
    /// From where it stands it cannot come to that.
    case notFrom(Broadcast.State)
    /// Links in it would lead nowhere: the server's public address is not set, or mail does not leave.
    case noAddress
}

/// What is wrong with a field of a broadcast.
package struct BroadcastProblem: Sendable, Hashable {
    /// Which, such as `mail.ms`.
    package let field: String
    /// What.
    package let kind: Kind

    /// What is wrong.
    package init(field: String, kind: Kind) {
        self.field = field
        self.kind = kind
    }

    /// What can be wrong with a field.
    package enum Kind: Sendable, Hashable {
        case notObject, notKnown, empty, controls, notFact, noSegment, notLanguage, noLanguage, twice
        case notMoment, notRate, notPolicy, notShare, tooManyFacts, notStaff, notTemplate, gaps, noSurvey, noWay
        case notNumber
        /// It takes more texts of a telephone than so many.
        case tooManyParts(Int)
        /// More than so many characters.
        case tooLong(Int)
        /// It says this, which is none of the facts.
        case contradicts(String)
        /// It does not say this, which is one of the facts.
        case leavesOut(String)

        /// Its name, by which texts are found.
        package var name: String {
            switch self {
            case .tooLong: "tooLong"
            case .tooManyParts: "tooManyParts"
            case .contradicts: "contradicts"
            case .leavesOut: "leavesOut"
            default: "\(self)"
            }
        }

        /// What it is about; none where its name says all.
        package var what: String? {
            switch self {
            case .tooLong(let most), .tooManyParts(let most): "\(most)"
            case .contradicts(let fact), .leavesOut(let fact): fact
            default: nil
            }
        }
    }

    /// Why it cannot be taken, in words that follow the field.
    package var reason: String {
        switch kind {
        case .notObject: "must be an object"
        case .notKnown: "is not known here"
        case .empty: "must be a text, and not empty"
        case .controls: "must hold no control characters"
        case .notFact:
            "must be one amount (RM 12.50), share (10 %), day (2026-12-31), link (https://…), or code (code RAYA)"
        case .noSegment: "must be a segment of the programme"
        case .notLanguage: "is no language of the programme"
        case .noLanguage: "is missing: members of this language get the message too"
        case .twice: "stands twice"
        case .notMoment: "must be a moment such as 2026-12-31T23:59:59+08:00"
        case .notRate: "must be a whole number from 1 to 60000"
        case .notPolicy: "must be wait, drop or digest"
        case .notShare: "must be a share up to 90 %, such as 10 %"
        case .tooManyFacts: "must be a list of at most 20 texts"
        case .notStaff: "must be the address of somebody on the staff who may sign in"
        case .notNumber: "must be an international number, such as +60123456789"
        case .notTemplate: "must be a platform's approved template, such as raya_sale"
        case .gaps: "must hold no three line ends and no five blanks in a row: a platform's template has none"
        case .noSurvey: "must be a survey of the programme"
        case .noWay: "must be ways that it has words for: mail, whatsapp, line, telegram, sms or http"
        case .tooManyParts(let most): "must take at most \(most) texts of a telephone, with its end"
        case .tooLong(let most): "must have at most \(most) characters"
        case .contradicts(let fact): "says \(fact), which is none of the facts"
        case .leavesOut(let fact): "does not say \(fact), which is one of the facts"
        }
    }
}
