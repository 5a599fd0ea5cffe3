internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia reward supplier`: who outside of the brand gives codes for rewards.
struct RewardSupplierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supplier",
        abstract: "Order codes of gift cards and partners from outside.",
        discussion: """
            A reward that names a supplier has its codes ordered at the supplier's address, signed as webhooks are.
            docs/integrating.md says how an adapter answers.

            EXAMPLES
              setia reward supplier set acme https://cards.example.com/orders
              setia reward supplier list
              setia reward supplier orders --json
            """,
        subcommands: [
            RewardSupplierSetCommand.self, RewardSupplierListCommand.self, RewardSupplierOrdersCommand.self,
            RewardSupplierRemoveCommand.self,
        ]
    )
}

/// `setia reward supplier set`: sets up a supplier, or changes its address.
struct RewardSupplierSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set up a supplier, or change its address; a secret is shown once.",
        discussion: """
            EXAMPLES
              setia reward supplier set acme https://cards.example.com/orders
              setia reward supplier set acme https://cards.example.com/v2
              setia reward supplier set acme https://cards.example.com/v2 --new-secret
            """
    )

    @Argument(help: ArgumentHelp("What programmes call it: small letters, digits, hyphens.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("Where codes are ordered, by https.", valueName: "url"))
    var url: String

    @Flag(help: "Make a new secret; the old one signs nothing from then on.")
    var newSecret = false

    @OptionGroup var webhooks: WebhookOptions
    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand(allowsPrivateWebhooks: webhooks.allowsPrivate) { brand in
                let (supplier, secret) = try await brand.service.saveSupplier(
                    name,
                    url: url,
                    newSecret: newSecret,
                    by: .operator
                )
                let shell = Shell.current
                if output.json {
                    var object = supplier.json.object ?? JSONObject()
                    if let secret { object.set("secret", .string(secret)) }
                    return shell.say(JSON.object(object).pretty)
                }
                if let secret {
                    shell.say(secret)
                    shell.note("supplier \(name): keep the secret now, it is not shown again")
                } else {
                    shell.note("supplier \(name): its secret stays as it was")
                }
            }
        }
    }
}

/// `setia reward supplier list`: the suppliers, without their secrets.
struct RewardSupplierListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the suppliers, by name.",
        discussion: """
            EXAMPLES
              setia reward supplier list
              setia reward supplier list --database shop.db
              setia reward supplier list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let suppliers = try await brand.service.suppliers()
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(suppliers.map(\.json)).pretty) }
                guard !suppliers.isEmpty else {
                    return shell.note("there is no supplier yet: setia reward supplier set NAME URL")
                }
                var table = TextTable([("name", .left), ("url", .left)])
                for supplier in suppliers { table.add(supplier.name.text, supplier.url) }
                shell.say(table.text)
            }
        }
    }
}

/// `setia reward supplier orders`: what was ordered and is not settled yet.
struct RewardSupplierOrdersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "List orders that wait, with why, those due next first.",
        discussion: """
            EXAMPLES
              setia reward supplier orders
              setia reward supplier orders --limit 500
              setia reward supplier orders --json
            """
    )

    @Option(help: "How many at most, 1 to 1000.")
    var limit = 100

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit is 1 to 1000.") }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let orders = try await brand.service.openSupplierOrders(limit: limit)
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(orders.map(\.json)).pretty) }
                guard !orders.isEmpty else { return shell.note("nothing waits for a supplier") }
                var table = TextTable([
                    ("supplier", .left), ("reward", .left), ("state", .left), ("tried", .right), ("next", .left),
                    ("order", .left), ("why", .left),
                ])
                for order in orders {
                    table.add(
                        order.supplied.supplier.text,
                        order.reward.text,
                        order.state.rawValue,
                        grouped(Int64(order.attempts)),
                        order.dueAt?.rfc3339 ?? "",
                        order.id,
                        order.reason ?? ""
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

/// `setia reward supplier remove`: nothing is ordered there any more.
struct RewardSupplierRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a supplier away with its secret; what is ordered waits.",
        discussion: """
            EXAMPLES
              setia reward supplier remove acme
              setia reward supplier remove acme --database shop.db
              setia reward supplier remove acme --json
            """
    )

    @Argument(help: ArgumentHelp("The supplier's name, from setia reward supplier list.", valueName: "name"))
    var name: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                try await brand.service.removeSupplier(name, by: .operator)
                if output.json {
                    Shell.current.say(JSON.object(["name": .string(name), "removed": .bool(true)]).pretty)
                } else {
                    Shell.current.say("supplier \(name) is gone")
                }
            }
        }
    }
}

/// What a person is told of a supplier that cannot be set up.
func supplierFailure(_ problem: SupplierProblem) -> CommandFailure {
    switch problem {
    case .invalid(let field, let reason):
        CommandFailure("nothing was done", why: "\(field) \(reason)", todo: "mend the \(field)", .badData)
    case .unknown:
        CommandFailure(
            "nothing was done",
            why: "there is no supplier of this name",
            todo: "setia reward supplier list shows the names",
            .notThere
        )
    case .tooMany(let most):
        CommandFailure(
            "nothing was done",
            why: "there are \(most) suppliers, which is all there may be",
            todo: "take one away first: setia reward supplier remove NAME",
            .badData
        )
    }
}

extension Supplier {
    /// The supplier as commands print it; without its secret.
    fileprivate var json: JSON {
        .object([
            "createdAt": .string(createdAt.rfc3339), "name": .string(name.text), "url": .string(url),
        ])
    }
}

extension SupplierOrder {
    fileprivate var json: JSON {
        var object = JSONObject()
        object.set("attempts", .integer(Int64(attempts)))
        if let amount = supplied.amount {
            object.set("amount", .integer(amount.minorUnits))
            object.set("currency", .string(amount.currency.code))
        }
        object.set("member", .string(member.text))
        if let dueAt { object.set("next", .string(dueAt.rfc3339)) }
        object.set("order", .string(id))
        if let reason { object.set("reason", .string(reason)) }
        object.set("redemption", .string(redemption.text))
        object.set("reward", .string(reward.text))
        object.set("state", .string(state.rawValue))
        object.set("supplier", .string(supplied.supplier.text))
        return .object(object)
    }
}
