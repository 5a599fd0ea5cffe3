internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// Whether members come back for the reward, out of habit, or by choice, in words.
struct BoughtView {
    let insight: BoughtInsight
    let brand: BrandView
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// The page; members by name where `names` has them.
    func fields(_ names: [MemberID: Fields]) -> Fields {
        let parts = parts
        var fields: Fields = [
            "cards": cards, "parts": parts, "hasParts": !parts.isEmpty, "evidence": evidence,
        ]
        if let silence = insight.silence {
            fields["silence"] = words(silence)
            fields["hasSilence"] = true
        }
        if !insight.prices.isEmpty {
            fields["prices"] = texts.say(
                "customers.bought.prices",
                [
                    "prices": wording.all(insight.prices.map { wording.number($0.units) }),
                    "wallet": brand.wallet(insight.wallet, visit.language),
                    "n": wording.number(Int64(insight.rewards)),
                ]
            )
        }
        if let bought = insight.bought {
            fields["effects"] = bought.effects.map(effect)
            fields["hasEffects"] = true
        }
        if !insight.most.isEmpty {
            fields["hasMost"] = true
            fields["most"] = insight.most.map { row in
                var fields = names[row.member] ?? ["id": row.member.text]
                fields["visits"] = wording.number(Int64(row.visits))
                fields["share"] = percent(row.share.value)
                fields["range"] = range(row.share.interval)
                return fields
            }
        }
        return fields
    }

    private var cards: [Fields] {
        func card(_ key: String, _ value: String, note: String, interval: Interval?, isLead: Bool = false) -> Fields {
            var fields: Fields = [
                "label": texts.say("customers.bought.\(key)"), "value": value, "note": note, "isLead": isLead,
                "definition": texts.say("customers.bought.\(key).definition"),
            ]
            if let interval {
                fields["interval"] = texts.say(
                    "home.interval",
                    ["lower": percent(interval.lower), "upper": percent(interval.upper)]
                )
            }
            return fields
        }
        var cards: [Fields] = []
        if let bought = insight.bought {
            cards.append(
                card(
                    "share",
                    percent(bought.share),
                    note: texts.say("customers.bought.ofGaps", count: Int64(bought.gaps)),
                    interval: bought.estimate.interval,
                    isLead: true
                )
            )
        }
        if let habit = insight.habit {
            cards.append(
                card(
                    "habit",
                    percent(habit.share.value),
                    note: texts.say("customers.bought.habit.\(habit.rhythm.rawValue)"),
                    interval: habit.share.interval
                )
            )
        }
        let advocates = insight.advocates
        var own = card(
            "advocates",
            percent(advocates.value),
            note: texts.say(
                "customers.bought.ofVisits",
                [
                    "part": wording.number(Int64(advocates.numerator)),
                    "whole": wording.number(Int64(advocates.denominator)),
                ]
            ),
            interval: nil
        )
        own["isFew"] = advocates.denominator > 0 && advocates.isSmall
        cards.append(own)
        let paid = insight.paidAdvocates
        if paid.numerator > 0 {
            cards.append(
                card(
                    "paidAdvocates",
                    percent(paid.value),
                    note: texts.say(
                        "customers.bought.ofVisits",
                        [
                            "part": wording.number(Int64(paid.numerator)),
                            "whole": wording.number(Int64(paid.denominator)),
                        ]
                    ),
                    interval: nil
                )
            )
        }
        if insight.friends.unpaid + insight.friends.paid > 0 {
            cards.append(
                card(
                    "friends",
                    wording.number(Int64(insight.friends.unpaid)),
                    note: texts.say(
                        "customers.bought.friendsPaid",
                        ["n": wording.number(Int64(insight.friends.paid))]
                    ),
                    interval: nil
                )
            )
        }
        return cards
    }

