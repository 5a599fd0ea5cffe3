internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// All that the model keeps of gatherings.
struct KeptGatherings: Sendable {
    var gatherings: [Key: Gathering] = [:]
    /// By gathering and then by member.
    var places: [Key: [MemberID: GatheringPlace]] = [:]

    /// What an erased member leaves.
    mutating func erase(_ member: MemberID) {
        for key in places.keys {
            guard var place = places[key]?[member], place.checkedInAt == nil else { continue }
            place.state = .cancelled
            place.until = nil
            place.untold = nil
            places[key]?[member] = place
        }
    }
}

extension ModelLedger {
    func gathering(_ key: Key) -> Gathering? { kept.gatherings.gatherings[key] }

    func lockGathering(_ key: Key) -> Gathering? { gathering(key) }

    func gatherings(endingAfter moment: Instant, limit: Int) -> [Gathering] {
        let found = kept.gatherings.gatherings.values.filter { $0.endsAt > moment }
        return Array(found.sorted { ($0.endsAt, $0.key) < ($1.endsAt, $1.key) }.prefix(limit))
    }

    func gatherings(endedBy moment: Instant, limit: Int) -> [Gathering] {
        let found = kept.gatherings.gatherings.values.filter { $0.endsAt <= moment }
        return Array(found.sorted { ($1.endsAt, $1.key) < ($0.endsAt, $0.key) }.prefix(limit))
    }

    func gatheringTally(_ key: Key, at now: Instant) -> GatheringTally {
        GatheringTally((kept.gatherings.places[key] ?? [:]).values, at: now)
    }

    func gatheringPlace(_ key: Key, of member: MemberID) -> GatheringPlace? { kept.gatherings.places[key]?[member] }

    func gatheringPlaces(_ key: Key, _ state: GatheringPlace.State, after number: Int64, limit: Int) -> [GatheringPlace]
    {
        let found = (kept.gatherings.places[key] ?? [:]).values.filter { $0.state == state && $0.number > number }
        return Array(found.sorted { $0.number < $1.number }.prefix(limit))
    }

    func gatheringPlacesDue(_ key: Key, by now: Instant) -> [GatheringPlace] {
        let found = (kept.gatherings.places[key] ?? [:]).values.filter { place in
            place.state.hasEnd && (place.until.map { $0 <= now } ?? false)
        }
        return found.sorted { ($0.state == .held ? 0 : 1, $0.number) < ($1.state == .held ? 0 : 1, $1.number) }
    }

    func waiting(at key: Key, before number: Int64) -> Int64 {
        Int64((kept.gatherings.places[key] ?? [:]).values.count { $0.state == .waiting && $0.number < number })
    }

    func gatheringPlaces(of member: MemberID) -> [GatheringPlace] {
        kept.gatherings.places.values.compactMap { $0[member] }.sorted { $0.gathering < $1.gathering }
    }

    func gatheringPlaces(untold: GatheringPlace.Untold, limit: Int) -> [GatheringPlace] {
        let found = kept.gatherings.places.values.flatMap(\.values).filter { $0.untold == untold }
        return Array(found.sorted { ($0.gathering, $0.member) < ($1.gathering, $1.member) }.prefix(limit))
    }

    func gatheringPlaces(toRemindOf moment: Instant, limit: Int) -> [GatheringPlace] {
        let soon = Set(kept.gatherings.gatherings.values.filter { $0.startsAt <= moment }.map(\.key))
        let found = kept.gatherings.places.values.flatMap(\.values).filter {
            $0.untold == .reminder && soon.contains($0.gathering)
        }
        return Array(found.sorted { ($0.gathering, $0.member) < ($1.gathering, $1.member) }.prefix(limit))
    }

    func save(_ gathering: Gathering) { kept.gatherings.gatherings[gathering.key] = gathering }

    func put(_ place: GatheringPlace) throws {
        let others = (kept.gatherings.places[place.gathering] ?? [:]).values
        guard !others.contains(where: { $0.number == place.number && $0.member != place.member }) else {
            throw StoreFailure.broken("a number is given once")
        }
        kept.gatherings.places[place.gathering, default: [:]][place.member] = place
    }

    func move(_ place: GatheringPlace, from state: GatheringPlace.State) -> Bool {
        guard kept.gatherings.places[place.gathering]?[place.member]?.state == state else { return false }
        kept.gatherings.places[place.gathering]?[place.member] = place
        return true
    }

    func told(_ untold: GatheringPlace.Untold, of place: GatheringPlace) {
        guard kept.gatherings.places[place.gathering]?[place.member]?.untold == untold else { return }
        kept.gatherings.places[place.gathering]?[place.member]?.untold = nil
    }
}
