import SetiaInsight
import Testing

@Suite("Chain ladder")
struct ChainLadderTests {
    @Test("Taylor and Ashe's triangle: 18,680,855.61 to come, Mack's standard error 2,447,094.86")
    func taylorAshe() throws {
        let ladder = try ChainLadder(triangle(taylorAsheRows))
        #expect(abs(ladder.total.value - 18_680_855.61) < 0.005, "\(ladder.total)")
        #expect(abs(ladder.total.standardError - 2_447_094.86) < 0.005, "\(ladder.total)")
        // Mack 1993, table 2.
        #expect(abs(ladder.rows[1].toCome.value - 94_634) < 0.5)
        #expect(abs(ladder.rows[1].toCome.standardError - 75_535) < 0.5)
        #expect(abs(ladder.rows[9].toCome.value - 4_625_811) < 0.5)
        #expect(abs(ladder.rows[9].toCome.standardError - 1_363_155) < 0.5)
    }

    @Test("the Reinsurance Association of America's triangle: 52,135.2283 and 26,909.0112")
    func reinsurance() throws {
        let ladder = try ChainLadder(triangle(reinsuranceRows))
        #expect(abs(ladder.total.value - 52_135.2283) < 0.00005, "\(ladder.total)")
        #expect(abs(ladder.total.standardError - 26_909.0112) < 0.005, "\(ladder.total)")
    }

    @Test("the oldest row is at its end; what is to come has a range around it, never below zero")
    func range() throws {
        let ladder = try ChainLadder(triangle(reinsuranceRows))
        #expect(ladder.rows[0].toCome.value == 0)
        #expect(ladder.rows[0].developed == 1)
        let interval = ladder.rows[9].toCome.interval95
        #expect(interval.lower > 0 && interval.lower < ladder.rows[9].toCome.value)
        #expect(interval.upper > ladder.rows[9].toCome.value)
    }

    @Test("what a triangle cannot say, it does not say")
    func silence() {
        #expect(throws: ChainLadder.Silence.tooFewRows(3)) { try ChainLadder(triangle([[1, 2, 3], [1, 2], [1]])) }
        #expect(throws: ChainLadder.Silence.nothingBy(age: 0)) {
            try ChainLadder(triangle([[0, 2, 3, 4], [0, 2, 3], [0, 2], [1]]))
        }
    }

    @Test("a triangle as it was before is the same triangle, smaller")
    func asOf() {
        let before = triangle(reinsuranceRows).asOf(monthsBefore: 3)
        #expect(before.count == 7)
        #expect(before.rows.map(\.count) == [7, 6, 5, 4, 3, 2, 1])
        #expect(before.rows[6] == [557])
    }

    private func triangle(_ rows: [[Double]]) -> RedemptionTriangle {
        RedemptionTriangle(first: CalendarMonth(number: 24_000), rows: rows)
    }
}

/// The triangle of Taylor and Ashe 1983 (*Journal of Econometrics* 23), the first of Mack 1993.
private let taylorAsheRows: [[Double]] = [
    [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
    [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
    [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
    [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
    [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
    [396132, 1333217, 2180715, 2985752, 3691712],
    [440832, 1288463, 2419861, 3483130],
    [359480, 1421128, 2864498],
    [376686, 1363294],
    [344014],
]

/// General liability, facultative, 1981 to 1990, in thousands of dollars; the second triangle of Mack 1993.
private let reinsuranceRows: [[Double]] = [
    [5012, 8269, 10907, 11805, 13539, 16181, 18009, 18608, 18662, 18834],
    [106, 4285, 5396, 10666, 13782, 15599, 15496, 16169, 16704],
    [3410, 8992, 13873, 16141, 18735, 22214, 22863, 23466],
    [5655, 11555, 15766, 21266, 23425, 26083, 27067],
    [1092, 9565, 15836, 22169, 25955, 26180],
    [1513, 6445, 11702, 12935, 15852],
    [557, 4020, 10946, 12314],
    [1351, 6947, 13112],
    [3133, 5395],
    [2063],
]
