internal import SetiaCare
package import SetiaCore
internal import SetiaInsight

extension SetiaService {
    /// Figures by definition, of a stretch of days and of some members.
    ///
    /// Reads what it counts once through each; with a filter of members it looks at each member's state, 500 at a time.
    ///
    /// - Parameter query: Of whom and of when.
    /// - Returns: enrolment, active, participation, redemption, satisfaction, net promoters, response time.
    /// - Throws: `MeasureRefusal`, `Unready`, or the store's failure.
    package func measures(_ query: MeasureQuery = MeasureQuery()) async throws -> Measures {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let until = query.until ?? version.zone.day(of: now)
            let from = query.from ?? until.adding(days: -364)
            guard from <= until else { throw MeasureRefusal.endsBeforeItBegins }
            try self.check(query, version, archive)
            var fold = MeasureFold(
                query,
                zone: version.zone,
                wallet: version.programme.wallets.first?.key,
                from: from,
                until: until
            )
            fold.chosen = try self.chosen(by: query, version, at: now, archive)
            try fold.read(archive)
            return Measures(
                query: query,
                from: from,
                until: until,
                timeZone: version.programme.timeZone,
                at: now,
                members: fold.members,
                figures: fold.figures
            )
        }
    }

    private func check(_ query: MeasureQuery, _ version: ProgrammeVersion, _ archive: any Archive) throws {
        let programme = version.programme
        if let segment = query.segment, programme.segment(segment) == nil {
            throw MeasureRefusal.unknownSegment(segment, known: programme.segments.map(\.key))
        }
        let levels = programme.tierSets.flatMap(\.levels).map(\.key)
        if let tier = query.tier, !levels.contains(tier) { throw MeasureRefusal.unknownTier(tier, known: levels) }
        if let channel = query.channel {
            let known = try measureChannels(archive)
            if !known.contains(channel) { throw MeasureRefusal.unknownChannel(channel, known: known) }
        }
    }

    /// The ways by which figures can be told apart: online, stores, channels of conversations.
    package func measureChannels() async throws -> [Key] { try await store.reading { try self.measureChannels($0) } }

    private func measureChannels(_ archive: any Archive) throws -> [Key] {
        ["online"] + (try archive.shops().map { Key($0.id.text) }) + MessageChannel.allCases.map { Key($0.rawValue) }
    }

    /// Members whom a filter leaves; none is everybody.
    private func chosen(
        by query: MeasureQuery,
        _ version: ProgrammeVersion,
        at now: Instant,
        _ archive: any Archive
    ) throws -> Set<MemberID>? {
        guard query.isOfSomeMembers else { return nil }
        var filter = MemberFilter()
        filter.country = query.country
        if let tier = query.tier {
            filter.level = MemberFilter.Level(tierSets: version.programme.tierSets, level: tier)
        }
        let segment = query.segment.map { Condition(text: "", tests: [.inSegment($0)]) }
        var chosen: Set<MemberID> = []
        var after: MemberID?
        while true {
            try Task.checkCancellation()
            let members = try archive.members(after: after, limit: 500)
            for state in try archive.states(members.map { StateRequest(member: $0) }).compactMap(\.self) {
                guard filter.fits(state), segment.map({ version.holds($0, of: state, at: now) }) ?? true else {
                    continue
                }
                chosen.insert(state.member)
            }
            guard members.count == 500 else { return chosen }
            after = members.last
        }
    }
}

/// What streams by on the way to figures by definition.
private struct MeasureFold {
    let query: MeasureQuery
    let zone: any LocalTime
    let wallet: Key?
    let window: Range<Instant>
    let year: Range<Instant>
    /// Members whom the filter leaves; none is everybody.
    var chosen: Set<MemberID>?
    private(set) var members = 0
    private var joined: [MemberID: Instant] = [:]
    private var everybody: Set<MemberID> = []
    /// Whose an account is by now, of those that went to another member.
    private var owners: [MemberID: MemberID] = [:]
    private var enrolled = 0
    private var ofYear = 0
    private var active: Set<MemberID> = []
    private var guestOrders = 0
    private var sales: [Currency: (members: Int64, all: Int64, orders: Int)] = [:]
    private var (issued, spent, movements): (Int64, Int64, Int) = (0, 0, 0)
    private var answers: [PhaseSignal.Scale: [MemberID: (at: Instant, score: Int)]] = [:]
    private var response: [Double] = []
    private var unanswered = 0

