/// Reads an expression.
///
/// Recursion goes one round of four small frames deeper for each bracket, argument or branch of a `?:`, and no deeper
/// than the limit; repeated operators and selections are loops.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Syntax".
struct Parser {
    private let tokens: [Token]
    private let limits: Limits
    private var place = 0
    private var depth = 0

    init(tokens: [Token], limits: Limits) {
        self.tokens = tokens
        self.limits = limits
    }

    /// The whole text as one expression.
    mutating func parse() throws(Complaint) -> Syntax {
        let result = try expression()
        if current.kind != .end { throw unexpected("the end of the expression") }
        return result
    }

    private var current: Token { tokens[place] }

    private mutating func accept(_ symbol: Symbol) -> Token? {
        guard case .symbol(symbol) = current.kind else { return nil }
        defer { place += 1 }
        return current
    }

    private mutating func expect(_ symbol: Symbol) throws(Complaint) -> Token {
        guard let token = accept(symbol) else { throw unexpected(symbol.rawValue) }
        return token
    }

    private func unexpected(_ wanted: String) -> Complaint {
        let found =
            switch current.kind {
            case .end: "the text ends"
            case .symbol(let symbol): "there is \(symbol.rawValue)"
            case .identifier(let name), .quotedIdentifier(let name): "there is \"\(name)\""
            case .string, .bytes: "there is a string"
            case .int, .uint, .double: "there is a number"
            }
        return Complaint(.syntax, current.range, "\(found) where \(wanted) was expected", hint: wordHint)
    }

    /// What people write who come from SQL or Python.
    private var wordHint: String? {
        guard case .identifier(let word) = current.kind else { return nil }
        switch word {
        case "and", "AND": return "write && for \"and\""
        case "or", "OR": return "write || for \"or\""
        case "not", "NOT": return "write ! for \"not\""
        case "is": return "write == to compare"
        default: return nil
        }
    }

    private func made(_ form: Syntax.Form, _ range: TextRange) throws(Complaint) -> Syntax {
        let syntax = Syntax(form, range)
        guard syntax.height <= limits.height else {
            throw Complaint(.limit, range, "the expression is over \(limits.height) operations deep")
        }
        return syntax
    }

