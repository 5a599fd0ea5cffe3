package import SetiaCore

/// What happens to a member step by step once something has happened to her (rules Y-1 to Y-22).
package struct Journey: Sendable, Hashable {
    /// What staff call it.
    package let name: String
    /// What begins it.
    package let trigger: Trigger
    /// Whether she may go through it more than once.
    package let again: Again
    /// What it is for; none where it is for nothing that can be seen.
    package let goal: EventPattern?
    /// What ends it for her wherever she stands.
    package let exits: [Exit]
    /// Its steps in the order of the document; the first one comes first.
    package let steps: [Step]
    /// How many of 10,000 members it is withheld from, to see what it does; 0 is none (rule Y-19).
    package let holdOut: Int

    /// What begins a journey.
    package enum Trigger: Sendable, Hashable {
        /// Something happened.
        case event(EventPattern)
        /// Something holds of her that did not hold the day before; looked at once a day.
        case holds(Condition)
        /// She came into this phase; looked at once a day.
        case phase(LoyaltyPhase)
        /// By her own rhythm it is time to buy again, once for each time she bought; looked at once a day.
        case rhythm
    }

    /// Something that happens, and what must hold of it.
    package struct EventPattern: Sendable, Hashable {
        /// Of which type.
        package let type: EventType
        /// What must hold.
        package let condition: Condition

        /// A pattern.
        package init(type: EventType, condition: Condition = .always) {
            self.type = type
            self.condition = condition
        }

        /// Whether an event is of its type; news of a friend who came by her own code, and whose order can come back no
        /// more, are a referral as one that another program tells (rule Y-18).
        package func isOfType(_ event: Event) -> Bool {
            if event.type == type { return true }
            guard type == .referralMade, condition == .always, case .referralChanged(.friend(let news)) = event.matter
            else { return false }
            return news.state == .paid
        }
    }

    /// Whether she may go through it more than once; never twice at the same time.
    package enum Again: Sendable, Hashable {
        case never
        case always
        /// So many days after she began it last.
        case after(days: Int)
    }

    /// What ends it wherever she stands.
    package enum Exit: String, Sendable, Hashable, CaseIterable {
        case goal, complaint, consent
    }

    /// One step.
    package struct Step: Sendable, Hashable {
        /// Its name in the document.
        package let key: Key
        /// What it does.
        package let kind: Kind
        /// What comes after it; none is the end.
        ///
        /// Of a step that chooses, what is chosen when nothing else is.
        package let next: Key?

        /// A step.
        package init(key: Key, kind: Kind, next: Key?) {
            self.key = key
            self.kind = kind
            self.next = next
        }
    }

    /// What a step does.
    package enum Kind: Sendable, Hashable {
        /// It waits so long.
        case wait(Span)
        /// It waits until the clock on the wall next shows so many minutes after midnight.
        case waitUntil(minutes: Int)
        /// It waits for something to happen, at most so long; `late` is where she goes when it did not, and `or` what may
        /// happen instead, with where that leads.
        indirect case waitFor(EventPattern, atMost: Span, late: Key?, or: [Instead] = [])
        /// The first of these that holds says where she goes.
        case branch([Branch])
        /// By chance, and for each member the same each time; shares of 10,000.
        case split([Share])
        /// A message, if it may go.
        case message(JourneyMessage)
        /// A question by mail, if she is among those whom its survey asks.
        case survey(JourneyMessage)
        /// Points, given once.
        case points(wallet: Key, Points)
        /// A reward that costs nothing, given once.
        case reward(Key)
        /// Something for staff to do, as a case.
        case task(String)
        /// An event of a type that the programme declares: its rules count it, and webhooks are told.
        case event(EventType)
        /// She has come to what it is for.
        case goal
        /// The end.
        case exit
    }

    /// What may happen instead of what is waited for, and where that leads.
    package struct Instead: Sendable, Hashable {
        /// What.
        package let pattern: EventPattern
        /// Where it leads; none is the end.
        package let to: Key?

        /// What may happen instead.
        package init(pattern: EventPattern, to: Key?) {
            self.pattern = pattern
            self.to = to
        }
    }

    /// One way of a branch.
    package struct Branch: Sendable, Hashable {
        /// What must hold of her.
        package let condition: Condition
        /// Where it leads; none is the end.
        package let to: Key?

        /// A way.
        package init(condition: Condition, to: Key?) {
            self.condition = condition
            self.to = to
        }
    }

    /// One part of a split.
    package struct Share: Sendable, Hashable {
        /// How many of 10,000.
        package let share: Int
        /// Where they go; none is the end.
        package let to: Key?

        /// A part.
        package init(share: Int, to: Key?) {
            self.share = share
            self.to = to
        }
    }

    /// How long.
    package struct Span: Sendable, Hashable {
        /// Above 0.
        package let count: Int
        /// Of what.
        package let unit: Unit

        /// Of what a span is.
        package enum Unit: String, Sendable, Hashable, CaseIterable {
            case minute, hour, day, week
        }

        /// A span.
        package init(_ count: Int, _ unit: Unit) {
            self.count = count
            self.unit = unit
        }

        /// When it is over; days end when the clock on the wall shows the same again.
        package func end(from moment: Instant, in zone: some LocalTime) -> Instant {
            switch unit {
            case .minute: return moment.adding(milliseconds: Int64(count) * 60_000)
            case .hour: return moment.adding(milliseconds: Int64(count) * 3_600_000)
            case .day, .week:
                let day = zone.day(of: moment).adding(days: count * (unit == .week ? 7 : 1))
                return clock(on: day, zone.millisecondsIntoDay(moment), in: zone)
            }
        }
    }

    /// A journey.
    package init(
        name: String,
        trigger: Trigger,
        again: Again,
        goal: EventPattern?,
        exits: [Exit],
        steps: [Step],
        holdOut: Int = 0
    ) {
        self.name = name
        self.trigger = trigger
        self.again = again
        self.goal = goal
        self.exits = exits
        self.steps = steps
        self.holdOut = holdOut
    }
}

