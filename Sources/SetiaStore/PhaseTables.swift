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
                ) ELSE 0 END
            FROM event \(whose)
            LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
                AND order_state.order_id = event.order_id
            WHERE event.type IN (\(types))\(member == nil ? "" : " AND event.member_id = $1")
            ORDER BY event.member_id, event.number
            """
        )
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
            default:
                guard row.int(7) == 0, let act = PhaseSignal.Act(type) else { return }
                kind = .act(act)
            }
            try each(whose, PhaseSignal(kind, at: row.instant(2)))
        }
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

private let answerRows = "SELECT member_id, kind, score, answered_ms FROM survey_ask"

private let complaintRows = "SELECT member_id, case_id, opened_ms, confirmed_ms, closed_ms FROM member_case"
