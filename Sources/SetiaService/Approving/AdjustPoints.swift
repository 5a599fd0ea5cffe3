internal import JSONText
package import SetiaCore

extension SetiaService {
    /// Gives or takes points by hand: at once within the limit of her role, else when a second person agrees (rule S-7).
    ///
    /// - Parameters:
    ///   - member: Whose.
    ///   - wallet: Of which wallet.
    ///   - points: Above 0 gives, below takes.
    ///   - reason: Why, in her words; sealed, as all that is personal.
    ///   - formID: The form's own, made when it was drawn: sent twice it does once.
    ///   - session: Who asks.
    /// - Returns: what was done, or what waits.
    /// - Throws: `StaffRefusal`; `Refusal` where the programme says no; nothing was changed then.
    package func adjustPoints(
        of member: MemberID,
        wallet: Key,
        points: Points,
        reason: String,
        formID: Identifier,
        by session: StaffSession
    ) async throws -> AdjustmentOutcome {
        let now = surroundings.now()
        return try await store.writing { ledger in
            let staff = try self.account(of: session, may: .adjustPoints, ledger).member
            return try self.adjustPoints(
                of: member,
                wallet: wallet,
                points: points,
                reason: reason,
                formID: formID,
                by: staff,
                at: now,
                ledger
            )
        }
    }

    /// Gives or takes points by hand in a transaction that others share, by somebody who may.
    func adjustPoints(
        of member: MemberID,
        wallet: Key,
        points: Points,
        reason: String,
        formID: Identifier,
        by staff: StaffMember,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> AdjustmentOutcome {
        let reason = try StaffText.words(reason, .reason)
        try refuseOwn(member, staff, ledger)
        guard points != .zero, points.units.magnitude <= 1_000_000_000 else {
            throw StaffRefusal.invalid(.points, .outOfRange)
        }
        let kind = ApprovalRequest.Kind.adjustment(member: member, wallet: wallet, points: points)
        if let stored = try ledger.approvalRequest(formID) {
            let known = try opened(stored, ledger)
            guard known.kind == kind, known.requestedBy == staff.id, known.reason == reason else {
                throw StaffRefusal.formChanged
            }
            return .queued(known)
        }
        try check(wallet, ledger)
        guard points.units.magnitude > UInt64(staff.role.adjustmentLimit.units) else {
            let receipt = try adjust(
                member,
                wallet,
                points,
                id: formID,
                words: ["reason": .string(reason), "staff": .string(staff.id.text)],
                at: now,
                ledger
            )
            if !receipt.isReplay {
                let details = ["points": "\(points)", "wallet": wallet.text]
                let line = entry(
                    .pointsAdjusted,
                    by: staff.actor,
                    at: now,
                    member: member,
                    subject: receipt.id.text,
                    details: details
                )
                try ledger.add(line)
            }
            return .done(receipt)
        }
        return .queued(try ask(kind, of: member, reason: reason, formID: formID, by: staff, at: now, ledger))
    }

    /// Records points by hand in a transaction that others share.
    func adjust(
        _ member: MemberID,
        _ wallet: Key,
        _ points: Points,
        id: Identifier,
        words: JSONObject,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> Receipt {
        let event = Event(
            source: "setia/console",
            id: Key(id.text),
            occurredAt: now,
            channel: "console",
            matter: .pointsAdjusted(Adjustment(wallet: wallet, points: points))
        )
        let prepared = prepare(Intake(event: event, who: .member(member), personal: words))
        switch try record([prepared], now: now, in: ledger)[0] {
        case .recorded(let receipt): return receipt
        case .refused(.conflictingDuplicate): throw StaffRefusal.formChanged
        case .refused(.unknownMember): throw StaffRefusal.unknownMember
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("points by hand never wait")
        case .failed(let error): throw error
        }
    }

    private func check(_ wallet: Key, _ archive: any Archive) throws {
        let programme = try configuration(archive).published().version(at: surroundings.now()).programme
        guard programme.wallets.contains(where: { $0.key == wallet }) else {
            throw StaffRefusal.invalid(.wallet, .unknownWallet(wallet))
        }
    }

    private func ask(
        _ kind: ApprovalRequest.Kind,
        of member: MemberID,
        reason: String,
        formID: Identifier,
        by staff: StaffMember,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> ApprovalRequest {
        let event = ClaimKey(source: "setia/console", kind: .event, key: Key(formID.text))
        guard try ledger.claims([event])[0] == nil else { throw StaffRefusal.formChanged }
        guard let state = try ledger.states([StateRequest(member: member)])[0] else { throw StaffRefusal.unknownMember }
        guard state.status != .erased, let key = try ledger.keys(of: [member])[0] else {
            throw Refusal.memberErased(member)
        }
        let request = ApprovalRequest(
            id: formID,
            kind: kind,
            requestedBy: staff.id,
            requesterName: staff.name,
            requestedAt: now
        )
        let sealed = try sealing.seal(Array(reason.utf8), for: member, use: .request, with: key)
        try ledger.save(StoredRequest(request: request, reason: sealed))
        try ledger.add(
            entry(
                .adjustmentRequested,
                by: staff.actor,
                at: now,
                member: member,
                subject: formID.text,
                details: request.details
            )
        )
        var open = request
        open.reason = reason
        return open
    }
}

extension ApprovalRequest {
    /// Whom it is about.
    package var member: MemberID {
        switch kind {
        case .adjustment(let member, _, _): member
        }
    }

    /// What the log says of it.
    var details: [String: String] {
        switch kind {
        case .adjustment(_, let wallet, let points): ["points": "\(points)", "wallet": wallet.text]
        }
    }
}
