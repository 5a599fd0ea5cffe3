import Foundation
import SetiaCore
import Testing

/// The CDNOW sample, `data/cdnow/sample.csv`: 2,357 customers of a shop who first bought early in 1997.
enum CDNOWSample {
    struct Purchase: Sendable {
        let member: Int32
        let day: Day
        let cents: Int64
    }

    /// Tests of the sample are skipped where the file is not there, but not in continuous integration: there it must be.
    static let isExpected =
        FileManager.default.fileExists(atPath: path) || ProcessInfo.processInfo.environment["CI"] != nil

    static func purchases() throws -> [Purchase] {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map { line in
            let fields = line.split(separator: ",")
            let amount = fields[4].split(separator: ".")
            return Purchase(
                member: try #require(Int32(fields[1])) - 1,
                day: try #require(Day(iso: String(fields[2].prefix(10)))),
                cents: try #require(Int64(amount[0])) * 100 + #require(Int64(amount[1]))
            )
        }
    }

    private static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "data/cdnow/sample.csv").path
}
