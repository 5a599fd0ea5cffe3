internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia insight bought`: whether members come back for the reward, out of habit, or by choice.
struct InsightBoughtCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bought",
        abstract: "Tell how much of coming back follows rewards, and how much is habit.",
        discussion: """
            Compares the time to a member's next visit one visit before a reward, after one, and with points about to \
            lapse, with her own other times. --csv writes each member. A table has customer and date, and what was \
            earned and redeemed, a row a visit. Where it cannot be told, it says what would tell.

            EXAMPLES
              setia insight bought --database shop.db
              setia insight bought --database shop.db --wallet points --csv members.csv
              setia insight bought visits.csv --columns customer=card,redeemed=spent
            """
    )

    @Argument(help: ArgumentHelp("A table of visits; else the brand's own.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("Which column gives which field: field=column,…", valueName: "list"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("The brand's wallet; else the first.", valueName: "name"))
    var wallet: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: FindingsOptions

    func validate() throws {
        if file != nil, wallet != nil { throw ValidationError("--wallet is for the brand's own points.") }
        if file == nil, !columns.isEmpty { throw ValidationError("--columns is for a table.") }
    }

    func run() async throws {
        try await reporting {
            let report: BoughtReport
            if let file {
                report = try BoughtReport(
                    VisitFile(try InputFile(file), try ColumnMapping(columns: columns, values: []))
                )
            } else {
                report = try await brand.withBrand { brand in
                    let progress = Progress("reading", unit: "entries and orders")
                    defer { progress.end() }
                    let found = try await brand.service.measuredBought(of: wallet.map { Key($0) }) { count in
                        progress.show(done: nil, count: Int64(count))
                    }
                    return BoughtReport(found)
                }
            }
            guard report.members > 0 else {
                throw CommandFailure(
                    "there is nothing to measure",
                    why: "nobody has bought anything in \(report.subject)",
                    todo: "wait for the first orders, or name a table of visits",
                    .badData
                )
            }
            try output.tell(report.findings)
        }
    }
}

/// What is told of the brand's members, or of a file's customers.
struct BoughtReport {
    let subject: String
    let members: Int
    private let prices: [Int64]
    private let rewards: Int
    private let bought: RewardShare?
    private let silence: RewardShare.Silence?
    private let habit: HabitShare?
    private let advocates: Share?
    private let each: [(name: String, visits: Int, share: Estimate)]
    private var evidence: [String] = []

    /// Of the brand, with what can be said of each member.
    init(_ found: BoughtMembers) {
        self.init(found.insight, found.members.map { ($0.member.text, $0.visits, $0.share) })
    }

    /// Of the brand.
    init(_ insight: BoughtInsight, _ each: [(name: String, visits: Int, share: Estimate)] = []) {
        self.each = each
        subject = "wallet \(insight.wallet)"
        members = insight.members
        (prices, rewards) = (insight.prices.map(\.units), insight.rewards)
        (bought, silence, habit, advocates) = (insight.bought, insight.silence, insight.habit, insight.advocates)
        let (paid, friends) = (insight.paidAdvocates, insight.friends)
        if paid.numerator > 0 {
            evidence.append(
                "\(grouped(paid.numerator)) visits of members who were given points for what they did: no sign of attachment"
            )
        }
        if friends.unpaid + friends.paid > 0 {
            evidence.append(
                "\(counted(friends.unpaid, "friend")) bought for whom nothing was given, \(grouped(friends.paid)) for whom "
                    + "something was"
            )
        }
        evidence.append(
            insight.rewardChanges == 0
                ? "rewards and rates have not changed, so how members answer to a change is not known"
                : "rewards or rates changed \(grouped(insight.rewardChanges)) times, for everybody on the same day: what "
                    + "followed cannot be told from the season"
        )
        evidence.append(
            "the next change as a campaign with 'holdOut: 50%' would tell, and 'holdOut: 5%' of the whole programme what "
                + "rewards do at all times (setia insight worth)"
        )
    }

    /// Of a file.
    init(_ file: VisitFile) {
        subject = file.name
        members = file.customers.count
        (prices, rewards) = (file.prices.prices ?? [], file.prices.rewards)
        var gaps = RewardGaps()
        for customer in file.customers { gaps.add(rewardGaps(customer.visits, prices: prices)) }
        var (found, reason) = (RewardShare?.none, RewardShare.Silence?.none)
        do throws(RewardShare.Silence) {
            guard file.prices.prices != nil else { throw .noThreshold }
            found = try RewardShare(gaps)
        } catch {
            reason = error
        }
        (bought, silence) = (found, reason)
        (habit, advocates) = (HabitShare(file.slots), nil)
        var each: [(name: String, visits: Int, share: Estimate)] = []
        for (place, customer) in file.customers.enumerated() {
            guard let share = found?.share(of: place, gaps) else { continue }
            each.append((customer.name, customer.visits.count, share))
        }
        self.each = each
    }

    var findings: Findings {
        var findings = Findings(subject: "bought or real, \(subject): \(counted(members, "member"))")
        findings.tables = [parts]
        if let bought { findings.tables.append(effects(bought)) }
        findings.notes = notes
        var table = Findings.Table(
            "members",
            "",
            [.init("member"), .init("visits"), .init("share"), .init("lower"), .init("upper")]
        )
        for row in each {
            table.add(
                .text(row.name),
                .count(row.visits),
                .rate(row.share.value),
                .rate(row.share.interval.lower),
                .rate(row.share.interval.upper)
            )
        }
        findings.export = table
        return findings
    }

    private var parts: Findings.Table {
        var table = Findings.Table(
            "parts",
            "",
            [
                .init("part"), .init("share"), .init("lower", "95 % from"), .init("upper", "to"), .init("n"),
                .init("of"),
            ]
        )
        func add(_ part: String, _ estimate: Estimate?, _ n: Int, _ what: String) {
            table.add(
                .text(part),
                .rate(estimate?.value),
                .rate(estimate?.interval.lower),
                .rate(estimate?.interval.upper),
                .count(n),
                .text(what)
            )
        }
        if let bought { add("follows rewards", bought.estimate, bought.gaps, "visits after the first") }
        if let habit {
            add(
                habit.rhythm == .weekday ? "habit, by day of the week" : "habit, by part of the day",
                habit.share,
                habit.members,
                "members with two visits"
            )
        }
        if let advocates {
            table.add(
                .text("visits of advocates"),
                .rate(advocates.value),
                .none,
                .none,
                .count(advocates.denominator),
                .text("visits after the first")
            )
        }
        return table
    }

    private func effects(_ bought: RewardShare) -> Findings.Table {
        var table = Findings.Table(
            "pace",
            "how much faster members come back",
            [
                .init("when"), .init("times", "times as fast"), .init("lower", "95 % from"), .init("upper", "to"),
                .init("n", "visits"), .init("few", ""),
            ]
        )
        for effect in bought.effects {
            let when =
                switch effect.standing {
                case .near: "one visit before a reward"
                case .after: "after a reward"
                case .lapsing: "points lapse within 30 days"
                }
            table.add(
                .text(when),
                .number(effect.speed.value, decimals: 3),
                .number(effect.speed.interval.lower, decimals: 3),
                .number(effect.speed.interval.upper, decimals: 3),
                .count(effect.gaps),
                .text(effect.gaps < 30 ? "few" : "")
            )
        }
        return table
    }

    private var notes: [String] {
        var notes: [String] = []
        if let silence {
            let reason =
                switch silence {
                case .noThreshold:
                    "\(counted(rewards, "reward")) had for points: too few, or at prices too different, to tell who is near one"
                case .tooFew(let members, let least):
                    "\(counted(members, "member")) came five times or more, and \(least) are the least"
                case .noContrast: "members stand to rewards in the same way at nearly all of their visits"
                }
            notes.append("how much is bought cannot be said: \(reason)")
            notes.append(
                """
                an experiment would tell: hold a tenth of the members, chosen at random, out of a bonus or a reward, and \
                compare their visits (setia insight plan, setia insight experiment)
                """
            )
        }
        if let bought {
            notes.append(
                bought.estimate.interval.lower > 0
                    ? "rewards bring visits: the range leaves 0 out"
                    : "no visits are shown to follow rewards: the range holds 0"
            )
            notes.append(
                "usual prices of rewards: \(prices.map { grouped($0) }.joined(separator: ", ")), "
                    + "of \(counted(rewards, "reward"))"
            )
            notes.append("what the programme does at all times alike is not in it: that takes members held out")
        }
        notes += evidence
        notes.append("what members think of the brand no purchase tells: ask them (a survey)")
        return notes
    }
}

/// Visits of customers with what they earned and redeemed, read from a table.
struct VisitFile {
    private(set) var customers: [(name: String, visits: [VisitPoints])] = []
    private(set) var prices = UsualPrices()
    private(set) var slots = HabitShare.Counts()
    let name: String

    private struct Row {
        let customer: Int32
        let day: Int32
        let earned: Int64
        let redeemed: Int64
    }

    /// - Throws: `CommandFailure` where a row cannot be used, or none can.
    init(_ input: InputFile, _ mapping: ColumnMapping) throws {
        name = input.name
        // Somewhere on earth it is tomorrow already.
        let today = FixedOffset.utc.day(of: Shell.current.surroundings.now()).adding(days: 1)
        var table = try CSVTable(
            source: input.source,
            mapping: mapping,
            required: ["customer", "date", "earned", "redeemed"]
        )
        var (people, bad, rows) = (MemberNames(), BadRows(), [Row]())
        while true {
            do {
                guard try table.next() else { break }
                let day = try table.day("date")
                guard day <= today else { throw table.problem("date", "is after today") }
                guard let customer = table.column(of: "customer") else { break }
                guard let who = table.withBytes(customer, { $0.isEmpty ? nil : people.number(of: $0) }) else {
                    throw table.problem("customer", "is empty")
                }
                let (earned, redeemed) = (try points("earned", &table), try points("redeemed", &table))
                rows.append(Row(customer: who, day: day.number, earned: earned, redeemed: redeemed))
            } catch let problem as RowProblem {
                bad.add(problem)
            }
            if table.row & 0xFFF == 0 { try Task.checkCancellation() }
        }
        try bad.refuse(input.name)
        rows.sort { ($0.customer, $0.day) < ($1.customer, $1.day) }
        fill(rows, people)
    }

    private func points(_ field: String, _ table: inout CSVTable) throws -> Int64 {
        let number = try table.number(field)
        guard number >= 0, number < 1e15, number == number.rounded() else {
            throw table.problem(field, "is a whole number of points, 0 or more")
        }
        return Int64(number)
    }

    private mutating func fill(_ rows: [Row], _ people: MemberNames) {
        var start = 0
        while start < rows.count {
            var (end, balance, visits) = (start, Int64(0), [VisitPoints]())
            var weekdays = [Int](repeating: 0, count: 7)
            while end < rows.count, rows[end].customer == rows[start].customer {
                let day = rows[end].day
                var (earned, redeemed) = (Int64(0), Int64(0))
                while end < rows.count, rows[end].customer == rows[start].customer, rows[end].day == day {
                    earned += rows[end].earned
                    redeemed += rows[end].redeemed
                    end += 1
                }
                if redeemed > 0 { prices.add(redeemed) }
                balance += earned - redeemed
                weekdays[Day(number: day).weekday - 1] += 1
                visits.append(VisitPoints(at: Double(day), balance: balance, earned: earned, redeemed: redeemed))
            }
            // A table of days has no hours: habit is by day of the week alone.
            slots.add(weekdays: weekdays, dayParts: [0, 0, 0, 0, 0, 0])
            customers.append((name: people[Int(rows[start].customer)], visits: visits))
            start = end
        }
    }
}
