/// The parts of `multipart/form-data`, one after the other (RFC 7578, RFC 2046).
struct MultipartParts: Sequence, IteratorProtocol {
    /// One part.
    struct Part {
        /// Of which field; none where it does not say.
        let name: String?
        /// Whether it is a file.
        let isFile: Bool
        /// What is in it.
        let content: ArraySlice<UInt8>
    }

    private let bytes: [UInt8]
    private let delimiter: [UInt8]
    private var place: Int

    /// The parts of a body.
    ///
    /// - Parameters:
    ///   - bytes: The body.
    ///   - boundary: What stands between its parts, as `Content-Type` names it.
    init(_ bytes: [UInt8], boundary: String) {
        self.bytes = bytes
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first may stand at the very beginning.
        if boundary.isEmpty {
            place = bytes.count
        } else if bytes.starts(with: delimiter.dropFirst(2)) {
            place = delimiter.count - 2
        } else {
            place = bytes.count
        }
    }

    /// The next part; none behind the last, and none that has no end.
    mutating func next() -> Part? {
        guard let lineEnd = find([13, 10], from: place), !bytes[place...].starts(with: [45, 45]),
            let headEnd = bytes[lineEnd...].starts(with: [13, 10, 13, 10])
                ? lineEnd : find([13, 10, 13, 10], from: place),
            let end = find(delimiter, from: headEnd + 2)
        else { return nil }
        let head = String(decoding: bytes[Swift.min(lineEnd + 2, headEnd)..<headEnd], as: UTF8.self)
        let content = headEnd + 4 <= end ? bytes[(headEnd + 4)..<end] : []
        place = end + delimiter.count
        let disposition =
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") } ?? ""
        return Part(
            name: parameter("name", of: disposition),
            isFile: parameter("filename", of: disposition) != nil,
            content: content
        )
    }

    /// Where a word stands next.
    private func find(_ word: [UInt8], from start: Int) -> Int? {
        guard start >= 0, let first = word.first else { return nil }
        var place = start
        while place + word.count <= bytes.count {
            if bytes[place] == first, bytes[place..<(place + word.count)].elementsEqual(word) { return place }
            place += 1
        }
        return nil
    }

    /// A quoted parameter of a header: browsers write a quote in it as `%22`.
    private func parameter(_ name: String, of header: Substring) -> String? {
        guard let start = header.firstRange(of: " \(name)=\"")?.upperBound else { return nil }
        let value = header[start...].prefix { $0 != "\"" }
        return String(value.replacing("%22", with: "\"").replacing("%0D%0A", with: "\n"))
    }
}
