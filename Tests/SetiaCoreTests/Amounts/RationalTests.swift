import SetiaCore
import Testing

@Suite("Rationals")
struct RationalTests {
    @Test("a fraction is kept reduced, the sign on top")
    func reduced() {
        #expect(Rational(6, 4) == Rational(3, 2))
        #expect(Rational(6, -4) == Rational(-3, 2))
        #expect(Rational(-6, -4).numerator == 3)
        #expect(Rational(0, -7) == .zero)
        #expect(Rational(0, -7).denominator == 1)
        #expect(Rational(.min, .min) == .one)
        #expect(Rational(.min, 2).numerator == .min / 2)
        #expect(Rational(2, .min).denominator == 1 << 62)
    }

    @Test(
        "a number is read as it is written",
        arguments: [
            ("1.5", 3, 2), ("0.25", 1, 4), ("2", 2, 1), ("0", 0, 1), ("-0", 0, 1), ("-1.50", -3, 2),
            ("0.1", 1, 10), ("10.00", 10, 1), ("0.0000000000000000000000000000000000000000", 0, 1),
            ("9223372036854775807", .max, 1), ("-9223372036854775808", .min, 1),
            ("0.00000095367431640625", 1, 1_048_576), ("100.010", 10_001, 100),
        ] as [(String, Int64, Int64)]
    )
    func reads(text: String, numerator: Int64, denominator: Int64) {
        #expect(Rational(decimal: text) == Rational(numerator, denominator))
    }

    @Test(
        "what people may mean in two ways is not read at all",
        arguments: [
            "", "-", ".", ".5", "5.", "+1", "1e3", "1,5", "1.5.", "1.2.3", "01", "00.5", " 1", "1 ", "--1",
            "1/2", "0x1", "\u{0661}", "1.\u{0661}", "NaN", "1.-5", "1.5x0", "9223372036854775808",
            "-9223372036854775809", "0.00000000000000000001", "99999999999999999999999999999999999999999999999",
            "1.0000000000000000000000000000000000000000000001", "1._", "1x", "1.00x",
        ]
    )
    func refuses(text: String) {
        #expect(Rational(decimal: text) == nil)
    }

    @Test(
        "a fraction is written with decimals where they end, else as a fraction",
        arguments: [
            (3, 2, "1.5"), (1, 3, "1/3"), (-1, 8, "-0.125"), (-7, 6, "-7/6"), (0, 5, "0"), (12, 4, "3"),
            (1, 1_000, "0.001"), (.min, 1, "-9223372036854775808"), (1, 1 << 20, "0.00000095367431640625"),
        ] as [(Int64, Int64, String)]
    )
    func writes(numerator: Int64, denominator: Int64, text: String) {
        #expect(Rational(numerator, denominator).description == text)
    }

    @Test(
        "each rounding by its name: floor, ceil, half up, half even",
        arguments: [
            (5, 2, 2, 3, 3, 2), (7, 2, 3, 4, 4, 4), (-5, 2, -3, -2, -2, -2), (-7, 2, -4, -3, -3, -4),
            (4, 2, 2, 2, 2, 2), (7, 3, 2, 3, 2, 2), (8, 3, 2, 3, 3, 3), (-7, 3, -3, -2, -2, -2),
            (-8, 3, -3, -2, -3, -3), (0, 3, 0, 0, 0, 0), (-4, 2, -2, -2, -2, -2), (1, 2, 0, 1, 1, 0),
            (-1, 2, -1, 0, 0, 0),
        ] as [(Int64, Int64, Int64, Int64, Int64, Int64)]
    )
    func rounds(n: Int64, divisor: Int64, floor: Int64, ceil: Int64, halfUp: Int64, halfEven: Int64) {
        let part = Rational(1, divisor)
        #expect(part.timesFloor(n) == floor)
        #expect(part.timesCeil(n) == ceil)
        #expect(part.timesHalfUp(n) == halfUp)
        #expect(part.timesHalfEven(n) == halfEven)
    }

    @Test("the greatest numbers pass through 128 bits unhurt")
    func greatest() {
        let almostOne = Rational(.max - 1, .max)
        #expect(almostOne.timesFloor(.max) == .max - 1)
        #expect(almostOne.timesCeil(.min + 1) == .min + 2)
        #expect(almostOne < .one)
        #expect(Rational(.max - 2, .max - 1) < almostOne)
        #expect(almostOne * Rational(.max, .max - 1) == .one)
        #expect(almostOne - almostOne == .zero)
    }

    @Test("290 times 0.1 is 29, and 0.1 + 0.2 is 0.3")
    func noBinaryFractions() throws {
        let tenth = try #require(Rational(decimal: "0.1"))
        #expect(tenth.timesFloor(290) == 29)
        #expect(tenth + Rational(2, 10) == Rational(decimal: "0.3"))
    }

    @Test("fractions add and multiply in any order, and what was done is undone", arguments: 0..<200 as Range<UInt64>)
    func laws(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func fraction() -> Rational {
            Rational(.random(in: -30_000...30_000, using: &random), .random(in: 1...30_000, using: &random))
        }
        let (a, b, c) = (fraction(), fraction(), fraction())
        #expect(a + b == b + a)
        #expect((a + b) + c == a + (b + c))
        #expect(a * b == b * a)
        #expect(a * (b + c) == a * b + a * c)
        #expect(a + b - b == a)
        if b != .zero { #expect(a * b / b == a) }
        #expect((a < b) == (a - b < .zero))
        #expect([a < b, a == b, b < a].count { $0 } == 1)
        #expect(a.description.contains("/") || Rational(decimal: a.description) == a)
    }

    @Test("roundings are at most one apart, and agree on whole numbers", arguments: 0..<200 as Range<UInt64>)
    func roundingLaws(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let n = Int64.random(in: -1_000_000...1_000_000, using: &random)
        let rate = Rational(.random(in: -1_000...1_000, using: &random), .random(in: 1...1_000, using: &random))
        let exact = rate * Rational(n)
        let (floor, ceil) = (rate.timesFloor(n), rate.timesCeil(n))
        #expect(Rational(floor) <= exact && exact < Rational(floor + 1))
        #expect(ceil == (exact.denominator == 1 ? floor : floor + 1))
        #expect(rate.timesHalfUp(n) == (exact + Rational(1, 2)).timesFloor(1))
        let even = rate.timesHalfEven(n)
        let distance = exact < Rational(even) ? Rational(even) - exact : exact - Rational(even)
        #expect(distance < Rational(1, 2) || (distance == Rational(1, 2) && even % 2 == 0))
    }

    @Test("a denominator of zero stops the program")
    func zeroBelow() async {
        await #expect(processExitsWith: .failure) { _ = Rational(1, 0) }
        await #expect(processExitsWith: .failure) { _ = Rational.one / .zero }
        await #expect(processExitsWith: .failure) { _ = Rational(.max) + .one }
    }
}
