package import SetiaCore

/// A member's place on a list, as it is kept beside her state.
package struct ListingRow: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// Which list, and since when.
    package let listing: Listing

    /// A row.
    package init(member: MemberID, listing: Listing) {
        self.member = member
        self.listing = listing
    }
}

/// A member's first time of a campaign, as it is kept beside her state.
package struct ExposureRow: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// Which campaign, when, and whether she is held out.
    package let exposure: Exposure

    /// A row.
    package init(member: MemberID, exposure: Exposure) {
        self.member = member
        self.exposure = exposure
    }
}

/// How many members could have got something of a campaign.
package struct ExposureCount: Sendable, Hashable {
    /// Which.
    package let campaign: Key
    /// Who had part in it.
    package let treated: Int64
    /// Who was held out.
    package let heldOut: Int64

    /// A count.
    package init(campaign: Key, treated: Int64, heldOut: Int64) {
        self.campaign = campaign
        self.treated = treated
        self.heldOut = heldOut
    }
}

extension MemberPart {
    /// The rows of lists that its events change.
    package var listings: [ListingRow] {
        guard !state.lists.isEmpty else { return [] }
        return state.lists.filter { listing in
            events.contains { recorded in
                recorded.decision.reasons.contains { reason in
                    guard case .audience(let step) = reason else { return false }
                    return (step.kind == .listed || step.kind == .unlisted) && step.segment == listing.segment
                }
            }
        }
        .map { ListingRow(member: state.member, listing: $0) }
    }

    /// The rows of first times that its events make.
    package var exposures: [ExposureRow] {
        guard !state.exposures.isEmpty else { return [] }
        return state.exposures.filter { exposure in
            events.contains { recorded in
                recorded.decision.reasons.contains { reason in
                    guard case .audience(let step) = reason else { return false }
                    return step.isExposure && step.campaign == exposure.campaign
                }
            }
        }
        .map { ExposureRow(member: state.member, exposure: $0) }
    }
}

/// Of whom deeds are read, since when and which.
package struct DeedWish: Sendable, Hashable {
    /// The first member, by id.
    package let first: MemberID
    /// The last one, who is among them.
    package let last: MemberID
    /// From when on.
    package let since: Instant
    /// Whether lines of orders are wanted.
    package let readsLines: Bool
    /// Whether rewards are wanted.
    package let readsRedemptions: Bool

    /// A wish.
    package init(first: MemberID, last: MemberID, since: Instant, readsLines: Bool, readsRedemptions: Bool) {
        self.first = first
        self.last = last
        self.since = since
        self.readsLines = readsLines
        self.readsRedemptions = readsRedemptions
    }
}

/// Lists and first times, to be read; a part of `Archive`.
package protocol AudienceArchive: AnyObject {
    /// What members did since a moment that segments count, in any order: orders of which something is kept, with what is
    /// kept of them, visits, stays, and rewards where they are wanted. One pass over an index, whatever they did before.
    func deeds(_ wish: DeedWish, _ each: (MemberID, MemberDeed) throws -> Void) throws
    /// Who stands on a list, by id, behind one of them, at most `limit`.
    func listed(on segment: Key, after: MemberID?, limit: Int) throws -> [ListingRow]
    /// All first times of a campaign, by member.
    func exposures(of campaign: Key, _ each: (MemberID, Exposure) throws -> Void) throws
    /// How many there are of each campaign, by its key.
    func exposureCounts() throws -> [ExposureCount]
}