    private mutating func expression() throws(Complaint) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.nesting else {
            throw Complaint(.limit, current.range, "the expression is nested over \(limits.nesting) deep")
        }
        let condition = try alternatives()
        guard accept(.question) != nil else { return condition }
        let first = try alternatives()
        _ = try expect(.colon)
        let second = try expression()
        return try made(.conditional(condition, first, second), condition.range.joined(with: second.range))
    }

    private mutating func alternatives() throws(Complaint) -> Syntax {
        var terms = [try conjunction()]
        while accept(.or) != nil {
            terms.append(try conjunction())
        }
        return terms.count == 1
            ? terms[0] : try made(.any(terms), terms[0].range.joined(with: terms[terms.count - 1].range))
    }

    private mutating func conjunction() throws(Complaint) -> Syntax {
        var terms = [try operation(above: 0)]
        while accept(.and) != nil {
            terms.append(try operation(above: 0))
        }
        return terms.count == 1
            ? terms[0] : try made(.all(terms), terms[0].range.joined(with: terms[terms.count - 1].range))
    }

    /// How tightly an operator binds: relations 1, sums 2, products 3.
    private var operatorHere: (name: String, strength: Int)? {
        switch current.kind {
        case .symbol(.less): ("_<_", 1)
        case .symbol(.atMost): ("_<=_", 1)
        case .symbol(.greater): ("_>_", 1)
        case .symbol(.atLeast): ("_>=_", 1)
        case .symbol(.equal): ("_==_", 1)
        case .symbol(.unequal): ("_!=_", 1)
        case .identifier("in"): ("@in", 1)
        case .symbol(.plus): ("_+_", 2)
        case .symbol(.minus): ("_-_", 2)
        case .symbol(.times): ("_*_", 3)
        case .symbol(.divide): ("_/_", 3)
        case .symbol(.remainder): ("_%_", 3)
        default: nil
        }
    }

    /// A chain of operators that bind more tightly than `strength`; recursion ends at 3.
    private mutating func operation(above strength: Int) throws(Complaint) -> Syntax {
        var left = try unary()
        while let found = operatorHere, found.strength > strength {
            let sign = current.range
            place += 1
            let right = try operation(above: found.strength)
            let range = left.range.joined(with: right.range)
            left = try made(.call(found.name, target: nil, arguments: [left, right], nameRange: sign), range)
        }
        return left
    }

    private mutating func unary() throws(Complaint) -> Syntax {
        var signs: [Token] = []
        while case .symbol(let symbol) = current.kind, symbol == .not || symbol == .minus {
            signs.append(current)
            place += 1
        }
        // A minus that touches a number belongs to it, so that the least int can be written.
        var negative: Token?
        if let last = signs.last, case .symbol(.minus) = last.kind, isNumber(current) {
            negative = signs.removeLast()
        }
        var result = try member(negative: negative)
        for token in signs.reversed() {
            let name = token.kind == .symbol(.not) ? "!_" : "-_"
            let range = token.range.joined(with: result.range)
            result = try made(.call(name, target: nil, arguments: [result], nameRange: token.range), range)
        }
        return result
    }

    private func isNumber(_ token: Token) -> Bool {
        switch token.kind {
        case .int, .double: true
        default: false
        }
    }

    private mutating func member(negative: Token?) throws(Complaint) -> Syntax {
        var target = try primary(negative: negative)
        while true {
            if accept(.dot) != nil {
                target = try selection(from: target)
            } else if let bracket = accept(.openBracket) {
                let index = try expression()
                let end = try expect(.closeBracket)
                let form = Syntax.Form.call("_[_]", target: nil, arguments: [target, index], nameRange: bracket.range)
                target = try made(form, target.range.joined(with: end.range))
            } else if isTypeName(target), accept(.openBrace) != nil {
                try messageFields()
                target = try made(.message(target), target.range.joined(with: tokens[place - 1].range))
            } else {
                return target
            }
        }
    }

    /// A field or a call, after the dot.
    private mutating func selection(from target: Syntax) throws(Complaint) -> Syntax {
        let isQuoted = if case .quotedIdentifier = current.kind { true } else { false }
        let name = try fieldName()
        guard !isQuoted, accept(.open) != nil else {
            let form = Syntax.Form.select(target, field: name.text, fieldRange: name.range, tests: false)
            return try made(form, target.range.joined(with: name.range))
        }
        let arguments = try list(until: .close)
        let range = TextRange(start: target.range.start, end: tokens[place - 1].range.end)
        if let form = try Macros.expand(name.text, target: target, arguments: arguments) {
            return try made(form, range)
        }
        return try made(.call(name.text, target: target, arguments: arguments, nameRange: name.range), range)
    }

    private mutating func fieldName() throws(Complaint) -> (text: String, range: TextRange) {
        switch current.kind {
        case .identifier(let text), .quotedIdentifier(let text):
            place += 1
            return (text, tokens[place - 1].range)
        default:
            throw unexpected("the name of a field")
        }
    }

    private func isTypeName(_ syntax: Syntax) -> Bool {
        var syntax = syntax
        while true {
            switch syntax.form {
            case .name: return true
            case .select(let target, _, _, false): syntax = target
            default: return false
            }
        }
    }

    /// Fields of a message, read and dropped: there are no message types here, and the checker says so.
    private mutating func messageFields() throws(Complaint) {
        while accept(.closeBrace) == nil {
            _ = try fieldName()
            _ = try expect(.colon)
            _ = try expression()
            if accept(.comma) == nil {
                _ = try expect(.closeBrace)
                return
            }
        }
    }

    private mutating func list(until end: Symbol) throws(Complaint) -> [Syntax] {
        var elements: [Syntax] = []
        while accept(end) == nil {
            elements.append(try expression())
            if accept(.comma) == nil {
                _ = try expect(end)
                break
            }
            // Only a list may end in a comma.
            if end == .close, case .symbol(.close) = current.kind { throw unexpected("an argument") }
        }
        return elements
    }

    private mutating func primary(negative: Token?) throws(Complaint) -> Syntax {
        let token = current
        place += 1
        let range = negative.map { $0.range.joined(with: token.range) } ?? token.range
        switch token.kind {
        case .int(let magnitude):
            if negative != nil { return try made(.constant(.int(Int64(truncatingIfNeeded: 0 &- magnitude))), range) }
            guard let value = Int64(exactly: magnitude) else {
                throw Complaint(.syntax, range, "the number does not fit an int", hint: "an unsigned number ends in u")
            }
            return try made(.constant(.int(value)), range)
        case .uint(let value): return try made(.constant(.uint(value)), range)
        case .double(let value): return try made(.constant(.double(negative == nil ? value : -value)), range)
        case .string(let value): return try made(.constant(.string(value)), range)
        case .bytes(let value): return try made(.constant(.bytes(value)), range)
        case .symbol(.open):
            let inner = try expression()
            let end = try expect(.close)
            // The brackets belong to its text, as a term of an explanation shows it.
            return Syntax(inner.form, token.range.joined(with: end.range))
        case .symbol(.openBracket):
            let elements = try list(until: .closeBracket)
            return try made(.list(elements), range.joined(with: tokens[place - 1].range))
        case .symbol(.openBrace):
            let entries = try mapEntries()
            return try made(.map(entries), range.joined(with: tokens[place - 1].range))
        case .symbol(.dot):
            guard case .identifier(let name) = current.kind else { throw unexpected("a name") }
            place += 1
            return try named(name, fromRoot: true, range: range.joined(with: tokens[place - 1].range))
        case .identifier(let name):
            return try named(name, fromRoot: false, range: range)
        default:
            place -= 1
            throw unexpected("a value")
        }
    }

    private mutating func named(_ name: String, fromRoot: Bool, range: TextRange) throws(Complaint) -> Syntax {
        if !fromRoot {
            switch name {
            case "true": return try made(.constant(.bool(true)), range)
            case "false": return try made(.constant(.bool(false)), range)
            case "null": return try made(.constant(.null), range)
            case "in":
                place -= 1
                throw unexpected("a value")
            default: break
            }
        }
        if ReservedWords.contains(name) {
            throw Complaint(.syntax, range, "\(name) is a word that the language keeps for itself")
        }
        guard accept(.open) != nil else { return try made(.name(name, fromRoot: fromRoot), range) }
        let arguments = try list(until: .close)
        let whole = TextRange(start: range.start, end: tokens[place - 1].range.end)
        if let form = try Macros.expand(name, target: nil, arguments: arguments) {
            return try made(form, whole)
        }
        return try made(.call(name, target: nil, arguments: arguments, nameRange: range), whole)
    }

    private mutating func mapEntries() throws(Complaint) -> [(key: Syntax, value: Syntax)] {
        var entries: [(key: Syntax, value: Syntax)] = []
        while accept(.closeBrace) == nil {
            let key = try expression()
            _ = try expect(.colon)
            entries.append((key, try expression()))
            if accept(.comma) == nil {
                _ = try expect(.closeBrace)
                break
            }
        }
        return entries
    }
}
