import JSONText
import SQLBase
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("What a quote of a cart leaves behind")
struct CartQuoteTests {
    /// How many rows each table has.
    private struct Rows: Hashable {
        let table: String
        let count: Int64
    }

    private func rows(_ database: any SQLDatabase) async throws -> [Rows] {
        try await database.reading { connection in
            try Distribution.tables.map { table in
                Rows(
                    table: table.name,
                    count: try connection.rows(SQLStatement("SELECT count(*) FROM \(table.name)"))[0].int(0)
                )
            }
        }
    }

    private func grown(_ before: [Rows], _ after: [Rows]) -> [String] {
        zip(before, after).filter { $0 != $1 }.map { "\($1.table): \($0.count) to \($1.count)" }
    }

    @Test(
        "V-1: a cart that is only asked about writes nothing, with codes, points and gift cards; wrong codes are counted and no more",
        arguments: Backend.databases
    )
    func writesNothing(backend: Backend) async throws {
        try await backend.withTables { store, database in
            let brand = try await KindBrand(on: store)
            var codes: [String] = []
            for reward in ["amount-off", "gift-card", "shipping"] as [Key] {
                guard
                    case .recorded = try await brand.service.redeem(
                        RewardWish(id: reward, reward: reward),
                        for: brand.ana
                    )
                else {
                    Issue.record("\(reward) was not had")
                    return
                }
                codes += try await brand.service.redemption(reward, of: brand.ana)?.codes ?? []
            }
            #expect(codes.count == 3)
            let before = try await rows(database)
            #expect(before.map(\.count).reduce(0, +) > 10)
            for _ in 0..<3 { #expect(try await brand.due(codes) == 2_500) }
            _ = try await brand.service.rewards(of: brand.ana)
            #expect(grown(before, try await rows(database)) == [])
            let used = try await database.reading { try $0.rows("SELECT count(*) FROM voucher_use")[0].int(0) }
            #expect(used == 0)
            // One that there is not is counted, so that nobody tries them all (rule V-15).
            _ = try await brand.due(codes + ["NOPE"])
            let changed = grown(before, try await rows(database))
            #expect(changed.count == 1 && changed[0].hasPrefix("try_count:"), "\(changed)")
        }
    }

}

@Suite("Carts that are redeemed without some of their codes")
struct PartialCartTests {
    @Test(
        "V-10: a cart may be redeemed without the codes that are not taken, which stay unused",
        arguments: Backend.allCases
    )
    func partial(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await KindBrand(on: store)
            var codes: [String] = []
            for promotion in ["five", "five"] as [Key] {
                let order = VoucherOrder(promotion: promotion)
                _ = try await brand.service.makeVouchers(of: try await brand.service.orderVouchers(order)) {
                    codes += $0
                }
            }
            // Of promotions of the order without a group one is given, so the other code is not taken.
            let question = try brand.question("C-1", codes + ["NOPE"])
            guard case .refused = try await brand.service.redeemCart(question, source: "till") else {
                Issue.record("all of them were taken")
                return
            }
            guard
                case .redeemed(let answer?, let receipt) = try await brand.service.redeemCart(
                    question,
                    source: "till",
                    due: 5_300,
                    partial: true
                )
            else {
                Issue.record("not redeemed")
                return
            }
            let refused = answer.evaluation.codes.compactMap { $0.refusal?.code }
            #expect(Set(refused) == ["exclusive", "unknown"] && answer.evaluation.totals.due == 5_300)
            #expect(!receipt.isReplay)
            guard
                case .redeemed(nil, let again) = try await brand.service.redeemCart(
                    question,
                    source: "till",
                    due: 5_300,
                    partial: true
                )
            else {
                Issue.record("not answered again")
                return
            }
            #expect(again.isReplay && again.id == receipt.id)
            // The one that was not taken takes something off the next cart.
            guard
                case .redeemed(let next?, _) = try await brand.service.redeemCart(
                    try brand.question("C-2", codes),
                    source: "till",
                    partial: true
                )
            else {
                Issue.record("the other code was not redeemed")
                return
            }
            #expect(next.evaluation.totals.due == 5_300)
            #expect(try await brand.due(codes) == 5_800)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test("V-21: of carts that hold one code at once one has it")
    func holdAtOnce() async throws {
        let brand = try await KindBrand()
        var codes: [String] = []
        let order = VoucherOrder(promotion: "five")
        _ = try await brand.service.makeVouchers(of: try await brand.service.orderVouchers(order)) { codes += $0 }
        let asked = codes
        let holders = try await withThrowingTaskGroup(of: Key?.self) { group in
            for number in 0..<8 {
                let id = Key("C-\(number)")
                group.addTask {
                    let outcome = try await brand.service.holdCart(try brand.question(id, asked), source: "till")
                    if case .held = outcome { return id }
                    return nil
                }
            }
            return try await group.reduce(into: [Key]()) { if let id = $1 { $0.append(id) } }
        }
        let holder = try #require(holders.count == 1 ? holders[0] : nil, "\(holders)")
        // Whoever holds it redeems it, and nobody else does.
        for number in 0..<8 {
            let question = try brand.question(Key("C-\(number)"), asked)
            let outcome = try await brand.service.redeemCart(question, source: "till")
            if case .redeemed = outcome {
                #expect(question.cart.id == holder)
            } else {
                #expect(question.cart.id != holder)
            }
        }
        #expect(try await brand.service.verify().isClean)
    }

    @Test("V-10: of carts that use one code at once one has it, and the others are redeemed without it")
    func atOnce() async throws {
        let brand = try await KindBrand()
        var codes: [String] = []
        let order = VoucherOrder(promotion: "five")
        _ = try await brand.service.makeVouchers(of: try await brand.service.orderVouchers(order)) { codes += $0 }
        let asked = codes
        let dues = try await withThrowingTaskGroup(of: Int64?.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let outcome = try await brand.service.redeemCart(
                        try brand.question(Key("C-\(number)"), asked),
                        source: "till",
                        partial: true
                    )
                    guard case .redeemed(let answer?, _) = outcome else { return nil }
                    return answer.evaluation.totals.due
                }
            }
            return try await group.reduce(into: [Int64?]()) { $0.append($1) }
        }
        #expect(dues.compactMap(\.self).sorted() == [5_300] + Array(repeating: 5_800, count: 7))
    }
}

extension PromotionRefusal {
    /// A word for a test.
    fileprivate var code: String {
        switch self {
        case .exclusiveConflict: "exclusive"
        case .unknownCode: "unknown"
        default: "\(self)"
        }
    }
}
