import JSONText
import Testing

@Suite("Reading JSON")
struct ParsingTests {
    @Test(
        "a text gives the value it says",
        arguments: [
            ("null", .null),
            (" \t\r\n true \n", .bool(true)),
            ("false", .bool(false)),
            ("[]", .array([])),
            ("[ ]", .array([])),
            ("{}", .object([:])),
            ("[1,[2],{}]", .array([.integer(1), .array([.integer(2)]), .object([:])])),
            (#"{"a": 1 , "b":[ true, null ]}"#, .object(["a": .integer(1), "b": .array([.bool(true), .null])])),
            (#"{"":{"":""}}"#, .object(["": .object(["": .string("")])])),
        ] as [(String, JSON)]
    )
    func givesTheValue(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test(
        "a whole number within 64 bits is an integer, minus zero is zero",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("1000000000000000000", 1_000_000_000_000_000_000),
            ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ] as [(String, Int64)]
    )
    func readsIntegers(text: String, number: Int64) throws {
        #expect(try JSON.parse(text) == .integer(number))
        #expect(try JSON.parse("[\(text)]")[element: 0] == .integer(number))
    }

    @Test(
        "a number with a fraction, an exponent or too many digits keeps its text",
        arguments: [
            "0.1", "-0.0", "1.50", "1e5", "1E+05", "2e-7", "0e0", "12.340E-10", "9223372036854775808",
            "-9223372036854775809", "18446744073709551616", "100000000000000000000000000000000000000001",
            "0.1000000000000000055511151231257827",
        ]
    )
    func keepsDecimals(text: String) throws {
        #expect(try JSON.parse(text) == .decimal(text))
        #expect(try JSON.parse(" [ \(text) ] ") == .array([.decimal(text)]))
    }

    @Test(
        "escapes give the character they stand for",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u00E9\u0e01""#, "Aééก"),
            (#""a\u0000b""#, "a\u{0}b"),
            (#""\ud83d\uDE00!""#, "😀!"),
            (#""kopi \ud83c\udf75 teh""#, "kopi 🍵 teh"),
            (#""\uffff\uFEFF""#, "\u{FFFF}\u{FEFF}"),
            (#""\udbff\udfff""#, "\u{10FFFF}"),
            (#""é ก 😀 \u007f""#, "é ก 😀 \u{7F}"),
        ]
    )
    func readsEscapes(text: String, string: String) throws {
        #expect(try Array(JSON.parse(text).string.text.utf8) == Array(string.utf8))
    }

    @Test("a quote, an escape or a control character is found at every place of a string", arguments: 0..<40)
    func findsSpecialBytesEverywhere(length: Int) throws {
        for filler in ["x", "é", "ก", "😀", "\u{7F}"] {
            let plain = String(repeating: filler, count: length)
            #expect(try JSON.parse("\"\(plain)\"") == .string(plain))
            #expect(try JSON.parse("[\"\(plain)\",1]") == .array([.string(plain), .integer(1)]))
            #expect(try JSON.parse("\"\(plain)\\n\(plain)\"") == .string(plain + "\n" + plain))
            #expect(failure(of: "\"\(plain)\u{1F}\(plain)\"")?.offset == 1 + plain.utf8.count)
        }
    }

    @Test(
        "what is not JSON is refused, with the place and the reason",
        arguments: [
            ("", 0, "expected a value before the end"),
            ("  ", 2, "expected a value before the end"),
            ("nul", 0, "expected a value"),
            ("True", 0, "expected a value"),
            ("NaN", 0, "expected a value"),
            ("-Infinity", 1, "expected a digit"),
            ("'a'", 0, "expected a value"),
            ("// no\n1", 0, "expected a value"),
            ("\u{A0}1", 0, "expected a value"),
            ("1 2", 2, "expected nothing more after the value"),
            ("nullx", 4, "expected nothing more after the value"),
            ("[1]]", 3, "expected nothing more after the value"),
            ("\u{FEFF}1", 0, "a JSON text does not begin with a byte-order mark"),
            ("[", 1, "expected a value before the end"),
            ("[1", 2, "expected ',' or ']' before the end"),
            ("[1 2]", 3, "expected ',' or ']'"),
            ("[1}", 2, "expected ',' or ']'"),
            ("[1,]", 3, "expected a value"),
            ("[,1]", 1, "expected a value"),
            ("{", 1, "expected a key in double quotes before the end"),
            ("{1:2}", 1, "expected a key in double quotes"),
            ("{a:2}", 1, "expected a key in double quotes"),
            (#"{"a"}"#, 4, "expected ':'"),
            (#"{"a":}"#, 5, "expected a value"),
            (#"{"a":1"#, 6, "expected ',' or '}' before the end"),
            (#"{"a":1,}"#, 7, "expected a key in double quotes"),
            (#"{"a":1]"#, 6, "expected ',' or '}'"),
            (#"{"a":1 "b":2}"#, 7, "expected ',' or '}'"),
            ("+1", 0, "expected a value"),
            (".5", 0, "expected a value"),
            ("-", 1, "expected a digit before the end"),
            ("1.", 2, "expected a digit before the end"),
            ("1.e5", 2, "expected a digit"),
            ("1e", 2, "expected a digit before the end"),
            ("1e+-2", 3, "expected a digit"),
            ("01", 0, "a number of several digits does not begin with 0"),
            ("-007", 0, "a number of several digits does not begin with 0"),
            ("[00]", 1, "a number of several digits does not begin with 0"),
            ("0x1F", 1, "expected nothing more after the value"),
            ("1_000", 1, "expected nothing more after the value"),
            ("\"a", 2, "expected '\"' before the end"),
            ("\"a\\", 3, "expected '\"' before the end"),
            ("\"a\nb\"", 2, "a control character must be escaped"),
            ("\"\u{0}\"", 1, "a control character must be escaped"),
            (#""\x41""#, 1, "no such escape"),
            (#""\U0041""#, 1, "no such escape"),
            (#""\u00g1""#, 5, "expected four hexadecimal digits"),
            (#""\u00"#, 5, "expected four hexadecimal digits before the end"),
            (#""a\ud83d""#, 2, "half of a surrogate pair"),
            (#""\ud83dx""#, 1, "half of a surrogate pair"),
            (#""\ud83d\n""#, 1, "half of a surrogate pair"),
            (#""\ud83d\ud83d""#, 1, "half of a surrogate pair"),
            (#""\ud83d\u0041""#, 1, "half of a surrogate pair"),
            (#""\ude00""#, 1, "half of a surrogate pair"),
        ]
    )
    func refusesWhatIsNotJSON(text: String, offset: Int, reason: String) {
        let failure = failure(of: text)
        #expect(failure?.reason == reason)
        #expect(failure?.offset == offset)
    }

    @Test(
        "bytes that are not UTF-8 are refused wherever they stand",
        arguments: [
            ([0x22, 0x80, 0x22], 1),
            ([0x22, 0x61, 0xC3, 0x22], 2),
            ([0x22, 0xC0, 0xAF, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            ([0x22, 0xE0, 0xB8], 1),
            ([0x22, 0x5C, 0x6E, 0xFF, 0x22], 3),
            ([0x5B, 0x31, 0xFF, 0x5D], 2),
        ] as [([UInt8], Int)]
    )
    func refusesWhatIsNotUTF8(bytes: [UInt8], offset: Int) {
        let failure = #expect(throws: JSONFailure.self) { try JSON.parse(bytes) }
        #expect(failure?.reason == "these bytes are not UTF-8")
        #expect(failure?.offset == offset)
    }

    @Test(
        "a key twice in one object is refused where it stands the second time, however it is escaped",
        arguments: [
            (#"{"a":1,"a":1}"#, 7),
            (#"{"a":1,"b":2,"\u0061":3}"#, 13),
            (#"{"":1,"":2}"#, 6),
            (#"[{"x":{"long enough to leave the string":1,"long enough to leave the string":2}}]"#, 43),
        ]
    )
    func refusesAKeyTwice(text: String, offset: Int) {
        #expect(failure(of: text)?.reason == "this key is in the object already")
        #expect(failure(of: text)?.offset == offset)
    }

    @Test("a key twice is refused among few keys and among many", arguments: [2, 31, 32, 33, 34, 100, 1000])
    func refusesAKeyTwiceAmongMany(count: Int) throws {
        let members = (0..<count).map { "\"same start \($0) same end of key\":\($0)" }
        #expect(try JSON.parse("{\(members.joined(separator: ","))}").object?.members.count == count)
        let first = try #require(members.first)
        let last = "{\(members.joined(separator: ",")),"
        #expect(failure(of: last + first + "}")?.offset == last.utf8.count)
    }

    @Test("the same key may stand in different objects, inside each other too")
    func allowsAKeyInSeveralObjects() throws {
        let text = #"{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":3}}"#
        #expect(try JSON.parse(text).text == text)
    }

    @Test("nesting is allowed to the depth asked for and refused one beyond it", arguments: [0, 1, 2, 64, 512])
    func boundsTheDepth(depth: Int) throws {
        let arrays = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
        let objects = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        for text in [arrays, objects] {
            let value = try JSON.parse(Array(text.utf8), maximumDepth: depth)
            #expect(value.text == text)
            let failure = #expect(throws: JSONFailure.self) {
                try JSON.parse(Array("[\(text)]".utf8), maximumDepth: depth)
            }
            #expect(failure?.reason == "nested more than \(depth) deep")
        }
    }

    @Test("a million open brackets are refused like any other depth")
    func refusesAMillionBrackets() {
        #expect(failure(of: String(repeating: "[", count: 1_000_000))?.offset == 64)
        #expect(failure(of: String(repeating: #"{"a":"#, count: 1_000_000))?.offset == 64 * 5)
        #expect(failure(of: String(repeating: "[[],", count: 1_000_000))?.offset == 63 * 4 + 1)
    }

    @Test("a failure names line and column as an editor does")
    func namesLineAndColumn() {
        let failure = failure(of: "{\n  \"kopi\": 1,\r\n  \"ชา\": x\n}")
        #expect(failure?.line == 3)
        #expect(failure?.column == 9)
        #expect(failure?.description == "line 3, column 9: expected a value")
    }

    @Test("bytes, raw memory and strings are read alike, also where they are a part of something larger")
    func readsAllKindsOfMemory() throws {
        let bytes = Array(#"xx{"a":[1,"é"]}yy"#.utf8)
        let value: JSON = .object(["a": .array([.integer(1), .string("é")])])
        #expect(try JSON.parse(Array(bytes.dropFirst(2).dropLast(2))) == value)
        let raw = try bytes.withUnsafeBytes {
            try JSON.parse(UnsafeRawBufferPointer(rebasing: $0.dropFirst(2).dropLast(2)))
        }
        let typed = try bytes.withUnsafeBufferPointer {
            try JSON.parse(UnsafeBufferPointer(rebasing: $0.dropFirst(2).dropLast(2)))
        }
        #expect(raw == value)
        #expect(typed == value)
        #expect(throws: JSONFailure.self) { try JSON.parse(UnsafeRawBufferPointer(start: nil, count: 0)) }
    }

    @Test("a text cut short or with one byte changed gives a value or a failure, never a crash", arguments: 0..<50)
    func survivesDamage(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let bytes = JSON.random(depth: 4, using: &random).canonical
        for _ in 0..<40 {
            var damaged = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            if let place = damaged.indices.randomElement(using: &random) {
                damaged[place] = .random(in: 0...255, using: &random)
            }
            do {
                let value = try JSON.parse(damaged)
                #expect(throws: Never.self) { try JSON.parse(value.canonical) }
            } catch {
                #expect((0...damaged.count).contains(error.offset))
            }
        }
    }

    private func failure(of text: String) -> JSONFailure? {
        do {
            _ = try JSON.parse(text)
            return nil
        } catch {
            return error
        }
    }
}

extension JSON {
    fileprivate subscript(element place: Int) -> JSON? { array?[place] }
}

extension String? {
    fileprivate var text: String { self ?? "no string" }
}
