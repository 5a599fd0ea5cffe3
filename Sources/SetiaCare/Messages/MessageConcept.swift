package import SetiaCore

/// One message in all the forms in which it goes out: the facts once, and the words by channel and language (rule K-18).
package struct MessageConcept: Sendable, Hashable {
    /// What it says in any form.
    package var facts: [Fact]
    /// The languages in which each channel has it.
    package var languages: [Key]
    /// Its forms.
    package var renderings: [Rendering]

    /// Something that must be the same in each form.
    package enum Fact: Sendable, Hashable {
        /// Money, in any form that the text has: `RM 12.50`, `12.50 MYR`, `Rp25.000`, `฿1,200`.
        case amount(Money)
        /// A share in hundredths of a per cent: 10 % is 1,000.
        case percent(Int)
        /// A day: `2026-12-31`, `31 December 2026`, `31/12/2026`, `31 ธันวาคม 2569`.
        case date(Day)
        /// A code that people type, such as `RAYA2026`.
        case code(Key)
        /// Where links lead: the host.
        case link(host: Key)
    }

    /// The words for one channel in one language.
    package struct Rendering: Sendable, Hashable {
        /// Such as `email`.
        package let channel: Key
        /// Such as `ms`.
        package let language: Key
        /// The subject or heading; empty where the channel has none.
        package let title: String
        /// The text, with the facts in it.
        package let text: String
        /// Kinds of facts that this channel leaves out on purpose, such as links in a text message.
        package let leavesOut: [FactKind]
        /// The platform's approved template that says it, where the channel takes nothing else; none is free words.
        package let template: Key?

        /// The words for one channel in one language.
        package init(
            channel: Key,
            language: Key,
            title: String = "",
            text: String,
            leavesOut: [FactKind] = [],
            template: Key? = nil
        ) {
            self.template = template
            self.channel = channel
            self.language = language
            self.title = title
            self.text = text
            self.leavesOut = leavesOut
        }
    }

    /// What kind of thing a fact is.
    package enum FactKind: String, Sendable, Hashable, CaseIterable {
        case amount, percent, date, code, link
    }

    /// The channels by which it goes, in the order of its forms.
    package var channels: [Key] {
        var found: [Key] = []
        for rendering in renderings where !found.contains(rendering.channel) { found.append(rendering.channel) }
        return found
    }

    /// A message.
    package init(facts: [Fact], languages: [Key], renderings: [Rendering]) {
        self.facts = facts
        self.languages = languages
        self.renderings = renderings
    }
}

extension MessageConcept.Fact {
    /// The fact that a line of people's states: `RM 12.50`, `10 %`, `31 December 2026`, `https://kopi.example.com`,
    /// or `code RAYA`.
    ///
    /// It is read as it would be read in the message, so that what is written there is found again.
    ///
    /// - Parameter text: One fact and nothing else; nil for anything else.
    package init?(text: String) {
        let words = text.split(separator: " ")
        if words.count == 2, words[0].lowercased() == "code", words[1].utf8.count <= 40 {
            self = .code(Key(String(words[1])))
            return
        }
        let found = factsSaid(in: text)
        guard found.count == 1, let fact = found.first else { return nil }
        self = fact
    }

    /// What kind of thing it is.
    package var kind: MessageConcept.FactKind {
        switch self {
        case .amount: .amount
        case .percent: .percent
        case .date: .date
        case .code: .code
        case .link: .link
        }
    }
}

/// What a channel allows.
package struct ChannelForm: Sendable, Hashable {
    /// Which channel.
    package let channel: Key
    /// How many characters the text may have; none is any number.
    package var mostCharacters: Int?
    /// How many characters the title may have.
    package var mostTitleCharacters: Int?
    /// How many parts a text message may take.
    package var mostParts: Int?
    /// Whether links may stand in it.
    package var allowsLinks: Bool
    /// Whether it is a platform's template: no three line ends in a row, no blanks in rows of more than four.
    package var isTemplate: Bool

    /// A channel that allows anything.
    package init(channel: Key) {
        self.channel = channel
        allowsLinks = true
        isTemplate = false
    }

    /// What the ways take that Setia knows: a text message at most three parts, a template of WhatsApp 1,024 characters
    /// and no gaps, LINE 5,000, Telegram 4,096, a gateway of the shop's own 20,000.
    ///
    /// Source: the documents of the platforms, as the adapters in `SetiaChannels` name them.
    package static let usual: [ChannelForm] = [
        form("sms") { $0.mostParts = 3 },
        form("whatsapp") {
            $0.mostCharacters = 1_024
            $0.isTemplate = true
        }, form("line") { $0.mostCharacters = 5_000 }, form("telegram") { $0.mostCharacters = 4_096 },
        form("http") { $0.mostCharacters = 20_000 },
    ]

    private static func form(_ channel: Key, _ set: (inout ChannelForm) -> Void) -> ChannelForm {
        var form = ChannelForm(channel: channel)
        set(&form)
        return form
    }
}

/// Words that do not fit the brand, by language.
package struct ToneList: Sendable, Hashable {
    /// Which language.
    package let language: Key
    /// Words that the brand uses, for whoever writes.
    package let use: [Key]
    /// Words to avoid, in small letters.
    package let avoid: [Key]
    /// Claims that say nothing or that nobody can prove, in small letters.
    package let hollow: [Key]
    /// Names, as they are written.
    package let names: [Key]

    /// Words of one language.
    package init(language: Key, use: [Key] = [], avoid: [Key] = [], hollow: [Key] = [], names: [Key] = []) {
        self.language = language
        self.use = use
        self.avoid = avoid
        self.hollow = hollow
        self.names = names
    }

    /// With which a brand begins, in four languages.
    package static let usual: [ToneList] = [
        ToneList(
            language: "en",
            avoid: ["hurry", "last chance", "act now", "dear customer", "valued customer"],
            hollow: [
                "we are the best", "we're the best", "simply the best", "best ever", "the best in the world",
                "number one",
                "no. 1", "second to none", "unbeatable", "world-class", "100% satisfaction", "risk-free", "guaranteed",
                "you won't believe",
            ]
        ),
        ToneList(
            language: "ms",
            avoid: ["cepat", "peluang terakhir", "pelanggan yang dihormati"],
            hollow: [
                "kami yang terbaik", "kami terbaik", "kamilah yang terbaik", "terbaik di dunia", "tiada tandingan",
                "bertaraf dunia", "dijamin", "tanpa risiko", "nombor satu",
            ]
        ),
        ToneList(
            language: "id",
            avoid: ["buruan", "kesempatan terakhir", "pelanggan yang terhormat"],
            hollow: [
                "kami yang terbaik", "kami terbaik", "kamilah yang terbaik", "terbaik di dunia", "tiada duanya",
                "kelas dunia", "dijamin", "tanpa risiko", "nomor satu",
            ]
        ),
        ToneList(
            language: "th",
            avoid: ["ด่วน", "โอกาสสุดท้าย", "เรียนลูกค้า"],
            hollow: [
                "เราดีที่สุด", "เราคือที่สุด", "เราเป็นที่สุด", "ดีที่สุดในโลก", "ไม่มีใครเทียบ", "ระดับโลก", "รับประกัน",
                "ไม่มีความเสี่ยง", "อันดับหนึ่ง",
            ]
        ),
    ]
}
