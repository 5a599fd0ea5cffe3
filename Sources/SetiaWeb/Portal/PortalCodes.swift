internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a member redeemed and which codes are hers: what she can use, what she used, what lapsed.
    func portalCodes(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let member = try visit.owner().id
        let brand = try await brand()
        let rows = try await service.redemptions(of: member, limit: 100) ?? []
        var given: [Key: [String]] = [:]
        for row in rows where row.promotion != nil && row.state == .captured {
            given[row.id] = try await service.redemption(row.id, of: member)?.codes ?? []
        }
        let own = try await service.codes(ofMember: member) ?? []
        var (items, shown): ([OwnItem], [String]) = ([], [])
        for row in rows {
            let codes = given[row.id] ?? []
            let personal = own.filter { codes.contains($0.code) }
            shown += codes
            items.append(try await item(row, personal, of: member, visit, brand))
        }
        // What a reward gave stands with the reward.
        for code in own where !shown.contains(code.code) { items.append(item(code, visit, brand)) }
        var fields = problemFields(problems)
        fields["groups"] = OwnItem.Stand.allCases.compactMap { stand -> Fields? in
            let some = items.filter { $0.stand == stand }
            guard !some.isEmpty else { return nil }
            return [
                "title": visit.texts.say("portal.\(stand.rawValue)"), "items": some.map(\.fields),
                "isOpen": stand == .usable,
            ]
        }
        fields["isEmpty"] = items.isEmpty
        return page(
            "portal-codes",
            visit,
            title: visit.texts.say("portal.codes"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .portal
        )
    }

    private func item(
        _ row: RedemptionRow,
        _ personal: [OwnCode],
        of member: MemberID,
        _ visit: Visit,
        _ brand: BrandView
    ) async throws -> OwnItem {
        let words = RewardWords(visit: visit, brand: brand)
        let isOver = row.validUntil.map { $0 <= visit.now } ?? false
        let stand: OwnItem.Stand =
            switch row.state {
            case .held: .usable
            case .captured where !personal.isEmpty:
                personal.contains { $0.refusal == nil }
                    ? .usable : personal.contains { $0.usedAt != nil } ? .used : .lapsed
            case .captured:
                row.stock == .codes || row.supplied != nil
                    ? (isOver ? .lapsed : .usable)
                    : row.fulfilment == .delivered ? .used : isOver ? .lapsed : .usable
            case .cancelled, .expired, .rolledBack: .lapsed
            }
        var fields = words.fields(row, mayGiveBack: false)
        if stand == .lapsed, row.state == .captured { fields["state"] = visit.texts.say("redemption.expired") }
        if row.stock == .codes, row.state == .captured {
            // A code is given to her at once: where it is used is the partner's matter.
            fields.removeValue(forKey: "state")
            let codes = try await service.redemption(row.id, of: member)?.codes ?? []
            fields["codes"] = codes.map { code($0, visit) }
        }
        if row.supplied != nil, let view = try await service.redemption(row.id, of: member) {
            if row.state == .captured { fields.removeValue(forKey: "state") }
            words.fillSupplied(&fields, view.supplied) { code($0, visit) }
        }
        if !personal.isEmpty {
            fields.removeValue(forKey: "state")
            fields["codes"] = personal.filter { $0.refusal == nil }.map { code($0.code, visit) }
            let left = personal.filter { $0.refusal == nil }.compactMap(\.voucher.voucher.balance)
            if let first = left.first, stand == .usable {
                let sum = left.reduce(Int64(0)) { $0 &+ $1.minorUnits }
                let money = (try? Money(minorUnits: sum, currency: first.currency)) ?? first
                fields["left"] = visit.texts.say("portal.moneyLeft", ["money": brand.money(money, visit.wording)])
            }
        }
        if let letter = try await service.letter(of: row), letter.state == .sent {
            fields["letter"] = words.letter(letter)
        }
        let isOpen = row.state == .held || (row.state == .captured && row.fulfilment == .pending)
        if isOpen, stand == .usable, row.member == member {
            let points = row.each.units * row.quantity
            fields["withdraw"] =
                row.wallet.map { wallet in
                    visit.texts.say(
                        "portal.withdrawText",
                        ["points": "\(visit.wording.number(points)) \(brand.wallet(wallet, visit.language))"]
                    )
                } ?? visit.texts.say("portal.withdrawFree")
        }
        return OwnItem(stand: stand, fields: fields)
    }

    private func item(_ own: OwnCode, _ visit: Visit, _ brand: BrandView) -> OwnItem {
        let (texts, wording) = (visit.texts, visit.wording)
        let stand: OwnItem.Stand =
            switch own.refusal {
            case nil, .notYet: .usable
            case .alreadyUsed: .used
            default: .lapsed
            }
        var fields: Fields = [
            "what": own.promotion?.name.text(in: visit.language.key) ?? own.voucher.batch.promotion.text,
            "when": wording.moment(own.voucher.batch.createdAt, in: brand.zone),
        ]
        if let refusal = own.refusal, let version = brand.version {
            fields["state"] = CartWords(version, visit.language).why(refusal)
            fields["kind"] = stand == .usable ? "hue" : ""
        } else {
            fields["state"] = texts.say("portal.good")
            fields["kind"] = "good"
        }
        if stand != .lapsed { fields["codes"] = [code(own.code, visit)] }
        if let left = own.voucher.voucher.balance, stand == .usable {
            fields["left"] = texts.say("portal.moneyLeft", ["money": brand.money(left, wording)])
        }
        if let until = own.voucher.batch.validUntil, stand == .usable {
            let last = brand.zone.day(of: until.adding(milliseconds: -1))
            fields["usable"] = texts.say("redemption.usable", ["day": wording.day(last)])
        }
        if let at = own.usedAt, stand == .used {
            fields["when"] = texts.say("portal.usedAt", ["when": wording.moment(at, in: brand.zone)])
        }
        return OwnItem(stand: stand, fields: fields)
    }

    private func code(_ text: String, _ visit: Visit) -> Fields {
        ["text": text, "qr": qrCode(text, label: visit.texts.say("portal.codeQR")) ?? ""]
    }

    /// She gives up what she has not been given yet (rule W-12).
    func withdraw(_ visit: Visit) async throws -> Response {
        let member = try visit.owner().id
        let id = Key(visit.form["redemption"])
        guard let view = try await service.redemption(id, of: member), view.row.member == member else {
            throw WebFailure.notFound
        }
        let change = RedemptionChange(redemption: id, step: .withdraw)
        switch try await service.change(change, of: member, channel: "card") {
        case .kept: preconditionFailure("a redemption never waits")
        case .failed(let error): throw error
        case .refused(let refusal):
            return try await portalCodes(visit, problems: problems(refusal, visit, brand: try await brand()))
        case .recorded: return redirect("/card/codes?done=withdrawnReward")
        }
    }
}

/// Something that a member has or had.
private struct OwnItem {
    /// Whether she can use it.
    let stand: Stand
    let fields: Fields

    enum Stand: String, CaseIterable {
        case usable, used, lapsed
    }
}
