package import SetiaCore
package import SetiaInsight

/// What somebody wants to know: what would have happened under this programme.
package struct WhatIfQuestion: Sendable, Hashable {
    /// The document of the programme to try.
    package let document: String
    /// From which day it would have held; none is from the beginning.
    ///
    /// Before that day, what held in truth decides.
    package let from: Day?
    /// The last day that counts; none is today.
    package let through: Day?
    /// What a point costs, by wallet; where it is not said, points are told without money.
    package let values: [PointValue]
    /// How many winners and losers are named.
    package let most: Int
    /// Whether all members are replayed together in the order of time, so that budgets bind them; else each by herself,
    /// and budgets have no end.
    package let isExact: Bool

    /// A question.
    package init(
        document: String,
        from: Day? = nil,
        through: Day? = nil,
        values: [PointValue] = [],
        most: Int = 10,
        isExact: Bool = false
    ) {
        self.document = document
        self.from = from
        self.through = through
        self.values = values
        self.most = most
        self.isExact = isExact
    }
}

/// How far a what-if has come.
package struct WhatIfProgress: Sendable, Hashable {
    /// Members that are done.
    package let members: Int
    /// Members that there are.
    package let ofMembers: Int
    /// Events that were decided again.
    package let events: Int

    /// From 0 to 1.
    package var done: Double { ofMembers == 0 ? 1 : Double(members) / Double(ofMembers) }
}

extension SetiaService {
    /// Replays all members under another programme, from nothing, and compares with what happened.
    ///
    /// It reads only, a stretch of members after the other, so that it can run beside a server. Each stretch is one
    /// consistent view; members for whom something is recorded meanwhile are compared as they are when their turn comes.
    /// The answer is the same however many tasks share the work, since only sums come out of it.
    ///
    /// - Parameters:
    ///   - question: The programme, and from when to when.
    ///   - tasks: How many stretches are worked on at the same time.
    ///   - stretchSize: How many events and entries a stretch has, if no single member has more.
    ///   - onProgress: Is told how far it has come, from any of the tasks.
    /// - Returns: the report.
    /// - Throws: the problems with the document as the reader states them, `Unready`, `CancellationError` when the task
    ///   was cancelled, `UnreadableHistory`, or the world's trouble.
    /// - Complexity: Memory holds `tasks` stretches, each of `stretchSize` or of one member who has more, and what is counted: it does not grow with the history.
    package func whatIf(
        _ question: WhatIfQuestion,
        tasks: Int = 2,
        stretchSize: Int64 = 20_000,
        onProgress: @escaping @Sendable (WhatIfProgress) -> Void = { _ in }
    ) async throws -> WhatIfReport {
        do {
            return try await replay(question, tasks, stretchSize, onProgress)
        } catch {
            // A database whose reading is broken off calls it a failure of its own.
            try Task.checkCancellation()
            throw error
        }
    }

    private func replay(
        _ question: WhatIfQuestion,
        _ tasks: Int,
        _ stretchSize: Int64,
        _ onProgress: @escaping @Sendable (WhatIfProgress) -> Void
    ) async throws -> WhatIfReport {
        let plan = try await plan(for: question)
        let stretches = try await stretches(of: stretchSize)
        let total = stretches.reduce(0) { $0 + $1.members }
        guard !question.isExact else {
            return try await replayExactly(question, plan, stretches, of: total, onProgress)
        }
        var tally = WhatIfTally(most: question.most)
        var done = 0
        try await withThrowingTaskGroup(of: (members: Int, tally: WhatIfTally).self) { group in
            var next = 0
            func begin() {
                guard next < stretches.count else { return }
                let stretch = stretches[next]
                next += 1
                group.addTask { (stretch.members, try await self.tally(stretch, plan, most: question.most)) }
            }
            for _ in 0..<max(1, tasks) { begin() }
            while let part = try await group.next() {
                begin()
                tally.add(part.tally)
                done += part.members
                onProgress(WhatIfProgress(members: done, ofMembers: total, events: tally.events))
            }
        }
        try Task.checkCancellation()
        return WhatIfReport(tally, plan, values: question.values)
    }

