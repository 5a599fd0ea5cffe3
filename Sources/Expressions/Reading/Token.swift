/// The smallest piece of an expression that means something.
struct Token {
    enum Kind: Equatable {
        case identifier(String)
        /// Between backquotes: a field whose name is no identifier.
        case quotedIdentifier(String)
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(Symbol)
        case end
    }

    let kind: Kind
    let range: TextRange
}

/// The signs of the language.
enum Symbol: String {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case remainder = "%"
    case not = "!"
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case equal = "=="
    case unequal = "!="
    case and = "&&"
    case or = "||"
    case question = "?"
    case colon = ":"
    case comma = ","
    case dot = "."
    case open = "("
    case close = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
}

/// Words that the language keeps: none of them can name a variable, though a field may have one.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Syntax".
enum ReservedWords {
    static func contains(_ word: String) -> Bool {
        switch word {
        case "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while":
            true
        default: false
        }
    }
}
