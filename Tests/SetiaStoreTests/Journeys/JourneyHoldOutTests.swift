import JSONText
import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Held out of a journey, on each store")
struct JourneyHoldOutTests {
    private static let gift = "  gift: {points: {wallet: points, give: 50}}"

    @Test(
        "Y-19: a share of members is held out of a journey by the draw of campaigns, noted when they would begin, and stays",
        arguments: Backend.allCases
    )
    func heldOut(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            try await bench.start("test", Self.gift, more: "again: always\nholdOut: 40%")
            let draw = HoldOut(share: 4_000, campaign: "journey:test", programme: "kopi-setia")
            var (members, held): ([MemberID], Int) = ([], 0)
            for number in 0..<40 { members.append(try await bench.member("m\(number)")) }
            try await bench.run()
            for member in members {
                let isHeldOut = draw.holdsOut(member)
                held += isHeldOut ? 1 : 0
                let journey = try #require(try await bench.service.journeys(of: member).first)
                #expect(journey.ending == (isHeldOut ? .heldOut : .done))
                #expect(try await bench.brand.points(of: member) == (isHeldOut ? 0 : 50))
                if isHeldOut {
                    #expect(journey.path.isEmpty && journey.dueAt == nil && journey.endedAt == journey.enteredAt)
                }
            }
            #expect((4...30).contains(held))
            let funnel = try await bench.service.journeyFunnel("test")
            #expect(funnel.endings[.heldOut] == held && funnel.began == 40)
        }
    }

    @Test(
        "Y-19: who was held out once stays so, whatever the share becomes, and who was not never is",
        arguments: Backend.allCases
    )
    func stays(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let buys = "event: order.paid"
            try await bench.start("test", Self.gift, trigger: buys, more: "again: always\nholdOut: 50%")
            var members: [MemberID] = []
            for number in 0..<12 { members.append(try await bench.member("m\(number)")) }
            func round(_ name: String) async throws -> [MemberID: [JourneyEnrolment.Ending?]] {
                for (place, member) in members.enumerated() {
                    try await bench.brand.buy(100, member, id: Key("\(name)\(place)"))
                    bench.brand.clock.advance(milliseconds: 1_000)
                }
                try await bench.run()
                var endings: [MemberID: [JourneyEnrolment.Ending?]] = [:]
                for member in members { endings[member] = try await bench.service.journeys(of: member).map(\.ending) }
                return endings
            }
            let first = try await round("a")
            #expect(Set(first.values.map { $0.contains(.heldOut) }).count == 2, "some are, and some are not")
            try await bench.put("test", Self.gift, trigger: buys, more: "again: always")
            for (member, endings) in try await round("b") {
                #expect(endings.count == 2 && endings[0] == endings[1], "\(member)")
                #expect(endings[0] == first[member]?.first ?? nil)
            }
        }
    }

    @Test(
        "C-14: a journey is compared with who was held out of it, since each member's first time",
        arguments: Backend.allCases
    )
    func compared(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            try await bench.start("test", Self.gift, more: "holdOut: 50%")
            try await bench.start("bare", Self.gift)
            var members: [MemberID] = []
            for number in 0..<80 { members.append(try await bench.member("m\(number)")) }
            try await bench.run()
            bench.at("2026-03-05T11:00:00")
            for (place, member) in members.enumerated() {
                let isHeldOut = try await bench.service.journeys(of: member).contains { $0.ending == .heldOut }
                try await bench.brand.buy(isHeldOut ? 1_000 : 3_000 + Int64(place), member, id: Key("A\(place)"))
            }
            bench.at("2026-03-06T11:00:00")
            let worth = try await bench.service.measuredWorth()
            let test = try #require(worth.subjects.first { $0.kind == .journey && $0.key == "test" })
            #expect(test.holdsOut && test.measure.comparison.treated + test.measure.comparison.heldOut == 80)
            #expect(!test.measure.comparison.isSplitBroken)
            let spend = try #require(test.measure.comparison.rows.first { $0.outcome == .spend })
            #expect(spend.heldOut == 1_000 && spend.treated > 3_000 && spend.answer == .more)
            #expect(test.verdict == "more")
            let bare = try #require(worth.subjects.first { $0.key == "bare" })
            #expect(bare.verdict == "no-hold-out" && bare.measure.comparison.rows.isEmpty)
        }
    }

    @Test("Y-19: nobody is held out of wishes, service and recovery, and shares are shares")
    func refused() async throws {
        try await Backend.model.withStore { store in
            let bench = try await JourneyBench(store)
            let never = "from wishes, service and recovery nobody is held out; leave it out"
            let call = "  call: {task: Call her}"
            let wrong = [
                ("event: birthday", Self.gift, "10%", never), ("phase: disappointment", Self.gift, "10%", never),
                ("event: order.delayed", Self.gift, "10%", never), ("event: member.enrolled", call, "10%", never),
                (
                    "event: member.enrolled", Self.gift, "51%",
                    "must be a share such as 5% or 2.5%, at most 50%, or none"
                ),
                (
                    "event: member.enrolled", Self.gift, "some",
                    "must be a share such as 5% or 2.5%, at most 50%, or none"
                ),
            ]
            for (trigger, steps, share, reason) in wrong {
                do {
                    try await bench.put("test", steps, trigger: trigger, more: "holdOut: \(share)")
                    Issue.record("\(trigger), \(share) was taken")
                } catch {
                    #expect("\(error)".contains(reason), "\(error)")
                }
            }
            let none = try await bench.put("test", Self.gift, trigger: "event: birthday", more: "holdOut: none")
            #expect(none.journey?.holdOut == 0)
        }
    }
}
