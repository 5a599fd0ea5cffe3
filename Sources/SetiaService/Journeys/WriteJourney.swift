package import SetiaCare
package import SetiaCore

extension SetiaService {
    /// How many journeys there may be at once.
    package static let mostJourneys = 100
    /// Who hears what happens, in the outbox.
    static let journeyListener = Identifier(high: 0x7365_7469_6100_7000, low: 0x8000_006a_6f75_726e)

    /// Keeps a journey's document as its next version (rule Y-1): whoever begins from now on begins on it, and who is on
    /// her way finishes on the one that she began.
    ///
    /// The same document again is no new version.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - document: YAML, as `docs/rules/journeys.md` describes it.
    ///   - seen: The newest version that was seen when the document was written; 0 where there was none. Where another one
    ///     was kept meanwhile, nothing is kept (rule Y-22). None does not ask.
    ///   - actor: Who; by an API key whose scope was looked at.
    /// - Returns: the journey as it stands.
    /// - Throws: the problems with the document as the reader states them, `JourneyRefusal`, `StaffRefusal`, `Unready`, or
    ///   the world's trouble.
    package func putJourney(
        _ name: String,
        _ document: String,
        replacing seen: Int? = nil,
        by actor: AuditActor
    ) async throws -> JourneyView {
        guard isJourneyName(name) else { throw JourneyRefusal.malformedName }
        let (key, now) = (Key(name), surroundings.now())
        return try await store.writing { ledger in
            let programme = try self.configuration(ledger).published().version(at: now).programme
            let journey = try self.reader.journey(document, programme)
            try self.allowJourneys(journey, actor, ledger)
            var kept = try ledger.journey(key) ?? KeptJourney(key: key, createdAt: now)
            let versions = try ledger.journeyVersions(key)
            if let last = versions.last, last.document == document {
                return JourneyView(kept: kept, version: last, journey: journey, trouble: nil)
            }
            if let seen, seen != kept.version { throw JourneyRefusal.changed(kept.version) }
            if versions.isEmpty, try ledger.journeys().count >= SetiaService.mostJourneys {
                throw JourneyRefusal.tooMany
            }
            guard kept.state != .stopped else { throw JourneyRefusal.notFrom(.stopped) }
            kept.version += 1
            kept.changedAt = now
            let version = JourneyVersion(journey: key, number: kept.version, document: document, createdAt: now)
            try ledger.save(kept)
            try ledger.add(version)
            for (step, message) in journey.messages {
                let place = JourneyPlace(journey: key, version: version.number, step: step)
                var broadcast = Broadcast(
                    id: self.surroundings.newIdentifier(),
                    content: BroadcastContent(message, name: "\(journey.name): \(step)"),
                    createdAt: now,
                    journey: place
                )
                broadcast.take(kept.state, at: now)
                try ledger.save(broadcast)
            }
            try self.listen(ledger, at: now)
            try ledger.add(
                self.entry(
                    .journeyWritten,
                    by: actor,
                    at: now,
                    subject: name,
                    details: ["version": "\(version.number)"]
                )
            )
            return JourneyView(kept: kept, version: version, journey: journey, trouble: nil)
        }
    }

    /// Starts, pauses, resumes or stops a journey (rule Y-10).
    ///
    /// - Returns: the journey as it stands then.
    /// - Throws: `JourneyRefusal`, `StaffRefusal`, or the world's trouble.
    package func change(_ key: Key, _ step: JourneyStep, by actor: AuditActor) async throws -> JourneyView {
        let now = surroundings.now()
        let address = staffPorts.address
        return try await store.writing { ledger in
            guard var kept = try ledger.journey(key) else { throw JourneyRefusal.unknownJourney }
            let view = try self.view(of: kept, at: now, ledger)
            try self.allowJourneys(view.journey, actor, ledger)
            guard step.isPossible(from: kept.state) else { throw JourneyRefusal.notFrom(kept.state) }
            if step == .start || step == .resume, let journey = view.journey, !journey.messages.isEmpty,
                address.isEmpty
            {
                throw JourneyRefusal.noAddress
            }
            switch step {
            case .start, .resume: kept.state = .live
            case .pause: kept.state = .paused
            case .stop: kept.state = .stopped
            }
            kept.changedAt = now
            try ledger.save(kept)
            for var broadcast in try ledger.journeyBroadcasts(key) {
                broadcast.take(kept.state, at: now)
                try ledger.save(broadcast)
            }
            try self.listen(ledger, at: now)
            try ledger.add(
                self.entry(.journeyChanged, by: actor, at: now, subject: key.text, details: ["step": step.rawValue])
            )
            return JourneyView(kept: kept, version: view.version, journey: view.journey, trouble: view.trouble)
        }
    }

