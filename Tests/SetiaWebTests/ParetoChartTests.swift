import Testing

@testable import SetiaWeb

@Suite("The chart of causes")
struct ParetoChartTests {
    @Test("J-10: causes are drawn the most frequent first, and the line ends at all of them")
    func drawn() throws {
        let causes = [("Delivery", 6, "60%"), ("Price <", 3, "90%"), ("Staff", 1, "100%")]
        let chart = ParetoChart(
            causes: causes.map { ParetoChart.Cause(name: $0.0, count: $0.1, running: $0.2) },
            description: "Causes"
        )
        let svg = try #require(chart.svg)
        #expect(svg.contains("Price &lt;") && !svg.contains("Price <"))
        // 60, 90 and 100 % of the height between 24 and 232.
        #expect(svg.contains("points=\"106.7,107.2 320.0,44.8 533.3,24.0\""))
        #expect(ParetoChart(causes: Array(chart.causes.prefix(1)), description: "").svg == nil)
        #expect(ParetoChart(causes: [], description: "").svg == nil)
    }
}
