internal import Expressions

/// Why a condition cannot be understood.
package struct MalformedCondition: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it stops making sense, in bytes from the start of the text.
    package let offset: Int
    /// In plain English, with what would be understood.
    package let reason: String
    /// Whether it is none of the forms that have words of their own, and may still be an expression.
    var isOtherForm = false

    /// What a person reads.
    package var description: String {
        "at character \(offset + 1): \(reason)"
    }
}

/// What a condition may name: the programme's currencies and tier sets, the event and the member.
package struct ConditionVocabulary: Sendable {
    let currencies: [CurrencySetting]
    let tierSets: [TierSet]
    let achievements: [Key]
    let events: [EventDeclaration]
    /// The segments that there are.
    package let segments: [Key]
    /// Whether a condition may count what she did in the last days, as those of segments may (rule C-15).
    let countsBehaviour: Bool
    private let ofOrders: ConditionLanguage
    private let ofOthers: ConditionLanguage

    /// The names of a programme; only where a segment is read its conditions may count behaviour.
    package init(
        currencies: [CurrencySetting],
        tierSets: [TierSet],
        achievements: [Key] = [],
        events: [EventDeclaration] = [],
        segments: [Key] = [],
        countsBehaviour: Bool = false
    ) {
        self.currencies = currencies
        self.tierSets = tierSets
        self.achievements = achievements
        self.events = events
        self.segments = segments
        self.countsBehaviour = countsBehaviour
        func language(_ type: EventType) -> ConditionLanguage {
            ConditionLanguage(
                currencies: currencies,
                tierSets: tierSets,
                achievements: achievements,
                events: events,
                segments: segments,
                countsBehaviour: countsBehaviour,
                on: type
            )
        }
        ofOrders = language(.orderPaid)
        ofOthers = language(.memberEnrolled)
    }

    func language(on type: EventType) -> ConditionLanguage {
        switch type {
        case .orderPaid: ofOrders
        case .memberEnrolled: ofOthers
        default:
            ConditionLanguage(
                currencies: currencies,
                tierSets: tierSets,
                achievements: achievements,
                events: events,
                segments: segments,
                countsBehaviour: countsBehaviour,
                on: type
            )
        }
    }
}

extension Condition {
    /// The condition that `text` states, for events of a type.
    ///
    /// Each part that `&&` joins is one test: of a form that has words of its own, or else an expression of the whole
    /// language. A text longer than 2,000 bytes is refused; work and depth grow with its length only.
    ///
    /// - Parameters:
    ///   - text: The condition.
    ///   - vocabulary: What it may name.
    ///   - on: The events that it is asked for.
    /// - Returns: the condition, checked.
    /// - Throws: where it stops making sense and why, unknown levels and currencies among them.
    package static func parse(
        _ text: String,
        _ vocabulary: ConditionVocabulary,
        on: EventType = .orderPaid
    ) throws(MalformedCondition) -> Condition {
        do throws(MalformedCondition) {
            var parser = ConditionParser(text: text, vocabulary: vocabulary)
            return Condition(text: text, tests: try parser.tests())
        } catch {
            guard error.isOtherForm else { throw error }
        }
        let language = vocabulary.language(on: on)
        let program = try compile(text, language)
        if case .always(let value) = program.constancy, case .bool(let answer) = value {
            guard answer else { throw MalformedCondition(offset: 0, reason: "this never holds") }
            return Condition(text: text, tests: [])
        }
        var tests: [Test] = []
        for term in program.terms {
            var parser = ConditionParser(text: term.text, vocabulary: vocabulary)
            do throws(MalformedCondition) {
                tests += try parser.tests()
            } catch {
                guard error.isOtherForm else {
                    throw MalformedCondition(offset: term.range.start + error.offset, reason: error.reason)
                }
                let part = try compile(term.text, language)
                tests.append(.expression(ExpressionTest(text: term.text, program: part, language: language)))
            }
        }
        return Condition(text: text, tests: tests)
    }

    private static func compile(_ text: String, _ language: ConditionLanguage) throws(MalformedCondition) -> Program {
        try compiled(text, language.environment)
    }
}

