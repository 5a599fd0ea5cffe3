package import SetiaCore

/// Somebody outside of the brand who gives codes for rewards: gift cards, vouchers of partners (rule W-17).
package struct Supplier: Sendable, Hashable {
    /// What programmes call it: small letters, digits and hyphens.
    package let name: Key
    /// Where codes are ordered; without a query.
    package var url: String
    /// When it was set up.
    package let createdAt: Instant

    /// A supplier.
    package init(name: Key, url: String, createdAt: Instant) {
        self.name = name
        self.url = url
        self.createdAt = createdAt
    }
}

/// A supplier as it is kept: what signs its orders sealed with the server's own keys.
package struct SupplierRecord: Sendable, Hashable {
    /// The supplier.
    package var supplier: Supplier
    /// The secret, sealed.
    package var sealed: [UInt8]

    /// A record.
    package init(supplier: Supplier, sealed: [UInt8]) {
        self.supplier = supplier
        self.sealed = sealed
    }
}

/// One code that is ordered for one reward that a member had (rules W-17 to W-19).
package struct SupplierOrder: Sendable, Hashable {
    /// Whose redemption.
    package let member: MemberID
    /// Which.
    package let redemption: Key
    /// Which of the redemption's rewards, from 0.
    package let place: Int64
    /// Of which reward.
    package let reward: Key
    /// Of whom, and what it is to hold.
    package let supplied: SuppliedReward
    /// When the reward was had.
    package let at: Instant
    /// Where it stands.
    package var state: State
    /// When something is to be done next; none where nothing is.
    package var dueAt: Instant?
    /// How often it was tried since it came to where it stands.
    package var attempts: Int
    /// Why it is not there yet, or will not come.
    package var reason: String?
    /// The code, sealed with the server's own keys.
    package var sealed: [UInt8]?

    /// Where an order stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// To be ordered; whether the supplier has heard of it is not known once it was tried.
        case waiting
        /// The supplier has taken it and answers later.
        case ordered
        /// The supplier has refused it, and what it cost is still to go back.
        case refusing
        /// The code is there.
        case delivered
        /// The supplier has refused it, and what it cost went back.
        case refused
        /// It was given back before it was ordered.
        case dropped

        /// Whether nothing more happens to it.
        package var isFinal: Bool {
            switch self {
            case .waiting, .ordered, .refusing: false
            case .delivered, .refused, .dropped: true
            }
        }
    }

    /// An order.
    package init(
        member: MemberID,
        redemption: Key,
        place: Int64,
        reward: Key,
        supplied: SuppliedReward,
        at: Instant,
        state: State = .waiting,
        dueAt: Instant?,
        attempts: Int = 0,
        reason: String? = nil,
        sealed: [UInt8]? = nil
    ) {
        self.member = member
        self.redemption = redemption
        self.place = place
        self.reward = reward
        self.supplied = supplied
        self.at = at
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.reason = reason
        self.sealed = sealed
    }

    /// The order's number for the supplier: the same at each attempt and on a restored database, another for each code.
    ///
    /// Letters, digits, `_` and `~` only: what else stands in the number of a redemption is written as `~` and two
    /// hexadecimal digits a byte.
    package var id: String {
        var text = "ord_\(member.text)_"
        for byte in redemption.text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "~" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return "\(text)_\(place)"
    }
}

extension MemberPart {
    /// How late a redemption may be told and its codes still be ordered, in milliseconds: a day.
    ///
    /// What is older came along as history, and was supplied where it happened.
    package static let ordersTold: Int64 = 86_400_000

    /// The codes that its events ask a supplier for: one for each reward that was had.
    package var supplierOrders: [SupplierOrder] {
        guard state.redemptions.contains(where: { $0.supplied != nil }) else { return [] }
        var orders: [SupplierOrder] = []
        for recorded in events {
            for case .reward(let step) in recorded.decision.reasons where step.kind == .captured {
                guard let redemption = state.redemptions.first(where: { $0.id == step.redemption }),
                    let supplied = redemption.supplied,
                    recorded.recordedAt.milliseconds - recorded.event.occurredAt.milliseconds <= Self.ordersTold
                else { continue }
                for place in 0..<step.quantity {
                    orders.append(
                        SupplierOrder(
                            member: state.member,
                            redemption: redemption.id,
                            place: place,
                            reward: redemption.reward,
                            supplied: supplied,
                            at: recorded.recordedAt,
                            dueAt: recorded.recordedAt
                        )
                    )
                }
            }
        }
        return orders
    }
}

/// Why a supplier cannot be set up or taken away.
package enum SupplierProblem: Error, Sendable, Hashable {
    /// A field cannot be taken; the reason in words that follow its name.
    case invalid(field: String, reason: String)
    /// There is no supplier of this name.
    case unknown
    /// There are as many as there may be.
    case tooMany(most: Int)
}
