import SetiaCore
import SetiaService
import Testing

@Suite("Languages")
struct LanguageTests {
    @Test(
        "she is answered in the language she prefers among ours",
        arguments: [
            ("th", .th), ("TH", .th), ("th-TH", .th), ("ms_MY", .ms), ("th-TH,th;q=0.9,en;q=0.8", .th),
            ("en;q=0.5, id;q=0.9", .id), ("ja, ko;q=0.9, ms;q=0.1", .ms), ("id;q=0.5, ms;q=0.5", .id),
            ("en;q=0, th;q=0.1", .th), ("in-ID", .id), ("zsm", .ms), (" th ; Q=0.3 , en ; q = 0.2 ", .th),
            ("th;q=nonsense, en;q=0.1", .en), ("th;q=2, en;q=0.1", .en), ("*, en;q=0.9", .ms), ("en, *;q=0.5", .en),
            ("english", .ms), ("", .ms), (",,;;q=,", .ms), ("th;q=1.000", .th), ("en;level=1;q=0.4, th;q=0.6", .th),
        ] as [(String, Language)]
    )
    func prefers(header: String, language: Language) {
        #expect(Language(preferring: header, else: ["ms", "en"]) == language)
    }

    @Test("who says nothing is spoken to in the programme's first language that we speak, else in English")
    func fallsBack() {
        #expect(Language(preferring: nil, else: ["id", "en"]) == .id)
        #expect(Language(preferring: "vi", else: ["vi", "th"]) == .th)
        #expect(Language(preferring: nil, else: []) == .en)
    }

    @Test("no text has a hole in it", arguments: try ExplanationExample.all(), Language.allCases)
    func hasNoHoles(example: ExplanationExample, language: Language) throws {
        let cafe = try CoffeeHouse()
        for text in texts(cafe.explained(example.stored, in: language)) {
            #expect(!text.isEmpty)
            #expect(!text.contains(/[{}\[\]\\%@_]|nil|Optional|  |^ | $| ,|::|\.$/), "\(text)")
        }
    }

    @Test("a Thai text has no Latin letters but those of names and currencies", arguments: try ExplanationExample.all())
    func staysThai(example: ExplanationExample) throws {
        let cafe = try CoffeeHouse()
        for text in texts(cafe.explained(example.stored, in: .th)) {
            let own = text.replacing(/Bangsar|KLCC|\bRM\b|\bRp\b|\bSGD\b|[AJBSR]-\d+/, with: "")
            #expect(!own.contains(/[A-Za-z]/), "\(text)")
        }
    }

    @Test("Malay and Indonesian are two languages", arguments: try ExplanationExample.all())
    func keepsMalayAndIndonesianApart(example: ExplanationExample) throws {
        let cafe = try CoffeeHouse()
        let malay = texts(cafe.explained(example.stored, in: .ms))
        let indonesian = texts(cafe.explained(example.stored, in: .id))
        for (one, other) in zip(malay, indonesian) { #expect(one != other) }
        for text in malay {
            #expect(!text.contains(/\b(poin|anggota|karena|bisa|Maret|Desember|belanja|kasir)\b/), "\(text)")
        }
        for text in indonesian {
            #expect(!text.contains(/\b(mata|ahli|kerana|boleh|Mac|Disember|pembelian RM|kaunter)\b/), "\(text)")
        }
    }

    private func texts(_ explanation: Explanation) -> [String] {
        [explanation.headline] + explanation.steps.map(\.text) + explanation.balance
    }
}