extension MalformedCondition {
    init(_ fault: ExpressionFault) {
        let hint = fault.hint.map { "; \($0)" } ?? ""
        self.init(offset: fault.position.offset, reason: fault.reason + hint)
    }
}

/// A text that holds or not, compiled.
func compiled(_ text: String, _ environment: Environment) throws(MalformedCondition) -> Program {
    do throws(ExpressionFault) {
        return try environment.compile(text, expecting: .bool)
    } catch {
        throw MalformedCondition(error)
    }
}

private struct ConditionParser {
    let bytes: [UInt8]
    let vocabulary: ConditionVocabulary
    var place = 0

    init(text: String, vocabulary: ConditionVocabulary) {
        self.bytes = Array(text.utf8)
        self.vocabulary = vocabulary
    }

    mutating func tests() throws(MalformedCondition) -> [Condition.Test] {
        guard bytes.count <= 2_000 else { throw failure("a condition has at most 2,000 characters", at: 2_000) }
        var tests: [Condition.Test] = []
        repeat {
            if let test = try test() { tests.append(test) }
        } while take("&&")
        skipSpace()
        guard place == bytes.count else { throw otherForm("expected '&&' or the end") }
        return tests
    }

    private mutating func test() throws(MalformedCondition) -> Condition.Test? {
        let start = place
        if take("true") { return nil }
        if take("member.tiers.") { return try standing() }
        if take("member.inSegment(") { return try segment() }
        if take("event.total") { return try total() }
        if take("event.lines.exists(") { return try someLine() }
        for fact in Condition.Fact.allCases where take("member." + fact.rawValue) {
            return .member(fact, oneOf: try values())
        }
        for field in Condition.Field.allCases where take("event." + field.rawValue) {
            return .event(field, oneOf: try values())
        }
        place = start
        skipSpace()
        throw otherForm(
            "expected one of: true, member.tiers.<set>.atLeast(\"<level>\"), member.country, member.language,"
                + " member.ageBand, event.total, event.store, event.channel, event.lines.exists(…)"
        )
    }

    private mutating func standing() throws(MalformedCondition) -> Condition.Test {
        let start = place
        let name = word()
        guard let set = vocabulary.tierSets.first(where: { $0.key == Key(name) }) else {
            let known = vocabulary.tierSets.map(\.key.text).joined(separator: ", ")
            throw failure("no tier set '\(name)'; there are: \(known.isEmpty ? "none" : known)", at: start)
        }
        try expect(".atLeast(")
        skipSpace()
        let levelStart = place
        let level = Key(try quoted())
        guard set.place(of: level) != nil else {
            let known = set.levels.map(\.key.text).joined(separator: ", ")
            throw failure("no level '\(level)' in '\(name)'; there are: \(known)", at: levelStart)
        }
        try expect(")")
        return .atLeast(tierSet: set.key, level: level)
    }

    private mutating func segment() throws(MalformedCondition) -> Condition.Test {
        skipSpace()
        let start = place
        let key = Key(try quoted())
        guard vocabulary.segments.contains(key) else {
            let known = vocabulary.segments.map(\.text).joined(separator: ", ")
            throw failure("no segment '\(key)'; there are: \(known.isEmpty ? "none" : known)", at: start)
        }
        try expect(")")
        return .inSegment(key)
    }

    private mutating func total() throws(MalformedCondition) -> Condition.Test {
        // Longest first, so that ">=" is not read as ">".
        for comparison in Condition.Comparison.allCases.sorted(by: { $0.rawValue.utf8.count > $1.rawValue.utf8.count })
        where take(comparison.rawValue) {
            guard take("money(") else {
                throw otherForm("money compares with money only, such as money(\"100.00 MYR\")")
            }
            skipSpace()
            let start = place
            let money = try amount(quoted(), at: start)
            try expect(")")
            return .total(comparison, money)
        }
        throw otherForm("expected one of >=, <=, >, <, ==")
    }

    private func amount(_ text: String, at start: Int) throws(MalformedCondition) -> Money {
        do throws(MalformedAmount) {
            return try Money(written: text, in: vocabulary.currencies)
        } catch {
            throw failure(error.reason, at: start)
        }
    }

