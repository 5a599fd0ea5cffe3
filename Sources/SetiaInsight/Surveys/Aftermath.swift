package import SetiaCore

/// Whether members bought again after they answered, were answered, or complained (rule Q-12).
///
/// - Numerator: of a group, members with a purchase in the 90 days after the day of the moment.
/// - Denominator: members of the group whose moment is at least 90 days before the end; of each member the first such
///   moment of its kind, so that nobody counts twice.
/// - Excluded: purchases on the day itself, moments that could not be watched so long, members who had not bought by
///   then, and of complaints those who had not in the 90 days before.
/// - Version: 1.
///
/// Who is satisfied differs from who is not in more than that: what is shown went before, and is no cause.
package struct Aftermath: Sendable, Hashable {
    /// For how many days it is watched.
    package static let watchedDays = 90

    /// Whom something happened to.
    package enum Group: String, Sendable, Hashable, CaseIterable {
        case satisfied, between, unhappy
        case answeredInTime, answeredLate
        case recovered, unrecovered, neverComplained

        /// What it is that happened: of each kind a member counts once.
        var kind: Int {
            switch self {
            case .satisfied, .between, .unhappy: 0
            case .answeredInTime, .answeredLate: 1
            case .recovered, .unrecovered, .neverComplained: 2
            }
        }
    }

    /// Something that happened to a member.
    package struct Moment: Sendable, Hashable {
        /// Her number, as in the purchases.
        package let member: Int32
        /// On which day.
        package let day: Day
        /// What it makes her.
        package let group: Group

        /// Something that happened.
        package init(member: Int32, day: Day, group: Group) {
            self.member = member
            self.day = day
            self.group = group
        }
    }

    /// Who of a group bought again.
    package struct Outcome: Sendable, Hashable {
        /// Whose.
        package let group: Group
        /// Those who bought again, of all of the group.
        package let cameBack: Share
    }

    /// All groups, in their order.
    package let outcomes: [Outcome]

    /// What came after moments.
    ///
    /// Beside members who complained stand those who never did and bought in the 90 days before the middle one of the
    /// days of complaints: they are watched from that day on.
    ///
    /// - Parameters:
    ///   - moments: In any order.
    ///   - purchases: The days on which members bought.
    ///   - end: The last day of which all purchases are known.
    package init(_ moments: [Moment], _ purchases: MemberDays, until end: Day) {
        let last = end.number - Int32(Aftermath.watchedDays)
        var counts = Aftermath.Group.allCases.map { _ in (cameBack: 0, all: 0) }
        func count(_ group: Group, _ member: Int32, from day: Int32) {
            let after = day + 1...day + Int32(Aftermath.watchedDays)
            let place = Aftermath.Group.allCases.firstIndex(of: group) ?? 0
            counts[place].all += 1
            if purchases[Int(member)].contains(where: { after.contains($0) }) { counts[place].cameBack += 1 }
        }
        let ordered = moments.filter { purchases.hadBought($0) }.sorted {
            ($0.member, $0.group.kind, $0.day.number, $0.group.rawValue)
                < ($1.member, $1.group.kind, $1.day.number, $1.group.rawValue)
        }
        var (previous, complaints) = (Moment?.none, [Int32]())
        for moment in ordered where moment.day.number <= last {
            defer { previous = moment }
            if let previous, previous.member == moment.member, previous.group.kind == moment.group.kind { continue }
            count(moment.group, moment.member, from: moment.day.number)
            if moment.group.kind == Group.recovered.kind { complaints.append(moment.day.number) }
        }
        if !complaints.isEmpty {
            let day = complaints.sorted()[(complaints.count - 1) / 2]
            let before = day - Int32(Aftermath.watchedDays) + 1...day
            let complained = Set(moments.filter { $0.group.kind == Group.recovered.kind }.map(\.member))
            for member in 0..<Int32(purchases.memberCount) where !complained.contains(member) {
                if purchases[Int(member)].contains(where: { before.contains($0) }) {
                    count(.neverComplained, member, from: day)
                }
            }
        }
        outcomes = zip(Group.allCases, counts).map { Outcome(group: $0, cameBack: Share($1.cameBack, of: $1.all)) }
    }

    /// Who of a group bought again.
    package func cameBack(_ group: Group) -> Share {
        outcomes.first { $0.group == group }?.cameBack ?? Share(0, of: 0)
    }

    /// Satisfied members who did not buy again.
    package var satisfiedLeavers: Share { cameBack(.satisfied).rest }

    /// Unhappy members who did.
    package var unhappyStayers: Share { cameBack(.unhappy) }

    /// What is set beside what: the second less the first.
    package static let contrasts: [(from: Group, to: Group)] = [
        (.unhappy, .satisfied), (.answeredLate, .answeredInTime), (.unrecovered, .recovered),
        (.neverComplained, .recovered),
    ]
}

extension MemberDays {
    /// Whether a member had bought something by the day of a moment; of a complaint, in the 90 days up to it, as those
    /// beside whom she is set.
    func hadBought(_ moment: Aftermath.Moment) -> Bool {
        guard (0..<Int32(memberCount)).contains(moment.member) else { return false }
        let day = moment.day.number
        let isComplaint = moment.group.kind == Aftermath.Group.recovered.kind
        let from = isComplaint ? day - Int32(Aftermath.watchedDays) + 1 : Int32.min
        return self[Int(moment.member)].contains { from <= $0 && $0 <= day }
    }
}
