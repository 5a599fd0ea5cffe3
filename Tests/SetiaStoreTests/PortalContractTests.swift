import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: signers and their tokens")
struct PortalContractTests {
    private func record(_ number: UInt64, _ algorithm: Signer.Algorithm) -> SignerRecord {
        SignerRecord(
            signer: Signer(
                id: Identifier(high: 7, low: number),
                name: "Shop \(number)",
                algorithm: algorithm,
                audience: "setia-portal",
                createdAt: Fixture.newYear.adding(days: Int(number))
            ),
            sealed: [1, 2, UInt8(number)]
        )
    }

    @Test("signers are read back whole, oldest first, and ended once", arguments: Backend.allCases)
    func signers(backend: Backend) async throws {
        try await backend.withStore { store in
            let (shop, app) = (record(1, .hs256), record(2, .eddsa))
            try await store.writing { ledger in
                try ledger.add(app)
                try ledger.add(shop)
            }
            #expect(try await store.reading { try $0.signers() } == [shop, app])
            let later = Fixture.newYear.adding(days: 9)
            #expect(try await store.writing { try $0.endSigner(shop.signer.id, at: Fixture.newYear) })
            #expect(try await store.writing { try $0.endSigner(shop.signer.id, at: later) })
            #expect(try await store.writing { try $0.endSigner(Identifier(high: 9, low: 9), at: later) } == false)
            let ended = try await store.reading { try $0.signers().map(\.signer.endedAt) }
            #expect(ended == [Fixture.newYear, nil])
        }
    }

    @Test("a token is marked once, and forgotten when it is too old anyway", arguments: Backend.allCases)
    func tokens(backend: Backend) async throws {
        try await backend.withStore { store in
            let until = Fixture.newYear.adding(days: 1)
            #expect(try await store.writing { try $0.useToken([1, 2], until: until) })
            #expect(try await store.writing { try $0.useToken([1, 2], until: until) } == false)
            #expect(try await store.writing { try $0.useToken([1, 3], until: until) })
            try await store.writing { try $0.forgetVisits(before: until) }
            #expect(try await store.writing { try $0.useToken([1, 2], until: until) } == false)
            try await store.writing { try $0.forgetVisits(before: until.adding(milliseconds: 1)) }
            #expect(try await store.writing { try $0.useToken([1, 2], until: until) })
        }
    }

    @Test("all sessions of one member end but one, and nobody else's", arguments: Backend.allCases)
    func sessions(backend: Backend) async throws {
        try await backend.withStore { store in
            let until = Fixture.newYear.adding(days: 30)
            try await store.writing { ledger in
                for (hash, member) in [(1, 1), (2, 1), (3, 1), (4, 2)] as [(UInt8, Int)] {
                    let record = MemberSessionRecord(hash: [hash], member: Fixture.member(member), expiresAt: until)
                    try ledger.add(record)
                }
            }
            #expect(try await store.writing { try $0.endMemberSessions(of: Fixture.member(1), except: [2]) } == 2)
            let left = try await store.reading { archive in
                try (1...4).filter { try archive.memberSession(hash: [UInt8($0)]) != nil }
            }
            #expect(left == [2, 4])
            #expect(try await store.writing { try $0.endMemberSessions(of: Fixture.member(1), except: nil) } == 1)
        }
    }
}
