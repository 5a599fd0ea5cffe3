package import SetiaCare
package import SetiaCore

/// What is wrong with a field of a gathering.
package struct GatheringProblem: Error, Sendable, Hashable {
    /// Which.
    package let field: String
    /// What.
    package let kind: Kind

    /// What is wrong with a field.
    package enum Kind: Sendable, Hashable {
        case notAName, missing, noTitle, notLanguage, controls, notALink, endsBeforeStart, past, notPlaces
        case opensAfterStart, notEarlier, needsOpening, unknownLevel, unknownSegment, notHours
        /// More than so many characters.
        case tooLong(Int)

        /// Its name, by which texts are found.
        package var name: String {
            switch self {
            case .tooLong: "tooLong"
            default: "\(self)"
            }
        }
    }

    /// Why it cannot be taken, in words that follow the field.
    package var reason: String {
        switch kind {
        case .notAName: "must be small letters, digits and hyphens, at most 64, a letter first"
        case .missing: "is missing"
        case .noTitle: "must have a title in at least one language"
        case .notLanguage: "must be en, ms, id or th"
        case .controls: "must hold no control characters"
        case .notALink: "must begin with https:// and hold no spaces"
        case .endsBeforeStart: "must be after startsAt"
        case .past: "must not be in the past"
        case .notPlaces: "must be a whole number from 1 to \(Gathering.mostPlaces)"
        case .opensAfterStart: "must be before startsAt"
        case .notEarlier: "must be before opensAt: nobody would be let in early"
        case .needsOpening: "is missing: who is let in early comes before everybody"
        case .unknownLevel: "must be a level of the programme, such as status.gold"
        case .unknownSegment: "must be a segment of the programme"
        case .notHours: "must be a whole number from 1 to 168"
        case .tooLong(let most): "must have at most \(most) characters"
        }
    }
}

/// Why a gathering cannot be kept as it is wished: each field with its reason.
package struct MalformedGathering: Error, Sendable, Hashable {
    /// What is wrong.
    package let problems: [GatheringProblem]
}

extension SetiaService {
    /// The most characters of a title, of what is said, and of where it is.
    private static let (longestTitle, longestText, longestPlace) = (120, 2_000, 300)
    /// The most early windows of one gathering.
    private static let mostWindows = 10

    /// Makes a gathering, or changes it (rule X-6).
    ///
    /// The same wish again changes nothing. More places are offered to who waits at once.
    ///
    /// - Parameters:
    ///   - wish: How it is to be.
    ///   - actor: Who wants it; by an API key whose scope was looked at.
    /// - Returns: the gathering, and whether it is new.
    /// - Throws: `MalformedGathering`; `GatheringRefusal.capacityTaken` or `.calledOff`; `StaffRefusal`, `Unready`, or the
    ///   world's trouble.
    package func putGathering(_ wish: GatheringWish, by actor: AuditActor) async throws -> (
        gathering: Gathering, isNew: Bool
    ) {
        let now = surroundings.now()
        let (gathering, isNew) = try await store.recording { ledger -> (Gathering, Bool) in
            try self.allowGatherings(actor, ledger)
            let version = try self.configuration(ledger).published().version(at: now)
            let known = try ledger.lockGathering(Key(wish.key))
            if known?.cancelledAt != nil { throw GatheringRefusal.calledOff }
            var gathering = try self.gathering(wish, known, version.programme, at: now)
            if let known {
                guard gathering != known else { return (known, false) }
                let tally = try self.settle(known, at: now, ledger)
                guard tally.taken <= gathering.capacity else { throw GatheringRefusal.capacityTaken(tally.taken) }
                gathering.revision += 1
                gathering.changedAt = now
            }
            try ledger.save(gathering)
            if known != nil { _ = try self.settle(gathering, at: now, ledger) }
            try ledger.add(
                self.entry(
                    .gatheringChanged,
                    by: actor,
                    at: now,
                    subject: wish.key,
                    details: ["change": known == nil ? "made" : "changed"]
                )
            )
            return (gathering, known == nil)
        }
        return (gathering, isNew)
    }

    /// Calls a gathering off; called off already, it stays so.
    ///
    /// - Throws: `GatheringRefusal.unknownGathering` or `.begun`; `StaffRefusal`, or the world's trouble.
    package func callOffGathering(_ key: Key, by actor: AuditActor) async throws -> Gathering {
        let now = surroundings.now()
        return try await store.recording { ledger in
            try self.allowGatherings(actor, ledger)
            guard var gathering = try ledger.lockGathering(key) else { throw GatheringRefusal.unknownGathering }
            guard gathering.cancelledAt == nil else { return gathering }
            guard now < gathering.startsAt else { throw GatheringRefusal.begun(at: gathering.startsAt) }
            gathering.cancelledAt = now
            gathering.revision += 1
            gathering.changedAt = now
            try ledger.save(gathering)
            try self.noteCalledOff(gathering, ledger)
            try ledger.add(
                self.entry(.gatheringChanged, by: actor, at: now, subject: key.text, details: ["change": "calledOff"])
            )
            return gathering
        }
    }

    /// Everybody who has a place, or waits for one, is told (rule X-12).
    private func noteCalledOff(_ gathering: Gathering, _ ledger: any Ledger) throws {
        for state in [GatheringPlace.State.held, .confirmed, .waiting, .offered] {
            var after: Int64 = 0
            while true {
                let some = try ledger.gatheringPlaces(gathering.key, state, after: after, limit: 500)
                for var place in some {
                    place.untold = .calledOff
                    _ = try ledger.move(place, from: state)
                }
                guard some.count == 500, let last = some.last else { break }
                after = last.number
            }
        }
    }