    /// Replays all members together: they are read one stretch after the other, and all are held.
    private func replayExactly(
        _ question: WhatIfQuestion,
        _ plan: WhatIfPlan,
        _ stretches: [Stretch],
        of total: Int,
        _ onProgress: @escaping @Sendable (WhatIfProgress) -> Void
    ) async throws -> WhatIfReport {
        var histories: [History] = []
        var (members, events) = (0, 0)
        for stretch in stretches {
            try Task.checkCancellation()
            let part = try await store.reading { archive -> [History] in try read(stretch, from: archive) }
            histories += part
            members += stretch.members
            events += part.reduce(0) { $0 + $1.events.count }
            onProgress(WhatIfProgress(members: members, ofMembers: total, events: events))
        }
        var tally = WhatIfTally(most: question.most)
        try tally.addExactly(histories, plan)
        try Task.checkCancellation()
        return WhatIfReport(tally, plan, values: question.values)
    }

    private func plan(for question: WhatIfQuestion) async throws -> WhatIfPlan {
        let programme = try reader.parse(question.document)
        let now = surroundings.now()
        return try await store.reading { archive -> WhatIfPlan in
            let book = try self.configuration(archive).published()
            guard let zone = self.reader.zone(programme.timeZone) else {
                throw StoreFailure(kind: .other, message: "no such time zone here: \(programme.timeZone)")
            }
            return WhatIfPlan(
                programme,
                in: zone,
                book: book,
                from: question.from,
                through: question.through,
                now: now
            )
        }
    }

    /// All members, cut where enough events and entries have come together.
    private func stretches(of most: Int64) async throws -> [Stretch] {
        try await store.reading { archive -> [Stretch] in
            var stretches: [Stretch] = []
            var size: Int64 = 0
            var members = 0
            var end: MemberID?
            try archive.walk { member, number in
                if members > 0, size + number > most || members == Stretch.mostMembers {
                    stretches.append(Stretch(after: stretches.last?.through, through: end ?? member, members: members))
                    (size, members) = (0, 0)
                }
                size += number
                members += 1
                end = member
            }
            if let end, members > 0 {
                stretches.append(Stretch(after: stretches.last?.through, through: end, members: members))
            }
            return stretches
        }
    }

    private func tally(_ stretch: Stretch, _ plan: WhatIfPlan, most: Int) async throws -> WhatIfTally {
        try Task.checkCancellation()
        let histories = try await store.reading { archive -> [History] in try read(stretch, from: archive) }
        var tally = WhatIfTally(most: most)
        for history in histories {
            try Task.checkCancellation()
            try tally.add(history, plan)
        }
        return tally
    }
}

/// Members whose ids follow each other.
private struct Stretch: Sendable {
    let after: MemberID?
    let through: MemberID
    let members: Int

    static let mostMembers = 2_000
}

private func read(_ stretch: Stretch, from archive: any Archive) throws -> [History] {
    var ids: [MemberID] = []
    var events: [[PastEvent]] = []
    try archive.pastEvents(after: stretch.after, through: stretch.through) { member, event in
        if ids.last != member {
            ids.append(member)
            events.append([])
        }
        events[events.count - 1].append(event)
    }
    let states = try archive.states(ids.map { StateRequest(member: $0) })
    var histories = zip(ids, zip(states, events)).map { id, kept in
        var history = History(state: kept.0 ?? MemberState(member: id))
        history.events = kept.1
        return history
    }
    var place = 0
    try archive.pastMovements(after: stretch.after, through: stretch.through) { member, movement in
        while place < ids.count, ids[place] < member { place += 1 }
        guard place < ids.count, ids[place] == member else { return }
        histories[place].movements.append(movement)
    }
    return histories
}
