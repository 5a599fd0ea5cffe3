/// Finds what a writer may have meant.
enum Hints {
    /// `did you mean total?`, or nil where no known name is near.
    static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let written = Array(name.unicodeScalars)
        guard written.count <= 64 else { return nil }
        let tolerance = written.count <= 3 ? 1 : written.count <= 7 ? 2 : 3
        var best: (name: String, distance: Int)?
        for candidate in known {
            let scalars = Array(candidate.unicodeScalars)
            guard scalars.count <= 64, abs(scalars.count - written.count) <= tolerance else { continue }
            let distance = distance(written, scalars)
            guard distance <= tolerance, distance < max(written.count, 2) else { continue }
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best.map { "did you mean \($0.name)?" }
    }

    /// What a function is called here that goes by another name elsewhere; nil for all others.
    static func synonym(of name: String) -> String? {
        switch name {
        case "length", "len", "lenght", "count": "write size(...)"
        case "any", "some": "write items.exists(item, item.price > 10)"
        case "every": "write items.all(item, item.price > 10)"
        case "where", "select": "write items.filter(item, item.price > 10)"
        case "all", "exists", "exists_one", "filter": "write items.\(name)(item, item.price > 10)"
        case "lower", "toLower", "toLowerCase": "write text.lowerAscii()"
        case "upper", "toUpper", "toUpperCase": "write text.upperAscii()"
        case "now": "the time of an event is a field of it: nothing here knows a clock"
        default: nil
        }
    }

    /// `known are: a, b and c`, cut short after eight.
    static func list(_ label: String, _ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        return "\(label): \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "")"
    }

    /// How many code points must be put in, left out, changed or exchanged with their neighbour; case does not count.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        let a = a.map(\.properties.lowercaseMapping)
        let b = b.map(\.properties.lowercaseMapping)
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for row in 1..<(a.count + 1) {
            var here = [Int](repeating: row, count: b.count + 1)
            for column in 1..<(b.count + 1) {
                let same = a[row - 1] == b[column - 1]
                var least = min(last[column] + 1, here[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, a[row - 1] == b[column - 2], a[row - 2] == b[column - 1] {
                    least = min(least, beforeLast[column - 2] + 1)
                }
                here[column] = least
            }
            beforeLast = last
            last = here
        }
        return last[b.count]
    }
}
