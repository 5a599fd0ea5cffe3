/// What kind of thing happened; the CloudEvents `type`.
package enum EventType: Sendable, Hashable {
    /// A known person, or a new one, joined the programme.
    case memberEnrolled
    /// A fact that rules use has changed.
    case memberChanged
    /// An order was paid.
    case orderPaid
    /// An order came back, whole or in part.
    case orderReturned
    /// Points were spent.
    case pointsRedeemed
    /// Points were set aside for a purchase under way.
    case pointsHeld
    /// Points that were set aside were spent.
    case pointsCaptured
    /// Points that were set aside are free again.
    case pointsReleased
    /// Points stay set aside for longer.
    case holdExtended
    /// Points were handed on to another member.
    case pointsTransferred
    /// Points that another member handed on have come; recorded by Setia only.
    case transferReceived
    /// What she handed on has come, or came back; recorded by Setia only.
    case transferEnded
    /// She is the same person as another member; recorded by Setia only.
    case memberMerged
    /// What another account of hers held has come, or came back; recorded by Setia only.
    case mergeReceived
    /// What she sent to another account has come; recorded by Setia only.
    case mergeEnded
    /// An account that had come to her is another person's after all; recorded by Setia only.
    case mergeUndone
    /// Points were given or taken by hand.
    case pointsAdjusted
    /// Points came along from an older system, with their dates.
    case balanceOpened
    /// A level was given by hand, or came along from an older system.
    case tierGranted
    /// She agreed to something, or no longer does.
    case consentChanged
    /// A reward was had, or set aside.
    case rewardRedeemed
    /// Something became of a redemption.
    case redemptionChanged
    /// A cart's promotions and codes were used for good; recorded by Setia only.
    case voucherRedeemed
    /// What a cart had used is free again; recorded by Setia only.
    case voucherReleased
    /// Something became of a referral; recorded by Setia only (rules F-1 to F-8).
    case referralChanged
    /// She reached a milestone; recorded by Setia only (rules M-1 to M-9).
    case milestoneReached
    /// She was drawn by chance; recorded by Setia only (rules M-10 to M-12).
    case surpriseDrawn
    /// Something became of a household.
    case householdChanged
    /// Her account was stopped, or goes on; recorded by Setia only (rules ).
    case accountChanged
    /// She came by.
    case visitCompleted
    /// She stayed for some nights.
    case stayCompleted
    /// Something was done for her.
    case serviceCompleted
    /// She wrote a review.
    case reviewPublished
    /// She recommended the brand to somebody.
    case referralMade
    /// She answered a survey.
    case surveyAnswered
    /// She helped others.
    case communityHelped
    /// She came to an event.
    case eventAttended
    /// She read or watched something.
    case contentViewed
    /// She commented, liked or shared.
    case socialEngaged
    /// She gave to a cause.
    case causeSupported
    /// What she ordered is on its way.
    case orderShipped
    /// What she ordered has arrived.
    case orderDelivered
    /// What she ordered comes later than she was told.
    case orderDelayed
    /// A case of hers was closed.
    case caseClosed
    /// A conversation with her was closed.
    case conversationClosed
    /// It is her birthday; recorded by Setia only, as a `gift`, which does not say what for (rule E-19).
    case birthday
    /// So many years ago she joined; recorded by Setia only (rule E-20).
    case anniversary
    /// Points will lapse; recorded by Setia only (rule L-12).
    case pointsExpiring
    /// A level will end; recorded by Setia only (rule T-12).
    case levelEnding
    /// A ladder was looked at out of turn, since its levels ask for something else; recorded by Setia only (rule T-15).
    case tiersReviewed
    /// She was written on a list of the programme, or taken off it (rule C-3).
    case segmentChanged
    /// Nothing happened but time; recorded where time alone changed something.
    case timePassed
    /// What a brand has declared in its programme (`EventDeclaration`), such as `app.quiz-passed`.
    case custom(Key)
}

extension EventType: RawRepresentable, CaseIterable {
    /// Those that every programme has.
    package static let allCases: [EventType] = [
        .memberEnrolled, .memberChanged, .orderPaid, .orderReturned, .pointsRedeemed, .pointsHeld,
        .pointsCaptured, .pointsReleased, .holdExtended, .pointsTransferred, .transferReceived, .transferEnded,
        .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone,
        .pointsAdjusted, .balanceOpened,
        .tierGranted, .consentChanged, .voucherRedeemed, .voucherReleased, .rewardRedeemed, .redemptionChanged,
        .referralChanged, .milestoneReached, .surpriseDrawn, .householdChanged, .accountChanged, .visitCompleted,
        .stayCompleted,
        .serviceCompleted, .reviewPublished,
        .referralMade, .surveyAnswered, .communityHelped, .eventAttended, .contentViewed, .socialEngaged,
        .causeSupported, .orderShipped, .orderDelivered, .orderDelayed, .caseClosed, .conversationClosed,
        .birthday, .anniversary, .pointsExpiring, .levelEnding, .tiersReviewed,
        .segmentChanged, .timePassed,
    ]

