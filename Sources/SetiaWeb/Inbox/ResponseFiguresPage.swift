internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// How fast members are answered: all, by channel, by team and by person, with how many that is.
    func responseFiguresPage(_ visit: Visit) async throws -> Response {
        let texts = visit.texts
        let days = [7, 30, 90].first { "\($0)" == visit.query["days"] } ?? 30
        let from = visit.now.adding(days: -days)
        let figures = try await service.responseFigures(from: from, until: visit.now.adding(milliseconds: 1))
        let fields: Fields = [
            "days": [7, 30, 90].map { option("\($0)", texts.say("time.days", count: Int64($0)), "\(days)") },
            "parts": [
                ("first", figures.first), ("next", figures.next), ("resolution", figures.resolution),
            ].map { name, summaries in
                let isClosing = name == "resolution"
                return [
                    "title": texts.say("figures.\(name)"),
                    "done": texts.say(isClosing ? "figures.closed" : "figures.answered"),
                    "late": texts.say(isClosing ? "figures.stillOpen" : "figures.overdue"),
                    "none": texts.say(isClosing ? "figures.noneClosed" : "figures.none"),
                    "rows": ResponseSummary.Grouping.allCases.flatMap { grouping in
                        (summaries[grouping] ?? []).map { row($0, grouping, figures, visit) }
                    }, "isEmpty": summaries[.all]?.isEmpty ?? true,
                ] as Fields
            },
        ]
        return page("response-figures", visit, title: texts.say("figures.title"), fields)
    }

    private func row(
        _ summary: ResponseSummary,
        _ grouping: ResponseSummary.Grouping,
        _ figures: ResponseFigures,
        _ visit: Visit
    ) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        let group =
            switch (grouping, summary.group) {
            case (.all, _): texts.say("figures.all")
            case (.channel, let key?): texts.say("inbox.channel.\(key.text)")
            case (.person, let key?): figures.names[key] ?? name(ofReplier: key, texts)
            case (.team, let key?): key.text
            case (_, nil): texts.say(grouping == .person ? "figures.unanswered" : "figures.noTeam")
            }
        func time(_ value: Int64?) -> String { value.map { span($0, texts) } ?? "–" }
        return [
            "group": shown(group, upTo: 60), "isAll": grouping == .all,
            "answered": wording.number(Int64(summary.answered)),
            "overdue": wording.number(Int64(summary.overdue)),
            "median": "\(time(summary.medianWall)) / \(time(summary.medianBusiness))",
            "p90": "\(time(summary.p90Wall)) / \(time(summary.p90Business))",
            "kept": summary.attainment.map {
                "\(wording.percent(permille: Int64($0 / 10))) (\(wording.number(Int64(summary.promised))))"
            } ?? "–",
        ]
    }

    /// What whoever answered from outside is called.
    private func name(ofReplier key: Key, _ texts: Texts) -> String {
        key.text.hasPrefix("name:") ? String(key.text.dropFirst(5)) : texts.say("actor.operator")
    }
}
