internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension Web {
    /// The first page of the console.
    var homePages: [Page] {
        [
            Page(.get, "/console", .staff) { visit in
                guard try visit.staff().may(.seeFigures) else { return redirect(home(of: try visit.staff())) }
                return try await homePage(visit)
            },
            Page(.get, "/console/changes", .staff) { try changesStream($0) },
        ]
    }

    private func homePage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        var fields: Fields = [:]
        if let snapshot = try await service.figures() {
            fields["figures"] = true
            fields["asOf"] = visit.texts.say("home.asOf", ["when": visit.wording.moment(snapshot.at, in: brand.zone)])
            fill(&fields, snapshot, visit, brand)
        }
        if let all = service.insight()?.customers, let customers = all.first {
            let view = CustomerView(insight: customers, brand: brand, visit: visit)
            var about: Fields = ["facts": view.homeFacts]
            // Of several currencies it speaks of the first only, and says so.
            if all.count > 1 {
                about["about"] = visit.texts.say("customers.currencyNote", ["currency": customers.currency.code])
            }
            fields["customers"] = about
        }
        if let insight = service.insight() {
            let answers = HomeAnswers(insight: insight, brand: brand, visit: visit)
            let changes = answers.changes
            let actions = answers.actions(try await service.suggestedActions())
            fields["answers"] =
                [
                    "worth": answers.worth, "changes": changes, "hasChanges": !changes.isEmpty, "actions": actions,
                    "hasActions": !actions.isEmpty,
                ] as Fields
        }
        return page("home", visit, title: visit.texts.say("home.title"), fields)
    }

    private func fill(_ fields: inout Fields, _ snapshot: FiguresSnapshot, _ visit: Visit, _ brand: BrandView) {
        let (texts, wording, report) = (visit.texts, visit.wording, snapshot.report)
        let share = report.repeatRate
        fields["repeat"] = wording.percent(share.value) ?? "–"
        fields["repeatN"] = texts.say(
            "home.repeatN",
            [
                "part": wording.number(Int64(share.numerator)), "whole": wording.number(Int64(share.denominator)),
            ]
        )
        if let interval = share.interval95 {
            fields["repeatInterval"] = texts.say(
                "home.interval",
                [
                    "lower": wording.percent(interval.lower) ?? "", "upper": wording.percent(interval.upper) ?? "",
                ]
            )
        }
        if let currency = service.insight()?.customers.first?.currency {
            fields["repeatPath"] = MemberFigure.customers(currency, .repeating).path
        }
        fields["attention"] = snapshot.attention.map { attention($0, visit, brand) }
        fields["cards"] = cards(report, visit, brand)
        fields["charts"] = charts(snapshot, visit, brand)
    }

    private func cards(_ report: Report, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        let (texts, wording) = (visit.texts, visit.wording)
        let mayFind = (try? visit.staff().may(.findMembers)) ?? false
        let currency = service.insight()?.customers.first?.currency
        func card(_ key: String, _ value: String, _ note: String, isPoints: Bool = false) -> Fields {
            var card: Fields = [
                "label": texts.say("figure.\(key)"), "value": value, "note": note, "isPoints": isPoints,
                "definition": texts.say("figure.\(key).definition"),
            ]
            if key == "within90" {
                if let currency { card["membersPath"] = MemberFigure.customers(currency, .within(90)).path }
            } else if mayFind {
                card["membersPath"] = "/console/members?status=active"
            }
            return card
        }
        let enrolled = (report.members[.active] ?? 0) + (report.members[.suspended] ?? 0)
        var cards = [
            card("members", wording.number(enrolled), texts.say("figure.members.note", count: Int64(report.customers))),
            card("orders", wording.number(Int64(report.orders)), revenue(report.revenue, brand, wording)),
        ]
        if let within = report.repeatWithin.first(where: { $0.days == 90 }) {
            let share = within.share
            cards.append(
                card(
                    "within90",
                    wording.percent(share.value) ?? "–",
                    texts.say("figure.within90.note", count: Int64(share.denominator))
                )
            )
        }
        for points in report.points.prefix(1) {
            cards.append(
                card(
                    "outstanding",
                    wording.number(points.outstanding.units),
                    texts.say(
                        "figure.outstanding.note",
                        [
                            "issued": wording.number(points.issued.units), "spent": wording.number(points.spent.units),
                        ]
                    ),
                    isPoints: true
                )
            )
        }
        return cards
    }

    private func revenue(_ revenue: [Money], _ brand: BrandView, _ wording: Wording) -> String {
        revenue.map { brand.money($0, wording) }.joined(separator: " · ")
    }

    private func charts(_ snapshot: FiguresSnapshot, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        let months = Array(snapshot.months.suffix(36))
        guard !months.isEmpty else { return [] }
        let now = CalendarMonth(of: brand.zone.day(of: snapshot.at))
        func chart(_ key: String, isPoints: Bool, _ value: (MonthFigures) -> Int64) -> Fields {
            let columns = months.map { month in
                Chart.Column(
                    label: self.month(month.month, visit),
                    value: value(month),
                    shown: visit.wording.number(value(month)),
                    isPartial: month.month == now
                )
            }
            let subject = visit.texts.say("chart.\(key)")
            let finding = finding(months.filter { $0.month != now }.map(value), visit)
            return [
                "subject": subject, "finding": finding,
                "svg": Chart(columns: columns, description: "\(subject): \(finding)", isPoints: isPoints).svg,
                "rows": columns.reversed().map { ["month": $0.label, "value": $0.shown] as Fields },
            ]
        }
        return [
            chart("active", isPoints: false) { Int64($0.activeMembers) },
            chart("issued", isPoints: true) { $0.pointsIssued.units },
        ]
    }

    /// What the last three whole months say against the same three a year before; no change is told that counts of
    /// this size make by chance (twice the Poisson error of the difference).
    private func finding(_ values: [Int64], _ visit: Visit) -> String {
        guard values.count >= 15 else { return visit.texts.say("chart.tooEarly") }
        let recent = values.suffix(3).reduce(0, +)
        let before = values.dropLast(12).suffix(3).reduce(0, +)
        guard before > 0 else { return visit.texts.say("chart.tooEarly") }
        let difference = Double(recent - before)
        guard abs(difference) > 2 * (Double(recent) + Double(before)).squareRoot() else {
            return visit.texts.say("chart.same")
        }
        let share = visit.wording.percent(abs(difference) / Double(before)) ?? ""
        return visit.texts.say(difference > 0 ? "chart.more" : "chart.less", ["share": share])
    }

    private func month(_ month: CalendarMonth, _ visit: Visit) -> String {
        visit.texts.say("month.\(month.month)", ["year": String(month.year)])
    }

    private func attention(_ item: AttentionItem, _ visit: Visit, _ brand: BrandView) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        func told(_ text: String, _ path: String? = nil) -> Fields {
            path.map { ["text": text, "path": $0] } ?? ["text": text]
        }
        switch item {
        case .requestsWaiting(let count):
            return told(texts.say("attention.requests", count: Int64(count)), "/console/requests")
        case .reviewsOpen(let count):
            return told(texts.say("attention.reviews", count: Int64(count)), "/console/reviews")
        case .storesWithoutSale(let stores):
            let names = stores.prefix(3).map { brand.name(of: $0) ?? $0.text }.joined(separator: ", ")
            return told(texts.say("attention.stores", count: Int64(stores.count), ["names": names]), "/console/stores")
        case .pointsOwed(_, let points, let members):
            return told(
                texts.say("attention.owed", count: Int64(members), ["points": wording.number(points.units)])
            )
        case .pointsExpiring(_, let points, let members):
            return told(
                texts.say("attention.expiring", count: Int64(members), ["points": wording.number(points.units)])
            )
        case .programmeBegins(let number, let at):
            return told(
                texts.say(
                    "attention.begins",
                    ["number": String(number), "when": wording.moment(at, in: brand.zone)]
                ),
                "/console/programme"
            )
        case .timeStandsStill(let since):
            return told(texts.say("attention.still", ["when": wording.moment(since, in: brand.zone)]))
        case .keysNotTurned(let since): return told(texts.say("attention.keys", ["since": since]))
        case .searchFilling(let left): return told(texts.say("attention.filling", count: Int64(left)))
        }
    }
}
