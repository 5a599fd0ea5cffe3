internal import SetiaCare
internal import SetiaCore

extension [PhaseInterval] {
    /// Since when she trusts without a break, or speaks for the brand; none where she does neither now.
    var trustingSince: Instant? {
        var since: Instant?
        for interval in reversed() {
            guard interval.phase == .trust || interval.phase == .identification else { break }
            since = interval.from
        }
        return since
    }
}

extension SetiaService {
    /// To what letters of care belong.
    static let careLetters: Key = "care:letters"
    /// So many members are looked at in one query.
    private static let careStretch = 500
    /// So many tasks are opened in one look: more than staff can do help nobody.
    private static let careTasks = 20

    /// Sees to it that nobody who trusts goes longer than the programme says without being thanked or asked (rule I-9).
    ///
    /// Who waits for longest comes first. A letter of care is planned by the rules of contact; where it may not go, staff have
    /// a task. Both are made once for a stretch without care, so that any number of servers and looks do it once.
    ///
    /// - Parameter most: For at most so many members.
    /// - Returns: for how many a letter or a task is there that was not there before.
    /// - Throws: `Unready`, or the store's failure.
    package func keepCareFloor(most: Int = 500) async throws -> Int {
        let now = surroundings.now()
        let (days, waiting) = try await store.reading { archive -> (Int, [(member: MemberID, since: Instant)]) in
            guard let days = try self.configuration(archive).published().version(at: now).programme.phases.careDays
            else {
                return (0, [])
            }
            return (days, try self.uncared(for: days, at: now, archive))
        }
        var (done, tasks) = (0, 0)
        // Whoever nothing can be done for now keeps nobody behind her waiting.
        for one in waiting {
            if done >= most { break }
            let mayTask = tasks < SetiaService.careTasks
            let made = try await store.recording { ledger in
                try self.care(for: one.member, since: one.since, days, mayTask: mayTask, at: now, ledger)
            }
            guard let made else { continue }
            if made == .task { tasks += 1 }
            done += 1
            changeSignal.tell([one.member])
        }
        return done
    }

    /// Those who trust and were neither thanked nor asked for so many days, who waits for longest first.
    private func uncared(for days: Int, at now: Instant, _ archive: any Archive) throws
        -> [(member: MemberID, since: Instant)]
    {
        let version = try configuration(archive).published().version(at: now)
        var trusting: [(member: MemberID, since: Instant)] = []
        var (member, signals) = (MemberID?.none, [PhaseSignal]())
        func end() {
            guard let member else { return }
            let intervals = SetiaCare.phases(of: signals, by: version.programme.phases, in: version.zone, until: now)
            // Whoever began to trust only now cannot have waited.
            if let since = intervals.trustingSince, since.adding(days: days) <= now { trusting.append((member, since)) }
            signals.removeAll(keepingCapacity: true)
        }
        try archive.phaseSignals(of: nil) { next, signal in
            if next != member {
                end()
                try Task.checkCancellation()
            }
            member = next
            signals.append(signal)
        }
        end()
        var waiting: [(member: MemberID, since: Instant)] = []
        try careStandings(of: trusting, at: now, archive) { one, care in
            guard care.isUncared(for: days, trusting: one.since, at: now) else { return }
            waiting.append((one.member, care.uncaredSince(trusting: one.since)))
        }
        return waiting.sorted { ($0.since, $0.member) < ($1.since, $1.member) }
    }

    /// How those who trust are spoken with.
    func measuredCare(
        _ trusting: [(member: MemberID, since: Instant)],
        _ days: Int?,
        at now: Instant,
        _ archive: any Archive
    ) throws -> PhaseInsight.Care {
        var figures = PhaseInsight.Care()
        figures.floorDays = days
        figures.members = trusting.count
        try careStandings(of: trusting, at: now, archive) { one, care in
            figures.caring += care.caring
            figures.selling += care.selling
            if care.selling > 0, care.caring == 0 { figures.soldToOnly += 1 }
            if let days, care.isUncared(for: days, trusting: one.since, at: now) { figures.belowFloor += 1 }
        }
        return figures
    }

    private func careStandings(
        of trusting: [(member: MemberID, since: Instant)],
        at now: Instant,
        _ archive: any Archive,
        _ each: ((member: MemberID, since: Instant), CareStanding) throws -> Void
    ) throws {
        let start = now.adding(days: -CareStanding.days)
        for place in stride(from: 0, to: trusting.count, by: SetiaService.careStretch) {
            let part = trusting[place..<min(trusting.count, place + SetiaService.careStretch)]
            for (one, care) in zip(part, try archive.careStandings(of: part.map(\.member), countedFrom: start)) {
                try each(one, care)
            }
            try Task.checkCancellation()
        }
    }

    /// What was made for a member.
    private enum Care { case letter, task }

