import SetiaCore

@testable import SetiaDemo

/// A story as tests look at it: told once for a seed, and then counted in many ways.
struct Told: Sendable {
    let brand: DemoBrand
    let joining: [DemoJoining]
    let events: [DemoEvent]
    let chapters: [DemoChapter]

    /// The end of all stories in tests: 24 November 2026, noon in Kuala Lumpur.
    static let end = Instant(milliseconds: 1_795_492_800_000)

    init(seed: UInt64, members: Int, until: Instant = Told.end) throws {
        brand = try DemoBrand(seed: seed, until: until, members: members)
        var story = try brand.story()
        var chapters: [DemoChapter] = []
        while let chapter = try story.next() { chapters.append(chapter) }
        self.chapters = chapters
        joining = chapters.flatMap(\.joining)
        events = chapters.flatMap(\.events)
    }

    /// Stories that the laws are held against.
    static let stories: [Told] = {
        do {
            return try [1, 2].map { try Told(seed: $0, members: 1_200) }
        } catch {
            fatalError("no story: \(error)")
        }
    }()

    /// A paid order as it was seen in its store.
    struct Purchase {
        let event: DemoEvent
        let order: Order
        let store: DemoStore
        let day: Day
        /// Minutes since midnight on the wall of the store.
        let minute: Int
        let member: MemberID?

        var city: Int { store.city }
    }

    /// All that was paid in stores.
    var purchases: [Purchase] {
        events.compactMap { told in
            guard case .orderPaid(let order) = told.event.matter, let id = told.event.store,
                let store = Told.storeByID[id]
            else { return nil }
            let zone = FixedOffset(minutesEast: City.all[store.city].minutesEast)
            var member: MemberID?
            if case .member(let known) = told.who { member = known }
            return Purchase(
                event: told,
                order: order,
                store: store,
                day: zone.day(of: told.event.occurredAt),
                minute: Int(zone.millisecondsIntoDay(told.event.occurredAt) / 60_000),
                member: member
            )
        }
    }

    /// Orders of each member by day, online ones too.
    var daysByMember: [MemberID: [Day]] {
        var days: [MemberID: [Day]] = [:]
        for told in events {
            guard case .member(let member) = told.who, case .orderPaid = told.event.matter else { continue }
            days[member, default: []].append(DemoBrand.zone.day(of: told.event.occurredAt))
        }
        return days
    }

    private static let storeByID = Dictionary(uniqueKeysWithValues: DemoStore.all.map { ($0.id, $0) })
}

/// A share as a number from 0 to 1; 0 of nothing is 0.
func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
}
