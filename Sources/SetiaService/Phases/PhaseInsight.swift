package import SetiaCare
package import SetiaCore
package import SetiaInsight

/// In which phases members are, and how they moved.
package struct PhaseInsight: Sendable {
    /// How many members were in each phase at the end of a month; of the one that is not over, now.
    package struct Month: Sendable, Hashable {
        /// Which.
        package let month: CalendarMonth
        /// Members by phase.
        package private(set) var counts: [LoyaltyPhase: Int] = [:]

        init(_ month: CalendarMonth) { self.month = month }

        mutating func add(_ phase: LoyaltyPhase) { counts[phase, default: 0] += 1 }

        /// Members in one phase.
        package func count(_ phase: LoyaltyPhase) -> Int { counts[phase] ?? 0 }
        /// Members in any.
        package var total: Int { counts.values.reduce(0, +) }
    }

    /// From which phase to which.
    package struct Move: Sendable, Hashable {
        /// Where she was; none is not known yet.
        package let from: LoyaltyPhase?
        /// Where she is.
        package let to: LoyaltyPhase

        /// A move; from where to where.
        package init(from: LoyaltyPhase?, to: LoyaltyPhase) {
            self.from = from
            self.to = to
        }
    }

    /// The last months, the oldest first, the one that is not over at the end.
    package private(set) var months: [Month]
    /// How members moved from the end of the month before to the end of each month, those who stayed too; of the first month
    /// nothing is told, and of the one that is not over up to now.
    package private(set) var flows: [[Move: Int]]
    /// The same of the last finished month.
    package var moves: [Move: Int] { flows.count > 1 ? flows[flows.count - 2] : [:] }
    /// Members by the phase they are in now, in the order of their ids.
    package private(set) var now: [LoyaltyPhase: [MemberID]] = [:]
    /// Members who are disappointed now, those first who became so last.
    package private(set) var disappointed: [(member: MemberID, since: Instant)] = []
    /// Members who speak for the brand now, those first who began last.
    package private(set) var advocates: [(member: MemberID, since: Instant)] = []

    /// How those who trust or speak for the brand are spoken with now.
    package internal(set) var care = Care()

    /// How those who trust are spoken with: for their sake, and to sell (rule I-9).
    package struct Care: Sendable {
        /// After how many days at most the programme says that they are thanked or asked; none is no promise.
        package internal(set) var floorDays: Int?
        /// How many trust, or speak for the brand.
        package internal(set) var members = 0
        /// How often they were spoken with for their sake in the last 90 days.
        package internal(set) var caring = 0
        /// How often something was to be sold to them.
        package internal(set) var selling = 0
        /// To how many something was to be sold, and nobody spoke with them for their sake.
        package internal(set) var soldToOnly = 0
        /// How many were neither thanked nor asked for longer than the programme says.
        package internal(set) var belowFloor = 0
    }

    /// How many months are told.
    package static let mostMonths = 13
    /// How many members are named of each kind.
    package static let mostNamed = 50

    private let ends: [Instant]

    init(until now: Instant, in zone: any LocalTime) {
        var month = CalendarMonth(of: zone.day(of: now))
        var months = [month]
        while months.count < Self.mostMonths {
            month = CalendarMonth(number: month.number - 1)
            months.append(month)
        }
        months.reverse()
        self.months = months.map { Month($0) }
        flows = months.map { _ in [:] }
        ends = months.map { month in
            let next = CalendarMonth(number: month.number + 1)
            guard let first = Day(year: next.year, month: next.month, day: 1) else { return now }
            return min(now, zone.start(of: first).adding(milliseconds: -1))
        }
    }

    /// Counts a member.
    mutating func add(_ member: MemberID, _ intervals: [PhaseInterval]) {
        var before: LoyaltyPhase?
        for place in ends.indices {
            let phase = intervals.last { $0.from <= ends[place] }?.phase
            if let phase { months[place].add(phase) }
            if place > 0, let phase { flows[place][Move(from: before, to: phase), default: 0] += 1 }
            before = phase
        }
        guard let last = intervals.last else { return }
        if let phase = before { now[phase, default: []].append(member) }
        switch last.phase {
        case .disappointment: Self.keep(member, last.from, in: &disappointed)
        case .identification: Self.keep(member, last.from, in: &advocates)
        case .expectation, .trust: break
        }
    }

    private static func keep(
        _ member: MemberID,
        _ since: Instant,
        in list: inout [(member: MemberID, since: Instant)]
    ) {
        if list.count == mostNamed, let last = list.last, (last.since, last.member) > (since, member) { return }
        let place = list.firstIndex { ($0.since, $0.member) < (since, member) } ?? list.count
        list.insert((member, since), at: place)
        if list.count > mostNamed { list.removeLast() }
    }
}
