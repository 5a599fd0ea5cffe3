internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// All that the model keeps of cases.
struct KeptCases: Sendable {
    var cases: [CaseID: MemberCase] = [:]
    var steps: [CaseID: [CaseStep]] = [:]
    /// By member and then by form.
    var compensations: [MemberID: [Identifier: Compensation]] = [:]
    /// By staff and then by month.
    var spent: [StaffID: [Key: Points]] = [:]
    var improvements: [Identifier: Improvement] = [:]

    /// What an erased member leaves.
    mutating func erase(_ member: MemberID, at now: Instant) {
        for (id, one) in cases where id.member == member {
            var one = one
            one.endWithMember(at: now)
            cases[id] = one
            steps[id] = steps[id]?.map { step in
                CaseStep(
                    caseID: id,
                    number: step.number,
                    at: step.at,
                    what: step.what,
                    state: step.state,
                    author: step.author,
                    sealed: nil
                )
            }
        }
    }
}

extension ModelLedger {
    func memberCase(_ id: CaseID) -> MemberCase? { kept.cases.cases[id] }

    func memberCases(of member: MemberID, limit: Int) -> [MemberCase] {
        let own = kept.cases.cases.values.filter { $0.id.member == member }
        return Array(own.sorted { $0.id.identifier > $1.id.identifier }.prefix(limit))
    }

    func memberCases(_ filter: CaseFilter, of staff: StaffID?, at now: Instant, after: CaseCursor?, limit: Int)
        -> [MemberCase]
    {
        let wanted = kept.cases.cases.values.filter { one in
            switch filter {
            case .open: one.isOpen
            case .mine: one.isOpen && one.owner != nil && one.owner == staff
            case .unassigned: one.isOpen && one.owner == nil
            case .late: one.isLate(at: now)
            case .closed: !one.isOpen
            }
        }
        let rest = wanted.filter { one in
            after.map { ($0.dueAt, $0.identifier) < (one.dueAt, one.id.identifier) } ?? true
        }
        let sorted = rest.sorted { ($0.dueAt, $0.id.identifier) < ($1.dueAt, $1.id.identifier) }
        return Array(sorted.prefix(limit))
    }

    func openCases() -> [(owner: StaffID, count: Int)] {
        let owners = kept.cases.cases.values.compactMap { $0.isOpen ? $0.owner : nil }
        return Dictionary(grouping: owners) { $0 }.map { ($0.key, $0.value.count) }.sorted { $0.owner < $1.owner }
    }

    func memberCases(openedFrom from: Instant, until: Instant, _ each: (MemberCase) throws -> Void) throws {
        for one in kept.cases.cases.values where one.openedAt >= from && one.openedAt < until { try each(one) }
    }

    func casesToAsk(answeredBy moment: Instant, limit: Int) -> [MemberCase] {
        let due = kept.cases.cases.values.filter { one in
            one.askedAt == nil && one.answeredAt.map { $0 <= moment } ?? false
        }
        func place(_ one: MemberCase) -> (Int64, Identifier) { (one.answeredAt?.milliseconds ?? 0, one.id.identifier) }
        return Array(due.sorted { place($0) < place($1) }.prefix(limit))
    }

    func caseSteps(of id: CaseID) -> [CaseStep] { kept.cases.steps[id] ?? [] }

    func compensation(_ id: Identifier, of member: MemberID) -> Compensation? { kept.cases.compensations[member]?[id] }

    func compensations(of member: MemberID) -> [Compensation] {
        kept.cases.compensations[member, default: [:]].values.sorted { $0.id > $1.id }
    }

    func compensationSpent(by staff: StaffID, in month: Key) -> Points { kept.cases.spent[staff]?[month] ?? .zero }

    func save(_ one: MemberCase) { kept.cases.cases[one.id] = one }

    func add(_ step: CaseStep) throws {
        guard !caseSteps(of: step.caseID).contains(where: { $0.number == step.number }) else {
            throw StoreFailure.broken("a step is added once")
        }
        kept.cases.steps[step.caseID, default: []].append(step)
    }

    func save(_ given: Compensation) { kept.cases.compensations[given.caseID.member, default: [:]][given.id] = given }

    func takeFromBudget(_ points: Points, by staff: StaffID, in month: Key, of most: Points) -> Bool {
        let sum = compensationSpent(by: staff, in: month).units + points.units
        guard sum <= most.units else { return false }
        kept.cases.spent[staff, default: [:]][month] = Points(sum)
        return true
    }

    func improvement(_ id: Identifier) -> Improvement? { kept.cases.improvements[id] }

    func improvements(limit: Int) -> [Improvement] {
        Array(kept.cases.improvements.values.sorted { $0.id > $1.id }.prefix(limit))
    }

    func save(_ improvement: Improvement) { kept.cases.improvements[improvement.id] = improvement }

    func giveBackToBudget(_ points: Points, by staff: StaffID, in month: Key) {
        let sum = compensationSpent(by: staff, in: month).units - points.units
        kept.cases.spent[staff, default: [:]][month] = Points(sum)
    }
}