    /// All journeys, by name.
    package func journeys() async throws -> [JourneyView] {
        let now = surroundings.now()
        return try await store.reading { archive in
            try archive.journeys().map { try self.view(of: $0, at: now, archive) }
        }
    }

    /// One journey, with its versions.
    ///
    /// - Throws: `JourneyRefusal.unknownJourney`, or the world's trouble.
    package func journey(_ key: Key) async throws -> JourneyView {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let kept = try archive.journey(key) else { throw JourneyRefusal.unknownJourney }
            return try self.view(of: kept, at: now, archive)
        }
    }

    /// The versions of a journey, the first one first.
    ///
    /// - Throws: `JourneyRefusal.unknownJourney`, or the world's trouble.
    package func journeyVersions(_ key: Key) async throws -> [JourneyVersion] {
        try await store.reading { archive in
            let versions = try archive.journeyVersions(key)
            guard !versions.isEmpty else { throw JourneyRefusal.unknownJourney }
            return versions
        }
    }

    /// The journey that a document states in the programme that holds now; nothing is kept.
    ///
    /// - Throws: the problems with the document as the reader states them, `Unready`, or the world's trouble.
    package func readJourney(_ document: String) async throws -> Journey {
        let now = surroundings.now()
        return try await store.reading { archive in
            try self.reader.journey(document, self.configuration(archive).published().version(at: now).programme)
        }
    }

    private func view(of kept: KeptJourney, at now: Instant, _ archive: any Archive) throws -> JourneyView {
        guard let version = try archive.journeyVersions(kept.key).last else { throw JourneyRefusal.unknownJourney }
        guard let book = try configuration(archive).book else {
            return JourneyView(kept: kept, version: version, journey: nil, trouble: "\(Unready.noProgramme)")
        }
        do {
            let journey = try reader.journey(version.document, book.version(at: now).programme)
            return JourneyView(kept: kept, version: version, journey: journey, trouble: nil)
        } catch {
            return JourneyView(kept: kept, version: version, journey: nil, trouble: "\(error)")
        }
    }

    /// Lets through who may send messages, and where points are given, who may publish rules that give some.
    private func allowJourneys(_ journey: Journey?, _ actor: AuditActor, _ archive: any Archive) throws {
        try allowBroadcasting(actor, archive)
        if case .apiKey = actor { return }
        if journey?.givesPoints ?? false { try require(.publishProgramme, of: actor, archive) }
    }

    /// Has written down what journeys that are not stopped wait for, in all of their versions.
    private func listen(_ ledger: any Ledger, at now: Instant) throws {
        let programme = try configuration(ledger).published().version(at: now).programme
        var types: [EventType] = []
        for kept in try ledger.journeys() where kept.state == .live || kept.state == .paused {
            for version in try ledger.journeyVersions(kept.key) {
                guard let journey = try? reader.journey(version.document, programme) else { continue }
                types += journey.listensTo.filter { !types.contains($0) }
            }
        }
        try ledger.listen(SetiaService.journeyListener, to: types)
    }
}

/// A letter, and then letters, digits, hyphens and underscores; 64 at most.
private func isJourneyName(_ text: String) -> Bool {
    let first = text.utf8.first.map { isLetter($0) } ?? false
    return first && text.utf8.count <= 64
        && text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
}

private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }

extension Journey {
    /// Whether a step gives points or a reward, or records an event whose rules may give some.
    var givesPoints: Bool {
        steps.contains { step in
            switch step.kind {
            case .points, .event, .reward: true
            default: false
            }
        }
    }
}

extension Broadcast {
    /// Stands as its journey does.
    mutating func take(_ journey: KeptJourney.State, at now: Instant) {
        switch journey {
        case .draft: break
        case .live:
            state = .running
            startedAt = startedAt ?? now
            slot = max(slot, now)
            isSettled = false
        case .paused: state = .paused
        case .stopped:
            state = .stopped
            endedAt = now
            isPlanned = true
            isSettled = startedAt == nil
        }
    }
}

extension BroadcastContent {
    /// A message of a journey, as broadcasts send it.
    init(_ message: JourneyMessage, name: String) {
        self.init(
            name: String(String.UnicodeScalarView(name.unicodeScalars.prefix(100))),
            segment: nil,
            purpose: message.purpose,
            concept: message.concept,
            expiresAt: nil,
            perMinute: 60_000,
            atLimit: message.atLimit,
            holdOut: 0,
            survey: message.survey,
            kind: message.kind
        )
    }
}
