internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func referral(of friend: MemberID) -> StoredReferral? { kept.staff.referrals[friend] }

    func referrals(heldOnly: Bool, before: MemberID?, limit: Int) -> [StoredReferral] {
        let wanted = kept.staff.referrals.values.filter { stored in
            (!heldOnly || stored.isHeld) && before.map { stored.friend < $0 } ?? true
        }
        return Array(wanted.sorted { $1.friend < $0.friend }.prefix(limit))
    }

    func referrals(from place: ReferralPlace, since: Instant) -> Int64 {
        let found = kept.staff.referrals.values.filter { stored in
            guard stored.at > since else { return false }
            return switch place {
            case .address(let hash): stored.address == hash
            case .device(let hash): stored.device == hash
            }
        }
        return Int64(found.count)
    }

    func save(_ referral: StoredReferral) {
        guard let known = kept.staff.referrals[referral.friend] else {
            kept.staff.referrals[referral.friend] = referral
            return
        }
        // From where she came stays what it was.
        kept.staff.referrals[referral.friend] = StoredReferral(
            friend: known.friend,
            referrer: known.referrer,
            at: known.at,
            address: known.address,
            device: known.device,
            isHeld: referral.isHeld,
            decidedBy: referral.decidedBy,
            decidedAt: referral.decidedAt,
            note: referral.note
        )
    }
}
