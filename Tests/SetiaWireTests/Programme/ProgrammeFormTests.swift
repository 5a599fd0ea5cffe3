import SetiaCore
import SetiaWire
import Testing

@Suite("The forms of a programme")
struct ProgrammeFormTests {
    private func wallet(_ lines: String) throws -> Wallet {
        let text = """
            programme: small
            engine: 1
            languages: [en, ms]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, \(lines)}
            """
        return try Programme(document: text).wallets[0]
    }

    @Test(
        "points come at once or after days",
        arguments: [
            ("immediate", Activation.immediate), ("0 days", .immediate), ("1 day", .after(days: 1)),
            ("365 days", .after(days: 365)),
            ("{dates: [1 Jul, 1 Jan]}", .onDates([yearDay(1, 1), yearDay(7, 1)])),
            ("{on: stay.completed, cancelAfter: 60 days}", .onEvent(.stayCompleted, cancelAfterDays: 60)),
        ]
    )
    func activation(text: String, activation: Activation) throws {
        #expect(try wallet("activation: \(text), expiry: none").activation == activation)
    }

    @Test(
        "points go never, after a period, or at the end of the month, quarter, half-year or year that it ends in",
        arguments: [
            ("none", Expiry.none),
            ("{rolling: 90 days}", .rolling(Period(90, .day), roundedUpTo: nil)),
            ("{rolling: 1 year, roundedUpTo: quarter}", .rolling(Period(1, .year), roundedUpTo: .quarter)),
            ("{rolling: 6 months, roundedUpTo: half-year}", .rolling(Period(6, .month), roundedUpTo: .halfYear)),
            ("{rolling: 2 years, roundedUpTo: year}", .rolling(Period(2, .year), roundedUpTo: .year)),
            ("{calendar: [31 Dec, 31 Mar]}", .calendar([yearDay(3, 31), yearDay(12, 31)])),
            ("{inactivity: 12 months}", .inactivity(Period(12, .month), by: [.earn, .spend])),
            (
                "{inactivity: 1 year, by: [spend, visit.completed]}",
                .inactivity(Period(1, .year), by: [.spend, .event(.visitCompleted)])
            ),
        ]
    )
    func expiry(text: String, expiry: Expiry) throws {
        #expect(try wallet("activation: immediate, expiry: \(text)").expiry == expiry)
    }

    private static func yearDay(_ month: Int, _ day: Int) -> YearDay {
        guard let found = YearDay(month: month, day: day) else { preconditionFailure("no \(day).\(month).") }
        return found
    }

    @Test(
        "dates that cannot be are told with their place",
        arguments: [
            ("activation: {on: order.paid, cancelAfter: 60 days}, expiry: none", "must be visit.completed, stay"),
            ("activation: {on: stay.completed}, expiry: none", "'cancelAfter' is missing"),
            ("activation: {on: stay.completed, cancelAfter: 2 months}, expiry: none", "must be 1 to 1000 days"),
            ("activation: {dates: [30 Feb]}, expiry: none", "must be a day of the year, such as 31 Mar"),
            ("activation: {dates: [1 Jan], on: stay.completed}, expiry: none", "has both dates and on"),
            ("activation: {}, expiry: none", "must have dates, such as [1 Jan, 1 Jul]"),
            ("activation: immediate, expiry: {calendar: [31 Mar, 31 Mar]}", "stands twice"),
            ("activation: immediate, expiry: {calendar: [31 Mar], rolling: 1 year}", "has rolling and calendar"),
            ("activation: immediate, expiry: {inactivity: 1 year, by: [expire]}", "must be earn, spend, or what"),
            ("activation: immediate, expiry: none, levelExpiry: {status: {gold: none}}", "no tier set 'status'"),
        ]
    )
    func wrongDates(lines: String, reason: String) {
        let problems = #expect(throws: MalformedProgramme.self) { try wallet(lines) }?.problems ?? []
        #expect(problems.count == 1)
        #expect(problems.first?.reason.contains(reason) == true)
    }

