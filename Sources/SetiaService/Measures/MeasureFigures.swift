internal import SetiaCare
internal import SetiaCore
internal import SetiaInsight

extension MeasureFold {
    /// One a definition, each beside the stretch before.
    var figures: [Measures.Figure] {
        zip(measured(now), measured(before)).map { now, before in
            var figure = now.figure
            figure.change = now.change(from: before)
            return figure
        }
    }

    /// Whom a figure counts above the line, in the order of their ids; none where there is no such figure.
    func members(behind figure: Key) -> [MemberID]? {
        func answered(_ scale: PhaseSignal.Scale, from least: Int) -> [MemberID] {
            (now.answers[scale] ?? [:]).filter { $0.value.score >= least }.map(\.key)
        }
        let members: [MemberID]? =
            switch figure.text {
            case "enrolment": Array(now.enrolled)
            case "active":
                Array(now.active.filter { member in joined[member].map { $0 < now.year.upperBound } ?? false })
            case "participation":
                mostSales.map { sales in sales.byMember.filter(\.value.isOwn).map(\.key) } ?? []
            case "redemption": now.flows.filter { $0.value.redeemed > 0 }.map(\.key)
            case "satisfaction": answered(.satisfaction, from: 4)
            case "promoters": answered(.recommendation, from: 9)
            case "response": Array(Set(now.responses.map(\.member)))
            case "businessResponse": Array(Set(now.responses.filter { $0.inHours != nil }.map(\.member)))
            default: nil
            }
        return members?.sorted()
    }

    private var mostSales: MeasureStretch.Sales? {
        now.sales.sorted { ($1.value.orders, $0.key) < ($0.value.orders, $1.key) }.first?.value
    }

    private func measured(_ stretch: MeasureStretch) -> [MeasuredFigure] {
        [
            enrolment(stretch), activity(stretch), participation(stretch), redemption(stretch), satisfaction(stretch),
            promoters(stretch), response(.responseTime, "response", stretch) { $0.took },
            response(.businessResponseTime, "businessResponse", stretch) { $0.inHours },
        ]
    }

    private func enrolment(_ stretch: MeasureStretch) -> MeasuredFigure {
        let enrolled = stretch.enrolled.count
        let silence: Measures.Silence? =
            query.isOfSomeMembers ? .unknownOthers : query.channel == nil ? nil : .noChannel
        return MeasuredFigure(.enrolment, "enrolment", Share(enrolled, of: enrolled + stretch.guestOrders), silence)
    }

    private func activity(_ stretch: MeasureStretch) -> MeasuredFigure {
        let count = stretch.active.count { joined[$0].map { $0 < stretch.year.upperBound } ?? false }
        return MeasuredFigure(
            .active,
            "active",
            Share(count, of: stretch.ofYear),
            query.channel == nil ? nil : .noChannel
        )
    }

    private func participation(_ stretch: MeasureStretch) -> MeasuredFigure {
        let most = stretch.sales.sorted { ($1.value.orders, $0.key) < ($0.value.orders, $1.key) }.first
        let sums = most?.value ?? MeasureStretch.Sales()
        var ratio = sums.guests
        // In the order of their ids, so that the same orders give the same digits.
        for (_, paid) in sums.byMember.sorted(by: { $0.key < $1.key }) {
            ratio.add(paid.isOwn ? Double(paid.amount) : 0, of: Double(paid.amount))
        }
        return MeasuredFigure(
            .participation,
            "participation",
            sums.own,
            of: sums.all,
            ratio,
            n: sums.orders,
            isSalesWay ? nil : .noChannel,
            currency: most?.key
        )
    }

    private func redemption(_ stretch: MeasureStretch) -> MeasuredFigure {
        var (spent, issued) = (Int64(0), Int64(0))
        var ratio = ClusteredRatio()
        for (_, flow) in stretch.flows.sorted(by: { $0.key < $1.key }) {
            spent += flow.redeemed
            issued += flow.issued
            ratio.add(Double(flow.redeemed), of: Double(flow.issued))
        }
        return MeasuredFigure(
            .redemptionFlow,
            "redemption",
            spent,
            of: issued,
            ratio,
            n: stretch.movements,
            query.channel == nil ? nil : .noChannel
        )
    }

    private func surveyed(_ kind: Survey.Kind, _ scale: PhaseSignal.Scale, _ stretch: MeasureStretch) -> SurveyFigures {
        var counts: [Int: Int] = [:]
        for answer in (stretch.answers[scale] ?? [:]).values { counts[answer.score, default: 0] += 1 }
        let all = counts.sorted { $0.key < $1.key }.map { (score: $0.key, count: $0.value) }
        return SurveyFigures(kind: kind, asked: all.reduce(0) { $0 + $1.count }, answers: all)
    }

    private func satisfaction(_ stretch: MeasureStretch) -> MeasuredFigure {
        let found = surveyed(.csat, .satisfaction, stretch)
        return MeasuredFigure(
            .satisfaction,
            "satisfaction",
            Share(found.counts.suffix(2).reduce(0, +), of: found.answered),
            query.channel == nil ? nil : .noChannel
        )
    }

