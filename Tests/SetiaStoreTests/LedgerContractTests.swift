import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: the ledger")
struct LedgerContractTests {
    @Test("what is written is read back whole", arguments: Backend.allCases)
    func readsBackWhole(backend: Backend) async throws {
        try await backend.withStore { store in
            let part = try Fixture.newcomer(
                1,
                Fixture.enrolment("1", facts: MemberFacts(country: "MY", language: "ms", ageBand: "25-34")),
                Fixture.order("A-1", 123_456),
                Fixture.order("A-2", 100_000, at: Fixture.newYear.adding(days: 20)),
                Fixture.redemption("R-1", 150, order: "A-3", at: Fixture.newYear.adding(days: 40)),
                Fixture.orderReturn("A-1", at: Fixture.newYear.adding(days: 500))
            )
            #expect(try await store.append(part) == [false])
            let member = Fixture.member(1)

            var expected = part.state
            expected.records = []
            #expect(try await store.state(member) == expected)
            let history = try await store.reading { try $0.history(of: member) }
            #expect(history == part.events.map { $0.stored(of: member) })
            let ledger = try await store.reading { try $0.ledger(of: member) }
            #expect(ledger == part.events.flatMap(\.decision.entries))
            for event in part.events {
                let id = EventID(member: member, number: event.decision.number)
                #expect(try await store.reading { try $0.event(id) } == event.stored(of: member))
            }
            #expect(try await store.reading { try $0.event(EventID(member: member, number: 99_999)) } == nil)
        }
    }

    @Test(
        "an order that came back in part counts with what was paid for the rest, and one that came back whole not",
        arguments: Backend.allCases
    )
    func countsWhatIsKept(backend: Backend) async throws {
        try await backend.withStore { store in
            let later = Fixture.newYear.adding(days: 40)
            let part = try Fixture.newcomer(
                1,
                Fixture.order("A-1", 10_000),
                Fixture.order("A-2", 5_000),
                Fixture.order("A-3", 700),
                Fixture.partialReturn("A-1", 2_500, id: "1", at: later),
                Fixture.partialReturn("A-1", 500, id: "2", at: later),
                Fixture.orderReturn("A-2", at: later)
            )
            try await store.append(part)
            let (purchases, sales) = try await store.reading { archive in
                var (purchases, sales): ([String], [String]) = ([], [])
                try archive.purchases { _, at, total in purchases.append("\(at) \(total.minorUnits)") }
                try archive.sales { sales.append("\($0.at) \($0.total.minorUnits)") }
                return (purchases.sorted(), sales.sorted())
            }
            #expect(purchases == ["\(Fixture.newYear) 700", "\(Fixture.newYear) 7000"])
            #expect(sales == purchases)
        }
    }

    @Test("the lines of orders come a member's together, less what came back of them", arguments: Backend.allCases)
    func tellsKeptLines(backend: Backend) async throws {
        try await backend.withStore { store in
            let later = Fixture.newYear.adding(days: 40)
            let part = try Fixture.newcomer(
                1,
                Fixture.order("A-1", 10_000),
                Fixture.order("A-2", 5_000),
                Fixture.order("A-3", 700, at: later),
                Fixture.partialReturn("A-1", 2_500, id: "1", at: later),
                Fixture.orderReturn("A-2", at: later)
            )
            try await store.append(part)
            try await store.append(try Fixture.newcomer(2, Fixture.order("B-1", 300)))
            func lines(of member: MemberID?) async throws -> [String] {
                try await store.reading { archive in
                    var told: [String] = []
                    try archive.keptOrders(of: member) { owner, at, lines in
                        for line in lines {
                            let kinds = line.categories.map(\.text).joined(separator: "+")
                            told.append(
                                "\(owner == Fixture.member(1) ? 1 : 2) \(at == later ? "later" : "first") "
                                    + "\(line.quantity) \(line.sku) \(kinds) \(line.net)"
                            )
                        }
                    }
                    return told
                }
            }
            let first = ["1 first 2 kopi-o coffee+hot 7500", "1 later 2 kopi-o coffee+hot 700"]
            #expect(try await lines(of: Fixture.member(1)) == first)
            #expect(try await lines(of: nil) == first + ["2 first 2 kopi-o coffee+hot 300"])
            #expect(try await lines(of: Fixture.member(3)).isEmpty)
        }
    }

