import JSONText

/// Random numbers that a seed repeats.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension JSON {
    /// Some value, at most `depth` deep, with the edges of numbers and strings more often than chance would have them.
    static func random(depth: Int, using random: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2:
            return .integer(
                [0, -1, .min, .max, .random(in: -1000...1000, using: &random)].one(using: &random)
            )
        case 3: return .decimal(["0.10", "-0.0", "1e9", "9223372036854775808", "2E-7"].one(using: &random))
        case 4, 5: return .string(.random(using: &random))
        case 6:
            return .array(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in JSON.random(depth: depth - 1, using: &random) }
            )
        default:
            var object = JSONObject()
            for _ in 0..<[0, 1, 3, 7, 40].one(using: &random) {
                object.set(.random(using: &random), .random(depth: depth - 1, using: &random))
            }
            return .object(object)
        }
    }

    /// The same value with the members of every object in another order.
    func shuffled(using random: inout SplitMix64) -> JSON {
        switch self {
        case .null, .bool, .integer, .decimal, .string: return self
        case .array(let elements): return .array(elements.map { $0.shuffled(using: &random) })
        case .object(let object):
            let members = object.members.map { ($0.key, $0.value.shuffled(using: &random)) }
            return .object(JSONObject(members.shuffled(using: &random)))
        }
    }
}

extension String {
    /// Up to twelve characters of all lengths in UTF-8, those that JSON escapes among them.
    fileprivate static func random(using random: inout SplitMix64) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "Z", "0", " ", "/", "\"", "\\", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}",
            "é", "e", "\u{301}", "ก", "\u{FEFF}", "\u{FFFF}", "😀", "\u{10FFFF}",
        ]
        var result = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            result.unicodeScalars.append(alphabet.one(using: &random))
        }
        return result
    }
}

extension Array {
    /// Any one of them; that there is one is the caller's to know.
    fileprivate func one(using random: inout SplitMix64) -> Element {
        self[Int.random(in: indices, using: &random)]
    }
}
