internal import SetiaInsight
internal import SetiaService

/// What came after answers, replies and complaints, in words.
struct AftermathView {
    let aftermath: Aftermath
    let visit: Visit

    private var texts: Texts { visit.texts }

    /// The part of a page; none where nothing could be watched yet.
    var fields: Fields? {
        let rows = aftermath.outcomes.filter { $0.cameBack.denominator > 0 }.map { outcome -> Fields in
            let share = outcome.cameBack
            var row: Fields = [
                "name": name(outcome.group), "count": number(share.denominator), "again": percent(share.value),
                "isFew": share.isSmall,
            ]
            if let interval = share.interval95 {
                row["range"] = texts.say(
                    "customers.range",
                    ["lower": percent(interval.lower), "upper": percent(interval.upper)]
                )
            }
            return row
        }
        guard !rows.isEmpty else { return nil }
        return ["rows": rows, "differences": differences, "people": people]
    }

    private var differences: [String] {
        Aftermath.contrasts.compactMap { pair in
            guard
                let difference = ShareDifference(
                    from: aftermath.cameBack(pair.from),
                    to: aftermath.cameBack(pair.to)
                )
            else { return nil }
            let key =
                switch difference.direction {
                case .up: "up"
                case .down: "down"
                case .withinNoise: "noise"
                case .tooFew: "few"
                }
            return texts.say(
                "surveys.after.\(key)",
                [
                    "first": name(pair.from), "second": name(pair.to), "points": points(abs(difference.value)),
                    "lower": points(difference.interval95.lower), "upper": points(difference.interval95.upper),
                ]
            )
        }
    }

    private var people: [String] {
        [("leavers", aftermath.satisfiedLeavers), ("stayers", aftermath.unhappyStayers)].compactMap { key, share in
            share.denominator == 0
                ? nil
                : texts.say(
                    "surveys.after.\(key)",
                    ["n": number(share.numerator), "of": number(share.denominator)]
                )
        }
    }

    private func name(_ group: Aftermath.Group) -> String { texts.say("surveys.after.who.\(group.rawValue)") }

    private func number(_ count: Int) -> String { visit.wording.number(Int64(count)) }

    private func percent(_ rate: Double?) -> String { visit.wording.percent(rate) ?? "–" }

    /// A difference of rates in points, with its sign where it is below 0.
    private func points(_ difference: Double) -> String {
        visit.wording.decimal(Int64((difference * 1_000).rounded()), decimals: 1)
    }
}
