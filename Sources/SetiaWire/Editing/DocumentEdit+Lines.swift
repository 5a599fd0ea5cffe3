// How the text changes; whether it then says what it should is asked elsewhere, so that here nothing need be certain.

extension DocumentEdit {
    /// The text with another value in place of one that is there.
    func replacing(_ node: YAMLNode, with value: YAMLTree, _ spot: Spot, overLines: Bool = false) -> String? {
        let source = spot.source
        guard let range = source.range(of: node, inFlow: spot.inFlow, indent: spot.parent.column) else { return nil }
        // Comments among the members of a list or a map would go, though most of these stay.
        if case .text = node.content {
        } else if value.text == nil, source.text(range).unicodeScalars.contains("#") {
            return nil
        }
        let written =
            overLines
            ? value.writtenOverLines(behindKeyAt: spot.parent.column - 1) : value.written(inFlow: spot.inFlow)
        // Right behind its key, unless a comment stands between the two.
        if let member = spot.parent.member(spot.last), member.line < node.line || range.isEmpty,
            let key = source.offset(line: member.line, column: member.column)
        {
            let head = source.text(key..<range.lowerBound)
            if let colon = head.unicodeScalars.lastIndex(of: ":"),
                head.unicodeScalars[colon...].dropFirst().allSatisfy({ $0 == " " || $0.endsLine })
            {
                let end = key + head.unicodeScalars.distance(from: head.unicodeScalars.startIndex, to: colon) + 1
                return source.replacing(
                    end..<range.upperBound,
                    with: (written.first == "\n" ? "" : " ") + written
                )
            }
        }
        return source.replacing(range, with: written)
    }

    /// The text with a new member in a map.
    func inserting(_ value: YAMLTree, _ spot: Spot, _ order: [String], overLines: Bool = false) -> String? {
        guard case .key(let key) = spot.last, case .map(let members) = spot.parent.content else { return nil }
        let source = spot.source
        let name = YAMLTree.scalar(key, inFlow: true)
        guard let before = neighbour(of: key, in: members, order),
            let end = source.range(of: before.value, inFlow: spot.inFlow, indent: spot.parent.column)?.upperBound
        else {
            guard spot.inFlow, members.isEmpty,
                let open = source.offset(line: spot.parent.line, column: spot.parent.column)
            else { return nil }
            return source.replacing(open + 1..<open + 1, with: "\(name): \(value.written(inFlow: true))")
        }
        if spot.inFlow { return source.replacing(end..<end, with: ", \(name): \(value.written(inFlow: true))") }
        let line = source.lineEnd(of: end)
        let indent = String(repeating: " ", count: spot.parent.column - 1)
        let written = overLines ? value.writtenOverLines(behindKeyAt: spot.parent.column - 1) : value.written()
        return source.replacing(
            line..<line,
            with: "\n\(indent)\(name):\(written.first == "\n" ? "" : " ")\(written)"
        )
    }

    /// The member behind which a new one comes.
    private func neighbour(of key: String, in members: [YAMLNode.Member], _ order: [String]) -> YAMLNode.Member? {
        guard let place = order.firstIndex(of: key) else { return members.last }
        return members.last { member in order[..<place].contains(member.key) } ?? members.last
    }

    /// The text without a member or an element.
    func removing(_ spot: Spot) -> String? {
        let source = spot.source
        guard let node = spot.node,
            let range = source.range(of: node, inFlow: spot.inFlow, indent: spot.parent.column)
        else { return nil }
        var start = range.lowerBound
        if let member = spot.parent.member(spot.last) {
            guard let key = source.offset(line: member.line, column: member.column) else { return nil }
            start = key
        } else if !spot.inFlow {
            guard let dash = dash(of: node, in: spot.parent, source) else { return nil }
            start = dash
        }
        if spot.inFlow { return source.replacing(withComma(start..<range.upperBound, source), with: "") }
        let line = source.line(of: start)
        // Whatever else stands in front on this line is not to go with it.
        guard source.text(source.lineStart(of: start)..<start).allSatisfy({ $0 == " " }) else { return nil }
        guard case .element = spot.last else {
            return source.replacing(source.lineStart(of: start)..<source.nextLine(of: range.upperBound), with: "")
        }
        let first = firstLine(ofWhatBelongsTo: line, source)
        let after = source.line(of: range.upperBound) + 1
        let isLast = after > source.lineCount || source.content(ofLine: after).isEmpty
        let hasGap = first > 1 && source.content(ofLine: first - 1).isEmpty && isLast
        guard let begin = source.offset(line: hasGap ? first - 1 : first, column: 1) else { return nil }
        return source.replacing(begin..<source.nextLine(of: range.upperBound), with: "")
    }

    /// The first of the comment lines right above a line, or the line itself.
    private func firstLine(ofWhatBelongsTo line: Int, _ source: SourceText) -> Int {
        var first = line
        while first > 1, source.content(ofLine: first - 1).first == "#" { first -= 1 }
        return first
    }

    /// A stretch between braces together with the comma that parts it from its neighbour.
    private func withComma(_ range: Range<Int>, _ source: SourceText) -> Range<Int> {
        func isSpace(_ place: Int) -> Bool { source.scalars[place] == " " || source.scalars[place].endsLine }
        var end = range.upperBound
        while end < source.scalars.count, isSpace(end) { end += 1 }
        if end < source.scalars.count, source.scalars[end] == "," {
            end += 1
            while end < source.scalars.count, source.scalars[end] == " " { end += 1 }
            return range.lowerBound..<end
        }
        var start = range.lowerBound
        while start > 0, isSpace(start - 1) { start -= 1 }
        if start > 0, source.scalars[start - 1] == "," { return start - 1..<range.upperBound }
        return range
    }

    /// Where the dash of an element stands.
    private func dash(of element: YAMLNode, in list: YAMLNode, _ source: SourceText) -> Int? {
        var line = element.line
        while line >= list.line {
            if let place = source.offset(line: line, column: list.column), place < source.scalars.count,
                source.scalars[place] == "-",
                source.text(source.lineStart(of: place)..<place).allSatisfy({ $0 == " " })
            {
                return place
            }
            line -= 1
        }
        return nil
    }

    /// The text with another element behind the last.
    func appending(_ value: YAMLTree, _ spot: Spot) -> String? {
        let source = spot.source
        guard let list = spot.node, case .list(let elements) = list.content,
            let range = source.range(of: list, inFlow: spot.inFlow, indent: spot.parent.column)
        else { return nil }
        if spot.inFlow || source.isFlow(list) {
            let end = range.upperBound - 1
            let comma = elements.isEmpty ? "" : ", "
            return source.replacing(end..<end, with: comma + value.written(inFlow: true))
        }
        guard let last = elements.last, let dash = dash(of: last, in: list, source) else { return nil }
        let first = firstLine(ofWhatBelongsTo: source.line(of: dash), source)
        let hasGap = elements.count > 1 && first > 1 && source.content(ofLine: first - 1).isEmpty
        let end = source.lineEnd(of: range.upperBound)
        return source.replacing(
            end..<end,
            with: (hasGap ? "\n\n" : "\n") + lines(of: value, indent: list.column - 1)
        )
    }

    /// An element of a list on lines of its own; without the break behind the last.
    func lines(of value: YAMLTree, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        guard case .map(let members) = value, !members.isEmpty else { return "\(space)- \(value.written())" }
        return members.enumerated().map { place, member in
            "\(space)\(place == 0 ? "- " : "  ")\(YAMLTree.scalar(member.key, inFlow: true)): \(member.value.written())"
        }.joined(separator: "\n")
    }
}
