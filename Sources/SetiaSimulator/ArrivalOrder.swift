internal import SetiaCore
internal import SetiaService
internal import SetiaTesting

/// The same events in the order in which they happened, and in another one: within the late window nothing that is
/// promised may differ (rule D-5).
struct ArrivalOrder {
    private let programme: String
    private let start = Fixture.newYear.adding(days: 40)
    private let inOrder: [Step.Sending]
    private let another: [Step.Sending]

    /// Events of a month, drawn from a seed, and an order in which they arrive.
    init(seed: UInt64) {
        var random = SplitMix64(seed: seed ^ 0x5E71A)
        programme = DrawnProgramme.document(.anyArrival, using: &random)
        inOrder = Self.events(from: start, &random)
        another = Self.arrival(of: inOrder, &random)
    }

    /// What differs, or none.
    func difference() async -> String? {
        do {
            let (one, other) = (try await outcome(of: inOrder), try await outcome(of: another))
            guard let line = zip(one, other).first(where: { $0 != $1 }) else {
                return one.count == other.count ? nil : "one has more to tell than the other"
            }
            return "in their order: \(line.0); in another: \(line.1)\narrived as\n"
                + another.map { "  \($0)" }.joined(separator: "\n") + "\nunder\n\(programme)"
        } catch {
            return "\(error)"
        }
    }

    /// What is promised to be the same, in lines that can be compared.
    private func outcome(of sendings: [Step.Sending]) async throws -> [String] {
        try await SimulatedBrand.with(programme, at: start.adding(days: 33)) { brand in
            for sending in sendings {
                let outcome = try await brand.service.record(SimulatedBrand.intake(sending))
                guard case .recorded = outcome else { return ["\(sending) is not recorded: \(outcome)"] }
            }
            brand.clock.advance(days: 20)
            var lines: [String] = []
            for number in Self.members {
                let who = Step.Sending(member: number, event: sendings[0].event)
                guard case .identity(let identity) = SimulatedBrand.intake(who).who,
                    let member = try await brand.service.member(with: identity),
                    let view = try await brand.service.points(of: member)
                else { continue }
                let history = try await brand.store.reading { try $0.history(of: member) }
                lines += worths(history).map { "member \(number): \($0)" }
                // One order of arrival may have opened a wallet whose points were corrected away again.
                let held = view.balances.filter { $0.active > .zero || $0.pending > .zero || $0.debt > .zero }
                lines += held.map { "member \(number) holds \($0)" }.sorted()
                lines += view.state.standings.map { "member \(number) stands \($0)" }.sorted()
                lines += view.state.tallies.map { "member \(number) counts \($0)" }.sorted()
                lines += view.state.capUses.filter { $0.times > 0 }.map { "member \(number) has used \($0)" }.sorted()
                lines.append("member \(number) has paid \(view.state.orders) orders")
            }
            let verification = try await brand.service.verify()
            if let first = verification.discrepancies.first { return ["\(first)"] }
            return lines
        }
    }

    /// What each event gives after all.
    private func worths(_ history: [StoredEvent]) -> [String] {
        var names: [Int64: String] = [:]
        var worths: [String: Int64] = [:]
        for stored in history {
            var name = stored.event.id.text
            if case .orderPaid(let order) = stored.event.matter { name = order.id.text }
            if case .orderReturned(let back) = stored.event.matter { name = back.order.text }
            names[stored.decision.number] = name
            for entry in stored.decision.entries where entry.kind == .earn || entry.kind == .clawBack {
                worths["\(name) gives \(entry.wallet)", default: 0] += entry.points.units
            }
            for case .corrected(let event, _, let wallet, let points) in stored.decision.reasons {
                worths["\(names[event] ?? "?") gives \(wallet)", default: 0] += points.units
            }
        }
        return worths.filter { $0.value != 0 }.map { "\($0.key) \($0.value)" }.sorted()
    }

    private static let members = [0, 1, 2]

    /// Orders, visits, returns and enrolments of some members, each at a moment of its own.
    private static func events(from start: Instant, _ random: inout SplitMix64) -> [Step.Sending] {
        var sendings: [Step.Sending] = []
        var orders: [(id: Key, member: Int, lines: Int)] = []
        var joined: Set<Int> = []
        var now = start
        for number in 0..<(12 + random.below(24)) {
            now = now.adding(milliseconds: Int64(1 + random.below(20 * 3_600)) * 1_000)
            guard now < start.adding(days: 30) else { break }
            let member = random.one(of: members)
            let matter: Event.Matter
            let hers = orders.indices.filter { orders[$0].member == member }
            switch random.below(10) {
            case 0 where joined.insert(member).inserted: matter = .memberEnrolled(MemberFacts(country: "MY"))
            case 1, 2: matter = .happened(Occurrence(type: .visitCompleted, facts: []))
            case 3 where !hers.isEmpty:
                let order = orders.remove(at: random.one(of: hers))
                matter = .orderReturned(OrderReturn(order: order.id, id: Key("r\(number)")))
            case 4 where !hers.isEmpty:
                let order = orders[random.one(of: hers)]
                let line = OrderReturn.Line(number: 1 + random.below(order.lines), quantity: 1)
                matter = .orderReturned(OrderReturn(order: order.id, id: Key("r\(number)"), lines: [line]))
            default:
                let lines = (0...random.below(3)).map { _ in
                    Order.Line(
                        sku: "kopi",
                        quantity: 40,
                        net: Int64(random.below(60_000)),
                        categories: random.chance(1, in: 2) ? ["coffee"] : []
                    )
                }
                guard let order = Order(id: Key("o\(number)"), currency: Fixture.ringgit, lines: lines) else {
                    continue
                }
                orders.append((order.id, member, lines.count))
                matter = .orderPaid(order)
            }
            let event = Event(
                source: "till",
                id: Key("e\(number)"),
                occurredAt: now,
                channel: random.chance(1, in: 3) ? "app" : nil,
                matter: matter
            )
            sendings.append(Step.Sending(member: member, event: event))
        }
        return sendings
    }

    /// Any order of arrival in which an order comes before what comes back of it, and that in its order.
    private static func arrival(of sendings: [Step.Sending], _ random: inout SplitMix64) -> [Step.Sending] {
        var keyed = sendings.map { sending in (key: random.next() >> 1, sending: sending) }
        for place in keyed.indices {
            guard case .orderReturned(let back) = keyed[place].sending.event.matter else { continue }
            for earlier in keyed[..<place] {
                let isBefore =
                    switch earlier.sending.event.matter {
                    case .orderPaid(let order): order.id == back.order
                    case .orderReturned(let other): other.order == back.order
                    default: false
                    }
                if isBefore { keyed[place].key = max(keyed[place].key, earlier.key + 1) }
            }
        }
        return keyed.sorted { $0.key < $1.key }.map(\.sending)
    }
}
