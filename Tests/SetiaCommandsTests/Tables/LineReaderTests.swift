import SetiaWire
import Testing

@Suite("Reading lines")
struct LineReaderTests {
    private func lines(_ bytes: [UInt8], chunkSize: Int) throws -> [String] {
        var reader = LineReader(chunkSize: chunkSize, source: source(bytes))
        var lines: [String] = []
        while let line = try reader.next({ String(decoding: $0, as: UTF8.self) }) {
            lines.append("\(reader.row):\(reader.isTooLong ? "too long" : line)")
        }
        return lines
    }

    @Test("blank lines are passed over and counted", arguments: [1, 2, 3, 1_000])
    func blankLines(chunkSize: Int) throws {
        let text = [0xEF, 0xBB, 0xBF] + Array("{}\r\n\n[1]\n\r\n2".utf8)
        #expect(try lines(text, chunkSize: chunkSize) == ["1:{}", "3:[1]", "5:2"])
    }

    @Test("a line past the limit is named and the next one read")
    func longLines() throws {
        let long = Array(repeating: UInt8(ascii: "x"), count: LineReader.mostBytes + 1)
        let text = Array("1\n".utf8) + long + Array("\n3\n".utf8) + long
        #expect(try lines(text, chunkSize: 1 << 16) == ["1:1", "2:too long", "3:3", "4:too long"])
        #expect(try lines(text, chunkSize: 1 << 23) == ["1:1", "2:too long", "3:3", "4:too long"])
    }
}
