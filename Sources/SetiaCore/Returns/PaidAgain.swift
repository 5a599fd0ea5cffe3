extension OrderKey {
    /// The number under which the order is kept once it has come back whole and is paid again (rule R-11).
    ///
    /// It is what the shop calls it with a count behind it that no shop can write: to the shop it stays one number.
    package var paidAgain: OrderKey {
        let parts = id.text.split(separator: Self.mark, maxSplits: 1)
        let times = parts.count == 2 ? Int(parts[1]) ?? 1 : 1
        return OrderKey(source: source, id: Key("\(id.shopNumber)\(Self.mark)\(times + 1)"))
    }

    /// The order as its shop names it, however often it was paid.
    var asToldByTheShop: OrderKey { OrderKey(source: source, id: id.shopNumber) }

    /// A character that nobody may write in a number.
    fileprivate static let mark: Character = "\u{1f}"
}

extension Key {
    /// An order's number as its shop writes it, however often it was paid.
    package var shopNumber: Key {
        text.utf8.contains(0x1F) ? Key(String(text.prefix { $0 != OrderKey.mark })) : self
    }
}

extension OrderRecord {
    /// Whether a payment of this moment is a new one: all of the order had come back before it (rule R-11).
    ///
    /// One that is older tells once more of what came back since.
    package func mayBePaidAgain(at moment: Instant) -> Bool {
        guard isReturned, let paid else { return false }
        return moment > max(returnedAt ?? paid.at, paid.at)
    }
}

extension Event {
    /// The same about the order under another number; what is about no order stays as it is.
    ///
    /// - Parameter order: The number.
    /// - Returns: the event.
    package func ofOrder(_ order: Key) -> Event {
        let matter: Matter
        switch self.matter {
        case .orderPaid(let paid): matter = .orderPaid(paid.numbered(order))
        case .orderReturned(let back):
            matter = .orderReturned(OrderReturn(order: order, id: back.id, lines: back.lines))
        case .pointsRedeemed(let spent):
            matter = .pointsRedeemed(
                Redemption(id: spent.id, wallet: spent.wallet, points: spent.points, order: order)
            )
        case .pointsCaptured(let capture):
            matter = .pointsCaptured(HoldCapture(hold: capture.hold, points: capture.points, order: order))
        default: return self
        }
        return Event(
            source: source,
            id: id,
            occurredAt: occurredAt,
            store: store,
            channel: channel,
            isAnonymous: isAnonymous,
            minutesAhead: minutesAhead,
            matter: matter
        )
    }
}
