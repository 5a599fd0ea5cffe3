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
    /// Points were given or taken by hand.
    case pointsAdjusted = "points.adjusted"
    /// Points came along from an older system, with their dates.
    case balanceOpened = "balance.opened"
    /// A level was given by hand, or came along from an older system.
    case tierGranted = "tier.granted"
    /// She agreed to something, or no longer does.
    case consentChanged = "consent.changed"
    /// Nothing happened but time; recorded where time alone changed something.
    case timePassed = "time.passed"
}
