/// Comparing and searching strings as the language does: by code points.
///
/// UTF-8 sorts as code points do, so bytes are compared. Swift's own `==` and `<` are not used, since to them "é"
/// composed and decomposed are equal.
enum CodePoints {
    /// As large as a `String` itself.
    private typealias Representation = SIMD2<UInt64>

    /// Whether two strings are the same code points.
    @inline(__always)
    static func areEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        // The same 16 bytes are the same string: a short one in itself, or the same storage. Saves the look inside for
        // most.
        if unsafeBitCast(left, to: Representation.self) == unsafeBitCast(right, to: Representation.self) { return true }
        return withBytes(of: left) { a in withBytes(of: right) { b in same(a, b) } }
    }

    /// Below zero, zero or above: the order of the first code point that differs, then of the lengths.
    static func order(_ left: String, _ right: String) -> Int {
        withBytes(of: left) { a in withBytes(of: right) { b in order(a, b) } }
    }

    static func order(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
        for index in 0..<min(a.count, b.count) where a[index] != b[index] {
            return a[index] < b[index] ? -1 : 1
        }
        return a.count - b.count
    }

    static func hash(_ text: String, into hasher: inout Hasher) {
        withBytes(of: text) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
        withBytes(of: text) { a in
            withBytes(of: prefix) { b in a.count >= b.count && same(.init(rebasing: a[..<b.count]), b) }
        }
    }

    static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
        withBytes(of: text) { a in
            withBytes(of: suffix) { b in a.count >= b.count && same(.init(rebasing: a[(a.count - b.count)...]), b) }
        }
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        withBytes(of: text) { a in
            withBytes(of: part) { b in
                guard b.count <= a.count else { return false }
                for start in 0...(a.count - b.count) where same(.init(rebasing: a[start..<start + b.count]), b) {
                    return true
                }
                return false
            }
        }
    }

    /// The number of code points.
    static func count(_ text: String) -> Int {
        withBytes(of: text) { bytes in
            var count = 0
            for byte in bytes where byte & 0xC0 != 0x80 {
                count += 1
            }
            return count
        }
    }

    /// A string of these code points.
    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    @inline(__always)
    private static func same(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<a.count where a[index] != b[index] {
            return false
        }
        return true
    }

    /// The UTF-8 of a string, without a copy where it is native.
    @inline(__always)
    static func withBytes<Result>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(text.utf8).withUnsafeBufferPointer(body)
    }
}

/// A string as a key: equal and hashed by its code points.
struct KeyText: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: KeyText, right: KeyText) -> Bool {
        CodePoints.areEqual(left.text, right.text)
    }

    func hash(into hasher: inout Hasher) {
        CodePoints.hash(text, into: &hasher)
    }
}
