import SetiaCore
import Testing

@Suite("Money")
struct MoneyTests {
    private let ringgit: Currency
    private let baht: Currency

    init() throws {
        ringgit = try Currency("MYR")
        baht = try Currency("THB")
    }

    @Test("a currency reads back as its code", arguments: ["MYR", "THB", "AAA", "ZZZ"])
    func codes(code: String) throws {
        #expect(try Currency(code).code == code)
    }

    @Test(
        "three capital letters or no currency",
        arguments: ["", "MY", "MYRR", "myr", "MY1", "M R", "M\u{C9}", "\u{1F4B0}", "[AB"]
    )
    func noCurrency(code: String) {
        #expect(throws: MalformedMoney.notACurrency(code)) { try Currency(code) }
    }

    @Test("currencies sort by their codes")
    func currenciesSort() throws {
        let codes = ["AED", "EUR", "EUS", "IDR", "MYR", "THB", "USD"]
        #expect(try codes.reversed().map { try Currency($0) }.sorted().map(\.code) == codes)
    }

    @Test("an amount below zero is no money")
    func notBelowZero() throws {
        #expect(throws: MalformedMoney.negative(-1)) { try Money(minorUnits: -1, currency: ringgit) }
        #expect(try Money(minorUnits: 0, currency: ringgit) == .zero(ringgit))
    }

    @Test(
        "what is left after paying, or nothing to tell when it was not enough",
        arguments: [(100, 30, 70), (100, 100, 0), (100, 101, nil)] as [(Int64, Int64, Int64?)]
    )
    func minus(held: Int64, price: Int64, left: Int64?) throws {
        let (held, price) = try (Money(minorUnits: held, currency: baht), Money(minorUnits: price, currency: baht))
        #expect(held.minus(price)?.minorUnits == left)
    }

    @Test("equal amounts of two currencies are not equal")
    func currencyCounts() throws {
        #expect(try Money(minorUnits: 5, currency: ringgit) != Money(minorUnits: 5, currency: baht))
        #expect(try Money(minorUnits: 5, currency: ringgit).plus(.zero(ringgit)).description == "5 MYR")
    }

    @Test("adding two currencies is a mistake of ours and stops the program")
    func twoCurrencies() async {
        await #expect(processExitsWith: .failure) {
            _ = try Money.zero(Currency("MYR")).plus(.zero(Currency("THB")))
        }
    }
}

@Suite("Points")
struct PointsTests {
    @Test("points are added, taken and owed")
    func sums() {
        var points = Points(10) + Points(5) - Points(20)
        #expect(points == Points(-5))
        points += Points(7)
        points -= Points(1)
        #expect(points == Points(1))
        #expect(-points < .zero)
    }

    @Test("a sum that does not fit names its numbers and stops the program")
    func overflow() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Points(.max) + Points(1)
        }
        let message = try #require(result).standardErrorContent
        #expect(String(decoding: message, as: UTF8.self).contains("9223372036854775807 + 1"))
    }
}
