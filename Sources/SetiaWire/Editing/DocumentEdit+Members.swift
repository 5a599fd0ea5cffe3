// Members of a map whose order means something: each with the comments right above it and the gap below it.

extension DocumentEdit {
    /// Puts a new member into a map, in front of another one or behind the last.
    ///
    /// - Parameters:
    ///   - member: Which; its key is not there yet.
    ///   - path: To the map, which has members already.
    ///   - next: The key before which it comes; none is behind the last.
    /// - Throws: `UneditableDocument` where that cannot be done without touching anything else; nothing has changed then.
    package mutating func insert(
        _ member: YAMLTree.Member,
        into path: [DocumentStep],
        before next: String?
    ) throws(UneditableDocument) {
        try spread(path)
        var wanted = tree[path]?.members ?? []
        guard let stretches = stretches(of: path), let first = wanted.first,
            !wanted.contains(where: { $0.key == member.key })
        else { throw UneditableDocument(path: path) }
        let column = try spot(path + [.key(first.key)]).parent.column
        let place = next.flatMap { key in wanted.firstIndex { $0.key == key } } ?? wanted.count
        wanted.insert(member, at: place)
        let source = SourceText(text)
        let begin = place < stretches.count ? stretches[place].lowerBound : stretches[place - 1].upperBound
        let isBroken = begin == 0 || source.scalars[begin - 1].endsLine
        let lines = (isBroken ? "" : "\n") + member.lines(indent: column - 1) + "\n"
        try take(
            source.replacing(begin..<begin, with: lines),
            tree.setting(path, to: .map(wanted)),
            path,
            inOrder: true
        )
    }

    /// Puts a member of a map in front of the one above it, with the comments right above it.
    ///
    /// - Throws: `UneditableDocument` where it is the first, or that cannot be done without touching anything else; nothing
    ///   has changed then.
    package mutating func moveUp(_ key: String, in path: [DocumentStep]) throws(UneditableDocument) {
        try spread(path)
        var wanted = tree[path]?.members ?? []
        guard let stretches = stretches(of: path), let place = wanted.firstIndex(where: { $0.key == key }), place > 0
        else { throw UneditableDocument(path: path) }
        wanted.swapAt(place, place - 1)
        let source = SourceText(text)
        var (above, below) = (source.text(stretches[place - 1]), source.text(stretches[place]))
        if !(below.unicodeScalars.last?.endsLine ?? true) {
            below += "\n"
            above = String(above.dropLast())
        }
        let range = stretches[place - 1].lowerBound..<stretches[place].upperBound
        try take(
            source.replacing(range, with: below + above),
            tree.setting(path, to: .map(wanted)),
            path,
            inOrder: true
        )
    }

    /// Takes a member of a map away, with the comments right above it.
    ///
    /// - Throws: `UneditableDocument` where it is the last one left, or that cannot be done without touching anything else;
    ///   nothing has changed then.
    package mutating func removeWhole(_ key: String, of path: [DocumentStep]) throws(UneditableDocument) {
        try spread(path)
        var wanted = tree[path]?.members ?? []
        guard wanted.count > 1, let stretches = stretches(of: path),
            let place = wanted.firstIndex(where: { $0.key == key })
        else { throw UneditableDocument(path: path) }
        wanted.remove(at: place)
        let text = SourceText(text).replacing(stretches[place], with: "")
        try take(text, tree.setting(path, to: .map(wanted)), path, inOrder: true)
    }

    /// Gives a member of a map another key; it stays where it is.
    ///
    /// - Throws: `UneditableDocument` where that cannot be done without touching anything else; nothing has changed then.
    package mutating func rename(_ key: String, to name: String, in path: [DocumentStep]) throws(UneditableDocument) {
        let members = tree[path]?.members ?? []
        guard key != name, !members.contains(where: { $0.key == name }) else { throw UneditableDocument(path: path) }
        let spot = try spot(path + [.key(key)])
        guard let member = spot.parent.member(spot.last) else { throw UneditableDocument(path: path) }
        let node = YAMLNode(line: member.line, column: member.column, path: "", content: .text(key))
        guard let range = spot.source.range(of: node, inFlow: spot.inFlow, indent: spot.parent.column) else {
            throw UneditableDocument(path: path)
        }
        let wanted = members.map { YAMLTree.Member($0.key == key ? name : $0.key, $0.value) }
        let text = spot.source.replacing(range, with: YAMLTree.scalar(name, inFlow: true))
        try take(text, tree.setting(path, to: .map(wanted)), path, inOrder: true)
    }

