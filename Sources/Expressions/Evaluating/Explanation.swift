/// One of the conditions that a rule joins by `&&`.
package struct Term: Sendable {
    /// As it was written.
    package let text: String
    package let range: TextRange
    /// The paths that it reads, such as `event.total`, each once.
    package let inputs: [Input]
    let code: BoolCode

    init(_ meaning: Meaning, in bytes: [UInt8]) {
        range = meaning.range
        text = String(decoding: bytes[range.start..<range.end], as: UTF8.self)
        inputs = Inputs.of(meaning, in: bytes)
        code = Code.bool(meaning)
    }
}

/// Why a condition held or did not: its terms one by one, with the values that they saw.
package struct Explanation: Sendable {
    /// What a term came to.
    package enum Answer: Sendable, Equatable {
        case holds
        case fails
        /// It went wrong; another term may still have decided.
        case goesWrong(EvaluationFault)
    }

    /// One term with what it read.
    package struct Line: Sendable {
        package let term: Term
        package let answer: Answer
        /// In the order of the term's inputs; nil where there was none to read, such as an absent field.
        package let values: [Value?]
    }

    /// All terms, in the order of the text, those too that an evaluation would not have come to.
    package let lines: [Line]

    /// The first term that does not hold, or nil where all do; a fault comes only where no term is false.
    package var decisive: Line? {
        lines.first { $0.answer == .fails } ?? lines.first { $0.answer != .holds }
    }
}

extension Program {
    /// Evaluates each term and each input by itself, for a person to read; costs nothing where it is not asked for.
    ///
    /// - Parameters:
    ///   - activation: Of the environment that the expression was compiled in.
    ///   - costLimit: For each term and each input.
    /// - Returns: A line for each term, in the order of the text.
    package func explain(_ activation: Activation, costLimit: Int = 100_000) -> Explanation {
        Explanation(
            lines: terms.map { term in
                Explanation.Line(
                    term: term,
                    answer: answer(of: term, activation, costLimit),
                    values: term.inputs.map { input in value(of: input, activation, costLimit: costLimit) }
                )
            }
        )
    }

    /// What a path that the expression reads holds now, or nil where there is nothing to read.
    package func value(of input: Input, _ activation: Activation, costLimit: Int = 100_000) -> Value? {
        try? run(activation, costLimit, input.code)
    }

    private func answer(of term: Term, _ activation: Activation, _ costLimit: Int) -> Explanation.Answer {
        do throws(EvaluationFault) {
            return try run(activation, costLimit, term.code) ? .holds : .fails
        } catch {
            return .goesWrong(error)
        }
    }
}
