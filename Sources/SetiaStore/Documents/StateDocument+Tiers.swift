internal import JSONText
internal import SetiaCore
internal import SetiaService

extension StateDocument {
    /// Writes what counts for tiers, and when there is something to look at.
    static func writeTiers(of state: MemberState, to json: inout JSONWriter) {
        if !state.tallies.isEmpty {
            json.key("tallies")
            json.beginArray()
            for tally in state.tallies {
                json.beginArray()
                json.element(tally.tierSet)
                json.element(tally.metric)
                json.beginArray()
                for bucket in tally.buckets {
                    json.integer(Int64(bucket.start.number))
                    json.integer(bucket.amount)
                }
                json.endArray()
                json.endArray()
            }
            json.endArray()
        }
        if !state.waiting.isEmpty {
            json.key("waiting")
            json.beginArray()
            for waits in state.waiting {
                json.element(waits.tierSet)
                json.element(waits.metric)
                json.integer(Int64(waits.day.number))
                json.element(waits.at)
                json.integer(waits.lot)
                json.integer(waits.amount)
            }
            json.endArray()
        }
        if !state.looks.isEmpty {
            json.key("looks")
            json.beginArray()
            for look in state.looks {
                json.element(look.tierSet)
                json.element(look.at)
            }
            json.endArray()
        }
    }

    /// Reads it.
    static func readTiers(_ document: JSON, into state: inout MemberState) throws(MalformedDocument) {
        if let spend = document["spend"] {
            var fields = try Fields(spend, in: "spend")
            while !fields.isAtEnd {
                let tierSet = try fields.key()
                guard let start = Day(year: Int(try fields.number()), month: 1, day: 1) else {
                    throw MalformedDocument(field: "spend")
                }
                state.addSpend(try fields.number(), of: tierSet, inYearFrom: start)
            }
        }
        if let tallies = document["tallies"] {
            var fields = try Fields(tallies, in: "tallies")
            while !fields.isAtEnd { state.tallies.append(try tally(try fields.fields())) }
        }
        if let waiting = document["waiting"] {
            var fields = try Fields(waiting, in: "waiting")
            while !fields.isAtEnd { state.waiting.append(try waits(&fields)) }
        }
        if let looks = document["looks"] {
            var fields = try Fields(looks, in: "looks")
            while !fields.isAtEnd {
                let tierSet = try fields.key()
                state.looks.append(TierLook(tierSet: tierSet, at: try fields.instant()))
            }
        }
    }

    private static func tally(_ kept: Fields) throws(MalformedDocument) -> Tally {
        var kept = kept
        let (tierSet, metric) = (try kept.key(), try kept.key())
        var fields = try kept.fields()
        var buckets: [Tally.Bucket] = []
        while !fields.isAtEnd {
            let start = try day(&fields)
            buckets.append(Tally.Bucket(start: start, amount: try fields.number()))
        }
        return Tally(tierSet: tierSet, metric: metric, buckets: buckets)
    }

    private static func waits(_ fields: inout Fields) throws(MalformedDocument) -> WaitingCount {
        let (tierSet, metric) = (try fields.key(), try fields.key())
        let day = try day(&fields)
        let (at, lot) = (try fields.instant(), try fields.number())
        return WaitingCount(tierSet: tierSet, metric: metric, day: day, at: at, lot: lot, amount: try fields.number())
    }

    private static func day(_ fields: inout Fields) throws(MalformedDocument) -> Day {
        guard let number = Int32(exactly: try fields.number()) else { throw MalformedDocument(field: "tallies") }
        return Day(number: number)
    }
}

extension MemberState {
    /// What was spent in a year, as it was kept before ladders measured anything else.
    fileprivate mutating func addSpend(_ minorUnits: Int64, of tierSet: Key, inYearFrom start: Day) {
        let bucket = Tally.Bucket(start: start, amount: minorUnits)
        if let place = tallies.firstIndex(where: { $0.tierSet == tierSet }) {
            tallies[place].buckets.append(bucket)
        } else {
            tallies.append(Tally(tierSet: tierSet, metric: "net spend", buckets: [bucket]))
        }
    }
}
