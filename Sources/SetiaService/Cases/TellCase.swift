internal import SetiaCare
internal import SetiaCore

extension CaseStep {
    /// What its member is told of it by message; none where she sees nothing of it, or said it herself.
    var telling: CaseTelling? {
        switch what {
        case .opened: .received
        case .moved: state.telling
        case .reopened: .reopened
        case .promised: .promised
        case .kept: .kept
        case .note, .assigned, .points, .followUp, .good: nil
        }
    }
}

extension SetiaService {
    /// To what letters about cases belong.
    static let caseLetters: Key = "case:letters"

    /// Plans a letter that tells a member how far her case is, in the transaction of the step (rule J-12).
    ///
    /// None where links in it would lead nowhere, for what is the brand's own, and where whoever does the step answered her
    /// within the last half hour: she is told there.
    ///
    /// - Parameters:
    ///   - telling: What she is told.
    ///   - one: Of which case, as it is after the step.
    ///   - author: Who did it.
    ///   - once: What makes it once besides the case; none is the step.
    ///   - now: When.
    ///   - ledger: The transaction, which holds her.
    /// - Throws: `Unready`, or the store's failure.
    func tell(
        _ telling: CaseTelling,
        of one: MemberCase,
        by author: Message.Author,
        once: String? = nil,
        at now: Instant,
        in ledger: any Ledger
    ) throws {
        guard CaseKind.told.contains(one.kind), !staffPorts.address.isEmpty else { return }
        guard try telling == .asked || !speaks(author, with: one.id.member, at: now, ledger) else { return }
        // That it is here is told once, be it when it comes or when somebody says so.
        let place =
            switch telling {
            case .received, .asked: "\(telling.rawValue)/\(one.reopened)"
            default: once ?? "\(telling.rawValue)/\(one.lastStep)"
            }
        // Of an account that came to another one, whoever it is now.
        let owner = try owner(of: one.id.member, ledger)?.member ?? one.id.member
        try planLetter(
            CaseLetter(telling: telling, address: staffPorts.address).content,
            at: JourneyPlace(journey: SetiaService.caseLetters, version: 1, step: Key(telling.rawValue)),
            once: Key("case:\(one.id.text)/\(place)"),
            to: owner,
            at: now,
            ledger
        )
    }

    /// Asks members by message, seven days after they were answered, whether it was made good (rule J-13).
    ///
    /// Each is asked in a transaction that holds her and notes that she was, so that any number of servers ask her once.
    ///
    /// - Parameter limit: At most so many.
    /// - Returns: how many cases were looked at; 0 where there is nothing to do now.
    /// - Throws: `Unready`, or the store's failure.
    package func askOfCases(limit: Int = 100) async throws -> Int {
        let now = surroundings.now()
        let answered = now.adding(days: -CaseTerms.followUpDays)
        let due = try await store.reading { try $0.casesToAsk(answeredBy: answered, limit: limit) }
        for found in due {
            try await store.recording { ledger in
                _ = try ledger.states([StateRequest(member: found.id.member)])
                guard var one = try ledger.memberCase(found.id), one.askedAt == nil,
                    one.answeredAt.map({ $0 <= answered }) ?? false
                else { return }
                one.askedAt = now
                try ledger.save(one)
                // Whoever has said so already is not asked.
                guard one.asksFollowUp(at: now), one.confirmedAt == nil else { return }
                try self.tell(.asked, of: one, by: .program(name: "setia"), at: now, in: ledger)
            }
        }
        return due.count
    }

    /// Whether who does something answered her so short a time ago that they speak with each other.
    private func speaks(
        _ author: Message.Author,
        with member: MemberID,
        at now: Instant,
        _ archive: any Archive
    ) throws -> Bool {
        guard author.replier != nil else { return false }
        let since = now.adding(milliseconds: -CaseTerms.speaking)
        return try archive.messages(of: member, before: nil, limit: 20).map(\.message).contains { message in
            message.at > since && message.author == author && (message.kind == .answer || message.kind == .call)
        }
    }

