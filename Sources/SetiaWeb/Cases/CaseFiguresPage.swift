internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension Web {
    /// What became of complaints and claims, and what caused them, the most frequent cause first.
    func caseFiguresPage(_ visit: Visit) async throws -> Response {
        let (texts, wording) = (visit.texts, visit.wording)
        let days = [30, 90, 365].first { "\($0)" == visit.query["days"] } ?? 90
        let figures = try await service.caseFigures(
            from: visit.now.adding(days: -days),
            until: visit.now.adding(milliseconds: 1)
        )
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
                "note": texts.say("cases.given", ["points": wording.number(figures.points.units)]),
                "definition": texts.say("cases.timeDefinition"),
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
            }, "hasCauses": !figures.causes.isEmpty,
        ]
        if figures.unnamed > 0 {
            fields["unnamed"] = texts.say("cases.unnamed", ["n": wording.number(Int64(figures.unnamed))])
        }
        return page("case-figures", visit, title: texts.say("cases.figures"), fields)
    }
}
