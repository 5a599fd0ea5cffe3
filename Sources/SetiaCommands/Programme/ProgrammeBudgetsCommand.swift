internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia programme budgets`: what is given out of what all members share.
struct ProgrammeBudgetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budgets",
        abstract: "Show how much of each budget is given out.",
        discussion: """
            Budgets of rules and campaigns are shared by all members. One per day, week, month or year is told for the \
            stretch that today is in. Discount budgets of campaigns follow, with what was taken off carts.

            EXAMPLES
              setia programme budgets
              setia programme budgets --database shop.db
              setia programme budgets --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let budgets = try await brand.service.budgets()
                let shell = Shell.current
                let discounts = try await brand.service.discountBudgets()
                if output.json { return shell.say(JSON.array(budgets.map(\.json) + discounts.map(\.json)).pretty) }
                guard !budgets.isEmpty || !discounts.isEmpty else {
                    return shell.note("the programme has no budgets")
                }
                let words = CartWords(try await brand.service.programmeNow(), .en)
                var table = TextTable([
                    ("budget", .left), ("of", .right), ("since", .left), ("given", .right), ("left", .right),
                ])
                for use in budgets {
                    table.add(
                        use.path,
                        grouped(use.budget.points.units),
                        use.since.map { "\($0.iso), per \(use.budget.span.rawValue)" } ?? "the beginning",
                        grouped(use.taken),
                        grouped(use.left)
                    )
                }
                for use in discounts {
                    func money(_ units: Int64) -> String { words.money(units, use.budget.currency) }
                    table.add(
                        "campaigns.\(use.campaign)",
                        money(use.budget.minorUnits),
                        "the beginning",
                        money(use.taken),
                        money(use.left)
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

extension DiscountUse {
    fileprivate var json: JSON {
        .object([
            "amount": .integer(budget.minorUnits), "currency": .string(budget.currency.code), "left": .integer(left),
            "of": .string("campaigns.\(campaign)"), "taken": .integer(taken),
        ])
    }
}

extension BudgetUse {
    fileprivate var path: String {
        switch owner {
        case .rule(let key): "rules.\(key)"
        case .campaign(let key): "campaigns.\(key)"
        }
    }

    fileprivate var json: JSON {
        .object([
            "left": .integer(left), "of": .string(path), "points": .integer(budget.points.units),
            "since": since.map { .string($0.iso) } ?? .null, "span": .string(budget.span.rawValue),
            "taken": .integer(taken),
        ])
    }
}
