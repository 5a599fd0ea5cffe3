import SetiaCare
import SetiaCore
import Testing

@Suite("Places at events")
struct GatheringTests {
    private static let zone = FixedOffset(minutesEast: 8 * 60)
    private static let quiet = WeekHours.quiet([(21 * 60, 8 * 60)])

    private static func gathering(_ capacity: Int64, starts: String = "2026-06-05T19:00:00+08:00") -> Gathering {
        let start = at(starts)
        return Gathering(
            key: "tasting-june",
            words: [Gathering.Words(language: "en", title: "Tasting", text: "")],
            startsAt: start,
            endsAt: start.adding(milliseconds: 2 * 3_600_000),
            place: .inPerson("Bangsar"),
            capacity: capacity,
            at: at("2026-05-01T09:00:00+08:00")
        )
    }

    private static func at(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(milliseconds: 0) }

    private static func member(_ number: UInt64) -> MemberID { MemberID(Identifier(high: 1, low: number)) }

    @Test("X-1: who asks has a place held or waits, and asking again is no second wish")
    func asks() throws {
        let (gathering, now) = (Self.gathering(1), Self.at("2026-06-01T10:00:00+08:00"))
        let first = try gathering.ask(nil, member: Self.member(1), opens: nil, GatheringTally(), at: now)
        #expect(first.state == .held && first.number == 1)
        #expect(first.until == now.adding(milliseconds: 600_000))
        let again = try gathering.ask(
            first,
            member: Self.member(1),
            opens: nil,
            GatheringTally([first], at: now),
            at: now
        )
        #expect(again == first)
        let second = try gathering.ask(
            nil,
            member: Self.member(2),
            opens: nil,
            GatheringTally([first], at: now),
            at: now
        )
        #expect(second.state == .waiting && second.number == 2 && second.until == nil)
        #expect(throws: GatheringRefusal.full(waiting: 1)) {
            _ = try gathering.ask(
                nil,
                member: Self.member(3),
                opens: nil,
                mayWait: false,
                GatheringTally([first, second], at: now),
                at: now
            )
        }
        // The hold has lapsed: the place is for who waits, not for the next who asks.
        let later = now.adding(milliseconds: 600_000)
        let third = try gathering.ask(
            nil,
            member: Self.member(3),
            opens: nil,
            GatheringTally([first, second], at: later),
            at: later
        )
        #expect(third.state == .waiting)
    }

    @Test("X-2: a window lets some ask before everybody, and each is told from when on")
    func windows() throws {
        var gathering = Self.gathering(5)
        gathering.opensAt = Self.at("2026-06-03T10:00:00+08:00")
        let gold = Gathering.Early.Who.level(set: "status", level: "gold")
        let list = Gathering.Early.Who.segment("friends")
        gathering.early = [
            Gathering.Early(who: gold, from: Self.at("2026-06-01T10:00:00+08:00")),
            Gathering.Early(who: list, from: Self.at("2026-06-02T10:00:00+08:00")),
        ]
        #expect(gathering.opens { _ in false } == gathering.opensAt)
        #expect(gathering.opens { $0 == gold } == gathering.early[0].from)
        #expect(gathering.opens { _ in true } == gathering.early[0].from)
        #expect(gathering.opens { $0 == list } == gathering.early[1].from)
        let before = Self.at("2026-06-01T09:59:59+08:00")
        #expect(throws: GatheringRefusal.notOpen(until: gathering.early[0].from)) {
            _ = try gathering.ask(
                nil,
                member: Self.member(1),
                opens: gathering.early[0].from,
                GatheringTally(),
                at: before
            )
        }
        gathering.opensAt = nil
        gathering.early = []
        #expect(gathering.opens { _ in true } == nil)
    }

    @Test("X-4: what is held or offered is hers once she confirms, and lapses at its end, not after it")
    func confirms() throws {
        let (gathering, now) = (Self.gathering(1), Self.at("2026-06-01T10:00:00+08:00"))
        let held = try gathering.ask(nil, member: Self.member(1), opens: nil, GatheringTally(), at: now)
        let last = now.adding(milliseconds: 599_999)
        let confirmed = try gathering.confirm(held, before: 0, at: last)
        #expect(confirmed.state == .confirmed && confirmed.until == nil && confirmed.confirmedAt == last)
        #expect(try gathering.confirm(confirmed, before: 0, at: last) == confirmed)
        let end = now.adding(milliseconds: 600_000)
        #expect(throws: GatheringRefusal.holdLapsed(at: end)) { _ = try gathering.confirm(held, before: 0, at: end) }
        #expect(gathering.lapse(held, at: last) == held)
        let lapsed = gathering.lapse(held, at: end)
        #expect(lapsed.state == .lapsed)
        #expect(throws: GatheringRefusal.holdLapsed(at: end)) { _ = try gathering.confirm(lapsed, before: 0, at: end) }
        let waiting = GatheringPlace(
            gathering: gathering.key,
            member: Self.member(2),
            number: 2,
            askedAt: now,
            state: .waiting
        )
        #expect(throws: GatheringRefusal.stillWaiting(before: 3)) {
            _ = try gathering.confirm(waiting, before: 3, at: now)
        }
        #expect(throws: GatheringRefusal.noPlace) { _ = try gathering.confirm(nil, before: 0, at: now) }
        let offered = gathering.offer(waiting, until: end)
        #expect(offered.untold == .offer)
        #expect(throws: GatheringRefusal.offerLapsed(at: end)) {
            _ = try gathering.confirm(offered, before: 0, at: end)
        }
        let given = try gathering.cancel(confirmed, at: last)
        #expect(given.state == .cancelled)
        #expect(try gathering.cancel(given, at: last) == given)
        #expect(throws: GatheringRefusal.begun(at: gathering.startsAt)) {
            _ = try gathering.ask(nil, member: Self.member(4), opens: nil, GatheringTally(), at: gathering.startsAt)
        }
        var off = gathering
        off.cancelledAt = now
        #expect(throws: GatheringRefusal.calledOff) {
            _ = try off.ask(nil, member: Self.member(4), opens: nil, GatheringTally(), at: now)
        }
        #expect(throws: GatheringRefusal.calledOff) { _ = try off.confirm(held, before: 0, at: now) }
    }

    @Test(
        "X-5: an offer lasts twelve hours, is not made in quiet hours and does not end in them",
        arguments: [
            ("2026-06-01T08:00:00+08:00", "2026-06-01T20:00:00+08:00"),
            ("2026-06-01T09:00:00+08:00", "2026-06-02T08:00:00+08:00"),
            ("2026-06-01T20:59:59+08:00", "2026-06-02T08:59:59+08:00"),
            ("2026-06-01T21:00:00+08:00", nil), ("2026-06-02T07:59:59+08:00", nil),
            // Never beyond the beginning.
            ("2026-06-05T12:00:00+08:00", "2026-06-05T19:00:00+08:00"), ("2026-06-05T19:00:00+08:00", nil),
        ] as [(String, String?)]
    )
    func offers(now: String, until: String?) {
        let gathering = Self.gathering(3)
        let tally = GatheringTally(confirmed: 1, waiting: 7)
        let offers = gathering.offers(tally, at: Self.at(now), quiet: Self.quiet, in: Self.zone)
        #expect(offers?.until == until.map { Self.at($0) })
        if until != nil { #expect(offers?.count == 2) }
    }

    @Test("X-7: who has a confirmed place is let in once; any other code is answered alike")
    func door() throws {
        let gathering = Self.gathering(1)
        let early = gathering.startsAt.adding(milliseconds: -Gathering.doorsBefore - 1)
        var place = GatheringPlace(
            gathering: gathering.key,
            member: Self.member(1),
            number: 1,
            askedAt: early,
            state: .confirmed
        )
        let at = gathering.startsAt
        #expect(
            throws: GatheringRefusal.doorsClosed(
                from: early.adding(milliseconds: 1),
                until: gathering.endsAt.adding(milliseconds: Gathering.doorsAfter)
            )
        ) { _ = try gathering.checkIn(place, at: early) }
        let entered = try gathering.checkIn(place, at: at)
        #expect(entered.checkedInAt == at && entered.untold == .attendance)
        #expect(try gathering.checkIn(entered, at: at.adding(milliseconds: 5_000)) == entered)
        #expect(throws: GatheringRefusal.checkedIn(at: at)) { _ = try gathering.cancel(entered, at: at) }
        for state in GatheringPlace.State.allCases where state != .confirmed {
            place.state = state
            #expect(throws: GatheringRefusal.notExpected) { _ = try gathering.checkIn(place, at: at) }
        }
        #expect(throws: GatheringRefusal.notExpected) { _ = try gathering.checkIn(nil, at: at) }
    }

    @Test(
        "X-3: confirmed, held and offered are never more than there are, nobody has two, and who waits is offered in her turn",
        arguments: 0..<200 as Range<UInt64>
    )
    func neverTooMany(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var gathering = Self.gathering(Int64.random(in: 1...6, using: &random))
        var places: [UInt64: GatheringPlace] = [:]
        var now = Self.at("2026-06-01T07:00:00+08:00")
        for _ in 0..<150 {
            now = now.adding(milliseconds: Int64.random(in: 0...5_400_000, using: &random))
            func tally() -> GatheringTally { GatheringTally(places.values, at: now) }
            func settle() {
                for (key, place) in places { places[key] = gathering.lapse(place, at: now) }
                guard let offers = gathering.offers(tally(), at: now, quiet: Self.quiet, in: Self.zone) else { return }
                let waiting = places.values.filter { $0.state == .waiting }.sorted { $0.number < $1.number }
                let next = waiting.prefix(Int(offers.count))
                for place in next {
                    guard let key = places.first(where: { $0.value == place })?.key else { continue }
                    places[key] = gathering.offer(place, until: offers.until)
                }
                let left = places.values.filter { $0.state == .waiting }
                #expect(
                    left.allSatisfy { one in next.allSatisfy { $0.number < one.number && $0.askedAt <= one.askedAt } }
                )
            }
            settle()
            let who = UInt64.random(in: 1...12, using: &random)
            do throws(GatheringRefusal) {
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<5:
                    let before = places[who]
                    let place = try gathering.ask(before, member: Self.member(who), opens: nil, tally(), at: now)
                    if let before, before.isLive(at: now) { #expect(place == before) }
                    places[who] = place
                case 5..<8: places[who] = try gathering.confirm(places[who], before: 0, at: now)
                case 8: places[who] = try gathering.cancel(places[who], at: now)
                default:
                    gathering.capacity = max(
                        tally().taken,
                        gathering.capacity + Int64.random(in: -1...1, using: &random),
                        1
                    )
                }
            } catch {}
            settle()
            #expect(tally().taken <= gathering.capacity, "seed \(seed)")
            let numbers = places.values.map(\.number)
            #expect(Set(numbers).count == numbers.count, "seed \(seed)")
        }
    }
}
