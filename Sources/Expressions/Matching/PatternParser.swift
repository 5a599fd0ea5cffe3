/// Reads a pattern.
///
/// Recursion goes one round deeper for each group, and no deeper than a bound.
///
/// - SeeAlso: RE2, "Syntax".
struct PatternParser {
    private struct Flags {
        var ignoresCase = false
        var hasLines = false
        var dotTakesLineEnds = false
    }

    private static let deepest = 40
    private static let mostRepeats = 1_000

    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0
    private var flags = Flags()

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func parse() throws(PatternFault) -> PatternTree {
        let tree = try choice()
        guard place == scalars.count else { throw PatternFault(reason: "a ) has no (") }
        return tree
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        place + ahead < scalars.count ? scalars[place + ahead] : nil
    }

    private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        place += 1
        return true
    }

    private mutating func acceptAll(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[place...].starts(with: wanted) else { return false }
        place += wanted.count
        return true
    }

    private mutating func choice() throws(PatternFault) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw PatternFault(reason: "it is over \(Self.deepest) groups deep") }
        var branches = [try sequence()]
        while accept("|") {
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternFault) -> PatternTree {
        var parts: [PatternTree] = []
        while let scalar = peek(), scalar != "|", scalar != ")" {
            if acceptAll("\\Q") {
                while place < scalars.count, !acceptAll("\\E") {
                    parts.append(literal(scalars[place]))
                    place += 1
                }
                continue
            }
            let part = try atom()
            parts.append(try repeats(of: part))
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .nothing : .sequence(parts)
    }

    private mutating func repeats(of part: PatternTree) throws(PatternFault) -> PatternTree {
        guard let bounds = try bounds() else { return part }
        // Whether as much as possible is taken or as little makes no difference to whether there is a match.
        _ = accept("?")
        if try self.bounds() != nil { throw PatternFault(reason: "two repeats follow each other") }
        return .repeated(part, least: bounds.least, most: bounds.most)
    }

    private mutating func bounds() throws(PatternFault) -> (least: Int, most: Int?)? {
        if accept("*") { return (0, nil) }
        if accept("+") { return (1, nil) }
        if accept("?") { return (0, 1) }
        guard peek() == "{" else { return nil }
        let start = place
        place += 1
        guard let least = number() else {
            place = start
            return nil
        }
        var most: Int? = least
        if accept(",") { most = number() }
        guard accept("}") else {
            place = start
            return nil
        }
        guard least <= Self.mostRepeats, most ?? 0 <= Self.mostRepeats, least <= most ?? least else {
            throw PatternFault(reason: "a repeat is over \(Self.mostRepeats) or ends before it begins")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let start = place
        var value = 0
        while let digit = peek(), ("0"..."9").contains(digit) {
            value = min(value * 10 + Int(digit.value - 48), 1_000_000)
            place += 1
        }
        return place > start ? value : nil
    }

    private func literal(_ scalar: Unicode.Scalar) -> PatternTree {
        var set = ScalarSet(ranges: [scalar.value...scalar.value], ignoresCase: flags.ignoresCase)
        if flags.ignoresCase {
            // The kelvin sign is a k in lower case, which the other way round nobody would find.
            for mapped in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
                let scalars = mapped.unicodeScalars
                if let other = scalars.first, scalars.count == 1 { set.ranges.append(other.value...other.value) }
            }
        }
        return .set(set.prepared)
    }

    private mutating func atom() throws(PatternFault) -> PatternTree {
        guard let scalar = peek() else { return .nothing }
        place += 1
        switch scalar {
        case "(": return try group()
        case "[": return try set()
        case ".":
            let lineEnd = ScalarSet(ranges: flags.dotTakesLineEnds ? [] : [10...10], isNegated: true)
            return .set(lineEnd.prepared)
        case "^": return .assertion(flags.hasLines ? .lineStart : .textStart)
        case "$": return .assertion(flags.hasLines ? .lineEnd : .textEnd)
        case "\\": return try escape()
        case "*", "+", "?": throw PatternFault(reason: "a \(scalar) has nothing to repeat")
        default: return literal(scalar)
        }
    }

    private mutating func group() throws(PatternFault) -> PatternTree {
        let outer = flags
        if accept("?") {
            if acceptAll("P<") || accept("<") {
                let start = place
                while let scalar = peek(), ScalarSet.word.contains(scalar) {
                    place += 1
                }
                guard place > start, accept(">") else {
                    throw PatternFault(reason: "the name of a group is not finished")
                }
            } else {
                try readFlags()
                // Flags without a colon hold to the end of the group around them.
                if accept(")") { return .nothing }
                guard accept(":") else { throw PatternFault(reason: "the flags of a group are not finished") }
            }
        }
        let inner = try choice()
        guard accept(")") else { throw PatternFault(reason: "a ( has no )") }
        flags = outer
        return inner
    }

    private mutating func readFlags() throws(PatternFault) {
        var isOn = true
        while let scalar = peek(), scalar != ")", scalar != ":" {
            switch scalar {
            case "i": flags.ignoresCase = isOn
            case "m": flags.hasLines = isOn
            case "s": flags.dotTakesLineEnds = isOn
            case "U": break
            case "-" where isOn: isOn = false
            default: throw PatternFault(reason: "(?\(scalar) is not known; look-ahead and look-behind are not there")
            }
            place += 1
        }
    }

    private mutating func escape() throws(PatternFault) -> PatternTree {
        guard let scalar = peek() else { throw PatternFault(reason: "it ends in a backslash") }
        switch scalar {
        case "A": place += 1; return .assertion(.textStart)
        case "z": place += 1; return .assertion(.textEnd)
        case "b": place += 1; return .assertion(.wordEdge)
        case "B": place += 1; return .assertion(.noWordEdge)
        default: break
        }
        if let property = try property() {
            return .set(ScalarSet(properties: [property], ignoresCase: flags.ignoresCase).prepared)
        }
        return literal(try escapedScalar())
    }

    /// `\d` and its like, `\pL`, `\P{Thai}`, at the letter; nil where something else stands there.
    private mutating func property() throws(PatternFault) -> ScalarSet.Property? {
        guard let letter = peek() else { return nil }
        if let property = ScalarSet.perl(letter) {
            place += 1
            return property
        }
        guard letter == "p" || letter == "P" else { return nil }
        place += 1
        var negated = letter == "P"
        var name = ""
        if accept("{") {
            if accept("^") { negated.toggle() }
            while let scalar = peek(), scalar != "}" {
                name.unicodeScalars.append(scalar)
                place += 1
            }
            guard accept("}") else { throw PatternFault(reason: "the name of a class is not finished") }
        } else if let scalar = peek() {
            name.unicodeScalars.append(scalar)
            place += 1
        }
        guard let property = ScalarSet.unicode(name, negated: negated) else {
            throw PatternFault(reason: "the class \(name) is not known")
        }
        return property
    }

    /// The code point that an escape stands for, at the letter after the backslash.
    private mutating func escapedScalar() throws(PatternFault) -> Unicode.Scalar {
        guard let scalar = peek() else { throw PatternFault(reason: "it ends in a backslash") }
        place += 1
        switch scalar {
        case "a": return "\u{7}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{B}"
        case "x": return try hexadecimal()
        case "0"..."7":
            var value = scalar.value - 48
            var count = 1
            while count < 3, let digit = peek(), ("0"..."7").contains(digit) {
                value = value * 8 + digit.value - 48
                place += 1
                count += 1
            }
            // One digit but 0 would be a reference to a group, which has no linear time.
            guard scalar == "0" || count > 1, let result = Unicode.Scalar(value) else {
                throw PatternFault(reason: "references to groups are not there")
            }
            return result
        default:
            guard scalar.isASCII, !ScalarSet.word.contains(scalar) else {
                throw PatternFault(reason: "the escape \\\(scalar) is not known")
            }
            return scalar
        }
    }

    private mutating func hexadecimal() throws(PatternFault) -> Unicode.Scalar {
        let isBraced = accept("{")
        var value: UInt32 = 0
        var count = 0
        while count < (isBraced ? 6 : 2), let digit = peek()?.hexadecimalValue {
            value = value * 16 + digit
            place += 1
            count += 1
        }
        guard count > 0, isBraced || count == 2, !isBraced || accept("}"), let scalar = Unicode.Scalar(value) else {
            throw PatternFault(reason: "a hexadecimal escape is not valid")
        }
        return scalar
    }

    private mutating func set() throws(PatternFault) -> PatternTree {
        var set = ScalarSet(isNegated: accept("^"), ignoresCase: flags.ignoresCase)
        var isFirst = true
        while true {
            guard let scalar = peek() else { throw PatternFault(reason: "a [ has no ]") }
            if scalar == "]", !isFirst {
                place += 1
                return .set(set.prepared)
            }
            isFirst = false
            if acceptAll("[:") {
                set.properties.append(try posix())
                continue
            }
            if scalar == "\\" {
                place += 1
                if let property = try property() {
                    set.properties.append(property)
                    continue
                }
                place -= 1
            }
            let low = try member()
            if peek() == "-", let after = peek(1), after != "]" {
                place += 1
                let high = try member()
                guard low.value <= high.value else { throw PatternFault(reason: "a range ends before it begins") }
                set.ranges.append(low.value...high.value)
            } else {
                set.ranges.append(low.value...low.value)
            }
        }
    }

    private mutating func member() throws(PatternFault) -> Unicode.Scalar {
        guard let scalar = peek() else { throw PatternFault(reason: "a [ has no ]") }
        place += 1
        return scalar == "\\" ? try escapedScalar() : scalar
    }

    private mutating func posix() throws(PatternFault) -> ScalarSet.Property {
        let negated = accept("^")
        var name = ""
        while let scalar = peek(), ScalarSet.word.contains(scalar) {
            name.unicodeScalars.append(scalar)
            place += 1
        }
        guard acceptAll(":]"), let property = ScalarSet.posix(name, negated: negated) else {
            throw PatternFault(reason: "the class [:\(name):] is not known")
        }
        return property
    }
}

extension Unicode.Scalar {
    /// The value of an ASCII hexadecimal digit.
    fileprivate var hexadecimalValue: UInt32? {
        switch self {
        case "0"..."9": value - 48
        case "a"..."f": value - 87
        case "A"..."F": value - 55
        default: nil
        }
    }
}
