internal import JSONText
internal import SetiaCore

extension DemoStory {
    /// What staff and she herself do about it later on the day.
    mutating func afterwards(
        _ place: Int,
        _ paidAt: Instant,
        _ trouble: Double,
        _ season: Season,
        _ chance: inout Chance,
        _ chapter: inout DemoChapter
    ) throws(Refusal) {
        let country = City.all[DemoStore.all[regulars[place].home].city].country
        if chance.happens(0.0012 + 0.05 * trouble) {
            let reason = trouble > 0.1 ? Apology.machines : Apology.usual(country, &chance)
            let points = Points(Int64(trouble > 0.1 ? 50 : chance.number(2...6) * 10))
            try tell(
                .desk,
                "goodwill-\(paidAt.milliseconds)-\(regulars[place].id.text)",
                at: paidAt.adding(milliseconds: 3_600_000 / 2),
                .pointsAdjusted(Adjustment(wallet: "points", points: points)),
                of: place,
                personal: ["reason": .string(reason)],
                in: &chapter
            )
        }
        try askAgain(place, paidAt.adding(milliseconds: 45 * 60_000), season, &chance, &chapter)
    }

    /// Consents are asked for once more when their wording changed; and now and then somebody has had enough mail.
    private mutating func askAgain(
        _ place: Int,
        _ moment: Instant,
        _ season: Season,
        _ chance: inout Chance,
        _ chapter: inout DemoChapter
    ) throws(Refusal) {
        guard let held = regulars[place].state.consents.last?.consent else { return }
        let isOld = held.wording == "privacy-1" && season.day >= versionDay(2)
        let isAsked = isOld && !regulars[place].wasAskedAgain && regulars[place].likesApp
        if isAsked { regulars[place].wasAskedAgain = true }
        let changed: Consent? =
            if isAsked, chance.happens(0.55) {
                Consent(
                    purpose: held.purpose,
                    channel: held.channel,
                    isGiven: chance.happens(0.82),
                    wording: "privacy-2",
                    evidence: "app settings"
                )
            } else if held.isGiven, chance.happens(0.0012) {
                Consent(
                    purpose: held.purpose,
                    channel: held.channel,
                    isGiven: false,
                    wording: held.wording,
                    evidence: "link in a message"
                )
            } else {
                nil
            }
        guard let changed else { return }
        let id = "consent-\(moment.milliseconds)-\(regulars[place].id.text)"
        try tell(.app(nil), id, at: moment, .consentChanged(changed), of: place, in: &chapter)
    }
}
