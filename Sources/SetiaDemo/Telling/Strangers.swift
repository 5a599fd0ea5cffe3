internal import SetiaCore

extension DemoStory {
    /// Somebody in the same queue who shows no card.
    mutating func guestOrder(
        at store: Int,
        _ minute: Double,
        _ season: Season,
        _ chance: inout Chance,
        _ chapter: inout DemoChapter
    ) {
        let moment = moment(minute + 1 + chance.unit() * 8, in: DemoStore.all[store].city, &chance)
        guard moment <= brand.until else { return }
        var basket = Basket(in: City.all[DemoStore.all[store].city].country, rises: season.rises)
        basket.fill(for: nil, Daypart.of(minute: minute), season, &chance)
        let way = Way.till(store)
        let order = nextOrder(by: way)
        guard let paid = Order(id: order, currency: basket.currency, lines: basket.lines) else { return }
        let event = way.event("paid-\(order.text)", at: moment, .orderPaid(paid), isAnonymous: true)
        chapter.events.append(DemoEvent(event, .guest))
    }

    /// Somebody who is known by her address orders from the shop on the net.
    mutating func order(_ online: OnlineOrder, _ season: Season, _ chapter: inout DemoChapter) {
        var chance = online.chance
        let moment = moment(online.minute, in: online.city, &chance)
        guard moment <= brand.until else { return }
        var basket = Basket(in: City.all[online.city].country, rises: season.rises)
        basket.addToTakeHome(&chance)
        let order = nextOrder(by: .shop)
        guard let paid = Order(id: order, currency: basket.currency, lines: basket.lines) else { return }
        let event = Way.shop.event("paid-\(order.text)", at: moment, .orderPaid(paid))
        chapter.events.append(DemoEvent(event, .prospect(online.identity)))
    }
}