    @Test("a rule and a level can have an expiry of their own")
    func ownExpiry() throws {
        let document = kopiSetia.replacing(
            "\n    rates:",
            with: "\n    levelExpiry: {status: {gold: none}}\n    rates:"
        )
        .replacing(
            "    earn: {wallet: points, by: rate}",
            with: "    expiry: {rolling: 3 months}\n    earn: {wallet: points, by: rate}"
        )
        let programme = try Programme(document: document)
        #expect(
            programme.wallets[0].levelExpiry == [LevelExpiry(tierSet: "status", level: "gold", expiry: Expiry.none)]
        )
        #expect(programme.rules.first { $0.id == "base" }?.expiry == .rolling(Period(3, .month), roundedUpTo: nil))
        let broken = document.replacing("{gold: none}", with: "{diamond: none}")
        let problems = parseProgramme(broken).problems
        #expect(problems.map(\.path) == ["wallets.points.levelExpiry.status.diamond"])
    }

    @Test(
        "a returned order takes points beyond what is there as the wallet says",
        arguments: [
            ("allow_negative", Shortfall.allowNegative), ("within_balance", .withinBalance),
            ("only_pending", .onlyPending),
        ]
    )
    func shortfall(text: String, shortfall: Shortfall) throws {
        #expect(try wallet("activation: immediate, expiry: none, shortfall: \(text)").shortfall == shortfall)
    }

    @Test("a text that is the same in all languages stands alone")
    func oneText() throws {
        let name = try wallet("activation: immediate, expiry: none").name
        #expect(name.text(in: "en") == "points")
        #expect(name.text(in: "ms") == "points")
    }

    @Test(
        "rounding and multipliers are words of the form",
        arguments: zip(["floor", "half_up", "half_even", "ceil"], [Rounding.floor, .halfUp, .halfEven, .ceil])
    )
    func rounding(text: String, rounding: Rounding) throws {
        let programme = try Programme(document: kopiSetia + "rounding: \(text)\nmultipliers: multiplicative\n")
        #expect(programme.rounding == rounding)
        #expect(programme.multipliers == .multiplicative)
    }

    @Test("a multiplier can be for one wallet only")
    func multiplierOfOneWallet() throws {
        let text = kopiSetia.replacing("multiply: 1.5", with: "multiply: {by: 1.25, wallet: points}")
        let effect = try Programme(document: text).rules[2].effect
        #expect(effect == .multiply(factor: Rational(5, 4), wallet: "points"))
    }

    @Test("an amount never passes through floating point", arguments: ["0.29", "1.10", "4503599627370497.01"])
    func exactAmounts(amount: String) throws {
        let text = kopiSetia.replacing("1 per 1.00", with: "1 per \(amount)")
        let per = try Programme(document: text).wallets[0].rates[0].per
        #expect("\(per)" == amount.filter { $0 != "." }.trimmingZeros)
    }
}

extension String {
    /// The digits without zeros in front.
    fileprivate var trimmingZeros: String { String(drop { $0 == "0" }) }

    @Test("what a return leaves counted, and whether points pay for the order that earns them")
    func returnsAndPayments() throws {
        func programme(_ lines: String) throws -> Programme {
            try Programme(
                document: """
                    programme: small
                    engine: 1
                    languages: [en]
                    timeZone: Asia/Kuala_Lumpur
                    currencies: {MYR: {decimals: 2}}
                    wallets:
                      points: {name: points, activation: immediate, expiry: none}
                    \(lines)
                    """
            )
        }
        for (word, isKept) in [("counters: kept", true), ("counters: freed", false), ("mode: prorata", false)] {
            #expect(try programme("returns: {\(word)}").returns.keepsCounters == isKept)
        }
        for (word, paysOwn) in [(", sameOrder: true", true), (", sameOrder: false", false), ("", false)] {
            let document = "payWithPoints: {points: {step: 5, worth: {MYR: 5.00}\(word)}}"
            #expect(try programme(document).payments.map(\.paysOwnOrder) == [paysOwn])
        }
    }
}
