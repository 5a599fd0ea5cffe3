/// Why a recurrence cannot be understood.
package struct MalformedRecurrence: Error, Sendable, Hashable {
    /// In plain English, with what would be understood.
    package let reason: String
}

extension Recurrence {
    /// The recurrence that a text such as `FREQ=WEEKLY;BYDAY=TU,TH` states.
    ///
    /// - Throws: which part is wrong, and what would be right.
    package init(_ text: String) throws(MalformedRecurrence) {
        var parts = Parts()
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, !pair[1].isEmpty else {
                throw MalformedRecurrence(
                    reason: "'\(part)' is no part of a recurrence; write it such as FREQ=WEEKLY;BYDAY=TU,TH"
                )
            }
            guard !parts.names.contains(where: { $0.utf8.elementsEqual(pair[0].utf8) }) else {
                throw MalformedRecurrence(reason: "\(pair[0]) stands twice")
            }
            parts.names.append(pair[0])
            try parts.read(pair[0], pair[1])
        }
        guard let frequency = parts.frequency else {
            throw MalformedRecurrence(reason: "FREQ is missing, such as FREQ=WEEKLY")
        }
        guard parts.count == nil || parts.until == nil else {
            throw MalformedRecurrence(reason: "has both COUNT and UNTIL; it ends in one way")
        }
        self.init(
            text: Key(text),
            frequency: frequency,
            interval: parts.interval,
            count: parts.count,
            until: parts.until,
            weekStart: parts.weekStart,
            months: parts.months,
            weekNumbers: parts.weekNumbers,
            yearDays: parts.yearDays,
            monthDays: parts.monthDays,
            weekdays: parts.weekdays,
            hours: parts.hours,
            minutes: parts.minutes,
            positions: parts.positions
        )
        try check()
    }

    /// What RFC 5545 forbids together.
    private func check() throws(MalformedRecurrence) {
        if !weekNumbers.isEmpty, frequency != .yearly {
            throw MalformedRecurrence(reason: "BYWEEKNO goes with FREQ=YEARLY only")
        }
        if !yearDays.isEmpty, frequency != .yearly {
            throw MalformedRecurrence(reason: "BYYEARDAY goes with FREQ=YEARLY only")
        }
        if !monthDays.isEmpty, frequency == .weekly {
            throw MalformedRecurrence(reason: "BYMONTHDAY does not go with FREQ=WEEKLY")
        }
        if weekdays.contains(where: { $0.nth != nil }) {
            guard frequency == .monthly || frequency == .yearly, weekNumbers.isEmpty else {
                throw MalformedRecurrence(reason: "such as 1MO or -1FR goes with FREQ=MONTHLY or YEARLY only")
            }
        }
        if !positions.isEmpty, weekdays.isEmpty, monthDays.isEmpty, yearDays.isEmpty, weekNumbers.isEmpty,
            months.isEmpty, hours.isEmpty, minutes.isEmpty
        {
            throw MalformedRecurrence(reason: "BYSETPOS needs another BY… to choose from")
        }
    }

    private struct Parts {
        var names: [String] = []
        var frequency: Frequency?
        var interval = 1
        var count: Int?
        var until: Schedule.WallTime?
        var weekStart = 1
        var months: [Int] = []
        var weekNumbers: [Int] = []
        var yearDays: [Int] = []
        var monthDays: [Int] = []
        var weekdays: [Weekday] = []
        var hours: [Int] = []
        var minutes: [Int] = []
        var positions: [Int] = []

        mutating func read(_ name: String, _ value: String) throws(MalformedRecurrence) {
            switch name {
            case "FREQ":
                guard let frequency = Frequency(rawValue: value) else {
                    throw MalformedRecurrence(reason: "FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY, not \(value)")
                }
                self.frequency = frequency
            case "INTERVAL": interval = try one(name, value, 1...1_000)
            case "COUNT": count = try one(name, value, 1...10_000)
            case "UNTIL": until = try moment(value)
            case "WKST": weekStart = try weekday(value).weekday
            case "BYMONTH": months = try numbers(name, value, 1...12, fromEnd: false)
            case "BYWEEKNO": weekNumbers = try numbers(name, value, 1...53, fromEnd: true)
            case "BYYEARDAY": yearDays = try numbers(name, value, 1...366, fromEnd: true)
            case "BYMONTHDAY": monthDays = try numbers(name, value, 1...31, fromEnd: true)
            case "BYHOUR": hours = try numbers(name, value, 0...23, fromEnd: false).sorted()
            case "BYMINUTE": minutes = try numbers(name, value, 0...59, fromEnd: false).sorted()
            case "BYSETPOS": positions = try numbers(name, value, 1...366, fromEnd: true)
            case "BYDAY":
                for part in value.split(separator: ",", omittingEmptySubsequences: false) {
                    weekdays.append(try weekday(String(part)))
                }
            default:
                throw MalformedRecurrence(
                    reason: "\(name) is not taken; there are FREQ, INTERVAL, COUNT, UNTIL, WKST, BYMONTH, BYWEEKNO, "
                        + "BYYEARDAY, BYMONTHDAY, BYDAY, BYHOUR, BYMINUTE and BYSETPOS"
                )
            }
        }

        private func one(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws(MalformedRecurrence) -> Int {
            guard let number = Int(text), range.contains(number) else {
                throw MalformedRecurrence(
                    reason: "\(name) must be a number from \(range.lowerBound) to \(range.upperBound), not \(text)"
                )
            }
            return number
        }

        private func numbers(
            _ name: String,
            _ text: String,
            _ range: ClosedRange<Int>,
            fromEnd: Bool
        ) throws(MalformedRecurrence) -> [Int] {
            var numbers: [Int] = []
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let number = Int(part) ?? .max
                guard range.contains(number) || fromEnd && number < 0 && range.contains(-number) else {
                    throw MalformedRecurrence(
                        reason: "\(name) takes numbers from \(range.lowerBound) to \(range.upperBound)"
                            + (fromEnd ? ", or below zero from the end" : "") + ", not \(part)"
                    )
                }
                numbers.append(number)
            }
            return numbers
        }

        private func weekday(_ text: String) throws(MalformedRecurrence) -> Weekday {
            let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
            let (nth, name) = (String(text.dropLast(2)), String(text.suffix(2)))
            guard let place = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }),
                nth.isEmpty || (Int(nth).map { $0 != 0 && abs($0) <= 53 } ?? false)
            else {
                throw MalformedRecurrence(
                    reason: "'\(text)' is no day; there are \(names.joined(separator: ", ")), and such as 1MO or -1FR"
                )
            }
            return Weekday(nth: Int(nth), weekday: place + 1)
        }

        /// `20261231` or `20261231T180000`, on the wall clock of the programme.
        private func moment(_ text: String) throws(MalformedRecurrence) -> Schedule.WallTime {
            let (date, time) = (Array(text.utf8.prefix(8)), Array(text.utf8.dropFirst(8)))
            func number(_ digits: ArraySlice<UInt8>) -> Int? {
                guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
                return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            }
            if date.count == 8, let year = number(date[0..<4]), let month = number(date[4..<6]),
                let day = number(date[6..<8]), let day = Day(year: year, month: month, day: day)
            {
                if time.isEmpty { return Schedule.WallTime(day: day, minute: 1_439) }
                if time.count == 7, time[0] == UInt8(ascii: "T"), let hour = number(time[1..<3]), hour < 24,
                    let minute = number(time[3..<5]), minute < 60
                {
                    return Schedule.WallTime(day: day, minute: hour * 60 + minute)
                }
            }
            throw MalformedRecurrence(
                reason: "UNTIL must be such as 20261231, or 20261231T180000 on the programme's clock, not \(text)"
            )
        }
    }
}
