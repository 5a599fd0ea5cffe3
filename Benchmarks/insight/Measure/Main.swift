import Foundation
import SetiaInsight

/// Times the fits on customers made of a seed, and writes the same customers for others to fit.
///
/// usage: InsightBenchmark COUNT FILE [TURNS], InsightBenchmark history FOLDER [TURNS], or InsightBenchmark anchors [TURNS]
@main
struct InsightBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.dropFirst().first == "history" {
            return try await HistoryBenchmark.run(Array(arguments.dropFirst(2)))
        }
        if arguments.dropFirst().first == "anchors" { return try AnchorBenchmark.run(Array(arguments.dropFirst(2))) }
        guard arguments.count >= 3, let count = Int(arguments[1]) else { exit(64) }
        let turns = arguments.count > 3 ? Int(arguments[3]) ?? 5 : 5
        let made = Customers(count, seed: 7)
        var lines = "x,tx,T,zbar\n"
        for (summary, spend) in zip(made.summaries, made.meanSpends) {
            lines += "\(summary.repeats),\(summary.lastAt),\(summary.watched),\(spend)\n"
        }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: arguments[2]))

        FileHandle.standardError.write(Data("\(CustomerBase(made.summaries).kinds.count) kinds\n".utf8))
        for kind in DropoutModelKind.allCases {
            try time(kind.rawValue, turns) {
                try fit(kind, to: CustomerBase(made.summaries)).fit
            }
        }
        let pairs = zip(made.summaries, made.meanSpends).map { (purchases: $0.repeats, mean: $1) }
        try time("gamma-gamma", turns) { try fitSpend(Spending(pairs)).fit }
    }

    /// The median of the turns in processor time, from customers to fit, and what came out.
    private static func time(_ name: String, _ turns: Int, _ work: () throws -> Fit) rethrows {
        var (seconds, found) = ([Double](), Fit?.none)
        for _ in 0..<turns {
            let began = clock()
            found = try work()
            seconds.append(Double(clock() - began) / Double(CLOCKS_PER_SEC))
        }
        guard let found else { return }
        let median = seconds.sorted()[seconds.count / 2]
        let parameters = found.parameters.map { String(format: "%.7g", $0) }.joined(separator: " ")
        print("\(name)\t\(median)\t\(found.logLikelihood)\t\(parameters)\t\(found.evaluations)")
    }
}

func logOf(_ x: Double) -> Double { log(x) }

func expOf(_ x: Double) -> Double { exp(x) }
