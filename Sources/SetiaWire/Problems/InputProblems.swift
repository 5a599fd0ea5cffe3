package import JSONText

// What is wrong with what was sent, before anybody asks what it means.

extension Problem {
    /// The body is not JSON (400).
    package static func malformedJSON(_ failure: JSONFailure) -> Problem {
        Problem(
            "malformed-json",
            title: "The body is not JSON",
            status: 400,
            detail: failure.description,
            errors: [
                FieldError(
                    field: "",
                    reason: failure.reason,
                    place: Place(line: failure.line, column: failure.column)
                )
            ]
        )
    }

    /// An event has fields that cannot be taken (422).
    package static func invalidEvent(_ malformed: MalformedEvent) -> Problem {
        invalid("invalid-event", title: "The event cannot be taken", malformed)
    }

    /// Another body has fields that cannot be taken (422).
    package static func invalidBody(_ malformed: MalformedBody) -> Problem {
        invalid("invalid-body", title: "The body cannot be taken", malformed)
    }

    /// A parameter of the address or a header cannot be taken (400).
    package static func invalidParameter(_ malformed: Malformed) -> Problem {
        Problem(
            "invalid-parameter",
            title: "A parameter cannot be taken",
            status: 400,
            detail: malformed.description,
            errors: [FieldError(field: malformed.field, reason: malformed.reason)]
        )
    }

    /// A programme document has problems, each with its line (422).
    package static func invalidProgramme(_ malformed: MalformedProgramme) -> Problem {
        Problem(
            "invalid-programme",
            title: "The programme cannot be taken",
            status: 422,
            detail: summary(malformed.problems.map(\.description)),
            errors: fieldErrors(malformed.problems)
        )
    }

    /// A journey document has problems, each with its line (422).
    package static func invalidJourney(_ malformed: MalformedJourney) -> Problem {
        Problem(
            "invalid-journey",
            title: "The journey cannot be taken",
            status: 422,
            detail: summary(malformed.problems.map(\.description)),
            errors: fieldErrors(malformed.problems)
        )
    }

    private static func fieldErrors(_ problems: [ProgrammeProblem]) -> [FieldError] {
        problems.map { problem in
            FieldError(
                field: problem.path,
                reason: problem.reason,
                place: Place(line: problem.line, column: problem.column)
            )
        }
    }

    private static func invalid(_ name: String, title: String, _ malformed: MalformedBody) -> Problem {
        Problem(
            name,
            title: title,
            status: 422,
            detail: summary(malformed.problems.map(\.description)),
            errors: malformed.problems.map { FieldError(field: $0.field, reason: $0.reason) }
        )
    }

    private static func summary(_ problems: [String]) -> String {
        let first = problems.first ?? ""
        return problems.count > 1 ? "\(first) (and \(problems.count - 1) more)" : first
    }
}
