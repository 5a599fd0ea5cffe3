import SetiaWire
import Testing

@Suite("Lists of codes")
struct CodeListTests {
    @Test(
        "W-10: a list of codes is read as shops write it",
        arguments: [
            ("A-1\nA-2\n", ["A-1", "A-2"]), ("A-1\r\n\r\nA-2", ["A-1", "A-2"]), ("\u{FEFF}Code\nA-1", ["A-1"]),
            ("codes;worth\nA-1;10\nA-2;20", ["A-1", "A-2"]), ("A-1\t10\n A-2 ,x", ["A-1", "A-2"]),
            ("\"A,1\",10\n\"A \"\"2\"\"\"", ["A,1", "A \"2\""]), ("code", []), ("", []), ("\n\n", []),
            ("A-1\ncode", ["A-1", "code"]), ("code\rA-1\rA-2\r", ["A-1", "A-2"]), ("\"A-1\"\r\n", ["A-1"]),
        ] as [(String, [String])]
    )
    func read(text: String, codes: [String]) throws {
        #expect(try parseCodes(Array(text.utf8)) == codes)
    }

    @Test("W-10: a line that is no text is named, and nothing of the list is taken")
    func notText() {
        #expect(throws: Malformed(field: "line 3", reason: "is not text in UTF-8")) {
            try parseCodes(Array("A-1\n\n".utf8) + [0xC3, 0x28] + Array("\nA-2".utf8))
        }
    }
}
