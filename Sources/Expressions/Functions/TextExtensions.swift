/// The string extensions: indexes count code points.
///
/// - SeeAlso: cel-go, `ext/README.md`, "Strings".
enum TextExtensions {
    static var overloads: [Overload] { indexing + searching + changing + splitting }

    private static var indexing: [Overload] {
        [
            .method("charAt", .string, .int, .string) { (a, b, budget) throws(EvaluationProblem) in
                let scalars = try scalars(a, &budget)
                let index = try b.integer()
                guard index >= 0, index <= scalars.count else { throw .indexOutOfRange(index) }
                return .string(index == scalars.count ? "" : String(scalars[Int(index)]))
            },
            .method("substring", .string, .int, .string) { (a, b, budget) throws(EvaluationProblem) in
                let scalars = try scalars(a, &budget)
                let start = try index(b, in: scalars)
                return .string(CodePoints.string(scalars[start...]))
            },
            .method("substring", .string, .int, .int, .string) { (a, b, c, budget) throws(EvaluationProblem) in
                let scalars = try scalars(a, &budget)
                let (start, end) = (try index(b, in: scalars), try index(c, in: scalars))
                guard start <= end else {
                    throw .invalidArgument("invalid substring range. start: \(start), end: \(end)")
                }
                return .string(CodePoints.string(scalars[start..<end]))
            },
            .method("reverse", .string, .string) { (a, budget) throws(EvaluationProblem) in
                .string(CodePoints.string(try scalars(a, &budget).reversed()))
            },
        ]
    }

    private static var searching: [Overload] {
        [
            .method("indexOf", .string, .string, .int) { (a, b, budget) throws(EvaluationProblem) in
                try first(a, b, from: .int(0), &budget)
            },
            .method("indexOf", .string, .string, .int, .int) { (a, b, c, budget) throws(EvaluationProblem) in
                try first(a, b, from: c, &budget)
            },
            .method("lastIndexOf", .string, .string, .int) { (a, b, budget) throws(EvaluationProblem) in
                try last(a, b, upTo: nil, &budget)
            },
            .method("lastIndexOf", .string, .string, .int, .int) { (a, b, c, budget) throws(EvaluationProblem) in
                try last(a, b, upTo: c, &budget)
            },
        ]
    }

