package import SetiaCore

/// Where a member is on each ladder at a moment, and what she needs by when.
package struct TiersView: Sendable {
    /// Who.
    package let member: MemberID
    /// The moment.
    package let at: Instant
    /// One a ladder of the programme that holds now, in its order; none before the first programme.
    package let progress: [TierProgress]
    /// The programme, for names and benefits.
    package let programme: Programme?
}

extension SetiaService {
    /// Where a member is on each ladder, all that fell due by now taken as done; none where there is no such member.
    package func tiers(of id: MemberID) async throws -> TiersView? {
        guard let view = try await points(of: id) else { return nil }
        let version = try await currentVersion()
        return TiersView(
            member: id,
            at: view.at,
            progress: version?.progress(of: view.state, at: view.at) ?? [],
            programme: version?.programme
        )
    }
}
