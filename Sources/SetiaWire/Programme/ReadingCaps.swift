import SetiaCore

extension ProgrammeReader {
    /// How often, or how much: one cap or a list of them.
    mutating func caps(_ node: YAMLNode, ofWallet: Bool) -> [Cap] {
        guard case .list = node.content else { return cap(node, ofWallet: ofWallet).map { [$0] } ?? [] }
        let elements = list(node, of: "caps, such as [1 per day, 500 points per month]", atMost: 10) ?? []
        var caps: [Cap] = []
        for element in elements {
            guard let cap = cap(element, ofWallet: ofWallet) else { continue }
            if caps.contains(where: { $0.span == cap.span && $0.measure.isLike(cap.measure) }) {
                complain(element, "two caps count the same per \(cap.span.rawValue); only the narrower would ever hold")
            }
            caps.append(cap)
        }
        return caps
    }

    /// `1 per day`: so many times; `500 points per month`: so many points.
    private mutating func cap(_ node: YAMLNode, ofWallet: Bool) -> Cap? {
        guard let text = text(node) else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        let isPoints = words.count == 4 && ["point", "points"].contains(words[1])
        guard words.count == (isPoints ? 4 : 3), words[words.count - 2] == "per",
            let number = wholeNumber(words[0], 1...1_000_000_000)
        else {
            complain(node, "must be such as 1 per day, for how often, or 500 points per month, for how much")
            return nil
        }
        guard let span = Cap.Span(rawValue: words[words.count - 1]) else {
            complain(node, "counts per \(Cap.Span.allCases.map(\.rawValue).joinedByOr())")
            return nil
        }
        if !isPoints, ofWallet {
            complain(node, "a wallet is capped by points, such as 500 points per month")
            return nil
        }
        if !isPoints, span == .event {
            complain(node, "each event gives at most once anyway; cap its points, such as 100 points per event")
            return nil
        }
        return Cap(isPoints ? .points(Points(number)) : .times(number), per: span)
    }

    mutating func maximumBalance(_ node: YAMLNode) -> Points? {
        guard let text = text(node) else { return nil }
        guard let points = wholeNumber(text, 1...1_000_000_000_000) else {
            complain(node, "must be a whole number of points from 1 to 1000000000000")
            return nil
        }
        return Points(points)
    }
}

extension Cap.Measure {
    fileprivate func isLike(_ other: Cap.Measure) -> Bool {
        switch (self, other) {
        case (.times, .times), (.points, .points): true
        case (.times, .points), (.points, .times): false
        }
    }
}