    private static var changing: [Overload] {
        [
            .method("lowerAscii", .string, .string) { (a, budget) throws(EvaluationProblem) in
                let text = try a.text()
                try budget.spend(text.utf8.count / 16)
                let bytes = text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
                return .string(String(decoding: bytes, as: UTF8.self))
            },
            .method("upperAscii", .string, .string) { (a, budget) throws(EvaluationProblem) in
                let text = try a.text()
                try budget.spend(text.utf8.count / 16)
                let bytes = text.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }
                return .string(String(decoding: bytes, as: UTF8.self))
            },
            .method("trim", .string, .string) { (a, budget) throws(EvaluationProblem) in
                let scalars = try scalars(a, &budget)
                guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
                    let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
                else { return .string("") }
                return .string(CodePoints.string(scalars[start...end]))
            },
            .method("replace", .string, .string, .string, .string) { (a, b, c, budget) throws(EvaluationProblem) in
                try replace(a, b, c, limit: -1, &budget)
            },
            Overload(
                "replace",
                isMethod: true,
                [.string, .string, .string, .int],
                .string,
                folding: .quietly,
                body: .many { (values, budget) throws(EvaluationProblem) in
                    try replace(values[0], values[1], values[2], limit: values[3].integer(), &budget)
                }
            ),
            .function("strings.quote", .string, .string) { (a, budget) throws(EvaluationProblem) in
                let text = try a.text()
                try budget.spend(text.utf8.count / 8)
                return .string(quoted(text))
            },
            .method("format", .string, .list(.dynamic), .string) { (a, b, budget) throws(EvaluationProblem) in
                .string(try Formatting.format(a.text(), b.elements(), &budget))
            },
        ]
    }

    private static var splitting: [Overload] {
        [
            .method("split", .string, .string, .list(.string)) { (a, b, budget) throws(EvaluationProblem) in
                try split(a, b, limit: -1, &budget)
            },
            .method("split", .string, .string, .int, .list(.string)) { (a, b, c, budget) throws(EvaluationProblem) in
                try split(a, b, limit: c.integer(), &budget)
            },
            .method("join", .list(.string), .string) { (a, budget) throws(EvaluationProblem) in
                try join(a, "", &budget)
            },
            .method("join", .list(.string), .string, .string) { (a, b, budget) throws(EvaluationProblem) in
                try join(a, b.text(), &budget)
            },
        ]
    }

    private static func scalars(_ value: Value, _ budget: inout Budget) throws(EvaluationProblem) -> [Unicode.Scalar] {
        let text = try value.text()
        try budget.spend(text.utf8.count / 4)
        return Array(text.unicodeScalars)
    }

    private static func index(_ value: Value, in scalars: [Unicode.Scalar]) throws(EvaluationProblem) -> Int {
        let index = try value.integer()
        guard index >= 0, index <= scalars.count else { throw .indexOutOfRange(index) }
        return Int(index)
    }

    private static func found(_ part: [Unicode.Scalar], in text: [Unicode.Scalar], at place: Int) -> Bool {
        place + part.count <= text.count && text[place..<place + part.count].elementsEqual(part)
    }

    private static func first(_ a: Value, _ b: Value, from: Value, _ budget: inout Budget) throws(EvaluationProblem)
        -> Value
    {
        let (text, part) = (try scalars(a, &budget), try scalars(b, &budget))
        try budget.spend(product: text.count, part.count)
        var place = try index(from, in: text)
        while place + part.count <= text.count {
            if found(part, in: text, at: place) { return .int(Int64(place)) }
            place += 1
        }
        return .int(-1)
    }

    private static func last(_ a: Value, _ b: Value, upTo: Value?, _ budget: inout Budget) throws(EvaluationProblem)
        -> Value
    {
        let (text, part) = (try scalars(a, &budget), try scalars(b, &budget))
        try budget.spend(product: text.count, part.count)
        var place = text.count - part.count
        if let upTo { place = min(place, try index(upTo, in: text)) }
        while place >= 0 {
            if found(part, in: text, at: place) { return .int(Int64(place)) }
            place -= 1
        }
        return .int(-1)
    }

    private static func replace(
        _ a: Value,
        _ b: Value,
        _ c: Value,
        limit: Int64,
        _ budget: inout Budget
    ) throws(EvaluationProblem) -> Value {
        let (text, old, new) = (try scalars(a, &budget), try scalars(b, &budget), try scalars(c, &budget))
        try budget.spend(product: text.count, old.count)
        var result: [Unicode.Scalar] = []
        var left = limit < 0 ? Int64.max : limit
        var place = 0
        while place < text.count || (old.isEmpty && place == text.count) {
            if left > 0, found(old, in: text, at: place) {
                try budget.spend(1 + new.count / 4)
                result += new
                left -= 1
                // Nothing is found between any two code points.
                if old.isEmpty, place < text.count { result.append(text[place]) }
                place += max(old.count, 1)
            } else {
                if place < text.count { result.append(text[place]) }
                place += 1
            }
        }
        return .string(CodePoints.string(result))
    }

    private static func split(_ a: Value, _ b: Value, limit: Int64, _ budget: inout Budget) throws(EvaluationProblem)
        -> Value
    {
        let (text, separator) = (try scalars(a, &budget), try scalars(b, &budget))
        try budget.spend(product: text.count, separator.count)
        try budget.spend(text.count)
        if limit == 0 { return .list([]) }
        let most = limit < 0 ? Int.max : Int(clamping: limit)
        var parts: [Value] = []
        var start = 0
        if separator.isEmpty {
            while start < text.count, parts.count < most - 1 {
                parts.append(.string(String(text[start])))
                start += 1
            }
            if start < text.count { parts.append(.string(CodePoints.string(text[start...]))) }
            return .list(parts)
        }
        var place = 0
        while place < text.count, parts.count < most - 1 {
            if found(separator, in: text, at: place) {
                parts.append(.string(CodePoints.string(text[start..<place])))
                place += separator.count
                start = place
            } else {
                place += 1
            }
        }
        parts.append(.string(CodePoints.string(text[start...])))
        return .list(parts)
    }

    private static func join(_ a: Value, _ separator: String, _ budget: inout Budget) throws(EvaluationProblem) -> Value
    {
        var result = ""
        for (index, element) in try a.elements().enumerated() {
            let text = try element.text()
            try budget.spend(1 + (text.utf8.count + separator.utf8.count) / 16)
            if index > 0 { result += separator }
            result += text
        }
        return .string(result)
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case 0x07: bytes += "\\a".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0B: bytes += "\\v".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}
