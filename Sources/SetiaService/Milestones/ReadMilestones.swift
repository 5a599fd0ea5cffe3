package import SetiaCore

/// A member's milestones at a moment.
package struct MilestonesView: Sendable {
    /// Who.
    package let member: MemberID
    /// The moment.
    package let at: Instant
    /// One a milestone, in the order of the programme.
    package let milestones: [MilestoneProgress]
    /// The programme, for names and zones; none before the first one.
    package let version: ProgrammeVersion?
}

extension SetiaService {
    /// How far a member is from each milestone, and what she had (rule M-9); none where there is no such member.
    package func milestones(of id: MemberID) async throws -> MilestonesView? {
        guard let view = try await points(of: id) else { return nil }
        let version = try await currentVersion()
        return MilestonesView(
            member: id,
            at: view.at,
            milestones: version?.milestones(of: view.state, at: view.at) ?? [],
            version: version
        )
    }
}
