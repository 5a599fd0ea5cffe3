internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService

/// `setia review products ratings`: what members say of products, in numbers.
struct ProductRatingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratings",
        abstract: "Rate products, what got worse of late first.",
        discussion: """
            The weighted mean is that of those who bought it, together with ten reviews at the mean of all products. Worse \
            is said only where the last 90 days differ from before by more than chance.

            EXAMPLES
              setia review products ratings
              setia review products ratings --product kopi-o
              setia review products ratings --json
            """
    )

    @Option(help: ArgumentHelp("This product alone.", valueName: "sku"))
    var product: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let all = try await brand.service.productRatings(counting: true)
                let ratings = all.filter { rating in product.map { rating.product == Key($0) } ?? true }
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(ratings.map { .object(json($0)) }).pretty) }
                guard !ratings.isEmpty else { return shell.note("nothing is published yet") }
                var table = TextTable([
                    ("product", .left), ("reviews", .right), ("mean", .right), ("weighted", .right),
                    ("bought", .right), ("worse", .left),
                ])
                for rating in ratings {
                    table.add(
                        rating.product.text,
                        grouped(rating.count),
                        rating.mean.map(decimals) ?? "-",
                        rating.weighted.map(decimals) ?? "-",
                        rating.verified.value.map(percent) ?? "-",
                        rating.signals.isEmpty ? "-" : rating.signals.map(\.rawValue).joined(separator: ", ")
                    )
                }
                shell.say(table.text)
            }
        }
    }

    private func decimals(_ value: Double) -> String {
        let scaled = Int((value * 100).rounded())
        return "\(scaled / 100).\(scaled % 100 < 10 ? "0" : "")\(scaled % 100)"
    }

    private func json(_ rating: ProductRating) -> JSONObject {
        var object: JSONObject = [
            "product": .string(rating.product.text), "count": .integer(Int64(rating.count)),
            "distribution": .array(rating.counts.map { .integer(Int64($0)) }),
            "verified": .integer(Int64(rating.verified.numerator)),
            "signals": .array(rating.signals.map { .string($0.rawValue) }),
        ]
        if let mean = rating.mean { object.set("mean", .decimal(decimals(mean))) }
        if let weighted = rating.weighted { object.set("weighted", .decimal(decimals(weighted))) }
        if let returns = rating.returns {
            object.set("returned", .integer(Int64(returns.before.numerator + returns.lately.numerator)))
            object.set("orders", .integer(Int64(returns.before.denominator + returns.lately.denominator)))
        }
        return object
    }
}
