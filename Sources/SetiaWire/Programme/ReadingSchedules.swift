import SetiaCore

extension ProgrammeReader {
    /// When a rule or campaign gives, on the clock of the programme.
    mutating func schedule(_ node: YAMLNode) -> Schedule? {
        guard let members = members(of: node, known: ["from", "until", "repeat", "lasts"]) else { return nil }
        let from = members["from"].flatMap { wallTime($0, endOfDay: false) }
        let until = members["until"].flatMap { wallTime($0, endOfDay: true) }
        let recurrence = members["repeat"].flatMap { self.recurrence($0) }
        if members["from"] == nil, members["until"] == nil, members["repeat"] == nil {
            complain(node, "must have from, until or both; and repeat where it recurs")
            return nil
        }
        if let again = members["repeat"], members["from"] == nil {
            complain(again, "needs 'from': when it begins for the first time")
            return nil
        }
        if let lasts = members["lasts"], members["repeat"] == nil {
            complain(lasts, "goes with 'repeat'; a single time ends with 'until'")
        }
        var minutes = 1_440
        if let lasts = members["lasts"] {
            minutes = self.minutes(lasts) ?? minutes
        } else if members["repeat"] != nil, let from, from.minute != 0 {
            complain(node, "'lasts' is missing: for how long each time, such as 3 hours")
        }
        let schedule = Schedule(from: from, until: until, recurrence: recurrence, minutes: minutes)
        if !schedule.everHolds {
            complain(node, "this never occurs: nothing lies between its beginning and its end")
        }
        return schedule
    }

    /// `2026-03-01`, which as an end is the whole day, or `2026-03-01T14:00`.
    mutating func wallTime(_ node: YAMLNode, endOfDay: Bool) -> Schedule.WallTime? {
        guard let text = text(node) else { return nil }
        let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " }).map(String.init)
        if let day = parts.first.flatMap({ Day(iso: $0) }) {
            if parts.count == 1 { return Schedule.WallTime(day: endOfDay ? day.adding(days: 1) : day) }
            let time = parts[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2, time.count == 2, time[0].utf8.count == 2, time[1].utf8.count == 2,
                let hour = Int(time[0]), (0...23).contains(hour), let minute = Int(time[1]), (0...59).contains(minute)
            {
                return Schedule.WallTime(day: day, minute: hour * 60 + minute)
            }
        }
        complain(node, "must be a day such as 2026-03-01, or with a time such as 2026-03-01T14:00")
        return nil
    }

    private mutating func recurrence(_ node: YAMLNode) -> Recurrence? {
        guard let text = text(node) else { return nil }
        do throws(MalformedRecurrence) {
            return try Recurrence(text)
        } catch {
            complain(node, error.reason)
            return nil
        }
    }

    /// `90 minutes`, `3 hours`, `2 days`, up to 31 days.
    private mutating func minutes(_ node: YAMLNode) -> Int? {
        guard let text = text(node) else { return nil }
        let parts = text.split(separator: " ").map(String.init)
        let units = ["minute": 1, "minutes": 1, "hour": 60, "hours": 60, "day": 1_440, "days": 1_440]
        if parts.count == 2, let unit = units[parts[1]], let count = wholeNumber(parts[0], 1...44_640),
            Int(count) * unit <= 44_640
        {
            return Int(count) * unit
        }
        complain(node, "must be a time such as 90 minutes, 3 hours or 2 days, up to 31 days")
        return nil
    }
}
