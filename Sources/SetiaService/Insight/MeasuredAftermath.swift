internal import SetiaCare
internal import SetiaCore
internal import SetiaInsight

extension SetiaService {
    /// Whether members bought again after they answered a survey, were answered, or complained (rule Q-12); of those who
    /// pay in the currency with most orders.
    ///
    /// - Returns: none where nobody bought.
    /// - Throws: `Unready`, or the store's failure.
    func measuredAftermath(_ purchases: BrandPurchases?) async throws -> Aftermath? {
        guard let purchases else { return nil }
        let now = surroundings.now()
        let numbers = Dictionary(
            zip(purchases.members, Int32(0)...).map { ($0, $1) },
            uniquingKeysWith: { first, _ in first }
        )
        let moments = try await store.reading { archive -> [Aftermath.Moment] in
            let version = try self.configuration(archive).published().version(at: now)
            var moments: [Aftermath.Moment] = []
            func add(_ member: MemberID, _ at: SetiaCore.Instant, _ group: Aftermath.Group) {
                guard let number = numbers[member] else { return }
                moments.append(Aftermath.Moment(member: number, day: version.zone.day(of: at), group: group))
            }
            for survey in version.programme.surveys where survey.kind.isScored {
                let waves = try archive.surveyCounts(survey.key, survey.kind).filter { $0.score != nil }.map(\.wave)
                for wave in Set(waves) {
                    try archive.surveyAnswers(survey.key, survey.kind, wave: wave) { ask in
                        guard let answer = ask.answer else { return }
                        add(ask.member, answer.at, Aftermath.group(of: answer.score, survey.kind))
                    }
                }
            }
            let start = Instant(milliseconds: 0)
            try archive.waitings(from: start, until: now) { waiting in
                guard let ending = waiting.episode.ending, let due = waiting.episode.dueAt else { return }
                let isInTime = ending.kind != .closedUnanswered && ending.at <= due
                add(waiting.conversation.member, ending.at, isInTime ? .answeredInTime : .answeredLate)
            }
            try archive.memberCases(openedFrom: start, until: now) { one in
                guard one.kind.isTrouble, !one.isOpen || one.confirmedAt != nil else { return }
                guard let at = one.confirmedAt ?? one.closedAt else { return }
                add(one.id.member, at, one.confirmedAt != nil ? .recovered : .unrecovered)
            }
            return moments
        }
        return Aftermath(moments, MemberDays(purchases.columns), until: purchases.end)
    }
}

extension Aftermath {
    /// What an answer makes a member.
    static func group(of score: Int, _ kind: Survey.Kind) -> Group {
        kind.isUnhappy(score) ? .unhappy : kind.isSatisfied(score) ? .satisfied : .between
    }
}
