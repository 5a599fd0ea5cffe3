import SetiaCore
import SetiaWire
import Testing

@Suite("The text of a programme")
struct YAMLTests {
    private func problems(_ text: String) -> [String] {
        parseProgramme(text).problems.map(\.description)
    }

    @Test("all mistakes are found in one go, in the order of the text")
    func allAtOnce() {
        let text =
            kopiSetia
            .replacing("engine: 1", with: "engine: 3")
            .replacing("1 per 8.00", with: "1 per 0")
            .replacing("2000 MYR", with: "2000 EUR")
            .replacing("multiply: 1.5", with: "multiply: half")
            .replacing("wallet: points, fixed: 10", with: "walet: points, fixed: 10")
        let found = parseProgramme(text).problems.map(\.path)
        #expect(
            found == [
                "engine", "wallets.points.rates.THB", "tiers.status.levels.gold.from", "rules[2].multiply",
                "rules[4].earn.walet",
            ]
        )
    }

    @Test("keys that stand twice, in several places, are all found, and so is what is wrong besides")
    func keysTwice() {
        let text =
            kopiSetia
            .replacing("engine: 1\n", with: "engine: 1\nengine: 1\nengine: 1\n")
            .replacing("{wallet: points, fixed: 10}", with: "{wallet: points, fixed: 10, \"wallet\": points}")
            .replacing("multiply: 1.5", with: "multiply: 0")
        let found = parseProgramme(text).problems.map { "\($0.path) \($0.reason.prefix(30))" }
        #expect(
            found == [
                "engine the key 'engine' stands twice;", "engine the key 'engine' stands twice;",
                "rules[2].multiply must be a number from 1 to 100",
                "rules[4].earn.wallet the key 'wallet' stands twice;",
            ]
        )
    }

    @Test("a key that stands four times is one problem, for which the rest has to wait")
    func keyFourTimes() {
        #expect(problems("a: 1\na: 2\na: 3\na: 4\n") == ["line 1, column 1: the key 'a' stands more than once"])
    }

    @Test(
        "a text that is no YAML says where it stops being one",
        arguments: [
            ("programme: \"kopi\nengine: 1", 2), ("a: b: c", 1), ("\ta: 1", 1), ("a: [1, 2", 2), ("a: 1\n---\nb: 2", 2),
            ("a: \u{0}", 1), ("rules:\n  - id: a\n -id: b", 3),
        ]
    )
    func noYAML(text: String, line: Int) throws {
        let problem = try #require(parseProgramme(text).problems.first)
        #expect(problem.reason.hasPrefix("this is not YAML: "))
        #expect((1...line + 1).contains(problem.line))
    }

    @Test("an empty text says that it is empty", arguments: ["", "\n\n", "# only a comment\n"])
    func empty(text: String) {
        #expect(problems(text) == ["line 1, column 1: the document is empty"])
    }

    @Test("what is no map at the top is one problem", arguments: ["kopi", "[1, 2]", "- a\n- b"])
    func noMap(text: String) {
        let found = problems(text)
        #expect(found.count == 1)
        #expect(found.first?.contains("must be a map with programme, engine") == true)
    }

    @Test("a few lines of aliases that would stand for gigabytes are refused at the first", .timeLimit(.minutes(1)))
    func aliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        #expect(
            problems(text) == [
                "line 2, column 10: YAML aliases are not taken: write the value out; a text that begins with *"
                    + " stands in quotes"
            ]
        )
        #expect(problems("? &a [x]\n: &b {? [*a, *a]: 1}").first?.contains("aliases are not taken") == true)
    }

    @Test("an anchor or a tag is a problem of its own")
    func anchorsAndTags() {
        let anchored = kopiSetia.replacing("{wallet: points, by: rate}", with: "&earn {wallet: points, by: rate}")
        #expect(parseProgramme(anchored).problems.map(\.reason) == ["YAML anchors are not taken: write the value out"])
        let tagged = kopiSetia.replacing("fixed: 50", with: "fixed: !!float 50")
        #expect(parseProgramme(tagged).problems.map(\.reason) == ["YAML tags are not taken"])
    }

    @Test("a document as Windows keeps it, with a mark in front and two characters a line end, is the same document")
    func fromWindows() {
        #expect(problems("\u{FEFF}" + kopiSetia.replacing("\n", with: "\r\n")) == [])
    }

    @Test("an asterisk in quotes or between words is only an asterisk")
    func asterisks() {
        let text = kopiSetia.replacing("en: points", with: "en: '*points*'").replacing(
            "ms: mata",
            with: "ms: mata * satu"
        )
        #expect(problems(text) == [])
    }

    @Test("a text of more than 1,000,000 bytes is not read")
    func tooLong() {
        let text = kopiSetia + String(repeating: "#", count: 1_000_000)
        #expect(problems(text) == ["line 1, column 1: the document is longer than 1000000 bytes"])
    }

    @Test(
        "values nested deeper than any programme are refused, however deep",
        .timeLimit(.minutes(1)),
        arguments: [20, 900, 400_000]
    )
    func tooDeep(depth: Int) {
        let flow = "a: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let block = String(repeating: "- ", count: depth) + "a"
        for text in [flow, block] {
            #expect(parseProgramme(text).programme == nil)
            #expect(!parseProgramme(text).problems.isEmpty)
        }
    }

    @Test("no change of some bytes brings the reader down", arguments: 0..<300)
    func survivesMutation(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bytes = Array(kopiSetia.utf8)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(Array("{}[]:-,&*!\"'#?| \n\t0".utf8).randomElement(using: &random) ?? 0, at: place)
            }
        }
        let (programme, problems) = parseProgramme(String(decoding: bytes, as: UTF8.self))
        #expect((programme == nil) == !problems.isEmpty)
    }
}
