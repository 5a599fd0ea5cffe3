internal import SetiaCore

/// What somebody buys at one time.
struct Basket: Sendable {
    /// Points for which a drink is free.
    static let freeDrink: Int64 = 200

    private let country: Country
    private let rises: Int
    /// Places on the menu, how many of each, and how many of these are free.
    private var items: [(place: Int, count: Int64, free: Int64)] = []

    /// An empty basket at the prices of the day.
    init(in country: Country, rises: Int) {
        self.country = country
        self.rises = rises
    }

    var currency: Currency { country.currency }

    /// Whether something in it is for others.
    var hasGifts: Bool { items.contains { Menu.items[$0.place].category == .gifts } }

    /// What is on the receipt.
    var lines: [Order.Line] {
        items.map { item in
            let thing = Menu.items[item.place]
            return Order.Line(
                sku: thing.sku,
                quantity: item.count,
                net: thing.price(in: country, rises: rises) * (item.count - item.free),
                categories: [Key(thing.category.rawValue)]
            )
        }
    }

    /// A drink, and what goes with it at this time of day.
    mutating func fill(for member: Regular?, _ daypart: Daypart, _ season: Season, _ chance: inout Chance) {
        add(drink(for: member, &chance))
        // One for a colleague or a friend.
        if chance.happens(season.isWeekend ? 0.34 : daypart == .noon ? 0.26 : 0.14) { add(drink(for: nil, &chance)) }
        let extra = season.isPayday ? 0.09 : 0
        switch daypart {
        case .morning:
            if chance.happens(0.34 + extra) { add(.breakfast, &chance) }
            if chance.happens(0.14) { add(.bakery, &chance) }
        case .noon:
            if chance.happens(0.62 + extra) { add(.lunch, &chance) }
            if chance.happens(0.12) { add(.bakery, &chance) }
        case .afternoon:
            if chance.happens(0.42 + extra) { add(.bakery, &chance) }
        case .evening:
            if chance.happens(0.26 + extra) { add(.bakery, &chance) }
            if chance.happens(season.isRamadan ? 0.35 : 0.14) { add(.lunch, &chance) }
        }
    }

    /// Beans or gifts, where it is a day for them.
    ///
    /// - Returns: whether it was ordered on the net, with nothing to drink.
    mutating func takeHome(for member: Regular, _ season: Season, _ chance: inout Chance) -> Bool {
        if chance.happens(season.gifts(of: member.person.heritage, fasts: member.person.fasts)) {
            add(.gifts, &chance)
        } else if chance.happens(season.isPayday ? 0.045 : 0.022) {
            add(.beans, &chance)
        }
        return !items.isEmpty && member.likesApp && chance.happens(0.35)
    }

    /// Beans, or else a gift.
    mutating func addToTakeHome(_ chance: inout Chance) {
        add(chance.happens(0.75) ? .beans : .gifts, &chance)
    }

    /// The dearest drink is for points.
    mutating func giveDrink() {
        let drinks: [Category] = [.coffee, .tea, .drinks]
        let dearest = items.indices.filter { drinks.contains(Menu.items[items[$0].place].category) }
            .max { price(items[$0].place) < price(items[$1].place) }
        if let dearest { items[dearest].free += 1 }
    }

    private func drink(for member: Regular?, _ chance: inout Chance) -> Int {
        if let member, chance.happens(0.8) {
            return chance.happens(0.68) ? member.favourites.0 : member.favourites.1
        }
        let places = Basket.drinks
        return places[chance.place(Basket.drinkWeights)]
    }

    private static let drinks = Menu.items.indices.filter {
        [.coffee, .tea, .drinks].contains(Menu.items[$0].category)
    }
    private static let drinkWeights = drinks.map { Menu.items[$0].weight }

    private func price(_ place: Int) -> Int64 { Menu.items[place].price(in: country, rises: rises) }

    private mutating func add(_ category: Category, _ chance: inout Chance) {
        let (places, weights) = Basket.byCategory[category] ?? ([], [])
        add(places[chance.place(weights)])
    }

    private mutating func add(_ place: Int) {
        if let item = items.firstIndex(where: { $0.place == place }) {
            items[item].count += 1
        } else {
            items.append((place, 1, 0))
        }
    }

    /// The places of each category's items, with their weights.
    private static let byCategory: [Category: (places: [Int], weights: [Double])] = Dictionary(
        uniqueKeysWithValues: Category.allCases.map { category in
            let places = Menu.places(of: category)
            return (category, (places, places.map { Menu.items[$0].weight }))
        }
    )
}