    @Test("a member whom nothing happened to is kept as she is", arguments: Backend.allCases)
    func keepsAMemberWithoutEvents(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1))
            #expect(try await store.state(Fixture.member(1)) == MemberState(member: Fixture.member(1)))
            #expect(try await store.state(Fixture.member(2)) == nil)
        }
    }

    @Test("every kind of reason, entry and event is read back as it was written", arguments: Backend.allCases)
    func keepsEveryReason(backend: Backend) async throws {
        try await backend.withStore { store in
            var random = SplitMix64(seed: 1)
            let member = Fixture.member(1)
            let decision = RandomValues.decision(number: 1, entries: 12, reasons: 600, &random)
            let names = Set(decision.reasons.map { String(String(describing: $0).prefix { $0 != "(" }) })
            #expect(names.count == 55, "the random reasons leave some out")
            var state = MemberState(member: member)
            state.number = 13
            let part = MemberPart(
                state: state,
                newcomer: MemberPart.Newcomer(key: nil, identities: []),
                events: [Fixture.recorded(Fixture.order("A-1", 1_000), decision, sealed: [0, 255, 7])]
            )
            let failed = try await store.append(part)
            #expect(failed == [false])
            let history = try await store.reading { try $0.history(of: member) }
            #expect(history == part.events.map { $0.stored(of: member) })
        }
    }

    @Test("a key is claimed once, for the first who asks", arguments: Backend.allCases)
    func claimsOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let first = try Fixture.newcomer(1, Fixture.order("A-1", 5_000))
            let second = try Fixture.newcomer(2, Fixture.order("A-1", 7_000))
            #expect(try await store.append(first, second) == [false, true])
            let keys = Fixture.claims(of: first.events[0].event)
            let claim = Claim(
                event: EventID(member: Fixture.member(1), number: 1),
                contentHash: first.events[0].contentHash
            )
            let free = ClaimKey(source: "shop", kind: .redemption, key: "A-1")
            #expect(try await store.reading { try $0.claims(keys + [free]) } == [claim, claim, nil])
            #expect(try await store.state(Fixture.member(2)) == nil)
        }
    }

    @Test("a part that fails leaves nothing, and the others are written", arguments: Backend.allCases)
    func failsApart(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            let stranger = try Fixture.part(MemberState(member: Fixture.member(7)), Fixture.order("A-7", 700))
            let again = try Fixture.newcomer(1, Fixture.order("A-1", 700))
            let half = try Fixture.newcomer(3, Fixture.order("A-3", 700), Fixture.order("A-3", 700))
            let taken = MemberPart(
                state: MemberState(member: Fixture.member(4)),
                newcomer: MemberPart.Newcomer(key: nil, identities: [Fixture.identity(1)]),
                events: []
            )
            let good = try Fixture.newcomer(5, Fixture.order("A-5", 900))
            let before = try await Picture.of(store)
            let failed = try await store.append(stranger, again, half, taken, good)
            #expect(failed == [true, true, true, true, false])

            let other = ModelStore()
            try await other.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            #expect(try await Picture.of(other) == before)
            try await other.append(good)
            #expect(try await Picture.of(store) == Picture.of(other))
        }
    }

    @Test("what failed stays away, also when whoever wrote it does not ask", arguments: Backend.allCases)
    func failsUnasked(backend: Backend) async throws {
        try await backend.withStore { store in
            let half = try Fixture.newcomer(1, Fixture.order("A-1", 700), Fixture.order("A-1", 700))
            let (good, late) = (try Fixture.newcomer(2), try Fixture.newcomer(3))
            try await store.writing { ledger in
                _ = try? ledger.append([half, good])
                _ = try? ledger.append([late])
            }
            let members = try await store.reading { try $0.members(after: nil, limit: 9) }
            #expect(members == [2, 3].map { Fixture.member($0) })
        }
    }

    @Test("reads in a writing see what it has written", arguments: Backend.allCases)
    func readsItsOwnWrites(backend: Backend) async throws {
        try await backend.withStore { store in
            let states = try await store.writing { ledger in
                var states: [MemberState?] = []
                for (number, amount) in [(1, 500), (2, 600), (3, 700)] as [(Int, Int64)] {
                    let member = Fixture.member(1)
                    let state = try ledger.states([StateRequest(member: member)])[0]
                    let order = Fixture.order(Key("A-\(number)"), amount)
                    let part =
                        try state.map { try Fixture.part($0, order) } ?? Fixture.newcomer(1, order)
                    if let failure = try ledger.append([part])[0] { throw failure }
                    states.append(try ledger.states([StateRequest(member: member)])[0])
                }
                return states
            }
            #expect(states.map { $0?.orders } == [1, 2, 3])
            #expect(try await store.state(Fixture.member(1)) == states[2])
        }
    }

    @Test("a transaction that throws leaves nothing", arguments: Backend.allCases)
    func leavesNothing(backend: Backend) async throws {
        struct Stop: Error {}
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            let before = try await Picture.of(store)
            await #expect(throws: Stop.self) {
                try await store.writing { ledger in
                    _ = try ledger.append([try Fixture.newcomer(2, Fixture.order("A-1", 500))])
                    try ledger.put(Fixture.shops[0])
                    try ledger.setPerson(nil, of: Fixture.member(1))
                    _ = try ledger.erase(
                        Tombstone(member: Fixture.member(1), erasedAt: Fixture.newYear, identities: [])
                    )
                    throw Stop()
                }
            }
            #expect(try await Picture.of(store) == before)
        }
    }

    @Test("the record of an order comes from its own event and what came after", arguments: Backend.allCases)
    func rebuildsRecords(backend: Backend) async throws {
        try await backend.withStore { store in
            let (first, second) = (OrderKey(source: "shop", id: "A-1"), OrderKey(source: "shop", id: "A-2"))
            let start = Fixture.newYear
            let paid = try Fixture.newcomer(1, Fixture.enrolment("1"), Fixture.order("A-1", 123_400))
            try await store.append(paid)
            #expect(try await store.state(Fixture.member(1), orders: [second, first])?.records == paid.state.records)

            // A redemption may name an order before it is paid.
            var state = try #require(try await store.state(Fixture.member(1), orders: [second]))
            let spent = try Fixture.part(state, Fixture.redemption("R-1", 50, order: "A-2", at: start.adding(days: 20)))
            try await store.append(spent)
            state = try #require(try await store.state(Fixture.member(1), orders: [second]))
            #expect(state == spent.state)
            #expect(state.records[0].paid == nil)

            let both = try Fixture.part(state, Fixture.order("A-2", 10_000, at: start.adding(days: 20)))
            try await store.append(both)
            state = try #require(try await store.state(Fixture.member(1), orders: [second]))
            #expect(state == both.state)

            let returned = try Fixture.part(state, Fixture.orderReturn("A-2", at: start.adding(days: 30)))
            try await store.append(returned)
            state = try #require(try await store.state(Fixture.member(1), orders: [second]))
            #expect(state == returned.state)
            #expect(state.records[0].isReturned)
        }
    }

    @Test("an order of another member has no record here", arguments: Backend.allCases)
    func keepsRecordsApart(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(
                try Fixture.newcomer(1, Fixture.order("A-1", 500)),
                try Fixture.newcomer(2, Fixture.enrolment("2"))
            )
            let key = OrderKey(source: "shop", id: "A-1")
            #expect(try await store.state(Fixture.member(2), orders: [key])?.records == [])
            #expect(try await store.state(Fixture.member(1), orders: [key])?.records.count == 1)
        }
    }

    @Test("pages come newest first, without a gap and nothing twice", arguments: Backend.allCases, [1, 2, 3, 7, 100])
    func pages(backend: Backend, limit: Int) async throws {
        try await backend.withStore { store in
            var state = MemberState(member: Fixture.member(1))
            var events: [MemberPart.RecordedEvent] = []
            for day in 0..<11 {
                let order = Fixture.order(Key("A-\(day)"), 50_000, at: Fixture.newYear.adding(days: day * 40))
                let decided = try decide(Fixture.version, state, order)
                state = decided.state
                events.append(Fixture.recorded(order, decided.decision))
            }
            let newcomer = MemberPart.Newcomer(key: nil, identities: [])
            try await store.append(MemberPart(state: state, newcomer: newcomer, events: events))

            let member = Fixture.member(1)
            let pagedEvents = try await store.reading { archive in
                try allPages { try archive.events(of: member, before: $0?.decision.number, limit: limit) }
            }
            #expect(pagedEvents == events.reversed().map { $0.stored(of: member) })
            for wallet in [nil, "points"] as [Key?] {
                let paged = try await store.reading { archive in
                    try allPages { try archive.entries(of: member, wallet: wallet, before: $0?.number, limit: limit) }
                }
                #expect(paged == events.flatMap(\.decision.entries).reversed())
            }
            let none = try await store.reading { archive in
                try archive.entries(of: member, wallet: "stars", before: nil, limit: limit)
            }
            #expect(none.isEmpty)
        }
    }
}

/// All that a paged read gives, page after page.
private func allPages<Element>(_ page: (Element?) throws -> [Element]) rethrows -> [Element] {
    var all: [Element] = []
    while true {
        let next = try page(all.last)
        if next.isEmpty { return all }
        all += next
    }
}

extension MemberPart.RecordedEvent {
    /// What a store gives back for it.
    func stored(of member: MemberID) -> StoredEvent {
        StoredEvent(member: member, event: event, recordedAt: recordedAt, sealed: sealed, decision: decision)
    }
}
