import SetiaCore
import Testing

@Suite("Codes")
struct VoucherCodeTests {
    @Test("V-11: any wrong character and any two that changed places are noticed", arguments: UInt64(0)..<20)
    func noticed(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let code = VoucherCode.code(prefix: ["RAYA", "KOPI", "", "A2"][Int(seed % 4)], drawn: random.next())
        #expect(VoucherCode.isRight(Key(code)))
        let characters = Array(code.utf8)
        let own = (characters.count - VoucherCode.drawn - 1)..<characters.count
        for place in own {
            for other in VoucherCode.alphabet where other != characters[place] {
                var wrong = characters
                wrong[place] = other
                #expect(!VoucherCode.isRight(Key(String(decoding: wrong, as: UTF8.self))))
            }
            for other in own where characters[other] != characters[place] {
                var swapped = characters
                swapped.swapAt(place, other)
                #expect(!VoucherCode.isRight(Key(String(decoding: swapped, as: UTF8.self))))
            }
        }
    }

    @Test("V-11: no drawn character looks like another, and each number is another code")
    func drawn() {
        #expect(VoucherCode.alphabet.count == 31)
        #expect(Set(VoucherCode.alphabet).isDisjoint(with: "01ILO".utf8))
        #expect(VoucherCode.code(prefix: "", drawn: .max) != VoucherCode.code(prefix: "", drawn: 0))
        #expect(VoucherCode.code(prefix: "", drawn: .max).utf8.count == 14)
    }

    @Test(
        "V-11: a code is read as people type it",
        arguments: [
            ("raya-2345", "RAYA2345"), ("  Merdeka 10 ", "MERDEKAIO"), ("loo_l1", "IOOII"), ("kopi", "KOPI"),
        ]
    )
    func typed(text: String, code: String) {
        #expect(VoucherCode.normalised(text) == Key(code))
    }

    @Test(
        "V-11: what cannot be a code is none",
        arguments: ["", " - ", "raya!", "ราย", String(repeating: "A", count: 41)]
    )
    func noCode(text: String) {
        #expect(VoucherCode.normalised(text) == nil)
    }

    @Test("V-11: a code is written in groups")
    func groups() {
        let code = VoucherCode.code(prefix: "RAYA", drawn: 0)
        #expect(VoucherCode.written(code).hasPrefix("RAYA-22222-22222-222"))
        #expect(VoucherCode.normalised(VoucherCode.written(code)) == Key(code))
        #expect(VoucherCode.written("MERDEKAIO") == "MERDEKAIO")
    }
}
