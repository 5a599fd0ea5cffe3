/// What a browser sent with a form, or behind the question mark of an address.
struct Form: Sendable {
    /// Names and values in the order sent.
    let fields: [(name: String, value: String)]
    /// Files that were chosen, in the order sent.
    private(set) var files: [(name: String, bytes: [UInt8])] = []

    private static let mostParts = 100

    /// Nothing sent.
    static let empty = Form(fields: [])

    /// Values by name.
    init(fields: [(name: String, value: String)]) {
        self.fields = fields
    }

    /// What `multipart/form-data` states (RFC 7578): fields, and files where some were chosen.
    ///
    /// What a file is called and what kind it claims to be are left out: neither is to be believed. What has no end counts
    /// for nothing, and so does what comes after a hundred parts, or after more text than other forms may hold.
    init(multipart bytes: [UInt8], boundary: String) {
        var fields: [(name: String, value: String)] = []
        var text = 0
        for part in MultipartParts(bytes, boundary: boundary).prefix(Form.mostParts) {
            guard let name = part.name else { continue }
            if part.isFile {
                // A field for files in which none was chosen comes as an empty file.
                if !part.content.isEmpty { files.append((name, Array(part.content))) }
            } else {
                text += part.content.count
                guard text <= WebSettings.mostFormBytes else { break }
                fields.append((name, String(decoding: part.content, as: UTF8.self).replacing("\r\n", with: "\n")))
            }
        }
        self.fields = fields
    }

    /// What `application/x-www-form-urlencoded` states; what is malformed in it stands as it is.
    init(urlEncoded text: String) {
        fields = text.split(separator: "&", omittingEmptySubsequences: true).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Form.decoded(parts[0]), parts.count > 1 ? Form.decoded(parts[1]) : "")
        }
    }

    /// The last value of this name, outer spaces gone; empty where it was not sent.
    subscript(name: String) -> String {
        Form.trimmed(raw(name) ?? "")
    }

    /// The last value of this name exactly as sent: for passwords and documents.
    func raw(_ name: String) -> String? {
        fields.last { $0.name == name }?.value
    }

    /// All values of this name.
    func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// Whether a box was ticked, or a button of this name pressed.
    func has(_ name: String) -> Bool {
        fields.contains { $0.name == name }
    }

    /// A text without its outer spaces.
    static func trimmed(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                if let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 {
                    bytes.append(code)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        // Browsers send line ends as CR LF; documents have LF.
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}

/// `text` as it may stand in an address behind a question mark.
func urlEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return result
}
