internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// How loyal members are to the brands they can choose among, in words.
struct LoyaltyView {
    /// How many brands a page shows; the CSV has all.
    static let mostBrands = 25

    let insight: AssortmentInsight
    let brand: BrandView
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// The category that the address asks for, else everything; none where nothing can be measured.
    var chosen: BrandLoyalty? {
        let wanted = visit.query["category"]
        return insight.loyalties.first { $0.category?.text == wanted } ?? insight.loyalties.first
    }

    /// The page.
    var fields: Fields {
        guard let chosen, let last = chosen.years.last else {
            return ["silence": texts.say("customers.brands.nothing")]
        }
        var fields: Fields = [
            "kind": texts.say(insight.hasBrands ? "customers.brands.ofBrands" : "customers.brands.ofCategories"),
            "hasCategories": insight.loyalties.count > 1,
            "categories": insight.loyalties.map { one in
                [
                    "path": CustomerRoom.brands.path
                        + (one.category.map { "?category=\(urlEncoded($0.text))" } ?? ""),
                    "text": name(one), "isChosen": one.category == chosen.category,
                ] as Fields
            },
            "years": chosen.years.map(year), "rows": brands(last),
            "each": texts.say("customers.brands.each", ["year": yearTo(last)]),
            "answer": answer(chosen), "isDeclining": chosen.trend?.verdict == .declining,
        ]
        if last.panel.brands.count > Self.mostBrands {
            fields["more"] = texts.say(
                "customers.brands.more",
                [
                    "shown": wording.number(Int64(Self.mostBrands)),
                    "all": wording.number(Int64(last.panel.brands.count)),
                ]
            )
        }
        if let jeopardy = last.panel.doubleJeopardy {
            fields["jeopardy"] = texts.say(
                jeopardy > 0.3 ? "customers.brands.jeopardy" : "customers.brands.noJeopardy",
                ["correlation": decimal(jeopardy, 2)]
            )
        }
        return fields
    }

    private func name(_ loyalty: BrandLoyalty) -> String {
        guard let category = loyalty.category else { return texts.say("customers.brands.everything") }
        return capitalised(wording.category(category) ?? category.text)
    }

    private func yearTo(_ year: BrandLoyalty.Year) -> String {
        texts.say("customers.brands.yearTo", ["day": wording.day(year.end)])
    }

    // MARK: - Does it decline?

    /// The answer in sentences, the first of them the answer itself.
    private func answer(_ loyalty: BrandLoyalty) -> [String] {
        guard let trend = loyalty.trend, let first = trend.periods.first, let last = trend.periods.last else {
            return [texts.say("customers.brands.noFit")] + silences(loyalty)
        }
        guard let change = trend.change else {
            return [texts.say("customers.brands.oneYear", ["polarisation": decimal(last.fit.model.polarisation, 3)])]
                + silences(loyalty)
        }
        let verdict =
            switch trend.verdict {
            case .declining: "declining"
            case .growing: "growing"
            case .withinChance, .onePeriod: "same"
            }
        var lines = [
            texts.say(
                "customers.brands.verdict.\(verdict)",
                [
                    "before": decimal(first.fit.model.polarisation, 3),
                    "after": decimal(last.fit.model.polarisation, 3), "change": signed(change.value),
                    "lower": signed(change.interval.lower), "upper": signed(change.interval.upper),
                ]
            )
        ]
        if let before = first.panel.shareOfRequirements, let after = last.panel.shareOfRequirements,
            let expected = trend.expectedShareOfRequirements
        {
            lines.append(
                texts.say(
                    "customers.brands.requirements",
                    ["before": percent(before), "after": percent(after), "expected": percent(expected)]
                )
            )
        }
        return lines + silences(loyalty)
    }

    /// The years of which the Dirichlet says nothing, and why.
    private func silences(_ loyalty: BrandLoyalty) -> [String] {
        loyalty.years.compactMap { year in
            year.silence.map { failure in "\(yearTo(year)): \(silence(failure))" }
        }
    }

    private func silence(_ failure: FitFailure) -> String {
        switch failure {
        case .tooFew(let buyers, let least):
            texts.say("customers.silence.tooFew", count: Int64(buyers), ["least": wording.number(Int64(least))])
        case .tooFewBrands: texts.say("customers.brands.oneBrand")
        case .boundary(_, .allAlike): texts.say("customers.brands.allAlike")
        case .boundary(_, .allLoyal): texts.say("customers.brands.allLoyal")
        case .nobodyRepeats, .nobodyWatched, .noDropout, .boundary, .flat, .notConverged:
            texts.say("customers.silence.noFit")
        }
    }

