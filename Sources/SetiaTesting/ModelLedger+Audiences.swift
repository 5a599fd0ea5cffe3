internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func deeds(_ wish: DeedWish, _ each: (MemberID, MemberDeed) throws -> Void) throws {
        for member in kept.members.keys.sorted() where wish.first <= member && member <= wish.last {
            for stored in kept.events[member] ?? [] where stored.event.occurredAt >= wish.since {
                let matter: MemberDeed.Matter
                switch stored.event.type {
                case .visitCompleted: matter = .visit
                case .stayCompleted: matter = .stay
                default:
                    guard case .orderPaid(let order) = stored.event.matter, let paid = stored.paid else { continue }
                    let record = kept.orders[member]?[OrderKey(source: stored.event.source, id: order.id)]
                    if record?.isReturned == true { continue }
                    let lines = wish.readsLines ? order.lines.kept(after: record?.returned.lines ?? []) : []
                    matter = .order(try kept(of: paid, record), lines: lines)
                }
                try each(member, MemberDeed(at: stored.event.occurredAt, matter))
            }
            guard wish.readsRedemptions else { continue }
            for row in (kept.redemptions[member] ?? [:]).values where row.at >= wish.since && row.kept > 0 {
                try each(member, MemberDeed(at: row.at, .redemption(of: row.reward)))
            }
        }
    }

    func listed(on segment: Key, after: MemberID?, limit: Int) -> [ListingRow] {
        let rows = kept.listings.compactMap { member, own in
            own[segment].flatMap { $0.isIn ? ListingRow(member: member, listing: $0) : nil }
        }
        let wanted = rows.filter { row in after.map { $0 < row.member } ?? true }
        return Array(wanted.sorted { $0.member < $1.member }.prefix(limit))
    }

    func exposures(of campaign: Key, _ each: (MemberID, Exposure) throws -> Void) rethrows {
        for member in kept.exposures.keys.sorted() {
            if let exposure = kept.exposures[member]?[campaign] { try each(member, exposure) }
        }
    }

    func exposureCounts() -> [ExposureCount] {
        var counts: [Key: (treated: Int64, heldOut: Int64)] = [:]
        for exposure in kept.exposures.values.flatMap(\.values) {
            let one = counts[exposure.campaign] ?? (0, 0)
            counts[exposure.campaign] =
                exposure.isHeldOut ? (one.treated, one.heldOut + 1) : (one.treated + 1, one.heldOut)
        }
        return counts.sorted { $0.key < $1.key }.map {
            ExposureCount(campaign: $0.key, treated: $0.value.treated, heldOut: $0.value.heldOut)
        }
    }
}
