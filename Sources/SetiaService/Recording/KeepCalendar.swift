internal import JSONText
internal import SetiaCore

extension SetiaService {
    /// Records the birthdays and anniversaries of all days that have begun and whose are not recorded yet (rules E-19 and
    /// E-20).
    ///
    /// Each is an event of the day itself, at its first instant, made once a member, kind and year by its id; so it does
    /// not matter how late or how often this runs. A lane that was never looked at begins with today.
    ///
    /// - Parameter lanes: Of which members; servers that run together share them.
    /// - Returns: how many events were recorded.
    /// - Throws: `Unready` without a programme, or the world's trouble; what was done before stays done.
    package func keepCalendar(in lanes: LaneSet = .all) async throws -> Int {
        let now = surroundings.now()
        let (book, kept) = try await store.reading { archive in
            (try self.configuration(archive).published(), try archive.calendarLanes())
        }
        let today = book.version(at: now).zone.day(of: now)
        let known = kept.filter { lanes.contains($0.lane) }
        var open = lanes.lanes.map { lane in
            known.first { $0.lane == lane }
                ?? CalendarLane(lane: lane, doneThrough: today.adding(days: -1), version: 0)
        }
        var done = 0
        // A clock that was set back waits until the days come again.
        while let first = open.map(\.doneThrough).min(), first < today {
            let day = first.adding(days: 1)
            let due = open.indices.filter { open[$0].doneThrough == first }
            done += try await keep(day, in: LaneSet(due.map { open[$0].lane }), book)
            for place in due { open[place].doneThrough = day }
            let written = due.map { open[$0] }
            try await store.writing { try $0.save(written) }
        }
        let number = book.version(at: now).number
        let stale = open.indices.filter { open[$0].version != number }
        if !stale.isEmpty {
            try await lookAgain(in: LaneSet(stale.map { open[$0].lane }), by: book.version(at: now))
            for place in stale { open[place].version = number }
            let written = stale.map { open[$0] }
            try await store.writing { try $0.save(written) }
        }
        return done
    }

    /// Looks at all members of these lanes by a version that is new to them: what it says of notices, warnings and debts
    /// holds from now on for what is there already, and not only after something has happened to her.
    private func lookAgain(in lanes: LaneSet, by version: ProgrammeVersion) async throws {
        guard version.programme.asksForLooks else { return }
        var after: MemberID?
        while true {
            let behind = after
            let members = try await store.reading { try $0.members(after: behind, limit: portion) }
            guard let last = members.last else { return }
            after = last
            let own = members.filter { lanes.contains($0) }
            guard !own.isEmpty else { continue }
            let now = surroundings.now()
            for portion in store.isDistributed ? own.map({ [$0] }) : [own] {
                try await store.recording { ledger in
                    let states = try ledger.states(portion.map { StateRequest(member: $0) }).compactMap(\.self)
                    let parts = states.compactMap { self.lookedAt($0, by: version, now) }
                    guard !parts.isEmpty else { return }
                    for failure in try ledger.append(parts) { if let failure { throw failure } }
                }
            }
        }
    }

    /// An event of time alone, where the version plans something else for her; none where nothing changes.
    private func lookedAt(_ state: MemberState, by version: ProgrammeVersion, _ now: Instant) -> MemberPart? {
        guard state.status != .erased, state.number > 0, state.nextDue.map({ $0 > now }) ?? true else { return nil }
        let event = Event(
            source: "setia/clock",
            id: Key("\(state.member.text)-\(state.number + 1)"),
            occurredAt: max(state.clock, min(version.validFrom, now)),
            matter: .timePassed
        )
        guard let (after, decision) = try? decide(version, state, event) else { return nil }
        var before = state
        before.number = after.number
        before.clock = after.clock
        guard after != before else { return nil }
        return MemberPart(
            state: after,
            newcomer: nil,
            events: [recorded(event, of: state.member, decision, now)]
        )
    }

