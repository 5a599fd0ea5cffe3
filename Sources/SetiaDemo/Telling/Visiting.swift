internal import JSONText
internal import SetiaCore

extension DemoStory {
    /// A member comes: she buys, maybe has something for her points, and maybe brings it back.
    mutating func visit(
        _ place: Int,
        at minute: Double,
        _ season: Season,
        _ chapter: inout DemoChapter
    ) throws(Refusal) {
        let member = regulars[place]
        var chance = member.chance
        let store = chooseStore(of: member, season, &chance)
        let city = DemoStore.all[store].city
        let trouble = city == City.unlucky ? season.trouble : 0
        let moment = moment(minute, in: city, &chance)
        var basket = Basket(in: City.all[city].country, rises: season.rises)
        let isOnline = basket.takeHome(for: member, season, &chance)
        let isInApp = !isOnline && member.likesApp && chance.happens(0.3 + 0.4 * season.progress)
        if !isOnline { basket.fill(for: member, Daypart.of(minute: minute), season, &chance) }
        let way: Way = isOnline ? .shop : isInApp ? .app(store) : .till(store)
        let order = nextOrder(by: way)
        regulars[place].cameOn = season.day

        let points = member.state.account("points")?.standing(at: moment).active.units ?? 0
        if !isOnline, points >= Basket.freeDrink, chance.happens(points >= 2 * Basket.freeDrink ? 0.5 : 0.3) {
            basket.giveDrink()
            let redemption = Redemption(
                id: Key("free-\(order.text)"),
                wallet: "points",
                points: Points(Basket.freeDrink),
                order: order
            )
            try tell(way, "redeemed-\(order.text)", at: moment, .pointsRedeemed(redemption), of: place, in: &chapter)
        }
        let paidAt = moment.adding(milliseconds: 20_000)
        guard let paid = Order(id: order, currency: basket.currency, lines: basket.lines) else { return }
        try tell(way, "paid-\(order.text)", at: paidAt, .orderPaid(paid), of: place, in: &chapter)

        let doubt = (basket.hasGifts ? 0.015 : 0.004) * (1 + 14 * trouble)
        if chance.happens(doubt) {
            let later = paidAt.adding(milliseconds: Int64(chance.number(3...25)) * 60_000)
            let matter = Event.Matter.orderReturned(OrderReturn(order: order, id: Key("back-\(order.text)")))
            let note = trouble > 0.5 ? "Mesin rusak, kopi tidak bisa disajikan." : nil
            let personal: JSONObject = note.map { ["note": .string($0)] } ?? [:]
            try tell(way, "returned-\(order.text)", at: later, matter, of: place, personal: personal, in: &chapter)
        }
        try afterwards(place, paidAt, trouble, season, &chance, &chapter)
        if chance.happens(0.11), case .till = way { guestOrder(at: store, minute, season, &chance, &chapter) }
        regulars[place].chance = chance
        regulars[place].mayFade(on: season.day, trouble: trouble)
    }

    /// Mostly her own store, else the other one she knows, else any of the city; only what has opened.
    private func chooseStore(of member: Regular, _ season: Season, _ chance: inout Chance) -> Int {
        let store: Int
        switch chance.place([0.74, 0.19, 0.07]) {
        case 0: store = member.home
        case 1: store = member.second
        default:
            let city = DemoStore.all[member.home].city
            store = chance.one(of: DemoStore.all.indices.filter { DemoStore.all[$0].city == city })
        }
        return DemoStore.all[store].opens <= season.progress ? store : member.home
    }

    // MARK: - Telling

    /// Tells what happened to a member, and lets the programme decide about it; nothing after the end of the story.
    mutating func tell(
        _ way: Way,
        _ id: String,
        at moment: Instant,
        _ matter: Event.Matter,
        of place: Int,
        personal: JSONObject = [:],
        in chapter: inout DemoChapter
    ) throws(Refusal) {
        guard moment <= brand.until else { return }
        let event = way.event(id, at: moment, matter)
        try decide(event, about: place)
        chapter.events.append(DemoEvent(event, .member(regulars[place].id), personal: personal))
    }

    /// Decides about an event as it will be decided about when it is recorded.
    mutating func decide(_ event: Event, about place: Int) throws(Refusal) {
        let version = versions.version(at: event.occurredAt)
        var state = try SetiaCore.decide(version, regulars[place].state, event).state
        // An order comes back within the hour, or never.
        if state.records.count > 2 { state.records.removeFirst(state.records.count - 2) }
        regulars[place].state = state
    }

    /// The moment of a minute of the day in a city.
    func moment(_ minute: Double, in city: Int, _ chance: inout Chance) -> Instant {
        let zone = FixedOffset(minutesEast: City.all[city].minutesEast)
        return zone.start(of: today).adding(milliseconds: Int64(minute * 60_000) + Int64(chance.below(1_000)))
    }

    /// The next number of an order, as its source counts.
    mutating func nextOrder(by way: Way) -> Key {
        let counter =
            switch way {
            case .till(let store): store
            case .app, .desk: DemoStore.all.count
            case .shop: DemoStore.all.count + 1
            }
        receipts[counter] += 1
        return Key("\(way.prefix)\(padded(receipts[counter], to: 6))")
    }
}
