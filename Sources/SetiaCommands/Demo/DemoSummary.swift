internal import JSONText
internal import SetiaCore
internal import SetiaDemo
internal import SetiaService

/// What a demo came to, for people and for programs.
struct DemoSummary {
    let demo: DemoBrand
    let counts: HistoryCounts
    let report: Report
    let programme: Programme
    let database: String
    let seconds: Double

    var text: String {
        let rate = seconds > 0 ? ", \(grouped(Int64(Double(counts.events) / seconds))) events a second" : ""
        var table = TextTable([("", .left), ("", .right), ("", .left)])
        table.add("  programme", grouped(demo.programmes.count), "versions")
        table.add("  stores", grouped(DemoBrand.shops.count), "in Malaysia, Indonesia and Thailand")
        table.add("  members", grouped(counts.members), "and \(grouped(prospects)) who bought and did not join")
        table.add(
            "  orders",
            grouped(counts.orders),
            "\(grouped(counts.guestOrders)) of guests; \(grouped(counts.returns)) came back"
        )
        for money in report.revenue {
            let amount = writtenAmount(money.minorUnits, decimals: programme.decimals(of: money.currency) ?? 0)
            table.add("  revenue", amount, money.currency.code)
        }
        table.add("  events", grouped(counts.events), "with \(counted(counts.entries, "entry", "entries"))")
        return """
            Kopi Setia from \(demo.firstDay) to \(demo.lastDay), seed \(demo.seed), in \(clockTime(seconds: seconds))\(rate)
            \(table.text)
            next: setia serve --database \(database)
            """
    }

    var json: JSON {
        .object([
            "database": .string(database), "entries": .integer(counts.entries), "events": .integer(counts.events),
            "from": .string(demo.firstDay.iso), "guestOrders": .integer(counts.guestOrders),
            "members": .integer(counts.members), "milliseconds": .integer(Int64(seconds * 1_000)),
            "orders": .integer(counts.orders), "programmes": .integer(Int64(demo.programmes.count)),
            "prospects": .integer(prospects), "redemptions": .integer(counts.redemptions),
            "returns": .integer(counts.returns),
            "revenue": .array(
                report.revenue.map { money in
                    .object([
                        "amount": .integer(money.minorUnits), "currency": .string(money.currency.code),
                    ])
                }
            ), "seed": .string(String(demo.seed)),
            "stores": .integer(Int64(DemoBrand.shops.count)), "until": .string(demo.until.rfc3339),
        ])
    }

    private var prospects: Int64 { report.members[.prospect] ?? 0 }
}
