/// A set of code points: ranges and Unicode categories, or all but those.
struct ScalarSet: Sendable {
    /// A condition besides the ranges.
    enum Property: Sendable {
        /// By the beginning of its category's two letters, such as `L` or `Lu`.
        case category(String, negated: Bool)
        case ranges([ClosedRange<UInt32>], negated: Bool)
    }

    var ranges: [ClosedRange<UInt32>] = []
    var properties: [Property] = []
    var isNegated = false
    /// Whether a code point is in where its other case is.
    var ignoresCase = false
    /// A bit for each ASCII code point, once the set is complete.
    private var ascii: (low: UInt64, high: UInt64)?

    init(
        ranges: [ClosedRange<UInt32>] = [],
        properties: [Property] = [],
        isNegated: Bool = false,
        ignoresCase: Bool = false
    ) {
        self.ranges = ranges
        self.properties = properties
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
    }

    static let word = ScalarSet(ranges: [48...57, 65...90, 95...95, 97...122])

    /// With ASCII looked up once and for all; nothing may be added afterwards.
    var prepared: ScalarSet {
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        for value: UInt8 in 0..<64 {
            if isASCIIMember(value) { bits.low |= 1 << UInt64(value) }
            if isASCIIMember(value + 64) { bits.high |= 1 << UInt64(value) }
        }
        var set = self
        set.ascii = bits
        return set
    }

    @inline(__always)
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 128, let ascii {
            let bits = scalar.value < 64 ? ascii.low : ascii.high
            return bits >> UInt64(scalar.value & 63) & 1 == 1
        }
        return isMember(scalar)
    }

    /// The other case of an ASCII letter is one, which is quicker found than in Unicode's tables.
    private func isASCIIMember(_ value: UInt8) -> Bool {
        var isIn = holds(Unicode.Scalar(value))
        if ignoresCase, (65...90).contains(value & 0xDF) { isIn = isIn || holds(Unicode.Scalar(value ^ 0x20)) }
        return isIn != isNegated
    }

    private func isMember(_ scalar: Unicode.Scalar) -> Bool {
        var isIn = holds(scalar)
        if !isIn, ignoresCase {
            for mapped in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
                let scalars = mapped.unicodeScalars
                if let other = scalars.first, scalars.count == 1, other != scalar, holds(other) { isIn = true }
            }
        }
        return isIn != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        for range in ranges where range.contains(scalar.value) {
            return true
        }
        for property in properties {
            switch property {
            case .category(let letters, let negated):
                if scalar.properties.generalCategory.letters.hasPrefix(letters) != negated { return true }
            case .ranges(let ranges, let negated):
                if ranges.contains(where: { $0.contains(scalar.value) }) != negated { return true }
            }
        }
        return false
    }

    /// `\d`, `\w`, `\s` and their opposites, ASCII only as in RE2; nil for other letters.
    static func perl(_ letter: Unicode.Scalar) -> Property? {
        switch letter {
        case "d": .ranges([48...57], negated: false)
        case "D": .ranges([48...57], negated: true)
        case "w": .ranges(word.ranges, negated: false)
        case "W": .ranges(word.ranges, negated: true)
        case "s": .ranges([9...10, 12...13, 32...32], negated: false)
        case "S": .ranges([9...10, 12...13, 32...32], negated: true)
        default: nil
        }
    }

    /// `[:alpha:]` and its like; nil for an unknown name.
    static func posix(_ name: String, negated: Bool) -> Property? {
        let ranges: [ClosedRange<UInt32>]
        switch name {
        case "alnum": ranges = [48...57, 65...90, 97...122]
        case "alpha": ranges = [65...90, 97...122]
        case "ascii": ranges = [0...127]
        case "blank": ranges = [9...9, 32...32]
        case "cntrl": ranges = [0...31, 127...127]
        case "digit": ranges = [48...57]
        case "graph": ranges = [33...126]
        case "lower": ranges = [97...122]
        case "print": ranges = [32...126]
        case "punct": ranges = [33...47, 58...64, 91...96, 123...126]
        case "space": ranges = [9...13, 32...32]
        case "upper": ranges = [65...90]
        case "word": ranges = word.ranges
        case "xdigit": ranges = [48...57, 65...70, 97...102]
        default: return nil
        }
        return .ranges(ranges, negated: negated)
    }

    /// `\pL`, `\p{Lu}`, `\p{Thai}`; nil for what is not known here.
    static func unicode(_ name: String, negated: Bool) -> Property? {
        if name == "Any" { return .ranges([0...0x10FFFF], negated: negated) }
        if let blocks = scripts[name] { return .ranges(blocks, negated: negated) }
        let letters = Unicode.GeneralCategory.allLetters
        guard (1...2).contains(name.unicodeScalars.count), letters.contains(where: { $0.hasPrefix(name) }) else {
            return nil
        }
        return .category(name, negated: negated)
    }

    /// The main blocks of the scripts of our markets and of the most common others; the standard library knows no
    /// scripts.
    private static let scripts: [String: [ClosedRange<UInt32>]] = [
        "Latin": [
            0x41...0x5A, 0x61...0x7A, 0xAA...0xAA, 0xBA...0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2B8, 0x1E00...0x1EFF,
            0x2C60...0x2C7F, 0xA722...0xA787, 0xFF21...0xFF3A, 0xFF41...0xFF5A,
        ],
        "Greek": [
            0x370...0x373, 0x375...0x377, 0x37A...0x37D, 0x37F...0x37F, 0x384...0x384, 0x386...0x386, 0x388...0x3E1,
            0x3F0...0x3FF, 0x1F00...0x1FFE,
        ],
        "Cyrillic": [0x400...0x484, 0x487...0x52F, 0x1C80...0x1C88, 0x2DE0...0x2DFF, 0xA640...0xA69F],
        "Hebrew": [0x591...0x5F4],
        "Arabic": [
            0x600...0x604, 0x606...0x60B, 0x60D...0x61A, 0x61C...0x61E, 0x620...0x63F, 0x641...0x64A, 0x656...0x66F,
            0x671...0x6DC, 0x6DE...0x6FF, 0x750...0x77F,
        ],
        "Devanagari": [0x900...0x950, 0x955...0x963, 0x966...0x97F],
        "Tamil": [0xB82...0xBFA],
        "Thai": [0xE01...0xE3A, 0xE40...0xE5B],
        "Lao": [0xE81...0xEDF],
        "Khmer": [0x1780...0x17F9],
        "Myanmar": [0x1000...0x109F],
        "Hiragana": [0x3041...0x3096, 0x309D...0x309F],
        "Katakana": [0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF6F, 0xFF71...0xFF9D],
        "Hangul": [0x1100...0x11FF, 0x3131...0x318E, 0xAC00...0xD7A3],
        "Han": [
            0x2E80...0x2FD5, 0x3005...0x3005, 0x3007...0x3007, 0x3021...0x3029, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAD9, 0x20000...0x323AF,
        ],
    ]
}

extension Unicode.GeneralCategory {
    fileprivate static let allLetters = [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc",
        "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]

    /// The two letters that Unicode gives the category.
    fileprivate var letters: String {
        switch self {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
