import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("The list of members")
struct ListTests {
    @Test("whoever did something last stands first, and each stands once", arguments: Backend.allCases, [1, 2, 100])
    func sortsByActivity(backend: Backend, limit: Int) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            var members: [MemberID] = []
            for number in 0..<5 {
                members.append(try await brand.enrol("Ana", card: "\(number)"))
                brand.clock.now = brand.clock.now.adding(milliseconds: 60_000)
            }
            for (id, place) in [("A", 1), ("B", 3), ("C", 1), ("D", 0)] as [(Key, Int)] {
                brand.clock.now = brand.clock.now.adding(milliseconds: 60_000)
                try await brand.buy(id, members[place])
            }
            try await brand.buy("E", nil)
            let expected = [0, 1, 3, 4, 2].map { members[$0] }
            #expect(try await brand.all(MemberQuery(), limit: limit).map(\.id) == expected)
            #expect(try await brand.all(MemberQuery(text: "ana"), limit: limit).map(\.id) == expected)
            let page = try await brand.service.findMembers(MemberQuery(), limit: 5)
            #expect(page.next == nil && !page.wasCut)
            #expect(page.rows.first?.lastActiveAt == brand.clock.now)
        }
    }

    @Test("time that passed moves nobody", arguments: Backend.allCases)
    func timeIsNoDoing(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana", card: "1")
            brand.clock.now = Fixture.newYear.adding(days: 1)
            let budi = try await brand.enrol("Budi", card: "2")
            brand.clock.now = Fixture.newYear.adding(days: 800)
            #expect(try await brand.service.passTime() == 2)
            let rows = try await brand.all(MemberQuery())
            #expect(rows.map(\.id) == [budi, ana])
            #expect(rows.map(\.lastActiveAt) == [Fixture.newYear.adding(days: 1), Fixture.newYear])
        }
    }

    @Test("filters say who, alone and together", arguments: Backend.allCases)
    func filters(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana", card: "1", facts: MemberFacts(country: "MY", language: "ms"))
            brand.clock.now = Fixture.newYear.adding(days: 40)
            let budi = try await brand.enrol("Budi", card: "2", facts: MemberFacts(country: "ID", language: "id"))
            let gold = try await brand.enrol("Citra", card: "3", facts: MemberFacts(country: "MY", language: "en"))
            // Each on a day of its own: of one moment, PostgreSQL keeps no order.
            brand.clock.now = Fixture.newYear.adding(days: 41)
            try await brand.buy("A", gold, minorUnits: 250_000, at: "kl-bangsar")
            brand.clock.now = Fixture.newYear.adding(days: 42)
            try await brand.buy("B", ana, at: "jakarta-menteng")
            try await brand.buy("C", ana)
            _ = try await brand.service.eraseMember(budi)
            let bangsar = try StoreID("kl-bangsar")
            let menteng = try StoreID("jakarta-menteng")
            let cases: [(MemberQuery, [MemberID])] = [
                (MemberQuery(), [ana, gold, budi]), (MemberQuery(status: .active), [ana, gold]),
                (MemberQuery(status: .erased), [budi]), (MemberQuery(tier: "gold"), [gold]),
                (MemberQuery(tier: "silver"), [ana, budi]), (MemberQuery(country: "MY"), [ana, gold]),
                (MemberQuery(language: "ms"), [ana]), (MemberQuery(country: "MY", language: "en"), [gold]),
                (MemberQuery(country: "ms"), []), (MemberQuery(stores: [bangsar]), [gold]),
                (MemberQuery(stores: [bangsar, menteng]), [ana, gold]), (MemberQuery(stores: []), []),
                (MemberQuery(tier: "gold", stores: [menteng]), []), (MemberQuery(text: "ana", stores: [bangsar]), []),
                (MemberQuery(text: "ana", stores: [menteng]), [ana]), (MemberQuery(text: "ana", tier: "gold"), []),
                (MemberQuery(joinedTo: Day(iso: "2026-01-01")), [ana]),
                (MemberQuery(joinedFrom: Day(iso: "2026-01-02")), [gold, budi]),
                (MemberQuery(joinedFrom: Day(iso: "2026-02-10"), joinedTo: Day(iso: "2026-02-10")), [gold, budi]),
            ]
            for (query, expected) in cases {
                let rows = try await brand.all(query)
                #expect(rows.map(\.id) == expected, "\(query)")
                let exported = try await brand.exported(query)
                #expect(exported.sorted { $0.id < $1.id } == rows.sorted { $0.id < $1.id }, "\(query)")
            }
        }
    }

    @Test("at a store somebody was last active when she last did something there", arguments: Backend.allCases)
    func tellsActivityThere(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana", card: "1")
            let then = Fixture.newYear.adding(days: 1)
            brand.clock.now = then
            try await brand.buy("A", ana, at: "kl-bangsar")
            brand.clock.now = Fixture.newYear.adding(days: 2)
            try await brand.buy("B", ana, at: "jakarta-menteng")
            let query = MemberQuery(stores: [try StoreID("kl-bangsar")])
            #expect(try await brand.all(query).map(\.lastActiveAt) == [then])
        }
    }

    @Test("a row tells what she holds now and hides her number and address", arguments: Backend.allCases)
    func tellsRows(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let ana = try await brand.enrol("Ana", card: "K-1", phone: "+60123456789", email: "ana@example.com")
            brand.clock.now = Fixture.newYear.adding(days: 20)
            let rows = try await brand.all(MemberQuery())
            let balance = WalletBalance(
                wallet: "points",
                active: Points(100),
                pending: .zero,
                held: .zero,
                debt: .zero
            )
            #expect(
                rows == [
                    MemberRow(
                        id: ana,
                        name: "Ana",
                        status: .active,
                        tier: "silver",
                        balance: balance,
                        lastActiveAt: Fixture.newYear,
                        joinedAt: Fixture.newYear,
                        card: "K-1",
                        phone: "+60••••6789",
                        email: "a••••@example.com"
                    )
                ]
            )
            // A year on, they have lapsed, whether or not it was written.
            brand.clock.now = Fixture.newYear.adding(days: 800)
            #expect(try await brand.all(MemberQuery()).first?.balance?.active == .zero)
        }
    }

    @Test("a cursor that is none is refused", arguments: Backend.allCases, ["", "x", "e", "ex", "e0", "t1"])
    func refusesCursors(backend: Backend, text: String) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            try await brand.enrol("Ana", card: "1")
            for query in [MemberQuery(), MemberQuery(text: "ana")] {
                await #expect(throws: FindingRefusal.malformedCursor) {
                    try await brand.service.findMembers(query, after: MemberCursor(text: text), limit: 3)
                }
            }
        }
    }

    @Test("a page that few fit ends early and goes on where it stopped", arguments: Backend.allCases)
    func endsEarly(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            for number in 0..<30 { try await brand.enrol("Ana", card: "\(number)") }
            var (place, seen, walks) = (nil as String?, [MemberID](), 0)
            repeat {
                let from = place
                let (more, next) = try await store.reading { archive in
                    var members: [MemberID] = []
                    let next = try archive.activities(before: from, at: nil, passing: 7) { activity in
                        members.append(activity.member)
                        return true
                    }
                    return (members, next)
                }
                seen += more
                place = next
                walks += 1
            } while place != nil
            #expect(walks == 5)
            #expect(seen.count == 30 && Set(seen).count == 30)
        }
    }
}
