extension Deciding {
    /// What the event counts towards achievements, and what those give that it reaches (rules E-16 and E-17).
    ///
    /// It is asked after all rules; what it gives is not multiplied.
    mutating func achieve(_ order: Order?, _ scene: inout ConditionScene?, _ gains: inout [Gain]) throws(Refusal) {
        let (type, day) = (event.type, version.zone.day(of: event.occurredAt))
        for place in programme.achievements.indices where programme.achievements[place].on == type {
            let achievement = programme.achievements[place]
            guard holds(achievement.condition, of: achievement.key, &scene) else { continue }
            var progress = state.progress(in: achievement, on: day)
            // What belongs to a stretch that is over is too late for it.
            guard achievement.within.start(of: day) >= progress.start else { continue }
            let added = added(by: achievement, order, &progress, on: day)
            guard added > 0, achievement.repeats || progress.reachedNow == 0 else {
                note(progress)
                continue
            }
            progress.count += added
            let times =
                achievement.repeats
                ? max(0, progress.count / achievement.goal) : progress.count >= achievement.goal ? 1 : 0
            progress.reached += times
            progress.reachedNow += times
            let counted = progress.count
            if achievement.repeats { progress.count -= times * achievement.goal }
            note(progress)
            reasons.append(
                .progressed(
                    achievement: achievement.key,
                    added: added,
                    count: counted,
                    goal: achievement.goal,
                    reached: times
                )
            )
            guard times > 0, let gift = achievement.gift,
                let place = gains.firstIndex(where: { $0.wallet == gift.wallet })
            else { continue }
            let (points, overflow) = gift.points.units.multipliedReportingOverflow(by: times)
            guard !overflow else { throw .outOfRange(field: "data") }
            reasons.append(.earnedFixed(rule: achievement.key, wallet: gift.wallet, points: Points(points)))
            gains[place].fixed = try sum(gains[place].fixed, points)
        }
    }

    /// What the event adds; of a streak that it goes on, one, and what was broken begins anew.
    private func added(
        by achievement: Achievement,
        _ order: Order?,
        _ progress: inout AchievementProgress,
        on day: Day
    ) -> Int64 {
        switch achievement.counts {
        case .times:
            guard achievement.lines != nil, let order else { return 1 }
            return lines(of: order, achievement.lines).isEmpty ? 0 : 1
        case .units(let unit): return count(of: unit, order, achievement.lines)
        case .streak(let span):
            let start = span.start(of: day)
            if let newest = progress.newest, start <= newest { return 0 }
            progress.newest = start
            return 1
        }
    }

    /// What counted for an order that came back whole is taken off again (rule R-9); a streak stays.
    mutating func uncount(achievementsOf paid: OrderRecord.Paid) {
        for reason in paid.progress {
            guard let achievement = programme.achievements.first(where: { $0.key == reason.achievement }) else {
                continue
            }
            if case .streak = achievement.counts { continue }
            guard let place = state.achievements.firstIndex(where: { $0.key == reason.achievement }),
                state.achievements[place].start == achievement.within.start(of: version.zone.day(of: paid.at))
            else { continue }
            state.achievements[place].count -= reason.added
            // What it gave is taken back with the order's points.
            if reason.reached > 0 {
                if achievement.repeats { state.achievements[place].count += reason.reached * achievement.goal }
                state.achievements[place].reached = max(0, state.achievements[place].reached - reason.reached)
                state.achievements[place].reachedNow = max(0, state.achievements[place].reachedNow - reason.reached)
            }
        }
    }

    private mutating func note(_ progress: AchievementProgress) {
        if let place = state.achievements.firstIndex(where: { $0.key == progress.key }) {
            state.achievements[place] = progress
        } else {
            state.achievements.append(progress)
        }
    }
}