/// A message of a journey.
package struct JourneyMessage: Sendable, Hashable {
    /// What it is for; consent is asked for it.
    package let purpose: Key
    /// What it says, by mail, in each language.
    package let concept: MessageConcept
    /// What happens where she got enough already.
    package let atLimit: ContactIntent.AtLimit
    /// Which survey it asks; none is none.
    package let survey: Key?
    /// What kind of message it is.
    package let kind: ContactIntent.Kind

    /// A message.
    package init(
        purpose: Key,
        concept: MessageConcept,
        atLimit: ContactIntent.AtLimit = .defer,
        survey: Key? = nil,
        kind: ContactIntent.Kind = .promotion
    ) {
        self.survey = survey
        self.kind = kind
        self.purpose = purpose
        self.concept = concept
        self.atLimit = atLimit
    }
}

/// When the clock on the wall shows so many milliseconds after midnight on a day; where it skips that, as much later.
func clock(on day: Day, _ milliseconds: Int64, in zone: some LocalTime) -> Instant {
    let moment = zone.start(of: day).adding(milliseconds: milliseconds)
    // Where the clocks change before it, the day is longer or shorter by then.
    let other = moment.adding(milliseconds: milliseconds - zone.millisecondsIntoDay(moment))
    return zone.day(of: other) == day && zone.millisecondsIntoDay(other) == milliseconds ? other : moment
}

extension Journey {
    /// A step by its name.
    package func step(_ key: Key?) -> Step? {
        guard let key else { return nil }
        return steps.first { $0.key == key }
    }

    /// The messages with the steps that send them, in their order.
    package var messages: [(step: Key, message: JourneyMessage)] {
        steps.compactMap { step in
            switch step.kind {
            case .message(let message), .survey(let message): (step.key, message)
            default: nil
            }
        }
    }

