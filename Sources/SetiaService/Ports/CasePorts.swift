package import SetiaCore

/// What is kept of cases, to be read; a part of `Archive`.
package protocol CaseArchive {
    /// One case, or none.
    func memberCase(_ id: CaseID) throws -> MemberCase?
    /// A member's cases, the newest first, at most `limit`.
    func memberCases(of member: MemberID, limit: Int) throws -> [MemberCase]
    /// A page of the list, by when they are due and then by id.
    ///
    /// - Parameters:
    ///   - filter: Which part.
    ///   - staff: Who asks; of `mine` only.
    ///   - now: What is due before is late.
    ///   - after: Where the page before ended.
    ///   - limit: At most so many.
    /// - Returns: those of the page.
    /// - Throws: the store's failure.
    func memberCases(_ filter: CaseFilter, of staff: StaffID?, at now: Instant, after: CaseCursor?, limit: Int) throws
        -> [MemberCase]
    /// How many open cases somebody has; who has none is left out.
    func openCases() throws -> [(owner: StaffID, count: Int)]
    /// All cases that came from `from` on and before `until`, in any order.
    func memberCases(openedFrom from: Instant, until: Instant, _ each: (MemberCase) throws -> Void) throws
    /// Cases that were last answered by `moment` and whose member was not asked since, the longest answered first.
    func casesToAsk(answeredBy moment: Instant, limit: Int) throws -> [MemberCase]
    /// The steps of a case, the oldest first.
    func caseSteps(of id: CaseID) throws -> [CaseStep]
    /// Points for this form, or none.
    func compensation(_ id: Identifier, of member: MemberID) throws -> Compensation?
    /// All points for cases of a member, the newest first.
    func compensations(of member: MemberID) throws -> [Compensation]
    /// How much of somebody's budget of a month is gone.
    func compensationSpent(by staff: StaffID, in month: Key) throws -> Points
    /// One improvement, or none.
    func improvement(_ id: Identifier) throws -> Improvement?
    /// All improvements, the newest first, at most `limit`.
    func improvements(limit: Int) throws -> [Improvement]
}

/// What is kept of cases, to be written; a part of `Ledger`.
package protocol CaseLedger: CaseArchive {
    /// Adds a case, or how far it is.
    func save(_ one: MemberCase) throws
    /// Adds a step.
    func add(_ step: CaseStep) throws
    /// Adds points for a case, or what became of them.
    func save(_ compensation: Compensation) throws
    /// Takes from somebody's budget of a month; whether that much was left of `most`.
    func takeFromBudget(_ points: Points, by staff: StaffID, in month: Key, of most: Points) throws -> Bool
    /// Adds an improvement, or changes it.
    func save(_ improvement: Improvement) throws
    /// Gives back what was taken and not given.
    func giveBackToBudget(_ points: Points, by staff: StaffID, in month: Key) throws
}
