import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Recommendations over the API")
struct RecommendationTests {
    @Test("a stranger is unknown, and before anything is measured nothing is suggested")
    func unmeasured() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let answer = try await caller.send(.get, "/v1/members/\(ana)/recommendations?language=th")
        #expect(answer.status == 200)
        let body = try JSON.parse(answer.text)
        #expect(body["again"]?.array?.isEmpty == true && body["others"]?.array?.isEmpty == true)
        #expect(body["measuredAt"] == nil && body["members"]?.int64 == 0 && body["member"]?.string == ana)
        let nobody = try await caller.send(.get, "/v1/members/01kdvvcrg2e008000000009999/recommendations")
        #expect(nobody.status == 404)
    }

    @Test(
        "what goes with her purchases is suggested with its reason, without what is excluded; a tenth get what most buy"
    )
    func measured() async throws {
        let caller = try await Caller()
        let service = caller.brand.service
        var members: [MemberID] = []
        for number in 0..<40 {
            let member = try await service.createMember(
                NewMember(identities: [try Identity(kind: .card, text: "R-\(number)")], facts: MemberFacts())
            ).member
            members.append(member)
            // All buy coffee twice, all but the last ten cake with it, and twelve tea.
            for (item, times) in [("kopi", 2), ("kek", number < 30 ? 1 : 0), ("teh", number % 3 == 0 ? 1 : 0)] {
                for time in 0..<times {
                    let id = Key("\(number)-\(item)-\(time)")
                    let line = Order.Line(sku: Key(item), net: 500)
                    let order = try #require(Order(id: id, currency: Fixture.ringgit, lines: [line]))
                    let event = Event(
                        source: "shop",
                        id: Key("paid-\(id)"),
                        occurredAt: caller.brand.clock.now,
                        matter: .orderPaid(order)
                    )
                    _ = try await service.record(Intake(event: event, who: .member(member)))
                }
            }
        }
        #expect(try await service.refreshInsight())
        func asked(_ member: MemberID, _ query: String = "") async throws -> JSON {
            let answer = try await caller.send(.get, "/v1/members/\(member.text)/recommendations?language=en\(query)")
            #expect(answer.status == 200, "\(answer.text)")
            return try JSON.parse(answer.text)
        }
        var bases: [String: Int] = [:]
        for member in members.suffix(10) {
            let body = try await asked(member)
            let basis = try #require(body["basis"]?.string)
            bases[basis, default: 0] += 1
            #expect(body["members"]?.int64 == 40 && body["measuredAt"]?.string != nil)
            #expect(body["again"]?.array?.first?["item"]?.string == "kopi")
            let others = body["others"]?.array ?? []
            #expect(others.first?["item"]?.string == "kek" && !others.contains { $0["item"]?.string == "kopi" })
            if basis == "purchases" {
                // 30 of the 40 who bought coffee.
                #expect(others.first?["because"]?.string == "kopi")
                #expect(others.first?["buyers"]?.int64 == 30 && others.first?["of"]?.int64 == 40)
            } else {
                #expect(basis == "control" && others.first?["because"] == nil)
            }
            #expect(others.first?["text"]?.string?.isEmpty == false)
            let without = try await asked(member, "&exclude=kek,kopi")
            #expect(without["again"]?.array?.isEmpty == true)
            #expect(without["others"]?.array?.contains { $0["item"]?.string == "kek" } == false)
            #expect(try await asked(member, "&limit=1")["others"]?.array?.count == 1)
        }
        #expect((bases["purchases"] ?? 0) >= 5, "\(bases)")
    }

    @Test(
        "a parameter that cannot be taken is named",
        arguments: [
            ("limit=0", "limit", "1 to 50"), ("limit=many", "limit", "1 to 50"),
            ("language=fr", "language", "en, ms, id or th"),
            ("exclude=\(Array(repeating: "a", count: 201).joined(separator: ","))", "exclude", "at most 200"),
        ]
    )
    func refused(query: String, field: String, reason: String) async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let answer = try await caller.send(.get, "/v1/members/\(ana)/recommendations?\(query)")
        #expect(answer.status == 400 && answer.text.contains(field) && answer.text.contains(reason), "\(answer.text)")
    }
}
