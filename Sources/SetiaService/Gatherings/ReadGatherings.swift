internal import JSONText
package import SetiaCare
package import SetiaCore

/// A gathering with how many places are in which state.
package struct CountedGathering: Sendable, Hashable {
    /// Which.
    package let gathering: Gathering
    /// All places there at the moment of asking.
    package let tally: GatheringTally
}

/// Somebody who has a place, or waits for one.
package struct Guest: Sendable, Hashable {
    /// Her place.
    package let place: GatheringPlace
    /// How she is called; none where that is not known.
    package let name: String?
}

/// Which part of the list of gatherings.
package enum GatheringPart: String, Sendable, Hashable, CaseIterable {
    /// Those that are not over.
    case coming
    /// Those that are.
    case past
}

extension SetiaService {
    /// Gatherings with their places: those to come by when they end, those of the past the latest first.
    package func gatherings(_ part: GatheringPart, limit: Int) async throws -> [CountedGathering] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let found =
                switch part {
                case .coming: try archive.gatherings(endingAfter: now, limit: limit)
                case .past: try archive.gatherings(endedBy: now, limit: limit)
                }
            return try found.map {
                CountedGathering(gathering: $0, tally: try archive.gatheringTally($0.key, at: now))
            }
        }
    }

    /// One gathering with its places.
    ///
    /// - Throws: `GatheringRefusal.unknownGathering`, or the world's trouble.
    package func gathering(_ key: Key) async throws -> CountedGathering {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let gathering = try archive.gathering(key) else { throw GatheringRefusal.unknownGathering }
            return CountedGathering(gathering: gathering, tally: try archive.gatheringTally(key, at: now))
        }
    }

    /// Gatherings that are not over, as they stand for a member; those called off only where she has something there.
    ///
    /// - Throws: `GatheringRefusal.notActive`, `Unready`, or the world's trouble.
    package func gatherings(for member: MemberID, limit: Int = 100) async throws -> [OwnGathering] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let (state, accounts, version) = try self.grounds(member, at: now, archive)
            return try archive.gatherings(endingAfter: now, limit: limit).map {
                try self.own($0, state, accounts, version, at: now, archive)
            }.filter { $0.gathering.cancelledAt == nil || $0.place?.state.isLive == true }
        }
    }

    /// One gathering as it stands for a member.
    ///
    /// - Throws: `GatheringRefusal.unknownGathering` or `.notActive`, `Unready`, or the world's trouble.
    package func gathering(_ key: Key, for member: MemberID) async throws -> OwnGathering {
        let now = surroundings.now()
        return try await store.reading { archive in
            let (state, accounts, version) = try self.grounds(member, at: now, archive)
            guard let gathering = try archive.gathering(key) else { throw GatheringRefusal.unknownGathering }
            return try self.own(gathering, state, accounts, version, at: now, archive)
        }
    }

    /// What a member has anywhere, what is over included; by when it ends, the latest first.
    ///
    /// - Throws: `GatheringRefusal.notActive`, `Unready`, or the world's trouble.
    package func places(of member: MemberID) async throws -> [OwnGathering] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let (state, accounts, version) = try self.grounds(member, at: now, archive)
            let keys = Set(try accounts.flatMap { try archive.gatheringPlaces(of: $0) }.map(\.gathering))
            return try keys.sorted().compactMap { try archive.gathering($0) }
                .sorted { ($1.endsAt, $1.key) < ($0.endsAt, $0.key) }
                .map { try self.own($0, state, accounts, version, at: now, archive) }
        }
    }

    /// Who has a place in one state, in the order in which they asked.
    ///
    /// - Parameters:
    ///   - key: Where.
    ///   - state: Which.
    ///   - after: Behind which number.
    ///   - limit: At most so many.
    /// - Returns: the page.
    /// - Throws: `GatheringRefusal.unknownGathering`, or the world's trouble.
    package func guests(_ key: Key, _ state: GatheringPlace.State, after: Int64 = 0, limit: Int) async throws -> [Guest]
    {
        try await store.reading { archive in
            guard try archive.gathering(key) != nil else { throw GatheringRefusal.unknownGathering }
            return try archive.gatheringPlaces(key, state, after: after, limit: limit).map { place in
                let wrapped = try archive.keys(of: [place.member])[0]
                let person = try self.open(try archive.person(place.member)?.document, of: place.member, with: wrapped)
                return Guest(place: place, name: person["name"]?.string)
            }
        }
    }

    /// Who has a place or waits, as a file of comma-separated values: in these states one after the other, each in the order
    /// in which they asked.
    ///
    /// - Throws: `GatheringRefusal.unknownGathering`, or the world's trouble.
    package func guestFile(_ key: Key, _ states: [GatheringPlace.State]) async throws -> [[String]] {
        var rows = [["number", "state", "name", "member", "askedAt", "confirmedAt", "checkedInAt"]]
        for state in states {
            var last: Int64 = 0
            while true {
                let page = try await guests(key, state, after: last, limit: 500)
                rows += page.map { guest in
                    [
                        "\(guest.place.number)", state.rawValue, guest.name ?? "", guest.place.member.text,
                        guest.place.askedAt.rfc3339, guest.place.confirmedAt?.rfc3339 ?? "",
                        guest.place.checkedInAt?.rfc3339 ?? "",
                    ]
                }
                guard page.count == 500, let number = page.last?.place.number else { break }
                last = number
            }
        }
        return rows
    }

    /// Where members find their pages, without what stands before the host; empty where that is not known.
    package var host: String {
        guard let scheme = staffPorts.address.firstRange(of: "://") else { return staffPorts.address }
        return String(staffPorts.address[scheme.upperBound...].prefix { $0 != "/" })
    }

    /// A member's places for herself.
    func ownPlaces(of member: MemberID) async throws -> [JSON] {
        try await store.reading { archive in
            try archive.gatheringPlaces(of: member).map { place in
                var object: JSONObject = [
                    "askedAt": .string(place.askedAt.rfc3339), "event": .string(place.gathering.text),
                    "state": .string(place.state.rawValue),
                ]
                if let at = place.checkedInAt { object.set("checkedInAt", .string(at.rfc3339)) }
                return .object(object)
            }
        }
    }

    private func grounds(_ member: MemberID, at now: Instant, _ archive: any Archive) throws -> (
        MemberState, [MemberID], ProgrammeVersion
    ) {
        guard let kept = try archive.states([StateRequest(member: member)])[0], kept.isOnesOwn else {
            throw GatheringRefusal.notActive
        }
        let version = try configuration(archive).published().version(at: now)
        let state = try advanced(kept, to: now, archive)
        return (state, try accounts(of: member, archive) ?? [member], version)
    }
}
