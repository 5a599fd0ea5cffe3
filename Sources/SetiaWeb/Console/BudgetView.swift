internal import SetiaCore
internal import SetiaService

/// How much of each budget is given out, as the programme's page shows it.
struct BudgetView {
    let texts: Texts
    let wording: Wording

    /// One bar a budget.
    func fields(_ uses: [BudgetUse]) -> [Fields] {
        uses.map { use in
            let values = [
                "taken": wording.number(use.taken), "points": wording.number(use.budget.points.units),
                "left": wording.number(use.left), "span": texts.say("programme.span.\(use.budget.span.rawValue)"),
            ]
            return [
                "name": use.name?.text(in: texts.language.key) ?? key(of: use.owner).text,
                "text": texts.say(
                    use.budget.span == .lifetime ? "programme.budgetUse" : "programme.budgetUseSpan",
                    values
                ),
                "taken": min(use.taken, use.budget.points.units), "points": use.budget.points.units,
            ]
        }
    }

    /// One bar a discount budget.
    func fields(_ uses: [DiscountUse], _ programme: Programme?) -> [Fields] {
        uses.map { use in
            let decimals = programme?.decimals(of: use.budget.currency) ?? 2
            func money(_ units: Int64) -> String {
                (try? Money(minorUnits: units, currency: use.budget.currency))
                    .map { wording.money($0, decimals: decimals) } ?? ""
            }
            let values = [
                "taken": money(use.taken), "amount": money(use.budget.minorUnits), "left": money(use.left),
            ]
            return [
                "name": use.name.text(in: texts.language.key) ?? use.campaign.text,
                "text": texts.say("programme.discountUse", values),
                "taken": min(use.taken, use.budget.minorUnits), "points": use.budget.minorUnits,
            ]
        }
    }

    private func key(of owner: Budget.Owner) -> Key {
        switch owner {
        case .rule(let key), .campaign(let key): key
        }
    }
}

extension ProgrammeView {
    /// What all members get of a rule or campaign together, in words; none where there is no budget.
    func budget(_ budget: Budget?) -> String? {
        guard let budget else { return nil }
        let points = ["points": wording.number(budget.points.units)]
        guard budget.span != .lifetime else { return texts.say("programme.budgetAll", points) }
        let span = ["span": texts.say("programme.span.\(budget.span.rawValue)")]
        return texts.say("programme.budgetSpan", points.merging(span) { one, _ in one })
    }
}
