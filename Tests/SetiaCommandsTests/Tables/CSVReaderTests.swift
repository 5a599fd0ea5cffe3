import SetiaTesting
import SetiaWire
import Testing

@Suite("Reading CSV")
struct CSVReaderTests {
    @Test(
        "fields in quotes hold commas, doubled quotes and line ends",
        arguments: [
            ("a,b\n1,2\n", ["1", "2"]),
            ("a,b\n\"1,5\",2\n", ["1,5", "2"]),
            ("a,b\n\"say \"\"ah\"\"\",2\n", ["say \"ah\"", "2"]),
            ("a,b\n\"two\nlines\",2\n", ["two\nlines", "2"]),
            ("a,b\r\n\"two\r\nlines\",2\r\n", ["two\r\nlines", "2"]),
            ("a,b\n\"\",\n", ["", ""]),
            ("a,b\n\"\"\"\",2", ["\"", "2"]),
            ("a,b\n1,กาแฟ\n", ["1", "กาแฟ"]),
            ("a,b\n5\"2,x\n", ["5\"2", "x"]),
        ]
    )
    func quotedFields(text: String, fields: [String]) throws {
        #expect(try rows(source(text)).map(\.fields) == [fields])
    }

    @Test("rows end with a line feed, a carriage return or both, the last one with nothing if it likes")
    func lineEnds() throws {
        let wanted: [[String?]] = [["1", "2"], ["3", "4"]]
        for end in ["\n", "\r\n", "\r"] {
            for last in ["", end] {
                #expect(try rows(source("a,b\(end)1,2\(end)3,4\(last)")).map(\.fields) == wanted)
            }
        }
    }

    @Test("a byte-order mark is no part of the first name")
    func byteOrderMark() throws {
        var table = CSVReader(source: source([0xEF, 0xBB, 0xBF] + Array("a,b\n1,2\n".utf8)))
        #expect(try table.readHeader() == ["a", "b"])
        #expect(try table.next())
        #expect(table.text(0) == "1")
    }

    @Test("semicolons and tabs separate where the header has them", arguments: [";", "\t"])
    func otherDelimiters(delimiter: String) throws {
        let text = ["a", "b"].joined(separator: delimiter) + "\n" + ["1", "2,5"].joined(separator: delimiter)
        #expect(try rows(source(text)).map(\.fields) == [["1", "2,5"]])
    }

    @Test("a blank line is no row, and counts")
    func blankLines() throws {
        let found = try rows(source("a,b\n\n1,2\n\r\n\n3,4\n\n"))
        #expect(found.map(\.row) == [3, 6])
        #expect(found.map(\.offset) == [5, 12])
    }

    @Test("a broken row spoils itself alone")
    func brokenRows() throws {
        let text = """
            a,b
            1,2
            1
            1,2,3
            1,2,,
            "1" x,2
            "never closed,2
            7,8
            9,"
            """
        let found = try rows(source(text))
        #expect(
            found.map(\.problem) == [
                nil, .columns(found: 1, expected: 2), .columns(found: 3, expected: 2), nil, .textAfterQuote,
                .columns(found: 1, expected: 2), nil, .quoteNeverClosed,
            ]
        )
        #expect(found.map(\.row) == [2, 3, 4, 5, 6, 7, 8, 9])
        #expect(found[6].fields == ["7", "8"])
    }

    @Test("a stray quote does not swallow the rows up to the next quote")
    func strayQuote() throws {
        let found = try rows(source("a,b\n\"1,2\n3,4\n5,\"6\"\n7,8\n"))
        #expect(found.map(\.row) == [2, 3, 4, 5])
        #expect(found.map { $0.problem == nil } == [false, true, true, true])
        #expect(found[2].fields == ["5", "6"])
    }

    @Test("a row of more than 1 MiB is broken, and the next one is not")
    func longRow() throws {
        let long = String(repeating: "x", count: CSVReader.mostBytes)
        for text in ["a,b\n1,\(long)\n3,4\n", "a,b\n1,\"\(long)\"\n3,4\n", "a,b\n\"1,\(long)\n3,4\n"] {
            for chunkSize in [1 << 12, 1 << 22] {
                let found = try rows(source(text), chunkSize: chunkSize)
                #expect(found.map(\.problem) == [.tooLong, nil])
                #expect(found.last?.fields == ["3", "4"])
            }
        }
    }

    @Test("bytes that are no UTF-8 are no text")
    func notUTF8() throws {
        let found = try rows(source(Array("a,b\ncaf".utf8) + [0xE9] + Array(",2\n".utf8)))
        #expect(found.map(\.fields) == [[nil, "2"]])
    }

    @Test("a file without a usable first row says why")
    func unusableHeaders() throws {
        func failure(_ bytes: [UInt8]) -> TableFailure? {
            #expect(throws: TableFailure.self) { try rows(source(bytes)) }
        }
        #expect(failure([]) == .empty)
        #expect(failure([0xEF, 0xBB, 0xBF]) == .empty)
        #expect(failure([0xFF, 0xFE, 0x61, 0x00]) == .utf16)
        #expect(failure([0xE9, 0x2C, 0x61, 0x0A]) == .notUTF8)
        #expect(failure(Array("\"a,b\n1,2".utf8)) == .header(.quoteNeverClosed))
    }

    @Test("the size of the chunks changes nothing", arguments: 0..<60)
    func chunkSizes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = ["a", "1", ",", ",", "\n", "\r\n", "\"", "\"\"", "é", "\r", "\"x\"", ";", "กา"]
        var text = "a,b,c\n"
        for _ in 0..<Int.random(in: 0...120, using: &random) {
            text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
        }
        let whole = try rows(source(text))
        for chunkSize in [1, 2, 3, 5, 7, 16, 61] {
            #expect(try rows(source(text), chunkSize: chunkSize) == whole, "chunks of \(chunkSize)")
        }
    }

    @Test("what is written can be read", arguments: 0..<30)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = ["a", ",", "\"", "\n", "\r\n", " ", "ก", "x", "9"]
        let written = (0..<20).map { _ in
            ["k"]
                + (0..<3).map { _ in
                    "x"
                        + (0..<Int.random(in: 0...4, using: &random)).map { _ in
                            pieces.randomElement(using: &random) ?? ""
                        }
                        .joined()
                }
        }
        let text = csvRow(["k", "a", "b", "c"]) + written.map { csvRow($0) }.joined()
        #expect(try rows(source(text), chunkSize: 11).map(\.fields) == written)
    }

    @Test("a spreadsheet finds no formula in what is written")
    func formulas() {
        #expect(csvRow(["=1+1", "@x", "-5", "+a", "a"]) == "'=1+1,'@x,-5,'+a,a\r\n")
    }

    @Test("reading can go on at any row", arguments: [1, 2, 3])
    func resuming(rowsDone: Int) throws {
        let text = "a,b\n1,2\n\n\"3\n\",4\n5,6\n"
        let all = try rows(source(text))
        var table = CSVReader(source: source(text))
        _ = try table.readHeader()
        for _ in 0..<rowsDone { #expect(try table.next()) }
        var second = CSVReader(chunkSize: 3, source: source(text))
        _ = try second.readHeader()
        second.resume(at: table.nextOffset, rows: table.row)
        var rest: [Int64] = []
        while try second.next() { rest.append(second.row) }
        #expect(rest == all.dropFirst(rowsDone).map(\.row))
    }
}
