/// What kind of thing happened; the CloudEvents `type`.
package enum EventType: String, Sendable, Hashable, CaseIterable {
    /// A known person, or a new one, joined the programme.
    case memberEnrolled = "member.enrolled"
    /// A fact that rules use has changed.
    case memberChanged = "member.changed"
    /// An order was paid.
    case orderPaid = "order.paid"
    /// An order came back, whole or in part.
    case orderReturned = "order.returned"
    /// Points were spent.
    case pointsRedeemed = "points.redeemed"
    /// Points were set aside for a purchase under way.
    case pointsHeld = "points.held"
    /// Points that were set aside were spent.
    case pointsCaptured = "points.captured"
    /// Points that were set aside are free again.
    case pointsReleased = "points.released"
    /// Points stay set aside for longer.
    case holdExtended = "hold.extended"
    /// Points were handed on to another member.
    case pointsTransferred = "points.transferred"
    /// Points that another member handed on have come; recorded by Setia only.
    case transferReceived = "transfer.received"
    /// What she handed on has come, or came back; recorded by Setia only.
    case transferEnded = "transfer.ended"
    /// Points were given or taken by hand.
    case pointsAdjusted = "points.adjusted"
    /// Points came along from an older system, with their dates.
    case balanceOpened = "balance.opened"
    /// A level was given by hand, or came along from an older system.
    case tierGranted = "tier.granted"
    /// She agreed to something, or no longer does.
    case consentChanged = "consent.changed"
    /// She came by.
    case visitCompleted = "visit.completed"
    /// She stayed for some nights.
    case stayCompleted = "stay.completed"
    /// Something was done for her.
    case serviceCompleted = "service.completed"
    /// She wrote a review.
    case reviewPublished = "review.published"
    /// She recommended the brand to somebody.
    case referralMade = "referral.made"
    /// She answered a survey.
    case surveyAnswered = "survey.answered"
    /// She helped others.
    case communityHelped = "community.helped"
    /// She came to an event.
    case eventAttended = "event.attended"
    /// She read or watched something.
    case contentViewed = "content.viewed"
    /// She commented, liked or shared.
    case socialEngaged = "social.engaged"
    /// She gave to a cause.
    case causeSupported = "cause.supported"
    /// Nothing happened but time; recorded where time alone changed something.
    case timePassed = "time.passed"
}

extension EventType {
    /// Whether only Setia says so, and nobody from outside.
    package var isOurs: Bool {
        switch self {
        case .timePassed, .transferReceived, .transferEnded: true
        default: false
        }
    }

    /// Whether it is something that she did which was not a purchase (`Occurrence`).
    package var isOccurrence: Bool { !facts.isEmpty }

    /// What may be told of such an occurrence; empty for all other types.
    package var facts: [Occurrence.Field] {
        switch self {
        case .visitCompleted: [.number("minutes"), .text("orderId")]
        case .stayCompleted: [.number("nights"), .text("roomType"), .money("amount"), .text("orderId")]
        case .serviceCompleted: [.text("service"), .number("minutes"), .money("amount"), .text("orderId")]
        case .reviewPublished: [.text("product"), .number("words"), .number("photos"), .truth("isVerified")]
        case .referralMade: [.text("campaign")]
        case .surveyAnswered: [.text("survey"), .text("kind")]
        case .communityHelped: [.text("topic")]
        case .eventAttended: [.text("name"), .truth("isOnline"), .text("orderId")]
        case .contentViewed: [.text("content"), .number("minutes")]
        case .socialEngaged: [.text("network"), .text("kind")]
        case .causeSupported: [.text("cause"), .money("amount")]
        case .memberEnrolled, .memberChanged, .orderPaid, .orderReturned, .pointsRedeemed, .pointsHeld,
            .pointsCaptured, .pointsReleased, .holdExtended, .pointsTransferred, .transferReceived,
            .transferEnded, .pointsAdjusted,
            .balanceOpened, .tierGranted, .consentChanged, .timePassed:
            []
        }
    }
}
