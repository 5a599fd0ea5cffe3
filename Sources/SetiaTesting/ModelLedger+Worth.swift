internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func paidOrders(_ each: (PaidOrder) throws -> Void) throws {
        for (member, events) in kept.events where kept.members[member]?.isGuest == false {
            for stored in events {
                guard case .orderPaid(let order) = stored.event.matter, let paid = stored.paid else { continue }
                let record = kept.orders[member]?[OrderKey(source: stored.event.source, id: order.id)]
                if record?.isReturned == true { continue }
                let total = try self.kept(of: paid, record)
                try each(PaidOrder(member: member, at: paid.at, total: total, of: order))
            }
        }
    }

    func gifts(_ each: (MemberID, Instant, Key, Int64) throws -> Void) throws {
        for (member, rows) in kept.redemptions {
            for row in rows.values where row.wallet == nil && row.captured > row.rolledBack {
                try each(member, row.at, row.reward, row.captured - row.rolledBack)
            }
        }
    }

    func broadcastSides(_ broadcast: Identifier, _ each: (MemberID, Bool) throws -> Void) throws {
        for contact in kept.contacts.contacts.values.flatMap(\.values) where contact.broadcast == broadcast {
            switch contact.decision.verdict {
            case .sent: try each(contact.member, false)
            case .withheld where contact.decision.reason == .holdOut: try each(contact.member, true)
            case .withheld, .dropped, .digested, .deferred, .blocked: continue
            }
        }
    }

    func advocacy() -> Advocacy {
        var advocacy = Advocacy()
        let types: Set<EventType> = [.referralMade, .reviewPublished, .communityHelped]
        for (member, events) in kept.events {
            for stored in events {
                if case .referralChanged(.friend(let news)) = stored.event.matter { advocacy.add(member, news) }
                guard types.contains(stored.event.type) else { continue }
                advocacy.add(member, isPaid: stored.decision.entries.contains { $0.kind == .earn })
            }
        }
        advocacy.finish()
        return advocacy
    }
}
