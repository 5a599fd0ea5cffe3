/// How much of a mail is looked at; what is beyond is left out and said to be (`MailDefect`).
package struct MailLimits: Sendable, Hashable {
    /// Bytes of the whole mail.
    package var size = 25 << 20
    /// Bytes of one block of headers.
    package var headerSize = 64 << 10
    /// How deep parts may lie in parts; 0 is the mail itself.
    package var depth = 20
    /// How many parts there may be in all.
    package var parts = 500
    /// How many addresses are read of one header.
    package var addresses = 1_000

    /// The usual ones: 25 MB, headers of 64 KB, 20 levels, 500 parts, 1,000 addresses.
    package init() {}
}

/// What was wrong with a mail, or was left out of it; it was read all the same.
package enum MailDefect: String, Sendable, Hashable, CaseIterable {
    /// The mail is longer than may be; its end was not read.
    case tooLong = "too-long"
    /// A block of headers is longer than may be; its end was not read.
    case headerTooLong = "header-too-long"
    /// Parts lie too deep; they were taken as they are.
    case tooDeep = "too-deep"
    /// There are too many parts; the last were not read.
    case tooManyParts = "too-many-parts"
    /// A header is none; the body was taken to begin there.
    case brokenHeader = "broken-header"
    /// A multipart names no boundary, or its boundary is nowhere.
    case missingBoundary = "missing-boundary"
    /// A multipart has no end.
    case missingEnd = "missing-end"
    /// A text is in a character set that is not known here: what is not ASCII is U+FFFD.
    case unknownCharset = "unknown-charset"
    /// A text has bytes that its character set has not: they are U+FFFD.
    case brokenText = "broken-text"
    /// A part is encoded in a way that is not known here; it was taken as it is.
    case unknownEncoding = "unknown-encoding"
    /// Something in base 64 or quoted-printable is none; what could be read was.
    case brokenEncoding = "broken-encoding"
}

/// Defects in the order in which they were met, each once.
struct DefectList: Sendable, Hashable {
    private(set) var found: [MailDefect] = []

    mutating func add(_ defect: MailDefect) {
        if !found.contains(defect) { found.append(defect) }
    }
}
