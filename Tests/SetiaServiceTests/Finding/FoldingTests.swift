import Testing

@testable import SetiaService

@Suite("Names as they are compared")
struct FoldingTests {
    @Test(
        "capitals, accents, width, apostrophes and invisible marks make no other name",
        arguments: [
            ("Ana binti Yusof", ["ana", "binti", "yusof"]),
            ("  NUR'AIN  d’Souza ", ["nurain", "dsouza"]),
            ("José Müller-Straße", ["jose", "muller", "strasse"]),
            ("Jose\u{301} Mu\u{308}ller", ["jose", "muller"]),
            ("Đặng Thị Hồng", ["dang", "thi", "hong"]),
            ("Ｓｉｔｉ　ＡＹＵ", ["siti", "ayu"]),
            ("Łukasz Øster", ["lukasz", "oster"]),
            ("İpek Işık", ["ipek", "isik"]),
            ("Raj a/l Kumar", ["raj", "a", "l", "kumar"]),
            ("\u{202E}Ana\u{202C} Ka\u{AD}dir\u{200B}", ["ana", "kadir"]),
            ("Ana😀Siti", ["ana", "siti"]),
            ("<b>Ana</b>", ["b", "ana", "b"]),
            ("พ.ศ. ๒๕๖๙", ["พ", "ศ", "2569"]),
            ("", []),
        ] as [(String, [String])]
    )
    func folds(text: String, words: [String]) {
        let folded = foldedWords(of: text).map { String(String.UnicodeScalarView($0)) }
        #expect(folded.map { Array($0.utf8) } == words.map { Array($0.utf8) })
    }

    @Test("Thai vowels and tones above and below a letter are part of the name")
    func keepsThai() {
        #expect(foldedWords(of: "กิตติ") != foldedWords(of: "กตต"))
        #expect(foldedWords(of: "น้ำฝน") == foldedWords(of: "น\u{E49}\u{E4D}\u{E32}ฝน"))
    }

    @Test("a name of ten thousand characters is taken to a bounded part")
    func isBounded() {
        #expect(foldedWords(of: String(repeating: "a", count: 10_000)).map(\.count) == [64])
        #expect(foldedWords(of: String(repeating: "ab ", count: 10_000)).count == 24)
    }

    @Test(
        "a name is looked up by its words' beginnings, from three letters, in Thai and Chinese from two",
        arguments: [
            ("Ng", ["ng"]), ("Ana", ["ana"]), ("Sitiawan", ["sit", "siti", "sitia", "sitiaw"]),
            ("สมชาย", ["สม", "สมช", "สมชา", "สมชาย"]), ("陈伟强", ["陈伟", "陈伟强"]), ("A. B.", ["a", "b"]),
        ] as [(String, [String])]
    )
    func keepsBeginnings(name: String, words: [String]) {
        #expect(FindingWord.words(ofName: name) == Set(words.map { FindingWord.name($0) }))
    }

    @Test(
        "a text is an address, a number or words",
        arguments: [
            ("+60 12-345 6789", ["60123456789"]), ("012-345 6789", ["123456789"]), ("6789", ["6789"]),
            ("0012", ["0012"]),
            ("siti 6789", ["siti", "6789"]), ("ana@example.com", []), ("KS-1001", ["ks", "1001"]), ("  ", []),
        ] as [(String, [String])]
    )
    func takesApart(text: String, terms: [String]) {
        let found = SearchText(text).terms.map { term in
            switch term {
            case .name(let word): String(String.UnicodeScalarView(word))
            case .phone(let digits): digits
            }
        }
        #expect(found == terms)
    }

    @Test("what is shown of a number or an address hides its middle")
    func hints() {
        #expect(hint(ofPhone: "+60123456789") == "+60••••6789")
        #expect(hint(ofEmail: "ana@example.com") == "a••••@example.com")
    }
}
