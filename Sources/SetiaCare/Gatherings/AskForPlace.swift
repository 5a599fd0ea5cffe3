package import SetiaCore

/// Why nothing was done about a place; where several hold, the one that stands first here is given.
package enum GatheringRefusal: Error, Sendable, Hashable {
    /// There is no such gathering.
    case unknownGathering
    /// She is no active member.
    case notActive
    /// It was called off.
    case calledOff
    /// It has begun, or is over.
    case begun(at: Instant)
    /// She may not ask yet; when she may.
    case notOpen(until: Instant)
    /// No place is free, and she will not wait; how many wait.
    case full(waiting: Int64)
    /// She has no place there and waits for none.
    case noPlace
    /// She waits, and no place was offered to her yet; how many wait before her.
    case stillWaiting(before: Int64)
    /// It was held for her until then.
    case holdLapsed(at: Instant)
    /// It was offered to her until then.
    case offerLapsed(at: Instant)
    /// She was let in, and that is not undone.
    case checkedIn(at: Instant)
    /// Nobody with a confirmed place has shown this code; which of several reasons it is, the door is not told.
    case notExpected
    /// Nobody is let in yet, or any more.
    case doorsClosed(from: Instant, until: Instant)
    /// So many places are somebody's already.
    case capacityTaken(Int64)
}

extension Gathering {
    /// What asking for a place does (rules ): a place is held for some minutes where one is free and nobody
    /// waits; else she waits behind all who wait.
    ///
    /// Who has a place, or waits, gets what she has: asking again is no second wish.
    ///
    /// - Parameters:
    ///   - own: What she has there.
    ///   - member: Who asks.
    ///   - opens: From when on she may; none is from the beginning.
    ///   - mayWait: Whether she waits where none is free.
    ///   - tally: All places at that moment.
    ///   - now: When.
    /// - Returns: her place.
    /// - Throws: `calledOff`, `begun`, `notOpen` or `full`.
    package func ask(
        _ own: GatheringPlace?,
        member: MemberID,
        opens: Instant?,
        mayWait: Bool = true,
        _ tally: GatheringTally,
        at now: Instant
    ) throws(GatheringRefusal) -> GatheringPlace {
        try beOpenStill(at: now)
        if let own, own.isLive(at: now) { return own }
        if let opens, now < opens { throw .notOpen(until: opens) }
        if !mayWait, tally.free(of: capacity) == 0 { throw .full(waiting: tally.waiting) }
        var place = GatheringPlace(
            gathering: key,
            member: member,
            number: tally.lastNumber + 1,
            askedAt: now,
            state: tally.free(of: capacity) > 0 ? .held : .waiting
        )
        if place.state == .held { place.until = min(now.adding(milliseconds: Gathering.holdLasts), startsAt) }
        return place
    }

    /// What confirming does (rule X-4): what is held or offered becomes hers.
    ///
    /// - Parameters:
    ///   - own: What she has there.
    ///   - before: How many wait before her, where she waits.
    ///   - now: When.
    /// - Returns: her place; confirmed already, it is the same.
    /// - Throws: why it cannot be hers.
    package func confirm(_ own: GatheringPlace?, before: Int64, at now: Instant) throws(GatheringRefusal)
        -> GatheringPlace
    {
        guard cancelledAt == nil else { throw .calledOff }
        guard var own, own.state != .cancelled else { throw .noPlace }
        if own.state == .confirmed { return own }
        try beOpenStill(at: now)
        switch own.state {
        case .held, .offered:
            if let until = own.until, now >= until {
                throw own.state == .held ? .holdLapsed(at: until) : .offerLapsed(at: until)
            }
            own.state = .confirmed
            own.confirmedAt = now
            own.until = nil
            // Who confirms within the last day knows when it is.
            own.untold = now.adding(milliseconds: Gathering.remindsBefore) < startsAt ? .reminder : nil
            return own
        case .waiting: throw .stillWaiting(before: before)
        case .lapsed:
            // Offers last longer than holds.
            let until = own.until ?? now
            throw until <= own.askedAt.adding(milliseconds: Gathering.holdLasts)
                ? .holdLapsed(at: until) : .offerLapsed(at: until)
        case .confirmed, .cancelled: return own
        }
    }

