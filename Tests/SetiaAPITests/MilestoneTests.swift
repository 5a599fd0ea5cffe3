import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Milestones")
struct MilestoneTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points, th: คะแนน}, activation: immediate, expiry: none}
        milestones:
          first: {name: {en: First, th: ครั้งแรก}, on: purchase, number: 1, give: {wallet: points, fixed: 100}}
          fifth: {name: {en: Fifth, th: ครั้งที่ห้า}, on: purchase, number: 5}
          treat: {name: {en: Treat, th: ของขวัญ}, on: birthday}
        """

    @Test("a shop reads what a member reached and what is missing, in her language")
    func read() async throws {
        let caller = try await Caller(programme: Self.programme, shops: [])
        let body = #"{"identities": [{"kind": "card", "value": "1"}], "name": "Ana Lim"}"#
        let ana = try #require(try await caller.send(.post, "/v1/members", body).json["id"]?.string)
        let path = "/v1/members/\(ana)/milestones"
        let before = try await caller.send(.get, path)
        #expect(before.status == 200)
        #expect(
            before.json["items"]?.array?.map { $0["missing"]?.string } == [
                "1 more purchase", "5 more purchases", "on your birthday",
            ]
        )
        let paid = try await caller.record(Sample.order(1, ["subject": .string(ana)], data: ["identity": .null]))
        #expect(paid.status == 201, "\(paid.json)")
        let after = try await caller.send(.get, "\(path)?language=th")
        let items = try #require(after.json["items"]?.array)
        #expect(items.map { $0["milestone"]?.string } == ["first", "fifth", "treat"])
        #expect(items[0]["missing"] == nil && items[0]["gives"] == "100 คะแนน")
        #expect(items[0]["reached"]?.array?.first?["points"] == 100)
        #expect(items[1]["left"] == 4 && items[1]["goal"] == 5 && items[1]["missing"] == "ซื้ออีก 4 ครั้ง")
        let events = try await caller.send(.get, "/v1/members/\(ana)/events")
        let types = events.json["items"]?.array?.map { $0["type"]?.string }
        #expect(types?.contains("milestone.reached") == true, "\(events.json)")
        let refused = try await caller.send(.get, "\(path)?language=fr")
        expect(refused, 400, "invalid-parameter", "language", "must be en, ms, id or th")
        #expect(try await caller.send(.get, "/v1/members/01kdvvcrg6e008000000000099/milestones").status == 404)
    }

    @Test(
        "nobody from outside says that a milestone was reached or somebody drawn",
        arguments: ["milestone.reached", "surprise.drawn"]
    )
    func onlyOurs(type: String) async throws {
        let caller = try await Caller(programme: Self.programme, shops: [])
        let body = #"{"identities": [{"kind": "card", "value": "1"}]}"#
        let ana = try #require(try await caller.send(.post, "/v1/members", body).json["id"]?.string)
        let event = """
            {"specversion":"1.0","id":"A","source":"till","type":"\(type)","time":"2026-01-01T04:00:00Z",\
            "subject":"\(ana)","data":{"milestone":"first","occasion":1}}
            """
        #expect(try await caller.send(.post, "/v1/events", event, type: "application/cloudevents+json").status == 422)
    }
}
