package import SetiaCore

/// What a member gets without a code, and in which version of the programme.
package struct MemberOffers: Sendable {
    /// What is for her before what is for all.
    package let offers: [MemberOffer]
    /// The version that says so.
    package let version: ProgrammeVersion?
    /// As she stands.
    package let state: MemberState
}

extension SetiaService {
    /// What a member gets without a code now, as far as it hangs on her (rule V-18); none where there is no such member.
    ///
    /// - Throws: the world's trouble.
    package func offers(of member: MemberID) async throws -> MemberOffers? {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard var state = try archive.states([StateRequest(member: member)])[0] else { return nil }
            guard let version = try self.configuration(archive).book?.version(at: now) else {
                return MemberOffers(offers: [], version: nil, state: state)
            }
            if let due = state.nextDue, due <= now {
                let time = Event(source: "setia/offers", id: "", occurredAt: now, matter: .timePassed)
                if let later = try? decide(version, state, time).state { state = later }
            }
            let mayRunOut = version.programme.hasPromotionsThatRunOut
            let uses = mayRunOut ? try archive.promotionUses() : []
            return MemberOffers(
                offers: version.offers(for: state, at: max(now, state.clock), uses: uses),
                version: version,
                state: state
            )
        }
    }
}
