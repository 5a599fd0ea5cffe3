internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension Web {
    /// What became of complaints and claims, and what caused them, the most frequent cause first.
    func caseFiguresPage(_ visit: Visit) async throws -> Response {
        let (texts, wording) = (visit.texts, visit.wording)
        let days = caseDays(visit)
        let measured = try await caseFigures(visit, days)
        let figures = measured.figures
        let brand = try await brand()
        func part(_ share: Double) -> String { wording.percent(permille: Int64((share * 1_000).rounded())) }
        var recovery: Fields = [
            "label": texts.say("cases.recovery"), "value": figures.recovered.value.map(part) ?? "–",
            "note": texts.say(
                "cases.recoveredOf",
                [
                    "recovered": wording.number(Int64(figures.recovered.numerator)),
                    "decided": wording.number(Int64(figures.recovered.denominator)),
                ]
            ),
            "isFew": figures.recovered.isSmall && figures.recovered.denominator > 0,
            "definition": texts.say("cases.recoveryDefinition"),
        ]
        if let range = figures.recovered.interval95 {
            recovery["interval"] = texts.say(
                "home.interval",
                ["lower": part(range.lower), "upper": part(range.upper)]
            )
        }
        let cards: [Fields] = [
            [
                "label": texts.say("cases.opened"), "value": wording.number(Int64(figures.opened)),
                "note": texts.say("cases.reopened", ["n": wording.number(Int64(figures.reopened))]),
                "definition": texts.say("cases.openedDefinition"),
            ],
            recovery,
            [
                "label": texts.say("cases.time"), "value": figures.medianRecovery.map { span($0, texts) } ?? "–",
                "note": "", "definition": texts.say("cases.timeDefinition"),
            ],
            [
                "label": texts.say("cases.cost"), "value": wording.number(figures.points.units),
                "note": money(figures.cost, measured, brand, visit) ?? "",
                "interval": shownText(
                    figures.pointsPerRecovery.map { points in
                        texts.say("cases.perRecovery", ["points": wording.number(Int64(points.rounded()))])
                    } ?? ""
                ), "definition": texts.say("cases.costDefinition"),
            ],
        ]
        let most = figures.causes.first?.count ?? 1
        var fields: Fields = [
            "days": [30, 90, 365].map { option("\($0)", texts.say("time.days", count: Int64($0)), "\(days)") },
            "cards": cards,
            "causes": figures.causes.map { cause in
                [
                    "cause": texts.say("case.cause.\(cause.key)"), "count": "\(cause.count)", "most": "\(most)",
                    "shown": wording.number(Int64(cause.count)), "running": part(cause.running.value ?? 0),
                    "points": wording.number(cause.points.units),
                ] as Fields
            }, "hasCauses": !figures.causes.isEmpty, "csv": "/console/cases/figures.csv?days=\(days)",
            "again": again(measured, brand, visit), "hasAgain": !figures.causes.isEmpty || !figures.recurrence.isEmpty,
            "againWho": texts.say("cases.againWho", ["n": "\(CaseRecurrence.days)"]),
        ]
        let pareto = ParetoChart(
            causes: figures.causes.map { cause in
                ParetoChart.Cause(
                    name: texts.say("case.cause.\(cause.key)"),
                    count: cause.count,
                    running: part(cause.running.value ?? 0)
                )
            },
            description: texts.say("cases.paretoSays")
        )
        if let svg = pareto.svg { fields["pareto"] = svg }
        if figures.unnamed > 0 {
            fields["unnamed"] = texts.say("cases.unnamed", ["n": wording.number(Int64(figures.unnamed))])
        }
        return page("case-figures", visit, title: texts.say("cases.figures"), fields)
    }

    /// What each cause cost, and how often it came again; causes that did not come in this time stand last.
    private func again(_ measured: MeasuredCases, _ brand: BrandView, _ visit: Visit) -> [Fields] {
        let (texts, wording, figures) = (visit.texts, visit.wording, measured.figures)
        func part(_ share: Double) -> String { wording.percent(permille: Int64((share * 1_000).rounded())) }
        let later = figures.recurrence.map(\.cause).filter { key in !figures.causes.contains { $0.key == key } }
        return (figures.causes.map(\.key) + later).map { key in
            var row: Fields = ["cause": texts.say("case.cause.\(key)"), "count": "0", "points": "0", "each": "–"]
            if let cause = figures.causes.first(where: { $0.key == key }) {
                row["count"] = wording.number(Int64(cause.count))
                row["points"] = wording.number(cause.points.units)
                row["each"] = wording.number(Int64(cause.pointsPerCase.rounded()))
                if let cost = money(cause.cost, measured, brand, visit) { row["cost"] = cost }
            }
            let again = figures.recurrence.first { $0.cause == key }?.again ?? Share(0, of: 0)
            row["again"] = again.value.map(part) ?? "–"
            row["of"] = texts.say(
                "cases.recoveredOf",
                ["recovered": "\(again.numerator)", "decided": wording.number(Int64(again.denominator))]
            )
            row["isFew"] = again.isSmall && again.denominator > 0
            if let range = again.interval95 {
                row["range"] = texts.say("home.interval", ["lower": part(range.lower), "upper": part(range.upper)])
            }
            return row
        }
    }

    /// What something cost; none where the programme does not say what points cost.
    private func money(_ cost: Int64?, _ measured: MeasuredCases, _ brand: BrandView, _ visit: Visit) -> String? {
        guard let cost, let currency = measured.currency, let money = try? Money(minorUnits: cost, currency: currency)
        else { return nil }
        return brand.money(money, visit.wording)
    }

    private func caseDays(_ visit: Visit) -> Int { [30, 90, 365].first { "\($0)" == visit.query["days"] } ?? 90 }

    private func caseFigures(_ visit: Visit, _ days: Int) async throws -> MeasuredCases {
        try await service.measuredCases(from: visit.now.adding(days: -days), until: visit.now.adding(milliseconds: 1))
    }

    /// The same by cause, as a table.
    func caseFiguresTable(_ visit: Visit) async throws -> Response {
        let rows = CaseTable.rows(try await caseFigures(visit, caseDays(visit)))
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"cases.csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: csvByteOrderMark + rows.map(csvRow).joined()))
        )
        guardAnswer(&response, [])
        return response
    }
}
