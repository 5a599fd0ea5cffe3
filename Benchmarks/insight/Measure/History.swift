import Foundation
import SetiaCore
import SetiaInsight

/// Times what is counted from the columns of purchases in memory: fifths, cohorts, churn and repeat purchase.
///
/// usage: InsightBenchmark history FOLDER [TURNS], where the folder has members.i32, days.i32 and amounts.i64
enum HistoryBenchmark {
    static func run(_ arguments: [String]) async throws {
        guard let folder = arguments.first.map({ URL(fileURLWithPath: $0) }) else { exit(64) }
        let turns = arguments.count > 1 ? Int(arguments[1]) ?? 5 : 5
        let columns = try read(folder)
        var fastest: [String: [Double]] = [:]
        func time<Found>(_ name: String, _ work: () async -> Found) async -> Found {
            let (began, before) = (ContinuousClock.now, clock())
            let found = await work()
            let (seconds, attoseconds) = (ContinuousClock.now - began).components
            fastest[name, default: []].append(Double(seconds) + Double(attoseconds) / 1e18)
            fastest[name + " cpu", default: []].append(Double(clock() - before) / Double(CLOCKS_PER_SEC))
            return found
        }
        var told = ""
        for _ in 0..<turns {
            let counted = await time("all") {
                let history = await time("fold") { await columns.folded() }
                return await time("count") { await figures(of: history) }
            }
            told = counted
        }
        for (name, seconds) in fastest.sorted(by: { $0.key < $1.key }) {
            print("\(name)\t\(seconds.sorted()[seconds.count / 2])")
        }
        print(told)
        print("peak\t\(peak()) MB")
    }

    /// All four, at once, and the whole numbers that other engines find too.
    private static func figures(of history: PurchaseHistory) async -> String {
        async let scores = rfm(history)
        async let triangle = cohorts(history)
        async let rows = monthly(history)
        async let again = repeatPurchaseRate(history, by: .orders)
        async let soon = repeatWithin(days: 90, history)
        var cells = [Int](repeating: 0, count: 556)
        for score in await scores { cells[score.code] += 1 }
        let active = await triangle.flatMap(\.active)
        return """
            cells\t\(cells.count { $0 > 0 })\nn555\t\(cells[555])\nn111\t\(cells[111])
            triangle\t\(active.count { $0 > 0 })\nactive\t\(active.reduce(0, +))
            kept\t\(await rows.reduce(0) { $0 + $1.retention.numerator })
            repeaters\t\(await again.numerator)\nwithin90\t\(await soon.numerator)
            """
    }

    /// Piece by piece, so that what was read is never in memory beside all columns.
    private static func read(_ folder: URL) throws -> PurchaseColumns {
        let files = try ["members.i32", "days.i32", "amounts.i64"].map {
            try FileHandle(forReadingFrom: folder.appending(path: $0))
        }
        func piece<Number: FixedWidthInteger>(_ file: FileHandle, _: Number.Type) throws -> [Number] {
            let data = try file.read(upToCount: (1 << 20) * MemoryLayout<Number>.size) ?? Data()
            return data.withUnsafeBytes { Array($0.bindMemory(to: Number.self)) }
        }
        var columns = PurchaseColumns()
        while true {
            let members = try piece(files[0], Int32.self)
            if members.isEmpty { return columns }
            let (days, amounts) = (try piece(files[1], Int32.self), try piece(files[2], Int64.self))
            for row in members.indices {
                columns.append(member: members[row], day: Day(number: days[row]), amountMinorUnits: amounts[row])
            }
        }
    }

    private static func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1_024
    }
}
