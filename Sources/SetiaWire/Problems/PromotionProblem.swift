package import SetiaCore

/// The problem that a redemption answers with where a code, or a promotion, is not taken.
///
/// - Parameters:
///   - refusal: Why.
///   - code: The code as it was typed; empty where it is about a promotion.
///   - text: Why, in words.
/// - Returns: the problem.
package func problem(for refusal: PromotionRefusal, code: String, _ text: String) -> Problem {
    func problem(_ name: String, _ title: String, _ status: Int) -> Problem {
        var numbers: [Problem.Number] = []
        if case .minimumNotReached(let missing) = refusal {
            numbers.append(Problem.Number("missingAmount", missing.minorUnits))
        }
        if case .notEligible(.condition(_, let test)) = refusal { numbers.append(Problem.Number("test", Int64(test))) }
        if case .tooManyCodes(let most) = refusal { numbers.append(Problem.Number("most", Int64(most))) }
        return Problem(
            name,
            title: title,
            status: status,
            detail: text,
            errors: [Problem.FieldError(field: "codes", reason: code.isEmpty ? text : "\(code): \(text)")],
            numbers: numbers,
            facts: refusal.facts
        )
    }
    return switch refusal {
    case .unknownCode: problem("unknown-code", "No such code", 404)
    case .alreadyUsed: problem("already-used", "Used before", 409)
    case .notYet: problem("not-yet", "Not yet", 422)
    case .expired: problem("expired", "Its time is over", 422)
    case .wrongCurrency: problem("wrong-currency", "Not in this currency", 422)
    case .minimumNotReached: problem("minimum-not-reached", "Too little is bought", 422)
    case .notEligible: problem("not-eligible", "Conditions do not hold", 422)
    case .exclusiveConflict: problem("exclusive-conflict", "Not together with another", 422)
    case .limitReached: problem("limit-reached", "The limit is reached", 422)
    case .noEffect: problem("no-effect", "It would take nothing off", 422)
    case .tooManyCodes: problem("too-many-codes", "Too many codes", 422)
    case .withOthers: problem("another-code-refused", "Another code is not taken", 422)
    }
}
