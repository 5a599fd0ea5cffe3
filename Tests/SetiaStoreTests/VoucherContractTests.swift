import SQLBase
import SetiaCore
import SetiaService
import SetiaStore
import SetiaTesting
import Testing

@Suite("What every store keeps: codes and their uses")
struct VoucherContractTests {
    private static let cart = CartKey(source: "shop", id: "C-1")

    private func hash(_ number: UInt8) -> CodeHash { CodeHash(bytes: [UInt8](repeating: number, count: 16)) }

    private func batch(
        _ number: UInt64,
        count: Int64 = 3,
        owner: MemberID? = nil,
        uses: Int64? = 1,
        value: Money? = nil
    ) -> VoucherBatch {
        VoucherBatch(
            id: Identifier(high: 7, low: number),
            promotion: "raya",
            prefix: "RAYA",
            asked: count,
            owner: owner,
            uses: uses,
            validFrom: Fixture.newYear,
            validUntil: Fixture.newYear.adding(days: 30),
            value: value,
            seed: [1, 2, 3],
            createdAt: Fixture.newYear.adding(days: Int(number))
        )
    }

    private func claim(_ number: UInt8, most: Int64? = 1, amount: Int64 = 0) -> UseClaim {
        UseClaim(hash: hash(number), promotion: "raya", isCode: true, most: most, amount: amount)
    }

    private func take(_ claims: [UseClaim], _ cart: CartKey = cart, in store: any Store) async throws -> UseClaim? {
        try await store.writing { try $0.take(claims, for: cart, order: "O-1", at: Fixture.newYear) }
    }

    private func used(_ numbers: UInt8..., in store: any Store) async throws -> [Int64?] {
        let hashes = numbers.map(hash)
        return try await store.reading { try $0.vouchers(hashes).map { $0?.used } }
    }