    /// Where she says whether it was made good, as it stands under the letter that asks; empty under any other.
    func caseLines(_ contact: Contact, _ broadcast: Broadcast, _ language: Language) -> String {
        guard let place = broadcast.journey, place.journey == SetiaService.caseLetters,
            place.step.text == CaseTelling.asked.rawValue
        else { return "" }
        let link = "\(staffPorts.address)/made-good/\(contactToken(contact))"
        let (yes, no) =
            switch language {
            case .en: ("Yes, it is good again", "No, something is missing")
            case .ms: ("Ya, sudah baik semula", "Belum, masih ada yang kurang")
            case .id: ("Ya, sudah baik lagi", "Belum, masih ada yang kurang")
            case .th: ("เรียบร้อยแล้ว", "ยังไม่เรียบร้อย")
            }
        return "\n\n\(yes):\n\(link)?answer=yes\n\n\(no):\n\(link)?answer=no"
    }
}

/// What a member is written about her case, in four languages; what it is about stands on her page alone.
struct CaseLetter: Sendable {
    let telling: CaseTelling
    let address: String

    /// As a message about a complaint of hers, which no limit holds up.
    var content: BroadcastContent {
        BroadcastContent(letter: "Case: \(telling.rawValue)", kind: .recovery) { language in
            let (subject, sentence) = words(language)
            var text = "\(greeting(language))\n\n\(sentence)"
            if telling != .asked { text += "\n\n\(more(language)): \(address)/card/cases" }
            return ServiceWords(subject: subject, text: text)
        }
    }

    private func greeting(_ language: Language) -> String {
        switch language {
        case .en: "Hello {name},"
        case .ms: "Hai {name},"
        case .id: "Halo {name},"
        case .th: "สวัสดี {name}"
        }
    }

    private func more(_ language: Language) -> String {
        switch language {
        case .en: "Read it here"
        case .ms: "Baca di sini"
        case .id: "Baca di sini"
        case .th: "อ่านได้ที่นี่"
        }
    }

    private func words(_ language: Language) -> (subject: String, sentence: String) {
        switch language {
        case .en: english
        case .ms: malay
        case .id: indonesian
        case .th: thai
        }
    }

    private var english: (String, String) {
        switch telling {
        case .received: ("We have what you told us", "what you told us is here, and somebody will answer you.")
        case .inWork: ("Somebody is working on it", "somebody has taken on what you told us, and is working on it.")
        case .promised:
            ("We have promised you something", "we have promised you something about what you told us, by a day.")
        case .kept: ("What we promised is done", "what we promised you is done.")
        case .answered: ("You have an answer", "we have answered what you told us.")
        case .offered: ("Something for you", "we have given you something for what went wrong.")
        case .closed: ("It is settled", "what you told us is settled. If something is missing still, tell us there.")
        case .reopened: ("We are looking at it again", "we have opened again what you told us.")
        case .asked:
            (
                "Was it made good?",
                "a week ago we answered what you told us. Is it good again? One click says so, and the page asks before it "
                    + "sends anything."
            )
        }
    }

    private var malay: (String, String) {
        switch telling {
        case .received: ("Kami telah menerimanya", "apa yang anda sampaikan telah kami terima, dan anda akan dijawab.")
        case .inWork: ("Kami sedang menguruskannya", "seseorang sedang menguruskan apa yang anda sampaikan.")
        case .promised:
            (
                "Kami telah berjanji kepada anda",
                "kami telah menjanjikan sesuatu tentang perkara yang anda sampaikan, berserta tarikhnya."
            )
        case .kept: ("Janji kami telah ditunaikan", "apa yang kami janjikan kepada anda telah ditunaikan.")
        case .answered: ("Anda ada jawapan", "kami telah menjawab apa yang anda sampaikan.")
        case .offered: ("Sesuatu untuk anda", "kami telah memberi anda sesuatu bagi perkara yang tidak kena itu.")
        case .closed:
            (
                "Ia telah selesai",
                "apa yang anda sampaikan telah selesai. Jika masih ada yang kurang, beritahu kami di sana."
            )
        case .reopened: ("Kami menyemaknya semula", "kami membuka semula apa yang anda sampaikan.")
        case .asked:
            (
                "Adakah ia sudah diperbaiki?",
                "seminggu lalu kami menjawab apa yang anda sampaikan. Sudah baik semula? Satu klik sahaja, dan halaman itu "
                    + "bertanya dahulu sebelum menghantar apa-apa."
            )
        }
    }

