import SetiaCore
import SetiaService
import SetiaStore
import SetiaTesting
import Testing

@Suite("Counters that members share")
struct CounterContractTests {
    private let now = Fixture.newYear
    private let later = Fixture.newYear.adding(milliseconds: 600_000)

    private func take(
        _ amount: Int64,
        of counter: Key = "budget:rule:gift",
        cap: Int64? = 10,
        whole: Bool = false,
        overrunsFrom: Instant? = nil,
        for id: Key,
        in store: any Store
    ) async throws -> Int64 {
        let claim = CounterClaim(
            counter: counter,
            amount: amount,
            cap: cap,
            isWhole: whole,
            overrunsFrom: overrunsFrom
        )
        return try await store.recording { ledger in
            try ledger.take(claim, for: id, at: self.now, until: self.later).amount
        }
    }

    private func counter(_ key: Key = "budget:rule:gift", in store: any Store) async throws -> SharedCounter? {
        try await store.reading { try $0.counters([key])[0] }
    }

    @Test("B-1: of fifty who want the last one at once, one gets it", arguments: Backend.allCases)
    func lastOne(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.recording { try $0.load("stock:mug", by: 1) }
            let granted = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await take(1, of: "stock:mug", cap: nil, whole: true, for: Key("e\(number)"), in: store)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(granted.reduce(0, +) == 1)
            #expect(granted.count == 50)
            let counter = try #require(try await counter("stock:mug", in: store))
            #expect(counter == SharedCounter(key: "stock:mug", cap: 1, taken: 1))
            #expect(counter.left == 0)
        }
    }

    @Test(
        "B-1: the same cause is answered what it was granted before, also when it asks at once",
        arguments: Backend.allCases
    )
    func once(backend: Backend) async throws {
        try await backend.withStore { store in
            let granted = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<8 { group.addTask { try await take(7, for: "same", in: store) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(granted == Array(repeating: 7, count: 8))
            #expect(try await counter(in: store)?.taken == 7)
            // What it asks is no matter: it has what it has.
            #expect(try await take(10, for: "same", in: store) == 7)
        }
    }

    @Test(
        "B-1: a part of what is left is given, or of what is wanted whole all or nothing",
        arguments: Backend.allCases
    )
    func parts(backend: Backend) async throws {
        try await backend.withStore { store in
            var granted = [try await take(8, for: "a", in: store)]
            granted.append(try await take(3, whole: true, for: "b", in: store))
            granted.append(try await take(3, for: "c", in: store))
            granted.append(try await take(1, for: "d", in: store))
            #expect(granted == [8, 0, 2, 0])
            #expect(try await counter(in: store) == SharedCounter(key: "budget:rule:gift", cap: 10, taken: 10))
        }
    }

    @Test("B-1: a counter into which nothing was put grants nothing", arguments: Backend.allCases)
    func unknown(backend: Backend) async throws {
        try await backend.withStore { store in
            #expect(try await take(1, of: "stock:cup", cap: nil, for: "a", in: store) == 0)
            #expect(try await counter("stock:cup", in: store) == nil)
            try await store.recording { try $0.setCap(nil, of: "stock:cup") }
            #expect(try await take(1_000_000, of: "stock:cup", cap: nil, for: "a", in: store) == 1_000_000)
            #expect(try await counter("stock:cup", in: store)?.left == nil)
        }
    }

    @Test("B-1: settled, what was used stays taken and the rest is free; released, all is", arguments: Backend.allCases)
    func settling(backend: Backend) async throws {
        try await backend.withStore { store in
            _ = try await take(6, for: "a", in: store)
            _ = try await take(4, for: "b", in: store)
            let settled = try await store.recording { ledger in
                [
                    try ledger.settle("a", of: "budget:rule:gift", used: 5),
                    try ledger.settle("b", of: "budget:rule:gift", used: 0),
                    try ledger.settle("a", of: "budget:rule:gift", used: 5),
                ]
            }
            #expect(settled == [true, true, false])
            #expect(try await counter(in: store)?.taken == 5)
            try await store.recording { try $0.giveBack(3, to: "budget:rule:gift") }
            #expect(try await counter(in: store)?.taken == 2)
            // More than was ever taken leaves nothing taken.
            try await store.recording { try $0.giveBack(9, to: "budget:rule:gift") }
            #expect(try await counter(in: store)?.taken == 0)
        }
    }

    @Test(
        "B-1: what is put into a counter adds to it; a cap that is said anew leaves what was taken",
        arguments: Backend.allCases
    )
    func loading(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.recording { try $0.load("stock:mug", by: 5) }
            #expect(try await take(5, of: "stock:mug", cap: nil, for: "a", in: store) == 5)
            try await store.recording { try $0.load("stock:mug", by: 2) }
            #expect(try await counter("stock:mug", in: store) == SharedCounter(key: "stock:mug", cap: 7, taken: 5))
            try await store.recording { try $0.setCap(3, of: "stock:mug") }
            #expect(try await counter("stock:mug", in: store)?.left == 0)
            #expect(try await take(8, cap: 10, for: "a", in: store) == 8)
            #expect(try await take(8, cap: 12, for: "b", in: store) == 4)
            #expect(try await counter(in: store) == SharedCounter(key: "budget:rule:gift", cap: 12, taken: 12))
            let found = try await store.reading { try $0.counters(beginning: "budget:", limit: 10) }
            #expect(found.map(\.key) == ["budget:rule:gift"])
        }
    }

    @Test("B-3: what may overrun is given beyond the cap, from its moment on", arguments: Backend.allCases)
    func overrunning(backend: Backend) async throws {
        try await backend.withStore { store in
            _ = try await take(10, for: "a", in: store)
            #expect(try await take(5, overrunsFrom: later, for: "b", in: store) == 0)
            #expect(try await take(5, overrunsFrom: now, for: "c", in: store) == 5)
            let counter = try #require(try await counter(in: store))
            #expect(counter.taken == 15)
            #expect(counter.left == 0)
        }
    }

    @Test("B-1: what was reserved and never settled is free again when its time is over", arguments: Backend.allCases)
    func sweeping(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store)
            _ = try await take(6, for: "till\u{1F}gone", in: store)
            #expect(try await servers.first.sweepCounters() == 0)
            #expect(try await counter(in: store)?.taken == 6)
            servers.clock.advance(milliseconds: 600_000)
            #expect(try await servers.first.sweepCounters() == 1)
            #expect(try await counter(in: store)?.taken == 0)
        }
    }
}