    /// What a hold-out and changes of rewards say, or what would let them.
    private var evidence: [String] {
        var lines: [String] = []
        if let contrast = insight.contrast {
            if let row = contrast.rows.first(where: { $0.outcome == .orders }), let difference = row.difference,
                let interval = row.interval
            {
                lines.append(
                    texts.say(
                        "customers.bought.contrast.told",
                        [
                            "difference": signed(difference), "lower": signed(interval.lower),
                            "upper": signed(interval.upper), "treated": wording.number(Int64(contrast.treated)),
                            "held": wording.number(Int64(contrast.heldOut)),
                        ]
                    )
                )
            } else {
                lines.append(texts.say("customers.bought.contrast.few"))
            }
        } else {
            lines.append(texts.say("customers.bought.contrast.none"))
        }
        lines.append(
            insight.rewardChanges == 0
                ? texts.say("customers.bought.changes.none")
                : texts.say("customers.bought.changes.some", count: Int64(insight.rewardChanges))
        )
        return lines
    }

    private func signed(_ value: Double) -> String {
        let units = Int64((value * 100).rounded())
        return (units > 0 ? "+" : units < 0 ? "−" : "") + wording.decimal(abs(units), decimals: 2)
    }

    /// The three parts of coming back, which make up all of it; none where one is not known.
    private var parts: [Fields] {
        guard let bought = insight.bought, let habit = insight.habit else { return [] }
        let reward = max(0, min(1, bought.share))
        let routine = (1 - reward) * habit.share.value
        return [
            ("reward", 0.0, reward), ("routine", reward, routine),
            ("choice", reward + routine, 1 - reward - routine),
        ]
        .map { key, from, share in
            [
                "name": texts.say("customers.bought.part.\(key)"), "share": percent(share), "key": key,
                "from": fixed(from * 100, 2), "width": fixed(share * 100, 2),
            ]
        }
    }

    private func effect(_ effect: RewardShare.Effect) -> Fields {
        let speed = effect.speed
        func change(_ speed: Double) -> String { percent(speed - 1) }
        return [
            "name": texts.say("customers.bought.standing.\(key(effect.standing))"),
            "n": wording.number(Int64(effect.gaps)), "isFew": effect.gaps < 30,
            "change": (speed.value > 1 ? "+" : "") + change(speed.value),
            "range": texts.say(
                "customers.range",
                ["lower": change(speed.interval.lower), "upper": change(speed.interval.upper)]
            ),
        ]
    }

    private func key(_ standing: RewardShare.Standing) -> String {
        switch standing {
        case .near: "near"
        case .after: "after"
        case .lapsing: "lapsing"
        }
    }

    /// Why the part that follows rewards cannot be told, and what would tell.
    private func words(_ silence: RewardShare.Silence) -> [String] {
        let reason =
            switch silence {
            case .noThreshold:
                texts.say("customers.bought.noThreshold", ["n": wording.number(Int64(insight.rewards))])
            case .tooFew(let members, let least):
                texts.say("customers.bought.tooFew", count: Int64(members), ["least": wording.number(Int64(least))])
            case .noContrast: texts.say("customers.bought.noContrast")
            }
        return [reason, texts.say("customers.bought.experiment")]
    }

    private func range(_ interval: Interval) -> String {
        texts.say("customers.range", ["lower": percent(interval.lower), "upper": percent(interval.upper)])
    }

    private func percent(_ value: Double?) -> String { wording.percent(value) ?? "–" }
}

/// Members and how much of their coming back follows rewards, as a table for other programs.
enum BoughtTable {
    /// The parts first, then members whose visits follow rewards most; the header first.
    static func rows(_ insight: BoughtInsight) -> [[String]] {
        func row(_ what: String, _ member: String, _ n: Int, _ estimate: Estimate?) -> [String] {
            [
                what, member, "\(n)", number(estimate?.value), number(estimate?.interval.lower),
                number(estimate?.interval.upper),
            ]
        }
        var rows = [["part", "member", "n", "share", "lower", "upper"]]
        if let bought = insight.bought { rows.append(row("bought", "", bought.gaps, bought.estimate)) }
        if let habit = insight.habit { rows.append(row("habit", "", habit.members, habit.share)) }
        rows.append([
            "advocates", "", "\(insight.advocates.denominator)", number(insight.advocates.value), "", "",
        ])
        rows.append([
            "paid advocates", "", "\(insight.paidAdvocates.denominator)", number(insight.paidAdvocates.value), "", "",
        ])
        return rows + insight.most.map { row("bought", $0.member.text, $0.visits, $0.share) }
    }

    private static func number(_ value: Double?) -> String { value.map { fixed($0, 6) } ?? "" }
}
