import JSONText
import SetiaCore
import Testing

@testable import SetiaDemo

/// What can be seen in the story, within wide bounds: each is told in `docs/demo.md`.
@Suite("The rhythms of the story")
struct RhythmTests {
    @Test(
        "weekday mornings are busiest at offices and stations, weekends where people live",
        arguments: Told.stories.indices
    )
    func hasRushHours(place: Int) {
        let purchases = Told.stories[place].purchases.filter { !Feasts.isRamadan($0.day) }
        let weekdays = purchases.filter { $0.day.weekday < 6 }
        let mornings = share(weekdays.count { $0.minute < 660 }, of: weekdays.count)
        #expect((0.3...0.65).contains(mornings))
        func weekend(_ kinds: [Neighbourhood]) -> Double {
            let there = purchases.filter { kinds.contains($0.store.kind) }
            return share(there.count { $0.day.weekday > 5 }, of: there.count)
        }
        #expect(weekend([.office, .station]) + 0.08 < weekend([.residential, .mall, .leisure]))
        let lunch = share(weekdays.count { (690..<870).contains($0.minute) }, of: weekdays.count)
        #expect(lunch > 0.1)
    }

    @Test("in Ramadan Indonesia comes after sunset, and Thailand as ever", arguments: Told.stories.indices)
    func keepsRamadan(place: Int) {
        let purchases = Told.stories[place].purchases
        func evenings(_ country: Country, ramadan: Bool) -> Double {
            let there = purchases.filter {
                City.all[$0.city].country == country && City.all[$0.city].name != "Denpasar" && $0.member != nil
                    && Feasts.isRamadan($0.day) == ramadan
            }
            return share(there.count { $0.minute >= 1_080 }, of: there.count)
        }
        #expect(evenings(.indonesia, ramadan: true) > 0.5)
        #expect(evenings(.indonesia, ramadan: false) < 0.35)
        #expect(abs(evenings(.thailand, ramadan: true) - evenings(.thailand, ramadan: false)) < 0.15)
    }

