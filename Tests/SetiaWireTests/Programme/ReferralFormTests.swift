import SetiaCore
import SetiaWire
import Testing

@Suite("Referrals as they are written")
struct ReferralFormTests {
    private func document(_ referral: String) -> String {
        """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        referral: \(referral)
        """
    }

    @Test("F-1: a referral is read whole, and what is left out is what it usually is")
    func whole() throws {
        let written = """
            {referrer: {wallet: points, fixed: 500}, friend: {wallet: points, fixed: 300}, window: 60 days,
              wait: 30 days, minimum: {MYR: 20.00}, cap: [2 per month, 9000 points per year], review: 5 per week}
            """
        let programme = try Programme(document: document(written), knowsTimeZone: { _ in true })
        let twenty = try Money(minorUnits: 2_000, currency: Currency("MYR"))
        #expect(
            programme.referral
                == ReferralPolicy(
                    promise: ReferralPolicy.Promise(
                        referrer: Present.points(wallet: "points", points: Points(500)),
                        friend: Present.points(wallet: "points", points: Points(300)),
                        wait: 30,
                        minimum: [twenty]
                    ),
                    window: 60,
                    caps: [Cap(.times(2), per: .month), Cap(.points(Points(9_000)), per: .year)],
                    mostFromOnePlace: 5
                )
        )
        let short = try Programme(
            document: document("{friend: {wallet: points, fixed: 300}}"),
            knowsTimeZone: { _ in true }
        )
        let friend = Present.points(wallet: "points", points: Points(300))
        let promise = ReferralPolicy.Promise(referrer: nil, friend: friend, wait: 14, minimum: [])
        #expect(short.referral == ReferralPolicy(promise: promise))
    }

    @Test("F-10: points or a reward, and not both")
    func rewards() throws {
        func text(_ referral: String) -> String {
            document(referral) + "\nrewards: {cake: {kind: free-product, name: Cake, gift: true}}"
        }
        let written = "{referrer: {reward: cake}, friend: {wallet: points, fixed: 300}}"
        let promise = try Programme(document: text(written), knowsTimeZone: { _ in true }).referral?.promise
        #expect(promise?.referrer == .reward("cake"))
        #expect(promise?.friend == .points(wallet: "points", points: Points(300)))
        for (broken, path, reason) in [
            ("{friend: {reward: pie}}", "referral.friend.reward", "pie"),
            ("{friend: {reward: cake, fixed: 5}}", "referral.friend.fixed", "points or a reward"),
            ("{friend: {}}", "referral.friend", "{reward: cake}"),
        ] {
            let problems = parseProgramme(text(broken)) { _ in true }.problems
            #expect(problems.count == 1 && problems[0].path == path, "\(problems)")
            #expect(problems.first?.reason.contains(reason) == true, "\(problems)")
        }
    }

    @Test(
        "F-1: a referral that cannot be is refused, by its line",
        arguments: [
            ("{}", "referral", "to the referrer, to the friend, or to both"),
            ("{referrer: {wallet: stars, fixed: 5}}", "referral.referrer.wallet", "there is no wallet 'stars'"),
            ("{referrer: {wallet: points, fixed: 0}}", "referral.referrer.fixed", "from 1 to"),
            ("{friend: {wallet: points}}", "referral.friend", "fixed: 100"),
            ("{friend: {wallet: points, fixed: 5}, window: 0 days}", "referral.window", "1 to 400 days"),
            ("{friend: {wallet: points, fixed: 5}, wait: 2 weeks}", "referral.wait", "0 to 400 days"),
            ("{friend: {wallet: points, fixed: 5}, minimum: {EUR: 5.00}}", "referral.minimum.EUR", "'EUR' is not"),
            ("{friend: {wallet: points, fixed: 5}, cap: often}", "referral.cap", "1 per day"),
            ("{friend: {wallet: points, fixed: 5}, review: 10 per day}", "referral.review", "10 per week"),
            ("{friend: {wallet: points, fixed: 5}, gift: 5}", "referral.gift", ""),
        ]
    )
    func broken(written: String, path: String, reason: String) throws {
        let (programme, problems) = parseProgramme(document(written)) { _ in true }
        #expect(programme == nil)
        try #require(problems.count == 1, "\(problems.map(\.description))")
        #expect(problems[0].line == 8)
        #expect(problems[0].path == path)
        #expect(problems[0].reason.contains(reason), "\(problems[0].reason)")
    }
}
