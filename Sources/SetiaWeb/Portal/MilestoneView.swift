internal import SetiaCore
internal import SetiaService

extension Web {
    /// Milestones as they are shown to a member and to staff: those with a next time first.
    func milestones(_ state: MemberState, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        guard let version = brand.version else { return [] }
        let words = MilestoneWords(version, visit.language)
        let all = version.milestones(of: state, at: service.surroundings.now())
        return (all.filter { $0.missing != nil } + all.filter { $0.missing == nil }).map { progress in
            // What is not there stands there empty: else a template would take what the page says of something else.
            var fields: Fields = [
                "name": words.name(progress.milestone), "gives": words.gives(progress.milestone) ?? "",
                "missing": progress.missing.map { words.missing($0) } ?? "",
                "reached": progress.reached.first.map { words.reached($0) } ?? "", "bar": false,
            ]
            if case .count(let left, let goal, _)? = progress.missing {
                fields["bar"] = ["value": "\(max(0, goal - left))", "max": "\(goal)"] as Fields
            }
            return fields
        }
    }
}
