internal import SetiaCare
internal import SetiaCore
internal import SetiaInsight

/// What streams by on the way to figures by definition: of the days that are asked for, and of as many before, in one pass.
struct MeasureFold {
    let query: MeasureQuery
    private let wallet: Key?
    /// Members whom the filter leaves; none is everybody.
    var chosen: Set<MemberID>?
    private(set) var members = 0
    private(set) var joined: [MemberID: Instant] = [:]
    private var everybody: Set<MemberID> = []
    /// Whose an account is by now, of those that went to another member.
    private var owners: [MemberID: MemberID] = [:]
    /// The days that are asked for.
    private(set) var now: MeasureStretch
    /// As many days, up to the one before these.
    private(set) var before: MeasureStretch

    init(_ query: MeasureQuery, zone: any LocalTime, wallet: Key?, from: Day, until: Day) {
        (self.query, self.wallet) = (query, wallet)
        let length = Int(until.number - from.number) + 1
        now = MeasureStretch(zone, from: from, until: until)
        before = MeasureStretch(zone, from: from.adding(days: -length), until: from.adding(days: -1))
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
            now.joined(member, at: joinedAt)
            before.joined(member, at: joinedAt)
        }
        try findOwners(of: Array(closed.keys), archive)
        try archive.sales { sale in
            try Task.checkCancellation()
            let member = owner(of: sale.member)
            let buyer = everybody.contains(member) ? member : nil
            let isOwn = buyer.map { isChosen($0) } ?? false
            let isThisWay = isThisWay(sale.store)
            now.add(sale, of: buyer, isOwn: isOwn, isThisWay: isThisWay)
            before.add(sale, of: buyer, isOwn: isOwn, isThisWay: isThisWay)
        }
        try archive.movements { account, entry in
            try Task.checkCancellation()
            let member = owner(of: account)
            guard isChosen(member) else { return }
            // What is given for joining says nothing of what a member does.
            let isOfJoining = (joined[account] ?? closed[account] ?? nil) == entry.at
            let isAct =
                (entry.kind == .earn || entry.kind == .spend) && !isOfJoining && everybody.contains(member)
            now.add(entry, of: member, isAct: isAct, isOfWallet: entry.wallet == wallet)
            before.add(entry, of: member, isAct: isAct, isOfWallet: entry.wallet == wallet)
        }
        try archive.phaseSignals(of: nil) { account, signal in
            let member = owner(of: account)
            guard case .answered(let scale, let score) = signal.kind, isChosen(member) else { return }
            now.answered(member, scale, score, at: signal.at)
            before.answered(member, scale, score, at: signal.at)
        }
        try archive.waitings(from: now.days.lowerBound, until: now.days.upperBound) { waiting in
            let member = owner(of: waiting.conversation.member)
            guard waiting.isFirst, isChosen(member) else { return }
            if let channel = query.channel, Key(waiting.channel.rawValue) != channel { return }
            guard let ending = waiting.episode.ending, ending.kind == .answered else {
                now.unanswered += 1
                return
            }
            now.responses.append(
                MeasureStretch.Response(
                    member: member,
                    took: Double(max(0, ending.at.milliseconds(since: waiting.episode.openedAt))),
                    inHours: waiting.businessTime.map { Double($0) }
                )
            )
        }
    }

    private func isThisWay(_ store: StoreID) -> Bool {
        guard let channel = query.channel else { return true }
        return channel == (store == .online ? "online" : Key(store.text))
    }

    /// Whether the way that is asked for is one by which orders come.
    var isSalesWay: Bool {
        query.channel.map { channel in !MessageChannel.allCases.contains { Key($0.rawValue) == channel } } ?? true
    }

    /// Whether it is one by which members write.
    var isMessageWay: Bool {
        query.channel.map { channel in MessageChannel.allCases.contains { Key($0.rawValue) == channel } } ?? true
    }
}

/// What is counted of one stretch of days.
struct MeasureStretch {
    /// Which days, as moments.
    let days: Range<Instant>
    /// The 365 days up to the last of them.
    let year: Range<Instant>
    private(set) var enrolled: Set<MemberID> = []
    /// How many had joined by the last day.
    private(set) var ofYear = 0
    private(set) var active: Set<MemberID> = []
    private(set) var guestOrders = 0
    private(set) var sales: [Currency: Sales] = [:]
    /// Points redeemed and issued, by member.
    private(set) var flows: [MemberID: (redeemed: Int64, issued: Int64)] = [:]
    private(set) var movements = 0
    private(set) var answers: [PhaseSignal.Scale: [MemberID: (at: Instant, score: Int)]] = [:]
    var responses: [Response] = []
    var unanswered = 0

    /// How long a member waited for a first answer, in milliseconds.
    struct Response {
        let member: MemberID
        /// By the clock on the wall.
        let took: Double
        /// Within business hours; none where these were not known.
        let inHours: Double?
    }

    /// What was paid in one currency.
    struct Sales {
        var orders = 0
        var own: Int64 = 0
        var all: Int64 = 0
        /// By known member, and whether the filter leaves her.
        var byMember: [MemberID: (amount: Int64, isOwn: Bool)] = [:]
        var guests = ClusteredRatio()
    }

    init(_ zone: any LocalTime, from: Day, until: Day) {
        let end = zone.start(of: until.adding(days: 1))
        days = zone.start(of: from)..<end
        year = zone.start(of: until.adding(days: -364))..<end
    }

    mutating func joined(_ member: MemberID, at moment: Instant) {
        if days.contains(moment) { enrolled.insert(member) }
        if moment < year.upperBound { ofYear += 1 }
    }

    /// Adds a sale to a known member, `isOwn` where the filter leaves her, or to nobody known.
    mutating func add(_ sale: Sale, of buyer: MemberID?, isOwn: Bool, isThisWay: Bool) {
        if let buyer, isOwn, year.contains(sale.at) { active.insert(buyer) }
        guard days.contains(sale.at), isThisWay else { return }
        if buyer == nil { guestOrders += 1 }
        let amount = sale.total.minorUnits
        sales[sale.total.currency, default: Sales()].orders += 1
        sales[sale.total.currency, default: Sales()].all += amount
        if let buyer {
            if isOwn { sales[sale.total.currency, default: Sales()].own += amount }
            sales[sale.total.currency, default: Sales()].byMember[buyer, default: (0, isOwn)].amount += amount
        } else {
            sales[sale.total.currency, default: Sales()].guests.add(0, of: Double(amount))
        }
    }

    mutating func add(_ entry: Entry, of member: MemberID, isAct: Bool, isOfWallet: Bool) {
        if isAct, year.contains(entry.at) { active.insert(member) }
        guard isOfWallet, days.contains(entry.at) else { return }
        switch entry.kind {
        case .earn, .correction:
            flows[member, default: (0, 0)].issued += entry.points.units
            movements += 1
        case .spend, .giveBack:
            flows[member, default: (0, 0)].redeemed -= entry.points.units
            movements += 1
        default: break
        }
    }

    /// Of each member the last answer counts.
    mutating func answered(_ member: MemberID, _ scale: PhaseSignal.Scale, _ score: Int, at moment: Instant) {
        guard days.contains(moment) else { return }
        if let known = answers[scale]?[member], known.at > moment { return }
        answers[scale, default: [:]][member] = (moment, score)
    }
}
