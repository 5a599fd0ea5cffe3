internal import JSONText
package import SetiaCore

/// An event at the door with all that can be made ready before a transaction begins.
///
/// A class, since it is handed on from step to step: one reference to count instead of a dozen.
package final class PreparedIntake: Sendable {
    let intake: Intake
    let facts: [UInt8]
    let personal: [UInt8]?
    let contentHash: [UInt8]
    let claims: [ClaimKey]
    let identity: (hash: IdentityHash, value: Identity)?
    /// When it was written down, where it comes from a past that is told (`recordHistory`); none is when we write it.
    let recordedAt: Instant?
    /// How it comes to be recorded; all but what somebody has looked at comes by the door.
    let road: Road

    /// How an event comes to be recorded.
    enum Road: Sendable {
        /// It is told: what comes too late waits for somebody, and so does a return of an unknown order.
        case door
        /// It is of a past that is brought along on purpose: it counts however late it is.
        case history
        /// Somebody has looked at it, and it counts by today's rules; its personal part is sealed already.
        case reviewed(sealed: [UInt8]?)
        /// The order that it brings back has come: it counts in its turn; its personal part is sealed already.
        case awaited(sealed: [UInt8]?)
    }

    init(
        intake: Intake,
        facts: [UInt8],
        personal: [UInt8]?,
        contentHash: [UInt8],
        claims: [ClaimKey],
        identity: (hash: IdentityHash, value: Identity)?,
        recordedAt: Instant?,
        road: Road = .door
    ) {
        self.road = road
        self.intake = intake
        self.facts = facts
        self.personal = personal
        self.contentHash = contentHash
        self.claims = claims
        self.identity = identity
        self.recordedAt = recordedAt
    }

    var event: Event { intake.event }

    /// The same, told from others of its keys by this hash.
    func with(contentHash: [UInt8]) -> PreparedIntake {
        PreparedIntake(
            intake: intake,
            facts: facts,
            personal: personal,
            contentHash: contentHash,
            claims: claims,
            identity: identity,
            recordedAt: recordedAt,
            road: road
        )
    }

    /// The same about the order under the number under which it is kept (rule R-11); it says what it said.
    func ofOrder(_ order: Key) -> PreparedIntake {
        let event = event.ofOrder(order)
        return PreparedIntake(
            intake: Intake(event: event, who: intake.who, personal: intake.personal),
            facts: FactsDocument.bytes(of: event),
            personal: personal,
            contentHash: contentHash,
            claims: event.claims,
            identity: identity,
            recordedAt: recordedAt,
            road: road
        )
    }

    /// The order that deciding the event needs at hand.
    var order: OrderKey? { event.laterOrder }
}

extension SetiaService {
    /// Makes an event ready to be recorded: its facts, the hash of its content and the keys that make it once.
    ///
    /// The hash covers the type, whom it is about and all that was said, but not the id or the time: the same order told
    /// under another id is the same order.
    package func prepare(_ intake: Intake) -> PreparedIntake {
        prepare(intake, recordedAt: nil, road: .door)
    }

    /// The same for an event of a past that is brought along, as from a file: it counts however late it is.
    package func prepareHistory(_ intake: Intake) -> PreparedIntake {
        prepare(intake, recordedAt: nil, road: .history)
    }

    /// The same for an event of a past that is told (`recordHistory`), with the moment at which it was written down.
    package func prepare(_ intake: Intake, recordedAt: Instant) -> PreparedIntake {
        prepare(intake, recordedAt: recordedAt, road: .history)
    }

    private func prepare(_ intake: Intake, recordedAt: Instant?, road: PreparedIntake.Road) -> PreparedIntake {
        let facts = FactsDocument.bytes(of: intake.event)
        let personal = intake.personal.members.isEmpty ? nil : JSON.object(intake.personal).canonical
        var content = Array(intake.event.type.rawValue.utf8) + [0]
        var identity: (hash: IdentityHash, value: Identity)?
        switch intake.who {
        case .member(let member): content += Array(member.text.utf8)
        case .identity(let value):
            content += Array("\(value.kind.rawValue):\(value.value)".utf8)
            identity = (sealing.identityHash(value), value)
        case .nobody: break
        }
        content.append(0)
        content += facts
        content.append(0)
        // What the way here added, such as a trace's id, is another each time and no part of what is told.
        let told = JSONObject(intake.personal.members.filter { $0.key != "cloudevent" }.map { ($0.key, $0.value) })
        if !told.members.isEmpty { content += JSON.object(told).canonical }
        return PreparedIntake(
            intake: intake,
            facts: facts,
            personal: personal,
            contentHash: sealing.contentHash(content),
            claims: intake.event.claims,
            identity: identity,
            recordedAt: recordedAt,
            road: road
        )
    }
}

extension Event {
    /// The keys that make an event once: its own, and that of what it tells.
    var claims: [ClaimKey] {
        let own = ClaimKey(source: source, kind: .event, key: id)
        switch matter {
        case .orderPaid(let order): return [own, ClaimKey(source: source, kind: .order, key: order.id)]
        case .orderReturned(let orderReturn):
            let key = Key("\(orderReturn.order.shopNumber)\u{1f}\(orderReturn.id)")
            return [own, ClaimKey(source: source, kind: .orderReturn, key: key)]
        case .pointsRedeemed(let redemption):
            return [own, ClaimKey(source: source, kind: .redemption, key: redemption.id)]
        case .pointsHeld(let hold): return [own, ClaimKey(source: source, kind: .hold, key: hold.id)]
        case .pointsCaptured(let capture):
            return [own, ClaimKey(source: source, kind: .capture, key: capture.hold)]
        case .pointsTransferred(let transfer):
            return [own, ClaimKey(source: source, kind: .transfer, key: transfer.id)]
        case .rewardRedeemed(let wish): return [own, ClaimKey(source: source, kind: .reward, key: wish.id)]
        case .voucherRedeemed(let cart):
            return [own, ClaimKey(source: source, kind: .cart, key: cart.cart)]
        case .voucherReleased(let cart):
            return [own, ClaimKey(source: source, kind: .cartRelease, key: cart.cart)]
        case .householdChanged(.redeemed(let redemption, _, _, _)), .householdChanged(.dropped(let redemption)):
            return [own, ClaimKey(source: source, kind: .redemption, key: redemption)]
        case .pointsReleased(let hold): return [own, ClaimKey(source: source, kind: .release, key: hold)]
        default: return [own]
        }
    }
}
