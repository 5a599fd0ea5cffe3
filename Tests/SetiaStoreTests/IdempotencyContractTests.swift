import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: requests that are carried out once")
struct IdempotencyContractTests {
    private func claim(_ key: UInt8, content: UInt8 = 1, holder: String = "a", at seconds: Int64 = 0) -> RequestClaim {
        let now = Fixture.newYear.adding(milliseconds: 1_000 * seconds)
        return RequestClaim(
            key: [key],
            content: [content],
            holder: holder,
            at: now,
            leaseUntil: now.adding(milliseconds: 60_000),
            keptUntil: now.adding(days: 7)
        )
    }

    @Test("a claim stands against others until it is answered, and its answer after that", arguments: Backend.allCases)
    func claims(backend: Backend) async throws {
        try await backend.withStore { store in
            let first = claim(1)
            #expect(try await store.recording { try $0.claim([first]) } == [nil])
            let running = IdempotencyRecord(content: [1], answer: nil)
            let later = claim(1, content: 2, holder: "b", at: 59)
            let free = claim(2, holder: "b", at: 59)
            #expect(try await store.recording { try $0.claim([later, free]) } == [running, nil])
            let answer = SealedAnswer(status: 201, owner: Fixture.member(1), sealed: [9, 0, 10])
            let refusal = SealedAnswer(status: 422, owner: nil, sealed: [])
            try await store.recording { try $0.keep([(first, answer), (free, refusal)]) }
            let much = claim(1, holder: "c", at: 100_000)
            let other = claim(2, holder: "c", at: 100_000)
            let kept = try await store.recording { try $0.claim([much, other]) }
            #expect(
                kept == [
                    IdempotencyRecord(content: [1], answer: answer), IdempotencyRecord(content: [1], answer: refusal),
                ]
            )
        }
    }

    @Test(
        "after a minute a claim makes way, and who held it can neither answer nor let go",
        arguments: Backend.allCases
    )
    func leases(backend: Backend) async throws {
        try await backend.withStore { store in
            let gone = claim(1)
            #expect(try await store.recording { try $0.claim([gone]) } == [nil])
            let next = claim(1, content: 2, holder: "b", at: 60)
            #expect(try await store.recording { try $0.claim([next]) } == [nil])
            let answer = SealedAnswer(status: 200, owner: nil, sealed: [1])
            try await store.recording { ledger in
                try ledger.keep([(gone, answer)])
                try ledger.release([gone])
            }
            let third = claim(1, holder: "c", at: 61)
            #expect(
                try await store.recording { try $0.claim([third]) } == [IdempotencyRecord(content: [2], answer: nil)]
            )
            try await store.recording { try $0.release([next]) }
            #expect(try await store.recording { try $0.claim([third]) } == [nil])
        }
    }

    @Test("what need not be kept any more makes way, and is forgotten in portions", arguments: Backend.allCases)
    func forgets(backend: Backend) async throws {
        try await backend.withStore { store in
            let claims = (1...5).map { claim(UInt8($0), at: Int64($0)) }
            let answer = SealedAnswer(status: 200, owner: nil, sealed: [1])
            try await store.recording { ledger in
                let standing = try ledger.claim(claims)
                #expect(standing.allSatisfy { $0 == nil })
                try ledger.keep(claims.map { ($0, answer) })
            }
            let week = Fixture.newYear.adding(days: 7).adding(milliseconds: 4_000)
            let again = claim(4, holder: "b", at: 7 * 24 * 3_600 + 4)
            #expect(try await store.recording { try $0.claim([again]) } == [nil])
            #expect(try await store.recording { try $0.forgetAnswers(at: week, limit: 2) } == 2)
            #expect(try await store.recording { try $0.forgetAnswers(at: week, limit: 2) } == 1)
            let last = claim(5, holder: "b", at: 7 * 24 * 3_600 + 4)
            #expect(try await store.recording { try $0.claim([last])[0]?.answer } == answer)
        }
    }

    @Test("a transaction that comes to nothing has claimed nothing", arguments: Backend.allCases)
    func rollsBack(backend: Backend) async throws {
        struct Stop: Error {}
        try await backend.withStore { store in
            let one = claim(1)
            await #expect(throws: Stop.self) {
                try await store.recording { ledger in
                    _ = try ledger.claim([one])
                    throw Stop()
                }
            }
            let standing = try await store.recording { try $0.claim([one]) }
            #expect(standing == [nil])
        }
    }

    @Test("of thirty-two who claim one request at once, one gets it", arguments: Backend.allCases)
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let won = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<32 {
                    let claim = claim(1, holder: "h\(number)")
                    group.addTask { try await store.recording { try $0.claim([claim])[0] == nil } }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(won == 1)
        }
    }
}
