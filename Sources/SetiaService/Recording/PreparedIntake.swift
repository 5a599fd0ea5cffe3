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

    init(
        intake: Intake,
        facts: [UInt8],
        personal: [UInt8]?,
        contentHash: [UInt8],
        claims: [ClaimKey],
        identity: (hash: IdentityHash, value: Identity)?,
        recordedAt: Instant?
    ) {
        self.intake = intake
        self.facts = facts
        self.personal = personal
        self.contentHash = contentHash
        self.claims = claims
        self.identity = identity
        self.recordedAt = recordedAt
    }

    var event: Event { intake.event }

    /// The order that deciding the event needs at hand.
    var order: OrderKey? {
        switch event.matter {
        case .orderReturned(let orderReturn): OrderKey(source: event.source, id: orderReturn.order)
        case .pointsRedeemed(let redemption): redemption.order.map { OrderKey(source: event.source, id: $0) }
        case .pointsCaptured(let capture): capture.order.map { OrderKey(source: event.source, id: $0) }
        default: nil
        }
    }
}

extension SetiaService {
    /// Makes an event ready to be recorded: its facts, the hash of its content and the keys that make it once.
    ///
    /// The hash covers the type, whom it is about and all that was said, but not the id or the time: the same order told
    /// under another id is the same order.
    package func prepare(_ intake: Intake) -> PreparedIntake {
        prepare(intake, recordedAt: nil)
    }

    /// The same for an event of a past that is told (`recordHistory`), with the moment at which it was written down.
    package func prepare(_ intake: Intake, recordedAt: Instant?) -> PreparedIntake {
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
            claims: claims(of: intake.event),
            identity: identity,
            recordedAt: recordedAt
        )
    }

    /// The keys that make an event once: its own, and that of what it tells.
    private func claims(of event: Event) -> [ClaimKey] {
        let own = ClaimKey(source: event.source, kind: .event, key: event.id)
        switch event.matter {
        case .orderPaid(let order): return [own, ClaimKey(source: event.source, kind: .order, key: order.id)]
        case .orderReturned(let orderReturn):
            let key = Key("\(orderReturn.order)\u{1f}\(orderReturn.id)")
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
