internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// Tells members what becomes of their places: reminds of those that are confirmed, and says what was called off (rules
    /// ); as service messages by the rules of contact, each once.
    ///
    /// - Returns: how many were told, or need not be.
    func tellPlaces(at now: Instant) async throws -> Int {
        var done = 0
        let soon = now.adding(milliseconds: Gathering.remindsBefore)
        for place in try await store.reading({ try $0.gatheringPlaces(toRemindOf: soon, limit: 100) }) {
            try await tell(.reminder, of: place, at: now)
            done += 1
        }
        for place in try await store.reading({ try $0.gatheringPlaces(untold: .calledOff, limit: 100) }) {
            try await tell(.calledOff, of: place, at: now)
            done += 1
        }
        return done
    }

    private func tell(_ untold: GatheringPlace.Untold, of told: GatheringPlace, at now: Instant) async throws {
        let address = staffPorts.address
        let owner = try await store.reading { try self.owner(of: told.member, $0)?.member } ?? told.member
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: owner)])
            guard let gathering = try ledger.lockGathering(told.gathering),
                let place = try ledger.gatheringPlace(told.gathering, of: told.member), place.untold == untold
            else { return }
            try ledger.told(untold, of: place)
            // Links in it would lead nowhere; her page tells her all the same.
            guard !address.isEmpty, now < gathering.startsAt, place.isLive(at: now),
                (gathering.cancelledAt != nil) == (untold == .calledOff)
            else { return }
            try self.planLetter(
                GatheringLetter(gathering: gathering, isCalledOff: untold == .calledOff, address: address).content,
                at: JourneyPlace(
                    journey: Key("gathering:\(gathering.key)"),
                    version: 1,
                    step: untold == .calledOff ? "called-off" : "reminder"
                ),
                once: Key("gathering:\(gathering.key)/\(place.number)/\(untold.rawValue)"),
                to: owner,
                lasts: false,
                at: now,
                ledger
            )
        }
        changeSignal.tell([owner])
    }
}

/// What a member is written to of an event that is soon, or that was called off, in four languages.
private struct GatheringLetter {
    let gathering: Gathering
    let isCalledOff: Bool
    let address: String

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
        let (subject, text) = isCalledOff ? calledOff(what, link, language) : reminder(what, link, language)
        return ServiceWords(subject: subject, text: text)
    }

    private func reminder(_ what: String, _ link: String, _ language: Language) -> (String, String) {
        switch language {
        case .en:
            (
                "See you soon at our event",
                "Hello {name},\n\nour event\(what) is soon, and a place is kept for you.\n\nWhen and where: \(link)\n\n"
                    + "If you cannot come after all, give your place back there: somebody else is glad of it."
            )
        case .ms:
            (
                "Jumpa lagi tidak lama lagi di acara kami",
                "Hai {name},\n\nacara kami\(what) akan berlangsung tidak lama lagi, dan tempat anda sudah disimpan.\n\n"
                    + "Bila dan di mana: \(link)\n\nJika anda tidak dapat hadir, lepaskan tempat anda di situ: orang lain akan gembira."
            )
        case .id:
            (
                "Sampai jumpa di acara kami",
                "Halo {name},\n\nacara kami\(what) segera berlangsung, dan tempat Anda sudah disimpan.\n\n"
                    + "Kapan dan di mana: \(link)\n\nJika Anda ternyata tidak bisa datang, lepaskan tempat Anda di sana: orang lain akan senang."
            )
        case .th:
            (
                "แล้วพบกันที่กิจกรรมของเรา",
                "สวัสดี {name}\n\nกิจกรรมของเรา\(what) ใกล้ถึงแล้ว และเราเก็บที่ไว้ให้คุณ\n\nเวลาและสถานที่: \(link)\n\n"
                    + "หากมาไม่ได้ โปรดคืนที่ในหน้านั้น จะมีผู้อื่นยินดีรับไป"
            )
        }
    }

    private func calledOff(_ what: String, _ link: String, _ language: Language) -> (String, String) {
        switch language {
        case .en:
            (
                "Our event is called off",
                "Hello {name},\n\nwe are sorry: our event\(what) does not take place. You need do nothing.\n\nOther events: \(link)"
            )
        case .ms:
            (
                "Acara kami dibatalkan",
                "Hai {name},\n\nmaaf, acara kami\(what) tidak akan berlangsung. Anda tidak perlu berbuat apa-apa.\n\nAcara lain: \(link)"
            )
        case .id:
            (
                "Acara kami dibatalkan",
                "Halo {name},\n\nmaaf, acara kami\(what) tidak jadi berlangsung. Anda tidak perlu melakukan apa-apa.\n\n"
                    + "Acara lain: \(link)"
            )
        case .th:
            (
                "กิจกรรมของเรายกเลิกแล้ว",
                "สวัสดี {name}\n\nขออภัย กิจกรรมของเรา\(what) จะไม่จัดแล้ว คุณไม่ต้องทำอะไร\n\nกิจกรรมอื่น: \(link)"
            )
        }
    }
}
