package import SetiaCore

/// What tests begin with: a small brand in three countries, and events of its customers.
package enum Fixture {
    /// One wallet, one ladder, three rules: small enough to reckon by hand.
    ///
    /// Points: 1 for each whole MYR 1.00, IDR 3000 or THB 8.00; usable 14 days later, lapsing 12 months after that at
    /// the end of the month. Levels by a calendar year's spend: silver from 0, gold from MYR 2,000, platinum from
    /// MYR 6,000. Gold and above earn half more. Joining gives 100.
    package static var programme: Programme {
        Programme(
            name: "kopi-setia",
            engine: 1,
            languages: ["en", "ms", "id", "th"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: [
                CurrencySetting(currency: ringgit, decimals: 2),
                CurrencySetting(currency: rupiah, decimals: 0),
                CurrencySetting(currency: baht, decimals: 2),
            ],
            wallets: [points],
            tierSets: [status],
            rules: [
                Rule(id: "base", on: .orderPaid, effect: .earnByRate(wallet: "points")),
                Rule(
                    id: "gold-half-more",
                    on: .orderPaid,
                    condition: Condition(
                        text: "member.tiers.status.atLeast(\"gold\")",
                        tests: [.atLeast(tierSet: "status", level: "gold")]
                    ),
                    effect: .multiply(factor: Rational(3, 2), wallet: nil)
                ),
                Rule(id: "welcome", on: .memberEnrolled, effect: .earnFixed(wallet: "points", points: Points(100))),
            ]
        )
    }

    /// The programme's only version; its days are those of Kuala Lumpur, eight hours ahead of UTC.
    package static var version: ProgrammeVersion {
        ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: programme,
            zone: FixedOffset(minutesEast: 8 * 60)
        )
    }

    /// A shop in each country.
    package static var shops: [Shop] {
        [
            shop("bangkok-siam", "Siam", country: "TH", timeZone: "Asia/Bangkok", currency: baht),
            shop("jakarta-menteng", "Menteng", country: "ID", timeZone: "Asia/Jakarta", currency: rupiah),
            shop("kl-bangsar", "Bangsar", country: "MY", timeZone: "Asia/Kuala_Lumpur", currency: ringgit),
        ]
    }

    /// 1 January 2026, noon in Kuala Lumpur.
    package static let newYear = Instant(milliseconds: 1_767_240_000_000)

    /// Two decimals.
    package static let ringgit = currency("MYR")
    /// No decimals.
    package static let rupiah = currency("IDR")
    /// Two decimals.
    package static let baht = currency("THB")

    /// The currency of a code that is known to be good.
    package static func currency(_ code: String) -> Currency {
        guard let currency = try? Currency(code) else { preconditionFailure("\(code) is no currency") }
        return currency
    }

    /// An amount in ringgit.
    package static func money(_ minorUnits: Int64) -> Money {
        guard let money = try? Money(minorUnits: minorUnits, currency: ringgit) else {
            preconditionFailure("no amount \(minorUnits)")
        }
        return money
    }

    private static var points: Wallet {
        Wallet(
            key: "points",
            name: words("points"),
            activation: .after(days: 14),
            expiry: .rolling(Period(12, .month), roundedUpTo: .month),
            rates: [
                Rate(currency: ringgit, points: Points(1), per: 100),
                Rate(currency: rupiah, points: Points(1), per: 3_000),
                Rate(currency: baht, points: Points(1), per: 800),
            ],
            transfers: TransferPolicy()
        )
    }

    private static var status: TierSet {
        TierSet(
            key: "status",
            currency: ringgit,
            levels: [
                TierSet.Level(key: "silver", threshold: 0, name: words("Silver")),
                TierSet.Level(key: "gold", threshold: 200_000, name: words("Gold")),
                TierSet.Level(key: "platinum", threshold: 600_000, name: words("Platinum")),
            ]
        )
    }

    private static func words(_ text: String) -> Words {
        Words([Words.Text(language: "en", text: text)])
    }

    private static func shop(_ id: String, _ name: String, country: Key, timeZone: Key, currency: Currency) -> Shop {
        guard let id = try? StoreID(id) else { preconditionFailure("\(id) is no store's name") }
        return Shop(id: id, name: name, country: country, timeZone: timeZone, currency: currency)
    }
}
