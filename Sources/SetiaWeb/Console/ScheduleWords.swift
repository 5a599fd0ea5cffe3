internal import SetiaCore
internal import SetiaService

// When something holds, in words.

extension ProgrammeView {
    /// Such as "every Tuesday, 14:00–17:00, from 6 January 2026"; what has no short words stays as it is written.
    func when(_ schedule: Schedule) -> String {
        guard let recurrence = schedule.recurrence, let from = schedule.from else {
            return [schedule.from.map(begins), schedule.until.map(ends)].compactMap(\.self).joined(separator: " ")
        }
        var said = [schedule.form.map(form) ?? texts.say("schedule.written", ["rule": recurrence.text.text])]
        if from.minute != 0 || schedule.minutes != 1_440 { said.append(hours(from.minute, lasting: schedule.minutes)) }
        said.append(texts.say("schedule.from", ["day": wording.day(from.day)]))
        if let until = schedule.until { said.append(ends(until)) }
        return said.joined(separator: ", ")
    }

    private func form(_ form: RecurrenceForm) -> String {
        switch form {
        case .days(every: 1): texts.say("schedule.daily")
        case .days(let every): texts.say("schedule.days", count: Int64(every))
        case .weeks(every: 1, let weekdays): texts.say("schedule.weekly", ["days": names(weekdays)])
        case .weeks(let every, let weekdays):
            texts.say("schedule.weeks", count: Int64(every), ["days": names(weekdays)])
        case .dayOfMonth(-1): texts.say("schedule.lastDay")
        case .dayOfMonth(let day): texts.say("schedule.dayOfMonth", ["day": wording.number(Int64(day))])
        case .weekdayOfMonth(let nth, let weekday):
            texts.say("schedule.nth.\(nth)", ["day": texts.say("weekday.\(weekday)")])
        case .dayOfYear(let day): texts.say("schedule.dayOfYear", ["day": wording.dayOfYear(day)])
        }
    }

    private func names(_ weekdays: [Int]) -> String {
        wording.all(weekdays.map { texts.say("weekday.\($0)") })
    }

    /// The hours of a day; where they reach into the next, how long they are.
    private func hours(_ minute: Int, lasting minutes: Int) -> String {
        guard minute + minutes > 1_440 else { return "\(clock(minute))–\(clock(minute + minutes))" }
        let (days, hours, rest) = (minutes / 1_440, minutes % 1_440 / 60, minutes % 60)
        let length = [
            days > 0 ? texts.say("length.days", count: Int64(days)) : nil,
            hours > 0 ? texts.say("length.hours", count: Int64(hours)) : nil,
            rest > 0 ? texts.say("length.minutes", count: Int64(rest)) : nil,
        ]
        return texts.say(
            "schedule.lasting",
            ["time": clock(minute), "length": length.compactMap(\.self).joined(separator: " ")]
        )
    }

    private func begins(_ from: Schedule.WallTime) -> String {
        let time = from.minute == 0 ? "" : ", \(clock(from.minute))"
        return texts.say("schedule.from", ["day": wording.day(from.day) + time])
    }

    /// The last day; a moment within a day is said as it is.
    private func ends(_ until: Schedule.WallTime) -> String {
        guard until.minute == 0 else {
            return texts.say("schedule.before", ["moment": "\(wording.day(until.day)), \(clock(until.minute))"])
        }
        return texts.say("schedule.through", ["day": wording.day(until.day.adding(days: -1))])
    }

    private func clock(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}