    /// Plans a letter for a member, or opens a task, as she stands in the transaction; none where that was done, or somebody
    /// has spoken with her meanwhile.
    private func care(
        for member: MemberID,
        since: Instant,
        _ days: Int,
        mayTask: Bool,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> Care? {
        guard let state = try ledger.states([StateRequest(member: member)])[0], state.status == .active,
            let key = try ledger.keys(of: [member])[0]
        else { return nil }
        let care = try ledger.careStandings(of: [member], countedFrom: since)[0]
        guard care.last.map({ $0 <= since }) ?? true else { return nil }
        let once = Key("care:\(since.milliseconds)")
        let contacts = try ledger.contacts(of: member, limit: 100)
        var contact = contacts.first { $0.onceKey == once }
        // Since when she waits is reckoned anew where the programme changes: what is on its way for her is not made again.
        if contact == nil {
            if contacts.contains(where: { $0.nextAt != nil && $0.onceKey.text.hasPrefix("care:") }) { return nil }
            if try ledger.memberCases(of: member, limit: 100).contains(where: { $0.source == .care && $0.isOpen }) {
                return nil
            }
        }
        var isNew = false
        if contact == nil, !staffPorts.address.isEmpty {
            try planLetter(
                BroadcastContent(letter: "Care", kind: .survey, purpose: "marketing") { careWords($0) },
                at: JourneyPlace(journey: SetiaService.careLetters, version: 1, step: "thanks"),
                once: once,
                to: member,
                at: now,
                ledger
            )
            contact = try ledger.contacts(of: member, limit: 1).first { $0.onceKey == once }
            isNew = true
        }
        if let contact, contact.nextAt != nil || contact.way == .sent { return isNew ? .letter : nil }
        guard mayTask else { return nil }
        let bytes = sealing.keyedHash(Array("\(member.text)/\(once)".utf8), for: .contact)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        let id = CaseID(member: member, Identifier(high: half(0..<8), low: half(8..<16)))
        guard try ledger.memberCase(id) == nil else { return nil }
        let version = try configuration(ledger).published().version(at: now)
        let language = version.programme.languages.first.flatMap { Language(rawValue: $0.text) } ?? .en
        let text = careTask(since: Wording(language).day(version.zone.day(of: since)), language)
        let new = NewCase(member: member, kind: .task, text: text, source: .care)
        _ = try open(new, text, id, state, key, by: .server, at: now, in: ledger)
        return .task
    }

    private func careTask(since day: String, _ language: Language) -> String {
        switch language {
        case .en:
            "Nobody has thanked her, asked her or answered her since \(day). Thank her, or ask how she is doing with us."
        case .ms:
            "Tiada sesiapa berterima kasih, bertanya atau menjawabnya sejak \(day). Ucapkan terima kasih, atau tanya pendapatnya."
        case .id:
            "Sejak \(day) tidak ada yang berterima kasih, bertanya, atau menjawabnya. Ucapkan terima kasih, atau tanyakan kesannya."
        case .th: "ตั้งแต่ \(day) ยังไม่มีใครขอบคุณ ถาม หรือตอบลูกค้าท่านนี้ ขอบคุณ หรือถามว่าเป็นอย่างไรบ้าง"
        }
    }

    private func careWords(_ language: Language) -> ServiceWords {
        let link = "\(staffPorts.address)/card/cases"
        return switch language {
        case .en:
            ServiceWords(
                subject: "Thank you for staying with us",
                text:
                    "Hello {name},\n\nyou come to {brand} again and again, and we have not said it for a while: thank you.\n\n"
                    + "Is anything not as it should be, or could something be better? Tell us here: \(link)\n\n"
                    + "There is nothing to buy in this letter."
            )
        case .ms:
            ServiceWords(
                subject: "Terima kasih kerana terus bersama kami",
                text:
                    "Hai {name},\n\nanda sentiasa kembali ke {brand}, dan sudah lama kami tidak mengucapkannya: terima kasih.\n\n"
                    + "Adakah apa-apa yang tidak kena, atau boleh diperbaiki? Beritahu kami di sini: \(link)\n\n"
                    + "Tiada apa-apa untuk dibeli dalam surat ini."
            )
        case .id:
            ServiceWords(
                subject: "Terima kasih sudah setia bersama kami",
                text:
                    "Halo {name},\n\nAnda selalu kembali ke {brand}, dan sudah lama kami tidak mengatakannya: terima kasih.\n\n"
                    + "Apakah ada yang kurang, atau bisa lebih baik? Beri tahu kami di sini: \(link)\n\n"
                    + "Tidak ada yang dijual dalam surat ini."
            )
        case .th:
            ServiceWords(
                subject: "ขอบคุณที่อยู่กับเราเสมอมา",
                text: "สวัสดี {name}\n\nคุณกลับมาที่ {brand} อยู่เสมอ และเราไม่ได้บอกมานานแล้วว่า ขอบคุณ\n\n"
                    + "มีอะไรที่ยังไม่ดี หรือทำให้ดีขึ้นได้ไหม บอกเราได้ที่นี่: \(link)\n\nจดหมายนี้ไม่ได้ขายอะไร"
            )
        }
    }
}