    init(_ query: MeasureQuery, zone: any LocalTime, wallet: Key?, from: Day, until: Day) {
        (self.query, self.zone, self.wallet) = (query, zone, wallet)
        let end = zone.start(of: until.adding(days: 1))
        window = zone.start(of: from)..<end
        year = zone.start(of: until.adding(days: -364))..<end
    }

    private func isChosen(_ member: MemberID) -> Bool { chosen?.contains(member) ?? true }

    /// What an account did before it went to another member is that member's by now.
    private func owner(of account: MemberID) -> MemberID { owners[account] ?? account }

    /// Finds whose closed accounts are by now, 500 at a time.
    private mutating func findOwners(of closed: [MemberID], _ archive: any Archive) throws {
        var next: [MemberID: MemberID] = [:]
        for start in stride(from: 0, to: closed.count, by: 500) {
            try Task.checkCancellation()
            let some = closed[start..<min(start + 500, closed.count)]
            for state in try archive.states(some.map { StateRequest(member: $0) }).compactMap(\.self) {
                next[state.member] = state.merged?.other
            }
        }
        for account in next.keys {
            var (owner, steps) = (account, 0)
            while let other = next[owner], steps < SetiaService.mostAccounts { (owner, steps) = (other, steps + 1) }
            owners[account] = owner
        }
    }

    mutating func read(_ archive: any Archive) throws {
        var closed: [MemberID: Instant?] = [:]
        try archive.everyone { member, status, joinedAt in
            try Task.checkCancellation()
            everybody.insert(member)
            if status == .closed { closed[member] = joinedAt }
            guard isChosen(member) else { return }
            if status == .active { members += 1 }
            guard let joinedAt, status == .active || status == .suspended else { return }
            joined[member] = joinedAt
            if window.contains(joinedAt) { enrolled += 1 }
            if joinedAt < year.upperBound { ofYear += 1 }
        }
        try findOwners(of: Array(closed.keys), archive)
        try archive.sales { sale in
            try Task.checkCancellation()
            let member = owner(of: sale.member)
            let isMember = everybody.contains(member)
            if isMember, isChosen(member), year.contains(sale.at) { active.insert(member) }
            guard window.contains(sale.at), isThisWay(sale.store) else { return }
            if !isMember { guestOrders += 1 }
            var known = sales[sale.total.currency] ?? (0, 0, 0)
            known.all += sale.total.minorUnits
            known.orders += 1
            if isMember, isChosen(member) { known.members += sale.total.minorUnits }
            sales[sale.total.currency] = known
        }
        try archive.movements { account, entry in
            try Task.checkCancellation()
            let member = owner(of: account)
            guard isChosen(member) else { return }
            // What is given for joining says nothing of what a member does.
            let isOfJoining = (joined[account] ?? closed[account] ?? nil) == entry.at
            if entry.kind == .earn || entry.kind == .spend, !isOfJoining, year.contains(entry.at),
                everybody.contains(member)
            {
                active.insert(member)
            }
            guard entry.wallet == wallet, window.contains(entry.at) else { return }
            switch entry.kind {
            case .earn, .correction:
                issued += entry.points.units
                movements += 1
            case .spend, .giveBack:
                spent -= entry.points.units
                movements += 1
            default: break
            }
        }
        try archive.phaseSignals(of: nil) { account, signal in
            let member = owner(of: account)
            guard case .answered(let scale, let score) = signal.kind, window.contains(signal.at), isChosen(member)
            else {
                return
            }
            if let known = answers[scale]?[member], known.at > signal.at { return }
            answers[scale, default: [:]][member] = (signal.at, score)
        }
        try archive.waitings(from: window.lowerBound, until: window.upperBound) { waiting in
            guard waiting.isFirst, isChosen(owner(of: waiting.conversation.member)) else { return }
            if let channel = query.channel, Key(waiting.channel.rawValue) != channel { return }
            guard let ending = waiting.episode.ending, ending.kind == .answered else {
                unanswered += 1
                return
            }
            response.append(Double(max(0, ending.at.milliseconds(since: waiting.episode.openedAt))))
        }
        response.sort()
    }

    private func isThisWay(_ store: StoreID) -> Bool {
        guard let channel = query.channel else { return true }
        return channel == (store == .online ? "online" : Key(store.text))
    }

    /// Whether the way that is asked for is one by which orders come.
    private var isSalesWay: Bool {
        query.channel.map { channel in !MessageChannel.allCases.contains { Key($0.rawValue) == channel } } ?? true
    }

    /// Whether it is one by which members write.
    private var isMessageWay: Bool {
        query.channel.map { channel in MessageChannel.allCases.contains { Key($0.rawValue) == channel } } ?? true
    }

