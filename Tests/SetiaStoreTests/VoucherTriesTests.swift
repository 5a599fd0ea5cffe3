import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Wrong codes, counted")
struct VoucherTriesTests {
    private func servers(on store: any Store) async throws -> Servers {
        let servers = try await Servers(on: store, parse: RewardRecordingTests.programme)
        _ = try await servers.first.publishProgramme("1")
        servers.clock.advance(milliseconds: 1_000)
        return servers
    }

    private func enrol(_ card: String, _ servers: Servers) async throws -> MemberID {
        try await servers.first.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(country: "MY"),
                person: [:]
            )
        ).member
    }

    private func cart(_ number: Int) throws -> Cart {
        try #require(
            Cart(
                id: Key("CART-\(number)"),
                currency: Fixture.ringgit,
                lines: [Cart.Line(sku: "beans", quantity: 1, price: 9_000)]
            )
        )
    }

    @Test(
        "V-15: 20 wrong codes of one member are looked up, from any address and in any cart, and another member goes on",
        arguments: Backend.allCases
    )
    func ofMember(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let (ana, budi) = (try await enrol("K1", servers), try await enrol("K2", servers))
            func ask(_ member: MemberID, _ number: Int, _ codes: [String]) async throws -> Int {
                let server = number % 2 == 0 ? servers.first : servers.second
                let question = CartQuestion(
                    cart: try cart(number),
                    who: .member(member),
                    codes: codes,
                    caller: "shop",
                    address: "203.0.113.\(number)"
                )
                return try await server.evaluateCart(question).evaluation.codes.count { $0.refusal == .unknownCode }
            }
            for number in 0..<10 {
                #expect(try await ask(ana, number, ["AB\(number)-NOPE", "CD\(number)-NOPE"]) == 2)
            }
            await #expect(throws: TooManyCodes.self) { _ = try await ask(ana, 10, ["NOPE"]) }
            let until = servers.clock.now.adding(milliseconds: 10 * 60_000)
            let stopped = await #expect(throws: TooManyCodes.self) {
                _ = try await servers.second.redeemCart(
                    CartQuestion(cart: try cart(11), who: .member(ana), codes: ["NOPE"], caller: "shop"),
                    source: "shop"
                )
            }
            #expect(stopped?.until == until)
            #expect(try await ask(ana, 12, []) == 0)
            #expect(try await ask(budi, 13, ["NOPE"]) == 1)
            servers.clock.advance(milliseconds: 10 * 60_000)
            #expect(try await ask(ana, 14, ["NOPE"]) == 1)
        }
    }

    @Test(
        "V-15: 300 wrong codes that begin alike are looked up, whoever asks and from wherever; others are looked up still",
        arguments: Backend.allCases
    )
    func ofPrefix(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            func ask(_ code: String, _ number: Int) async throws -> VoucherView? {
                try await servers.first.voucher(
                    code,
                    askedBy: VoucherAsker(caller: "shop-\(number)", address: "2001:db8::\(number)")
                )
            }
            var good = ""
            let order = VoucherOrder(promotion: "five", prefix: "RAYA")
            _ = try await servers.first.makeVouchers(of: try await servers.first.orderVouchers(order)) { good = $0[0] }
            for number in 0..<300 { #expect(try await ask("RAYA-\(number)", number) == nil) }
            await #expect(throws: TooManyCodes.self) { _ = try await ask("RAYA-999", 300) }
            // A right one is not told from a wrong one.
            await #expect(throws: TooManyCodes.self) { _ = try await ask(good, 301) }
            #expect(try await ask("DEEPA-1", 302) == nil)
            servers.clock.advance(milliseconds: 10 * 60_000)
            #expect(try await ask(good, 303) != nil)
        }
    }

    @Test(
        "V-15: a code that there is not, one with a wrong letter and one that can be none take the same statements",
        arguments: Backend.databases
    )
    func sameWork(backend: Backend) async throws {
        try await backend.withTables { _, database in
            let watching = WatchingDatabase(database)
            let servers = try await servers(on: try await TableStore.open(database: watching, now: Fixture.newYear))
            var good = ""
            let order = VoucherOrder(promotion: "five", prefix: "RAYA")
            _ = try await servers.first.makeVouchers(of: try await servers.first.orderVouchers(order)) { good = $0[0] }
            let wrongLetter = String(good.dropLast()) + (good.last == "7" ? "8" : "7")
            let other = "RAYA" + String(good.dropFirst(4).reversed())
            var asked: [[String]] = []
            for code in [other, wrongLetter, "no code at all!", "RAYA"] {
                watching.forget()
                #expect(try await servers.first.voucher(code, askedBy: VoucherAsker(caller: "shop")) == nil)
                asked.append(watching.statements)
            }
            #expect(asked[0].count > 3 && Set(asked).count == 1)
        }
    }
}
