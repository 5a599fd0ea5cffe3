/// The order of two values that can be compared by `<`.
enum Ordering {
    case less
    case equal
    case greater
    /// One of them is a NaN: every comparison is false.
    case none

    /// The order of two values, or nil where the language has none for their types.
    ///
    /// - SeeAlso: cel-spec, `langdef.md`, "Ordering".
    static func of(_ left: Value, _ right: Value) -> Ordering? {
        switch (left, right) {
        case (.int(let a), .int(let b)): of(a, b)
        case (.string(let a), .string(let b)): of(CodePoints.order(a, b), 0)
        case (.timestamp(let a), .timestamp(let b)): of(a, b)
        case (.duration(let a), .duration(let b)): of(a, b)
        case (.bool(let a), .bool(let b)): of(a ? 1 : 0, b ? 1 : 0)
        case (.bytes(let a), .bytes(let b)):
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in of(CodePoints.order(a, b), 0) }
            }
        default: ofNumbers(left, right)
        }
    }

    /// The order of two numbers of any type by what they are worth; nil for anything else.
    static func ofNumbers(_ left: Value, _ right: Value) -> Ordering? {
        switch (left, right) {
        case (.int(let a), .int(let b)): of(a, b)
        case (.uint(let a), .uint(let b)): of(a, b)
        case (.double(let a), .double(let b)): a.isNaN || b.isNaN ? Ordering.none : of(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? .less : of(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? .greater : of(a, UInt64(b))
        case (.int(let a), .double(let b)): of(a, b)
        case (.double(let a), .int(let b)): of(b, a).reversed
        case (.uint(let a), .double(let b)): of(a, b)
        case (.double(let a), .uint(let b)): of(b, a).reversed
        default: nil
        }
    }

    @inline(__always)
    private static func of<Part: Comparable>(_ a: Part, _ b: Part) -> Ordering {
        a < b ? .less : a == b ? .equal : .greater
    }

    /// The int is rounded to the nearest double first, as the published tests ask for past 2^53.
    private static func of(_ a: Int64, _ b: Double) -> Ordering {
        b.isNaN ? .none : of(Double(a), b)
    }

    private static func of(_ a: UInt64, _ b: Double) -> Ordering {
        b.isNaN ? .none : of(Double(a), b)
    }

    private var reversed: Ordering {
        switch self {
        case .less: .greater
        case .greater: .less
        case .equal, .none: self
        }
    }

    var isLess: Bool { self == .less }
    var isAtMost: Bool { self == .less || self == .equal }
    var isGreater: Bool { self == .greater }
    var isAtLeast: Bool { self == .greater || self == .equal }
}

extension Double {
    /// As an int, where it is a whole number in its range.
    ///
    /// `Int64(exactly:)` would need the C library's mathematics, which this room does not link.
    var wholeInt: Int64? {
        guard self >= -0x1p63, self < 0x1p63 else { return nil }
        let whole = Int64(self)
        return Double(whole) == self ? whole : nil
    }

    /// As a uint, where it is a whole number in its range.
    var wholeUInt: UInt64? {
        guard self >= 0, self < 0x1p64 else { return nil }
        let whole = UInt64(self)
        return Double(whole) == self ? whole : nil
    }
}
