import Foundation
import SetiaInsight
import SetiaTesting

/// Kevin Hillstrom's e-mail test of 2008: 64,000 customers, two mails and none, and two weeks after.
enum Hillstrom {
    struct Customer: Sendable {
        let recency: Double
        let history: Double
        let mens: Double
        let womens: Double
        let newbie: Double
        let arm: String
        let visit: Bool
        let conversion: Bool
        let spend: Double

        var figures: [Double] { [recency, history, mens, womens, newbie] }
    }

    static let none = "No E-Mail"
    static let mens = "Mens E-Mail"
    static let womens = "Womens E-Mail"

    /// The customers in the order of the file; read once.
    static let customers: [Customer] = (try? read()) ?? []

    static let isExpected =
        FileManager.default.fileExists(atPath: path) || ProcessInfo.processInfo.environment["CI"] != nil

    static func arm(_ name: String) -> [Customer] { customers.filter { $0.arm == name } }

    private static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/hillstrom.csv.gz").path

    private static func read() throws -> [Customer] {
        let pipe = Pipe()
        let unpacking = try ChildProcess("gzip", ["-dc", path], output: .pipe(pipe))
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        unpacking.wait()
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            // The segment of history stands in quotes where it has a comma in it; nobody needs it.
            let parts = line.split(separator: "\"")
            let cells = (parts.count == 3 ? parts[0] + "-" + parts[2] : line).split(separator: ",")
            let number = { (place: Int) in Double(cells[place]) ?? .nan }
            return Customer(
                recency: number(0),
                history: number(2),
                mens: number(3),
                womens: number(4),
                newbie: number(6),
                arm: String(cells[8]),
                visit: cells[9] == "1",
                conversion: cells[10] == "1",
                spend: number(11)
            )
        }
    }
}