    @Test(
        "towns empty at Hari Raya, Bangkok at Songkran; before Hari Raya people buy gifts",
        arguments: Told.stories.indices
    )
    func keepsFeasts(place: Int) {
        let purchases = Told.stories[place].purchases
        /// Purchases a day on the days, beside those of the four weeks around.
        func level(_ isThere: (Told.Purchase) -> Bool, _ isDay: (Day) -> Bool, near: (Day) -> Bool) -> Double {
            let there = purchases.filter(isThere)
            let days = Set(there.map(\.day))
            let on = there.count { isDay($0.day) }
            let around = there.count { near($0.day) && !isDay($0.day) }
            let onDays = days.count { isDay($0) }
            let aroundDays = days.count { near($0) && !isDay($0) }
            return share(on, of: max(1, onDays)) / max(0.001, share(around, of: max(1, aroundDays)))
        }
        let raya = level(
            { City.all[$0.city].country == .indonesia },
            { (-1...1).contains(Feasts.daysFromRaya($0)) },
            near: { (-20...25).contains(Feasts.daysFromRaya($0)) }
        )
        #expect(raya < 0.75)
        let songkran = level(
            { City.all[$0.city].name == "Bangkok" },
            { Feasts.isSongkran($0.date) },
            near: { $0.month == 4 }
        )
        #expect(songkran < 0.8)
        func gifts(_ isDay: (Day) -> Bool) -> Double {
            let there = purchases.filter { City.all[$0.city].country == .indonesia && isDay($0.day) }
            return share(there.count { $0.order.lines.contains { $0.categories == ["gifts"] } }, of: there.count)
        }
        #expect(
            gifts { (-12...(-1)).contains(Feasts.daysFromRaya($0)) } > 3
                * gifts { !(-20...5).contains(Feasts.daysFromRaya($0)) }
        )
    }

    @Test("paydays are fuller than other days, and fewer walk in where it rains", arguments: Told.stories.indices)
    func followsWagesAndWeather(place: Int) {
        let told = Told.stories[place]
        let purchases = told.purchases.filter { $0.member != nil }
        let seasons = told.chapters.map { Season($0.day, of: told.brand) }
        let byDay = Dictionary(grouping: purchases, by: \.day)
        func mean(_ days: [Season]) -> Double {
            Double(days.reduce(0) { $0 + (byDay[$1.day]?.count ?? 0) }) / Double(max(1, days.count))
        }
        #expect(mean(seasons.filter(\.isPayday)) > 1.05 * mean(seasons.filter { !$0.isPayday }))
        let jakarta = 6
        let there = Dictionary(grouping: purchases.filter { $0.city == jakarta }, by: \.day)
        let wet = seasons.filter { $0.isWet[jakarta] && $0.progress > 0.4 }
        let dry = seasons.filter { !$0.isWet[jakarta] && $0.progress > 0.4 }
        func level(_ days: [Season]) -> Double {
            Double(days.reduce(0) { $0 + (there[$1.day]?.count ?? 0) }) / Double(max(1, days.count))
        }
        #expect(level(wet) < level(dry))
    }

    @Test("in the bad month Bandung sells less and loses customers", arguments: Told.stories.indices)
    func hasABadMonth(place: Int) {
        let told = Told.stories[place]
        let bad = told.brand.badMonth
        let before = bad.adding(days: -1).startOf(.month)
        func orders(_ month: Day, _ isThere: (Int) -> Bool) -> Int {
            told.purchases.count { $0.day.startOf(.month) == month && isThere($0.city) }
        }
        let there = share(orders(bad) { $0 == City.unlucky }, of: orders(before) { $0 == City.unlucky })
        let elsewhere = share(orders(bad) { $0 != City.unlucky }, of: orders(before) { $0 != City.unlucky })
        #expect(there < 0.78 * elsewhere)
        // Who came in the two months before, and came again in the two months after.
        func kept(_ isThere: (Int) -> Bool) -> Double {
            let purchases = told.purchases.filter { isThere($0.city) }
            let earlier = Set(
                purchases.filter { $0.day < bad && $0.day >= before.adding(days: -31) }.compactMap(\.member)
            )
            let after = bad.adding(days: 31)..<bad.adding(days: 93)
            let later = Set(purchases.filter { after.contains($0.day) }.compactMap(\.member))
            return share(earlier.intersection(later).count, of: earlier.count)
        }
        #expect(kept { $0 == City.unlucky } < kept { $0 != City.unlucky })
    }

    @Test("in the bad month Bandung takes more orders back than in others")
    func takesMoreBack() {
        var (paidThen, backThen, paid, back) = (0, 0, 0, 0)
        let zone = FixedOffset(minutesEast: 420)
        for told in Told.stories {
            for event in told.events {
                guard event.event.store?.text.hasPrefix("bdg-") == true else { continue }
                let isThen = zone.day(of: event.event.occurredAt).startOf(.month) == told.brand.badMonth
                switch event.event.matter {
                case .orderPaid: if isThen { paidThen += 1 } else { paid += 1 }
                case .orderReturned: if isThen { backThen += 1 } else { back += 1 }
                default: break
                }
            }
        }
        #expect(share(backThen, of: paidThen) > 3 * share(back, of: paid))
    }

    @Test("two price rises can be seen in what the same drink costs", arguments: Told.stories.indices)
    func showsPriceRises(place: Int) {
        let told = Told.stories[place]
        let rises = told.brand.priceRises
        #expect(rises.count == 2)
        let marks = [told.brand.firstDay] + rises + [told.brand.lastDay.adding(days: 1)]
        let prices = zip(marks, marks.dropFirst()).map { from, to in
            let lines = told.purchases.filter { $0.day >= from && $0.day < to && $0.order.currency.code == "MYR" }
                .flatMap(\.order.lines).filter { $0.sku == "latte" && $0.net > 0 }
            return Double(lines.reduce(0) { $0 + $1.net }) / Double(max(1, lines.reduce(0) { $0 + $1.quantity }))
        }
        #expect(prices[0] * 1.03 < prices[1] && prices[1] * 1.03 < prices[2])
    }

    @Test("most come again, some come once, some stop, and some of them come back", arguments: Told.stories.indices)
    func lapsesAndReturns(place: Int) {
        let told = Told.stories[place]
        let days = told.daysByMember.mapValues { Set($0).sorted() }
        let again = share(days.values.count { $0.count > 1 }, of: days.count)
        #expect((0.6...0.9).contains(again))
        let end = told.brand.lastDay
        let silent = days.values.count { ($0.last ?? end) < end.adding(days: -120) }
        #expect((0.25...0.75).contains(share(silent, of: days.count)))
        let returned = days.values.count { visits in
            zip(visits, visits.dropFirst()).contains { $1.number - $0.number > 75 }
        }
        #expect(share(returned, of: days.count) > 0.05)
        // Rates differ: the fifth that comes most often comes more than the rest together.
        let counts = days.values.map(\.count).sorted(by: >)
        #expect(counts.prefix(counts.count / 5).reduce(0, +) > counts.reduce(0, +) / 2)
    }

    @Test("few orders come back, some are guests', and points are spent", arguments: Told.stories.indices)
    func hasReturnsGuestsAndRedemptions(place: Int) {
        let told = Told.stories[place]
        var (orders, guests, returns, redemptions, byHand) = (0, 0, 0, 0, 0)
        for event in told.events {
            switch event.event.matter {
            case .orderPaid:
                orders += 1
                if event.event.isAnonymous { guests += 1 }
            case .orderReturned: returns += 1
            case .pointsRedeemed: redemptions += 1
            case .pointsAdjusted:
                byHand += 1
                #expect(event.personal["reason"]?.string != nil)
            default: break
            }
        }
        #expect((0.002...0.02).contains(share(returns, of: orders)))
        #expect((0.04...0.15).contains(share(guests, of: orders)))
        #expect((0.02...0.15).contains(share(redemptions, of: orders)))
        #expect(byHand > 0 && byHand < orders / 100)
    }

    @Test("Gold is reached in all three currencies")
    func reachesGold() throws {
        var story = try Told.stories[0].brand.story()
        while try story.next() != nil {}
        for set in ["status", "status_id", "status_th"] as [Key] {
            let gold = story.regulars.count { $0.state.standing(in: set).map { $0.level != "silver" } ?? false }
            #expect((0.002...0.1).contains(share(gold, of: story.regulars.count)))
        }
    }
}
