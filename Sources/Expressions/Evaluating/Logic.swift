/// `&&` and `||`: a side that decides does so even where another goes wrong.
///
/// Terms run from left to right and stop at the first that decides. Only the end of the budget is never absorbed.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Logical Operators".
enum Logic {
    static func all(_ terms: [BoolCode]) -> BoolCode {
        if terms.count == 2 { return decided(by: false, terms[0], terms[1]) }
        return decided(by: false, terms)
    }

    static func any(_ terms: [BoolCode]) -> BoolCode {
        if terms.count == 2 { return decided(by: true, terms[0], terms[1]) }
        return decided(by: true, terms)
    }

    private static func decided(by answer: Bool, _ first: @escaping BoolCode, _ second: @escaping BoolCode) -> BoolCode
    {
        { (frame: inout Frame) throws(EvaluationFault) in
            do throws(EvaluationFault) {
                if try first(&frame) == answer { return answer }
            } catch {
                if case .tooCostly = error.problem { throw error }
                if try second(&frame) == answer { return answer }
                throw error
            }
            return try second(&frame)
        }
    }

    private static func decided(by answer: Bool, _ terms: [BoolCode]) -> BoolCode {
        { (frame: inout Frame) throws(EvaluationFault) in
            var fault: EvaluationFault?
            for term in terms {
                do throws(EvaluationFault) {
                    if try term(&frame) == answer { return answer }
                } catch {
                    if case .tooCostly = error.problem { throw error }
                    if fault == nil { fault = error }
                }
            }
            if let fault { throw fault }
            return !answer
        }
    }
}
