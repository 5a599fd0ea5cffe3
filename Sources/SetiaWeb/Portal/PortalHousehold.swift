internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// With whom a member spends together: who belongs to it, and asking, joining and leaving (rule H-1).
    func portalHousehold(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let member = try visit.owner().id
        let (texts, wording, brand) = (visit.texts, visit.wording, try await brand())
        guard brand.programme?.household != nil else { throw WebFailure.notFound }
        var fields = problemFields(problems)
        for name in ["ask", "join"] { fields[name] = visit.form[name] }
        if let household = try await service.household(of: member) {
            func amounts(_ available: [(wallet: Key, points: Points)]) -> String {
                available.map { "\(wording.number($0.points.units)) \(brand.wallet($0.wallet, visit.language))" }
                    .joined(separator: ", ")
            }
            var rows: [Fields] = []
            for (other, available) in household.members {
                let view = try await service.member(other)
                rows.append([
                    "name": other == member ? texts.say("household.you") : view.map { shown(name($0, visit)) } ?? "",
                    "points": available.isEmpty ? wording.number(0) : amounts(available),
                    "isHead": other == household.head,
                ])
            }
            fields["members"] = rows
            fields["all"] = amounts(household.available)
            fields["share"] = household.share.map { texts.say("household.share.\($0.rawValue)") } ?? ""
            fields["hasMembers"] = true
            if household.head == member, !household.invited.isEmpty {
                fields["waiting"] = texts.say(
                    "household.waiting",
                    ["count": wording.number(Int64(household.invited.count))]
                )
            }
            fields["mayAsk"] = household.head == member
            fields["mayJoin"] = household.members.count == 1
        } else {
            fields["mayAsk"] = true
            fields["mayJoin"] = true
        }
        return page(
            "portal-household",
            visit,
            title: texts.say("household.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    func askToHousehold(_ visit: Visit) async throws -> Response {
        try await changeHousehold(visit, "ask") { member, other in
            _ = try await service.invite(other, toHouseholdOf: member)
        }
    }

    func joinHousehold(_ visit: Visit) async throws -> Response {
        try await changeHousehold(visit, "join") { member, other in
            _ = try await service.joinHousehold(of: other, member)
        }
    }

    func leaveHousehold(_ visit: Visit) async throws -> Response {
        do {
            _ = try await service.leaveHousehold(try visit.owner().id)
        } catch Refusal.household {
            // She had left already.
        }
        return redirect("/card/household?done=householdLeft")
    }

    private func changeHousehold(
        _ visit: Visit,
        _ field: String,
        _ change: (MemberID, MemberID) async throws -> Void
    ) async throws -> Response {
        let member = try visit.owner().id
        func refused(_ key: String) async throws -> Response {
            try await portalHousehold(visit, problems: [FormProblem(field: field, message: visit.texts.say(key))])
        }
        let typed = visit.form[field].filter { !$0.isWhitespace }
        guard let card = try? Identity(kind: .card, text: typed), let other = try await service.member(with: card)
        else {
            return try await refused("core.household.unknown-card")
        }
        do {
            try await change(member, other)
        } catch Refusal.household(let refusal) {
            return try await refused("core.household.\(refusal.rawValue)")
        } catch Refusal.unknownMember {
            return try await refused("core.household.unknown-card")
        }
        return redirect("/card/household?done=\(field == "ask" ? "householdAsked" : "householdJoined")")
    }
}
