internal import SetiaCore

extension DemoStory {
    /// The next member joins, at a counter or in the app, and most buy something at once.
    mutating func join(_ season: Season, _ chapter: inout DemoChapter) throws(Refusal) {
        let number = regulars.count
        var chance = Chance(seed: brand.seed, stream: UInt64(number) + 1)
        let kin = household.map { regulars[$0.place] }
        let store = kin?.home ?? openStore(season, &chance)
        let city = City.all[DemoStore.all[store].city]
        let wording: Key = season.day < versionDay(2) ? "privacy-1" : "privacy-2"
        let person = Person(number: number, city: city, kin: kin?.person, wording: wording, &chance)
        let minute = Daypart.allCases[chance.place([0.4, 0.2, 0.25, 0.15])].minute(&chance)
        let moment = moment(minute, in: DemoStore.all[store].city, &chance)
        let id = MemberID(
            Identifier(millisecondsSince1970: moment.milliseconds, random: (chance.next(), chance.next()))
        )
        var regular = Regular(id: id, person: person, store: store, joined: season.day, kin: kin, chance)
        if let household {
            regular.kin = regulars[household.place].kin + [household.place]
            for other in regular.kin { regulars[other].kin.append(number) }
            self.household = household.left > 1 ? (number, household.left - 1) : nil
        } else if number + 3 < brand.members, regular.chance.happens(0.055) {
            household = (number, regular.chance.place([0.7, 0.3]) + 1)
        }
        regulars.append(regular)
        guard moment <= brand.until else {
            regulars[number].back = nil
            return
        }
        try enrol(number, at: moment, &chapter)
        if regulars[number].chance.happens(0.72) { try visit(number, at: minute + 4, season, &chapter) }
    }

    private mutating func enrol(
        _ place: Int,
        at moment: Instant,
        _ chapter: inout DemoChapter
    ) throws(Refusal) {
        let regular = regulars[place]
        let enrolment = Event(
            source: "app",
            id: Key("joined-\(regular.id.text)"),
            occurredAt: moment,
            matter: .memberEnrolled(regular.person.facts)
        )
        try decide(enrolment, about: place)
        var consents: [(id: Key, consent: Consent)] = []
        for (number, consent) in regular.person.consents.enumerated() {
            let id = Key("consent-\(number + 1)-\(regular.id.text)")
            consents.append((id, consent))
            try decide(
                Event(source: "app", id: id, occurredAt: moment, matter: .consentChanged(consent)),
                about: place
            )
        }
        chapter.joining.append(
            DemoJoining(
                member: regular.id,
                enrolment: enrolment,
                identities: regular.person.identities,
                person: regular.person.document,
                consents: consents
            )
        )
    }

    /// A store that is open by now: most in Malaysia, least in Thailand.
    private func openStore(_ season: Season, _ chance: inout Chance) -> Int {
        let shares: [Double] = [0.50, 0.31, 0.19]
        let sums = Country.allCases.map { country in
            DemoStore.all.filter { City.all[$0.city].country == country && $0.opens <= season.progress }
                .reduce(0) { $0 + $1.weight }
        }
        return chance.place(
            DemoStore.all.map { store in
                let country = City.all[store.city].country.rawValue
                return store.opens <= season.progress ? store.weight / sums[country] * shares[country] : 0
            }
        )
    }
}
