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

    /// Its message to one member, as it is decided about.
    package var intent: ContactIntent { intent(onceKey) }

    /// The same, where something else makes it once: a member may come to a step of a journey again.
    func intent(_ onceKey: Key) -> ContactIntent {
        ContactIntent(
            id: Key(id.text),
            purpose: content.purpose,
            channel: BroadcastContent.channel,
            kind: content.kind,
            onceKey: onceKey,
            expiresAt: content.expiresAt,
            atLimit: content.atLimit
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

    /// The one way by which broadcasts go so far.
    package static let channel: Key = "email"

    /// The words for a language, else for the first that there is.
    package func rendering(in language: Key?) -> MessageConcept.Rendering {
        concept.renderings.first { $0.language == language } ?? concept.renderings[0]
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
        case notMoment, notRate, notPolicy, notShare, tooManyFacts, notStaff
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
            case .contradicts: "contradicts"
            case .leavesOut: "leavesOut"
            default: "\(self)"
            }
        }

        /// What it is about; none where its name says all.
        package var what: String? {
            switch self {
            case .tooLong(let most): "\(most)"
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
        case .tooLong(let most): "must have at most \(most) characters"
        case .contradicts(let fact): "says \(fact), which is none of the facts"
        case .leavesOut(let fact): "does not say \(fact), which is one of the facts"
        }
    }
}
