internal import SetiaCore
internal import SetiaDemo
internal import SetiaService

/// The demo's story in pieces that one transaction takes, told and made ready while the piece before is recorded.
actor DemoPieces {
    private var story: DemoStory
    private let service: SetiaService
    private let until: Instant
    private let size: Int
    private var days = 0

    /// A piece of the story, and how many of its days are told with it.
    struct Piece: Sendable {
        let history: HistoryPiece
        let begins: Instant
        let days: Int
    }

    /// Pieces of about `size` events; a day is never in two of them.
    init(_ brand: DemoBrand, _ service: SetiaService, size: Int) throws {
        story = try brand.story()
        until = brand.until
        self.service = service
        self.size = size
    }

    /// The next piece; none behind the last day.
    func next() throws -> Piece? {
        var joining: [JoiningMember] = []
        var events: [PreparedIntake] = []
        var begins: Instant?
        var end: Instant?
        while events.count < size, let chapter = try story.next() {
            days += 1
            for joined in chapter.joining {
                joining.append(try member(joined))
                begins = begins ?? joined.enrolment.occurredAt
                end = max(end ?? joined.enrolment.occurredAt, joined.enrolment.occurredAt)
            }
            for event in chapter.events {
                let occurredAt = event.event.occurredAt
                // Tills tell at once; what they told in the last second of the story is on its way.
                events.append(service.prepare(try intake(event), recordedAt: occurredAt.adding(milliseconds: 1_000)))
                begins = begins ?? occurredAt
                end = max(end ?? occurredAt, occurredAt)
            }
        }
        guard let begins, let end else { return nil }
        return Piece(history: HistoryPiece(joining: joining, events: events, end: end), begins: begins, days: days)
    }

    private func intake(_ event: DemoEvent) throws -> Intake {
        let who: Intake.Who =
            switch event.who {
            case .member(let member): .member(member)
            case .prospect(let identity): .identity(try Identity(identity))
            case .guest: .nobody
            }
        return Intake(event: event.event, who: who, personal: event.personal)
    }

    private func member(_ joined: DemoJoining) throws -> JoiningMember {
        guard case .memberEnrolled(let facts) = joined.enrolment.matter else { fault("nobody joined") }
        return JoiningMember(
            id: joined.member,
            member: NewMember(
                identities: try joined.identities.map { try Identity($0) },
                facts: facts,
                person: joined.person,
                joinedAt: joined.enrolment.occurredAt
            ),
            source: joined.enrolment.source,
            event: joined.enrolment.id,
            consents: joined.consents
        )
    }
}
