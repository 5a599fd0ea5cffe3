/// Where a member stands with the brand.
package enum MemberStatus: String, Sendable, Hashable, CaseIterable {
    /// Known, not enrolled: points collect and wait, nothing can be spent.
    case prospect
    /// Enrolled.
    case active
    /// Enrolled, and stopped by staff: earns, cannot spend.
    case suspended
    /// Left the programme: neither earns nor spends.
    case closed
    /// Left, and everything personal is unreadable; the ledger stays and names nobody.
    case erased
}

/// What rules may know of a member that is not her doings: facts that name nobody.
///
/// Set by `member.enrolled` and `member.changed`; everything else about a person is sealed and never reaches a rule.
package struct MemberFacts: Sendable, Hashable {
    /// ISO 3166-1 alpha-2, such as `MY`.
    package var country: Key?
    /// A language of the programme, such as `th`.
    package var language: Key?
    /// A band and never a birthday, such as `25-34`.
    package var ageBand: Key?

    /// Facts, each of which may be unknown.
    package init(country: Key? = nil, language: Key? = nil, ageBand: Key? = nil) {
        self.country = country
        self.language = language
        self.ageBand = ageBand
    }

    /// These facts with those of `newer` in their place, where it has any.
    package func updated(by newer: MemberFacts) -> MemberFacts {
        MemberFacts(
            country: newer.country ?? country,
            language: newer.language ?? language,
            ageBand: newer.ageBand ?? ageBand
        )
    }
}
