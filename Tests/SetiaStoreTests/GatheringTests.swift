import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Events for members, on each store")
struct GatheringTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points, th: คะแนน}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        tiers:
          status: {metric: net spend, window: calendar year, levels: {silver: 0 MYR, gold: 50 MYR}}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
          - {id: came, on: event.attended, when: event.name == "tasting", earn: {wallet: points, fixed: 50}}
        segments:
          friends: {name: {en: Friends, th: เพื่อน}, list: true}

        """

    /// A brand on a Monday at ten, with an event on Friday at seven in the evening.
    private struct Bench {
        let brand: DocumentBrand
        var service: SetiaService { brand.service }

        init(_ store: any Store) async throws {
            brand = try await DocumentBrand(
                GatheringTests.document,
                on: store,
                at: DocumentBrand.at("2026-06-01T10:00")
            )
        }

        func at(_ text: String) { brand.clock.now = DocumentBrand.at(text) }

        static func wish(_ capacity: Int64) -> GatheringWish {
            var wish = GatheringWish(key: "tasting")
            wish.words = [Gathering.Words(language: "en", title: " Tasting\n", text: "Beans.")]
            wish.startsAt = DocumentBrand.at("2026-06-05T19:00")
            wish.endsAt = DocumentBrand.at("2026-06-05T21:00")
            wish.place = .inPerson("Bangsar")
            wish.capacity = capacity
            return wish
        }

        func make(_ capacity: Int64) async throws {
            #expect(try await service.putGathering(Self.wish(capacity), by: .operator).isNew)
        }

        func member(_ number: Int, email: Bool = false) async throws -> MemberID {
            let identity =
                email
                ? try Identity(kind: .email, text: "ana\(number)@example.com")
                : try Identity(kind: .card, text: "KS-\(number)")
            return try await service.createMember(
                NewMember(
                    identities: [identity],
                    facts: MemberFacts(country: "MY", language: "en"),
                    person: ["name": .string("Ana \(number)")]
                )
            ).member
        }

        func members(_ count: Int, email: Bool = false) async throws -> [MemberID] {
            var members: [MemberID] = []
            for number in 0..<count { members.append(try await member(number, email: email)) }
            return members
        }

        func ask(_ member: MemberID) async throws -> GatheringPlace? {
            try await service.askForPlace(at: "tasting", for: member).own.place
        }

        func tally() async throws -> GatheringTally { try await service.gathering("tasting").tally }
    }

    @Test(
        "X-1: forty at once for ten places are ten held and thirty waiting in order, nobody twice",
        arguments: Backend.allCases
    )
    func many(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(10)
            let members = try await bench.members(40)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for member in members + members { group.addTask { _ = try await bench.ask(member) } }
                try await group.waitForAll()
            }
            #expect(try await bench.tally() == GatheringTally(held: 10, waiting: 30, lastNumber: 40))
            let held = try await bench.service.guests("tasting", .held, limit: 100)
            let waiting = try await bench.service.guests("tasting", .waiting, limit: 100)
            #expect(held.map(\.place.number) == Array(1...10) && waiting.map(\.place.number) == Array(11...40))
            #expect(Set((held + waiting).map(\.place.member)).count == 40)
            for guest in held { _ = try await bench.service.confirmPlace(at: "tasting", of: guest.place.member) }
            #expect(try await bench.tally() == GatheringTally(confirmed: 10, waiting: 30, lastNumber: 40))
            let last = try await bench.service.gathering("tasting", for: waiting[29].place.member)
            #expect(last.before == 29 && last.live?.state == .waiting)
        }
    }

    @Test(
        "X-5: what lapses is offered to who waits next, told once by mail, and lapses in its turn; nothing at night",
        arguments: Backend.allCases
    )
    func offers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(1)
            let members = try await bench.members(4, email: true)
            for member in members { _ = try await bench.ask(member) }
            #expect(try await bench.service.runGatherings() == 0)
            bench.at("2026-06-01T10:10")
            #expect(try await bench.service.runGatherings() == 2)
            #expect(try await bench.service.runGatherings() == 0)
            let second = try await bench.service.gathering("tasting", for: members[1])
            #expect(second.live?.state == .offered && second.live?.until == DocumentBrand.at("2026-06-02T08:00"))
            await #expect(throws: GatheringRefusal.stillWaiting(before: 0)) {
                _ = try await bench.service.confirmPlace(at: "tasting", of: members[2])
            }
            bench.at("2026-06-01T10:11")
            _ = try await bench.service.runBroadcasts()
            _ = try await bench.service.runBroadcasts()
            let mails = bench.brand.mailbox.mails
            #expect(mails.map(\.to.address) == ["ana1@example.com"])
            #expect(mails.first?.text.contains("“Tasting”") == true)
            #expect(mails.first?.text.contains("https://kopi.example.com/card/events") == true)
            // In the night nobody is asked: the next has it in the morning.
            bench.at("2026-06-02T07:59")
            _ = try await bench.service.cancelPlace(at: "tasting", of: members[1])
            #expect(try await bench.tally().waiting == 2)
            bench.at("2026-06-02T08:00")
            _ = try await bench.service.runGatherings()
            let third = try await bench.service.gathering("tasting", for: members[2])
            #expect(third.live?.until == DocumentBrand.at("2026-06-02T20:00"))
            bench.at("2026-06-02T08:01")
            _ = try await bench.service.runBroadcasts()
            #expect(bench.brand.mailbox.mails.map(\.to.address) == ["ana1@example.com", "ana2@example.com"])
            bench.at("2026-06-02T20:00")
            await #expect(throws: GatheringRefusal.offerLapsed(at: DocumentBrand.at("2026-06-02T20:00"))) {
                _ = try await bench.service.confirmPlace(at: "tasting", of: members[2])
            }
            _ = try await bench.service.runGatherings()
            #expect(try await bench.service.confirmPlace(at: "tasting", of: members[3]).live?.state == .confirmed)
            #expect(try await bench.tally().taken == 1)
        }
    }

    @Test("X-11: who has confirmed is reminded a day before, once, and nobody else", arguments: Backend.allCases)
    func reminder(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(3)
            let members = try await bench.members(4, email: true)
            for member in members { _ = try await bench.ask(member) }
            for member in members.prefix(2) { _ = try await bench.service.confirmPlace(at: "tasting", of: member) }
            _ = try await bench.service.cancelPlace(at: "tasting", of: members[1])
            func subjects() async throws -> [String] {
                for _ in 0..<3 {
                    _ = try await bench.service.runGatherings()
                    _ = try await bench.service.runBroadcasts()
                }
                return bench.brand.mailbox.mails.filter { $0.subject == "See you soon at our event" }.map(\.to.address)
            }
            bench.at("2026-06-04T18:59")
            #expect(try await subjects() == [])
            bench.at("2026-06-04T19:00")
            _ = try await subjects()
            bench.at("2026-06-04T19:01")
            #expect(try await subjects() == ["ana0@example.com"])
            bench.at("2026-06-05T10:00")
            #expect(try await subjects() == ["ana0@example.com"])
        }
    }

    @Test("X-12: whoever had a place or waited is told that it is called off, once", arguments: Backend.allCases)
    func calledOff(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(2)
            let members = try await bench.members(4, email: true)
            for member in members { _ = try await bench.ask(member) }
            _ = try await bench.service.confirmPlace(at: "tasting", of: members[0])
            _ = try await bench.service.cancelPlace(at: "tasting", of: members[3])
            _ = try await bench.service.callOffGathering("tasting", by: .operator)
            for minute in ["10:01", "10:02", "10:03"] {
                bench.at("2026-06-01T\(minute)")
                _ = try await bench.service.runGatherings()
                _ = try await bench.service.runBroadcasts()
            }
            let told = bench.brand.mailbox.mails
            #expect(told.map(\.to.address).sorted() == ["ana0@example.com", "ana1@example.com", "ana2@example.com"])
            #expect(told.allSatisfy { $0.subject == "Our event is called off" && $0.text.contains("“Tasting”") })
        }
    }

    @Test(
        "X-5: of an event that was put off, whoever is offered a place later is told, too",
        arguments: Backend.allCases
    )
    func putOff(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(1)
            let members = try await bench.members(3, email: true)
            for member in members { _ = try await bench.ask(member) }
            bench.at("2026-06-01T10:10")
            _ = try await bench.service.runGatherings()
            bench.at("2026-06-01T10:11")
            for _ in 0..<2 { _ = try await bench.service.runBroadcasts() }
            #expect(bench.brand.mailbox.mails.map(\.to.address) == ["ana1@example.com"])
            var wish = Bench.wish(1)
            wish.startsAt = DocumentBrand.at("2026-06-12T19:00")
            wish.endsAt = DocumentBrand.at("2026-06-12T21:00")
            _ = try await bench.service.putGathering(wish, by: .operator)
            bench.at("2026-06-06T09:00")
            _ = try await bench.service.runGatherings()
            bench.at("2026-06-06T09:01")
            for _ in 0..<2 { _ = try await bench.service.runBroadcasts() }
            #expect(bench.brand.mailbox.mails.map(\.to.address) == ["ana1@example.com", "ana2@example.com"])
        }
    }

    @Test(
        "X-2: who stands on the level or the list asks before the others, and each is told from when on",
        arguments: Backend.allCases
    )
    func windows(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            var wish = Bench.wish(5)
            wish.opensAt = DocumentBrand.at("2026-06-03T10:00")
            wish.early = [
                Gathering.Early(who: .level(set: "status", level: "gold"), from: DocumentBrand.at("2026-06-01T10:00")),
                Gathering.Early(who: .segment("friends"), from: DocumentBrand.at("2026-06-02T10:00")),
            ]
            _ = try await bench.service.putGathering(wish, by: .operator)
            let members = try await bench.members(2)
            await #expect(throws: GatheringRefusal.notOpen(until: DocumentBrand.at("2026-06-03T10:00"))) {
                _ = try await bench.ask(members[0])
            }
            let order = Fixture.order("A-1", 6_000, at: bench.brand.clock.now)
            _ = try await bench.service.record(Intake(event: order, who: .member(members[1])))
            #expect(try await bench.ask(members[1])?.state == .held)
            bench.at("2026-06-03T10:00")
            #expect(try await bench.ask(members[0])?.state == .held)
        }
    }

    @Test(
        "X-8: who is let in gets what a rule gives, once, also when the ledger was told late",
        arguments: Backend.allCases
    )
    func attends(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(2)
            let members = try await bench.members(3)
            for member in members { _ = try await bench.ask(member) }
            for member in members.prefix(2) { _ = try await bench.service.confirmPlace(at: "tasting", of: member) }
            await #expect(throws: (any Error).self) {
                _ = try await bench.service.checkIn(at: "tasting", members[0], by: .operator)
            }
            bench.at("2026-06-05T18:30")
            let first = try await bench.service.checkIn(at: "tasting", members[0], by: .operator)
            #expect(!first.wasIn && first.name == "Ana 0")
            #expect(try await bench.service.checkIn(at: "tasting", members[0], by: .operator).wasIn)
            for stranger in [members[2], nil] {
                await #expect(throws: GatheringRefusal.notExpected) {
                    _ = try await bench.service.checkIn(at: "tasting", stranger, by: .operator)
                }
            }
            // A server that died between the door and the ledger.
            let now = bench.brand.clock.now
            try await store.recording { ledger in
                guard var place = try ledger.gatheringPlace("tasting", of: members[1]) else { return }
                place.checkedInAt = now
                place.untold = .attendance
                try ledger.put(place)
            }
            #expect(try await bench.service.runGatherings() == 1)
            #expect(try await bench.service.runGatherings() == 0)
            for member in members.prefix(2) {
                let points = try await bench.service.points(of: member)
                #expect(points?.balances.first?.available == Points(50))
            }
            #expect(try await bench.service.verify().discrepancies == [])
            #expect(try await bench.tally().checkedIn == 2)
        }
    }

    @Test(
        "X-6: what cannot be is refused with what would be; the same wish changes nothing; more places go to who waits",
        arguments: Backend.allCases
    )
    func changes(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(2)
            #expect(try await !bench.service.putGathering(Bench.wish(2), by: .operator).isNew)
            #expect(try await bench.service.gathering("tasting").gathering.revision == 0)
            #expect(try await bench.service.gathering("tasting").gathering.words(in: "th").title == "Tasting")
            let members = try await bench.members(4)
            for member in members { _ = try await bench.ask(member) }
            await #expect(throws: GatheringRefusal.capacityTaken(2)) {
                _ = try await bench.service.putGathering(Bench.wish(1), by: .operator)
            }
            _ = try await bench.service.putGathering(Bench.wish(3), by: .operator)
            #expect(try await bench.tally() == GatheringTally(held: 2, offered: 1, waiting: 1, lastNumber: 4))
            #expect(try await bench.service.gathering("tasting", for: members[2]).live?.state == .offered)
            var wish = Bench.wish(0)
            wish.key = "Tasting 2"
            wish.words = []
            wish.endsAt = wish.startsAt
            wish.place = .online("http://x")
            wish.early = [Gathering.Early(who: .segment("nobody"), from: DocumentBrand.at("2026-06-02T10:00"))]
            wish.offerHours = 0
            do {
                _ = try await bench.service.putGathering(wish, by: .operator)
                Issue.record("it was taken")
            } catch let malformed as MalformedGathering {
                #expect(
                    malformed.problems.map { "\($0.field) \($0.kind.name)" } == [
                        "key notAName", "title noTitle", "endsAt endsBeforeStart", "place notALink",
                        "capacity notPlaces",
                        "early[0].segment unknownSegment", "opensAt needsOpening", "offerHours notHours",
                    ]
                )
            }
            _ = try await bench.service.callOffGathering("tasting", by: .operator)
            #expect(try await bench.service.callOffGathering("tasting", by: .operator).revision == 2)
            await #expect(throws: GatheringRefusal.calledOff) { _ = try await bench.ask(members[3]) }
            await #expect(throws: GatheringRefusal.unknownGathering) {
                _ = try await bench.service.gathering("nothing")
            }
        }
    }

    @Test("X-10: her places are in what she takes along, and are free once she is erased", arguments: Backend.allCases)
    func erased(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.make(1)
            let members = try await bench.members(2)
            for member in members { _ = try await bench.ask(member) }
            _ = try await bench.service.confirmPlace(at: "tasting", of: members[0])
            let own = String(decoding: try #require(try await bench.service.ownData(of: members[0])), as: UTF8.self)
            #expect(own.contains("\"event\": \"tasting\"") && own.contains("\"state\": \"confirmed\""))
            #expect(try await bench.service.eraseMember(members[0]))
            #expect(try await bench.service.runGatherings() > 0)
            #expect(try await bench.tally() == GatheringTally(offered: 1, lastNumber: 2))
            await #expect(throws: GatheringRefusal.notActive) { _ = try await bench.ask(members[0]) }
            let file = try await bench.service.guestFile("tasting", [.cancelled])
            #expect(file.count == 2 && file[1][2].isEmpty)
        }
    }
}
