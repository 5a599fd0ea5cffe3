/// How the bytes of a text stand for characters.
///
/// ISO 8859-1 is read as Windows-1252, and TIS-620 and ISO 8859-11 as Windows-874, as browsers do: the code points that
/// differ are controls, which nobody means.
enum Charset: Sendable, Hashable {
    case ascii
    case utf8
    case windows1252
    case latin9
    case windows874
    case unknown

    /// The one that a mail names; case and quotes make no difference.
    init(named name: String) {
        self =
            switch name.loweredASCII {
            case "utf-8", "utf8", "unicode-1-1-utf-8": .utf8
            case "us-ascii", "ascii", "ansi_x3.4-1968", "iso-ir-6", "iso646-us", "646", "": .ascii
            case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "windows-1252", "cp1252":
                .windows1252
            case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin9", "latin-9", "l9": .latin9
            case "tis-620", "tis620", "windows-874", "cp874", "iso-8859-11", "iso8859-11", "iso_8859-11": .windows874
            default: .unknown
            }
    }

    /// The text that the bytes are; U+FFFD for what they are not.
    ///
    /// What says that it is ASCII and is not is read as UTF-8, where it is that.
    func text(of bytes: MailBytes, _ defects: inout DefectList) -> String {
        switch self {
        case .utf8, .ascii:
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            defects.add(.brokenText)
            return self == .utf8 ? bytes.repaired : mapped(bytes)
        case .windows1252, .latin9, .windows874:
            let text = mapped(bytes)
            if text.unicodeScalars.contains("\u{FFFD}") { defects.add(.brokenText) }
            return text
        case .unknown:
            if bytes.contains(where: { $0 >= 0x80 }) { defects.add(.unknownCharset) }
            return mapped(bytes)
        }
    }

    private func mapped(_ bytes: MailBytes) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            if byte < 0x80 {
                scalars.append(Unicode.Scalar(byte))
            } else {
                scalars.append(Unicode.Scalar(upper(byte)) ?? "\u{FFFD}")
            }
        }
        return String(scalars)
    }

    private func upper(_ byte: UInt8) -> UInt16 {
        switch self {
        case .ascii, .utf8, .unknown: 0xFFFD
        case .windows1252: byte < 0xA0 ? windows1252Controls[Int(byte) - 0x80] : UInt16(byte)
        case .latin9: latin9Upper(byte)
        case .windows874: windows874Upper(byte)
        }
    }
}

/// 0x80 to 0x9F of Windows-1252.
let windows1252Controls: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
]

/// ISO 8859-15 is Latin 1 with eight other characters.
private func latin9Upper(_ byte: UInt8) -> UInt16 {
    switch byte {
    case 0xA4: 0x20AC
    case 0xA6: 0x0160
    case 0xA8: 0x0161
    case 0xB4: 0x017D
    case 0xB8: 0x017E
    case 0xBC: 0x0152
    case 0xBD: 0x0153
    case 0xBE: 0x0178
    default: UInt16(byte)
    }
}

/// The Thai letters lie in one piece, from U+0E01 on.
private func windows874Upper(_ byte: UInt8) -> UInt16 {
    switch byte {
    case 0x80: 0x20AC
    case 0x85: 0x2026
    case 0x91: 0x2018
    case 0x92: 0x2019
    case 0x93: 0x201C
    case 0x94: 0x201D
    case 0x95: 0x2022
    case 0x96: 0x2013
    case 0x97: 0x2014
    case 0xA0: 0x00A0
    case 0xA1...0xDA, 0xDF...0xFB: 0x0E00 + UInt16(byte) - 0xA0
    default: 0xFFFD
    }
}