    /// Lets through who may make gatherings; a key was looked at by its scopes.
    private func allowGatherings(_ actor: AuditActor, _ archive: any Archive) throws {
        if case .apiKey = actor { return }
        try require(.manageGatherings, of: actor, archive)
    }

    private func gathering(_ wish: GatheringWish, _ known: Gathering?, _ programme: Programme, at now: Instant) throws
        -> Gathering
    {
        var problems: [GatheringProblem] = []
        func complain(_ field: String, _ kind: GatheringProblem.Kind) {
            problems.append(GatheringProblem(field: field, kind: kind))
        }
        if !isGatheringName(wish.key) { complain("key", .notAName) }
        let words = wish.words.compactMap { words -> Gathering.Words? in
            guard Language(rawValue: words.language.text) != nil else {
                complain("title.\(words.language)", .notLanguage)
                return nil
            }
            let title = oneLine(words.title)
            let text = severalLines(words.text)
            if title.unicodeScalars.count > Self.longestTitle {
                complain("title.\(words.language)", .tooLong(Self.longestTitle))
            }
            if text.unicodeScalars.count > Self.longestText {
                complain("text.\(words.language)", .tooLong(Self.longestText))
            }
            if title.isEmpty {
                if !text.isEmpty { complain("title.\(words.language)", .missing) }
                return nil
            }
            return Gathering.Words(language: words.language, title: title, text: text)
        }
        if words.isEmpty, problems.allSatisfy({ !$0.field.hasPrefix("title") }) { complain("title", .noTitle) }
        let order = Language.allCases.map(\.key)
        let sorted = order.compactMap { language in words.first { $0.language == language } }
        if wish.startsAt == nil { complain("startsAt", .missing) }
        if wish.endsAt == nil { complain("endsAt", .missing) }
        if let start = wish.startsAt, let end = wish.endsAt {
            if end <= start { complain("endsAt", .endsBeforeStart) }
            // What is over already may be mended in its words.
            if known?.startsAt != start, start <= now { complain("startsAt", .past) }
            if let opens = wish.opensAt, opens >= start { complain("opensAt", .opensAfterStart) }
        }
        let place = checked(wish.place, complain)
        if !(1...Gathering.mostPlaces).contains(wish.capacity ?? 0) { complain("capacity", .notPlaces) }
        if wish.early.count > Self.mostWindows { complain("early", .tooLong(Self.mostWindows)) }
        for (index, window) in wish.early.enumerated() {
            switch window.who {
            case .level(let set, let level):
                if programme.tierSets.first(where: { $0.key == set })?.place(of: level) == nil {
                    complain("early[\(index)].level", .unknownLevel)
                }
            case .segment(let key):
                if programme.segment(key) == nil { complain("early[\(index)].segment", .unknownSegment) }
            }
            if let opens = wish.opensAt, window.from >= opens { complain("early[\(index)].from", .notEarlier) }
        }
        if !wish.early.isEmpty, wish.opensAt == nil { complain("opensAt", .needsOpening) }
        let hours = wish.offerHours ?? Gathering.usualOfferHours
        if !(1...168).contains(hours) { complain("offerHours", .notHours) }
        guard problems.isEmpty, let start = wish.startsAt, let end = wish.endsAt, let place,
            let capacity = wish.capacity
        else { throw MalformedGathering(problems: problems) }
        var gathering =
            known
            ?? Gathering(
                key: Key(wish.key),
                words: sorted,
                startsAt: start,
                endsAt: end,
                place: place,
                capacity: capacity,
                at: now
            )
        gathering.words = sorted
        gathering.startsAt = start
        gathering.endsAt = end
        gathering.place = place
        gathering.capacity = capacity
        gathering.opensAt = wish.opensAt
        gathering.early = wish.early
        gathering.offerHours = hours
        return gathering
    }

    private func checked(_ place: Gathering.Place?, _ complain: (String, GatheringProblem.Kind) -> Void)
        -> Gathering.Place?
    {
        guard let place, !oneLine(place.text).isEmpty else {
            complain("place", .missing)
            return nil
        }
        let text = oneLine(place.text)
        if text.unicodeScalars.count > Self.longestPlace { complain("place", .tooLong(Self.longestPlace)) }
        switch place {
        case .inPerson: return .inPerson(text)
        case .online:
            if !text.hasPrefix("https://") || text.contains(" ") || text.contains("\"") { complain("place", .notALink) }
            return .online(text)
        }
    }
}

/// Whether a text can be a gathering's name.
private func isGatheringName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), text.utf8.count <= 64
    else {
        return false
    }
    return text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}

/// A text as it is kept: without controls but line breaks, and without outer blanks.
private func severalLines(_ text: String) -> String {
    var scalars = Substring(text.replacing("\r\n", with: "\n")).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    let kept = scalars.filter { $0.value >= 32 && !(127..<160).contains($0.value) || $0 == "\n" }
    return String(String.UnicodeScalarView(kept))
}

/// The same on one line.
private func oneLine(_ text: String) -> String {
    severalLines(text).split(whereSeparator: \.isNewline).joined(separator: " ")
}
