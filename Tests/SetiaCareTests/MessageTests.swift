import SetiaCare
import SetiaCore
import Testing

@Suite("Words and ways of messages")
struct MessageTests {
    @Test(
        "K-15: a stop word stops where it is all that was written",
        arguments: [
            ("STOP", true, "en"), (" stop. ", false, "en"), ("Unsubscribe!", false, "en"), ("BERHENTI", false, "ms"),
            ("Berhenti  langganan", false, "id"), ("หยุด", false, "th"), ("\u{200B}หยุด ", false, "th"),
            ("停止", false, "zh"),
            ("“Stop”", false, "en"), ("stop all", false, "en"), ("TIDAK", true, "ms"), ("TIDAK", false, nil),
            ("BATAL", true, "ms"),
            ("cancel", false, nil), ("Cancel", true, "en"), ("ยกเลิก", true, "th"), ("ยกเลิก", false, nil),
            ("stop by tomorrow", true, nil),
            ("don't stop", true, nil), ("", true, nil), ("stopped", true, nil), ("หยุดก่อน", true, nil),
            ("...", true, nil),
        ] as [(String, Bool, Key?)]
    )
    func stopWords(text: String, answersPromotion: Bool, language: Key?) {
        #expect(StopWord.of(text, answersPromotion: answersPromotion)?.language == language)
    }

