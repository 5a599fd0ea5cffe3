internal import SetiaInsight
internal import SetiaService

/// A lifetime model beside what came: repeat purchases as they added up, and those of the hold-out by how often somebody had
/// come back before; drawn, with tables that say the same.
struct FitPlots {
    let check: HoldOutCheck
    let texts: Texts
    let wording: Wording

    init(_ check: HoldOutCheck, _ texts: Texts, _ wording: Wording) {
        (self.check, self.texts, self.wording) = (check, texts, wording)
    }

    /// A part of a page.
    var fields: Fields {
        [
            "tracking": trackingChart.svg, "weeks": weeks, "repeats": repeats,
            "conditional": conditionalChart.svg,
        ]
    }

    /// So many weeks are in the table.
    private static let mostWeeks = 13

    private var trackingChart: LineChart {
        let first = check.tracking.first { $0.isHeldOut }?.number
        return LineChart(
            lines: [
                LineChart.Line(
                    name: texts.say("customers.fit.came"),
                    points: check.tracking.map { (Double($0.number), Double($0.cumulativeActual)) }
                ),
                LineChart.Line(
                    name: texts.say("customers.fit.expected"),
                    points: check.tracking.map { (Double($0.number), $0.cumulativeExpected) },
                    isDashed: true
                ),
            ],
            description: texts.say("customers.fit.tracking"),
            ends: (week(1), week(check.tracking.last?.number ?? 1)),
            shadedFrom: first.map { Double($0 - 1) },
            number: { whole($0) }
        )
    }

    private var conditionalChart: LineChart {
        LineChart(
            lines: [
                LineChart.Line(
                    name: texts.say("customers.fit.came"),
                    points: check.byRepeats.map { (Double($0.repeats), $0.actual) }
                ),
                LineChart.Line(
                    name: texts.say("customers.fit.expected"),
                    points: check.byRepeats.map { (Double($0.repeats), $0.expected) },
                    isDashed: true
                ),
            ],
            description: texts.say("customers.fit.conditional"),
            ends: (
                check.byRepeats.first.map(name) ?? "", check.byRepeats.last.map(name) ?? ""
            ),
            number: { decimal($0) }
        )
    }

    /// Evenly spread, the last one among them.
    private var weeks: [Fields] {
        let all = check.tracking
        let step = max(1, (all.count + Self.mostWeeks - 1) / Self.mostWeeks)
        return all.filter { $0.number % step == 0 || $0.number == all.count }.map { week in
            [
                "week": wording.number(Int64(week.number)), "isHeldOut": week.isHeldOut,
                "came": wording.number(Int64(week.cumulativeActual)), "expected": whole(week.cumulativeExpected),
            ]
        }
    }

    private var repeats: [Fields] {
        check.byRepeats.map { row in
            [
                "repeats": name(row), "n": wording.number(Int64(row.customers)), "came": decimal(row.actual),
                "expected": decimal(row.expected), "isFew": row.customers < 30,
            ]
        }
    }

    private func week(_ number: Int) -> String {
        texts.say("customers.fit.week", ["n": wording.number(Int64(number))])
    }

    private func name(_ row: HoldOutCheck.Frequency) -> String {
        wording.number(Int64(row.repeats)) + (row.andMore ? "+" : "")
    }

    private func whole(_ value: Double) -> String { told(value, 0) }

    private func decimal(_ value: Double) -> String { told(value, 2) }

    private func told(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "–" }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        return wording.decimal(Int64((value * scale).rounded()), decimals: decimals)
    }
}
