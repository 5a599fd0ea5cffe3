package import SetiaCare
package import SetiaCore

/// When somebody is there and what is promised to one member, as the programme has it now.
package struct ServiceTerms: Sendable {
    /// What is promised.
    package let target: ResponseTarget
    /// How much business time a matter may take until it is closed, in milliseconds; none is no promise.
    package let resolution: Int64?
    /// When somebody is there.
    package let calendar: BusinessCalendar
    /// Whose clocks count.
    package let zone: any LocalTime

    /// Terms.
    package init(
        target: ResponseTarget,
        resolution: Int64? = nil,
        calendar: BusinessCalendar,
        zone: any LocalTime
    ) {
        self.target = target
        self.resolution = resolution
        self.calendar = calendar
        self.zone = zone
    }

    /// When an answer is due to a question of now; none where nothing is promised.
    package func due(at now: Instant, isFirst: Bool = true) -> Instant? {
        (isFirst ? target.first : target.next).flatMap { calendar.moment(after: $0, from: now, in: zone) }
    }

    /// By when a matter that began at a moment is to be closed; none where nothing is promised.
    package func resolutionDue(from start: Instant) -> Instant? {
        resolution.flatMap { calendar.moment(after: $0, from: start, in: zone) }
    }
}

extension ServiceTerms {
    /// What holds for somebody who stands there, by the programme that holds at a moment.
    ///
    /// Without a programme, or where it says nothing of service, somebody is there always and nothing is promised.
    ///
    /// - Parameters:
    ///   - book: The programmes.
    ///   - state: Who; none is somebody of whom nothing is known.
    ///   - bought: Numbers and categories of what she bought lately.
    ///   - now: When.
    init(_ book: ProgrammeBook?, _ state: MemberState?, bought: [Key] = [], at now: Instant) {
        guard let version = book?.version(at: now) else {
            self.init(nil, ServiceTerms.always, 0, FixedOffset.utc)
            return
        }
        let service = version.programme.service ?? ServiceTerms.always
        let levels = state?.standings.filter { $0.until.map { $0 > now } ?? true }.map(\.level) ?? []
        self.init(service.target(on: levels, bought: bought), service, version.number, version.zone)
    }

    private init(
        _ target: ServicePromise.Target?,
        _ service: ServicePromise,
        _ version: Int,
        _ zone: any LocalTime
    ) {
        self.init(
            target: ResponseTarget(
                first: target?.first.map { Int64($0) * 60_000 },
                next: target?.next.map { Int64($0) * 60_000 }
            ),
            resolution: target?.resolved.map { Int64($0) * 60_000 },
            calendar: BusinessCalendar(id: "service", version: version, hours: WeekHours(service)),
            zone: zone
        )
    }

    private static let always = ServicePromise()
}

extension SetiaService {
    /// What holds for a member now; what she bought lately is read only where a product carries a promise of its own.
    func serviceTerms(of state: MemberState?, at now: Instant, in archive: any Archive) throws -> ServiceTerms {
        let book = try configuration(archive).book
        guard let state, let version = book?.version(at: now), let service = version.programme.service,
            !service.products.isEmpty
        else { return ServiceTerms(book, state, at: now) }
        var bought: [Key] = []
        let from = now.adding(days: -ServicePromise.productDays)
        for account in [state.member] + state.mergedIn.map(\.other) {
            try archive.keptOrders(of: account) { _, at, lines in
                guard at > from, at <= now else { return }
                for line in lines where line.quantity > 0 { bought += [line.sku] + line.categories }
            }
        }
        return ServiceTerms(book, state, bought: bought, at: now)
    }
}

extension WeekHours {
    /// The hours that a programme states.
    init(_ service: ServicePromise) {
        func minutes(_ stretches: [ServicePromise.Stretch]) -> [DayMinutes] {
            stretches.compactMap { DayMinutes(start: $0.start, end: $0.end) }
        }
        self.init(
            days: service.days.map(minutes),
            specialDays: service.specialDays.map { SpecialDay($0.day, minutes($0.stretches)) }
        )
    }
}

extension Conversation {
    /// Takes in a step of waiting: what is unanswered afterwards, and what is to be kept of it.
    ///
    /// - Parameters:
    ///   - step: What happened.
    ///   - terms: What is promised now.
    ///   - channel: By which it happened.
    ///   - replierName: What whoever answered is called; none where nobody did.
    /// - Returns: waitings that began or ended, to be kept.
    mutating func take(
        _ step: ConversationStep,
        _ terms: ServiceTerms,
        channel: MessageChannel,
        replierName: String? = nil
    ) -> [KeptWaiting] {
        let before = waiting
        takeResolution(step, terms, replierName)
        var clock = ResponseClock(
            waiting: waiting.map {
                WaitingEpisode(openedAt: $0.since, dueAt: $0.dueAt, calendarVersion: $0.version)
            },
            startedAt: startedAt,
            closedAt: closedAt,
            hasAnswer: hasAnswer
        )
        clock.take(step, target: terms.target, calendar: terms.calendar, in: terms.zone)
        let isFirst = !hasAnswer
        hasAnswer = clock.wasAnswered
        closedAt = clock.closedAt
        isOpen = clock.closedAt == nil
        waiting = clock.waiting.map {
            Waiting(since: $0.openedAt, dueAt: $0.dueAt, version: $0.calendarVersion)
        }
        var kept = clock.ended.map { episode in
            KeptWaiting(
                conversation: id,
                number: lastWaiting,
                isFirst: isFirst,
                channel: self.channel,
                team: team,
                episode: episode,
                businessTime: episode.businessTime(asOf: step.at, calendar: terms.calendar, in: terms.zone),
                replierName: replierName
            )
        }
        if before == nil, let episode = clock.waiting {
            lastWaiting += 1
            kept.append(
                KeptWaiting(
                    conversation: id,
                    number: lastWaiting,
                    isFirst: isFirst,
                    channel: channel,
                    team: team,
                    episode: episode
                )
            )
        }
        return kept
    }

    /// What a step means for the closing of the matter (rule N-18).
    private mutating func takeResolution(_ step: ConversationStep, _ terms: ServiceTerms, _ replierName: String?) {
        switch step {
        case .inbound(let at):
            guard resolution == nil || closedAt != nil else { return }
            resolution = Resolution(
                from: at,
                dueAt: terms.resolutionDue(from: at),
                version: terms.calendar.version
            )
        case .humanReply(_, let replier):
            resolution?.replier = replier
            resolution?.replierName = replierName
        case .closed(let at):
            guard let from = resolution?.from else { return }
            resolution?.businessTime = terms.calendar.businessTime(from: from, to: max(at, from), in: terms.zone)
        case .reopened: resolution?.businessTime = nil
        case .automaticAcknowledgement, .programReply, .solvedByProgram, .note, .waitingForMember, .resumed: break
        }
    }
}