    /// One day, of those whose lanes have come so far.
    private func keep(_ day: Day, in lanes: LaneSet, _ book: ProgrammeBook) async throws -> Int {
        // The version whose day it is: where the zone has changed, the one that holds then.
        let version = book.version(at: book.version(at: surroundings.now()).zone.start(of: day))
        let start = version.zone.start(of: day)
        let awaited = try await journeyTriggers()
        var done = 0
        if version.programme.listens(to: .birthday) || awaited.contains(.birthday) {
            for birthday in version.programme.birthdays(on: day) {
                done += try await keepBirthdays(birthday, on: day, from: start, in: lanes)
            }
        }
        if version.programme.listens(to: .anniversary) || awaited.contains(.anniversary),
            let first = try await store.reading({ try $0.firstJoining() })
        {
            for (joined, years) in anniversaries(on: day, since: version.zone.day(of: first)) {
                let times = (version.zone.start(of: joined), version.zone.start(of: joined.adding(days: 1)))
                done += try await keepAnniversaries(of: years, joined: times, on: day, from: start, in: lanes)
            }
        }
        return done
    }

    private func keepBirthdays(
        _ birthday: YearDay,
        on day: Day,
        from start: Instant,
        in lanes: LaneSet
    ) async throws -> Int {
        let hash = sealing.dayHash(birthday)
        var after: MemberID?
        var done = 0
        while true {
            let behind = after
            let found = try await store.reading { archive in
                try archive.members(bornOn: hash, toldBefore: start, in: lanes, after: behind, limit: portion)
            }
            guard let last = found.last else { return done }
            after = last
            done += try await keep(
                found.map { DayKept(member: $0, occurrence: Occurrence(type: .birthday, facts: [])) },
                year: day.year,
                at: start
            )
        }
    }

    private func keepAnniversaries(
        of years: Int,
        joined: (from: Instant, before: Instant),
        on day: Day,
        from start: Instant,
        in lanes: LaneSet
    ) async throws -> Int {
        var after: JoiningMark?
        var done = 0
        while true {
            let behind = after
            let found = try await store.reading { archive in
                try archive.members(
                    joinedFrom: joined.from,
                    before: joined.before,
                    in: lanes,
                    after: behind,
                    limit: portion
                )
            }
            guard let last = found.last else { return done }
            after = last
            let facts = [Occurrence.Fact(name: "years", value: .number(Int64(years)))]
            done += try await keep(
                found.map { DayKept(member: $0.member, occurrence: Occurrence(type: .anniversary, facts: facts)) },
                year: day.year,
                at: start
            )
        }
    }

    /// Records a day of these members: of those who have joined before it and are still members.
    private func keep(_ days: [DayKept], year: Int, at start: Instant) async throws -> Int {
        let states = try await store.reading { archive in
            try archive.states(days.map { StateRequest(member: $0.member) })
        }
        let prepared = zip(days, states).compactMap { day, state -> PreparedIntake? in
            guard let state, state.status == .active || state.status == .suspended,
                let joinedAt = state.joinedAt, joinedAt < start
            else { return nil }
            let event = Event(
                source: "setia/calendar",
                id: Key("\(day.occurrence.type.rawValue)-\(day.member.text)-\(year)"),
                occurredAt: start,
                matter: .happened(day.occurrence)
            )
            return prepare(Intake(event: event, who: .member(day.member)))
        }
        guard !prepared.isEmpty else { return 0 }
        var done = 0
        for outcome in try await record(prepared) {
            switch outcome {
            case .recorded(let receipt): done += receipt.isReplay ? 0 : 1
            // Erased since she was read, or another number of years is recorded already: nothing is left to do.
            case .refused: continue
            case .kept: preconditionFailure("what a day brings never waits")
            case .failed(let error): throw error
            }
        }
        if done > 0 { outboxBell.ringOfNews() }
        return done
    }
}

/// A day of a member's that is to be recorded.
private struct DayKept {
    let member: MemberID
    let occurrence: Occurrence
}

/// How many members are read and recorded at once.
private let portion = 100
