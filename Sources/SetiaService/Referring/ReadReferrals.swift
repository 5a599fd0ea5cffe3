internal import JSONText
package import SetiaCore

/// One referral as staff look at it.
package struct ReferralItem: Sendable, Hashable {
    /// Who came.
    package let friend: MemberID
    /// By whose code.
    package let referrer: MemberID
    /// Where it stands; none where nothing came of it.
    package let referral: Referral?
    /// When the code was given.
    package let at: Instant
    /// Who looked at it; none while nobody did.
    package let decidedBy: AuditActor?
    /// When.
    package let decidedAt: Instant?
    /// Why it was decided so; none where that can no longer be read.
    package let note: String?

    /// In one word: where it stands, `review` while somebody must look, `lapsed` once the time to buy is over.
    package func state(at moment: Instant) -> String {
        guard let referral else { return "none" }
        if referral.state.isOpen, referral.isHeld { return "review" }
        return referral.state == .joined && referral.until <= moment ? "lapsed" : referral.state.rawValue
    }
}

/// What a member sees of her friends.
package struct OwnReferrals: Sendable, Hashable {
    /// Her code; none where she can bring nobody.
    package let code: ReferralCode?
    /// What is promised now; none where nothing is.
    package let policy: ReferralPolicy?
    /// Her friends, newest first, each by the first letter of a name, where it is known.
    package let friends: [(friend: Friend, initial: String?)]

    package static func == (one: OwnReferrals, other: OwnReferrals) -> Bool {
        one.code == other.code && one.policy == other.policy
            && one.friends.elementsEqual(other.friends) { $0.friend == $1.friend && $0.initial == $1.initial }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(policy)
    }
}

extension SetiaService {
    /// How many of her friends a member sees.
    package static let mostFriendsShown = 100

    /// A page of referrals, newest friend first; only those that somebody must look at, or all.
    package func referrals(heldOnly: Bool, before: MemberID? = nil, limit: Int) async throws -> [ReferralItem] {
        try await store.reading { archive in
            let stored = try archive.referrals(heldOnly: heldOnly, before: before, limit: limit)
            return try self.items(stored, archive)
        }
    }

    /// The referral by which a member came; none where she came by nobody's code.
    package func referral(of friend: MemberID) async throws -> ReferralItem? {
        try await store.reading { archive in
            guard let stored = try archive.referral(of: friend) else { return nil }
            return try self.items([stored], archive)[0]
        }
    }

    /// What a member sees: her code, what it is worth, and her friends by the first letter of their names.
    ///
    /// - Returns: none where there is no such member.
    package func ownReferrals(of member: MemberID) async throws -> OwnReferrals? {
        let now = surroundings.now()
        let (policy, friends) = try await store.reading {
            archive -> (ReferralPolicy?, [(friend: Friend, initial: String?)]?) in
            guard let state = try archive.states([StateRequest(member: member)])[0] else { return (nil, nil) }
            let policy = try self.configuration(archive).book?.version(at: now).programme.referral
            let newest = Array(state.friends.reversed().prefix(SetiaService.mostFriendsShown))
            let keys = newest.isEmpty ? [] : try archive.keys(of: newest.map(\.member))
            return (
                policy,
                try zip(newest, keys).map { friend, key in
                    let person = try self.open(
                        try archive.person(friend.member)?.document,
                        of: friend.member,
                        with: key
                    )
                    guard case .string(let name)? = person["name"], let first = name.first else { return (friend, nil) }
                    return (friend, String(first).uppercased())
                }
            )
        }
        guard let friends else { return nil }
        let code = policy == nil ? nil : try await referralCode(of: member)
        return OwnReferrals(code: code, policy: policy, friends: friends)
    }

    func items(_ stored: [StoredReferral], _ archive: any Archive) throws -> [ReferralItem] {
        guard !stored.isEmpty else { return [] }
        let states = try archive.states(stored.map { StateRequest(member: $0.friend) })
        return try zip(stored, states).map { one, state in
            var note: String?
            if let sealed = one.note, let key = try archive.keys(of: [one.friend])[0] {
                note = String(
                    decoding: try sealing.open(sealed, of: one.friend, use: .review, with: key),
                    as: UTF8.self
                )
            }
            return ReferralItem(
                friend: one.friend,
                referrer: one.referrer,
                referral: state?.referral,
                at: one.at,
                decidedBy: one.decidedBy,
                decidedAt: one.decidedAt,
                note: note
            )
        }
    }
}
