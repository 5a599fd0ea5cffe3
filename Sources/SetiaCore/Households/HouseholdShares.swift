/// What each member of a household gives to a redemption (rules H-3 and H-4).
///
/// - Parameters:
///   - points: How many are wanted; above 0.
///   - wallet: Of which wallet.
///   - members: Where each stands who belongs to it, who redeems first.
///   - share: Whose points go first.
///   - moment: When.
/// - Returns: A part for each who gives something, in the order given; none where all together have too few.
package func householdParts(
    of points: Points,
    in wallet: Key,
    from members: [MemberState],
    by share: HouseholdPolicy.Share,
    at moment: Instant
) -> [HouseholdPart]? {
    let held = members.map { max(0, $0.account(wallet)?.standing(at: moment).available.units ?? 0) }
    var sum: Int64 = 0
    for one in held {
        let (more, overflow) = sum.addingReportingOverflow(one)
        sum = overflow ? .max : more
    }
    guard sum >= points.units else { return nil }
    let parts: [Int64] =
        switch share {
        case .even: evenly(points.units, held)
        case .expiry:
            byExpiry(
                points.units,
                held,
                members.map { $0.account(wallet)?.lots.filter { $0.isActive(at: moment) } ?? [] }
            )
        }
    return zip(members, parts).compactMap { member, part in
        part > 0 ? HouseholdPart(member: member.member, points: Points(part)) : nil
    }
}

/// As many of each; who has fewer gives all, and a point that is left over is of whoever has most.
private func evenly(_ points: Int64, _ held: [Int64]) -> [Int64] {
    var (parts, missing) = (held.map { _ in Int64(0) }, points)
    while missing > 0 {
        let open = held.indices.filter { held[$0] > parts[$0] }
        let each = missing / Int64(open.count)
        guard each > 0 else {
            for place in open.sorted(by: { (held[$0], $1) > (held[$1], $0) }).prefix(Int(missing)) { parts[place] += 1 }
            break
        }
        for place in open {
            let more = min(each, held[place] - parts[place])
            parts[place] += more
            missing -= more
        }
    }
    return parts
}

/// What lapses first; of what lapses together, that of who stands first.
private func byExpiry(_ points: Int64, _ held: [Int64], _ lots: [[Lot]]) -> [Int64] {
    var (parts, missing) = (held.map { _ in Int64(0) }, points)
    let all = lots.indices.flatMap { place in lots[place].map { (place: place, lot: $0) } }
    let sorted = all.sorted { one, other in
        one.place == other.place
            ? one.lot.isSpentBefore(other.lot)
            : (one.lot.expiresAt?.milliseconds ?? .max, one.place) < (
                other.lot.expiresAt?.milliseconds ?? .max, other.place
            )
    }
    for (place, lot) in sorted where missing > 0 {
        let more = min(missing, lot.left.units, held[place] - parts[place])
        parts[place] += more
        missing -= more
    }
    return parts
}
