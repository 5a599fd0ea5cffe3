internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// Members with the arm that each was assigned to and what came of it, as columns.
struct Assignment {
    private(set) var subject: String
    /// Arms by number, in the order in which they first came.
    private(set) var arms: [String] = []
    private(set) var arm: [Int32] = []
    private(set) var outcomes: [String]
    /// Outcome by outcome, a number a member.
    private(set) var values: [[Double]]
    /// The same from before; empty where there is none.
    private(set) var past: [Double] = []
    private(set) var pastName: String?
    private(set) var segments: [String] = []
    private(set) var segment: [Int32] = []
    private(set) var cost: [Double] = []
    private(set) var figures: [Double] = []
    private(set) var width = 0
    private var members: [MemberID] = []

    /// Reads them; a row that cannot be used stops it, since leaving members out after assignment would mislead.
    init(
        _ input: InputFile,
        _ mapping: ColumnMapping,
        outcomes: [String],
        before: String?,
        segment segmentColumn: String?,
        figures figureColumns: [String],
        cost costColumn: String?,
        readsMembers: Bool,
        _ progress: Progress
    ) throws {
        subject = input.name
        self.outcomes = outcomes
        values = Array(repeating: [], count: outcomes.count)
        pastName = before
        width = figureColumns.count
        let numbers = outcomes + [before, costColumn].compactMap { $0 } + figureColumns
        var required = ["arm"] + (readsMembers ? ["member"] : [])
        for column in numbers + [segmentColumn].compactMap({ $0 }) where !required.contains(column) {
            required.append(column)
        }
        var table = try CSVTable(source: input.source, mapping: mapping, required: required)
        var bad = BadRows()
        var rows: Int64 = 0
        while true {
            do {
                guard try table.next() else { break }
                let name = try table.text("arm")
                guard !name.isEmpty else { throw table.problem("arm", "is empty") }
                let row = try numbers.map { try table.number($0) }
                let segment = try segmentColumn.map { try table.text($0) }
                if readsMembers {
                    guard let id = MemberID(text: try table.text("member")) else {
                        throw table.problem("member", "is no member's id")
                    }
                    members.append(id)
                }
                arm.append(Assignment.number(of: name, in: &arms))
                if let segment { self.segment.append(Assignment.number(of: segment, in: &segments)) }
                var place = 0
                for outcome in outcomes.indices {
                    values[outcome].append(row[place])
                    place += 1
                }
                if before != nil {
                    past.append(row[place])
                    place += 1
                }
                if costColumn != nil {
                    cost.append(row[place])
                    place += 1
                }
                figures.append(contentsOf: row[place...])
            } catch let problem as RowProblem {
                bad.add(problem)
            }
            rows += 1
            if rows & 0xFFF == 0 {
                try Task.checkCancellation()
                progress.show(done: Double(table.offset) / Double(max(1, input.size)), count: rows)
            }
        }
        try bad.refuse(input.name, without: "who was assigned must not be left out")
        guard Set(members).count == members.count else {
            throw CommandFailure(
                "a member stands twice in \(input.name)",
                why: "\(counted(members.count - Set(members).count, "row")) too many",
                todo: "keep one row a member, with the arm that she was first assigned to",
                .badData
            )
        }
    }

    var count: Int { arm.count }

    func number(of name: String) -> Int32? { arms.firstIndex(of: name).map { Int32($0) } }

    /// Whether an outcome is 0 or 1 for all.
    func isYesOrNo(_ outcome: Int) -> Bool { values[outcome].allSatisfy { $0 == 0 || $0 == 1 } }

    /// Takes what the brand's members bought for the outcomes, and what they bought before for the past.
    mutating func take(_ brand: BrandOutcomes) throws {
        outcomes = ["bought", "orders", "spend"]
        pastName = "spend in the \(brand.length) days before"
        values = Array(repeating: Array(repeating: 0, count: count), count: 3)
        past = Array(repeating: 0, count: count)
        for (place, member) in members.enumerated() {
            let own = brand.members[member] ?? BrandOutcomes.Member()
            values[0][place] = own.orders > 0 ? 1 : 0
            values[1][place] = Double(own.orders)
            values[2][place] = own.spend
            past[place] = own.before
        }
        subject += " and \(brand.subject), \(brand.since) to \(brand.end)"
    }

    func upliftMembers(arm name: String, control: String, outcome: Int) -> [UpliftModel.Member] {
        let (treated, held) = (number(of: name), number(of: control))
        return (0..<count).compactMap { place in
            guard arm[place] == treated || arm[place] == held else { return nil }
            return UpliftModel.Member(
                figures: Array(figures[place * width..<(place + 1) * width]),
                isTreated: arm[place] == treated,
                happened: values[outcome][place] == 1
            )
        }
    }

    private static func number(of name: String, in names: inout [String]) -> Int32 {
        if let place = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) { return Int32(place) }
        names.append(name)
        return Int32(names.count - 1)
    }
}

/// What the brand's members bought since a day, and as long before it.
struct BrandOutcomes {
    struct Member {
        var orders = 0
        var spend = 0.0
        var before = 0.0
    }

    private(set) var members: [MemberID: Member] = [:]
    let since: Day
    let end: Day
    let subject: String
    /// Days since then, and days of the time before.
    let length: Int

    init(_ options: BrandOptions, since: Day) async throws {
        let progress = Progress("reading", unit: "orders")
        defer { progress.end() }
        let shell = Shell.current
        let read = try await endingOnInterrupt {
            try await Shell.$current.withValue(shell) {
                try await options.withBrand { brand in
                    try await brand.service.brandPurchases { progress.show(done: nil, count: Int64($0)) }
                }
            }
        }
        guard read.end >= since else {
            throw CommandFailure(
                "nothing can have come of it yet",
                why: "\(since) is after \(read.end), the last day of the brand's purchases",
                todo: "name the day on which members were assigned with --since",
                .badData
            )
        }
        self.since = since
        end = read.end
        length = Int(read.end.number - since.number) + 1
        subject = "\(try options.location)"
        let scale = (0..<read.decimals).reduce(1.0) { scale, _ in scale * 10 }
        let first = since.number - Int32(length)
        var own: [MemberID: Member] = [:]
        read.columns.eachPurchase { number, day, amount in
            guard day >= first else { return }
            let id = read.members[Int(number)]
            var member = own[id] ?? Member()
            if day >= since.number {
                member.orders += 1
                member.spend += Double(amount) / scale
            } else {
                member.before += Double(amount) / scale
            }
            own[id] = member
        }
        members = own
    }
}
