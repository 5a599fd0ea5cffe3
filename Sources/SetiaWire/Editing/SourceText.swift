/// The text of a document, in which the place where a value ends can be found.
struct SourceText {
    let scalars: [Unicode.Scalar]
    /// Where each line begins.
    private let starts: [Int]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var starts = [0]
        for (place, scalar) in scalars.enumerated() where scalar.endsLine {
            if scalar == "\r", place + 1 < scalars.count, scalars[place + 1] == "\n" { continue }
            starts.append(place + 1)
        }
        self.starts = starts
    }

    /// Where a line and column, both from 1, are; none where the text is shorter.
    func offset(line: Int, column: Int) -> Int? {
        guard starts.indices.contains(line - 1) else { return nil }
        let offset = starts[line - 1] + column - 1
        return offset <= scalars.count ? offset : nil
    }

    /// The line, from 1, in which a place is.
    func line(of offset: Int) -> Int {
        starts.partitioningIndex { $0 > offset }
    }

    /// Where the line of a place begins.
    func lineStart(of offset: Int) -> Int { starts[line(of: offset) - 1] }

    /// Where the line of a place ends: at its break, or at the end of the text.
    func lineEnd(of offset: Int) -> Int {
        var place = offset
        while place < scalars.count, !scalars[place].endsLine { place += 1 }
        return place
    }

    /// Where the line after that of a place begins; the end of the text where there is none.
    func nextLine(of offset: Int) -> Int {
        let line = line(of: offset)
        return line < starts.count ? starts[line] : scalars.count
    }

    /// How many lines there are.
    var lineCount: Int { starts.count }

    /// A line without its spaces at the beginning; lines are counted from 1.
    func content(ofLine line: Int) -> Substring.UnicodeScalarView {
        let text = String(String.UnicodeScalarView(scalars[starts[line - 1]..<lineEnd(of: starts[line - 1])]))
        return Substring(text).unicodeScalars.drop { $0 == " " || $0 == "\t" }
    }

    func text(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(scalars[range]))
    }

    /// The text with one stretch of it replaced.
    func replacing(_ range: Range<Int>, with text: String) -> String {
        self.text(0..<range.lowerBound) + text + self.text(range.upperBound..<scalars.count)
    }
}

extension SourceText {
    /// Where a value begins and, exclusively, ends; spaces and comments behind it are not its own.
    ///
    /// - Parameters:
    ///   - node: The value.
    ///   - inFlow: Whether it stands between braces or brackets.
    ///   - indent: The column of the key or dash that it belongs to.
    /// - Returns: None where it is written in a way that is not understood here, as over several lines.
    func range(of node: YAMLNode, inFlow: Bool, indent: Int) -> Range<Int>? {
        guard let start = offset(line: node.line, column: node.column) else { return nil }
        switch node.content {
        case .text(let text): return scalarEnd(start, text, inFlow, indent).map { start..<$0 }
        case .list(let elements):
            if at(start) == "[" { return flowEnd(start).map { start..<$0 } }
            guard let last = elements.last,
                let end = range(of: last, inFlow: false, indent: node.column)?.upperBound
            else { return nil }
            return start..<end
        case .map(let members):
            if at(start) == "{" { return flowEnd(start).map { start..<$0 } }
            guard let last = members.last,
                let end = range(of: last.value, inFlow: false, indent: node.column)?.upperBound
            else { return nil }
            return start..<end
        }
    }

    private func at(_ place: Int) -> Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func scalarEnd(_ start: Int, _ content: String, _ inFlow: Bool, _ indent: Int) -> Int? {
        switch at(start) {
        case "'", "\"": return quotedEnd(start)
        case "|", ">": return blockEnd(start, indent)
        default:
            let end = plainEnd(start, inFlow)
            return text(start..<end).utf8.elementsEqual(content.utf8) ? end : nil
        }
    }

    /// Behind the closing quotation mark.
    private func quotedEnd(_ start: Int) -> Int? {
        let mark = scalars[start]
        var place = start + 1
        while let scalar = at(place) {
            if scalar == "\\", mark == "\"" {
                place += 2
            } else if scalar != mark {
                place += 1
            } else if mark == "'", at(place + 1) == "'" {
                place += 2
            } else {
                return place + 1
            }
        }
        return nil
    }

    /// Behind the last line of a text that is indented deeper than `indent`.
    private func blockEnd(_ start: Int, _ indent: Int) -> Int {
        var end = lineEnd(of: start)
        var line = line(of: start) + 1
        while line <= lineCount, let begin = offset(line: line, column: 1) {
            let depth = scalars[begin..<lineEnd(of: begin)].prefix { $0 == " " }.count
            let isBlank = begin + depth == lineEnd(of: begin)
            guard isBlank || depth >= indent else { break }
            if !isBlank { end = lineEnd(of: begin) }
            line += 1
        }
        return end
    }

    /// Behind a plain value on one line.
    private func plainEnd(_ start: Int, _ inFlow: Bool) -> Int {
        var place = start
        while let scalar = at(place), !scalar.endsLine {
            if scalar == "#", place > start, isSpace(place - 1) { break }
            if scalar == ":", at(place + 1) == nil || isSpace(place + 1) || inFlow && isFlow(place + 1) { break }
            if inFlow, isFlow(place) { break }
            place += 1
        }
        while place > start, isSpace(place - 1) { place -= 1 }
        return place
    }

    /// Behind the brace or bracket that closes the one at `start`.
    private func flowEnd(_ start: Int) -> Int? {
        var (place, depth) = (start, 0)
        while let scalar = at(place) {
            switch scalar {
            case "{", "[": depth += 1
            case "}", "]":
                depth -= 1
                if depth == 0 { return place + 1 }
            case "'" where beginsValue(place), "\"" where beginsValue(place):
                guard let end = quotedEnd(place) else { return nil }
                place = end - 1
            case "#" where place > 0 && isSpace(place - 1): place = lineEnd(of: place) - 1
            default: break
            }
            place += 1
        }
        return nil
    }

    /// Whether what stands at `place` is the first of a value, so that a quotation mark there opens one.
    private func beginsValue(_ place: Int) -> Bool {
        var before = place - 1
        while before >= 0, isSpace(before) { before -= 1 }
        return before < 0 || "{[,:".unicodeScalars.contains(scalars[before])
    }

    private func isSpace(_ place: Int) -> Bool {
        guard let scalar = at(place) else { return false }
        return scalar == " " || scalar == "\t" || scalar.endsLine
    }

    private func isFlow(_ place: Int) -> Bool {
        guard let scalar = at(place) else { return false }
        return ",[]{}".unicodeScalars.contains(scalar)
    }
}

extension Unicode.Scalar {
    /// Whether a line ends here, as YAML sees it.
    var endsLine: Bool {
        switch self {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}

extension [Int] {
    /// The first place whose value fulfils what all after it fulfil too.
    fileprivate func partitioningIndex(_ fulfils: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if fulfils(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
