import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import Testing

/// A catalogue of one reward for each thing that can stand between a member and it, and who calls its API.
struct RewardShelf: Sendable {
    let caller: Caller
    /// Ana of Malaysia, who joined this morning.
    let ana: String

    /// A brand whose members have no points yet.
    init(points: Int64 = 0) async throws {
        caller = try await Caller(programme: Self.programme)
        ana = try await caller.enrolAna()
        if points > 0 {
            #expect(try await caller.record(Sample.adjustment(points, of: ana)).status == 201)
        }
    }

    /// What a request to her redemptions is answered.
    func redeem(_ body: String, location: SourceLocation = #_sourceLocation) async throws -> Answer {
        try await caller.send(.post, "/v1/members/\(ana)/redemptions", body, location: location)
    }

    /// What a step of one of her redemptions is answered.
    func step(
        _ step: String,
        of redemption: String,
        _ body: String? = nil,
        location: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        try await caller.send(
            .post,
            "/v1/members/\(ana)/redemptions/\(redemption)/\(step)",
            body,
            location: location
        )
    }

    /// What she could use.
    func points() async throws -> JSON? {
        try await caller.send(.get, "/v1/members/\(ana)/rewards").json["items"]?.array?.first?["prices"]?.array?
            .first?["available"]
    }

    /// What she is told of a reward; none where it is not among them.
    func quote(_ reward: String, _ query: String = "", location: SourceLocation = #_sourceLocation) async throws
        -> JSON?
    {
        let answer = try await caller.send(.get, "/v1/members/\(ana)/rewards\(query)", location: location)
        #expect(answer.status == 200, sourceLocation: location)
        return answer.json["items"]?.array?.first { $0["reward"]?.string == reward }
    }

    /// How many of a reward are left, had and set aside, as the catalogue says it.
    func shelf(_ reward: String) async throws -> [JSON?] {
        let answer = try await caller.send(.get, "/v1/rewards")
        let found = answer.json["items"]?.array?.first { $0["reward"]?.string == reward }
        return [found?["left"], found?["had"], found?["held"]]
    }

    /// Fills the shelf of a counted reward.
    func fill(_ reward: String, _ amount: Int64, location: SourceLocation = #_sourceLocation) async throws -> Answer {
        try await caller.send(
            .post,
            "/v1/rewards/\(reward)/stock",
            #"{"amount": \#(amount), "reason": "delivery of 2 March"}"#,
            location: location
        )
    }

    static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, THB: {decimals: 2}}
        wallets:
          points: {name: {en: points, ms: mata, id: poin, th: คะแนน}, activation: immediate, expiry: none}
        tiers:
          status:
            metric: net spend
            window: calendar year
            levels: {silver: 0 MYR, gold: 100 MYR}
        segments:
          press: {name: Press, list: true}
        campaigns:
          for-press: {name: For the press, audience: press, holdOut: none}
        promotions:
          five: {name: Five off, off: {MYR: 5.00}, code: true}
        rewards:
          mug:
            kind: physical-good
            name: {en: Mug, ms: Cawan, id: Mug, th: แก้ว}
            price: {points: 300}
            stock: counted
            limit: 2 per month
          cinema: {kind: partner-code, name: Cinema, price: {points: 50}, stock: codes}
          dinner: {kind: experience, name: Dinner, price: {points: 100}}
          siam: {kind: experience, name: Siam, price: {points: 10}, countries: [TH, ID]}
          fare: {kind: experience, name: Fare, price: {points: 10, MYR: 4.00}}
          lounge: {kind: experience, name: Lounge, price: {points: 10}, level: {status: gold}}
          veteran: {kind: experience, name: Veteran, price: {points: 10}, tenure: 12 months}
          many: {kind: experience, name: Many, price: {points: 10}, when: member.orders >= 3}
          listed: {kind: experience, name: Listed, price: {points: 10}, when: member.inSegment("press")}
          papers: {kind: experience, name: Papers, price: {points: 10}, campaign: for-press}
          past: {kind: experience, name: Past, price: {points: 10}, schedule: {until: 2026-02-28}}
          coming: {kind: experience, name: Coming, price: {points: 10}, schedule: {from: 2026-04-01}}
          app: {kind: experience, name: App, price: {points: 10}, when: event.channel == "app"}
          bangsar: {kind: experience, name: Bangsar, price: {points: 10}, when: event.store == "kl-bangsar"}
        """
}
