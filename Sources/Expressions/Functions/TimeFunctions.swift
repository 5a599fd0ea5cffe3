/// `getHours()` and its like, of timestamps in UTC or a zone, and of durations.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Timestamp and Duration" and "List of Standard Definitions".
enum TimeFunctions {
    private typealias Part = @Sendable (CivilTime, Timestamp) -> Int64

    private static let parts: [(name: String, part: Part)] = [
        ("getFullYear", { time, _ in time.year }),
        ("getMonth", { time, _ in time.month - 1 }),
        ("getDate", { time, _ in time.day }),
        ("getDayOfMonth", { time, _ in time.day - 1 }),
        ("getDayOfWeek", { time, _ in time.dayOfWeek }),
        ("getDayOfYear", { time, _ in time.dayOfYear }),
        ("getHours", { time, _ in time.hour }),
        ("getMinutes", { time, _ in time.minute }),
        ("getSeconds", { time, _ in time.second }),
        ("getMilliseconds", { _, moment in Int64(moment.nanoseconds) / 1_000_000 }),
    ]

    static func overloads(_ timeZones: (any TimeZones)?) -> [Overload] {
        parts.flatMap { entry in
            let part = entry.part
            return [
                .method(entry.name, .timestamp, .int) { (a, _) throws(EvaluationProblem) in
                    try read(a, east: 0, part)
                },
                inZone(entry.name, part, timeZones),
            ]
        } + ofDurations
    }

    private static func inZone(_ name: String, _ part: @escaping Part, _ timeZones: (any TimeZones)?) -> Overload {
        Overload(
            name,
            isMethod: true,
            [.timestamp, .string],
            .int,
            folding: .quietly,
            prepare: { (constants) throws(ConstantFault) in
                guard case .string(let zone) = constants[1] else { return nil }
                if let east = fixed(zone) {
                    return .two { (a, _, _) throws(EvaluationProblem) in try read(a, east: east, part) }
                }
                if let timeZones, timeZones.secondsEast(of: zone, at: 0) == nil {
                    throw ConstantFault(
                        argument: 1,
                        "there is no time zone \(zone)",
                        hint: "write a name such as \"Asia/Kuala_Lumpur\", or an offset such as \"+08:00\""
                    )
                }
                return nil
            },
            body: .two { (a, b, _) throws(EvaluationProblem) in
                let zone = try b.text()
                guard case .timestamp(let moment) = a else { throw .noSuchOverload }
                guard let east = fixed(zone) ?? timeZones?.secondsEast(of: zone, at: moment.seconds) else {
                    throw .invalidArgument("there is no time zone \(zone)")
                }
                return try read(a, east: east, part)
            }
        )
    }

    private static func fixed(_ zone: String) -> Int? {
        // Names begin with a letter and offsets do not.
        if let first = zone.utf8.first, first >= 65 { return CodePoints.areEqual(zone, "UTC") ? 0 : nil }
        return TimeText.fixedOffset(zone)
    }

    private static func read(_ value: Value, east: Int, _ part: Part) throws(EvaluationProblem) -> Value {
        guard case .timestamp(let moment) = value else { throw .noSuchOverload }
        let (seconds, over) = moment.seconds.addingReportingOverflow(Int64(east))
        if over { throw .outOfRange("the local time") }
        return .int(part(CivilTime(seconds: seconds), moment))
    }

    private static var ofDurations: [Overload] {
        [
            .method("getHours", .duration, .int) { (a, _) throws(EvaluationProblem) in try count(a, 3_600_000_000_000)
            },
            .method("getMinutes", .duration, .int) { (a, _) throws(EvaluationProblem) in try count(a, 60_000_000_000) },
            .method("getSeconds", .duration, .int) { (a, _) throws(EvaluationProblem) in try count(a, 1_000_000_000) },
            // The milliseconds past the second, as the specification has it, not all of them.
            .method("getMilliseconds", .duration, .int) { (a, _) throws(EvaluationProblem) in
                guard case .duration(let span) = a else { throw .noSuchOverload }
                return .int(span.nanoseconds % 1_000_000_000 / 1_000_000)
            },
        ]
    }

    private static func count(_ value: Value, _ unit: Int64) throws(EvaluationProblem) -> Value {
        guard case .duration(let span) = value else { throw .noSuchOverload }
        return .int(span.nanoseconds / unit)
    }
}
