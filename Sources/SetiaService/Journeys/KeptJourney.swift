package import SetiaCare
package import SetiaCore

/// A journey as it is kept: how it stands, and which version is the newest (rule Y-1).
package struct KeptJourney: Sendable, Hashable {
    /// Its name.
    package let key: Key
    /// How it stands.
    package var state: State
    /// The newest version, on which members begin.
    package var version: Int
    /// When it was first kept.
    package let createdAt: Instant
    /// When it was kept, started, paused or stopped last.
    package var changedAt: Instant
    /// The day on which all members were or are being looked at; none before the first.
    package var passDay: Day?
    /// Behind which member that goes on; none is from the beginning.
    package var passedThrough: MemberID?
    /// Whether all members of that day were looked at.
    package var isPassed: Bool
    /// How many days were passed whole.
    package var passes: Int

    /// How a journey stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case draft, live, paused, stopped
    }

    /// A journey that nobody has started.
    package init(key: Key, createdAt: Instant) {
        self.key = key
        self.createdAt = createdAt
        state = .draft
        version = 0
        changedAt = createdAt
        isPassed = true
        passes = 0
    }
}

/// One version of a journey.
package struct JourneyVersion: Sendable, Hashable {
    /// Of which journey.
    package let journey: Key
    /// From 1 up.
    package let number: Int
    /// YAML, to the byte.
    package let document: String
    /// When it was kept.
    package let createdAt: Instant

    /// A version.
    package init(journey: Key, number: Int, document: String, createdAt: Instant) {
        self.journey = journey
        self.number = number
        self.document = document
        self.createdAt = createdAt
    }
}

/// The step of a journey whose messages a broadcast sends.
package struct JourneyPlace: Sendable, Hashable {
    /// Which journey.
    package let journey: Key
    /// By which version.
    package let version: Int
    /// At which step.
    package let step: Key

    /// A step.
    package init(journey: Key, version: Int, step: Key) {
        self.journey = journey
        self.version = version
        self.step = step
    }

    /// The step that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let version = Int(parts[1]) else { return nil }
        self.init(journey: Key(parts[0]), version: version, step: Key(parts[2]))
    }

    /// As it is kept; names have no slashes.
    package var text: String { "\(journey)/\(version)/\(step)" }
}

/// What can be done with a journey.
package enum JourneyStep: String, Sendable, Hashable, CaseIterable {
    case start, pause, resume, stop

    /// Whether it can be done from there.
    package func isPossible(from state: KeptJourney.State) -> Bool {
        switch self {
        case .start: state == .draft
        case .pause: state == .live
        case .resume: state == .paused
        case .stop: state == .live || state == .paused
        }
    }
}

/// Why nothing can be done with a journey.
package enum JourneyRefusal: Error, Sendable, Hashable {
    /// There is no such journey.
    case unknownJourney
    /// A name is a letter, and then letters, digits, hyphens and underscores; 64 at most.
    case malformedName
    /// From where it stands it cannot come to that.
    case notFrom(KeptJourney.State)
    /// Links in its messages would lead nowhere: the server's public address is not set, or mail does not leave.
    case noAddress
    /// There are as many as there may be.
    case tooMany
    /// Another version was kept since the document was read: this one (rule Y-22).
    case changed(Int)
    /// There is no such member.
    case unknownMember
    /// At this step nothing is waited for; at these something is.
    case nothingAwaited(Key, at: [Key])
}

/// A journey with what its newest version says.
package struct JourneyView: Sendable {
    /// How it stands.
    package let kept: KeptJourney
    /// The newest version.
    package let version: JourneyVersion
    /// What that says; none where the programme that holds now does not fit it any more: then nobody goes on in it.
    package let journey: Journey?
    /// Why it does not fit; none where it does.
    package let trouble: String?
}
