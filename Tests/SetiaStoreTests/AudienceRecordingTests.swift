import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@Suite("Segments and campaigns, recorded")
struct AudienceRecordingTests {
    static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        segments:
          regulars: {name: Regulars, when: member.orders >= 2}
          sleepy: {name: Sleepy, when: member.daysSinceOrder >= 30}
          press: {name: Press, list: true}
        campaigns:
          raya: {name: Raya, audience: everyone, holdOut: 50%, budget: 1000 points}
          quiet: {name: Quiet}
        rules:
          - {id: gift, on: order.paid, earn: {wallet: points, fixed: 20}, campaign: raya}
          - {id: for-press, on: order.paid, when: member.inSegment("press"), earn: {wallet: points, fixed: 3}}
        """

    private func at(_ text: String) -> Instant { DocumentBrand.at(text) }

    private func withBrand(_ backend: Backend, _ body: (DocumentBrand) async throws -> Void) async throws {
        try await backend.withStore { store in
            try await body(try await DocumentBrand(Self.document, on: store, at: at("2026-03-10T09:00")))
        }
    }

    private func members(_ count: Int, _ brand: DocumentBrand) async throws -> [MemberID] {
        var members: [MemberID] = []
        for number in 1...count { members.append(try await brand.enrol(card: "K\(number)")) }
        return members
    }

    @Test("C-2: members of segments are counted and listed as they stand now", arguments: Backend.allCases)
    func counted(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let members = try await members(5, brand)
            for (place, member) in members.enumerated() {
                for order in 0..<place { try await brand.buy(1_000, member, id: Key("\(place)-\(order)")) }
            }
            var counts = try await brand.service.segmentCounts()
            #expect(counts.ofMembers == 5)
            #expect(counts.segments.map(\.count) == [3, 0, 0])
            let first = try await brand.service.members(of: "regulars", after: nil, limit: 2)
            #expect(first.members == Array(members[2...3]))
            let rest = try await brand.service.members(of: "regulars", after: first.next, limit: 2)
            #expect(rest.members == [members[4]] && rest.next == nil)
            // Time alone makes members sleepy.
            brand.clock.advance(days: 31)
            counts = try await brand.service.segmentCounts()
            #expect(counts.segments.map(\.count) == [3, 4, 0])
            await #expect(throws: SegmentRefusal.unknownSegment("vip", known: ["regulars", "sleepy", "press"])) {
                try await brand.service.members(of: "vip", after: nil, limit: 2)
            }
        }
    }

    @Test("C-2: a condition is tried before it is written, of everybody who is active", arguments: Backend.allCases)
    func tried(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let members = try await members(5, brand)
            for (place, member) in members.enumerated() {
                for order in 0..<place { try await brand.buy(1_000, member, id: Key("\(place)-\(order)")) }
            }
            let found = try await brand.service.previewSegment("member.orders >= 3", naming: 1)
            #expect(found == SegmentPreview(count: 2, ofMembers: 5, members: [members[3]]))
            #expect(try await brand.service.previewSegment("member.orders >= 99", naming: 10).members == [])
            // What a programme would refuse is refused, with the reason.
            for (wrong, reason) in [
                ("member.orders >=", "expected"), ("member.nothing > 1", "nothing"),
                ("event.total > money(\"1.00 MYR\")", "event"),
                ("member.inSegment(\"regulars\")", "a segment cannot ask for segments"), ("", ""),
            ] {
                do {
                    _ = try await brand.service.previewSegment(wrong, naming: 1)
                    Issue.record("\(wrong) was taken")
                } catch let malformed as MalformedCondition {
                    #expect(malformed.description.contains(reason), "\(malformed.description)")
                }
            }
        }
    }

    @Test(
        "C-3: a list is written and read, the same again changes nobody, and the log knows it",
        arguments: Backend.allCases
    )
    func lists(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let members = try await members(3, brand)
            let stranger = Fixture.member(999)
            let added = try await brand.service.list(
                [members[0], members[2], stranger, members[0]],
                on: "press",
                isIn: true,
                by: .operator
            )
            #expect(added.changed == 2 && added.unchanged == 0 && added.unknown == [stranger])
            let again = try await brand.service.list([members[0]], on: "press", isIn: true, by: .operator)
            #expect(again.changed == 0 && again.unchanged == 1 && again.unknown == [])
            #expect(
                try await brand.service.members(of: "press", after: nil, limit: 9).members == [members[0], members[2]]
            )
            brand.clock.advance(milliseconds: 1_000)
            #expect(
                try await brand.buy(1_000, members[2], id: "P").decision.reasons.contains { reason in
                    if case .audience(AudienceStep(.belongs, segment: "press", rule: "for-press")) = reason {
                        true
                    } else {
                        false
                    }
                }
            )
            _ = try await brand.service.list([members[0]], on: "press", isIn: false, by: .operator)
            #expect(try await brand.service.members(of: "press", after: nil, limit: 9).members == [members[2]])
            #expect(try await brand.service.segmentCounts().segments.map(\.count) == [0, 0, 1])
            let log = try await brand.service.auditLog(AuditFilter(action: .listChanged), limit: 9)
            #expect(log.map(\.details) == [["changed": "1", "isIn": "no"], ["changed": "2", "isIn": "yes"]])
            await #expect(throws: SegmentRefusal.notAList("regulars")) {
                try await brand.service.list([members[0]], on: "regulars", isIn: true, by: .operator)
            }
            #expect(try await brand.service.verify().isClean)
        }
    }

    @Test(
        "C-8: the first time is kept beside the member, once, and every account replays",
        arguments: Backend.allCases
    )
    func exposures(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let members = try await members(20, brand)
            let holdOut = HoldOut(share: 5_000, campaign: "raya", programme: "kopi-setia")
            for member in members {
                for order in 1...2 {
                    let receipt = try await brand.buy(1_000, member, id: Key("\(member)-\(order)"))
                    #expect(receipt.decision.points(in: "points") == Points(holdOut.holdsOut(member) ? 0 : 20))
                    brand.clock.advance(milliseconds: 1_000)
                }
            }
            let held = Int64(members.count { holdOut.holdsOut($0) })
            let view = try #require(try await brand.service.campaigns().first)
            #expect((view.treated, view.heldOut) == (20 - held, held))
            #expect(view.budget?.taken == (20 - held) * 40)
            #expect(view.rules == ["gift"])
            let results = try await brand.service.campaignResults("raya")
            #expect(results.comparison.treated == Int(20 - held) && results.comparison.heldOut == Int(held))
            #expect(results.since == at("2026-03-10T09:00"))
            #expect(results.comparison.rows.map(\.answer) == [.tooFew, .tooFew, .tooFew])
            #expect(results.comparison.rows.map(\.treated) == [1, 2, 2_000])
            #expect(try await brand.service.verify().isClean)
            await #expect(throws: CampaignRefusal.unknownCampaign("x", known: ["raya", "quiet"])) {
                try await brand.service.campaignResults("x")
            }
        }
    }

    @Test("C-8: exported and told to another brand, lists and first times are the same", arguments: Backend.databases)
    func exported(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: at("2026-03-10T09:00"))
            let member = try await brand.enrol(card: "K1")
            _ = try await brand.service.list([member], on: "press", isIn: true, by: .operator)
            brand.clock.advance(milliseconds: 1_000)
            try await brand.buy(1_000, member, id: "A")
            let events = try await brand.events(of: member, .segmentChanged)
            let body = try #require(events.first)
            // As it goes out, it can come in.
            let facts = FactsDocument.bytes(of: body.event)
            let back = try FactsDocument.event(
                source: body.event.source,
                id: body.event.id,
                type: .segmentChanged,
                occurredAt: body.event.occurredAt,
                facts: facts
            )
            #expect(back == body.event)
            let state = try await store.reading { try $0.states([StateRequest(member: member)])[0] }
            #expect(state?.lists.map(\.segment) == ["press"])
            #expect(state?.exposures.count == 1)
            #expect(state?.lastOrderAt == brand.clock.now)
        }
    }

    @Test("C-9: staff are told who is held out, the member is not")
    func told() async throws {
        let brand = try await DocumentBrand(Self.document, at: at("2026-03-10T09:00"))
        let holdOut = HoldOut(share: 5_000, campaign: "raya", programme: "kopi-setia")
        for member in try await members(20, brand) where holdOut.holdsOut(member) {
            let receipt = try await brand.buy(1_000, member, id: Key("\(member)"))
            for language in Language.allCases {
                let own = try #require(try await brand.service.explanation(of: receipt.id, in: language))
                let staff = try #require(
                    try await brand.service.explanation(of: receipt.id, in: language, forStaff: true)
                )
                #expect(!own.steps.contains { $0.code == "audience" })
                #expect(staff.steps.filter { $0.code == "audience" }.count == 2)
                #expect(staff.steps.allSatisfy { !$0.text.isEmpty })
            }
        }
    }
}
