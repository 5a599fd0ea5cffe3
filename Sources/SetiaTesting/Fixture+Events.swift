package import SetiaCore
package import SetiaService

extension Fixture {
    /// A member's id that stands for a number; numbers and ids sort alike.
    package static func member(_ number: Int) -> MemberID {
        MemberID(Identifier(high: 0x0190_0000_0000_7000, low: 1 << 63 | UInt64(number)))
    }

    /// A paid order of one line.
    package static func order(
        _ id: Key,
        _ minorUnits: Int64,
        currency: Currency = ringgit,
        at: Instant = newYear,
        source: Key = "shop",
        isAnonymous: Bool = false
    ) -> Event {
        let line = Order.Line(sku: "kopi-o", quantity: 2, net: minorUnits, categories: ["coffee", "hot"])
        guard let order = Order(id: id, currency: currency, lines: [line]) else {
            preconditionFailure("no order of \(minorUnits)")
        }
        return Event(
            source: source,
            id: Key("paid-\(id)"),
            occurredAt: at,
            channel: "till",
            isAnonymous: isAnonymous,
            matter: .orderPaid(order)
        )
    }

    /// The same order coming back.
    package static func orderReturn(_ order: Key, at: Instant = newYear, source: Key = "shop") -> Event {
        Event(
            source: source,
            id: Key("returned-\(order)"),
            occurredAt: at,
            matter: .orderReturned(OrderReturn(order: order, id: "1"))
        )
    }

    /// A part of the first line of an order coming back.
    package static func partialReturn(_ order: Key, _ amount: Int64, id: Key, at: Instant = newYear) -> Event {
        let line = OrderReturn.Line(number: 1, amount: money(amount))
        return Event(
            source: "shop",
            id: Key("returned-\(order)-\(id)"),
            occurredAt: at,
            matter: .orderReturned(OrderReturn(order: order, id: id, lines: [line]))
        )
    }

    /// Joining the programme.
    package static func enrolment(_ id: Key, at: Instant = newYear, facts: MemberFacts = MemberFacts()) -> Event {
        Event(source: "shop", id: Key("joined-\(id)"), occurredAt: at, matter: .memberEnrolled(facts))
    }

    /// Spending points.
    package static func redemption(_ id: Key, _ points: Int64, order: Key? = nil, at: Instant = newYear) -> Event {
        Event(
            source: "shop",
            id: Key("spent-\(id)"),
            occurredAt: at,
            matter: .pointsRedeemed(Redemption(id: id, wallet: "points", points: Points(points), order: order))
        )
    }

    /// Points by hand.
    package static func adjustment(_ id: Key, _ points: Int64, at: Instant = newYear) -> Event {
        Event(
            source: "setia",
            id: id,
            occurredAt: at,
            matter: .pointsAdjusted(Adjustment(wallet: "points", points: Points(points)))
        )
    }

    /// The event as it is written once it is decided.
    package static func recorded(
        _ event: Event,
        _ decision: Decision,
        sealed: [UInt8]? = nil,
        recordedAt: Instant? = nil
    ) -> MemberPart.RecordedEvent {
        MemberPart.RecordedEvent(
            event: event,
            facts: FactsDocument.bytes(of: event),
            sealed: sealed,
            contentHash: FNV.bytes(FactsDocument.bytes(of: event)),
            claims: claims(of: event),
            recordedAt: recordedAt ?? event.occurredAt.adding(milliseconds: 1_500),
            decision: decision
        )
    }

    /// What is written for a member after `events` that the programme accepts.
    ///
    /// - Throws: the `Refusal` of the first that it does not.
    package static func part(
        _ state: MemberState,
        newcomer: MemberPart.Newcomer? = nil,
        sealed: [UInt8]? = nil,
        _ events: Event...
    ) throws -> MemberPart {
        var state = state
        var recorded: [MemberPart.RecordedEvent] = []
        for event in events {
            let decided = try decide(version, state, event)
            state = decided.state
            recorded.append(self.recorded(event, decided.decision, sealed: sealed))
        }
        return MemberPart(state: state, newcomer: newcomer, events: recorded)
    }

    /// What is written for a new member of that number who has an e-mail address, after `events`.
    package static func newcomer(_ number: Int, _ events: Event...) throws -> MemberPart {
        var state = MemberState(member: member(number))
        var recorded: [MemberPart.RecordedEvent] = []
        for event in events {
            let decided = try decide(version, state, event)
            state = decided.state
            recorded.append(self.recorded(event, decided.decision, sealed: Array("sealed \(event.id)".utf8)))
        }
        return MemberPart(
            state: state,
            newcomer: MemberPart.Newcomer(
                key: WrappedKey(epoch: "2026-01", bytes: Array("key of \(number)".utf8)),
                identities: [identity(number)],
                person: Array("person \(number)".utf8)
            ),
            events: recorded
        )
    }

    /// The address that stands for a number, as it is kept.
    package static func identity(_ number: Int, at: Instant = newYear) -> SealedIdentity {
        let value = Array("person\(number)@example.com".utf8)
        return SealedIdentity(
            hash: IdentityHash(kind: .email, bytes: FNV.bytes(value)),
            sealed: value.reversed(),
            evidence: "event",
            addedAt: at
        )
    }

    /// The keys that make an event once, its own first.
    package static func claims(of event: Event) -> [ClaimKey] {
        let own = ClaimKey(source: event.source, kind: .event, key: event.id)
        switch event.matter {
        case .orderPaid(let order): return [own, ClaimKey(source: event.source, kind: .order, key: order.id)]
        case .orderReturned(let orderReturn):
            let key = Key("\(orderReturn.order)/\(orderReturn.id)")
            return [own, ClaimKey(source: event.source, kind: .orderReturn, key: key)]
        case .pointsRedeemed(let redemption):
            return [own, ClaimKey(source: event.source, kind: .redemption, key: redemption.id)]
        case .pointsHeld(let hold): return [own, ClaimKey(source: event.source, kind: .hold, key: hold.id)]
        case .pointsCaptured(let capture):
            return [own, ClaimKey(source: event.source, kind: .capture, key: capture.hold)]
        case .pointsTransferred(let transfer):
            return [own, ClaimKey(source: event.source, kind: .transfer, key: transfer.id)]
        case .pointsReleased(let hold): return [own, ClaimKey(source: event.source, kind: .release, key: hold)]
        default: return [own]
        }
    }
}
