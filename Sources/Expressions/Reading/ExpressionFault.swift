/// Why a text is no expression, or none that may run here.
///
/// Only the first thing wrong is told. The reason is a sentence without its full stop; the hint, where there is one,
/// says what to write instead.
package struct ExpressionFault: Error, Sendable, Equatable {
    /// The stage that refused.
    package enum Kind: Sendable, Equatable {
        /// The text does not follow the grammar.
        case syntax
        /// A name or an overload is unknown, or types do not fit.
        case meaning
        /// A constant argument is not what its function takes, such as `money("ten")`.
        case constant
        /// The text is too long, too deep or too costly.
        case limit
    }

    package let kind: Kind
    package let position: TextPosition
    /// What of the text is wrong.
    package let range: TextRange
    package let reason: String
    package let hint: String?

    /// One line for a log or a terminal: `2:14: money cannot be compared with int; write money("100.00 MYR")`.
    package var description: String {
        let place = "\(position.line):\(position.column): "
        guard let hint else { return place + reason }
        return place + reason + "; " + hint
    }
}

/// A fault before its position has been counted out.
struct Complaint: Error {
    let kind: ExpressionFault.Kind
    let range: TextRange
    let reason: String
    let hint: String?

    init(_ kind: ExpressionFault.Kind, _ range: TextRange, _ reason: String, hint: String? = nil) {
        self.kind = kind
        self.range = range
        self.reason = reason
        self.hint = hint
    }

    func fault(in bytes: [UInt8]) -> ExpressionFault {
        ExpressionFault(
            kind: kind,
            position: TextPosition(offset: range.start, in: bytes),
            range: range,
            reason: reason,
            hint: hint
        )
    }
}