    private func promoters(_ stretch: MeasureStretch) -> MeasuredFigure {
        let found = surveyed(.nps, .recommendation, stretch)
        let promoter = found.promoter
        return MeasuredFigure(
            .netPromoterScore,
            "promoters",
            Int64(promoter.promoters - promoter.detractors),
            of: Int64(promoter.count),
            found.value.map { .score($0) },
            found.interval95,
            n: found.answered,
            query.channel == nil ? nil : .noChannel,
            spread: .answers(found)
        )
    }

    /// The median by one of the clocks, its range by ranks.
    private func response(
        _ definition: Definition,
        _ key: Key,
        _ stretch: MeasureStretch,
        _ clock: (MeasureStretch.Response) -> Double?
    ) -> MeasuredFigure {
        let took = stretch.responses.compactMap(clock).sorted()
        let n = took.count
        let median = n == 0 ? nil : (took[(n - 1) / 2] + took[n / 2]) / 2
        var interval: Interval?
        if n >= 6 {
            let half = z95 * Double(n).squareRoot() / 2
            let (lower, upper) = (Int((Double(n) / 2 - half).rounded(.down)), Int((Double(n) / 2 + half).rounded(.up)))
            interval = Interval(lower: took[max(0, lower - 1)], upper: took[min(n - 1, upper)])
        }
        return MeasuredFigure(
            definition,
            key,
            Int64(n),
            of: Int64(n + stretch.unanswered),
            median.map { .duration($0) },
            interval,
            n: n,
            isMessageWay ? nil : .noChannel,
            leftOut: stretch.unanswered,
            spread: .untold
        )
    }
}

/// A figure with what its difference to another stretch of days is told by.
private struct MeasuredFigure {
    let figure: Measures.Figure
    let spread: Spread

    enum Spread {
        case share(Share)
        case ratio(ClusteredRatio)
        case answers(SurveyFigures)
        /// No difference is told.
        case untold
    }

    init(
        _ definition: Definition,
        _ key: Key,
        _ numerator: Int64,
        of denominator: Int64,
        _ value: Measures.Value?,
        _ interval: Interval?,
        n: Int,
        _ silence: Measures.Silence?,
        leftOut: Int = 0,
        currency: Currency? = nil,
        spread: Spread
    ) {
        self.spread = spread
        figure = Measures.Figure(
            definition: definition,
            key: key,
            numerator: numerator,
            denominator: denominator,
            currency: silence == nil ? currency : nil,
            value: silence == nil ? value : nil,
            interval: silence == nil && value != nil ? interval : nil,
            n: n,
            silence: silence ?? (value == nil ? .nothing : nil),
            leftOut: leftOut
        )
    }

    init(_ definition: Definition, _ key: Key, _ share: Share, _ silence: Measures.Silence?) {
        self.init(
            definition,
            key,
            Int64(share.numerator),
            of: Int64(share.denominator),
            share.value.map { .rate($0) },
            share.interval95,
            n: share.denominator,
            silence,
            spread: .share(share)
        )
    }

    /// A ratio of sums, whose interval is by members.
    init(
        _ definition: Definition,
        _ key: Key,
        _ numerator: Int64,
        of denominator: Int64,
        _ ratio: ClusteredRatio,
        n: Int,
        _ silence: Measures.Silence?,
        currency: Currency? = nil
    ) {
        self.init(
            definition,
            key,
            numerator,
            of: denominator,
            denominator > 0 ? .rate(Double(max(0, numerator)) / Double(denominator)) : nil,
            ratio.interval,
            n: n,
            silence,
            currency: currency,
            spread: .ratio(ratio)
        )
    }

    /// How it stands to the stretch before; none where one of the two says nothing.
    func change(from before: MeasuredFigure) -> Measures.Change? {
        guard figure.value != nil, let then = before.figure.value else { return nil }
        func told(_ difference: Estimate, isSmall: Bool) -> Measures.Change {
            Measures.Change(
                before: then.number,
                n: before.figure.n,
                difference: difference,
                direction: Direction(difference.interval, isSmall: isSmall)
            )
        }
        switch (spread, before.spread) {
        case (.share(let after), .share(let earlier)):
            guard let difference = ShareDifference(from: earlier, to: after) else { return nil }
            return told(
                Estimate(value: difference.value, interval: difference.interval95),
                isSmall: earlier.isSmall || after.isSmall
            )
        case (.ratio(let after), .ratio(let earlier)):
            guard let difference = after.difference(to: earlier), figure.currency == before.figure.currency else {
                return nil
            }
            return told(difference, isSmall: earlier.isSmall || after.isSmall)
        case (.answers(let after), .answers(let earlier)):
            guard let difference = after.difference(since: earlier) else { return nil }
            return Measures.Change(
                before: then.number,
                n: before.figure.n,
                difference: Estimate(value: difference.value, interval: difference.interval95),
                direction: difference.direction
            )
        default: return nil
        }
    }
}

extension Measures.Value {
    /// The number in its unit.
    package var number: Double {
        switch self {
        case .rate(let number), .score(let number), .duration(let number): number
        }
    }
}
