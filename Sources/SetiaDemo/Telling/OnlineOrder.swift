internal import SetiaCore
internal import SetiaWire

/// An order of somebody whom the brand knows by an address, and who never joins: a prospect.
struct OnlineOrder: Sendable {
    let day: Day
    let minute: Double
    let city: Int
    let identity: ParsedIdentity
    let chance: Chance

    /// All of them, earliest day first: one such person for fifty members, each with one to three orders.
    static func all(of brand: DemoBrand) -> [OnlineOrder] {
        let days = Int(brand.lastDay.number - brand.firstDay.number)
        var orders: [(order: OnlineOrder, place: Int)] = []
        for number in 0..<max(1, brand.members / 50) {
            var chance = Chance(seed: brand.seed, stream: 0x5709_0000 + UInt64(number))
            let city = chance.place(City.all.map { $0.country == .malaysia ? 0.12 : 0.05 })
            let identity = ParsedIdentity(kind: "email", value: "kopi.lover\(number + 1)@example.com")
            var day = chance.below(days)
            for _ in 0...chance.place([0.6, 0.25, 0.15]) {
                guard day < days else { break }
                orders.append(
                    (
                        OnlineOrder(
                            day: brand.firstDay.adding(days: day),
                            minute: 9 * 60 + chance.unit() * 12 * 60,
                            city: city,
                            identity: identity,
                            chance: Chance(seed: chance.next())
                        ), orders.count
                    )
                )
                day += chance.number(20...120)
            }
        }
        return orders.sorted { ($0.order.day, $0.place) < ($1.order.day, $1.place) }.map(\.order)
    }
}
