internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// How many gatherings to come are looked at in one round.
    private static let gatheringsARound = 500

    /// What time asks of gatherings (rules ): what has lapsed is offered to who waits next, who was offered
    /// a place is told, and who was let in is told to the ledger.
    ///
    /// Each step is done under the lock of its gathering or of its member and noted with it, so that any number of servers
    /// do it once.
    ///
    /// - Returns: how much was done.
    /// - Throws: `Unready`, or the world's trouble.
    package func runGatherings() async throws -> Int {
        let now = surroundings.now()
        var done = 0
        for key in try await store.reading({ try self.gatheringsDue(at: now, $0) }) {
            try await store.recording { ledger in
                guard let gathering = try ledger.lockGathering(key) else { return }
                try self.settle(gathering, at: now, ledger)
            }
            done += 1
        }
        for place in try await store.reading({ try $0.gatheringPlaces(untold: .offer, limit: 100) }) {
            try await tellOffer(place)
            done += 1
        }
        for place in try await store.reading({ try $0.gatheringPlaces(untold: .attendance, limit: 100) }) {
            try await tellAttendance(place)
            done += 1
        }
        return try await done + tellPlaces(at: now)
    }

    /// Gatherings to come at which something has lapsed, or somebody who waits can be offered a place.
    private func gatheringsDue(at now: Instant, _ archive: any Archive) throws -> [Key] {
        let coming = try archive.gatherings(endingAfter: now, limit: Self.gatheringsARound)
        guard !coming.isEmpty else { return [] }
        let version = try configuration(archive).published().version(at: now)
        let quiet = ContactRules.of(version.programme.contact, version: version.number, hashKey: memberHashKey)
            .quiet
        return try coming.filter { gathering in
            if try !archive.gatheringPlacesDue(gathering.key, by: now).isEmpty { return true }
            let tally = try archive.gatheringTally(gathering.key, at: now)
            return gathering.offers(tally, at: now, quiet: quiet, in: version.zone) != nil
        }.map(\.key)
    }

    /// Tells a member by mail that a place is offered to her, as a service message by the rules of contact (rule X-5); of
    /// an account that came to another one, whoever it is now.
    private func tellOffer(_ offered: GatheringPlace) async throws {
        let now = surroundings.now()
        let address = staffPorts.address
        let owner = try await store.reading { try self.owner(of: offered.member, $0)?.member } ?? offered.member
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: owner)])
            guard let gathering = try ledger.lockGathering(offered.gathering),
                let place = try ledger.gatheringPlace(offered.gathering, of: offered.member), place.untold == .offer
            else { return }
            try ledger.told(.offer, of: place)
            // Links in it would lead nowhere; her page tells her all the same.
            guard !address.isEmpty, place.state == .offered, place.isLive(at: now), gathering.cancelledAt == nil else {
                return
            }
            try self.planLetter(
                OfferLetter(gathering, address: address).content,
                at: JourneyPlace(journey: Key("gathering:\(gathering.key)"), version: 1, step: "offer"),
                once: Key("gathering:\(gathering.key)/\(place.number)"),
                to: owner,
                lasts: false,
                at: now,
                ledger
            )
        }
        changeSignal.tell([owner])
    }

    /// Tells the ledger that a member was there; its id is made of the place, so that told twice it is once (rule X-8).
    ///
    /// What the programme has against it, such as a member who is suspended meanwhile, keeps nobody out.
    func tellAttendance(_ place: GatheringPlace) async throws {
        guard let at = place.checkedInAt else { return }
        let (gathering, member) = try await store.reading { archive in
            (try archive.gathering(place.gathering), try self.owner(of: place.member, archive)?.member ?? place.member)
        }
        let event = Event(
            source: "setia/events",
            id: Key("\(place.gathering)/\(place.member.text)"),
            occurredAt: at,
            matter: .happened(
                Occurrence(
                    type: .eventAttended,
                    facts: [
                        Occurrence.Fact(name: "name", value: .text(place.gathering)),
                        Occurrence.Fact(name: "isOnline", value: .truth(gathering?.place.isOnline ?? false)),
                    ]
                )
            )
        )
        if case .failed(let error) = try await record(Intake(event: event, who: .member(member))) { throw error }
        try await store.recording { try $0.told(.attendance, of: place) }
    }
}

/// What a member is written to whom a place is offered, in four languages.
private struct OfferLetter {
    let gathering: Gathering
    let address: String

    init(_ gathering: Gathering, address: String) {
        self.gathering = gathering
        self.address = address
    }

    /// As a service message; where titles say amounts or days, which a message must say alike in all languages, it names
    /// none.
    var content: BroadcastContent {
        let named = Language.allCases.map { words(title($0), $0) }
        let facts = named.map { Set(factsSaid(in: $0.subject + "\n" + $0.text)) }
        let isAlike = facts.allSatisfy { $0 == facts[0] }
        return BroadcastContent(letter: "Event: \(gathering.key)", kind: .service, expiresAt: gathering.startsAt) {
            words(isAlike ? title($0) : "", $0)
        }
    }

    private func title(_ language: Language) -> String {
        "\u{201C}\(gathering.words(in: language.key).title)\u{201D}"
    }

    private func words(_ title: String, _ language: Language) -> ServiceWords {
        let link = "\(address)/card/events"
        let what = title.isEmpty ? "" : " \(title)"
        let (subject, text) =
            switch language {
            case .en:
                (
                    "A place has become free for you",
                    "Hello {name},\n\na place at our event\(what) has become free, and you are next.\n\nTake it here: \(link)\n\n"
                        + "It is kept for you for some hours; the page says until when. After that we ask the next who waits."
                )
            case .ms:
                (
                    "Satu tempat kini kosong untuk anda",
                    "Hai {name},\n\nsatu tempat di acara kami\(what) kini kosong, dan giliran anda.\n\nAmbil di sini: \(link)\n\n"
                        + "Tempat itu disimpan untuk anda beberapa jam; halaman itu menyatakan sampai bila. Selepas itu kami "
                        + "bertanya kepada yang menunggu seterusnya."
                )
            case .id:
                (
                    "Ada tempat kosong untuk Anda",
                    "Halo {name},\n\nsatu tempat di acara kami\(what) kini kosong, dan giliran Anda.\n\nAmbil di sini: \(link)\n\n"
                        + "Tempat itu disimpan untuk Anda beberapa jam; halamannya menyebut sampai kapan. Setelah itu kami "
                        + "bertanya kepada yang menunggu berikutnya."
                )
            case .th:
                (
                    "มีที่ว่างสำหรับคุณแล้ว",
                    "สวัสดี {name}\n\nมีที่ว่างในกิจกรรมของเรา\(what) และถึงคิวของคุณแล้ว\n\nรับที่ได้ที่นี่: \(link)\n\n"
                        + "เราเก็บที่นี้ไว้ให้คุณหลายชั่วโมง หน้านั้นบอกว่าถึงเมื่อไร หลังจากนั้นเราจะถามผู้ที่รออยู่คนถัดไป"
                )
            }
        return ServiceWords(subject: subject, text: text)
    }
}
