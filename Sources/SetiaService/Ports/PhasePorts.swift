package import SetiaCare
package import SetiaCore

/// What says something about members' phases, to be read; a part of `Archive`.
package protocol PhaseArchive: AnyObject {
    /// What happened that says something about phases: of one member, or of every member but guests.
    ///
    /// An order counts until its first return where it came back whole; an act is told where no points were given for it;
    /// answers to surveys are told with their scores.
    ///
    /// - Parameters:
    ///   - member: Whose; none is everybody's.
    ///   - each: Takes a signal; a member's come together, in any order.
    /// - Throws: what `each` throws, or the store's failure.
    func phaseSignals(of member: MemberID?, _ each: (MemberID, PhaseSignal) throws -> Void) throws
    /// How the brand has spoken with these members, in the order asked (rule I-9).
    ///
    /// For her sake are questions of surveys that she was shown or sent, answers and calls of persons, answers to cases, and
    /// letters of care that left; to sell are promotions that left.
    ///
    /// - Parameters:
    ///   - members: Who.
    ///   - start: After which moment contacts are counted; the last is told however long ago it was.
    /// - Returns: one for each.
    /// - Throws: the store's failure.
    func careStandings(of members: [MemberID], countedFrom start: Instant) throws -> [CareStanding]
}

extension PhaseSignal {
    /// A complaint, and its end: made good when she says so, else closed.
    package static func complaint(
        _ name: Key,
        at openedAt: Instant,
        confirmedAt: Instant?,
        closedAt: Instant?
    ) -> [PhaseSignal] {
        var signals = [PhaseSignal(.complained(name), at: openedAt)]
        if let confirmedAt {
            signals.append(PhaseSignal(.complaintClosed(name, isMadeGood: true), at: confirmedAt))
        } else if let closedAt {
            signals.append(PhaseSignal(.complaintClosed(name, isMadeGood: false), at: closedAt))
        }
        return signals
    }
}

extension PhaseSignal.Kind {
    /// What news of a friend say who came by her code (rule I-8): that her order can come back no more, and gave whoever
    /// brought her nothing; or that it came back.
    ///
    /// - Parameters:
    ///   - change: What became of a referral.
    ///   - isPaid: Whether points were given for it.
    package init?(_ change: ReferralChange, isPaid: Bool) {
        guard case .friend(let news) = change else { return nil }
        switch news.state {
        case .joined, .waiting: return nil
        case .paid:
            // A reward that was promised is pay as well, and stands in no entry.
            if case .reward? = news.gift { return nil }
            guard !isPaid else { return nil }
            self = .brought(Key(news.friend.text))
        case .reversed, .refused: self = .broughtBack(Key(news.friend.text))
        }
    }
}

extension PhaseSignal.Scale {
    /// What answers of a survey of this kind are given on.
    ///
    /// None where it has no score.
    package init?(_ kind: Survey.Kind) {
        switch kind {
        case .nps: self = .recommendation
        case .csat: self = .satisfaction
        case .ces: self = .ease
        case .expectation: self = .expectation
        case .free: return nil
        }
    }
}

extension PhaseSignal.Act {
    /// The act that an event of this type is; none where it is none.
    package init?(_ type: EventType) {
        switch type {
        case .reviewPublished: self = .review
        case .referralMade: self = .referral
        case .communityHelped: self = .help
        case .eventAttended: self = .attendance
        case .causeSupported: self = .cause
        default: return nil
        }
    }
}

extension EventType {
    /// Types whose events say something about phases.
    package static let phasing: [EventType] = [
        .memberEnrolled, .orderPaid, .orderReturned, .visitCompleted, .stayCompleted, .serviceCompleted,
        .reviewPublished, .referralMade, .referralChanged, .communityHelped, .eventAttended, .causeSupported,
    ]
}