    /// Writes a member of a map anew in place of all that is written there; not where comments would go with it.
    ///
    /// - Throws: `UneditableDocument` where comments stand in it; nothing has changed then.
    package mutating func rewrite(_ key: String, of path: [DocumentStep], as value: YAMLTree) throws(UneditableDocument)
    {
        try spread(path)
        var wanted = tree[path]?.members ?? []
        guard let stretches = stretches(of: path), let place = wanted.firstIndex(where: { $0.key == key }) else {
            throw UneditableDocument(path: path)
        }
        wanted[place].value = value
        let spot = try spot(path + [.key(key)])
        let source = spot.source
        guard let member = spot.parent.member(spot.last),
            let begin = source.offset(line: member.line, column: 1)
        else { throw UneditableDocument(path: path) }
        var end = stretches[place].upperBound
        // The gap below it stays.
        while end > begin, source.scalars[end - 1].endsLine || source.scalars[end - 1] == " " { end -= 1 }
        guard !source.text(begin..<end).unicodeScalars.contains("#") else { throw UneditableDocument(path: path) }
        let lines = wanted[place].lines(indent: spot.parent.column - 1)
        try take(source.replacing(begin..<end, with: lines), tree.setting(path, to: .map(wanted)), path, inOrder: true)
    }

    /// Where the lines of each member of a map begin and end, comments right above it and the gap below it included.
    private func stretches(of path: [DocumentStep]) -> [Range<Int>]? {
        guard let keys = tree[path]?.members.map(\.key), let first = keys.first,
            let spot = try? spot(path + [.key(first)]), !spot.inFlow, case .map(let members) = spot.parent.content
        else { return nil }
        let source = spot.source
        var begins: [Int] = []
        var behind = source.offset(line: spot.parent.line, column: 1) ?? 0
        for member in members {
            var line = member.line
            while line > 1, let above = source.offset(line: line - 1, column: 1), above >= behind,
                source.content(ofLine: line - 1).first == "#"
            {
                line -= 1
            }
            guard let begin = source.offset(line: line, column: 1) else { return nil }
            begins.append(begin)
            // Of a text over several lines a line may look like a comment, and is none.
            let end = source.range(of: member.value, inFlow: false, indent: spot.parent.column)?.upperBound
            behind =
                end.map { source.nextLine(of: $0) } ?? source.end(ofLinesBelow: member.line, deeperThan: member.column)
        }
        return begins.indices.map { place in
            begins[place]..<(place + 1 < begins.count ? begins[place + 1] : behind)
        }
    }

    /// Gives each member of a map lines of its own where all of them stand in braces.
    private mutating func spread(_ path: [DocumentStep]) throws(UneditableDocument) {
        guard let last = path.last, let value = tree[path], let first = value.members.first,
            try spot(path + [.key(first.key)]).inFlow
        else { return }
        let spot = try spot(path)
        guard !spot.inFlow, let node = spot.node, let member = spot.parent.member(last),
            let range = spot.source.range(of: node, inFlow: false, indent: spot.parent.column),
            let begin = spot.source.offset(line: member.line, column: member.column),
            !spot.source.text(range).unicodeScalars.contains("#")
        else { throw UneditableDocument(path: path) }
        let indent = spot.parent.column - 1
        let lines = value.members.map { "\n" + $0.lines(indent: indent + 2) }.joined()
        let head = YAMLTree.scalar(member.key, inFlow: true) + ":"
        try take(spot.source.replacing(begin..<range.upperBound, with: head + lines), tree, path, inOrder: true)
    }
}

extension SourceText {
    /// Where the lines end that belong to what stands on a line, being indented deeper; blank ones at the end do not.
    fileprivate func end(ofLinesBelow line: Int, deeperThan column: Int) -> Int {
        var (last, next) = (line, line + 1)
        while next <= lineCount, let begin = offset(line: next, column: 1) {
            let depth = scalars[begin..<lineEnd(of: begin)].prefix { $0 == " " }.count
            let isBlank = begin + depth == lineEnd(of: begin)
            guard isBlank || depth >= column else { break }
            if !isBlank { last = next }
            next += 1
        }
        return nextLine(of: offset(line: last, column: 1) ?? scalars.count)
    }
}
