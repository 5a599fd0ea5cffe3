internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// Whom a part of the programme moves: by what members did before, and the Qini curve, in words and drawn.
struct UpliftView {
    let uplift: HoldOutUplift
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// A part of the page.
    var fields: Fields {
        var fields: Fields = ["groups": uplift.groups.map(group), "hasGroups": !uplift.groups.isEmpty]
        guard let model = uplift.model, let end = model.curve.last, end.members > 0 else { return fields }
        func chance(_ point: Qini.Point) -> Double { end.gained * Double(point.members) / Double(end.members) }
        let finding = texts.say(
            model.isBetterThanChance ? "customers.uplift.tells" : "customers.uplift.chance",
            [
                "coefficient": decimal(model.coefficients.mean, 3), "lower": decimal(model.interval.lower, 3),
                "upper": decimal(model.interval.upper, 3),
            ]
        )
        fields["qini"] =
            [
                "finding": finding,
                "svg": LineChart(
                    lines: [
                        .init(
                            name: texts.say("customers.uplift.byRank"),
                            points: model.curve.map { (Double($0.members), $0.gained) }
                        ),
                        .init(
                            name: texts.say("customers.uplift.byChance"),
                            points: [(0, 0), (Double(end.members), end.gained)],
                            isDashed: true
                        ),
                    ],
                    description: finding,
                    ends: (wording.number(0), texts.say("customers.members", count: Int64(end.members))),
                    number: { decimal($0, 1) }
                ).svg,
                "rows": Qini.thinned(model.curve, to: 10).map { point in
                    [
                        "members": wording.number(Int64(point.members)), "gained": decimal(point.gained, 1),
                        "chance": decimal(chance(point), 1),
                    ] as Fields
                },
            ] as Fields
        return fields
    }

    private func group(_ group: HoldOutUplift.Group) -> Fields {
        func points(_ value: Double) -> String {
            let permille = Int64((value * 1_000).rounded())
            return (permille > 0 ? "+" : permille < 0 ? "−" : "") + (wording.percent(abs(value)) ?? "")
        }
        func told(_ share: Share) -> String {
            texts.say(
                "customers.measures.partOf",
                [
                    "part": wording.number(Int64(share.numerator)),
                    "whole": wording.number(Int64(share.denominator)),
                ]
            )
        }
        let difference = group.difference
        return [
            "past": texts.say("customers.uplift.past.\(group.past.rawValue)"),
            "treated": wording.percent(group.treated.value) ?? "–", "treatedN": told(group.treated),
            "heldOut": wording.percent(group.heldOut.value) ?? "–", "heldOutN": told(group.heldOut),
            "isFew": group.treated.isSmall || group.heldOut.isSmall, "difference": points(difference.value),
            "range": texts.say(
                "customers.range",
                ["lower": points(difference.interval95.lower), "upper": points(difference.interval95.upper)]
            ),
        ]
    }

    private func decimal(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "–" }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let units = Int64((value * scale).rounded())
        return (units < 0 ? "−" : "") + wording.decimal(abs(units), decimals: decimals)
    }
}
