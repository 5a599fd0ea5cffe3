import SetiaCore
import SetiaWire
import Testing

@Suite("Segments and campaigns as they are written")
struct CampaignFormTests {
    private func document(_ rest: String) -> String {
        """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        tiers:
          status: {metric: net spend, window: calendar year, levels: {silver: 0 MYR, gold: 100 MYR}}
        \(rest)
        """
    }

    private func programme(_ rest: String) throws -> Programme {
        try Programme(document: document(rest), knowsTimeZone: { _ in true })
    }

    private func problems(_ rest: String) -> [String] {
        do {
            _ = try programme(rest)
            return []
        } catch let malformed as MalformedProgramme {
            return malformed.problems.map(\.reason)
        } catch {
            return ["\(error)"]
        }
    }

    @Test("C-1: segments are read with their conditions, and lists")
    func segments() throws {
        let programme = try programme(
            """
            segments:
              regulars: {name: Regulars, when: member.orders >= 10}
              golden: {name: Gold, when: 'member.tiers.status.atLeast("gold") && member.country == "MY"'}
              press: {name: Press, list: true}
            rules:
              - {id: a, on: order.paid, when: 'member.inSegment("press")', earn: {wallet: points, fixed: 5}}
              - {id: b, on: order.paid, when: '!("golden" in member.segments)', earn: {wallet: points, fixed: 5}}
            """
        )
        #expect(programme.segments.map(\.key) == ["regulars", "golden", "press"])
        #expect(programme.segments.map(\.isList) == [false, false, true])
        #expect(programme.rules[0].condition.tests == [.inSegment("press")])
    }

    @Test("C-5: a campaign names its audience; what belongs to it names the campaign")
    func campaigns() throws {
        let programme = try programme(
            """
            segments:
              press: {name: Press, list: true}
            campaigns:
              raya: {name: Raya, audience: press}
              all: {name: All, audience: everyone}
              some: {name: Some, audience: 'member.inSegment("press") && member.orders > 2'}
            promotions:
              five: {name: Five, off: {MYR: 5.00}, campaign: raya}
            rewards:
              mug: {kind: experience, name: Mug, price: free, campaign: all}
            """
        )
        #expect(programme.campaigns.map(\.audience)[0] == .segment("press"))
        #expect(programme.campaigns.map(\.audience)[1] == .everyone)
        guard case .condition(let condition)? = programme.campaigns[2].audience else {
            Issue.record("no condition")
            return
        }
        #expect(condition.tests.first == .inSegment("press"))
        #expect(programme.promotions[0].campaign == "raya" && programme.rewards[0].campaign == "all")
    }

    @Test(
        "C-6, C-7: five of a hundred are held out where a campaign names its audience; never of a wish, service or recovery",
        arguments: [
            ("{name: R}", Int?.none), ("{name: R, audience: everyone}", 500),
            ("{name: R, audience: everyone, holdOut: none}", nil), ("{name: R, holdOut: 5%}", 500),
            ("{name: R, holdOut: 2.5%}", 250), ("{name: R, holdOut: {share: 10%, seed: again}}", 1_000),
            ("{name: R, audience: everyone, purpose: wish}", nil),
            ("{name: R, audience: everyone, purpose: service}", nil),
            ("{name: R, audience: everyone, purpose: recovery}", nil),
            ("{name: R, audience: everyone, purpose: offer}", 500),
        ]
    )
    func holdOut(campaign: String, share: Int?) throws {
        #expect(try programme("campaigns:\n  r: \(campaign)").campaigns[0].holdOut?.share == share)
    }

    @Test("C-6: a share is written as it was read", arguments: ["5%", "2.5%", "0.25%", "50%", "0.01%", "10.05%"])
    func written(share: String) throws {
        let programme = try programme("campaigns:\n  r: {name: R, holdOut: \(share)}")
        #expect(programme.campaigns[0].holdOut?.written == share)
    }

    @Test(
        "what cannot be is named with its reason",
        arguments: [
            ("segments:\n  a: {name: A}", "'when' with a condition, 'list: true'"),
            (
                "segments:\n  a: {name: A, when: member.orders > 1, list: true}",
                "'when' with a condition, 'list: true'"
            ),
            ("segments:\n  a: {name: A, when: event.channel == \"app\"}", "knows the member and no event"),
            (
                "segments:\n  a: {name: A, when: 'event.type == \"x\" || member.orders > 1'}",
                "knows the member and no event"
            ),
            (
                "segments:\n  a: {name: A, list: true}\n  b: {name: B, when: '\"a\" in member.segments'}",
                "a segment cannot ask for segments"
            ),
            (
                "segments:\n  a: {name: A, list: true}\n  b: {name: B, when: 'member.inSegment(\"a\")'}",
                "no segment 'a'"
            ),
            ("campaigns:\n  r: {name: R, audience: vip}", "there is no segment 'vip' under 'segments'"),
            ("campaigns:\n  r: {name: R, audience: event.total > 5}", "event has no field total"),
            ("campaigns:\n  r: {name: R, holdOut: 60%}", "must be a share such as 5%"),
            ("campaigns:\n  r: {name: R, holdOut: 5}", "must be a share such as 5%"),
            ("campaigns:\n  r: {name: R, holdOut: 0%}", "must be a share such as 5%"),
            ("campaigns:\n  r: {name: R, purpose: wish, holdOut: 5%}", "nobody is held out"),
            ("campaigns:\n  r: {name: R, purpose: fun}", "must be offer, wish, service or recovery"),
            (
                "promotions:\n  five: {name: Five, off: {MYR: 5.00}, campaign: x}", "there is no campaign 'x'"
            ),
        ]
    )
    func refused(rest: String, reason: String) {
        #expect(problems(rest).contains { $0.contains(reason) }, "\(problems(rest))")
    }
}
