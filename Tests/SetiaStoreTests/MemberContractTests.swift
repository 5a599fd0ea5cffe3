import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: members")
struct MemberContractTests {
    @Test("a member is found by each of her identities", arguments: Backend.allCases)
    func findsByIdentity(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            let later = SealedIdentity(
                hash: IdentityHash(kind: .phone, bytes: [1, 2, 3]),
                sealed: [9],
                evidence: "staff",
                addedAt: Fixture.newYear.adding(days: 1)
            )
            try await store.writing { try $0.add(later, to: Fixture.member(1)) }
            // The same bytes of another kind are another identity.
            let other = IdentityHash(kind: .card, bytes: [1, 2, 3])
            let found = try await store.reading { archive in
                try archive.members(with: [Fixture.identity(1).hash, other, later.hash, Fixture.identity(2).hash])
            }
            #expect(found == [Fixture.member(1), nil, Fixture.member(1), nil])
            let person = try await store.reading { try $0.person(Fixture.member(1)) }
            #expect(person == SealedPerson(document: Array("person 1".utf8), identities: [Fixture.identity(1), later]))
            #expect(try await store.reading { try $0.person(Fixture.member(2)) } == nil)
        }
    }

    @Test("an identity is one member's", arguments: Backend.allCases)
    func keepsIdentitiesApart(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1), try Fixture.newcomer(2))
            let failure = await failure {
                try await store.writing { try $0.add(Fixture.identity(1), to: Fixture.member(2)) }
            }
            #expect(failure?.kind == .other)
            let unknown = await SetiaStoreTests.failure {
                try await store.writing { try $0.add(Fixture.identity(3), to: Fixture.member(3)) }
            }
            #expect(unknown?.kind == .other)
        }
    }

    @Test("what is sealed about a person can be set, changed and taken away", arguments: Backend.allCases)
    func setsPerson(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1))
            for document in [[1, 2], [3], [], nil, [4]] as [[UInt8]?] {
                try await store.writing { try $0.setPerson(document, of: Fixture.member(1)) }
                #expect(try await store.reading { try $0.person(Fixture.member(1))?.document } == document)
            }
            #expect(await failure { try await store.writing { try $0.setPerson([1], of: Fixture.member(2)) } } != nil)
        }
    }

    @Test("members are due at what falls due next, earliest first", arguments: Backend.allCases)
    func findsDue(backend: Backend) async throws {
        try await backend.withStore { store in
            let start = Fixture.newYear
            try await store.append(
                try Fixture.newcomer(1, Fixture.enrolment("1", at: start.adding(days: 60))),
                try Fixture.newcomer(2, Fixture.enrolment("2", at: start)),
                try Fixture.newcomer(3, Fixture.enrolment("3", at: start)),
                try Fixture.newcomer(4)
            )
            let due = try #require(try await store.state(Fixture.member(2))?.nextDue)
            let before = due.adding(milliseconds: -1)
            #expect(try await store.reading { try $0.members(dueBy: before, limit: 9) } == [])
            let both = try await store.reading { try $0.members(dueBy: due, limit: 9) }
            #expect(both == [2, 3].map { Fixture.member($0) })
            let far = due.adding(days: 400)
            #expect(
                try await store.reading { try $0.members(dueBy: far, limit: 9) }
                    == [2, 3, 1].map { Fixture.member($0) }
            )
            #expect(try await store.reading { try $0.members(dueBy: far, limit: 1) } == [Fixture.member(2)])

            // Once time has passed, nothing is due any more.
            let state = try #require(try await store.state(Fixture.member(2)))
            let passed = Event(source: "setia", id: "t", occurredAt: due, matter: .timePassed)
            try await store.append(try Fixture.part(state, passed))
            #expect(try await store.reading { try $0.members(dueBy: due, limit: 9) } == [Fixture.member(3)])
        }
    }

    @Test("the way through all members ends, and meets each once", arguments: Backend.allCases, [1, 3, 50])
    func goesThroughAll(backend: Backend, limit: Int) async throws {
        try await backend.withStore { store in
            for number in [5, 1, 9, 3, 7, 2] { try await store.append(try Fixture.newcomer(number)) }
            let met = try await store.reading { archive in
                var met: [MemberID] = []
                while true {
                    let next = try archive.members(after: met.last, limit: limit)
                    if next.isEmpty { return met }
                    met += next
                }
            }
            #expect(met == [1, 2, 3, 5, 7, 9].map { Fixture.member($0) })
        }
    }

    @Test("erasing takes all that is personal and leaves the ledger; twice is once", arguments: Backend.allCases)
    func erases(backend: Backend) async throws {
        try await backend.withStore { store in
            let facts = MemberFacts(country: "MY", language: "ms", ageBand: "25-34")
            let part = try Fixture.newcomer(1, Fixture.enrolment("1", facts: facts), Fixture.order("A-1", 9_900))
            try await store.append(part, try Fixture.newcomer(2, Fixture.order("A-2", 100)))
            let tombstone = Tombstone(
                member: Fixture.member(1),
                erasedAt: Fixture.newYear,
                identities: [Fixture.identity(1).hash, Fixture.identity(2).hash]
            )
            for _ in 1...2 {
                #expect(try await store.writing { try $0.erase(tombstone) })
                var expected = part.state
                expected.status = .erased
                expected.facts = MemberFacts()
                expected.records = []
                #expect(try await store.state(Fixture.member(1)) == expected)
            }
            let (person, keys, owners, history, erased) = try await store.writing { ledger in
                (
                    try ledger.person(Fixture.member(1)),
                    try ledger.keys(of: [Fixture.member(1), Fixture.member(2)]),
                    try ledger.members(with: [Fixture.identity(1).hash, Fixture.identity(2).hash]),
                    try ledger.history(of: Fixture.member(1)),
                    try ledger.erased(of: [1, 2, 3].map { Fixture.member($0) })
                )
            }
            #expect(person == SealedPerson(document: nil, identities: []))
            #expect(keys == [nil, WrappedKey(epoch: "2026-01", bytes: Array("key of 2".utf8))])
            #expect(owners == [nil, Fixture.member(2)])
            #expect(history.map(\.sealed) == [nil, nil])
            #expect(history.map(\.decision) == part.events.map(\.decision))
            #expect(erased == [Fixture.member(1)])
            let unknown = Tombstone(member: Fixture.member(9), erasedAt: Fixture.newYear, identities: [])
            #expect(try await store.writing { try $0.erase(unknown) } == false)
        }
    }

    @Test(
        "keys are found by epoch and put in each other's place, never back after erasing",
        arguments: Backend.allCases
    )
    func rewraps(backend: Backend) async throws {
        try await backend.withStore { store in
            for number in 1...4 { try await store.append(try Fixture.newcomer(number)) }
            let new = WrappedKey(epoch: "2026-02", bytes: [2])
            let early = WrappedKey(epoch: "2025-12", bytes: [3])
            try await store.writing { ledger in
                try ledger.rewrap(new, of: Fixture.member(2))
                try ledger.rewrap(early, of: Fixture.member(4))
            }
            func others(_ epoch: String, after: MemberID? = nil, limit: Int = 9) async throws -> [MemberID] {
                try await store.writing { try $0.keys(notOf: epoch, after: after, limit: limit).map(\.member) }
            }
            #expect(try await others("2026-01") == [2, 4].map { Fixture.member($0) })
            #expect(try await others("2026-02") == [1, 3, 4].map { Fixture.member($0) })
            #expect(try await others("2026-02", after: Fixture.member(1), limit: 1) == [3].map { Fixture.member($0) })
            #expect(try await store.reading { try $0.keys(of: [Fixture.member(2), Fixture.member(9)]) } == [new, nil])
            try await store.writing { ledger in
                _ = try ledger.erase(Tombstone(member: Fixture.member(2), erasedAt: Fixture.newYear, identities: []))
                try ledger.rewrap(new, of: Fixture.member(2))
            }
            #expect(try await store.reading { try $0.keys(of: [Fixture.member(2)]) } == [nil])
        }
    }

    @Test("guests are no members in counts, and nobody in purchases", arguments: Backend.allCases)
    func countsWithoutGuests(backend: Backend) async throws {
        try await backend.withStore { store in
            let guest = Fixture.order("G-1", 4_200, isAnonymous: true)
            let anonymous = try decide(Fixture.version, MemberState(member: Fixture.member(3)), guest)
            try await store.append(
                try Fixture.newcomer(1, Fixture.enrolment("1"), Fixture.order("A-1", 9_900)),
                try Fixture.newcomer(
                    2,
                    Fixture.order("A-2", 30_000, currency: Fixture.rupiah),
                    Fixture.order("A-3", 700),
                    Fixture.orderReturn("A-3")
                ),
                MemberPart(
                    state: anonymous.state,
                    newcomer: MemberPart.Newcomer(key: nil, identities: []),
                    events: [Fixture.recorded(guest, anonymous.decision)]
                )
            )
            #expect(try await store.reading { try $0.memberCounts() } == [.active: 1, .prospect: 1])
            #expect(
                try await Picture.of(store).purchases == [
                    "\(Fixture.member(1)) \(Fixture.newYear) 9900 MYR",
                    "\(Fixture.member(2)) \(Fixture.newYear) 30000 IDR",
                    "guest \(Fixture.newYear) 4200 MYR",
                ]
            )
            #expect(
                try await store.reading { try $0.pointSums() } == [
                    PointSum(wallet: "points", kind: .clawBack, points: Points(-7), entries: 1),
                    PointSum(wallet: "points", kind: .earn, points: Points(100 + 99 + 10 + 7), entries: 4),
                ]
            )
        }
    }
}
