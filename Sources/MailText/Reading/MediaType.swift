/// What a part is, or how it is to be shown: a word and parameters.
///
/// `text/plain; charset=utf-8`, or `attachment; filename*=utf-8''r%C3%A9sum%C3%A9.pdf` (RFC 2045, 2183 and 2231).
package struct MediaType: Sendable, Hashable {
    /// The word in small letters: `text/plain`, `attachment`.
    package let value: String
    /// In their order, each once: the name in small letters, and the value.
    package let parameters: [Parameter]

    /// One parameter.
    package struct Parameter: Sendable, Hashable {
        /// In small letters.
        package let name: String
        /// Decoded.
        package let value: String
    }

    /// The value of a parameter; its name in small letters.
    package func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    init(value: String, parameters: [Parameter] = []) {
        self.value = value
        self.parameters = parameters
    }

    init(_ raw: MailBytes, _ defects: inout DefectList) {
        var pieces = split(raw)[...]
        value = (pieces.popFirst()?.text ?? [])[...].trimmed.lowered
        var collected = ParameterPieces()
        for piece in pieces.prefix(200) { collected.add(piece, &defects) }
        parameters = collected.parameters(&defects)
    }

    /// `text` of `text/plain`.
    var kind: String { String(value.prefix { $0 != "/" }) }
}

/// What stands between two semicolons: comments left out, quotation marks opened.
private struct Piece {
    var text: [UInt8] = []
    /// Where the value behind the equals sign begins.
    var valueStart: Int?
    /// Whether the value was in quotation marks, whose blanks count.
    var isQuoted = false
}

private func split(_ raw: MailBytes) -> [Piece] {
    var pieces = [Piece()]
    var (index, depth, isQuoted) = (raw.startIndex, 0, false)
    while index < raw.endIndex {
        let byte = raw[index]
        index += 1
        if byte == Byte.backslash, isQuoted || depth > 0, index < raw.endIndex {
            // Windows programs write paths without doubling their backslashes.
            let isEscape = raw[index] == Byte.quote || raw[index] == Byte.backslash || depth > 0
            if depth == 0 { pieces[pieces.count - 1].text.append(isEscape ? raw[index] : byte) }
            if isEscape { index += 1 }
        } else if depth > 0 {
            if byte == Byte.openParenthesis { depth += 1 }
            if byte == Byte.closeParenthesis { depth -= 1 }
        } else if byte == Byte.quote {
            isQuoted.toggle()
            pieces[pieces.count - 1].isQuoted = true
        } else if isQuoted {
            pieces[pieces.count - 1].text.append(byte)
        } else if byte == Byte.openParenthesis {
            depth = 1
        } else if byte == Byte.semicolon {
            pieces.append(Piece())
        } else {
            if byte == Byte.equals, pieces[pieces.count - 1].valueStart == nil {
                pieces[pieces.count - 1].valueStart = pieces[pieces.count - 1].text.count + 1
            }
            pieces[pieces.count - 1].text.append(byte)
        }
    }
    return pieces
}

/// Parameters as they come, those in pieces (RFC 2231) not yet put together.
private struct ParameterPieces {
    private struct Segment {
        let number: Int
        let isEncoded: Bool
        let bytes: [UInt8]
    }

    private var names: [String] = []
    private var segments: [[Segment]] = []

    mutating func add(_ piece: Piece, _ defects: inout DefectList) {
        guard let valueStart = piece.valueStart else { return }
        let name = piece.text[..<(valueStart - 1)].trimmed.lowered
        let value = piece.text[valueStart...]
        let bytes = Array(piece.isQuoted ? value : value.trimmed)
        let parts = name.split(separator: "*", omittingEmptySubsequences: false)
        guard let base = parts.first, !base.isEmpty else { return }
        let isEncoded = parts.count > 1 && parts.last == ""
        let number = parts.count > 1 ? Int(parts[1]) : nil
        let segment = Segment(number: number ?? (parts.count == 1 ? -1 : 0), isEncoded: isEncoded, bytes: bytes)
        if let place = names.firstIndex(of: String(base)) {
            segments[place].append(segment)
        } else {
            names.append(String(base))
            segments.append([segment])
        }
    }

    /// What is in pieces or encoded is preferred to what is plain, which is there for old programs.
    func parameters(_ defects: inout DefectList) -> [MediaType.Parameter] {
        zip(names, segments).map { name, segments in
            let pieces = segments.filter { $0.number >= 0 }
            guard !pieces.isEmpty else {
                return MediaType.Parameter(name: name, value: wordsDecoded(segments[0].bytes[...], &defects).onOneLine)
            }
            var charset = Charset.ascii
            var bytes: [UInt8] = []
            for number in pieces.indices {
                guard let piece = pieces.first(where: { $0.number == number }) else { break }
                var rest = piece.bytes[...]
                if number == 0, piece.isEncoded {
                    let parts = rest.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
                    if parts.count == 3 {
                        charset = Charset(named: parts[0].repaired)
                        rest = parts[2]
                    }
                }
                bytes += piece.isEncoded ? percentDecoded(rest) : Array(rest)
            }
            return MediaType.Parameter(name: name, value: charset.text(of: bytes[...], &defects).onOneLine)
        }
    }
}

private func percentDecoded(_ text: MailBytes) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
        if text[index] == Byte.percent, index + 2 < text.endIndex, let high = text[index + 1].hexDigit,
            let low = text[index + 2].hexDigit
        {
            bytes.append(high << 4 | low)
            index += 3
        } else {
            bytes.append(text[index])
            index += 1
        }
    }
    return bytes
}
