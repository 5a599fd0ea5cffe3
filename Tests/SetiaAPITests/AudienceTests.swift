import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Segments and campaigns over HTTP")
struct AudienceTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, IDR: {decimals: 0}, THB: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00, IDR: none, THB: none}}
        segments:
          regulars: {name: Regulars, when: member.orders >= 1}
          press: {name: Press, list: true}
        campaigns:
          raya: {name: Raya, audience: regulars, holdOut: 50%, budget: 1000 points}
          birthday: {name: Birthday, purpose: wish}
        rules:
          - {id: gift, on: order.paid, earn: {wallet: points, fixed: 20}, campaign: raya}
        """

    private func member(_ number: Int, _ caller: Caller) async throws -> MemberID {
        try await caller.brand.service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "K\(number)")], facts: MemberFacts(), person: [:])
        ).member
    }

    @Test("C-3: members are written on a list, listed page by page, and taken off")
    func list() async throws {
        let caller = try await Caller(programme: Self.document)
        var members: [MemberID] = []
        for number in 1...3 { members.append(try await member(number, caller)) }
        let ids = members.map { "\"\($0.text)\"" }.joined(separator: ", ")
        let unknown = Fixture.member(77).text
        let added = try await caller.send(
            .post,
            "/v1/segments/press/members",
            "{\"members\": [\(ids), \"\(unknown)\"]}"
        )
        #expect(added.status == 200)
        #expect(added.json["changed"] == 3 && added.json["unknown"]?.array == [.string(unknown)])
        let page = try await caller.send(.get, "/v1/segments/press/members?limit=2")
        #expect(page.json["items"]?.array?.map { $0["member"]?.string } == members.prefix(2).map(\.text))
        let next = try #require(page.json["next"]?.string)
        let rest = try await caller.send(.get, "/v1/segments/press/members?limit=2&cursor=\(next)")
        #expect(rest.json["items"]?.array?.map { $0["member"]?.string } == [members[2].text])
        #expect(rest.json["next"] == nil)
        for _ in 0..<2 {
            let gone = try await caller.send(.delete, "/v1/segments/press/members/\(members[0].text)")
            #expect(gone.status == 204)
        }
        let segments = try await caller.send(.get, "/v1/segments")
        #expect(segments.json["items"]?.array?.map { $0["count"] } == [0, 2])
        #expect(segments.json["items"]?.array?.map { $0["ofMembers"] } == [3, 3])
    }

    @Test("what cannot be taken of a list is named")
    func refused() async throws {
        let caller = try await Caller(programme: Self.document)
        let path = "/v1/segments/press/members"
        for (body, field) in [
            ("{\"members\": []}", "members"), ("{}", "members"), ("{\"members\": [\"x\"]}", "members[0]"),
            ("{\"members\": [1], \"more\": 1}", "more"),
        ] {
            let answer = try await caller.send(.post, path, body)
            #expect(answer.status == 422)
            #expect(answer.json["type"] == "/problems/invalid-body")
            #expect(answer.json["errors"]?.array?.contains { $0["field"]?.string == field } == true, "\(answer.text)")
        }
        let member = try await member(1, caller).text
        let listed = "{\"members\": [\"\(member)\"]}"
        #expect(try await caller.send(.post, "/v1/segments/vip/members", listed).status == 404)
        let condition = try await caller.send(.post, "/v1/segments/regulars/members", listed)
        #expect(condition.status == 409 && condition.json["type"] == "/problems/not-a-list")
        #expect(try await caller.send(.get, "/v1/segments/vip/members").status == 404)
        #expect(try await caller.send(.get, "\(path)?cursor=x").status == 400)
        let gone = try await caller.send(.delete, "/v1/segments/press/members/\(Fixture.member(77).text)")
        #expect(gone.status == 404 && gone.json["type"] == "/problems/unknown-member")
        #expect(try await Caller(programme: nil).send(.get, "/v1/segments").status == 409)
    }

    @Test("C-10: campaigns say for whom they are, who is held out, and what they brought so far")
    func campaigns() async throws {
        let caller = try await Caller(programme: Self.document)
        for number in 1...6 {
            let member = try await member(number, caller)
            for order in 1...3 {
                let event = Fixture.order(
                    Key("\(number)-\(order)"),
                    1_000,
                    at: caller.brand.clock.now.adding(milliseconds: Int64(order))
                )
                _ = try await caller.brand.service.record(Intake(event: event, who: .member(member)))
            }
        }
        let list = try await caller.send(.get, "/v1/campaigns")
        let raya = try #require(list.json["items"]?.array?.first)
        #expect(raya["audience"] == "regulars" && raya["holdOut"] == "50%" && raya["purpose"] == "offer")
        #expect(raya["rules"] == ["gift"] && raya["isOpen"]?.bool == true)
        let (treated, heldOut) = (raya["treated"]?.int64 ?? 0, raya["heldOut"]?.int64 ?? 0)
        #expect(treated + heldOut == 6)
        #expect(raya["budget"]?["taken"]?.int64 == treated * 40)
        #expect(list.json["items"]?.array?[1]["purpose"] == "wish")
        caller.brand.clock.advance(days: 1)
        let results = try await caller.send(.get, "/v1/campaigns/raya/results")
        #expect(results.status == 200)
        #expect(results.json["currency"] == "MYR" && results.json["isSplitBroken"]?.bool == false)
        if treated > 0, heldOut > 0 {
            #expect(results.json["outcomes"]?.array?.map { $0["answer"] } == ["too-few", "too-few", "too-few"])
            // From the second order on, which is the first that a regular pays.
            #expect(results.json["outcomes"]?.array?[1]["treated"] == .decimal("2.0000"))
            #expect(results.json["outcomes"]?.array?[2]["treated"] == .decimal("20.00"))
        }
        #expect(try await caller.send(.get, "/v1/campaigns/x/results").status == 404)
        let worth = try await caller.send(.get, "/v1/worth")
        #expect(worth.status == 200)
        let parts = try #require(worth.json["parts"]?.array)
        #expect(parts.count == 2)
        #expect(parts[0]["kind"] == "campaign" && parts[0]["treated"]?.int64 == treated)
        #expect(
            parts[0]["outcomes"]?.array?.allSatisfy { $0["gross"] == nil } == true,
            "nothing is brought, and so no gross"
        )
        #expect(worth.json["economics"]?["months"]?.array?.count == 1)
    }

    @Test("figures by definition come with their definitions, and a filter that names nothing is refused")
    func measures() async throws {
        let caller = try await Caller(programme: Self.document)
        _ = try await member(1, caller)
        let answer = try await caller.send(.get, "/v1/measures?country=MY&channel=online")
        #expect(answer.status == 200 && answer.json["filter"] == .object(["country": "MY", "channel": "online"]))
        let figures = try #require(answer.json["figures"]?.array)
        #expect(
            figures.compactMap { $0["figure"]?.string } == [
                "enrolment", "active", "participation", "redemption", "satisfaction", "promoters", "response",
                "businessResponse",
            ]
        )
        #expect(figures.allSatisfy { $0["definition"]?["version"]?.int64 == 1 && $0["isFew"]?.bool == true })
        #expect(figures[0]["silence"] == "unknown-others")
        for (query, field) in [
            ("from=soon", "from"), ("from=2026-03-02&to=2026-03-01", "to"), ("segment=none", "segment"),
            ("tier=none", "tier"), ("channel=pigeon", "channel"),
        ] {
            let wrong = try await caller.send(.get, "/v1/measures?\(query)")
            #expect(wrong.status == 400 && "\(wrong.json)".contains(field), "\(query)")
        }
    }

    @Test("M-10: members are drawn over the API, and the same order draws nobody anew")
    func draws() async throws {
        let caller = try await Caller(programme: Self.document)
        for number in 1...6 { _ = try await member(number, caller) }
        let order = #"{"name": "raya", "count": 2, "points": 50, "seed": "1603.4"}"#
        let first = try await caller.send(.post, "/v1/draws", order)
        #expect(first.status == 200, "\(first.text)")
        #expect(first.json["candidates"] == 6 && first.json["drawn"]?.array?.count == 2)
        let again = try await caller.send(.post, "/v1/draws", order)
        #expect(again.json == first.json)
        let winner = try #require(first.json["drawn"]?.array?.first?.string)
        let balance = try await caller.send(.get, "/v1/members/\(winner)/balance")
        #expect(balance.json["wallets"]?["points"]?["balance"]?["active"] == 50, "\(balance.text)")
        let shown = try await caller.send(.get, "/v1/draws/raya")
        #expect(shown.json["isSameAgain"]?.bool == true && shown.json["drawn"] == first.json["drawn"])
        let list = try await caller.send(.get, "/v1/draws")
        #expect(list.json["items"]?.array?.map { $0["draw"] } == ["raya"])
        #expect(try await caller.send(.get, "/v1/draws/gone").status == 404)
        let other = try await caller.send(.post, "/v1/draws", #"{"name": "raya", "share": "50%", "points": 50}"#)
        #expect(other.status == 409 && other.json["type"] == "/problems/draw-taken", "\(other.text)")
        let nobody = try await caller.send(
            .post,
            "/v1/draws",
            #"{"name": "june", "segment": "press", "count": 1, "points": 50}"#
        )
        #expect(nobody.status == 409 && nobody.json["type"] == "/problems/nobody-to-draw", "\(nobody.text)")
    }

    @Test(
        "what cannot be drawn is refused with field and reason",
        arguments: [
            (#"{"count": 1, "points": 5}"#, "name"), (#"{"name": "1st", "count": 1, "points": 5}"#, "name"),
            (#"{"name": "a", "points": 5}"#, "count"),
            (#"{"name": "a", "count": 1, "share": "5%", "points": 5}"#, "count"),
            (#"{"name": "a", "share": "5", "points": 5}"#, "share"), (#"{"name": "a", "count": 1}"#, "points"),
            (#"{"name": "a", "count": 0, "points": 5}"#, "count"),
            (#"{"name": "a", "count": 1, "points": 0}"#, "points"),
            (#"{"name": "a", "count": 1, "reward": "cake", "wallet": "points"}"#, "wallet"),
            (#"{"name": "a", "count": 1, "reward": "cake"}"#, "reward"),
            (#"{"name": "a", "count": 1, "points": 5, "wallet": "miles"}"#, "wallet"),
            (#"{"name": "a", "count": 1, "points": 5, "segment": "vip"}"#, "segment"),
            (#"{"name": "a", "count": 1, "points": 5, "seed": "สุ่ม"}"#, "seed"),
        ]
    )
    func drawRefused(order: String, field: String) async throws {
        let answer = try await Caller(programme: Self.document).send(.post, "/v1/draws", order)
        #expect(answer.status == 422, "\(answer.text)")
        #expect(answer.json["errors"]?.array?[0]["field"] == .string(field), "\(answer.text)")
    }
}
