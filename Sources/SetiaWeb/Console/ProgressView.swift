internal import SetiaCore
internal import SetiaService

extension Web {
    /// How far a member has come with what she gets along with.
    ///
    /// - Parameters:
    ///   - state: The member.
    ///   - isAll: Whether what she has not begun is there too.
    ///   - visit: Who looks.
    ///   - brand: The brand.
    /// - Returns: one element an achievement, in the order of the programme.
    func progress(_ state: MemberState, all isAll: Bool, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        let today = brand.zone.day(of: service.surroundings.now())
        return (brand.programme?.achievements ?? []).compactMap { achievement in
            let progress = state.progress(in: achievement, on: today)
            guard isAll || progress.count > 0 || progress.reached > 0 else { return nil }
            let isDone = !achievement.repeats && progress.reachedNow > 0
            let count = isDone ? achievement.goal : max(0, min(progress.count, achievement.goal))
            let values = ["count": visit.wording.number(count), "goal": visit.wording.number(achievement.goal)]
            return [
                "name": achievement.name.text(in: visit.language.key) ?? achievement.key.text,
                "text": isDone ? visit.texts.say("progress.done") : visit.texts.say("progress.of", values),
                "count": "\(count)", "goal": "\(achievement.goal)",
                "reached": progress.reached > 0 && achievement.repeats
                    ? visit.texts.say("progress.reached", count: progress.reached) : "",
            ]
        }
    }
}