    /// A type that every programme has, by its name.
    package init?(rawValue: String) {
        switch rawValue {
        case "member.enrolled": self = .memberEnrolled
        case "member.changed": self = .memberChanged
        case "order.paid": self = .orderPaid
        case "order.returned": self = .orderReturned
        case "points.redeemed": self = .pointsRedeemed
        case "points.held": self = .pointsHeld
        case "points.captured": self = .pointsCaptured
        case "points.released": self = .pointsReleased
        case "hold.extended": self = .holdExtended
        case "points.transferred": self = .pointsTransferred
        case "transfer.received": self = .transferReceived
        case "transfer.ended": self = .transferEnded
        case "member.merged": self = .memberMerged
        case "merge.received": self = .mergeReceived
        case "merge.ended": self = .mergeEnded
        case "merge.undone": self = .mergeUndone
        case "points.adjusted": self = .pointsAdjusted
        case "balance.opened": self = .balanceOpened
        case "tier.granted": self = .tierGranted
        case "consent.changed": self = .consentChanged
        case "reward.redeemed": self = .rewardRedeemed
        case "redemption.changed": self = .redemptionChanged
        case "voucher.redeemed": self = .voucherRedeemed
        case "voucher.released": self = .voucherReleased
        case "referral.changed": self = .referralChanged
        case "milestone.reached": self = .milestoneReached
        case "surprise.drawn": self = .surpriseDrawn
        case "household.changed": self = .householdChanged
        case "account.changed": self = .accountChanged
        case "visit.completed": self = .visitCompleted
        case "stay.completed": self = .stayCompleted
        case "service.completed": self = .serviceCompleted
        case "review.published": self = .reviewPublished
        case "referral.made": self = .referralMade
        case "survey.answered": self = .surveyAnswered
        case "community.helped": self = .communityHelped
        case "event.attended": self = .eventAttended
        case "content.viewed": self = .contentViewed
        case "social.engaged": self = .socialEngaged
        case "cause.supported": self = .causeSupported
        case "order.shipped": self = .orderShipped
        case "order.delivered": self = .orderDelivered
        case "order.delayed": self = .orderDelayed
        case "case.closed": self = .caseClosed
        case "conversation.closed": self = .conversationClosed
        case "gift": self = .birthday
        case "anniversary": self = .anniversary
        case "points.expiring": self = .pointsExpiring
        case "level.ending": self = .levelEnding
        case "tiers.reviewed": self = .tiersReviewed
        case "segment.changed": self = .segmentChanged
        case "time.passed": self = .timePassed
        default: return nil
        }
    }

    /// The type of this name, one that a brand has declared among them; none where it can be no name of a type.
    package init?(named text: String) {
        if let type = EventType(rawValue: text) {
            self = type
        } else {
            guard EventDeclaration.isName(text) else { return nil }
            self = .custom(Key(text))
        }
    }

    /// Its name, as events carry it.
    package var rawValue: String {
        switch self {
        case .memberEnrolled: "member.enrolled"
        case .memberChanged: "member.changed"
        case .orderPaid: "order.paid"
        case .orderReturned: "order.returned"
        case .pointsRedeemed: "points.redeemed"
        case .pointsHeld: "points.held"
        case .pointsCaptured: "points.captured"
        case .pointsReleased: "points.released"
        case .holdExtended: "hold.extended"
        case .pointsTransferred: "points.transferred"
        case .transferReceived: "transfer.received"
        case .transferEnded: "transfer.ended"
        case .memberMerged: "member.merged"
        case .mergeReceived: "merge.received"
        case .mergeEnded: "merge.ended"
        case .mergeUndone: "merge.undone"
        case .pointsAdjusted: "points.adjusted"
        case .balanceOpened: "balance.opened"
        case .tierGranted: "tier.granted"
        case .consentChanged: "consent.changed"
        case .rewardRedeemed: "reward.redeemed"
        case .redemptionChanged: "redemption.changed"
        case .voucherRedeemed: "voucher.redeemed"
        case .voucherReleased: "voucher.released"
        case .referralChanged: "referral.changed"
        case .milestoneReached: "milestone.reached"
        case .surpriseDrawn: "surprise.drawn"
        case .householdChanged: "household.changed"
        case .accountChanged: "account.changed"
        case .visitCompleted: "visit.completed"
        case .stayCompleted: "stay.completed"
        case .serviceCompleted: "service.completed"
        case .reviewPublished: "review.published"
        case .referralMade: "referral.made"
        case .surveyAnswered: "survey.answered"
        case .communityHelped: "community.helped"
        case .eventAttended: "event.attended"
        case .contentViewed: "content.viewed"
        case .socialEngaged: "social.engaged"
        case .causeSupported: "cause.supported"
        case .orderShipped: "order.shipped"
        case .orderDelivered: "order.delivered"
        case .orderDelayed: "order.delayed"
        case .caseClosed: "case.closed"
        case .conversationClosed: "conversation.closed"
        case .birthday: "gift"
        case .anniversary: "anniversary"
        case .pointsExpiring: "points.expiring"
        case .levelEnding: "level.ending"
        case .tiersReviewed: "tiers.reviewed"
        case .segmentChanged: "segment.changed"
        case .timePassed: "time.passed"
        case .custom(let name): name.text
        }
    }
}

