import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What members read where something is refused")
struct RefusalWordsTests {
    private let version: ProgrammeVersion
    private let day: Instant
    private let ringgit: Currency

    init() throws {
        let cafe = try CoffeeHouse()
        version = ProgrammeVersion(number: 1, validFrom: Fixture.newYear, programme: cafe.programme, zone: cafe.zone)
        day = try #require(Instant(rfc3339: "2026-04-01T10:00:00+08:00"))
        ringgit = try Currency("MYR")
    }

    @Test(
        "V-9, W-5: each refusal of a code, of points and of a reward is said in each language, as it was read and agreed"
    )
    func matchesTheGoldenTexts() throws {
        var lines: [String] = []
        func say(_ title: String, _ words: (Language) -> String) {
            lines.append("# \(title)")
            lines += Language.allCases.map { "\($0.rawValue)   \(words($0))" } + [""]
        }
        let codes: [(String, PromotionRefusal)] = [
            ("unknown code", .unknownCode), ("already used", .alreadyUsed), ("not yet", .notYet(from: day)),
            ("expired", .expired(at: day)), ("ended", .expired(at: nil)),
            ("another currency", .wrongCurrency(takes: [ringgit])),
            ("the minimum is missing", .minimumNotReached(missing: try Money(minorUnits: 1_250, currency: ringgit))),
            ("members only", .notEligible(.membersOnly)),
            ("another country", .notEligible(.country(takes: ["TH", "ID"]))),
            ("a condition", .notEligible(.condition(text: "member.orders > 3", test: 0))),
            ("somebody else's", .notEligible(.otherOwner)), ("another one was given", .exclusiveConflict(with: "gold")),
            ("had it, for now", .limitReached(byMember: true, again: day)), ("had it", .limitReached(byMember: true)),
            ("all are gone", .limitReached(byMember: false)), ("no effect", .noEffect),
            ("too many codes", .tooManyCodes(most: 5)), ("all or none", .withOthers(refused: "RAYA")),
        ]
        for (title, refusal) in codes {
            say("code: \(title)") { CartWords(version, $0).why(refusal) }
        }
        let near: [(String, NearPromotion.Missing)] = [
            ("an amount", .amount(1_250)), ("pieces", .pieces(2)), ("free pieces", .freePieces(1)),
        ]
        for (title, missing) in near {
            say("nearly: \(title)") {
                CartWords(version, $0).tell(NearPromotion(promotion: "gold", code: nil, missing: missing), in: ringgit)
            }
        }
        let limits: [(String, PointsPaid.Limit)] = [
            ("no more", .available), ("the most", .maximum), ("no more of the order", .goods),
            ("the least", .minimum(Points(500))), ("worth nothing", .noWorth), ("nobody", .nobody),
        ]
        for (title, limit) in limits {
            say("points: \(title)") { CartWords(version, $0).why(limit) }
        }
        let rewards: [(String, RewardRefusal)] = [
            ("unknown", .unknownReward("mug", known: [])), ("from a day", .notYet(reward: "mug", from: day)),
            ("not now", .notYet(reward: "mug", from: nil)), ("over", .over(reward: "mug")),
            ("another country", .wrongCountry(reward: "mug", country: "MY", countries: ["TH", "ID"])),
            ("a level", .notEligible(reward: "mug", .level(tierSet: "status", level: "gold"))),
            ("not joined", .notEligible(reward: "mug", .tenure(Period(1, .year), from: nil))),
            ("a condition", .notEligible(reward: "mug", .condition("member.orders > 3", test: 0, saw: []))),
            ("another currency", .wrongCurrency(reward: "mug", got: nil, taken: [ringgit])),
            ("another price", .priceChanged(reward: "mug", expected: Points(300), points: Points(1_400))),
            ("only some", .limitReached(reward: "mug", per: .lifetime, most: 3, left: 2, again: nil)),
            ("again from a day", .limitReached(reward: "mug", per: .lifetime, most: 3, left: 0, again: day)),
            ("had all", .limitReached(reward: "mug", per: .lifetime, most: 3, left: 0, again: nil)),
            ("none left", .outOfStock(reward: "mug", left: 0)), ("had before", .redemptionExists("R1")),
            ("unknown redemption", .unknownRedemption("R1")), ("the hold is over", .redemptionIs("R1", .expired)),
            ("another stage", .fulfilmentIs("R1", .sent)), ("no longer usable", .redemptionExpired("R1", since: day)),
            ("fewer are left", .tooMany("R1", left: 1, asked: 3)), ("too late", .tooLate("R1", until: day)),
        ]
        for (title, refusal) in rewards {
            say("reward: \(title)") { told(refusal, version, $0) }
        }
        let difference = Golden.difference(of: lines.joined(separator: "\n"), from: "refusals.txt")
        #expect(difference == nil, "\(difference ?? "")")
        // Nothing is left in another language.
        for line in lines where line.hasPrefix("th ") { #expect(line.unicodeScalars.contains { $0.value >= 0xE00 }) }
    }
}