    /// What giving a place back does, or the wish for one; given back already, it is the same.
    ///
    /// - Returns: her place.
    /// - Throws: `noPlace`, `checkedIn` or `begun`.
    package func cancel(_ own: GatheringPlace?, at now: Instant) throws(GatheringRefusal) -> GatheringPlace {
        guard var own else { throw .noPlace }
        guard own.state.isLive else { return own }
        if let at = own.checkedInAt { throw .checkedIn(at: at) }
        guard now < startsAt else { throw .begun(at: startsAt) }
        own.state = .cancelled
        own.until = nil
        own.untold = nil
        return own
    }

    /// What showing a code at the door does (rule X-7): who has a confirmed place is let in, once.
    ///
    /// - Returns: her place; let in before, it is the same.
    /// - Throws: `calledOff`, `doorsClosed` or `notExpected`.
    package func checkIn(_ own: GatheringPlace?, at now: Instant) throws(GatheringRefusal) -> GatheringPlace {
        guard cancelledAt == nil else { throw .calledOff }
        guard hasDoorsOpen(at: now) else {
            throw .doorsClosed(
                from: startsAt.adding(milliseconds: -Gathering.doorsBefore),
                until: endsAt.adding(milliseconds: Gathering.doorsAfter)
            )
        }
        guard var own, own.state == .confirmed else { throw .notExpected }
        guard own.checkedInAt == nil else { return own }
        own.checkedInAt = now
        own.untold = .attendance
        return own
    }

    /// What time does to a place: what is held or offered lapses at its end (rule X-4).
    package func lapse(_ own: GatheringPlace, at now: Instant) -> GatheringPlace {
        guard own.state.hasEnd, let until = own.until, now >= until else { return own }
        var lapsed = own
        lapsed.state = .lapsed
        lapsed.untold = nil
        return lapsed
    }

    /// How many of those who wait are offered a place now (rule X-5): as many as there are free ones, none in quiet hours
    /// and none once it has begun.
    ///
    /// - Parameters:
    ///   - tally: All places at that moment.
    ///   - now: When.
    ///   - quiet: When nobody is written to.
    ///   - zone: In which that is.
    /// - Returns: how many, and until when they have it; none where nothing is offered.
    package func offers(_ tally: GatheringTally, at now: Instant, quiet: WeekHours?, in zone: some LocalTime) -> (
        count: Int64, until: Instant
    )? {
        let count = min(tally.available(of: capacity), tally.waiting)
        guard count > 0, cancelledAt == nil, now < startsAt else { return nil }
        let hours = quiet.map { [$0] } ?? []
        guard quietEnds(hours, at: now, in: zone) == now else { return nil }
        let end = now.adding(milliseconds: offerHours * 3_600_000)
        // Never at night: she who sleeps has the morning.
        return (count, min(quietEnds(hours, at: end, in: zone) ?? end, startsAt))
    }

    /// A place offered to one who waits.
    package func offer(_ waiting: GatheringPlace, until: Instant) -> GatheringPlace {
        var place = waiting
        place.state = .offered
        place.until = until
        place.untold = .offer
        return place
    }

    private func beOpenStill(at now: Instant) throws(GatheringRefusal) {
        guard cancelledAt == nil else { throw .calledOff }
        guard now < startsAt else { throw .begun(at: startsAt) }
    }
}

extension GatheringPlace {
    /// Whether she has a place or waits for one, what has lapsed by now left out.
    package func isLive(at now: Instant) -> Bool {
        state.isLive && (until.map { now < $0 } ?? true)
    }
}
