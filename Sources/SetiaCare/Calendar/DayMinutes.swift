internal import SetiaCore

/// A stretch of the wall clock within a day, its end not in it: 09:00 to 13:00.
package struct DayMinutes: Sendable, Hashable {
    /// Minutes after midnight, 0 to 1,439.
    package let start: Int
    /// Minutes after midnight, above `start`, at most 1,440, which is the end of the day.
    package let end: Int

    /// The stretch, or nil when it is none.
    ///
    /// What goes over midnight is two stretches, on two days.
    package init?(start: Int, end: Int) {
        guard start >= 0, end > start, end <= minutesPerDay else { return nil }
        self.start = start
        self.end = end
    }

    /// The whole day.
    package static let day = DayMinutes(known: 0, minutesPerDay)

    private init(known start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// Stretches in order, those that touch or overlap made one.
    static func joined(_ stretches: [DayMinutes]) -> [DayMinutes] {
        let sorted = stretches.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        var result: [DayMinutes] = []
        for stretch in sorted {
            if let last = result.last, stretch.start <= last.end {
                result[result.count - 1] = DayMinutes(known: last.start, max(last.end, stretch.end))
            } else {
                result.append(stretch)
            }
        }
        return result
    }
}

extension DayMinutes: CustomStringConvertible {
    /// "09:00-13:00".
    package var description: String { "\(clockText(start))-\(clockText(end))" }
}

let minutesPerDay = 1_440
let millisecondsPerMinute: Int64 = 60_000
