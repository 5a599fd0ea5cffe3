/// A mail or a part of one, as its headers and what is in it.
package struct MailPart: Sendable, Hashable {
    /// Its headers.
    package let headers: MailHeaders
    /// What it is: `text/plain`, `image/png`.
    package let type: MediaType
    /// How it is to be shown: `inline`, `attachment`; nil where it does not say.
    package let disposition: MediaType?
    /// As it came, behind the headers; not decoded.
    package let body: MailBytes
    /// The parts of a multipart, in their order; empty for anything else.
    package let children: [MailPart]

    /// What is in it, decoded.
    package var content: [UInt8] {
        var defects = DefectList()
        return decoded(&defects)
    }

    /// The name of its file as the sender gave it, which may be anything.
    package var givenName: String? {
        let name = disposition?.parameter("filename") ?? type.parameter("name")
        return name?.isEmpty == true ? nil : name
    }

    func decoded(_ defects: inout DefectList) -> [UInt8] {
        guard children.isEmpty else { return [] }
        let encoding = headers.first("Content-Transfer-Encoding").map { word(of: $0) } ?? ""
        switch encoding {
        case "base64": return base64Decoded(body, &defects)
        case "quoted-printable": return quotedPrintableDecoded(body, &defects)
        case "", "7bit", "8bit", "binary": return Array(body)
        default:
            defects.add(.unknownEncoding)
            return Array(body)
        }
    }

    /// Its text, whatever type it is, with plain line ends.
    func text(_ defects: inout DefectList) -> String {
        let charset = Charset(named: type.parameter("charset")?.trimmingSpaces ?? "")
        return charset.text(of: decoded(&defects)[...], &defects).withPlainLineEnds
    }

    var isMultipart: Bool { !children.isEmpty }

    /// Whether people are meant to read it in the mail itself.
    var isBodyText: Bool {
        guard children.isEmpty, type.value == "text/plain" || type.value == "text/html" else { return false }
        return disposition?.value != "attachment" && disposition?.parameter("filename")?.isEmpty != false
    }
}

/// The first word of a header's value, in small letters, without comments.
func word(of field: HeaderField) -> String {
    var defects = DefectList()
    return MediaType(field.raw[...], &defects).value
}

/// Takes a mail apart into its parts.
struct PartReader {
    let limits: MailLimits
    var defects = DefectList()
    private var count = 0

    init(limits: MailLimits) {
        self.limits = limits
    }

    /// The part that `bytes` are.
    ///
    /// - Parameters:
    ///   - bytes: Headers, an empty line, and the body.
    ///   - depth: In how many multiparts it lies.
    ///   - usual: What it is where it does not say.
    /// - Returns: The part, with the parts in it.
    /// - Complexity: O(*n*) for each level of depth.
    mutating func part(in bytes: MailBytes, depth: Int = 0, usual: String = "text/plain") -> MailPart {
        count += 1
        let (headers, bodyStart) = MailHeaders.read(bytes, limit: limits.headerSize, &defects)
        let body = bytes[bodyStart...]
        var type = MediaType(value: usual)
        if let field = headers.first("Content-Type") {
            let named = MediaType(field.raw[...], &defects)
            let halves = named.value.split(separator: "/", omittingEmptySubsequences: false)
            if halves.count == 2, halves.allSatisfy({ !$0.isEmpty }) {
                type = named
            } else {
                type = MediaType(value: "text/plain", parameters: named.parameters)
            }
        }
        var children: [MailPart] = []
        if type.kind == "multipart" {
            if depth >= limits.depth {
                defects.add(.tooDeep)
            } else {
                children = parts(of: body, type: type, depth: depth)
                // What has no parts is text, as programs that know no parts would show it.
                if children.isEmpty { type = MediaType(value: "text/plain") }
            }
        }
        let disposition = headers.first("Content-Disposition").map { MediaType($0.raw[...], &defects) }
        return MailPart(headers: headers, type: type, disposition: disposition, body: body, children: children)
    }

    private mutating func parts(of body: MailBytes, type: MediaType, depth: Int) -> [MailPart] {
        var boundary = Array((type.parameter("boundary") ?? "").utf8)
        while boundary.last?.isBlank == true { boundary.removeLast() }
        let pieces = boundary.isEmpty ? [] : split(body, at: boundary)
        if pieces.isEmpty { defects.add(.missingBoundary) }
        let usual = type.value == "multipart/digest" ? "message/rfc822" : "text/plain"
        var children: [MailPart] = []
        for piece in pieces {
            guard count < limits.parts else {
                defects.add(.tooManyParts)
                break
            }
            children.append(part(in: piece, depth: depth + 1, usual: usual))
        }
        return children
    }

    /// What stands between the lines that are `--` and the boundary; what stands before the first and behind the end
    /// is for nobody.
    private mutating func split(_ body: MailBytes, at boundary: [UInt8]) -> [MailBytes] {
        var pieces: [MailBytes] = []
        var (start, previousEnd, index) = (nil as Int?, body.startIndex, body.startIndex)
        while index < body.endIndex {
            let (end, next) = body.line(from: index)
            if let isLast = isDelimiter(body[index..<end], boundary) {
                if let start { pieces.append(body[start..<max(start, previousEnd)]) }
                // No need to look for more than will be read.
                if isLast || pieces.count > limits.parts { return pieces }
                start = next
            }
            previousEnd = end
            index = next
        }
        if let start {
            defects.add(.missingEnd)
            pieces.append(body[start...])
        }
        return pieces
    }

    /// Whether a line is a delimiter, and if so whether it is the last; nil where it is none.
    private func isDelimiter(_ line: MailBytes, _ boundary: [UInt8]) -> Bool? {
        guard line.count >= boundary.count + 2, line.starts(with: [Byte.hyphen, Byte.hyphen]) else { return nil }
        let rest = line.dropFirst(2)
        guard rest.starts(with: boundary) else { return nil }
        let behind = rest.dropFirst(boundary.count).trimmed
        if behind.isEmpty { return false }
        return behind.elementsEqual([Byte.hyphen, Byte.hyphen]) ? true : nil
    }
}
