package import SetiaCore

/// One thing that happens to a simulated brand, whole in itself: steps can be left out and the rest still makes sense.
package struct Step: Sendable {
    /// Its number in the plan, from 1; it keeps it where others are left out.
    package let number: Int
    /// What the clock shows then.
    package let now: Instant
    /// What happens.
    package let action: Action
    /// What goes wrong meanwhile, if anything.
    package let fault: Fault?

    /// What happens.
    package enum Action: Sendable {
        /// Events arrive, in one batch.
        case send([Sending])
        /// What arrived before arrives once more; by the number of its step, where that was carried out.
        case again(step: Int)
        /// She tells when she was born, by the member's number.
        case born(member: Int, BirthDate)
        /// The nightly run.
        case passTime
        /// Another version of the programme holds from now on.
        case publish(String)
        /// An order is paid, perhaps partly with points, and comes back in parts: as if it had never been.
        case asIfNever(member: Int, events: [Event])
    }

    /// What goes wrong in the store; the same is sent again then.
    package enum Fault: String, Sendable, CaseIterable {
        /// Nothing could be begun.
        case busy
        /// All was done, and nothing of it kept.
        case lostBeforeCommit = "lost before commit"
        /// All was kept, and the answer lost.
        case lostAfterCommit = "lost after commit"
    }

    /// An event and whose it is, by the member's number; none is a guest's.
    package struct Sending: Sendable {
        package let member: Int?
        package let event: Event
    }
}

extension Step: CustomStringConvertible {
    /// One line, as a person reads a list of them.
    package var description: String {
        let wrong = fault.map { " [\($0.rawValue)]" } ?? ""
        return "step \(number) at \(now.rfc3339): \(action)\(wrong)"
    }
}

extension Step.Action: CustomStringConvertible {
    package var description: String {
        switch self {
        case .send(let sendings): sendings.map(\.description).joined(separator: "; ")
        case .again(let step): "what step \(step) sent, again"
        case .born(let member, let date): "member \(member) says that she was born on \(date.text)"
        case .passTime: "time passes"
        case .publish: "another version of the programme"
        case .asIfNever(let member, let events):
            "as if never, member \(member): \(events.map(\.told).joined(separator: "; "))"
        }
    }
}

extension Step.Sending: CustomStringConvertible {
    package var description: String {
        "\(member.map { "member \($0)" } ?? "a guest") \(event.told)"
    }
}

extension Event {
    /// What it says, in a few words.
    var told: String {
        let what =
            switch matter {
            case .orderPaid(let order): "pays order \(order.id.shopNumber) of \(order.total) \(order.currency.code)"
            case .orderReturned(let back):
                "returns \(back.lines.map { "\($0.count) part(s)" } ?? "all") of order \(back.order.shopNumber)"
            case .pointsRedeemed(let redemption):
                "spends \(redemption.points.units) \(redemption.wallet)\(redemption.order.map { " on order \($0)" } ?? "")"
            case .pointsAdjusted(let adjustment): "is given \(adjustment.points.units) \(adjustment.wallet) by hand"
            default: type.rawValue
            }
        return "\(what) at \(occurredAt.rfc3339)"
    }
}
