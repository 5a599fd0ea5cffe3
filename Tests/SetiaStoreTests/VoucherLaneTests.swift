import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Codes that nobody waits for")
struct VoucherLaneTests {
    private struct Killed: Error {}

    private func servers(on store: any Store) async throws -> Servers {
        let servers = try await Servers(on: store, parse: RewardRecordingTests.programme)
        _ = try await servers.first.publishProgramme("1")
        servers.clock.advance(milliseconds: 1_000)
        return servers
    }

    /// All codes of a batch, as an export writes them.
    private func codes(of batch: VoucherBatch, _ service: SetiaService) async throws -> [String] {
        var codes: [String] = []
        try await service.exportVouchers(of: batch) { codes += $0 }
        return codes
    }

    @Test(
        "V-19: codes that nobody waits for are made once each, by whichever server, also where one stops in between",
        arguments: Backend.allCases
    )
    func once(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let (first, second) = (servers.first, servers.second)
            let batch = try await first.orderVouchers(VoucherOrder(promotion: "five", count: 22_345, prefix: "MAIL"))
            #expect(try await first.makeWaitingVouchers(in: .none) == 0)
            // One dies after its first transaction; the next one goes on behind what is there.
            await #expect(throws: Killed.self) { _ = try await first.makeVouchers(of: batch) { _ in throw Killed() } }
            let begun = try #require(try await second.voucherBatch(batch.id))
            #expect(begun.made == 5_000 && begun.state == .making && begun.finishedAt == nil)
            servers.clock.advance(milliseconds: 60_000)
            // Two at once, each with the others' lanes.
            async let one = first.makeWaitingVouchers(in: .all)
            async let other = second.makeWaitingVouchers(in: .all)
            #expect(try await one + other >= 17_345)
            let whole = try #require(try await second.voucherBatch(batch.id))
            #expect(whole.made == 22_345 && whole.state == .made && whole.finishedAt == servers.clock.now)
            let codes = try await codes(of: whole, second)
            #expect(codes.count == 22_345 && Set(codes).count == 22_345)
            let all = try #require(try await second.takeVouchers(of: batch.id, at: 0..<30_000, by: .operator))
            #expect(all.map(\.voucher.place) == Array(0..<22_345))
            #expect(all.allSatisfy { $0.voucher.used == 0 && $0.voucher.batch.id == batch.id })
            #expect(try await first.makeWaitingVouchers(in: .all) == 0)
        }
    }

    @Test("V-19: a large batch holds up no small one, and what was withdrawn is not gone on with")
    func inTurns() async throws {
        let servers = try await servers(on: ModelStore())
        let service = servers.first
        let large = try await service.orderVouchers(VoucherOrder(promotion: "five", count: 120_000))
        let withdrawn = try await service.orderVouchers(VoucherOrder(promotion: "five", count: 10))
        servers.clock.advance(milliseconds: 1_000)
        let small = try await service.orderVouchers(VoucherOrder(promotion: "five", count: 10))
        #expect(try await service.stopVouchers(withdrawn.id))
        #expect(try await service.makeWaitingVouchers(in: LaneSet([large.lane, small.lane])) == 50_010)
        #expect(try await service.voucherBatch(large.id)?.state == .making)
        #expect(try await service.voucherBatch(small.id)?.state == .made)
        let stopped = try await service.voucherBatch(withdrawn.id)
        #expect(stopped?.made == 0 && stopped?.state == .withdrawn)
        #expect(try await service.makeWaitingVouchers(in: .all) == 50_000)
        #expect(try await service.makeWaitingVouchers(in: .all) == 20_000)
        #expect(try await service.makeWaitingVouchers(in: .all) == 0)
    }
}
