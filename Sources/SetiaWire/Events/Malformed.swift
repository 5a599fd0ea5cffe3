/// Why one field of what came in cannot be taken.
package struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// The field from the top of the body, such as `data.lines[3].amount.amount`; empty for the whole body.
    package let field: String
    /// What is wrong, in words that follow the field.
    ///
    /// Such as "must not be negative". What was sent is not repeated, since it may be personal.
    package let reason: String

    /// A field that cannot be taken.
    package init(field: String, reason: String) {
        self.field = field
        self.reason = reason
    }

    /// What a person reads.
    package var description: String {
        field.isEmpty ? reason : "\(field) \(reason)"
    }
}

/// Why a body cannot be taken: everything that is wrong with it, in the order in which it was looked at.
package struct MalformedBody: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one.
    package let problems: [Malformed]

    /// A body that cannot be taken.
    package init(problems: [Malformed]) {
        self.problems = problems
    }

    /// What a person reads, one problem a line.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

/// Why one event cannot be taken.
package typealias MalformedEvent = MalformedBody
