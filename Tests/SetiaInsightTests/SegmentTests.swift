import SetiaCore
import Testing

@testable import SetiaInsight

@Suite("Segments by recency, frequency and spend")
struct SegmentTests {
    private func columns(_ purchases: [(Int32, String, Int64)]) throws -> PurchaseColumns {
        var columns = PurchaseColumns()
        for (member, day, amount) in purchases {
            columns.append(member: member, day: try #require(Day(iso: day)), amountMinorUnits: amount)
        }
        return columns
    }

    @Test("every score has a name, and the ends are those one expects")
    func names() {
        #expect(RFMSegment(score(555)) == .champions)
        #expect(RFMSegment(score(511)) == .new)
        #expect(RFMSegment(score(155)) == .cannotLose)
        #expect(RFMSegment(score(111)) == .lost)
        #expect(RFMSegment(score(211)) == .asleep)
        #expect(RFMSegment(score(234)) == .atRisk)
        #expect(RFMSegment(score(333)) == .needAttention)
        let all = Set(
            (1...5).flatMap { r in (1...5).flatMap { f in (1...5).map { m in RFMSegment(score(r * 100 + f * 10 + m)) } }
            }
        )
        #expect(all == Set(RFMSegment.allCases))
    }

    @Test("fixed limits: what is on the limit is above it")
    func limits() throws {
        let limits = try #require(
            RFMThresholds(recencyDays: [7, 30, 90, 180], orders: [2, 3, 5, 10], amounts: [100, 200, 500, 1_000])
        )
        let history = try columns([(0, "2026-03-25", 100), (0, "2026-03-25", 99), (1, "2025-01-01", 1_000)]).history()
        let scores = rfm(history, by: limits, on: try #require(Day(iso: "2026-04-01")))
        #expect(scores.map(\.code) == [522, 115])
        #expect(RFMThresholds(recencyDays: [7, 7, 90, 180], orders: [2, 3, 5, 10], amounts: [1, 2, 3, 4]) == nil)
    }

    @Test("where all bought once on one day for one price, ties decide about everybody")
    func ties() throws {
        let history = try columns((0..<10).map { ($0, "2026-03-01", 100) }).history()
        #expect(rfmTies(history) == RFMTies(recency: 10, frequency: 10, monetary: 10, buyers: 10))
        let distinct = try columns((0..<10).map { ($0, "2026-03-\(10 + $0)", Int64($0)) }).history()
        #expect(rfmTies(distinct) == RFMTies(recency: 0, frequency: 10, monetary: 0, buyers: 10))
    }

    @Test("fifths are those of sorting: by measure, and of equal ones by place", arguments: 0..<60 as Range<UInt64>)
    func fifths(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = [0, 1, 4, 5, 7, 99, 1_000, 20_000][Int(seed % 8)]
        let range: ClosedRange<Int64> = [0...0, 0...3, -500...500, -5...70_000, 0...9_000_000, .min ... .max][
            Int(seed % 6)
        ]
        var measures = (0..<count).map { _ in Int64.random(in: range, using: &random) }
        // One far off leaves the others in one stretch.
        if seed % 5 == 4, count > 0 { measures[count / 2] = 1 << 60 }
        let order = measures.indices.sorted { (measures[$0], $0) < (measures[$1], $1) }
        let (size, greater) = count.quotientAndRemainder(dividingBy: 5)
        let sizes = (0..<5).map { $0 < greater ? size + 1 : size }
        var wanted = [UInt8](repeating: 0, count: count)
        for (rank, place) in order.enumerated() {
            var (fifth, rest) = (0, rank)
            while rest >= sizes[fifth] { (fifth, rest) = (fifth + 1, rest - sizes[fifth]) }
            wanted[place] = UInt8(fifth + 1)
        }
        let found = Fifths(measures)
        #expect(found.scores == wanted)
        let apart = Dictionary(grouping: measures.indices) { measures[$0] }.values
            .filter { Set($0.map { wanted[$0] }).count > 1 }
        #expect(found.tied == apart.reduce(0) { $0 + $1.count })
        if range.upperBound < 1 << 30, seed % 5 != 4 {
            #expect(Fifths(measures.map { Int32($0) }).scores == wanted)
        }
    }

    @Test("who moved: from one segment to another, and who is new")
    func movement() throws {
        var purchases: [(Int32, String, Int64)] = (0..<20).map { ($0, "2026-01-\(10 + $0 % 10)", Int64(100 + $0)) }
        purchases.append((20, "2026-03-01", 5_000))
        let columns = try columns(purchases)
        let before = rfm(columns.history(through: Day(iso: "2026-01-31")))
        let movement = RFMMovement(from: before, to: rfm(columns.history()))
        #expect(movement.counts.values.reduce(0, +) == 21)
        #expect(movement.counts.filter { $0.key.from == nil }.values.reduce(0, +) == 1)
    }

    private func score(_ code: Int) -> RFMScore {
        RFMScore(member: 0, recency: code / 100, frequency: code / 10 % 10, monetary: code % 10)
    }
}

@Suite("Purchases in columns")
struct PurchaseColumnsTests {
    @Test(
        "a history of columns is the history appended one by one, and a window is one",
        arguments: 0..<10 as Range<UInt64>
    )
    func sameHistory(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var (columns, history, early) = (PurchaseColumns(), PurchaseHistory(), PurchaseHistory())
        for _ in 0..<70_000 {
            let (member, day) = (
                Int32.random(in: 0..<500, using: &random), Int32.random(in: 19_000..<20_000, using: &random)
            )
            columns.append(member: member, day: Day(number: day), amountMinorUnits: 100)
            history.append(member: member, day: Day(number: day), amountMinorUnits: 100)
            if day <= 19_500 { early.append(member: member, day: Day(number: day), amountMinorUnits: 100) }
        }
        #expect(columns.count == 70_000)
        #expect(monthly(columns.history()) == monthly(history))
        #expect(rfm(columns.history()) == rfm(history))
        #expect(rfm(columns.history(through: Day(number: 19_500))) == rfm(early))
    }

