import Foundation
import SetiaCore
import Testing

@testable import SetiaInsight

/// The yogurt of The Complete Journey, `data/completejourney/yogurt.csv`: 2,469 households and six makers, a year.
@Suite("A real category", .enabled(if: YogurtPanel.isExpected, "data/completejourney/yogurt.csv is not there"))
struct YogurtTests {
    private let panel: BrandPanel

    init() throws {
        var (log, households, brands, names) = (BrandPurchaseLog(), [String: Int32](), [String: Int32](), [String]())
        let lines = try String(contentsOfFile: YogurtPanel.path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst()
        for (row, line) in lines.enumerated() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
            let household = households[fields[0], default: Int32(households.count)]
            households[fields[0]] = household
            var brand: Int32?
            if !fields[3].isEmpty {
                brand = brands[fields[3], default: Int32(brands.count)]
                if Int(brand ?? 0) == names.count { names.append(fields[3]) }
                brands[fields[3]] = brand
            }
            log.append(household: household, day: try #require(Day(iso: fields[1])), brand: brand, order: Int32(row))
        }
        panel = log.panel(try #require(log.span), names: names)
    }

    @Test("M 4.449575, K .351868, S 1.569373, polarisation .389200, log-likelihood -9270.8712")
    func fit() throws {
        #expect(panel.households == 2_469 && panel.purchases == 10_986)
        let found = try fitDirichlet(panel)
        #expect(abs(found.model.rate - 4.449575) < 1e-6)
        #expect(abs(found.model.shape - 0.351868) < 1e-6, "\(found.model.shape)")
        #expect(abs(found.model.spread - 1.569373) < 1e-6, "\(found.model.spread)")
        #expect(abs(found.model.polarisation - 0.389200) < 1e-6)
        #expect(abs(found.choiceLogLikelihood - -9270.8712) < 1e-4, "\(found.choiceLogLikelihood)")
        #expect(found.steepness <= 1e-8)
    }

    @Test("penetration and purchases a buyer go together: correlation .976")
    func doubleJeopardy() throws {
        #expect(abs(try #require(panel.doubleJeopardy) - 0.976) < 5e-4, "\(panel.doubleJeopardy ?? 0)")
    }
}

/// Where it is.
private enum YogurtPanel {
    static let isExpected =
        FileManager.default.fileExists(atPath: path) || ProcessInfo.processInfo.environment["CI"] != nil

    static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "data/completejourney/yogurt.csv").path
}
