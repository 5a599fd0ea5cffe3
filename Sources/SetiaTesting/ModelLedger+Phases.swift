internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func phaseSignals(of member: MemberID?, _ each: (MemberID, PhaseSignal) throws -> Void) throws {
        let asked = kept.members.values.filter { state in
            member.map { state.member == $0 } ?? !state.isGuest
        }
        for state in asked.sorted(by: { $0.member < $1.member }) {
            for ask in kept.surveyAsks[state.member] ?? [] {
                guard let answer = ask.answer, let scale = PhaseSignal.Scale(ask.kind) else { continue }
                try each(state.member, PhaseSignal(.answered(scale, answer.score), at: answer.at))
            }
            for one in kept.cases.cases.values where one.id.member == state.member {
                guard one.kind.isTrouble, one.source != .survey else { continue }
                let told = PhaseSignal.complaint(
                    Key(one.id.text),
                    at: one.openedAt,
                    confirmedAt: one.confirmedAt,
                    closedAt: one.closedAt
                )
                for signal in told { try each(state.member, signal) }
            }
            for stored in kept.events[state.member] ?? [] {
                guard let kind = kind(of: stored, state.member) else { continue }
                try each(state.member, PhaseSignal(kind, at: stored.event.occurredAt))
            }
        }
    }

    func careStandings(of members: [MemberID], countedFrom start: Instant) -> [CareStanding] {
        members.map { member in
            var care = CareStanding()
            func add(_ moment: Instant, isSelling: Bool = false) {
                care.add(at: moment, isSelling: isSelling, countedFrom: start)
            }
            for ask in kept.surveyAsks[member] ?? [] { add(ask.askedAt) }
            for stored in kept.talk.messages.values where stored.message.conversation.member == member {
                guard stored.message.kind == .answer || stored.message.kind == .call else { continue }
                add(stored.message.at)
            }
            for step in kept.cases.steps.values.joined() where step.caseID.member == member {
                if step.what == .moved, step.state == .answered { add(step.at) }
            }
            for contact in (kept.contacts.contacts[member] ?? [:]).values where contact.way == .sent {
                guard let taken = contact.takenAt else { continue }
                let isCare = contact.onceKey.text.hasPrefix("care:")
                if isCare || contact.kind == .promotion { add(taken, isSelling: !isCare) }
            }
            return care
        }
    }

    /// Whether an event began a journey in which points or a reward were given.
    private func isPaidByJourney(_ stored: StoredEvent, _ member: MemberID) -> Bool {
        let begun = (kept.journeys.enrolments[member] ?? [:]).values.filter {
            $0.entry == Key("event:\(stored.decision.number)")
        }
        return (kept.events[member] ?? []).contains { given in
            guard given.event.source == "setia/journeys",
                given.event.type == .pointsAdjusted || given.event.type == .rewardRedeemed
            else { return false }
            return begun.contains { given.event.id.text.hasPrefix("journey:\($0.id.text):") }
        }
    }

    private func kind(of stored: StoredEvent, _ member: MemberID) -> PhaseSignal.Kind? {
        let event = stored.event
        switch event.matter {
        case .memberEnrolled: return .joined
        case .orderPaid(let order): return .purchase(Key("\(event.source)\u{1f}\(order.id)"))
        case .referralChanged(let change):
            return PhaseSignal.Kind(change, isPaid: stored.decision.entries.contains { $0.kind == .earn })
        case .orderReturned(let back):
            let key = OrderKey(source: event.source, id: back.order)
            return kept.orders[member]?[key]?.isReturned == true
                ? .cameBack(Key("\(event.source)\u{1f}\(back.order)")) : nil
        default: break
        }
        switch event.type {
        case .visitCompleted, .stayCompleted, .serviceCompleted: return .purchase(event.id)
        default:
            guard !stored.decision.entries.contains(where: { $0.kind == .earn }), !isPaidByJourney(stored, member)
            else {
                return nil
            }
            return PhaseSignal.Act(event.type).map { .act($0) }
        }
    }
}
