internal import SetiaCore

/// A member as the story knows her: what she is like, and where she stands.
struct Regular: Sendable {
    let id: MemberID
    let person: Person
    let habit: Habit
    /// Stores by their places in `DemoStore.all`: where she mostly goes, and where else.
    let home: Int
    let second: Int
    /// Visits a day while she comes at all; differs from member to member as in a gamma distribution.
    let rate: Double
    /// The chance that a visit is her last for now; differs as in a beta distribution.
    let fading: Double
    /// Her favourite drinks, by their places on the menu.
    let favourites: (Int, Int)
    /// Whether she likes to order in the app.
    let likesApp: Bool
    /// The places of those who share her house, in the list of all members.
    var kin: [Int] = []
    /// The day on which she joined.
    let joined: Day
    /// Her own chance: what others do changes nothing for her.
    var chance: Chance
    /// As the programme's decisions have left her; orders that can still come back among its records.
    var state: MemberState
    /// The first day on which she may come again; none once she is gone.
    var back: Day?
    /// The last day on which she came.
    var cameOn: Day?
    /// Whether she was asked about the new wording of the consent.
    var wasAskedAgain = false

    /// Somebody who joins at a store.
    init(id: MemberID, person: Person, store: Int, joined: Day, kin: Regular?, _ chance: Chance) {
        var chance = chance
        self.id = id
        self.person = person
        self.joined = joined
        home = store
        habit = kin?.habit ?? Habit.usual(at: DemoStore.all[store].kind, &chance)
        let near = DemoStore.all.indices.filter { $0 != store && DemoStore.all[$0].city == DemoStore.all[store].city }
        second = near.isEmpty ? store : chance.one(of: near)
        rate = min(0.92, 0.015 + chance.gamma(shape: 0.55) * 0.27)
        // One in six only wanted the welcome.
        fading = chance.happens(0.17) ? 0.8 : chance.beta(0.8, 14 + 60 * rate)
        let coffees = Menu.places(of: .coffee)
        let others = Menu.places(of: .tea) + Menu.places(of: .drinks)
        func drink(_ places: [Int]) -> Int { places[chance.place(places.map { Menu.items[$0].weight })] }
        let first = drink(chance.happens(0.78) ? coffees : others)
        favourites = (first, drink(chance.happens(0.6) ? coffees : others))
        likesApp = chance.happens(0.5)
        state = MemberState(member: id)
        back = joined
        self.chance = chance
    }

    /// Whether a visit of this day is her last for now, and when she is back.
    mutating func mayFade(on day: Day, trouble: Double) {
        guard chance.happens(fading * (1 + 4 * trouble)) else { return }
        // A third of those who stop come back one day: a new flat, a new job, an offer.
        back = chance.happens(0.3) ? day.adding(days: chance.number(50...260)) : nil
    }
}
