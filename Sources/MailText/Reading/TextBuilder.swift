/// Text as it is written line by line: blanks become one, blocks stand apart, quotations are marked.
struct TextBuilder {
    /// In how many `pre` we are; blanks count there.
    var preformatted = 0

    private var bytes: [UInt8] = []
    /// What is owed before the next character: line ends, or a blank.
    private var owedLines = 0
    private var owesBlank = false
    private var isAtLineStart = true
    private var quotations = 0
    /// How deep the empty lines that are owed are quoted: as deep as the less quoted of what they part.
    private var owedQuotations = 0

    /// How much was written.
    var count: Int { bytes.count }

    mutating func add(_ byte: UInt8) {
        guard byte != 0, byte != 12 else { return }
        if preformatted > 0, byte.isLineEnd {
            if byte == Byte.lineFeed { breakLine() }
        } else if byte.isBlank || byte.isLineEnd {
            if preformatted > 0 {
                settle()
                bytes.append(Byte.space)
                isAtLineStart = false
            } else {
                owesBlank = true
            }
        } else {
            settle()
            bytes.append(byte)
            isAtLineStart = false
        }
    }

    mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0xA0: add(Byte.space)
        case 0..<0x80: add(UInt8(truncatingIfNeeded: scalar.value))
        // Blanks without width, with which newsletters fill their previews.
        case 0x200B, 0xFEFF, 0xAD, 0x2028, 0x2029, 0x80...0x9F: break
        default:
            settle()
            bytes += Array(String(scalar).utf8)
            isAtLineStart = false
        }
    }

    mutating func breakLine() {
        owedQuotations = owedLines == 0 ? quotations : min(owedQuotations, quotations)
        owedLines = min(2, owedLines + 1)
        owesBlank = false
        if preformatted > 0 || isAtLineStart { return }
        isAtLineStart = true
    }

    /// What follows is on a line of its own, or with an empty line before it.
    mutating func beginBlock(isApart: Bool = false) {
        owedQuotations = owedLines == 0 ? quotations : min(owedQuotations, quotations)
        owedLines = max(owedLines, isApart ? 2 : 1)
        owesBlank = false
        isAtLineStart = true
    }

    /// Cells of a row stand beside each other.
    mutating func beginCell() {
        if !isAtLineStart { owesBlank = true }
    }

    mutating func beginQuotation() {
        beginBlock(isApart: true)
        quotations += 1
    }

    mutating func endQuotation() {
        quotations = max(0, quotations - 1)
        beginBlock(isApart: true)
    }

    /// Whether what was written since `start` is just this, so that it need not be said again.
    func ends(with target: [UInt8], since start: Int) -> Bool {
        guard start <= bytes.count else { return false }
        let said = bytes[start...].trimmed
        if said.elementsEqual(target) { return true }
        for scheme in ["http://", "https://", "mailto:", "tel:"] where target.starts(with: scheme.utf8) {
            let bare = target[scheme.utf8.count...]
            return said.elementsEqual(bare) || bare.last == UInt8(ascii: "/") && said.elementsEqual(bare.dropLast())
        }
        return false
    }

    /// All of it, without blanks at the ends of lines.
    var finished: String {
        var lines = bytes.split(separator: Byte.lineFeed, omittingEmptySubsequences: false).map { line in
            var line = line
            while line.last?.isBlank == true { line.removeLast() }
            return line
        }[...]
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return String(decoding: Array(lines.joined(separator: [Byte.lineFeed])), as: UTF8.self)
    }

    private mutating func settle() {
        if owedLines > 0 {
            writeOwed()
        } else if owesBlank, !bytes.isEmpty, !isAtLineStart {
            bytes.append(Byte.space)
        }
        owesBlank = false
        if bytes.isEmpty || bytes.last == Byte.lineFeed {
            // Deeper than anyone quotes.
            for _ in 0..<min(quotations, 8) { bytes += [Byte.greater, Byte.space] }
        }
    }

    private mutating func writeOwed() {
        if !bytes.isEmpty {
            for number in 0..<owedLines {
                if number > 0 { for _ in 0..<min(owedQuotations, 8) { bytes.append(Byte.greater) } }
                bytes.append(Byte.lineFeed)
            }
        }
        owedLines = 0
    }
}