extension EventType {
    /// Whether only Setia says so, and nobody from outside.
    package var isOurs: Bool {
        switch self {
        case .timePassed, .transferReceived, .transferEnded, .voucherRedeemed, .voucherReleased, .birthday,
            .anniversary,
            .pointsExpiring, .levelEnding, .tiersReviewed,
            .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone, .referralChanged, .milestoneReached,
            .surpriseDrawn,
            .householdChanged, .accountChanged:
            true
        default: false
        }
    }

    /// Whether only Setia says so, and an export brings it along to another database all the same.
    package var comesAlong: Bool { self == .voucherRedeemed || self == .voucherReleased }

    /// Whether it is something that she did which was not a purchase, or a day of hers (`Occurrence`).
    package var isOccurrence: Bool {
        switch self {
        case .custom, .birthday: true
        default: !facts.isEmpty
        }
    }

    /// Whether the calendar brings it, and not something that she does.
    package var isOfCalendar: Bool {
        switch self {
        case .birthday, .anniversary: true
        default: false
        }
    }

    /// Whether it is something that somebody did, and not what a day or time alone brings.
    package var isDoing: Bool {
        switch self {
        case .timePassed, .birthday, .anniversary, .pointsExpiring, .levelEnding, .tiersReviewed, .referralChanged,
            .milestoneReached, .surpriseDrawn, .householdChanged, .accountChanged, .segmentChanged,
            .caseClosed, .conversationClosed:
            false
        default: true
        }
    }

    /// Whether it only says what will come, and changes nothing.
    package var isNotice: Bool { self == .pointsExpiring || self == .levelEnding }

    /// What programmes call it: a birthday by its name, since a programme says nothing of anybody.
    package var programmeName: String { self == .birthday ? "birthday" : rawValue }

    /// What may be told of such an occurrence; empty for all other types, and for one that a brand has declared.
    package var facts: [Occurrence.Field] {
        switch self {
        case .visitCompleted: [.number("minutes"), .text("orderId")]
        case .stayCompleted: [.number("nights"), .text("roomType"), .money("amount"), .text("orderId")]
        case .serviceCompleted: [.text("service"), .number("minutes"), .money("amount"), .text("orderId")]
        case .reviewPublished: [.text("product"), .number("words"), .number("photos"), .truth("isVerified")]
        case .referralMade: [.text("campaign")]
        case .surveyAnswered: [.text("survey"), .text("kind"), .text("wave")]
        case .communityHelped: [.text("topic")]
        case .eventAttended: [.text("name"), .truth("isOnline"), .text("orderId")]
        case .contentViewed: [.text("content"), .number("minutes")]
        case .socialEngaged: [.text("network"), .text("kind")]
        case .causeSupported: [.text("cause"), .money("amount")]
        case .orderShipped: [.text("carrier"), .text("orderId")]
        case .orderDelivered: [.text("orderId")]
        case .orderDelayed: [.number("days"), .text("orderId")]
        case .caseClosed: [.text("kind"), .text("cause"), .number("reopened")]
        case .conversationClosed: [.truth("isAnswered")]
        case .anniversary: [.number("years")]
        case .memberEnrolled, .memberChanged, .orderPaid, .orderReturned, .pointsRedeemed, .pointsHeld,
            .pointsCaptured, .pointsReleased, .holdExtended, .pointsTransferred, .transferReceived,
            .transferEnded, .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone, .pointsAdjusted,
            .balanceOpened, .tierGranted, .consentChanged, .birthday, .pointsExpiring, .levelEnding, .tiersReviewed,
            .rewardRedeemed, .redemptionChanged, .voucherRedeemed, .voucherReleased, .referralChanged,
            .milestoneReached,
            .surpriseDrawn,
            .householdChanged, .accountChanged, .segmentChanged, .timePassed,
            .custom:
            []
        }
    }
}
