package import JSONText
package import SetiaCore

/// Where a member is on each ladder, and what she needs by when.
///
/// Amounts are whole numbers: minor units where there is a `currency`, else points, times or months.
package struct TiersBody: WireBody {
    /// Who.
    package let member: MemberID
    /// The moment.
    package let at: Instant
    /// One a ladder.
    package let progress: [TierProgress]
    /// For benefits.
    package let programme: Programme?

    /// The body of a member's ladders.
    package init(member: MemberID, at: Instant, progress: [TierProgress], programme: Programme?) {
        self.member = member
        self.at = at
        self.progress = progress
        self.programme = programme
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        json.member("member", member.text)
        json.key("tiers")
        json.object(progress.map { ($0.tierSet, $0) }) { write($0, to: &$1) }
        json.endObject()
    }

    private func write(_ progress: TierProgress, to json: inout JSONWriter) {
        let held = progress.standing
        json.beginObject()
        json.key("atRisk")
        json.bool(progress.isAtRisk)
        let level = held.flatMap { held in
            programme?.tierSet(progress.tierSet)?.levels.first { $0.key == held.level }
        }
        json.key("benefits")
        json.list(level?.benefits ?? []) { words, json in
            json.object(words.texts.map { ($0.language, $0.text) }) { $1.string($0) }
        }
        if let held, held.isGranted {
            json.key("granted")
            json.bool(true)
        }
        json.member("graceSince", held?.graceSince)
        if let keep = progress.keep {
            json.key("keep")
            write(keep, to: &json)
        }
        json.member("level", held?.level)
        json.key("measures")
        json.list(progress.amounts) { amount, json in
            json.beginObject()
            json.member("amount", amount.amount)
            write(amount.measure, to: &json)
            json.endObject()
        }
        if let next = progress.next {
            json.key("next")
            write(next, to: &json)
        }
        json.member("nextEvaluation", progress.nextEvaluation)
        json.member("since", held?.since)
        json.member("until", held?.until)
        if progress.waiting > 0 { json.member("waiting", progress.waiting) }
        json.key("window")
        json.beginObject()
        if let start = progress.days.start { json.member("from", start.iso) }
        if let end = progress.days.end { json.member("through", end.adding(days: -1).iso) }
        json.endObject()
        json.endObject()
    }

    private func write(_ goal: TierProgress.Goal, to json: inout JSONWriter) {
        json.beginObject()
        json.key("any")
        json.bool(goal.isAny)
        if let from = goal.from { json.member("from", from.iso) }
        json.member("level", goal.level)
        json.key("met")
        json.bool(goal.isMet)
        json.key("needs")
        json.list(goal.needs) { need, json in
            json.beginObject()
            json.member("amount", need.amount)
            write(need.measure, to: &json)
            json.member("missing", need.missing)
            json.member("needed", need.needed)
            json.endObject()
        }
        if let by = goal.by { json.member("through", by.iso) }
        json.endObject()
    }

    /// `currency` where it is money, and `metric`; both sort between `amount` and `missing`.
    private func write(_ measure: TierSet.Measure, to json: inout JSONWriter) {
        if case .netSpend(let currency) = measure.metric { json.member("currency", currency.code) }
        json.member("metric", measure.metric.name)
    }
}
