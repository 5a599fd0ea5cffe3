import SetiaCore
import SetiaServer
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Codes that go elsewhere, on the command line")
struct VoucherMoveTests {
    private static let programme = """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        promotions:
          five: {name: Five off, off: {MYR: 5.00}, code: true, uses: 100}
          card: {name: Gift card, giftCard: true}
        rules:
          - {id: welcome, on: member.enrolled, earn: {wallet: points, fixed: 100}}
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        rewards:
          off: {kind: amount-off, name: Five off, price: {points: 30}, worth: {MYR: 5.00}, promotion: five}
        """

    /// What `body` makes of a brand.
    private func with<R>(_ database: String, _ bench: CommandBench, _ body: (SetiaService) async throws -> R)
        async throws -> R
    {
        let brand = try await Brand.open(
            try DatabaseLocation(bench.path(database)),
            keys: nil,
            mayCreate: false,
            surroundings: Surroundings(
                now: { bench.clock.now },
                newIdentifier: { bench.identifiers.next() }
            )
        )
        let result: R
        do {
            result = try await body(brand.service)
        } catch {
            try? await brand.close()
            throw error
        }
        try await brand.close()
        return result
    }

    private func codes(_ bench: CommandBench, _ arguments: String...) async -> [String] {
        let run = await bench.run(["voucher", "generate"] + arguments)
        #expect(run.status == 0, "\(run.err)")
        return run.out.split(separator: "\n").map(String.init).filter { $0 != "code" }
    }

    @Test("V-20: codes, gift cards and personal codes come along with an export, and both sides add up")
    func comesAlong() async throws {
        try await withBench { bench in
            let file = try bench.write("small.yaml", Self.programme)
            #expect(await bench.run("programme", "publish", file).status == 0)
            let table = try bench.write("members.csv", "card,joinedAt\nK1,2026-01-01\n")
            #expect(await bench.run("import", "members", table).status == 0)
            let five = await codes(bench, "--promotion", "five", "--count", "3")
            let card = await codes(bench, "--promotion", "card", "--value", "50.00", "--currency", "MYR")
            let had = await bench.run("reward", "redeem", "card:K1", "off", "--id", "R1")
            #expect(had.status == 0, "\(had.err)")
            let own = String(had.out.split(separator: "\n").last ?? "")
            let identity = try Identity(kind: .card, text: "K1")
            let cart = try #require(
                Cart(id: "C-1", currency: Fixture.ringgit, lines: [.init(sku: "beans", quantity: 1, price: 4_000)])
            )
            try await with("shop.db", bench) { service in
                let question = CartQuestion(
                    cart: cart,
                    who: .identity(identity),
                    codes: [five[0], card[0]],
                    caller: "till"
                )
                guard case .redeemed = try await service.redeemCart(question, source: "shop", order: "O-1") else {
                    Issue.record("the cart was not redeemed")
                    return
                }
                _ = try await service.record(
                    Intake(event: paid(3_500), who: .identity(identity))
                )
            }
            let out = bench.path("out")
            #expect(await bench.run("export", out).status == 0)
            let written = try bench.read("out/vouchers.jsonl")
            #expect(written.contains(five[1]) && written.contains(own) && written.contains("\"redemption\":\"R1\""))
            #expect(try bench.read("out/manifest.json").contains("\"codes\": 5"))
            let fresh = bench.path("fresh.db")
            #expect(
                await bench.run("programme", "publish", file, "--at", "2026-01-01", "--database", fresh).status == 0
            )
            let taken = await bench.run("import", "events", out + "/events.jsonl", "--history", "--database", fresh)
            #expect(taken.status == 0, "\(taken.err)")
            for said in ["5 codes taken in\n", "0 codes taken in\n"] {
                let run = await bench.run("voucher", "import", out + "/vouchers.jsonl", "--database", fresh)
                #expect(run.status == 0 && run.out == said, "\(run.out) \(run.err)")
                for database in ["shop.db", "fresh.db"] {
                    let verified = await bench.run(["verify"], database: database)
                    #expect(verified.status == 0, "\(database): \(verified.out)")
                }
            }
            let used = await bench.run("voucher", "show", five[0], "--database", fresh)
            #expect(used.out.contains("1 of 1"), "\(used.out)")
            let left = await bench.run("voucher", "show", card[0], "--database", fresh)
            #expect(left.out.contains("15.00"), "\(left.out)")
            let hers = try await with("fresh.db", bench) { service in
                let member = try #require(try await service.member(with: identity))
                return try await service.redemption("R1", of: member)?.codes
            }
            #expect(hers == [own])
            let lists = (
                await bench.run(["voucher", "list", "--json"], database: "shop.db").out,
                await bench.run(["voucher", "list", "--json"], database: "fresh.db").out
            )
            #expect(lists.0.contains("\"given\": 1") && lists.1.contains("\"given\": 1"), "\(lists.1)")
            // Goods for half of it come back: half of what the card paid is on it again; then all, and the code is open.
            try await with("fresh.db", bench) { service in
                for (line, balance, used) in [(1_750, 3_250, 1), (nil, 5_000, 0)] as [(Int64?, Int64, Int64)] {
                    _ = try await service.record(Intake(event: returned(line), who: .identity(identity)))
                    let asker = VoucherAsker(caller: "test")
                    #expect(try await service.voucher(card[0], askedBy: asker)?.voucher.balance == balance)
                    #expect(try await service.voucher(five[0], askedBy: asker)?.voucher.used == used)
                }
            }
            #expect(await bench.run("verify", "--database", fresh).status == 0)
            let broken = try bench.write("broken.jsonl", "{}\n{\"batch\": {}}\n{\"of\": \"x\"}\nno\n")
            let refused = await bench.run("voucher", "import", broken, "--database", fresh)
            #expect(refused.status == 1, "\(refused.err)")
            for said in ["line 1: must have", "line 2: batch", "line 3: of", "line 4: is not a JSON object"] {
                #expect(refused.err.contains(said), "\(refused.err)")
            }
        }
    }

    private func paid(_ net: Int64) throws -> Event {
        let order = try #require(
            Order(
                id: "O-1",
                currency: Fixture.ringgit,
                lines: [.init(sku: "beans", quantity: 1, net: net, categories: [])]
            )
        )
        return Event(source: "shop", id: "paid-1", occurredAt: moment, matter: .orderPaid(order))
    }

    /// So much of the order comes back, or all that is left of it.
    private func returned(_ amount: Int64?) throws -> Event {
        let lines = try amount.map { amount in
            [OrderReturn.Line(number: 1, amount: try Money(minorUnits: amount, currency: Fixture.ringgit))]
        }
        let back =
            lines.map { OrderReturn(order: "O-1", id: "part", lines: $0) } ?? OrderReturn(order: "O-1", id: "rest")
        return Event(source: "shop", id: Key("returned-\(back.id)"), occurredAt: moment, matter: .orderReturned(back))
    }

    /// The bench's clock.
    private let moment = Instant(milliseconds: 1_775_016_000_000)
}