    @Test("K-15: no word stands twice among the stop words, and all four languages have some")
    func stopWordsAreSound() {
        let words = StopWord.all.map(\.word)
        for (place, word) in words.enumerated() { #expect(!words[..<place].contains(word)) }
        for language in ["en", "ms", "id", "th"] as [Key] { #expect(StopWord.all.contains { $0.language == language }) }
        for word in StopWord.all { #expect(StopWord.of(word.word.text, answersPromotion: true) == word) }
    }

    private func record(_ random: inout SplitMix64) -> DeliveryRecord {
        func moment() -> Instant? {
            Bool.random(using: &random) ? Instant(milliseconds: Int64.random(in: 0...5, using: &random)) : nil
        }
        let reasons: [Key] = ["full", "unknown-address"]
        return DeliveryRecord(
            sentAt: moment(),
            deliveredAt: moment(),
            readAt: moment(),
            failure: moment().map {
                DeliveryRecord.Failure(at: $0, reason: reasons.randomElement(using: &random) ?? "x")
            }
        )
    }

    @Test(
        "K-16: news may come in any order, grouped in any way and twice: what is known is the same",
        arguments: 0..<200 as Range<UInt64>
    )
    func lattice(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (a, b, c) = (record(&random), record(&random), record(&random))
        #expect(a.joined(with: b) == b.joined(with: a))
        #expect(a.joined(with: b).joined(with: c) == a.joined(with: b.joined(with: c)))
        #expect(a.joined(with: a) == a)
        #expect(a.joined(with: DeliveryRecord()) == a)
        let states = DeliveryRecord.State.allCases
        let before = states.firstIndex(of: a.state) ?? 0
        #expect((states.firstIndex(of: a.joined(with: b).state) ?? 0) >= before)
    }

    @Test("K-16, acceptance 4: read, delivered and sent in this order is read in the end")
    func backwards() {
        let news = [
            DeliveryRecord(.read, at: at("2026-11-27T10:02:00Z")),
            DeliveryRecord(.delivered, at: at("2026-11-27T10:01:00Z")),
            DeliveryRecord(.sent, at: at("2026-11-27T10:00:00Z")),
            DeliveryRecord(.failed, at: at("2026-11-27T10:03:00Z")),
        ]
        let known = news.reduce(DeliveryRecord()) { $0.joined(with: $1) }
        #expect(known.state == .read)
        #expect(known.sentAt == at("2026-11-27T10:00:00Z"))
        #expect(DeliveryRecord(.failed, at: at("2026-11-27T10:00:00Z")).joined(with: news[2]).state == .failed)
        #expect(DeliveryRecord().state == .queued)
    }

    @Test(
        "K-17: a text message takes as many parts as its characters need",
        arguments: [
            ("", .gsm7, 0, 1), (String(repeating: "a", count: 160), .gsm7, 160, 1),
            (String(repeating: "a", count: 161), .gsm7, 161, 2),
            (String(repeating: "a", count: 306), .gsm7, 306, 2), (String(repeating: "a", count: 307), .gsm7, 307, 3),
            (String(repeating: "€", count: 80), .gsm7, 160, 1), (String(repeating: "€", count: 81), .gsm7, 162, 2),
            // 76 pairs fill 152 of 153: the 77th goes into the next part.
            (String(repeating: "{", count: 152), .gsm7, 304, 2), (String(repeating: "{", count: 153), .gsm7, 306, 3),
            ("Harga RM12 @ £5 ¥ Ä ö ñ ü à Δ _ \n\r", .gsm7, 34, 1), ("^{}\\[~]|€\u{0C}", .gsm7, 20, 1),
            ("`", .ucs2, 1, 1), ("ç", .ucs2, 1, 1),
            ("Ç", .gsm7, 1, 1), (String(repeating: "ก", count: 70), .ucs2, 70, 1),
            (String(repeating: "ก", count: 71), .ucs2, 71, 2),
            (String(repeating: "ก", count: 134), .ucs2, 134, 2), (String(repeating: "ก", count: 135), .ucs2, 135, 3),
            (String(repeating: "🙂", count: 35), .ucs2, 70, 1), (String(repeating: "🙂", count: 36), .ucs2, 72, 2),
            // 33 pairs fill 66 of 67.
            (String(repeating: "🙂", count: 66), .ucs2, 132, 2), (String(repeating: "🙂", count: 67), .ucs2, 134, 3),
            ("\u{2019}", .ucs2, 1, 1), ("$¤", .gsm7, 2, 1),
        ] as [(String, ShortMessageLength.Alphabet, Int, Int)]
    )
    func shortMessages(text: String, alphabet: ShortMessageLength.Alphabet, units: Int, parts: Int) {
        let length = ShortMessageLength(text)
        #expect(length.alphabet == alphabet)
        #expect(length.units == units)
        #expect(length.parts == parts)
    }

    @Test("K-17: a character of the GSM alphabet takes one septet, one of the extension two, and there are 127 and 10")
    func alphabet() {
        let lengths = (0...0xFFFF as ClosedRange<UInt32>).compactMap { Unicode.Scalar($0) }.map {
            ShortMessageLength(String($0))
        }
        // The 128th of the alphabet is the escape itself.
        #expect(lengths.count { $0.alphabet == .gsm7 && $0.units == 1 } == 127)
        #expect(lengths.count { $0.alphabet == .gsm7 && $0.units == 2 } == 10)
    }
}

@Suite("One message in many forms")
struct ConceptTests {
    private func money(_ minor: Int64, _ currency: String) throws -> MessageConcept.Fact {
        .amount(try Money(minorUnits: minor, currency: try Currency(currency)))
    }

    private func concept(_ renderings: [MessageConcept.Rendering], languages: [Key] = ["en"]) throws -> MessageConcept {
        let day = try #require(Day(iso: "2026-12-31"))
        return MessageConcept(
            facts: [
                try money(1_250, "MYR"), .percent(1_000), .date(day), .code("RAYA2026"),
                .link(host: "kopi.example.com"),
            ],
            languages: languages,
            renderings: renderings
        )
    }

    private func rendering(
        _ text: String,
        language: Key = "en",
        channel: Key = "email",
        leavesOut: [MessageConcept.FactKind] = []
    )
        -> MessageConcept.Rendering
    {
        MessageConcept.Rendering(channel: channel, language: language, text: text, leavesOut: leavesOut)
    }

    @Test(
        "K-18: the same facts in four languages and several ways of writing contradict nothing",
        arguments: [
            ("en", "10% off from RM 12.50 until 31 December 2026 with RAYA2026: https://kopi.example.com/r?x=1"),
            ("en", "10.0 % off from MYR12.50 until 31/12/2026, code RAYA2026. https://KOPI.example.com"),
            ("ms", "10% potongan dari 12.50 ringgit hingga 31 Disember 2026, kod RAYA2026 https://kopi.example.com/ms"),
            ("id", "Diskon 10% dari MYR 12.50 sampai 31 Desember 2026, kode RAYA2026 https://kopi.example.com/id"),
            ("th", "ลด 10% จาก 12.50 MYR ถึง 31 ธันวาคม 2569 รหัส RAYA2026 https://kopi.example.com/th"),
            ("th", "ลด ๑๐% จาก RM12.50 ถึง ๓๑ ธันวาคม ๒๕๖๙ รหัส RAYA2026 https://kopi.example.com/th"),
            (
                "en",
                "2026-12-31: RM12.50, 10%, RAYA2026, https://kopi.example.com. Open 7 days, table 12, call 03 1234."
            ),
        ] as [(Key, String)]
    )
    func agrees(language: Key, text: String) throws {
        let problems = try concept([rendering(text, language: language)], languages: [language]).check(
            forms: [],
            tone: []
        )
        #expect(problems == [])
    }

    @Test("K-18: another amount, share, day, code or link contradicts, and what is not said is missing")
    func contradicts() throws {
        let text = "15% off from RM 12.00 until 30 December 2026 with RAYA2025: https://evil.example.com"
        let kinds = try concept([rendering(text)]).check(forms: [], tone: []).map(\.kind)
        let other = try #require(Day(iso: "2026-12-30"))
        let day = try #require(Day(iso: "2026-12-31"))
        #expect(
            kinds == [
                .contradiction(.percent(1_500)), .contradiction(try money(1_200, "MYR")), .contradiction(.date(other)),
                .contradiction(.code("RAYA2025")), .contradiction(.link(host: "evil.example.com")),
                .missing(try money(1_250, "MYR")), .missing(.percent(1_000)), .missing(.date(day)),
                .missing(.code("RAYA2026")),
                .missing(.link(host: "kopi.example.com")),
            ]
        )
        #expect(try concept([rendering(text)]).check(forms: [], tone: []).allSatisfy(\.blocks))
    }

    @Test(
        "K-18: amounts are read as each currency writes them",
        arguments: [
            ("Rp25.000", 25_000, "IDR"), ("Rp 1.250.000", 1_250_000, "IDR"), ("25.000 rupiah", 25_000, "IDR"),
            ("฿1,200", 120_000, "THB"), ("1,200.50 บาท", 120_050, "THB"), ("RM1,000", 100_000, "MYR"),
            ("RM5", 500, "MYR"),
        ] as [(String, Int64, String)]
    )
    func amounts(text: String, minor: Int64, currency: String) throws {
        let concept = MessageConcept(
            facts: [try money(minor, currency)],
            languages: [],
            renderings: [rendering("Only \(text)!"), rendering("Only \(text) now", channel: "sms")]
        )
        #expect(concept.check(forms: [], tone: []) == [])
    }

    @Test("K-18: languages that are missing, forms that are too long, and words to avoid are found")
    func forms() throws {
        var sms = ChannelForm(channel: "sms")
        sms.allowsLinks = false
        sms.mostParts = 1
        sms.mostCharacters = 80
        var template = ChannelForm(channel: "whatsapp")
        template.isTemplate = true
        let all: [MessageConcept.FactKind] = [.amount, .percent, .date, .code, .link]
        let concept = MessageConcept(
            facts: [],
            languages: ["en", "th"],
            renderings: [
                rendering(String(repeating: "ก", count: 81), language: "th", channel: "sms", leavesOut: all),
                rendering("Hurry, risk-free! Hurrying is fine.", channel: "sms"),
                rendering("a\n\n\nb", channel: "whatsapp"),
                rendering("", language: "th", channel: "whatsapp"), rendering("x", language: "th", channel: "whatsapp"),
            ]
        )
        let problems = concept.check(forms: [sms, template])
        #expect(
            problems.map(\.kind) == [
                .tooLong(characters: 81, most: 80), .tooManyParts(parts: 2, most: 1), .wordToAvoid("hurry"),
                .hollowClaim("risk-free"), .brokenTemplate, .empty, .twice,
            ]
        )
        #expect(problems.filter { !$0.blocks }.count == 2)
        let link = MessageConcept(
            facts: [.link(host: "a.example")],
            languages: ["en", "ms"],
            renderings: [rendering("See https://a.example/x", channel: "sms")]
        )
        #expect(link.check(forms: [sms]).map(\.kind) == [.linkNotAllowed, .languageMissing])
    }

    @Test("K-18: whatever stands in a text, it is read to its end", arguments: 0..<100 as Range<UInt64>)
    func anyText(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "RM", "12", ".", ",", "/", "-", "%", "฿", "http://", "A1B2C", " ", "ธันวาคม", "2569", "Dec", "Rp", "\u{301}",
            "๙", "999999999999999999999",
        ]
        let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
        let problems = try concept([rendering(text)]).check(forms: [])
        #expect(problems.count >= 0)
    }
}