    private mutating func someLine() throws(MalformedCondition) -> Condition.Test {
        skipSpace()
        let variable = word()
        guard !variable.isEmpty else { throw otherForm("expected a name for the line, such as: line, …") }
        try expect(",")
        skipSpace()
        let category = Key(try quoted())
        try expect("in")
        try expect(variable + ".categories")
        try expect(")")
        return .someLine(category: category)
    }

    private mutating func values() throws(MalformedCondition) -> [Key] {
        if take("==") {
            skipSpace()
            return [Key(try quoted())]
        }
        guard take("in") else { throw otherForm("expected == or in") }
        try expect("[")
        var values: [Key] = []
        repeat {
            skipSpace()
            values.append(Key(try quoted()))
        } while take(",")
        try expect("]")
        return values
    }

    private mutating func word() -> String {
        let start = place
        while place < bytes.count, isWordByte(bytes[place]) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private mutating func quoted() throws(MalformedCondition) -> String {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'") else {
            throw otherForm("expected a text in quotation marks")
        }
        let mark = bytes[place]
        let start = place + 1
        var end = start
        while end < bytes.count, bytes[end] != mark {
            guard bytes[end] != UInt8(ascii: "\\") else {
                throw otherForm("a backslash has no place in such a text", at: end)
            }
            end += 1
        }
        guard end < bytes.count else { throw failure("the text has no closing quotation mark", at: start - 1) }
        place = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func expect(_ text: String) throws(MalformedCondition) {
        guard take(text) else { throw otherForm("expected '\(text)'") }
    }

    /// Takes `text` after any space; a word is taken only where it ends there.
    private mutating func take(_ text: String) -> Bool {
        skipSpace()
        let wanted = text.utf8
        guard bytes[place...].starts(with: wanted) else { return false }
        let end = place + wanted.count
        if let last = wanted.last, isWordByte(last), end < bytes.count, isWordByte(bytes[end]) { return false }
        place = end
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count, bytes[place] == 32 || (9...13).contains(bytes[place]) { place += 1 }
    }

    private func otherForm(_ reason: String, at offset: Int? = nil) -> MalformedCondition {
        var failure = failure(reason, at: offset)
        failure.isOtherForm = true
        return failure
    }

    private func failure(_ reason: String, at offset: Int? = nil) -> MalformedCondition {
        MalformedCondition(offset: min(offset ?? place, bytes.count), reason: reason)
    }
}

/// Why an amount cannot be understood.
struct MalformedAmount: Error {
    let reason: String
}

extension Money {
    /// The amount that is written so, such as `100.00 MYR`.
    init(written text: String, in currencies: [CurrencySetting]) throws(MalformedAmount) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let currency = try? Currency(String(parts[1])) else {
            throw MalformedAmount(reason: "expected an amount and a currency, such as \"100.00 MYR\"")
        }
        guard let setting = currencies.first(where: { $0.currency == currency }) else {
            throw MalformedAmount(reason: "the programme does not take \(currency.code)")
        }
        guard let units = SetiaCore.minorUnits(of: String(parts[0]), decimals: setting.decimals),
            let money = try? Money(minorUnits: units, currency: currency)
        else {
            throw MalformedAmount(
                reason: "'\(parts[0])' is not an amount of 0 or more with at most \(setting.decimals) decimals"
            )
        }
        self = money
    }
}

/// The minor units that a written amount such as `1250.50` has with so many decimals; none when it has more, a sign, or
/// does not fit.
package func minorUnits(of text: String, decimals: Int) -> Int64? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
    var fraction: [UInt8] = parts.count == 2 ? Array(parts[1]) : []
    guard parts.count == 1 || !fraction.isEmpty else { return nil }
    while fraction.count > decimals, fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    guard fraction.count <= decimals else { return nil }
    fraction += Array(repeating: UInt8(ascii: "0"), count: decimals - fraction.count)
    var units: Int64 = 0
    for byte in Array(parts[0]) + fraction {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        let (tens, overflow) = units.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
        guard !overflow, !carried else { return nil }
        units = sum
    }
    return units
}
