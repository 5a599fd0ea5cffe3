internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// What is owed as points, in words.
struct PointsView {
    let brand: BrandView
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// One wallet.
    func fields(_ points: PointsInsight) -> Fields {
        var fields: Fields = [
            "name": capitalised(brand.wallet(points.wallet, visit.language)),
            "cards": cards(points), "isEmpty": points.issued == .zero,
        ]
        if points.money == nil { fields["noMoney"] = texts.say("customers.noMoney") }
        if let silence = points.silence { fields["silence"] = self.silence(silence) }
        let columns = points.byExpiry.filter { $0.points > .zero }.map { row in
            Chart.Column(
                label: row.expiry.map(month) ?? texts.say("customers.never"),
                value: row.points.units,
                shown: wording.number(row.points.units)
            )
        }
        if !columns.isEmpty {
            let subject = texts.say("customers.lapse")
            fields["lapse"] =
                [
                    "subject": subject, "svg": Chart(columns: columns, description: subject, isPoints: true).svg,
                    "rows": columns.map { ["month": $0.label, "value": $0.shown] as Fields },
                ] as Fields
        }
        if let money = points.money, !money.schedule.isEmpty {
            func told(_ units: Int64) -> String {
                guard let amount = try? Money(minorUnits: abs(units), currency: money.currency) else { return "–" }
                return (units < 0 ? "−" : "") + brand.money(amount, wording)
            }
            fields["hasSchedule"] = true
            fields["schedulePath"] = PointsTable.schedulePath + "?wallet=\(urlEncoded(points.wallet.text))"
            fields["schedule"] = money.schedule.suffix(24).reversed().map { row in
                [
                    "month": month(row.month), "sales": told(row.sales), "deferred": told(row.deferred),
                    "opening": told(row.opening), "released": told(row.released), "catchUp": told(row.catchUp),
                    "closing": told(row.closing),
                ] as Fields
            }
        }
        if let forecast = points.forecast {
            fields["hasIssues"] = true
            fields["issues"] = forecast.rows.suffix(24).reversed().map { row in
                [
                    "month": month(row.month), "issued": wording.number(row.issued.units),
                    "redeemed": wording.number(row.redeemed.units),
                    "toCome": wording.number(Int64(row.toCome.value.rounded())),
                    "rate": percent(row.rate), "isTooYoung": row.isTooYoung,
                ] as Fields
            }
        }
        return fields
    }

    private func cards(_ points: PointsInsight) -> [Fields] {
        func card(
            _ key: String,
            _ value: String,
            note: String = "",
            isPoints: Bool = false,
            members: PointsInsight.Count? = nil
        ) -> Fields {
            var fields: Fields = [
                "label": texts.say("customers.figure.\(key)"), "value": value, "note": note, "isPoints": isPoints,
                "definition": texts.say("customers.figure.\(key).definition"),
            ]
            if let members {
                fields["membersPath"] = MemberFigure.points(wallet: points.wallet, members).path
                let count = Int64(points.members(members).count)
                fields["membersText"] = texts.say("customers.members", count: count)
            }
            return fields
        }
        func share(_ part: Points) -> String {
            guard points.issued > .zero else { return "" }
            let share = percent(Double(part.units) / Double(points.issued.units))
            return texts.say("customers.ofIssued", ["share": share])
        }
        var cards = [
            card(
                "outstanding",
                wording.number(points.outstanding.units),
                note: texts.say("customers.issued", ["points": wording.number(points.issued.units)]),
                isPoints: true,
                members: .outstanding
            )
        ]
        if let forecast = points.forecast {
            let (rate, range) = (forecast.rate, forecast.rateInterval)
            var ultimate = card(
                "ultimate",
                percent(rate),
                note: texts.say("customers.breakage", ["share": percent(max(0, 1 - rate))])
            )
            ultimate["interval"] = texts.say(
                "home.interval",
                ["lower": percent(range.lower), "upper": percent(min(1, range.upper))]
            )
            cards.append(ultimate)
        }
        cards.append(
            card("redeemed", wording.number(points.redeemed.units), note: share(points.redeemed), members: .redeemed)
        )
        cards.append(card("lapsed", wording.number(points.lapsed.units), note: share(points.lapsed), members: .lapsed))
        if let money = points.money {
            func told(_ units: Double) -> String {
                guard let money = try? Money(minorUnits: Int64(max(0, units.rounded())), currency: money.currency)
                else {
                    return "–"
                }
                return brand.money(money, wording)
            }
            cards.append(
                card("inMoney", told(Double(money.outstanding)), note: texts.say("customers.figure.inMoney.note"))
            )
            if let expected = money.expected {
                var own = card(
                    "expectedMoney",
                    told(Double(expected)),
                    note: texts.say("customers.figure.expectedMoney.note")
                )
                if let range = money.expectedInterval {
                    own["interval"] = texts.say(
                        "home.interval",
                        ["lower": told(range.lower), "upper": told(range.upper)]
                    )
                }
                cards.append(own)
            }
            if let liability = money.liability {
                cards.append(card("liability", told(Double(liability)), note: month(points.close)))
            }
        }
        if points.owed > .zero { cards.append(card("owed", wording.number(points.owed.units), members: .owing)) }
        return cards
    }

    private func silence(_ silence: ChainLadder.Silence) -> String {
        switch silence {
        case .tooFewRows(let months): texts.say("customers.ladder.tooFew", count: Int64(months))
        case .nothing: texts.say("customers.ladder.nothing")
        case .nothingBy: texts.say("customers.ladder.nothingBy")
        }
    }

    private func percent(_ value: Double?) -> String { wording.percent(value) ?? "–" }

    private func month(_ month: CalendarMonth) -> String {
        texts.say("month.\(month.month)", ["year": String(month.year)])
    }
}
