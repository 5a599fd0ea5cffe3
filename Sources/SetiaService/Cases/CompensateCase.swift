internal import SetiaCare
package import SetiaCore

extension SetiaService {
    /// Gives points for a case out of the budget of whoever gives (rule J-6).
    ///
    /// Within the limit of her role they move at once, else when a second person agrees, as with all points by hand
    /// (rule S-7). What waits is taken from her budget already; it comes back where the second person says no.
    ///
    /// - Parameters:
    ///   - id: For which case.
    ///   - wallet: Of which wallet.
    ///   - points: More than none.
    ///   - reason: Why, in her words.
    ///   - formID: The form's own: sent twice it does once.
    ///   - session: Who gives.
    /// - Returns: what was done, or what waits.
    /// - Throws: `CaseRefusal`, `StaffRefusal`; `Refusal` where the programme says no; nothing was changed then.
    package func compensate(
        _ id: CaseID,
        wallet: Key,
        points: Points,
        reason: String,
        formID: Identifier,
        by session: StaffSession
    ) async throws -> AdjustmentOutcome {
        guard points.units > 0, points.units <= 1_000_000_000 else { throw CaseRefusal.wrongPoints }
        let now = surroundings.now()
        let outcome = try await store.writing { ledger -> AdjustmentOutcome in
            let staff = try self.account(of: session, may: .adjustPoints, ledger).member
            try self.allowAnswering(session.actor, ledger)
            let (found, _, key) = try self.held(id, in: ledger)
            var one = found
            let known = try ledger.compensation(formID, of: id.member)
            let month = try self.budgetMonth(at: now, ledger)
            if known == nil {
                let most = RoleTable.compensationBudget(of: staff.role)
                guard try ledger.takeFromBudget(points, by: staff.id, in: month, of: most) else {
                    let spent = try ledger.compensationSpent(by: staff.id, in: month)
                    throw CaseRefusal.budgetSpent(left: Points(max(0, most.units - spent.units)))
                }
            }
            let outcome = try self.adjustPoints(
                of: id.member,
                wallet: wallet,
                points: points,
                reason: reason,
                formID: formID,
                by: staff,
                at: now,
                ledger
            )
            guard known == nil else { return outcome }
            var given = Compensation(
                id: formID,
                caseID: id,
                staff: staff.id,
                month: month,
                wallet: wallet,
                points: points,
                at: now,
                state: .waiting
            )
            if case .done = outcome { given.state = .given }
            try ledger.save(given)
            try self.add(
                .points,
                "\(points)",
                to: &one,
                key,
                by: .staff(staff.id, name: staff.name),
                at: now,
                in: ledger
            )
            if given.state == .given { try self.take(given, into: &one, at: now, ledger) }
            try ledger.save(one)
            return outcome
        }
        changeSignal.tell([id.member])
        return outcome
    }

    /// What is left of somebody's budget of this month.
    package func compensationLeft(_ session: StaffSession) async throws -> Points {
        let now = surroundings.now()
        return try await store.reading { archive in
            let staff = try self.account(of: session, archive).member
            let spent = try archive.compensationSpent(by: staff.id, in: try self.budgetMonth(at: now, archive))
            return Points(max(0, RoleTable.compensationBudget(of: staff.role).units - spent.units))
        }
    }

    /// What a request that was decided means for the case that it was asked for, if it was for one.
    func settleCompensation(_ request: ApprovalRequest, at now: Instant, _ ledger: any Ledger) throws {
        guard var given = try ledger.compensation(request.id, of: request.member), given.state == .waiting else {
            return
        }
        guard request.state == .approved else {
            given.state = .declined
            try ledger.save(given)
            try ledger.giveBackToBudget(given.points, by: given.staff, in: given.month)
            return
        }
        given.state = .given
        try ledger.save(given)
        guard var one = try ledger.memberCase(given.caseID) else { return }
        try take(given, into: &one, at: now, ledger)
        try ledger.save(one)
    }

    private func take(_ given: Compensation, into one: inout MemberCase, at now: Instant, _ ledger: any Ledger) throws {
        one.given = Points(one.given.units + given.points.units)
        if one.kind.isTrouble, one.state == .answered { one.state = .compensated }
        try tell(.offered, of: one, by: .program(name: "setia"), once: "points/\(given.id.text)", at: now, in: ledger)
    }

    /// The month of the programme's days, such as `2026-03`.
    private func budgetMonth(at now: Instant, _ archive: any Archive) throws -> Key {
        let version = try configuration(archive).published().version(at: now)
        return SurveyWave(.month, holding: version.zone.day(of: now)).key
    }
}