    @Test("batches and codes are read back whole, and adding codes again changes none", arguments: Backend.allCases)
    func readsBack(backend: Backend) async throws {
        try await backend.withStore { store in
            let money = try Money(minorUnits: 5_000, currency: Fixture.currency("MYR"))
            let (open, card) = (batch(1), batch(2, count: 1, owner: Fixture.member(1), uses: nil, value: money))
            let codes = (0..<3).map { NewVoucher(hash: hash(UInt8($0)), place: Int64($0)) }
            try await store.writing { [self] ledger in
                try ledger.add(open)
                try ledger.add(card)
                try ledger.add(codes, to: open, made: 3, at: Fixture.newYear)
                try ledger.add([NewVoucher(hash: hash(9), place: 0)], to: card, made: 1, at: Fixture.newYear)
                try ledger.add(Array(codes.prefix(2)), to: open, made: 2, at: Fixture.newYear)
            }
            var made = open
            (made.made, made.finishedAt) = (3, Fixture.newYear)
            var madeCard = card
            (madeCard.made, madeCard.finishedAt) = (1, Fixture.newYear)
            let (batches, own, found) = try await store.reading { [self] archive in
                (
                    try archive.voucherBatches(limit: 10), try archive.voucherBatches(of: Fixture.member(1)),
                    try archive.vouchers([hash(1), hash(8), hash(9)])
                )
            }
            #expect(batches == [madeCard, made])
            #expect(own == [madeCard])
            #expect(
                found == [
                    StoredVoucher(hash: hash(1), batch: made, place: 1, used: 0, balance: nil, reopened: 0), nil,
                    StoredVoucher(hash: hash(9), batch: madeCard, place: 0, used: 0, balance: 5_000, reopened: 0),
                ]
            )
            #expect(try await store.writing { try $0.stopVouchers(open.id, at: Fixture.newYear) })
            #expect(try await store.writing { try $0.stopVouchers(open.id, at: Fixture.newYear) } == false)
            let stopped = try await store.reading { try $0.voucherBatch(open.id) }
            #expect(stopped?.stoppedAt == Fixture.newYear)
        }
    }

    @Test("V-16: one code is withdrawn and the others go on", arguments: Backend.allCases)
    func withdrawn(backend: Backend) async throws {
        try await backend.withStore { store in
            let batch = batch(1)
            let codes = (0..<2).map { NewVoucher(hash: hash(UInt8($0)), place: Int64($0)) }
            try await store.writing { ledger in
                try ledger.add(batch)
                try ledger.add(codes, to: batch, made: 2, at: Fixture.newYear)
            }
            let first = hash(0)
            #expect(try await store.writing { try $0.stopVoucher(first, at: Fixture.newYear) })
            #expect(try await store.writing { try $0.stopVoucher(first, at: Fixture.newYear.adding(days: 1)) } == false)
            let unknown = hash(9)
            #expect(try await store.writing { try $0.stopVoucher(unknown, at: Fixture.newYear) } == false)
            let hashes = codes.map(\.hash)
            let found = try await store.reading { try $0.vouchers(hashes) }
            #expect(found.map { $0?.stoppedAt } == [Fixture.newYear, nil])
            #expect(found.map { $0?.voucher.isStopped } == [true, false])
        }
    }

    @Test(
        "batches of a promotion are read page by page, and a code says which carts used it",
        arguments: Backend.allCases
    )
    func looked(backend: Backend) async throws {
        try await backend.withStore { store in
            let batches = (1...5).map { batch(UInt64($0)) }
            try await store.writing { [self] ledger in
                for batch in batches { try ledger.add(batch) }
                try ledger.add([NewVoucher(hash: hash(0), place: 0)], to: batches[0], made: 1, at: Fixture.newYear)
            }
            #expect(try await take([claim(0, most: 2)], in: store) == nil)
            try await store.writing { try $0.settleUses(of: Self.cart) }
            #expect(try await take([claim(0, most: 2)], CartKey(source: "shop", id: "C-2"), in: store) == nil)
            let first = hash(0)
            let (page, rest, none, uses) = try await store.reading { archive in
                let page = try archive.voucherBatches(of: "raya", after: nil, limit: 3)
                let last = page[2]
                return (
                    page.map(\.id),
                    try archive.voucherBatches(of: "raya", after: (last.createdAt, last.id), limit: 3).map(\.id),
                    try archive.voucherBatches(of: "other", after: nil, limit: 3).map(\.id),
                    try archive.uses(ofCode: first, limit: 9)
                )
            }
            #expect(page == [5, 4, 3].map { Identifier(high: 7, low: $0) })
            #expect(rest == [2, 1].map { Identifier(high: 7, low: $0) })
            #expect(none.isEmpty)
            #expect(uses.map(\.cart.id) == ["C-1", "C-2"])
            #expect(uses.map(\.use.state) == [.used, .held])
            #expect(uses.map(\.order) == ["O-1", "O-1"])
        }
    }

    @Test("V-21: what is held too long is freed, and what was taken again meanwhile stays", arguments: Backend.allCases)
    func heldTooLong(backend: Backend) async throws {
        try await backend.withStore { store in
            let batch = batch(1)
            let codes = (0..<2).map { NewVoucher(hash: hash(UInt8($0)), place: Int64($0)) }
            let (morning, noon) = (Fixture.newYear, Fixture.newYear.adding(milliseconds: 4 * 3_600_000))
            let afterwards = noon.adding(milliseconds: 1)
            let other = CartKey(source: "shop", id: "C-2")
            try await store.writing { ledger in
                try ledger.add(batch)
                try ledger.add(codes, to: batch, made: 2, at: morning)
                #expect(try ledger.take([self.claim(0)], for: Self.cart, order: nil, at: morning, until: noon) == nil)
                #expect(
                    try ledger.take([self.claim(1)], for: other, order: nil, at: morning, until: afterwards) == nil
                )
            }
            #expect(try await store.reading { try $0.heldCarts(before: noon, limit: 9) } == [])
            #expect(try await store.reading { try $0.heldCarts(before: afterwards, limit: 9) } == [Self.cart])
            try await store.writing { ledger in
                try ledger.dropUses(of: other, endedBefore: afterwards)
                // It is taken again before it is dropped, by an order now.
                let end = noon.adding(days: 1)
                #expect(try ledger.take([self.claim(0)], for: Self.cart, order: "O-9", at: noon, until: end) == nil)
                try ledger.dropUses(of: Self.cart, endedBefore: afterwards)
            }
            #expect(try await used(0, 1, in: store) == [1, 1])
            let order = OrderKey(source: Self.cart.source, id: "O-9")
            #expect(try await store.reading { try $0.carts(of: order) } == [Self.cart])
            try await store.writing { ledger in
                try ledger.dropUses(of: other, endedBefore: noon.adding(days: 2))
                try ledger.settleUses(of: Self.cart)
                try ledger.dropUses(of: Self.cart, endedBefore: noon.adding(days: 2))
            }
            #expect(try await used(0, 1, in: store) == [1, 0])
            #expect(try await store.reading { try $0.useFaults(limit: 9) } == [])
        }
    }

    @Test(
        "V-13: a use is taken once, by the cart that takes it first, and dropped as if never taken",
        arguments: Backend.allCases
    )
    func takenOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let batch = batch(1)
            let codes = (0..<3).map { NewVoucher(hash: hash(UInt8($0)), place: Int64($0)) }
            try await store.writing { ledger in
                try ledger.add(batch)
                try ledger.add(codes, to: batch, made: 3, at: Fixture.newYear)
            }
            let counted = UseClaim(hash: hash(50), promotion: "raya", isCode: false, most: 2, amount: 0)
            #expect(try await take([claim(0), claim(1), counted], in: store) == nil)
            #expect(try await take([claim(0), claim(1), counted], in: store) == nil)
            #expect(try await used(0, 1, 2, in: store) == [1, 1, 0])
            let other = CartKey(source: "shop", id: "C-2")
            let refused = try await store.writing { [self] ledger -> UseClaim? in
                let refused = try ledger.take([claim(2), claim(1)], for: other, order: nil, at: Fixture.newYear)
                // The caller gives up: what it took goes.
                try ledger.dropUses(of: other)
                return refused
            }
            #expect(refused?.hash == hash(1))
            let held = try await store.reading { try $0.heldCarts(before: Fixture.newYear.adding(days: 1), limit: 9) }
            #expect(held.contains(Self.cart))
            try await store.writing { try $0.dropUses(of: Self.cart) }
            #expect(try await used(0, in: store) == [0])
            let uses = try await store.reading { try $0.promotionUses() }
            #expect(uses.map(\.used) == [0])
        }
    }

    @Test(
        "B-6: of a discount budget no more is taken than there is, and what is given back is free again",
        arguments: Backend.allCases
    )
    func discountBudget(backend: Backend) async throws {
        try await backend.withStore { store in
            func claim(_ amount: Int64) -> UseClaim {
                let counter: Key = "discounts:raya/MYR"
                return UseClaim(hash: hash(60), promotion: counter, isCode: false, most: 2_500, amount: amount)
            }
            @Sendable func cart(_ number: Int) -> CartKey { CartKey(source: "shop", id: Key("B-\(number)")) }
            for (number, amount, isTaken) in [(1, 1_000, true), (2, 1_000, true), (3, 501, false), (4, 500, true)] {
                let refused = try await take([claim(Int64(amount))], cart(number), in: store)
                #expect((refused == nil) == isTaken)
                try await store.writing { try $0.settleUses(of: cart(number)) }
            }
            #expect(try await store.reading { try $0.promotionUses() }.map(\.used) == [2_500])
            _ = try await store.writing { try $0.giveBackUses(of: cart(1)) { _ in true } }
            #expect(try await store.reading { try $0.promotionUses() }.map(\.used) == [1_500])
            #expect(try await store.reading { try $0.useFaults(limit: 9) } == [])
        }
    }

    @Test("V-13: a count that does not follow from the carts is found", arguments: Backend.databases)
    func useFaults(backend: Backend) async throws {
        try await backend.withTables { store, database in
            let money = try Money(minorUnits: 5_000, currency: Fixture.currency("MYR"))
            let (open, card) = (batch(1), batch(2, count: 1, uses: nil, value: money))
            let codes = (0..<3).map { NewVoucher(hash: hash(UInt8($0)), place: Int64($0)) }
            try await store.writing { [self] ledger in
                try ledger.add(open)
                try ledger.add(card)
                try ledger.add(codes, to: open, made: 3, at: Fixture.newYear)
                try ledger.add([NewVoucher(hash: hash(9), place: 0)], to: card, made: 1, at: Fixture.newYear)
            }
            let counted = UseClaim(hash: hash(50), promotion: "raya", isCode: false, most: 9, amount: 0)
            #expect(try await take([claim(0), claim(9, most: nil, amount: 3_000), counted], in: store) == nil)
            #expect(try await store.reading { try $0.useFaults(limit: 9) } == [])
            try await database.writing { connection in
                try connection.run("UPDATE voucher SET used = 1 WHERE place = 2")
                try connection.run("UPDATE voucher SET balance = 2001 WHERE balance IS NOT NULL")
                try connection.run("UPDATE promotion_use SET used = 0")
            }
            let faults = try await store.reading { try $0.useFaults(limit: 9) }
            #expect(
                faults == [
                    UseFault(subject: .code(batch: open.id, place: 2), counted: 1, follows: 0),
                    UseFault(subject: .card(batch: card.id, place: 0), counted: 2_001, follows: 2_000),
                    UseFault(subject: .promotion("raya"), counted: 0, follows: 1),
                ]
            )
        }
    }

    @Test("V-14: what was used comes back where it may, with what was taken of a card", arguments: Backend.allCases)
    func givenBack(backend: Backend) async throws {
        try await backend.withStore { store in
            let money = try Money(minorUnits: 5_000, currency: Fixture.currency("MYR"))
            let (open, card) = (batch(1, count: 1), batch(2, count: 1, uses: nil, value: money))
            try await store.writing { [self] ledger in
                try ledger.add(open)
                try ledger.add(card)
                try ledger.add([NewVoucher(hash: hash(0), place: 0)], to: open, made: 1, at: Fixture.newYear)
                try ledger.add([NewVoucher(hash: hash(1), place: 0)], to: card, made: 1, at: Fixture.newYear)
            }
            let claims = [claim(0), claim(1, most: nil, amount: 3_000)]
            #expect(try await take(claims, in: store) == nil)
            try await store.writing { try $0.settleUses(of: Self.cart) }
            let more = CartKey(source: "shop", id: "C-3")
            let tooMuch = try await store.writing { [self] ledger in
                let taken = try ledger.take(
                    [claim(1, most: nil, amount: 2_001)],
                    for: more,
                    order: nil,
                    at: Fixture.newYear
                )
                try ledger.dropUses(of: more)
                return taken
            }
            #expect(tooMuch?.hash == hash(1))
            let carts = try await store.reading { try $0.carts(of: OrderKey(source: "shop", id: "O-1")) }
            #expect(carts == [Self.cart])
            let card0 = hash(1)
            let back = try await store.writing { ledger in
                try ledger.giveBackUses(of: Self.cart) { $0.hash == card0 }
            }
            #expect(back.map(\.claim.hash) == [card0])
            let again = try await store.writing { ledger in
                try ledger.giveBackUses(of: Self.cart) { $0.hash == card0 }
            }
            #expect(again.isEmpty)
            let found = try await store.reading { [self] in try $0.vouchers([hash(0), hash(1)]) }
            #expect(found.map { $0?.used } == [1, 0])
            #expect(found[1]?.balance == 5_000)
            #expect(found[1]?.reopened == 1)
        }
    }

    @Test(
        "V-14: of what a card paid at most so much stays taken, however often and from wherever it is said",
        arguments: Backend.allCases
    )
    func lowered(backend: Backend) async throws {
        try await backend.withStore { store in
            let money = try Money(minorUnits: 5_000, currency: Fixture.currency("MYR"))
            let card = batch(1, count: 1, uses: nil, value: money)
            try await store.writing { [self] ledger in
                try ledger.add(card)
                try ledger.add([NewVoucher(hash: hash(0), place: 0)], to: card, made: 1, at: Fixture.newYear)
            }
            #expect(try await take([claim(0, most: nil, amount: 5_000)], in: store) == nil)
            let paying = self.hash(0)
            @Sendable func lower(_ most: Int64) async throws -> Int64 {
                try await store.writing { try $0.lowerUse(of: paying, by: Self.cart, to: most) }
            }
            // What is held and not used is not lowered.
            #expect(try await lower(4_000) == 0)
            try await store.writing { try $0.settleUses(of: Self.cart) }
            let back = try await withThrowingTaskGroup(of: Int64.self) { group in
                for most in [4_000, 3_000, 4_000, 3_000, 3_500] as [Int64] {
                    group.addTask { try await lower(most) }
                }
                return try await group.reduce(0, +)
            }
            #expect(back == 2_000)
            #expect(try await store.reading { try $0.vouchers([paying])[0]?.balance } == 2_000)
            #expect(try await store.reading { try $0.useFaults(limit: 9) } == [])
            _ = try await store.writing { try $0.giveBackUses(of: Self.cart) { _ in true } }
            #expect(try await store.reading { try $0.vouchers([paying])[0]?.balance } == 5_000)
            #expect(try await lower(0) == 0)
            #expect(try await store.reading { try $0.useFaults(limit: 9) } == [])
        }
    }
}
