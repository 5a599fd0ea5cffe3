package import SetiaCore
internal import SetiaWire

/// The story of the demo brand, told day by day.
///
/// Each member is decided about as she will be when the story is recorded, by the same `decide`: so nobody in it spends
/// points that she does not have.
package struct DemoStory: Sendable {
    let brand: DemoBrand
    let versions: ProgrammeBook
    /// Everybody who has joined so far, in the order of joining.
    var regulars: [Regular] = []
    /// The last number that each source gave to an order: tills by the places of their stores, then the app and the shop.
    var receipts: [Int]
    /// On which day each member joins, by her number; rising.
    private let arrivals: [Day]
    /// What those buy who are known and never join, by day.
    private let strangers: [OnlineOrder]
    private var nextStranger = 0
    /// Who of the household that is joining joined last, and how many are still to come.
    var household: (place: Int, left: Int)?
    /// The day that is being told.
    private(set) var today: Day

    init(of brand: DemoBrand, _ versions: [ProgrammeVersion]) {
        guard let book = ProgrammeBook(versions) else { fatalError("the demo has no programme") }
        self.brand = brand
        self.versions = book
        receipts = Array(repeating: 0, count: DemoStore.all.count + 2)
        today = brand.firstDay
        arrivals = DemoStory.arrivals(of: brand)
        strangers = OnlineOrder.all(of: brand)
        regulars.reserveCapacity(brand.members)
    }

    /// How many days it has.
    package var days: Int { Int(brand.lastDay.number - brand.firstDay.number) + 1 }

    /// The next day; none after the last.
    ///
    /// - Throws: what the programme says no to: a fault of the story, which a test would have found.
    package mutating func next() throws(Refusal) -> DemoChapter? {
        guard today <= brand.lastDay else { return nil }
        defer { today = today.adding(days: 1) }
        let season = Season(today, of: brand)
        var chapter = DemoChapter(day: today)
        let before = regulars.count
        while regulars.count < arrivals.count, arrivals[regulars.count] <= today { try join(season, &chapter) }
        try comeByHabit(0..<before, season, &chapter)
        while nextStranger < strangers.count, strangers[nextStranger].day <= today {
            order(strangers[nextStranger], season, &chapter)
            nextStranger += 1
        }
        chapter.joining.sort { $0.enrolment.occurredAt < $1.enrolment.occurredAt }
        chapter.events = sorted(chapter.events)
        return chapter
    }

    /// Everybody who was there before today, and may come.
    private mutating func comeByHabit(
        _ places: Range<Int>,
        _ season: Season,
        _ chapter: inout DemoChapter
    ) throws(Refusal) {
        let factors = Factors(season)
        for place in places {
            guard let back = regulars[place].back, back <= season.day, regulars[place].cameOn != season.day else {
                continue
            }
            let habit = regulars[place].habit
            let rate = regulars[place].rate * habit.weight(ofWeekday: season.weekday) * factors[regulars[place]]
            guard regulars[place].chance.happens(rate) else { continue }
            let dayparts = season.dayparts(habit, fasts: regulars[place].person.fasts)
            let daypart = Daypart.allCases[regulars[place].chance.place(dayparts)]
            let minute = daypart.minute(&regulars[place].chance)
            try visit(place, at: minute, season, &chapter)
            try bringKin(of: place, at: minute, season, &chapter)
            // Who comes every other day comes twice on some.
            if regulars[place].rate > 0.35, minute < 900, regulars[place].chance.happens(0.3) {
                try visit(place, at: minute + 180 + regulars[place].chance.unit() * 150, season, &chapter)
            }
        }
    }

    /// Who lives with her may come along, mostly on weekends.
    private mutating func bringKin(
        of place: Int,
        at minute: Double,
        _ season: Season,
        _ chapter: inout DemoChapter
    ) throws(Refusal) {
        for other in regulars[place].kin {
            guard let back = regulars[other].back, back <= season.day, regulars[other].cameOn != season.day,
                regulars[other].chance.happens(season.isWeekend ? 0.5 : 0.12)
            else { continue }
            try visit(other, at: minute + 0.5 + regulars[other].chance.unit(), season, &chapter)
        }
    }

    /// The day from which a version of the programme holds.
    func versionDay(_ number: Int) -> Day {
        DemoBrand.zone.day(of: versions.versions[number - 1].validFrom)
    }

    /// One in nine joins in the six weeks in which the programme is new; then more join from year to year.
    private static func arrivals(of brand: DemoBrand) -> [Day] {
        var chance = Chance(seed: brand.seed, stream: 0xA221)
        let days = Double(brand.lastDay.number - brand.firstDay.number)
        let first = 0.11
        let (launch, later) = (42 / days, 1 - 42 / days)
        return (0..<brand.members).map { number in
            let share = (Double(number) + chance.unit()) / Double(brand.members)
            guard share >= first else { return brand.firstDay.adding(days: Int(share / first * launch * days)) }
            // Twice as many a day at the end as at the beginning: the root of 2/3 t + 1/3 t² = rest.
            let rest = (share - first) / (1 - first)
            let time = (1 + 3 * rest).squareRoot() - 1
            return brand.firstDay.adding(days: Int((launch + time * later) * days))
        }
    }
}

/// How many of those who come on an ordinary day come today, by what they are and where.
private struct Factors {
    private let values: [Double]

    init(_ season: Season) {
        values = Heritage.allCases.flatMap { heritage in
            [false, true].flatMap { fasts in
                City.all.indices.map { season.visits(of: heritage, fasts: fasts, city: $0) }
            }
        }
    }

    subscript(_ regular: Regular) -> Double {
        let heritage = Heritage.allCases.firstIndex(of: regular.person.heritage) ?? 0
        let row = heritage * 2 + (regular.person.fasts ? 1 : 0)
        return values[row * City.all.count + DemoStore.all[regular.home].city]
    }
}

/// By the moment; what happened in one moment, in the order in which it was told.
private func sorted(_ events: [DemoEvent]) -> [DemoEvent] {
    events.enumerated().sorted { left, right in
        left.element.event.occurredAt == right.element.event.occurredAt
            ? left.offset < right.offset : left.element.event.occurredAt < right.element.event.occurredAt
    }.map(\.element)
}
