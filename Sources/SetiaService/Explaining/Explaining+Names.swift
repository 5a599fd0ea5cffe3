internal import SetiaCore

extension Explaining {
    /// The rule of this key, or none.
    func rule(_ key: Key) -> Rule? {
        programme.rules.first { $0.id == key }
    }

    /// The rule's own words, where it has some in this language: other people's words are no answer to why.
    func why(_ rule: Key) -> String? {
        (self.rule(rule)?.why ?? achievement(rule)?.why).flatMap { exact($0) }
    }

    func achievement(_ key: Key) -> Achievement? {
        programme.achievements.first { $0.key == key }
    }

    /// What members call an achievement; none where there is no such.
    func name(ofAchievement key: Key) -> String? {
        achievement(key)?.name.text(in: language.key)
    }

    /// What is counted, by its own word where we have one.
    func unit(_ unit: Rule.Unit) -> Told.Counted.Unit {
        switch unit {
        case .piece: .piece
        case .line: .line
        case .number("nights"): .night
        case .number("minutes"): .minute
        case .number(let name): .other(name.text)
        }
    }

    func quantity(_ points: Points, _ wallet: Key) -> Quantity {
        Quantity(count: points.units, name: name(ofWallet: wallet))
    }

    /// What members call a promotion; its key where it is in the programme no more.
    func name(ofPromotion key: Key) -> String {
        programme.promotions.first { $0.key == key }?.name.text(in: language.key) ?? key.text
    }

    /// What members call a wallet; where its name is the plain word for points in another language, the word of this.
    func name(ofWallet key: Key) -> String {
        let name = programme.wallet(key)?.name
        if let own = name.flatMap({ exact($0) }) { return own }
        let brands = name?.texts.first?.text ?? key.text
        let isPlain = Language.allCases.contains { $0.catalogue(years: .gregorian).points == brands.lowercased() }
        return isPlain ? words.points : brands
    }

    /// The wallet that is meant where a text speaks of points and names none.
    var firstWallet: String {
        programme.wallets.first.map { name(ofWallet: $0.key) } ?? words.points
    }

    /// What members call a level; a level without a name of its own is called by its key, with a capital.
    func name(ofLevel level: Key, in set: Key) -> String {
        let name = programme.tierSet(set)?.levels.first { $0.key == level }?.name
        let text = name?.text(in: language.key) ?? level.text
        return text == level.text ? text.capitalisedFirst : text
    }

    /// Where the event happened.
    var place: Place {
        place(of: event.store.map { [$0.key] } ?? [StoreID.online.key])
    }

    func place(of stores: [Key]) -> Place {
        Place(
            shops: stores.filter { $0 != StoreID.online.key }.map { key in
                shops.first { $0.id.key == key }?.name ?? key.text
            },
            isOnline: stores.contains(StoreID.online.key)
        )
    }

    /// The day on which it happened, as the calendar on the shop's wall showed it.
    var eventDay: String {
        words.day(shopZone.day(of: event.occurredAt))
    }

    /// The last day of which something that ends at `end` still has a part.
    func lastDay(before end: Instant) -> String {
        words.day(zone.day(of: end.adding(milliseconds: -1)))
    }

    func amount(_ money: Money) -> String {
        words.money(money, decimals: decimals(of: money.currency))
    }

    func amount(_ minorUnits: Int64, _ currency: Currency) -> String {
        guard let money = try? Money(minorUnits: minorUnits, currency: currency) else {
            fault("an order of \(minorUnits) \(currency)")
        }
        return amount(money)
    }

    /// Two, as most currencies have, where the programme does not take the currency.
    func decimals(of currency: Currency) -> Int {
        programme.decimals(of: currency) ?? 2
    }

    private func exact(_ words: Words) -> String? {
        words.texts.first { $0.language == language.key }?.text
    }
}

extension String {
    /// The text with a capital at its beginning.
    var capitalisedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}
