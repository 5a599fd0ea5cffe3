internal import SetiaCore
internal import SetiaService

extension ModelLedger {
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
