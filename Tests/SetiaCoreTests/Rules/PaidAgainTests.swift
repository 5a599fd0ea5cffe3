import SetiaCore
import Testing

@Suite("Orders that are paid again")
struct PaidAgainTests {
    private let order = OrderKey(source: "till", id: "A")
    private let now = Kopi.at("2026-03-01T10:00")

    @Test("R-11: an order that came back whole and is paid again under its own number earns once, and comes back again")
    func again() throws {
        var life = try Life()
        try life.pays(5_900, at: now)
        try life.returns(at: Kopi.at("2026-03-02T10:00"))
        #expect(life.state.account("points")?.balance == .zero)
        let second = order.paidAgain
        try life.pays(5_900, order: second.id, at: Kopi.at("2026-03-03T10:00"))
        #expect(life.state.account("points")?.balance == Points(59))
        #expect(life.state.orders == 1)
        try life.returns(second.id, at: Kopi.at("2026-03-04T10:00"))
        #expect(life.state.account("points")?.balance == .zero)
        #expect(life.state.orders == 0)
        #expect(life.state.tallies.flatMap(\.buckets).reduce(0) { $0 + $1.amount } == 0)
    }

    @Test(
        "R-11: a payment is a new one only where it is later than the moment at which the last of the order came back"
    )
    func moments() throws {
        var life = try Life()
        try life.pays([3_000, 2_000], at: now)
        let (middle, end) = (Kopi.at("2026-03-02T10:00"), Kopi.at("2026-03-04T10:00"))
        func mayBePaid(_ moment: Instant) -> Bool? { life.state.record(of: order)?.mayBePaidAgain(at: moment) }
        #expect(mayBePaid(end) == false)
        try life.returns(lines: [1], at: middle)
        #expect(mayBePaid(end) == false)
        try life.returns(lines: [2], at: end)
        #expect([now, middle, end, end.adding(milliseconds: 1)].map { mayBePaid($0) } == [false, false, false, true])
    }

    @Test("R-11: to its shop an order keeps its number, however often it is paid")
    func numbers() throws {
        let third = order.paidAgain.paidAgain
        #expect(Set([order.id, order.paidAgain.id, third.id]).count == 3)
        #expect([order.paidAgain.id.shopNumber, third.id.shopNumber, order.id.shopNumber] == ["A", "A", "A"])
        var life = try Life()
        try life.pays(5_900, order: third.id, at: now)
        #expect(throws: Refusal.unknownOrder("A")) { try life.returns(order.paidAgain.id, at: now) }
        try life.returns(third.id, at: now)
        #expect(throws: Refusal.alreadyReturned("A")) { try life.returns(third.id, at: now) }
    }
}