    var figures: [Measures.Figure] {
        [enrolment, activity, participation, redemption, satisfaction, promoters, firstResponse]
    }

    private func figure(
        _ definition: Definition,
        _ key: Key,
        _ numerator: Int64,
        _ denominator: Int64,
        _ value: Measures.Value?,
        _ interval: Interval?,
        n: Int,
        _ silence: Measures.Silence? = nil,
        leftOut: Int = 0,
        currency: Currency? = nil
    ) -> Measures.Figure {
        Measures.Figure(
            definition: definition,
            key: key,
            numerator: numerator,
            denominator: denominator,
            currency: silence == nil ? currency : nil,
            value: silence == nil ? value : nil,
            interval: silence == nil && value != nil ? interval : nil,
            n: n,
            silence: silence ?? (value == nil ? .nothing : nil),
            leftOut: leftOut
        )
    }

    private func figure(_ definition: Definition, _ key: Key, _ share: Share, _ silence: Measures.Silence? = nil)
        -> Measures.Figure
    {
        figure(
            definition,
            key,
            Int64(share.numerator),
            Int64(share.denominator),
            share.value.map { .rate($0) },
            share.interval95,
            n: share.denominator,
            silence
        )
    }

    private var enrolment: Measures.Figure {
        let silence: Measures.Silence? =
            query.isOfSomeMembers ? .unknownOthers : query.channel == nil ? nil : .noChannel
        return figure(.enrolment, "enrolment", Share(enrolled, of: enrolled + guestOrders), silence)
    }

    private var activity: Measures.Figure {
        let count = active.count { joined[$0].map { $0 < year.upperBound } ?? false }
        return figure(.active, "active", Share(count, of: ofYear), query.channel == nil ? nil : .noChannel)
    }

    private var participation: Measures.Figure {
        let most = sales.sorted { ($1.value.orders, $0.key) < ($0.value.orders, $1.key) }.first
        let sums = most?.value ?? (members: 0, all: 0, orders: 0)
        return figure(
            .participation,
            "participation",
            sums.members,
            sums.all,
            sums.all > 0 ? .rate(Double(sums.members) / Double(sums.all)) : nil,
            nil,
            n: sums.orders,
            isSalesWay ? nil : .noChannel,
            currency: most?.key
        )
    }

    private var redemption: Measures.Figure {
        figure(
            .redemptionFlow,
            "redemption",
            spent,
            issued,
            issued > 0 ? .rate(Double(max(0, spent)) / Double(issued)) : nil,
            nil,
            n: movements,
            query.channel == nil ? nil : .noChannel
        )
    }

    private func surveyed(_ kind: Survey.Kind, _ scale: PhaseSignal.Scale) -> SurveyFigures {
        var counts: [Int: Int] = [:]
        for answer in (answers[scale] ?? [:]).values { counts[answer.score, default: 0] += 1 }
        let all = counts.sorted { $0.key < $1.key }.map { (score: $0.key, count: $0.value) }
        return SurveyFigures(kind: kind, asked: all.reduce(0) { $0 + $1.count }, answers: all)
    }

    private var satisfaction: Measures.Figure {
        let found = surveyed(.csat, .satisfaction)
        return figure(
            .satisfaction,
            "satisfaction",
            Share(found.counts.suffix(2).reduce(0, +), of: found.answered),
            query.channel == nil ? nil : .noChannel
        )
    }

    private var promoters: Measures.Figure {
        let found = surveyed(.nps, .recommendation)
        let promoter = found.promoter
        return figure(
            .netPromoterScore,
            "promoters",
            Int64(promoter.promoters - promoter.detractors),
            Int64(promoter.count),
            found.value.map { .score($0) },
            found.interval95,
            n: found.answered,
            query.channel == nil ? nil : .noChannel
        )
    }

    /// The median by the clock on the wall, its range by ranks.
    private var firstResponse: Measures.Figure {
        let n = response.count
        let median = n == 0 ? nil : (response[(n - 1) / 2] + response[n / 2]) / 2
        var interval: Interval?
        if n >= 6 {
            let half = z95 * Double(n).squareRoot() / 2
            let (lower, upper) = (Int((Double(n) / 2 - half).rounded(.down)), Int((Double(n) / 2 + half).rounded(.up)))
            interval = Interval(lower: response[max(0, lower - 1)], upper: response[min(n - 1, upper)])
        }
        return figure(
            .responseTime,
            "response",
            Int64(n),
            Int64(n + unanswered),
            median.map { .duration($0) },
            interval,
            n: n,
            isMessageWay ? nil : .noChannel,
            leftOut: unanswered
        )
    }
}
