import SetiaCore
import Testing

@Suite("Keys")
struct KeyTests {
    private let composed: Key = "caf\u{E9}"
    private let decomposed: Key = "cafe\u{301}"

    @Test("é composed and é decomposed are two keys, though one string")
    func bytesDecide() {
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, "caf\u{E9}"]).count == 2)
    }

    @Test("short keys are one where their bytes are, however they were made")
    func shortKeys() {
        for text in ["", "a", "latte", "fifteen-letters", "sixteen-letters-", "\u{E9}t\u{E9}"] {
            var longer = text + "\u{E9} and what goes again"
            longer.unicodeScalars.removeLast(longer.unicodeScalars.count - text.unicodeScalars.count)
            let ways = [
                text, longer, text.split(separator: "").joined(), String(decoding: Array(text.utf8), as: UTF8.self),
            ]
            for way in ways {
                #expect(Key(way) == Key(text))
                #expect(Key(way) != Key(text + "!"))
            }
        }
    }

    @Test("the sign for kelvin is no K, though one string")
    func kelvin() {
        let (sign, letter): (Key, Key) = ("\u{212A}", "K")
        #expect(sign.text == letter.text)
        #expect(sign != letter)
        #expect(letter < sign)
    }

    @Test("marks in another order make another key of the same length")
    func orderOfMarksCounts() {
        let (one, other): (Key, Key) = ("a\u{301}\u{323}", "a\u{323}\u{301}")
        #expect(one.text == other.text)
        #expect(one != other)
    }

    @Test(
        "keys sort by their bytes: capitals first, prefixes first, code points after",
        arguments: [
            ["", "A", "Z", "a", "a-", "a0", "aa", "b"],
            ["e", "e\u{301}", "z", "\u{E9}", "\u{FFFF}", "\u{10000}"],
            ["order-1", "order-10", "order-2", "order-2-of-a-long-one", "order-2-of-a-long-one!"],
        ]
    )
    func sortsByBytes(ascending: [String]) {
        let keys = ascending.map { Key($0) }
        #expect(keys.reversed().sorted() == keys)
        for (place, key) in keys.enumerated() {
            #expect(keys.map { $0 < key } == keys.indices.map { $0 < place })
            #expect(keys.map { $0 == key } == keys.indices.map { $0 == place })
        }
    }

    @Test("equality and order are those of the bytes", arguments: 0..<200 as Range<UInt64>)
    func agreesWithBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func key() -> Key {
            let characters: [Unicode.Scalar] = ["a", "K", "\u{212A}", "\u{301}", "\u{E9}", "\u{10FFFF}"]
            var text = ""
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                text.unicodeScalars.append(characters.randomElement(using: &random)!)
            }
            return Key(text)
        }
        let (one, other) = (key(), key())
        #expect((one == other) == one.text.utf8.elementsEqual(other.text.utf8))
        #expect((one < other) == one.text.utf8.lexicographicallyPrecedes(other.text.utf8))
    }
}

@Suite("Store ids")
struct StoreIDTests {
    @Test("small letters, digits and - _ . make a store's name", arguments: ["kl-bangsar", "7", "a_b.c", "online"])
    func accepts(text: String) throws {
        #expect(try StoreID(text).text == text)
    }

    @Test(
        "anything else is refused by its reason",
        arguments: [
            ("", .empty),
            (String(repeating: "a", count: 65), .tooLong(bytes: 65, most: 64)),
            ("KL", .characterNotAllowed("K")),
            ("kl bangsar", .characterNotAllowed(" ")),
            ("caf\u{E9}", .characterNotAllowed("\u{E9}")),
            ("cafe\u{301}", .characterNotAllowed("\u{301}")),
        ] as [(String, MalformedKey)]
    )
    func refuses(text: String, reason: MalformedKey) {
        #expect(throws: reason) { try StoreID(text) }
    }

    @Test("64 bytes still fit, and online is a store like another")
    func edges() throws {
        #expect(try StoreID(String(repeating: "z", count: 64)) > .online)
        #expect(try StoreID("online") == .online)
    }
}