    /// Whether it may be withheld from some: wishes, service and recovery may not (rule Y-19).
    package var mayHoldOut: Bool {
        switch trigger {
        case .event(let pattern):
            switch pattern.type {
            case .birthday, .anniversary, .milestoneReached, .orderReturned, .orderShipped, .orderDelivered,
                .orderDelayed, .pointsExpiring, .levelEnding, .surveyAnswered, .caseClosed, .conversationClosed,
                .accountChanged:
                return false
            default: break
            }
        case .phase(.disappointment): return false
        case .phase, .holds, .rhythm: break
        }
        return !steps.contains { step in
            if case .task = step.kind { true } else { false }
        }
    }

    /// Whether a member who begins now is held out: as she was the first time, else by the draw (rule Y-19).
    ///
    /// - Parameters:
    ///   - member: Who.
    ///   - earlier: Her earlier times in this journey.
    ///   - draw: The draw of this journey; none where nobody is held out.
    /// - Returns: whether nothing of it happens to her.
    package func holdsOut(_ member: MemberID, _ earlier: [JourneyEnrolment], _ draw: HoldOut?) -> Bool {
        if let first = earlier.min(by: { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }) {
            return first.ending == .heldOut
        }
        return draw?.holdsOut(member) ?? false
    }

    /// The draw of this journey, which says nothing of other journeys and campaigns; none where nobody is held out.
    package func draw(_ key: Key, in programme: Key) -> HoldOut? {
        holdOut > 0 ? HoldOut(share: holdOut, campaign: Key("journey:\(key)"), programme: programme) : nil
    }

    /// Whether a step of it waits for a time on the member's wall.
    package var goesByHerClock: Bool {
        steps.contains { step in
            if case .waitUntil = step.kind { true } else { false }
        }
    }

    /// What it is told of: what begins it, what it waits for, and what it is for.
    package var listensTo: [EventType] {
        var types: [EventType] = []
        if case .event(let pattern) = trigger { types.append(pattern.type) }
        if let goal { types.append(goal.type) }
        for step in steps {
            if case .waitFor(let pattern, _, _, let others) = step.kind {
                types += [pattern.type] + others.map(\.pattern.type)
            }
        }
        if types.contains(.referralMade) { types.append(.referralChanged) }
        if exits.contains(.consent), !messages.isEmpty { types.append(.consentChanged) }
        return types.enumerated().filter { !types[..<$0.offset].contains($0.element) }.map(\.element)
    }
}

extension Journey.Trigger {
    /// Whether it is something that happened to an order of hers: what she is told of it rests on the contract.
    package var isAnOrder: Bool {
        guard case .event(let pattern) = self else { return false }
        return [.orderPaid, .orderReturned, .orderShipped, .orderDelivered, .orderDelayed].contains(pattern.type)
    }
}

extension Journey.Step {
    /// Where it may lead, in the order of the document; none is the end.
    package var targets: [Key?] {
        switch kind {
        case .branch(let branches): branches.map(\.to) + [next]
        case .split(let shares): shares.map(\.to)
        case .waitFor(_, _, let late, let others): [next] + others.map(\.to) + [late]
        case .exit: [nil]
        default: [next]
        }
    }

    /// Whether time passes in it.
    package var waits: Bool {
        switch kind {
        case .wait, .waitUntil, .waitFor: true
        default: false
        }
    }

    /// The word for its kind in a document.
    package var word: String {
        switch kind {
        case .wait: "wait"
        case .waitUntil: "waitUntil"
        case .waitFor: "waitFor"
        case .branch: "branch"
        case .split: "split"
        case .message: "message"
        case .survey: "survey"
        case .points: "points"
        case .reward: "reward"
        case .task: "task"
        case .event: "event"
        case .goal: "goal"
        case .exit: "exit"
        }
    }
}
