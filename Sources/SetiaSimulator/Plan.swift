package import SetiaCore
internal import SetiaTesting

/// All that will happen to a brand, drawn from a seed before any of it does.
package struct Plan: Sendable {
    /// The programme that it begins with.
    package let programme: String
    /// When it begins.
    package let start: Instant
    /// What happens, in its order.
    package let steps: [Step]

    /// The plan of a seed: the same each time.
    package init(seed: UInt64, steps count: Int) {
        var drawing = Drawing(seed: seed)
        programme = drawing.programme()
        start = drawing.now
        steps = (1...max(1, count)).map { drawing.step($0) }
    }
}

/// The drawing of a plan: it remembers what was sent, so that later steps can name it.
private struct Drawing {
    var random: SplitMix64
    var now = Fixture.newYear
    let members: Int
    /// Orders that were sent, with whose they are and how many lines they have.
    var orders: [(id: Key, member: Int?, lines: Int)] = []
    /// Steps that sent something.
    var sent: [Int] = []
    var events = 0

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        members = 1 + random.below(4)
        now = now.adding(milliseconds: Int64(random.below(365)) * 86_400_000)
    }

    mutating func programme() -> String { DrawnProgramme.document(.anything, using: &random) }

    mutating func step(_ number: Int) -> Step {
        letTimePass()
        let action = action(number)
        var fault: Step.Fault?
        switch action {
        case .send, .again: if random.chance(1, in: 8) { fault = random.one(of: Step.Fault.allCases) }
        case .passTime, .publish, .asIfNever, .born: break
        }
        return Step(number: number, now: now, action: action, fault: fault)
    }

    /// Minutes mostly, hours and days often, and now and then a jump of months.
    private mutating func letTimePass() {
        let longest: Int =
            switch random.below(20) {
            case 0: 200 * 86_400
            case 1...7: 10 * 86_400
            case 8...13: 86_400
            default: 3_600
            }
        now = now.adding(milliseconds: Int64(1 + random.below(longest)) * 1_000)
    }

    private mutating func action(_ number: Int) -> Step.Action {
        switch random.below(40) {
        case 0...2: return .passTime
        case 3, 4:
            if let step = sent.isEmpty ? nil : random.one(of: sent) { return .again(step: step) }
            return .passTime
        case 5: return .publish(programme())
        case 8 where random.chance(1, in: 2):
            // Mostly soon, and now and then the day that most years have not.
            let day = random.chance(1, in: 4) ? YearDay(month: 2, day: 29) : soon()
            guard let day, let date = BirthDate(day: day, year: nil) else { return .passTime }
            return .born(member: random.below(members), date)
        case 6, 7:
            let member = random.below(members)
            return .asIfNever(member: member, events: asIfNever(member))
        default:
            sent.append(number)
            return .send((0..<random.one(of: [1, 1, 1, 2, 3])).map { _ in sending() })
        }
    }

    /// A day of the year within the next two months.
    private mutating func soon() -> YearDay? {
        let date = FixedOffset.utc.day(of: now.adding(days: 1 + random.below(60))).date
        return YearDay(month: date.month, day: date.day)
    }

    private mutating func sending() -> Step.Sending {
        let member = random.chance(1, in: 30) ? nil : random.below(members)
        let moment = random.chance(1, in: 6) ? late() : now
        guard let member else { return Step.Sending(member: nil, event: order(of: nil, at: moment)) }
        let matter: Event.Matter
        switch random.below(20) {
        case 0, 1: matter = .memberEnrolled(MemberFacts(country: random.one(of: ["MY", "ID"])))
        case 2, 3: matter = .happened(Occurrence(type: .visitCompleted, facts: []))
        case 4, 5, 6:
            guard let back = orderReturn(of: member) else { fallthrough }
            matter = .orderReturned(back)
        case 7, 8, 9:
            let order = random.chance(1, in: 3) ? orders.last { $0.member == member }?.id : nil
            matter = .pointsRedeemed(
                Redemption(
                    id: id("x"),
                    wallet: random.one(of: ["points", "points", "stars"]),
                    points: Points(Int64(1 + random.below(random.one(of: [20, 200, 2_000])))),
                    order: order
                )
            )
        case 10:
            let points = Int64(1 + random.below(80)) * (random.chance(1, in: 3) ? -1 : 1)
            matter = .pointsAdjusted(Adjustment(wallet: "points", points: Points(points)))
        case 11 where random.chance(1, in: 3):
            let lots = (0...random.below(3)).map { _ in
                OpeningBalance.OpeningLot(
                    points: Points(Int64(1 + random.below(300))),
                    expiresAt: random.chance(1, in: 3) ? nil : now.adding(days: 1 + random.below(300))
                )
            }
            matter = .balanceOpened(OpeningBalance(wallet: "points", lots: lots))
        case 12 where random.chance(1, in: 3):
            matter = .tierGranted(
                TierGrant(tierSet: "status", level: random.one(of: ["gold", "platinum"]), until: nil)
            )
        case 13 where random.chance(1, in: 2):
            guard let again = orders.last(where: { $0.member == member }) else { fallthrough }
            // Accepted where it came back whole (rule R-11), else another content under a number that is taken.
            matter = .orderPaid(drawnOrder(again.id, lines: again.lines))
        default: return Step.Sending(member: member, event: order(of: member, at: moment))
        }
        return Step.Sending(member: member, event: event(matter, at: moment))
    }

    /// A moment of the last 45 days, mostly of the last hours.
    private mutating func late() -> Instant {
        now.adding(milliseconds: -Int64(1 + random.below(random.one(of: [7_200, 864_000, 45 * 86_400]))) * 1_000)
    }

    private mutating func order(of member: Int?, at moment: Instant) -> Event {
        let order = drawnOrder()
        orders.append((order.id, member, order.lines.count))
        return event(.orderPaid(order), at: moment, isAnonymous: member == nil)
    }

    private mutating func drawnOrder(_ number: Key? = nil, lines count: Int? = nil, discount: Int64? = nil) -> Order {
        let currency = random.chance(1, in: 8) ? Fixture.rupiah : Fixture.ringgit
        let lines = (0..<(count ?? 1 + random.below(3))).map { _ in
            Order.Line(
                sku: "kopi",
                quantity: Int64(1 + random.below(4)),
                net: Int64(random.below(random.one(of: [2_000, 30_000, 90_000]))),
                categories: random.chance(1, in: 2) ? ["coffee"] : []
            )
        }
        let total = lines.reduce(0) { $0 + $1.amount }
        let off = discount ?? (random.chance(1, in: 6) ? total / 5 : 0)
        let discounts = off > 0 && off <= total ? [Order.Discount(amount: off, isPaidWithPoints: discount != nil)] : []
        guard let order = Order(id: number ?? id("o"), currency: currency, lines: lines, discounts: discounts) else {
            preconditionFailure("an order that is none")
        }
        return order
    }

    private mutating func orderReturn(of member: Int) -> OrderReturn? {
        let hers = orders.filter { $0.member == member }
        guard !hers.isEmpty else { return nil }
        let order = hers[max(0, hers.count - 1 - random.below(4))]
        guard random.chance(1, in: 2) else { return OrderReturn(order: order.id, id: id("r")) }
        let line = OrderReturn.Line(number: 1 + random.below(order.lines), quantity: random.chance(1, in: 3) ? nil : 1)
        return OrderReturn(order: order.id, id: id("r"), lines: [line])
    }

    /// Points help to pay an order, which then comes back line by line, the rest at the end.
    private mutating func asIfNever(_ member: Int) -> [Event] {
        let points = Int64(1 + random.below(100))
        let isPaidWithPoints = random.chance(2, in: 3)
        let order = drawnOrder(discount: isPaidWithPoints ? points : nil)
        var matters: [Event.Matter] = []
        if isPaidWithPoints {
            matters.append(
                .pointsRedeemed(Redemption(id: id("x"), wallet: "points", points: Points(points), order: order.id))
            )
        }
        matters.append(.orderPaid(order))
        for number in order.lines.indices.dropLast() where random.chance(1, in: 2) {
            let line = OrderReturn.Line(number: number + 1)
            matters.append(.orderReturned(OrderReturn(order: order.id, id: id("r"), lines: [line])))
        }
        matters.append(.orderReturned(OrderReturn(order: order.id, id: id("r"))))
        return matters.enumerated().map { event($1, at: now.adding(milliseconds: Int64($0))) }
    }

    private mutating func event(_ matter: Event.Matter, at moment: Instant, isAnonymous: Bool = false) -> Event {
        Event(
            source: "till",
            id: id("e"),
            occurredAt: moment,
            channel: random.chance(1, in: 3) ? "app" : nil,
            isAnonymous: isAnonymous,
            matter: matter
        )
    }

    private mutating func id(_ kind: String) -> Key {
        events += 1
        return Key("\(kind)\(events)")
    }
}
