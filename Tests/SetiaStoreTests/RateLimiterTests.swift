import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("How much a key may send, over several servers")
struct RateLimiterTests {
    /// Servers of one brand, which share a store and a clock.
    private struct Servers {
        let clock = TestClock()
        let limiters: [RateLimiter]
        let key: APIKey

        init(_ count: Int, on store: any Store, rate: Int64) {
            let clock = clock
            limiters = (0..<count).map { number in
                let service = SetiaService(
                    store: store,
                    sealing: TestSealing(),
                    surroundings: Surroundings(
                        now: { clock.now },
                        newIdentifier: { Identifier(millisecondsSince1970: 0, random: (0, 0)) }
                    ),
                    reader: ProgrammeReader(parse: { _ in throw Unready.noProgramme }, zone: { _ in nil })
                )
                return RateLimiter(service: service, server: "server-\(number)")
            }
            key = APIKey(id: "k-1", name: "shop", scopes: [], rate: rate, createdAt: clock.now)
        }

        /// A second in which each server is asked so often, evenly; how many each let through.
        func second(asked: [Int]) async throws -> [Int] {
            var admitted = asked.map { _ in 0 }
            for step in 0..<50 {
                clock.advance(milliseconds: 20)
                for (server, asked) in asked.enumerated() {
                    for _ in 0..<(asked * (step + 1) / 50 - asked * step / 50) {
                        admitted[server] += limiters[server].admit(key).isAdmitted ? 1 : 0
                    }
                }
            }
            for limiter in limiters { try await limiter.settle() }
            return admitted
        }
    }

    @Test("one server lets a burst through and then the rate, to the request", arguments: Backend.allCases)
    func alone(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = Servers(1, on: store, rate: 100)
            var seconds: [Int] = []
            for _ in 0..<6 { seconds.append(try await servers.second(asked: [500])[0]) }
            // 200 at once, and what flowed in after the first steps.
            #expect(seconds.reduce(0, +) >= 200 + 5 * 100)
            #expect(seconds.reduce(0, +) <= 200 + 6 * 100)
            #expect(seconds.dropFirst().allSatisfy { (99...101).contains($0) })
        }
    }

    @Test(
        "several together let the rate through; what they let through too much at first is taken off",
        arguments: Backend.allCases
    )
    func together(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = Servers(3, on: store, rate: 100)
            var seconds: [Int] = []
            for _ in 0..<30 { seconds.append(try await servers.second(asked: [300, 200, 100]).reduce(0, +)) }
            // In the first second nobody knows of the others: each has a burst and the second's own.
            let bound = 3 * (200 + 100)
            #expect(seconds[0] <= bound)
            var altogether = 0
            for (number, second) in seconds.enumerated() {
                altogether += second
                let most = max(bound, 200 + 100 * (number + 1) + 110)
                #expect(altogether <= most, "after \(number + 1) s")
            }
            #expect(seconds[10...].allSatisfy { (85...115).contains($0) }, "\(seconds)")
            #expect((3_090...3_310).contains(altogether), "\(seconds)")
        }
    }

    @Test(
        "each gets the share that it is asked for, and all of it where the others are quiet",
        arguments: Backend.allCases
    )
    func shares(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = Servers(2, on: store, rate: 100)
            for _ in 0..<10 { _ = try await servers.second(asked: [300, 100]) }
            let busy = try await servers.second(asked: [300, 100])
            #expect((65...85).contains(busy[0]) && (15...35).contains(busy[1]), "\(busy)")
            // What the quiet one left over is used up first.
            for _ in 0..<8 { _ = try await servers.second(asked: [0, 300]) }
            let other = try await servers.second(asked: [0, 300])
            #expect(other == [0, 100])
            // Together they ask for less than there is: nobody is refused.
            for _ in 0..<4 { _ = try await servers.second(asked: [10, 70]) }
            let both = try await servers.second(asked: [10, 70])
            #expect(both == [10, 70])
        }
    }

    @Test("a request writes nothing: only settling does, and only where somebody asked", arguments: Backend.allCases)
    func writesNothing(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = Servers(1, on: store, rate: 100)
            try await servers.limiters[0].settle()
            for _ in 0..<50 { _ = servers.limiters[0].admit(servers.key) }
            #expect(try await store.writing { try $0.rateLevels(of: ["k-1"]) } == [nil])
            try await servers.limiters[0].settle()
            let level = RateLevel(key: "k-1", level: 150_000, at: servers.clock.now)
            #expect(try await store.writing { try $0.rateLevels(of: ["k-1", "k-2"]) } == [level, nil])
            servers.clock.advance(days: 2)
            try await store.writing { try $0.forgetRates(before: Fixture.newYear.adding(days: 1)) }
            #expect(try await store.writing { try $0.rateLevels(of: ["k-1"]) } == [nil])
        }
    }

    @Test("a clock that is set back shuts nobody out", arguments: [Backend.model])
    func clockSetBack(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = Servers(1, on: store, rate: 100)
            _ = try await servers.second(asked: [500])
            servers.clock.advance(milliseconds: -3_600_000)
            for _ in 0..<3 { _ = try await servers.second(asked: [100]) }
            #expect(try await servers.second(asked: [100])[0] >= 99)
        }
    }
}