    private var indonesian: (String, String) {
        switch telling {
        case .received: ("Sudah kami terima", "yang Anda sampaikan sudah kami terima, dan Anda akan dijawab.")
        case .inWork: ("Sedang kami tangani", "seseorang sedang menangani yang Anda sampaikan.")
        case .promised:
            (
                "Kami berjanji kepada Anda",
                "kami menjanjikan sesuatu tentang yang Anda sampaikan, beserta tanggalnya."
            )
        case .kept: ("Janji kami sudah dipenuhi", "yang kami janjikan kepada Anda sudah dipenuhi.")
        case .answered: ("Ada jawaban untuk Anda", "kami sudah menjawab yang Anda sampaikan.")
        case .offered: ("Sesuatu untuk Anda", "kami memberi Anda sesuatu atas yang tidak beres itu.")
        case .closed:
            ("Sudah selesai", "yang Anda sampaikan sudah selesai. Jika masih ada yang kurang, beri tahu kami di sana.")
        case .reopened: ("Kami periksa lagi", "kami membuka kembali yang Anda sampaikan.")
        case .asked:
            (
                "Apakah sudah diperbaiki?",
                "seminggu lalu kami menjawab yang Anda sampaikan. Sudah baik lagi? Cukup satu klik, dan halamannya bertanya "
                    + "dulu sebelum mengirim apa pun."
            )
        }
    }

    private var thai: (String, String) {
        switch telling {
        case .received: ("เราได้รับเรื่องของคุณแล้ว", "เราได้รับเรื่องที่คุณแจ้งแล้ว และจะมีคนตอบคุณ")
        case .inWork: ("มีคนดูแลเรื่องของคุณอยู่", "มีคนรับเรื่องที่คุณแจ้งไปดูแลแล้ว")
        case .promised: ("เราได้สัญญากับคุณไว้", "เราได้สัญญากับคุณไว้เกี่ยวกับเรื่องที่คุณแจ้ง พร้อมวันที่จะเสร็จ")
        case .kept: ("เราทำตามสัญญาแล้ว", "สิ่งที่เราสัญญากับคุณไว้เรียบร้อยแล้ว")
        case .answered: ("มีคำตอบถึงคุณ", "เราตอบเรื่องที่คุณแจ้งแล้ว")
        case .offered: ("มีบางอย่างสำหรับคุณ", "เรามอบบางอย่างให้คุณเพื่อชดเชยสิ่งที่ผิดพลาด")
        case .closed: ("เรื่องเรียบร้อยแล้ว", "เรื่องที่คุณแจ้งเรียบร้อยแล้ว หากยังขาดอะไรอยู่ บอกเราได้ที่หน้านั้น")
        case .reopened: ("เรากำลังดูเรื่องนี้อีกครั้ง", "เราเปิดเรื่องที่คุณแจ้งขึ้นมาดูอีกครั้ง")
        case .asked:
            (
                "เรื่องนี้เรียบร้อยแล้วหรือยัง",
                "เมื่อสัปดาห์ก่อนเราได้ตอบเรื่องที่คุณแจ้ง ตอนนี้เรียบร้อยแล้วหรือยัง คลิกเดียวก็ตอบได้ และหน้านั้นจะถามก่อนส่งทุกครั้ง"
            )
        }
    }
}
