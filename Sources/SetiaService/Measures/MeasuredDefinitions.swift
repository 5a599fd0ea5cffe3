internal import SetiaCare
package import SetiaCore

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
            let fold = try self.measureFold(query, version, from: from, until: until, at: now, archive)
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

    /// Whom one of them counts above the line, in the order of their ids; none where there is no such figure.
    ///
    /// Of net promoters these are those who promote, of a median those who were answered.
    func measureMembers(_ figure: Key, _ query: MeasureQuery) async throws -> [MemberID]? {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let until = query.until ?? version.zone.day(of: now)
            let from = query.from ?? until.adding(days: -364)
            guard from <= until else { throw MeasureRefusal.endsBeforeItBegins }
            try self.check(query, version, archive)
            return try self.measureFold(query, version, from: from, until: until, at: now, archive)
                .members(behind: figure)
        }
    }

    /// Reads what the figures of some days count.
    private func measureFold(
        _ query: MeasureQuery,
        _ version: ProgrammeVersion,
        from: Day,
        until: Day,
        at now: Instant,
        _ archive: any Archive
    ) throws -> MeasureFold {
        var fold = MeasureFold(
            query,
            zone: version.zone,
            wallet: version.programme.wallets.first?.key,
            from: from,
            until: until
        )
        fold.chosen = try chosen(by: query, version, at: now, archive)
        try fold.read(archive)
        return fold
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
