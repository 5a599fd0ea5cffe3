/// A file that came with a mail.
package struct MailAttachment: Sendable, Hashable {
    /// A name under which it can be shown and kept: no path, no controls, at most 120 bytes; never empty.
    package let name: String
    /// What the sender says that it is, in small letters, such as `image/png`; not looked at.
    package let mediaType: String
    /// By which the text may refer to it, without angle brackets.
    package let contentID: String?
    /// Whether it belongs into the text, as a picture.
    package let isInline: Bool
    /// What is in it.
    package let bytes: [UInt8]

    /// How much is in it.
    package var size: Int { bytes.count }
}

extension MailAttachment {
    init(_ part: MailPart, number: Int, _ defects: inout DefectList) {
        let message = part.type.value == "message/rfc822"
        name = cleanFileName(part.givenName ?? "") ?? (message ? "message-\(number).eml" : "attachment-\(number)")
        mediaType = part.type.value
        contentID = part.headers.first("Content-ID").flatMap { messageIDs(in: $0.raw[...]).first }
        isInline = part.disposition?.value != "attachment" && contentID != nil
        bytes = part.isMultipart ? Array(part.body) : part.decoded(&defects)
    }
}

/// A file's name that names no folder and deceives nobody, or nil where nothing is left of it.
///
/// What stands behind the last slash or backslash counts. Controls and characters without width or that turn the
/// direction of writing are left out, what file systems do not take is an underscore, points at the beginning go.
package func cleanFileName(_ given: String) -> String? {
    let last = Array(given.unicodeScalars).split { $0 == "/" || $0 == "\\" }.last ?? []
    var scalars = String.UnicodeScalarView()
    for scalar in last {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
            break
        default: scalars.append(#"<>:"|?*"#.unicodeScalars.contains(scalar) ? "_" : scalar)
        }
    }
    while let first = scalars.first, first == "." || first == " " || first == "\u{A0}" { scalars.removeFirst() }
    while let last = scalars.last, last == "." || last == " " || last == "\u{A0}" { scalars.removeLast() }
    let name = shortened(scalars)
    return name.isEmpty ? nil : name
}

/// At most 120 bytes, the ending kept.
private func shortened(_ name: String.UnicodeScalarView) -> String {
    guard String(name).utf8.count > 120 else { return String(name) }
    let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
    let kept = ending.utf8.count <= 12 ? ending : ""
    var text = ""
    for scalar in name {
        let next = String(scalar)
        guard text.utf8.count + next.utf8.count + kept.utf8.count <= 120 else { break }
        text += next
    }
    return text + kept
}
