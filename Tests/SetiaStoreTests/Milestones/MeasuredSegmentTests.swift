import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Segments by RFM, on each store")
struct MeasuredSegmentTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        segments:
          best: {name: Best, rfm: champions}
          recent: {name: Recent, rfm: ["5**", "4**"]}
        rules:
          - {id: thanks, on: order.paid, when: 'member.inSegment("best")', earn: {wallet: points, fixed: 7}}
        """

    @Test("C-11: members are written on by what was measured, and taken off again", arguments: Backend.allCases)
    func measured(backend: Backend) async throws {
        try await backend.withStore { store in
            let start = DocumentBrand.at("2026-03-01T09:00")
            let brand = try await DocumentBrand(Self.document, on: store, at: start)
            var members: [MemberID] = []
            for number in 1...10 { members.append(try await brand.enrol(card: "\(number)")) }
            #expect(try await brand.service.measureSegments() == 0)
            // The tenth buys most often, most lately and for most.
            for (place, member) in members.enumerated() {
                for time in 0...place {
                    brand.clock.now = start.adding(days: place * 10 + time)
                    try await brand.buy(Int64(1_000 + place * 1_000), member, id: Key("\(place)-\(time)"))
                }
            }
            #expect(try await brand.service.measureSegments() == 2 + 4)
            #expect(try await brand.service.measureSegments() == 0)
            let best = try await brand.service.members(of: "best", after: nil, limit: 100).members
            #expect(best == Array(members.suffix(2)))
            let recent = try await brand.service.members(of: "recent", after: nil, limit: 100).members
            #expect(recent == Array(members.suffix(4)))
            #expect(try await brand.service.segmentCounts().segments.map(\.count) == [2, 4])
            try await brand.buy(500, members[9], id: "more")
            try await brand.buy(500, members[0], id: "back")
            #expect(try await brand.points(of: members[9]) == 7)
            #expect(try await brand.points(of: members[0]) == 0)
            // Who was long gone has bought lately now.
            #expect(try await brand.service.measureSegments() > 0)
            #expect(try await brand.service.members(of: "recent", after: nil, limit: 100).members.contains(members[0]))
            #expect(try await brand.service.verify().discrepancies == [])
            // By hand nobody is written on it.
            await #expect(throws: SegmentRefusal.notAList("best")) {
                try await brand.service.list([members[1]], on: "best", isIn: true, by: .operator)
            }
            let event = Event(
                source: "shop",
                id: "x",
                occurredAt: brand.clock.now,
                matter: .segmentChanged(SegmentChange(segment: "best", isIn: true))
            )
            guard case .refused = try await brand.service.record(Intake(event: event, who: .member(members[1]))) else {
                Issue.record("somebody was written on what is measured")
                return
            }
        }
    }

    @Test("C-11: a programme names the kinds that are measured")
    func names() {
        #expect(MemberSegment.customerKinds.map(\.text) == RFMSegment.allCases.map(\.rawValue))
        for cell in ["555", "5**", "*1*", "***"] { #expect(MemberSegment.isCell(cell)) }
        for text in ["", "55", "5555", "056", "5-5"] { #expect(!MemberSegment.isCell(text)) }
    }
}
