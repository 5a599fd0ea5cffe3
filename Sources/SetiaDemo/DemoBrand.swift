package import SetiaCore
package import SetiaWire

/// *Kopi Setia*: cafés in Malaysia, Indonesia and Thailand, with three years behind them; made of a seed, and the same
/// for the same seed on any machine.
///
/// What it holds, and what can be found in it, is told in `docs/demo.md`. It is made in this order: programme, stores,
/// then members with their events as the days go by.
package struct DemoBrand: Sendable {
    /// Which of the brands that could be.
    package let seed: UInt64
    /// How many members it has.
    package let members: Int
    /// Where the story ends; nothing in it is later.
    package let until: Instant
    /// The day on which the story begins, by the programme's calendar.
    package let firstDay: Day
    /// The day on which it ends.
    package let lastDay: Day
    /// When prices rose.
    let priceRises: [Day]
    /// The first day of the month in which machines broke in Bandung.
    package let badMonth: Day

    /// How many members a demo can have.
    package static let possibleMembers = 20...100_000
    /// The days on which a demo can end, from the first: the feasts of three years before must be known.
    package static let possibleEnds = Feasts.known.lowerBound.adding(days: 1_096)...Feasts.known.upperBound

    /// A brand.
    ///
    /// - Throws: `DemoRefusal` where there can be no such brand.
    package init(seed: UInt64, until: Instant, members: Int = 5_000) throws(DemoRefusal) {
        guard DemoBrand.possibleMembers.contains(members) else { throw .members(members) }
        let lastDay = DemoBrand.zone.day(of: until)
        guard DemoBrand.possibleEnds.contains(lastDay) else { throw .until(lastDay) }
        self.seed = seed
        self.until = until
        self.members = members
        self.lastDay = lastDay
        let firstDay = DemoBrand.threeYears(before: lastDay)
        self.firstDay = firstDay
        priceRises = [8, 25].map { DemoBrand.month($0, after: firstDay) }
        var badMonth = DemoBrand.month(-5, after: lastDay)
        // Feasts move buyers as well: the month has to be bad by itself.
        while (-40...40).contains(Feasts.daysFromRaya(badMonth.adding(days: 14))) {
            badMonth = DemoBrand.month(-1, after: badMonth)
        }
        self.badMonth = badMonth
    }

    /// What the days of the programme are: Kuala Lumpur's, whose clocks have not changed since 1982.
    static let zone = FixedOffset(minutesEast: 480)

    /// The stores, as a database knows them.
    package static var shops: [Shop] { DemoStore.all.map(\.shop) }

    /// The versions of the programme, oldest first, each with the moment from which it holds.
    package var programmes: [DemoProgramme] {
        let documents = [
            PackageResources.kopi_setia_1_yaml, PackageResources.kopi_setia_2_yaml, PackageResources.kopi_setia_3_yaml,
        ]
        let begins = [firstDay, DemoBrand.month(10, after: firstDay), DemoBrand.month(22, after: firstDay)]
        return zip(documents, begins).map { document, day in
            DemoProgramme(document: String(decoding: document, as: UTF8.self), validFrom: DemoBrand.zone.start(of: day))
        }
    }

    /// The story from its first day on.
    ///
    /// - Throws: `MalformedProgramme` where a document of ours is wrong, which a test would have said.
    package func story() throws(MalformedProgramme) -> DemoStory {
        var versions: [ProgrammeVersion] = []
        for (place, programme) in programmes.enumerated() {
            versions.append(
                ProgrammeVersion(
                    number: place + 1,
                    validFrom: programme.validFrom,
                    programme: try Programme(document: programme.document),
                    zone: DemoBrand.zone
                )
            )
        }
        return DemoStory(of: self, versions)
    }

    /// The first day of the month so many months after a day's, or before it when below zero.
    private static func month(_ count: Int, after day: Day) -> Day {
        let months = day.year * 12 + day.month - 1 + count
        return known(Day(year: months / 12, month: months % 12 + 1, day: 1))
    }

    /// The same date three years before.
    private static func threeYears(before day: Day) -> Day {
        // Where there was no 29 February, the day before it.
        Day(year: day.year - 3, month: day.month, day: day.day)
            ?? known(Day(year: day.year - 3, month: day.month, day: day.day - 1))
    }

    private static func known(_ day: Day?) -> Day {
        guard let day else { fatalError("no such day") }
        return day
    }
}

/// One version of the demo's programme.
package struct DemoProgramme: Sendable {
    /// The document, to the byte.
    package let document: String
    /// From when it holds.
    package let validFrom: Instant
}

/// Why there can be no such demo.
package enum DemoRefusal: Error, Sendable, Hashable {
    /// Too few members for a story, or too many.
    case members(Int)
    /// Nobody told the demo when the feasts of those years are.
    case until(Day)
}
