import SetiaCore
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test(
        "an id is written in 26 characters",
        arguments: [
            (0, 0, "00000000000000000000000000"),
            (0, 31, "0000000000000000000000000z"),
            (0, 32, "00000000000000000000000010"),
            (.max, .max, "7zzzzzzzzzzzzzzzzzzzzzzzzz"),
            (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210, "014d2pf2dbsqqzxq5tk1v58cgg"),
        ] as [(UInt64, UInt64, String)]
    )
    func text(high: UInt64, low: UInt64, text: String) {
        #expect(Identifier(high: high, low: low).text == text)
        #expect(Identifier(text: text) == Identifier(high: high, low: low))
    }

    @Test("the layout is that of a UUID of version 7, here RFC 9562's example")
    func layout() {
        let id = Identifier(millisecondsSince1970: 1_645_557_742_000, random: (0xCC3, 0x18C4_DC0C_0C07_398F))
        #expect(id == Identifier(high: 0x017F_22E2_79B0_7CC3, low: 0x98C4_DC0C_0C07_398F))
    }

    @Test("whatever the random numbers, version and variant stand")
    func versionAndVariant() {
        for random in [(0, 0), (UInt64.max, UInt64.max)] as [(UInt64, UInt64)] {
            let id = Identifier(millisecondsSince1970: (1 << 48) - 1, random: random)
            #expect(id.high >> 16 == 0xFFFF_FFFF_FFFF)
            #expect(id.high >> 12 & 0xF == 7)
            #expect(id.low >> 62 == 0b10)
        }
    }

    @Test(
        "an id has one text only: no capitals, no look-alikes, no other length",
        arguments: [
            "", "0", "0000000000000000000000000", "000000000000000000000000000", "80000000000000000000000000",
            "0000000000000000000000000Z", "0000000000000000000000000i", "0000000000000000000000000l",
            "0000000000000000000000000o", "0000000000000000000000000u", "0000000000000-000000000000",
            "000000000000000000000000\u{E9}", "0000000000000000000000000{", "0000000000000000000000000`",
        ]
    )
    func refuses(text: String) {
        #expect(Identifier(text: text) == nil)
        #expect(MemberID(text: text) == nil)
    }

    @Test("texts read back, and sort as the ids do", arguments: 0..<200 as Range<UInt64>)
    func sortsAsText(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let one = Identifier(high: random.next(), low: random.next())
        // Half of them differ late, where a careless order would not look.
        let other = Identifier(high: random.next() & 1 == 0 ? one.high : random.next(), low: random.next())
        #expect(Identifier(text: one.text) == one)
        #expect((one < other) == one.text.utf8.lexicographicallyPrecedes(other.text.utf8))
        #expect((one < other) == (MemberID(one) < MemberID(other)))
        #expect(MemberID(text: one.text) == MemberID(one))
    }

    @Test("an id made a millisecond later sorts later, whatever the random numbers")
    func laterIsGreater() {
        let earlier = Identifier(millisecondsSince1970: 1_000, random: (.max, .max))
        let later = Identifier(millisecondsSince1970: 1_001, random: (0, 0))
        #expect(earlier < later)
    }

    @Test("no id can be made for a moment before 1970")
    func moments() async {
        await #expect(processExitsWith: .failure) {
            _ = Identifier(millisecondsSince1970: -1, random: (0, 0))
        }
    }
}
