import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Codes that go elsewhere, on each store")
struct MovedVoucherTests {
    /// All codes of an order.
    private func made(_ order: VoucherOrder, _ service: SetiaService) async throws -> [String] {
        var codes: [String] = []
        _ = try await service.makeVouchers(of: try await service.orderVouchers(order)) { codes += $0 }
        return codes
    }

    /// Lets ids and seeds of a brand be others than those of one that was made the same way.
    private func part(_ service: SetiaService) async throws {
        for _ in 0..<1_000 { _ = service.newRedemptionID() }
        for _ in 0..<20 {
            _ = try await service.orderVouchers(VoucherOrder(promotion: "five", prefix: "APART"))
        }
    }

    func pieces(of service: SetiaService) async throws -> [MovedVouchers] {
        var pieces: [MovedVouchers] = []
        try await service.exportVouchers(by: .operator) { pieces.append($0) }
        return pieces
    }

    /// Takes all pieces in, and says how many codes were new.
    private func take(_ pieces: [MovedVouchers], into service: SetiaService) async throws -> Int64 {
        var intake = VoucherIntake()
        for piece in pieces { try await service.importVouchers(piece, into: &intake) }
        try await service.endImport(intake, by: .operator)
        return intake.count
    }

    private func view(_ code: String, _ service: SetiaService) async throws -> VoucherView {
        try #require(try await service.voucher(code, askedBy: VoucherAsker(caller: "test")))
    }

    @Test(
        "V-20: codes go elsewhere with what became of them, each once, and are good for the same carts",
        arguments: Backend.allCases
    )
    func moved(backend: Backend) async throws {
        try await backend.withStore { store in
            // Each backend gives, and each takes.
            try await move(from: store, to: ModelStore())
        }
        guard backend != .model else { return }
        try await backend.withStore { try await move(from: ModelStore(), to: $0) }
    }

    private func move(from: any Store, to: any Store) async throws {
        let here = try await KindBrand(on: from)
        let money = try Money(minorUnits: 6_000, currency: Fixture.ringgit)
        let five = try await made(VoucherOrder(promotion: "five", count: 1_003, prefix: "RAYA"), here.service)
        let card = try await made(VoucherOrder(promotion: "card", value: money), here.service)[0]
        let chosen = try await made(VoucherOrder(promotion: "tenth", chosen: "MERDEKA", uses: nil), here.service)[0]
        for reward in ["amount-off", "gift-card"] as [Key] {
            let wish = RewardWish(id: Key("R-\(reward)"), reward: reward, quantity: 2)
            guard case .recorded = try await here.service.redeem(wish, for: here.ana) else {
                Issue.record("\(reward) was not had")
                return
            }
        }
        let own = try #require(try await here.service.redemption("R-amount-off", of: here.ana)?.codes)
        let cards = try #require(try await here.service.redemption("R-gift-card", of: here.ana)?.codes)
        for (number, codes) in [[five[0], cards[0], card], [own[0]]].enumerated() {
            let cart = try here.question(Key("C-\(number)"), codes)
            let order = Key("O-\(number)")
            guard case .redeemed = try await here.service.redeemCart(cart, source: "till", order: order) else {
                Issue.record("the cart was not redeemed: \(codes)")
                return
            }
        }
        #expect(try await here.service.stopVoucher(five[1_002]))
        let pieces = try await pieces(of: here.service)
        #expect(try await here.service.verify().discrepancies == [])
        let log = try await here.service.auditLog(AuditFilter(action: .codesExported), limit: 10)
        #expect(log.map { $0.details["count"] } == ["1009"])

        let there = try await KindBrand(on: to)
        try await part(there.service)
        for reward in ["amount-off", "gift-card"] as [Key] {
            let wish = RewardWish(id: Key("R-\(reward)"), reward: reward, quantity: 2)
            _ = try await there.service.redeem(wish, for: there.ana)
        }
        // Here others were drawn for her; those that she has had come in their place.
        #expect(try await there.service.redemption("R-amount-off", of: there.ana)?.codes != own)
        for wanted in [1_009, 0] as [Int64] {
            #expect(try await take(pieces, into: there.service) == wanted)
            #expect(try await there.service.redemption("R-amount-off", of: there.ana)?.codes == own)
            #expect(try await there.service.redemption("R-gift-card", of: there.ana)?.codes == cards)
            for code in five + own + cards + [card, chosen] {
                let (one, other) = (try await view(code, here.service), try await view(code, there.service))
                #expect(one.refusal == other.refusal && one.voucher.used == other.voucher.used, "\(code)")
                #expect(one.voucher.balance == other.voucher.balance && one.voucher.place == other.voucher.place)
            }
            #expect(try await there.service.verify().discrepancies == [])
        }
        #expect(try await view(five[0], there.service).refusal == .alreadyUsed)
        for codes in [[five[1]], [own[1]], [chosen], [cards[1]], [card, five[2]]] {
            let due = try await here.due(codes)
            #expect(try await there.due(codes) == due)
        }
        let uses = try await to.reading { try $0.promotionUses() }
        #expect(uses == (try await from.reading { try $0.promotionUses() }))
    }

    @Test("V-20: codes that cannot be taken in are refused, each with its reason, and nothing of them is written")
    func refused() async throws {
        let here = try await KindBrand()
        _ = try await made(VoucherOrder(promotion: "five", count: 3), here.service)
        _ = try await made(VoucherOrder(promotion: "tenth", chosen: "MERDEKA"), here.service)
        _ = try await here.service.redeem(RewardWish(id: "R", reward: "amount-off"), for: here.ana)
        let pieces = try await pieces(of: here.service)
        let there = try await KindBrand()
        try await part(there.service)
        _ = try await made(VoucherOrder(promotion: "tenth", chosen: "merdeka"), there.service)
        var intake = VoucherIntake()
        var refusals: [VoucherMoveRefusal] = []
        func take(_ piece: MovedVouchers) async throws {
            do {
                try await there.service.importVouchers(piece, into: &intake)
            } catch let refusal as VoucherMoveRefusal {
                refusals.append(refusal)
            }
        }
        for piece in pieces {
            guard case .codes(let codes) = piece, codes.codes.count == 3 else {
                try await take(piece)
                continue
            }
            func other(_ first: Int64, _ texts: [String], _ uses: [MovedUse] = []) -> MovedVouchers {
                .codes(MovedCodes(batch: codes.batch, first: first, codes: texts, uses: uses, marks: []))
            }
            try await take(other(1, Array(codes.codes.dropFirst())))
            try await take(other(0, codes.codes.reversed()))
        }
        // Her redemption is not here, so neither is its batch; and one code of these letters is here already.
        #expect(Set(refusals) == [.gap, .otherCodes, .taken, .unknownBatch, .unknownRedemption("R")])
        #expect(intake.count == 0)
        #expect(try await there.service.voucherBatches().batches.map(\.made).reduce(0, +) == 1)
        #expect(try await there.service.verify().discrepancies == [])
    }
}
