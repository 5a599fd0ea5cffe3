internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads of `event`, `entry`, `order_state`, `survey_ask` and `member_case` what says something about phases.

extension TableLedger {
    func phaseSignals(of member: MemberID?, _ each: (MemberID, PhaseSignal) throws -> Void) throws {
        let types = EventType.phasing.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let whose =
            member == nil
            ? "JOIN member ON member.member_id = event.member_id AND member.is_guest = 0"
            : ""
        let statement = SQLStatement(
            """
            SELECT event.member_id, event.type, event.occurred_ms, event.source, event.key, event.order_id,
                COALESCE(order_state.is_returned, 0),
                CASE WHEN event.order_id IS NULL AND event.type <> 'member.enrolled' THEN (
                    SELECT COUNT(*) FROM entry
                    WHERE entry.member_id = event.member_id AND entry.event_number = event.number
                        AND entry.kind = 'earn'
                ) ELSE 0 END,
                CASE WHEN event.type = 'referral.changed' THEN event.facts END, event.number
            FROM event \(whose)
            LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
                AND order_state.order_id = event.order_id
            WHERE event.type IN (\(types))\(member == nil ? "" : " AND event.member_id = $1")
            ORDER BY event.member_id, event.number
            """
        )
        let paid = try actsPaidByJourneys(of: member)
        var answers = try answers(of: member)
        var complaints = try complaints(of: member)
        try connection.query(statement, member.map { [.text($0.text)] } ?? []) { row in
            let whose = try row.memberID(0)
            for answer in answers.removeValue(forKey: whose) ?? [] { try each(whose, answer) }
            for complaint in complaints.removeValue(forKey: whose) ?? [] { try each(whose, complaint) }
            guard let type = EventType(rawValue: row.text(1)) else { throw MalformedDocument(field: "type") }
            let order = row.textOrNil(5).map { Key("\(row.text(3))\u{1f}\($0)") }
            let kind: PhaseSignal.Kind
            switch type {
            case .memberEnrolled: kind = .joined
            case .orderPaid: kind = .purchase(order ?? Key(row.text(4)))
            case .orderReturned:
                guard row.int(6) != 0, let order else { return }
                kind = .cameBack(order)
            case .visitCompleted, .stayCompleted, .serviceCompleted: kind = .purchase(Key(row.text(4)))
            case .referralChanged:
                let matter = try FactsDocument.referralChange(Array(row.text(8).utf8))
                guard let brought = PhaseSignal.Kind(matter, isPaid: row.int(7) != 0) else { return }
                kind = brought
            default:
                guard row.int(7) == 0, paid[whose]?.contains(row.int(9)) != true, let act = PhaseSignal.Act(type) else {
                    return
                }
                kind = .act(act)
            }
            try each(whose, PhaseSignal(kind, at: row.instant(2)))
        }
    }

    /// The numbers of events that began a journey in which points or a reward were given: what was paid for so is no act of
    /// its own accord (rule I-5).
    private func actsPaidByJourneys(of member: MemberID?) throws -> [MemberID: Set<Int64>] {
        var paid: [MemberID: Set<Int64>] = [:]
        let statement = SQLStatement(
            """
            SELECT begun.member_id, begun.entry FROM journey_enrolment AS begun
            WHERE begun.entry LIKE 'event:%'\(member == nil ? "" : " AND begun.member_id = $1") AND EXISTS (
                SELECT 1 FROM event WHERE event.member_id = begun.member_id AND event.source = 'setia/journeys'
                    AND event.type IN ('points.adjusted', 'reward.redeemed')
                    AND event.key >= 'journey:' || begun.enrolment_id || ':'
                    AND event.key < 'journey:' || begun.enrolment_id || ';'
            )
            """
        )
        try connection.query(statement, member.map { [.text($0.text)] } ?? []) { row in
            guard let number = Int64(row.text(1).dropFirst("event:".count)) else { return }
            paid[try row.memberID(0), default: []].insert(number)
        }
        return paid
    }

    func careStandings(of members: [MemberID], countedFrom start: Instant) throws -> [CareStanding] {
        var standings: [MemberID: CareStanding] = [:]
        try connection.query(findingCare, members.map { [.text($0.text)] }) { row in
            standings[try row.memberID(0), default: CareStanding()]
                .add(at: row.instant(1), isSelling: row.int(2) != 0, countedFrom: start)
        }
        return members.map { standings[$0] ?? CareStanding() }
    }

