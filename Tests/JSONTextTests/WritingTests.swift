import JSONText
import Testing

@Suite("Writing JSON")
struct WritingTests {
    @Test("what is written is read again as the same value, canonical, pretty and in its own order", arguments: 0..<200)
    func readsWhatItWrites(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let value = JSON.random(depth: 4, using: &random)
        var writer = JSONWriter()
        writer.value(value)
        #expect(try JSON.parse(value.canonical) == value)
        #expect(try JSON.parse(value.pretty) == value)
        #expect(try JSON.parse(writer.bytes) == value)
        #expect(writer.text == String(decoding: writer.bytes, as: UTF8.self))
    }

    @Test("the canonical form does not depend on the order of members", arguments: 0..<200)
    func canonicalFormIgnoresOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let value = JSON.random(depth: 4, using: &random)
        let other = value.shuffled(using: &random)
        #expect(value == other)
        #expect(value.hashValue == other.hashValue)
        #expect(value.canonical == other.canonical)
    }

    @Test("the canonical form of the canonical form is itself", arguments: 0..<100)
    func canonicalFormIsStable(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes = JSON.random(depth: 4, using: &random).canonical
        #expect(try JSON.parse(bytes).canonical == bytes)
    }

    @Test("values that differ have canonical forms that differ", arguments: 0..<100)
    func canonicalFormTellsApart(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let one = JSON.random(depth: 2, using: &random)
        let other = JSON.random(depth: 2, using: &random)
        #expect((one == other) == (one.canonical == other.canonical))
    }

    @Test("canonical keys are sorted by their bytes at every level", arguments: 0..<20)
    func sortsKeysByBytes(seed: UInt64) throws {
        let keys = [
            "", "B", "a", "a\u{0}", "aa", "abcdefgh", "abcdefghi", "b", "e\u{301}", "z", "\u{E9}", "\u{FB00}",
            "\u{1F600}",
        ]
        var random = SplitMix64(seed: seed)
        let inner = JSONObject(keys.shuffled(using: &random).map { ($0, .null) })
        let outer = JSONObject(keys.shuffled(using: &random).map { ($0, .array([.object(inner)])) })
        let sorted = try #require(try JSON.parse(JSON.object(outer).canonical).object)
        #expect(sorted.members.map { Array($0.key.utf8) } == keys.map { Array($0.utf8) })
        for member in sorted.members {
            let inner = try #require(member.value.array?.first?.object)
            #expect(inner.members.map { Array($0.key.utf8) } == keys.map { Array($0.utf8) })
        }
    }

    @Test("the pretty form has one member a line and two spaces a level")
    func indents() {
        let value: JSON = .object([
            "b": .array([.integer(1), .array([]), .object([:])]), "a": .object(["x": .null]), "c": .string("é\n"),
        ])
        let expected = """
            {
              "a": {
                "x": null
              },
              "b": [
                1,
                [],
                {}
              ],
              "c": "é\\n"
            }
            """
        #expect(value.pretty == expected)
    }

    @Test("only quotes, backslashes and control characters are escaped")
    func escapesOnlyWhatMustBe() {
        let text = "\"\\/\u{8}\t\n\u{C}\r\u{0}\u{1}\u{F}\u{10}\u{1F}\u{7F} é\u{2028}😀"
        #expect(JSON.string(text).text == #""\"\\/\b\t\n\f\r\u0000\u0001\u000f\u0010\u001f"# + "\u{7F} é\u{2028}😀\"")
    }

    @Test("integers are written with all their digits", arguments: [0, 9, 10, -1, -10, 1250, .max, .min] as [Int64])
    func writesIntegers(number: Int64) {
        #expect(JSON.integer(number).text == "\(number)")
    }

    @Test("the writer sets the commas and keeps the order it is given")
    func writesPieceByPiece() throws {
        let computed = "quantity \(2)"
        var writer = JSONWriter(reserving: 0)
        writer.beginObject()
        writer.key("lines")
        writer.beginArray()
        for sku in ["b", "a\""] {
            writer.beginObject()
            writer.key("sku")
            writer.string(sku)
            writer.key(computed)
            writer.integer(-2)
            writer.endObject()
        }
        writer.beginArray()
        writer.endArray()
        writer.value(.object(["z": .null, "a": .array([.bool(true), .decimal("0.50")])]))
        writer.endArray()
        writer.key("empty")
        writer.beginObject()
        writer.endObject()
        writer.key("none")
        writer.null()
        writer.key("\"")
        writer.bool(false)
        writer.key("rate")
        writer.decimal("1e-7")
        writer.endObject()
        #expect(
            writer.text == #"{"lines":[{"sku":"b","quantity 2":-2},{"sku":"a\"","quantity 2":-2},[],"#
                + #"{"z":null,"a":[true,0.50]}],"empty":{},"none":null,"\"":false,"rate":1e-7}"#
        )
        writer.removeAll()
        writer.string("next")
        #expect(writer.text == #""next""#)
    }

    @Test("to write a text that is no number as one is a fault")
    func refusesNumbersThatAreNone() async {
        await #expect(processExitsWith: .failure) { _ = JSON.decimal("1,5").canonical }
        await #expect(processExitsWith: .failure) { _ = JSON.decimal("NaN").canonical }
        await #expect(processExitsWith: .failure) { _ = JSON.decimal(" 1.5").canonical }
    }

    @Test("a piece in the wrong place is a fault")
    func refusesPiecesInTheWrongPlace() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.integer(1)
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.integer(1)
            writer.integer(2)
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.beginArray()
            writer.endObject()
        }
    }
}
