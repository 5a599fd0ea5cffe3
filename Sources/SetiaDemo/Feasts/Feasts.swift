internal import SetiaCore

/// The feasts that move with the moon, by the days on which they were, or are to be, kept in Malaysia and Indonesia.
///
/// Where the two countries began a day apart, the day is Malaysia's.
enum Feasts {
    /// First day of Ramadan, and the day of Hari Raya (Lebaran), which is the day after its last.
    static let ramadans: [(begins: Day, raya: Day)] = [
        ("2020-04-24", "2020-05-24"), ("2021-04-13", "2021-05-13"), ("2022-04-03", "2022-05-02"),
        ("2023-03-23", "2023-04-22"), ("2024-03-12", "2024-04-10"), ("2025-03-02", "2025-03-31"),
        ("2026-02-19", "2026-03-21"), ("2027-02-08", "2027-03-10"), ("2028-01-28", "2028-02-26"),
        ("2029-01-16", "2029-02-14"),
    ].map { (day($0.0), day($0.1)) }

    /// The first day of the Chinese year.
    static let chineseNewYears: [Day] = [
        "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17",
        "2027-02-06", "2028-01-26", "2029-02-13",
    ].map(day)

    /// The days of which all feasts are known.
    static let known = day("2020-01-01")...day("2029-12-31")

    /// Whether Muslims fast on this day.
    static func isRamadan(_ day: Day) -> Bool {
        ramadans.contains { $0.begins <= day && day < $0.raya }
    }

    /// Days from the nearest Hari Raya: below zero before it.
    static func daysFromRaya(_ day: Day) -> Int {
        nearest(ramadans.map(\.raya), to: day)
    }

    /// Days from the nearest Chinese New Year: below zero before it.
    static func daysFromChineseNewYear(_ day: Day) -> Int {
        nearest(chineseNewYears, to: day)
    }

    /// The Thai new year, with water: 13 to 15 April of each year.
    static func isSongkran(_ date: (year: Int, month: Int, day: Int)) -> Bool {
        date.month == 4 && (13...15).contains(date.day)
    }

    private static func nearest(_ days: [Day], to day: Day) -> Int {
        days.map { Int(day.number - $0.number) }.min { abs($0) < abs($1) } ?? .max
    }

    private static func day(_ text: String) -> Day {
        guard let day = Day(iso: text) else { fatalError("no day: \(text)") }
        return day
    }
}