    /// What members complained of, and whether it was made good; cases that an answer opened are told by the answer.
    private func complaints(of member: MemberID?) throws -> [MemberID: [PhaseSignal]] {
        var complaints: [MemberID: [PhaseSignal]] = [:]
        let trouble = "kind IN ('complaint', 'claim') AND source <> 'survey'"
        let statement =
            member == nil
            ? SQLStatement("\(complaintRows) WHERE \(trouble)")
            : SQLStatement("\(complaintRows) WHERE \(trouble) AND member_id = $1")
        try connection.query(statement, member.map { [.text($0.text)] } ?? []) { row in
            complaints[try row.memberID(0), default: []] += PhaseSignal.complaint(
                Key(row.text(1)),
                at: row.instant(2),
                confirmedAt: row.instantOrNil(3),
                closedAt: row.instantOrNil(4)
            )
        }
        return complaints
    }

    /// What members answered, few beside what they bought: by member, so that it can come with the rest of hers.
    private func answers(of member: MemberID?) throws -> [MemberID: [PhaseSignal]] {
        var answers: [MemberID: [PhaseSignal]] = [:]
        let statement =
            member == nil
            ? SQLStatement("\(answerRows) WHERE answered_ms IS NOT NULL")
            : SQLStatement("\(answerRows) WHERE answered_ms IS NOT NULL AND member_id = $1")
        try connection.query(statement, member.map { [.text($0.text)] } ?? []) { row in
            guard let kind = Survey.Kind(rawValue: row.text(1)) else { throw MalformedDocument(field: "kind") }
            guard let scale = PhaseSignal.Scale(kind) else { return }
            let signal = PhaseSignal(.answered(scale, Int(row.int(2))), at: row.instant(3))
            answers[try row.memberID(0), default: []].append(signal)
        }
        return answers
    }
}

/// When members were spoken with, and whether something was to be sold; once keys of letters of care begin with `care:`, and
/// ";" is the character behind ":".
private let findingCare = SQLBulk(
    [("member_id", .text)],
    one: """
        SELECT member_id, asked_ms, 0 FROM survey_ask WHERE member_id = $1
        UNION ALL
        SELECT member_id, at_ms, 0 FROM message WHERE member_id = $1 AND kind IN ('answer', 'call')
        UNION ALL
        SELECT member_id, at_ms, 0 FROM case_step WHERE member_id = $1 AND what = 'moved' AND state = 'answered'
        UNION ALL
        SELECT member_id, taken_ms, 0 FROM contact
        WHERE member_id = $1 AND taken_ms IS NOT NULL AND way = 'sent' AND once_key >= 'care:' AND once_key < 'care;'
        UNION ALL
        SELECT member_id, taken_ms, 1 FROM contact
        WHERE member_id = $1 AND taken_ms IS NOT NULL AND way = 'sent' AND kind = 'promotion'
        """,
    many: """
        SELECT survey_ask.member_id, survey_ask.asked_ms, 0
        FROM given JOIN survey_ask ON survey_ask.member_id = given.member_id
        UNION ALL
        SELECT message.member_id, message.at_ms, 0
        FROM given JOIN message ON message.member_id = given.member_id AND message.kind IN ('answer', 'call')
        UNION ALL
        SELECT case_step.member_id, case_step.at_ms, 0
        FROM given JOIN case_step ON case_step.member_id = given.member_id
            AND case_step.what = 'moved' AND case_step.state = 'answered'
        UNION ALL
        SELECT contact.member_id, contact.taken_ms, 0
        FROM given JOIN contact ON contact.member_id = given.member_id AND contact.taken_ms IS NOT NULL
            AND contact.way = 'sent' AND contact.once_key >= 'care:' AND contact.once_key < 'care;'
        UNION ALL
        SELECT contact.member_id, contact.taken_ms, 1
        FROM given JOIN contact ON contact.member_id = given.member_id AND contact.taken_ms IS NOT NULL
            AND contact.way = 'sent' AND contact.kind = 'promotion'
        """
)

private let answerRows = "SELECT member_id, kind, score, answered_ms FROM survey_ask"

private let complaintRows = "SELECT member_id, case_id, opened_ms, confirmed_ms, closed_ms FROM member_case"
