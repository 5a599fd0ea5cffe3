package import JSONText
package import SetiaCore

/// A member's milestones: what is missing, and what she had.
package struct MilestonesBody: WireBody {
    /// Who.
    package let member: MemberID
    /// The moment.
    package let at: Instant
    /// One a milestone, with what is said of it.
    package let milestones: [Item]

    /// A milestone with its words.
    package struct Item: Sendable {
        let progress: MilestoneProgress
        let gives: String?
        let missing: String?

        /// A milestone.
        package init(progress: MilestoneProgress, gives: String?, missing: String?) {
            self.progress = progress
            self.gives = gives
            self.missing = missing
        }
    }

    /// The body of a member's milestones.
    package init(member: MemberID, at: Instant, milestones: [Item]) {
        self.member = member
        self.at = at
        self.milestones = milestones
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        json.key("items")
        json.list(milestones) { item, json in write(item, to: &json) }
        json.member("member", member.text)
        json.endObject()
    }

    private func write(_ item: Item, to json: inout JSONWriter) {
        json.beginObject()
        if let gives = item.gives { json.member("gives", gives) }
        if case .count(let left, let goal, _)? = item.progress.missing {
            json.member("goal", goal)
            json.member("left", left)
        }
        json.member("milestone", item.progress.milestone.key)
        if let missing = item.missing { json.member("missing", missing) }
        json.words("name", item.progress.milestone.name)
        if case .day(let at)? = item.progress.missing { json.member("next", at) }
        json.key("reached")
        json.list(item.progress.reached) { reached, json in
            json.beginObject()
            json.member("at", reached.at)
            if reached.occasion != 0 { json.member("occasion", reached.occasion) }
            if let lot = reached.lot {
                json.member("points", lot.points)
                json.member("wallet", lot.wallet)
            }
            json.endObject()
        }
        json.endObject()
    }
}