    @Test(
        "folded on two cores it is the same history, whatever the order of the purchases",
        arguments: 0..<3 as Range<UInt64>
    )
    func sameOnTwoCores(seed: UInt64) async {
        var random = SplitMix64(seed: seed)
        var columns = PurchaseColumns()
        for _ in 0..<400_000 {
            let (member, day) = (
                Int32.random(in: 0..<900_000, using: &random), Int32.random(in: 19_000..<20_000, using: &random)
            )
            columns.append(member: member, day: Day(number: day), amountMinorUnits: Int64(day % 900))
        }
        for through in [nil, Day(number: 19_400)] {
            let (one, two) = (columns.history(through: through), await columns.folded(through: through))
            #expect(monthly(one) == monthly(two))
            #expect(rfm(one) == rfm(two))
            #expect(cohorts(one) == cohorts(two))
            #expect(repeatPurchaseRate(one) == repeatPurchaseRate(two))
            #expect(repeatWithin(days: 30, one) == repeatWithin(days: 30, two))
        }
    }

    @Test("what came back in full counts no more; in part, it counts with what was kept; never below nothing")
    func takeBack() {
        var columns = PurchaseColumns()
        let first = columns.append(member: 0, day: Day(number: 1), amountMinorUnits: 100)
        let second = columns.append(member: 1, day: Day(number: 2), amountMinorUnits: 50)
        #expect(columns.takeBack(40, of: first) == 0)
        #expect(columns.takeBack(70, of: second) == 20)
        #expect(columns.takeBack(5, of: second) == 5)
        #expect(columns.count == 1)
        var left: [Int64] = []
        columns.eachPurchase { left.append($2) }
        #expect(left == [60])
    }

