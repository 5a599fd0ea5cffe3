/// When somebody is there to answer members, and how fast the brand promises to (rule N-10).
///
/// It decides no points: an event means the same with any promise.
package struct ServicePromise: Sendable, Hashable {
    /// A stretch of the wall clock within a day, its end not in it.
    package struct Stretch: Sendable, Hashable {
        /// Minutes after midnight, 0 to 1,439.
        package let start: Int
        /// Minutes after midnight, above `start`, at most 1,440.
        package let end: Int

        /// The stretch, or none where it is none.
        package init?(start: Int, end: Int) {
            guard start >= 0, end > start, end <= 1_440 else { return nil }
            self.start = start
            self.end = end
        }

        /// The whole day.
        package static let day = Stretch(known: 0, 1_440)

        private init(known start: Int, _ end: Int) {
            self.start = start
            self.end = end
        }
    }

    /// What holds on one day instead of what its weekday has.
    package struct SpecialDay: Sendable, Hashable {
        /// Which day.
        package let day: Day
        /// Nothing is a holiday.
        package let stretches: [Stretch]

        /// A day of its own.
        package init(_ day: Day, _ stretches: [Stretch] = []) {
            self.day = day
            self.stretches = stretches
        }
    }

    /// How much business time an answer may take.
    package struct Target: Sendable, Hashable {
        /// To the first answer of a conversation, in minutes; none is no promise.
        package let first: Int?
        /// To each answer after it, in minutes; none is no promise.
        package let next: Int?
        /// From what she wrote to the closing of the matter, in minutes; none is no promise.
        package let resolved: Int?

        /// A target; all in minutes of business time.
        package init(first: Int? = nil, next: Int? = nil, resolved: Int? = nil) {
            self.first = first
            self.next = next
            self.resolved = resolved
        }
    }

    /// What a level is promised instead.
    package struct LevelTarget: Sendable, Hashable {
        /// Which level, of any ladder.
        package let level: Key
        /// What is promised; a part that is none is as for everybody.
        package let target: Target

        /// What a level is promised.
        package init(level: Key, target: Target) {
            self.level = level
            self.target = target
        }
    }

    /// What whoever bought a product lately is promised instead.
    package struct ProductTarget: Sendable, Hashable {
        /// The shop's number of a product, or a category.
        package let product: Key
        /// What is promised; a part that is none is as for everybody.
        package let target: Target

        /// What buyers of a product are promised.
        package init(product: Key, target: Target) {
            self.product = product
            self.target = target
        }
    }

    /// For so many days after it was paid an order carries the promise of its products.
    package static let productDays = 30

    /// Seven, from Monday on.
    package let days: [[Stretch]]
    /// Holidays, and days with hours of their own.
    package let specialDays: [SpecialDay]
    /// What everybody is promised.
    package let target: Target
    /// What some levels are promised.
    package let levels: [LevelTarget]
    /// What buyers of some products are promised.
    package let products: [ProductTarget]
    /// Who conversations can be given to besides persons.
    package let teams: [Key]

    /// Hours and promises; anything else than seven days is a fault.
    package init(
        days: [[Stretch]] = [[Stretch]](repeating: [.day], count: 7),
        specialDays: [SpecialDay] = [],
        target: Target = Target(),
        levels: [LevelTarget] = [],
        products: [ProductTarget] = [],
        teams: [Key] = []
    ) {
        guard days.count == 7 else { fault("hours for \(days.count) days of the week") }
        self.days = days
        self.specialDays = specialDays
        self.target = target
        self.levels = levels
        self.products = products
        self.teams = teams
    }

    /// What a member is promised: of each part the shortest.
    ///
    /// - Parameters:
    ///   - held: The levels that she is on.
    ///   - bought: Numbers and categories of what she bought lately.
    /// - Returns: what holds for her.
    package func target(on held: [Key], bought: [Key] = []) -> Target {
        var (first, next, resolved) = (target.first, target.next, target.resolved)
        let others =
            levels.filter { held.contains($0.level) }.map { $0.target }
            + products.filter { bought.contains($0.product) }.map { $0.target }
        for other in others {
            first = shorter(first, other.first)
            next = shorter(next, other.next)
            resolved = shorter(resolved, other.resolved)
        }
        return Target(first: first, next: next ?? first, resolved: resolved)
    }

    private func shorter(_ one: Int?, _ other: Int?) -> Int? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
