/// Where the first YAML alias of `text` would stand, such as `*standard`; none where there is none.
///
/// Looked for before the text is parsed, since a parser that compares keys works itself to death on nested aliases. A
/// line of a text that begins with an asterisk and a letter is taken for one as well: it can stand in quotes.
func firstAlias(in text: String) -> (line: Int, column: Int)? {
    var (line, column) = (1, 0)
    var canBeginValue = true
    var afterStar = false
    for scalar in text.unicodeScalars {
        if afterStar, scalar.isNameOfAlias { return (line, column) }
        column += 1
        afterStar = scalar == "*" && canBeginValue
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
            // A carriage return is mostly half of a line break.
            if scalar != "\r" { line += 1 }
            (column, canBeginValue) = (0, true)
        case " ", "\t": break
        case ":", "-", ",", "[", "{", "?", "]", "}": canBeginValue = true
        default: canBeginValue = false
        }
    }
    return nil
}

extension Unicode.Scalar {
    fileprivate var isNameOfAlias: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