    @Test("members may get numbers beyond those that were given")
    func renumber() {
        var columns = PurchaseColumns()
        columns.append(member: 0, day: Day(number: 1), amountMinorUnits: 100)
        columns.renumber([3, 0])
        #expect(rfm(columns.history()).map(\.member) == [3])
        #expect(Array(MemberDays(columns)[3]) == [1])
    }

    @Test("a member's days are hers, each once, in order")
    func days() {
        var columns = PurchaseColumns()
        for (member, day) in [(2, 9), (0, 5), (2, 3), (0, 5), (2, 9), (0, 1)] {
            columns.append(member: Int32(member), day: Day(number: Int32(day)), amountMinorUnits: 1)
        }
        let days = MemberDays(columns)
        #expect((0..<3).map { Array(days[$0]) } == [[1, 5], [], [3, 9]])
        #expect((0..<3).map { Array(MemberDays(columns, through: Day(number: 5))[$0]) } == [[1, 5], [], [3]])
    }

    @Test("names get numbers in the order in which they come, and ranks in the order of their bytes")
    func names() {
        var names = MemberNames()
        let given = ["b", "a", "b", "", "a\u{301}", "á"].map { text in
            Array(text.utf8).withUnsafeBufferPointer { names.number(of: $0) }
        }
        #expect(given == [0, 1, 0, 2, 3, 4])
        #expect(names.ranks == [3, 1, 0, 2, 4])
        #expect(names.renumbered(names.ranks)[1] == "a")
        var many = MemberNames()
        for number in 0..<100_000 {
            let text = Array("member \(number % 30_000)".utf8)
            #expect(text.withUnsafeBufferPointer { many.number(of: $0) } == Int32(number % 30_000))
        }
        #expect(many.count == 30_000)
    }
}

@Suite("Activity")
struct ActivityTests {
    private func days(_ purchases: [(Int, Int)]) -> MemberDays {
        var columns = PurchaseColumns()
        for (member, day) in purchases {
            columns.append(member: Int32(member), day: Day(number: Int32(day)), amountMinorUnits: 1)
        }
        return MemberDays(columns)
    }

    @Test("retention, churn, return and new: a late return is reactivation, not negative churn")
    func activity() {
        // Windows of ten days: 11 to 20, and 21 to 30.
        let days = days([(0, 12), (0, 25), (1, 20), (2, 3), (2, 21), (3, 5), (4, 30), (5, 11), (5, 3)])
        let activity = Activity(days, until: Day(number: 30), length: 10)
        #expect(activity.retention == Share(1, of: 3))
        #expect(activity.churn == Share(2, of: 3))
        #expect(activity.reactivation == Share(1, of: 2))
        #expect(activity.new == 1)
        #expect(activity.active == 3)
        #expect(Activity(days, until: Day(number: 5_000), length: 10).retention.value == nil)
    }

    @Test("a member churned who is silent for more than twice her own median gap; of two purchases nothing is known")
    func rhythm() {
        // Gaps of 10: silent 20 is not yet more than twice; gaps of 5: it is.
        let rhythm = Rhythm(
            days([(0, 60), (0, 70), (0, 80), (1, 70), (1, 75), (1, 80), (2, 1), (2, 2)]),
            until: Day(number: 100)
        )
        #expect(rhythm.churn == Share(1, of: 2))
        #expect(rhythm.unknown == 1)
        #expect(rhythm.gaps == 5)
        #expect(rhythm.medianGap == 5)
        #expect(rhythm.medianGapInterval == nil)
        let nobody = Rhythm(days([]), until: Day(number: 1))
        #expect(nobody.churn.value == nil && nobody.medianGap == nil)
    }

    @Test("definitions have names of their own, a version, and say what they leave out")
    func definitions() {
        #expect(Set(Definition.all.map(\.name)).count == Definition.all.count)
        for definition in Definition.all {
            #expect(definition.version >= 1)
            for text in [
                definition.numerator, definition.denominator, definition.window, definition.excluded,
                definition.interval,
            ] {
                #expect(!text.isEmpty, "\(definition.name)")
            }
        }
    }
}
