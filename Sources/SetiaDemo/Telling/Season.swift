internal import SetiaCore

/// What a day is like: how many come, when, and what for.
struct Season: Sendable {
    let day: Day
    let weekday: Int
    /// Muslims fast.
    let isRamadan: Bool
    /// Days from the nearest Hari Raya, below zero before it.
    let fromRaya: Int
    /// Days from the nearest Chinese New Year, below zero before it.
    let fromChineseNewYear: Int
    let isSongkran: Bool
    /// Wages were paid: the 25th to the 1st.
    let isPayday: Bool
    /// Whether it rains hard, by the cities' places.
    let isWet: [Bool]
    /// How many times prices have risen.
    let rises: Int
    /// How bad things are in the unlucky city: 1 in the bad month, less in the one after, else 0.
    let trouble: Double
    /// The share of visits that the unlucky city loses by it; a little of it for good.
    let mistrust: Double
    /// How much of the three years is over: 0 to 1.
    let progress: Double

    var isWeekend: Bool { weekday > 5 }

    init(_ day: Day, of brand: DemoBrand) {
        self.day = day
        weekday = day.weekday
        let date = day.date
        isRamadan = Feasts.isRamadan(day)
        fromRaya = Feasts.daysFromRaya(day)
        fromChineseNewYear = Feasts.daysFromChineseNewYear(day)
        isSongkran = Feasts.isSongkran(date)
        isPayday = date.day >= 25 || date.day == 1
        isWet = City.all.indices.map { City.all[$0].climate.isWet(city: $0, day: day, seed: brand.seed) }
        rises = brand.priceRises.count { $0 <= day }
        let months = (day.year - brand.badMonth.year) * 12 + day.month - brand.badMonth.month
        (trouble, mistrust) =
            switch months {
            case 0: (1, 0.5)
            case 1: (0.45, 0.25)
            // It never quite recovers.
            case 2...: (0, 0.08)
            default: (0, 0)
            }
        progress = Double(day.number - brand.firstDay.number) / Double(brand.lastDay.number - brand.firstDay.number)
    }

    /// How many of those who come on an ordinary day come on this one.
    func visits(of heritage: Heritage, fasts: Bool, city place: Int) -> Double {
        let city = City.all[place]
        var factor = isPayday ? 1.2 : 0.96
        if isWet[place] { factor *= 0.78 }
        if fasts, isRamadan { factor *= 0.78 }
        if city.country != .thailand, fasts || city.country == .indonesia {
            // Towns empty: people are with their parents.
            switch fromRaya {
            case -2...1: factor *= 0.35
            case 2...5: factor *= 0.55
            default: break
            }
        }
        if heritage == .chinese {
            switch fromChineseNewYear {
            case -1...1: factor *= 0.3
            case 2...5: factor *= 0.75
            default: break
            }
        }
        if isSongkran, city.country == .thailand {
            // Bangkok goes home; Chiang Mai and Phuket are full.
            factor *= city.name == "Bangkok" ? 0.45 : 1.5
        }
        if place == City.unlucky { factor *= 1 - mistrust }
        return factor
    }

    /// How likely a visit is for a gift.
    func gifts(of heritage: Heritage, fasts: Bool) -> Double {
        if fasts, (-12...(-1)).contains(fromRaya) { return 0.16 }
        if heritage == .chinese, (-12...(-1)).contains(fromChineseNewYear) { return 0.14 }
        return isPayday ? 0.012 : 0.007
    }

    /// How likely each part of the day is, in the order of `Daypart`.
    func dayparts(_ habit: Habit, fasts: Bool) -> [Double] {
        // Who fasts comes after sunset, and a few for friends who do not.
        if fasts, isRamadan { return [0.03, 0.02, 0.10, 0.85] }
        return habit.dayparts(isWeekend: isWeekend)
    }
}