    // MARK: - Tables

    private func year(_ year: BrandLoyalty.Year) -> Fields {
        let panel = year.panel
        var fields: Fields = [
            "name": yearTo(year), "members": wording.number(Int64(panel.households)),
            "buyers": wording.number(Int64(panel.buyers)), "purchases": wording.number(Int64(panel.purchases)),
            "requirements": percent(panel.shareOfRequirements), "isFew": panel.buyers < 30,
        ]
        if let fit = year.fit {
            let range = fit.polarisation.interval
            fields["polarisation"] = decimal(fit.model.polarisation, 3)
            fields["range"] = texts.say(
                "customers.range",
                ["lower": decimal(range.lower, 3), "upper": decimal(range.upper, 3)]
            )
            fields["spread"] = decimal(fit.model.spread, 2)
            fields["expected"] = percent(fit.model.shareOfRequirements)
        }
        return fields
    }

    private func brands(_ year: BrandLoyalty.Year) -> [Fields] {
        let panel = year.panel
        return panel.brands.indices.prefix(Self.mostBrands).map { place in
            let real = panel.observed[place]
            let expected = year.fit.map { $0.model.expected(place) }
            let buyers = Int((real.penetration * Double(panel.households)).rounded())
            let sole = Share(Int((real.soleBuyers * Double(buyers)).rounded()), of: buyers)
            func beside(_ value: Double?, _ told: (Double) -> String) -> String {
                value.map { texts.say("customers.brands.expected", ["value": told($0)]) } ?? ""
            }
            return [
                "name": capitalised(panel.brands[place]), "n": wording.number(Int64(buyers)), "isFew": buyers < 30,
                "membersPath": MemberFigure.buyers(brand: Key(panel.brands[place]), category: chosen?.category).path,
                "share": percent(real.share), "penetration": percent(real.penetration),
                "penetrationRange": told(Share(buyers, of: panel.households)),
                "penetrationExpected": beside(expected?.penetration) { percent($0) },
                "times": decimal(real.purchasesPerBuyer, 2),
                "timesExpected": beside(expected?.purchasesPerBuyer) { decimal($0, 2) },
                "requirements": percent(real.shareOfRequirements),
                "requirementsExpected": beside(expected?.shareOfRequirements) { percent($0) },
                "sole": percent(real.soleBuyers), "soleRange": told(sole),
                "soleExpected": beside(expected?.soleBuyers) { percent($0) },
            ]
        }
    }

    private func told(_ share: Share) -> String {
        share.interval95.map {
            texts.say("customers.range", ["lower": percent($0.lower), "upper": percent($0.upper)])
        } ?? ""
    }

    private func percent(_ value: Double?) -> String { wording.percent(value) ?? "–" }

    private func decimal(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "–" }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        return wording.decimal(Int64((value * scale).rounded()), decimals: decimals)
    }

    private func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + decimal(value, 3) }
}

/// Brands year by year, as a table for other programs.
struct LoyaltyTable {
    let insight: AssortmentInsight

    /// All categories, years and brands, the header first.
    var rows: [[String]] {
        var rows = [
            [
                "category", "yearTo", "brand", "members", "buyers", "purchases", "share", "penetration",
                "expectedPenetration", "purchasesPerBuyer", "expectedPurchasesPerBuyer", "shareOfRequirements",
                "expectedShareOfRequirements", "soleBuyers", "expectedSoleBuyers", "polarisation", "lower", "upper",
            ]
        ]
        for loyalty in insight.loyalties {
            for year in loyalty.years {
                let range = year.fit?.polarisation
                for (place, brand) in year.panel.brands.enumerated() {
                    let (real, expected) = (year.panel.observed[place], year.fit?.model.expected(place))
                    let buyers = (real.penetration * Double(year.panel.households)).rounded()
                    rows.append([
                        loyalty.category?.text ?? "", year.end.iso, brand, "\(year.panel.households)",
                        fixed(buyers, 0), fixed((real.purchasesPerBuyer * buyers).rounded(), 0), number(real.share),
                        number(real.penetration), number(expected?.penetration), number(real.purchasesPerBuyer),
                        number(expected?.purchasesPerBuyer), number(real.shareOfRequirements),
                        number(expected?.shareOfRequirements), number(real.soleBuyers), number(expected?.soleBuyers),
                        number(range?.value), number(range?.interval.lower), number(range?.interval.upper),
                    ])
                }
            }
        }
        return rows
    }

    private func number(_ value: Double?) -> String { value.map { fixed($0, 6) } ?? "" }
}
