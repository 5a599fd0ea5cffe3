/// What people would read of a page, as plain text.
///
/// Scripts, styles and comments are left out; blocks stand on lines of their own; quotations begin with `> `; links say
/// where they lead where that is another text. Nothing of the result is markup again: it is to be escaped as any text.
///
/// - Parameter html: Anything; what is no HTML stands for itself.
/// - Returns: Lines ended by line feeds, at most one empty line in a row, none at the ends.
/// - Complexity: O(*n*).
package func plainText(ofHTML html: String) -> String {
    var reader = HTMLReader(bytes: Array(html.utf8))
    reader.run()
    return reader.text.finished
}

private struct HTMLReader {
    let bytes: [UInt8]
    var text = TextBuilder()
    private var index = 0
    /// The element whose contents are for nobody, and how it ends.
    private var link: (target: [UInt8], start: Int)?

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func run() {
        while index < bytes.count {
            switch bytes[index] {
            case Byte.less: markup()
            case UInt8(ascii: "&"):
                let (scalars, next) = entity(in: bytes, at: index)
                for scalar in scalars { text.add(scalar) }
                index = next
            default:
                text.add(bytes[index])
                index += 1
            }
        }
    }

    private mutating func markup() {
        let rest = bytes[(index + 1)...]
        guard let first = rest.first else {
            text.add(Byte.less)
            return index += 1
        }
        if rest.starts(with: "!--".utf8) {
            index = end(of: "-->", from: index + 4)
        } else if first == UInt8(ascii: "!") || first == Byte.question {
            index = end(of: ">", from: index + 1)
        } else if first.isLetter || first == UInt8(ascii: "/") && rest.dropFirst().first?.isLetter == true {
            tag()
        } else {
            text.add(Byte.less)
            index += 1
        }
    }

    /// Behind the next `mark`, or the end where there is none.
    private func end(of mark: StaticString, from start: Int) -> Int {
        var place = max(0, start)
        while place < bytes.count {
            if bytes[...].hasWord(mark, at: place) { return place + mark.utf8CodeUnitCount }
            place += 1
        }
        return bytes.count
    }

    private mutating func tag() {
        index += 1
        let isEnd = bytes[index] == UInt8(ascii: "/")
        if isEnd { index += 1 }
        let start = index
        while index < bytes.count, bytes[index].isLetter || bytes[index].isDigit { index += 1 }
        let name = String(decoding: bytes[start..<index].prefix(20).map(\.lowered), as: UTF8.self)
        let attributes = attributes(wanted: name == "a" ? "href" : name == "img" ? "alt" : nil)
        if isEnd { close(name) } else { open(name, attributes) }
    }

    /// Reads to the end of the tag; the value of one attribute is kept.
    private mutating func attributes(wanted: String?) -> [UInt8] {
        var found: [UInt8]?
        while index < bytes.count, bytes[index] != Byte.greater {
            let start = index
            while index < bytes.count, !bytes[index].endsAttribute { index += 1 }
            guard index > start else {
                index += 1
                continue
            }
            let name = bytes[start..<index].lowered
            var place = index
            while place < bytes.count, bytes[place].isHTMLSpace { place += 1 }
            guard place < bytes.count, bytes[place] == Byte.equals else {
                index = place
                continue
            }
            index = place + 1
            let value = attributeValue()
            if name == wanted, found == nil { found = Array(value) }
        }
        index = min(index + 1, bytes.count)
        return found ?? []
    }

    private mutating func attributeValue() -> MailBytes {
        while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
        guard index < bytes.count else { return [] }
        let mark = bytes[index]
        if mark == Byte.quote || mark == UInt8(ascii: "'") {
            let start = index + 1
            index = start
            while index < bytes.count, bytes[index] != mark { index += 1 }
            defer { index = min(index + 1, bytes.count) }
            return bytes[start..<index]
        }
        let start = index
        while index < bytes.count, !bytes[index].isHTMLSpace, bytes[index] != Byte.greater { index += 1 }
        return bytes[start..<index]
    }

    private mutating func open(_ name: String, _ attribute: [UInt8]) {
        switch name {
        case "script": skip(to: "</script")
        case "style": skip(to: "</style")
        case "title": skip(to: "</title")
        case "template": skip(to: "</template")
        case "noscript": skip(to: "</noscript")
        case "textarea", "select", "object", "svg", "math": break
        case "br": text.breakLine()
        case "hr":
            text.beginBlock()
            for _ in 0..<3 { text.add(Byte.hyphen) }
            text.beginBlock()
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "dl": text.beginBlock(isApart: true)
        case "blockquote": text.beginQuotation()
        case "pre":
            text.beginBlock(isApart: true)
            text.preformatted += 1
        case "li":
            text.beginBlock()
            text.add(Byte.hyphen)
            text.add(Byte.space)
        case "td", "th": text.beginCell()
        case "img":
            for scalar in decoded(attribute).unicodeScalars { text.add(scalar) }
        case "a": link = (target(attribute), text.count)
        default: if isBlock(name) { text.beginBlock() }
        }
    }

    private mutating func close(_ name: String) {
        switch name {
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "dl": text.beginBlock(isApart: true)
        case "blockquote": text.endQuotation()
        case "pre":
            text.preformatted = max(0, text.preformatted - 1)
            text.beginBlock(isApart: true)
        case "a":
            if let link, !link.target.isEmpty, !text.ends(with: link.target, since: link.start) {
                for byte in " <".utf8 { text.add(byte) }
                for scalar in link.target.repairedScalars { text.add(scalar) }
                text.add(Byte.greater)
            }
            link = nil
        default: if isBlock(name) { text.beginBlock() }
        }
    }

    private mutating func skip(to mark: StaticString) {
        index = end(of: mark, from: index)
        index = end(of: ">", from: index)
    }

    /// Where a link leads, for links that lead to a page or to a person.
    private func target(_ attribute: [UInt8]) -> [UInt8] {
        let target = Array(decoded(attribute).onOneLine.utf8)
        let isSafe = ["http://", "https://", "mailto:", "tel:"].contains { target.starts(with: $0.utf8) }
        return isSafe ? target : []
    }

    private func decoded(_ value: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        var index = 0
        var start = 0
        var text = ""
        while index < value.count {
            guard value[index] == UInt8(ascii: "&") else {
                index += 1
                continue
            }
            text += value[start..<index].repaired
            let (found, next) = entity(in: value, at: index)
            scalars.removeAll()
            scalars.append(contentsOf: found)
            text += String(scalars)
            index = next
            start = next
        }
        return text + value[start...].repaired
    }

    private func isBlock(_ name: String) -> Bool {
        [
            "address", "article", "aside", "body", "center", "dd", "details", "div", "dt", "fieldset", "figcaption",
            "figure", "footer", "form", "header", "html", "li", "main", "nav", "section", "summary", "tbody", "tfoot",
            "thead", "tr",
        ].contains(name)
    }
}

extension UInt8 {
    fileprivate var isHTMLSpace: Bool { isBlank || isLineEnd || self == 12 }

    fileprivate var endsAttribute: Bool {
        isHTMLSpace || self == Byte.equals || self == Byte.greater || self == UInt8(ascii: "/")
    }
}

extension [UInt8] {
    fileprivate var repairedScalars: String.UnicodeScalarView { String(decoding: self, as: UTF8.self).unicodeScalars }
}
