package import JSONText

/// An answer of no, as RFC 9457 has it (`application/problem+json`).
///
/// `type` is `/problems/` and a name that never changes: what programs look at. `title` goes with the name; `detail` is
/// for people and speaks of this one case; `errors` names each field that is wrong and why.
package struct Problem: WireBody, Error, Sendable, Hashable {
    /// The stable name in kebab-case, such as `insufficient-points`.
    package let name: String
    /// What such problems are, in a few words.
    package let title: String
    /// The HTTP status.
    package let status: Int
    /// What is wrong in this case.
    package let detail: String
    /// The address of the very thing that it is about; none where it is the request.
    package var instance: String?
    /// The id of the request that it answers, by which the log is searched; none where it stands within an answer.
    package var requestID: String?
    /// The fields that are wrong; none where it is not about fields.
    package let errors: [FieldError]
    /// Numbers that the reader needs, by name, such as `available`.
    package let numbers: [Number]
    /// Other facts that the reader needs, by name, such as `again`.
    package let facts: [Fact]

    /// One field and why it is wrong.
    package struct FieldError: Sendable, Hashable {
        /// From the top of what was sent, such as `data.lines[3].sku`; empty for the whole.
        package let field: String
        /// Why.
        package let reason: String
        /// Where it stands in a text, where what was sent is one.
        package let place: Place?

        /// A field that is wrong.
        package init(field: String, reason: String, place: Place? = nil) {
            self.field = field
            self.reason = reason
            self.place = place
        }
    }

    /// A place in a text.
    package struct Place: Sendable, Hashable {
        /// From 1.
        package let line: Int
        /// From 1, in characters as Unicode counts them.
        package let column: Int

        /// A place.
        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// A number with its name; names must not be those of RFC 9457.
    package struct Number: Sendable, Hashable {
        /// Such as `available`.
        package let name: String
        /// The number.
        package let value: Int64

        /// A number with its name.
        package init(_ name: String, _ value: Int64) {
            self.name = name
            self.value = value
        }
    }

    /// A fact with its name; names must not be those of RFC 9457.
    package struct Fact: Sendable, Hashable {
        /// Such as `again`.
        package let name: String
        /// What.
        package let value: Value

        /// What a fact can be.
        package enum Value: Sendable, Hashable {
            /// A text, such as an instant.
            case text(String)
            /// Several.
            case list([String])
        }

        /// A fact with its name.
        package init(_ name: String, _ text: String) {
            self.name = name
            value = .text(text)
        }

        /// Several texts with their name.
        package init(_ name: String, _ list: [String]) {
            self.name = name
            value = .list(list)
        }
    }

    /// A problem.
    package init(
        _ name: String,
        title: String,
        status: Int,
        detail: String,
        instance: String? = nil,
        errors: [FieldError] = [],
        numbers: [Number] = [],
        facts: [Fact] = []
    ) {
        self.name = name
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.errors = errors
        self.numbers = numbers
        self.facts = facts
    }

    /// The same of a body whose fields have other names, from the name that an event has to its own.
    package func naming(_ names: [String: String]) -> Problem {
        var problem = Problem(
            name,
            title: title,
            status: status,
            detail: detail,
            instance: instance,
            errors: errors.map { FieldError(field: names[$0.field] ?? $0.field, reason: $0.reason, place: $0.place) },
            numbers: numbers,
            facts: facts
        )
        problem.requestID = requestID
        return problem
    }

    /// The media type of its body.
    package static let mediaType = "application/problem+json"

    /// The problem's `type`.
    package var type: String { "/problems/\(name)" }

    package func write(to json: inout JSONWriter) {
        var members: [(String, JSON)] = [
            ("type", .string(type)), ("title", .string(title)), ("status", .integer(Int64(status))),
            ("detail", .string(detail)),
        ]
        if let requestID { members.append(("requestId", .string(requestID))) }
        if let instance { members.append(("instance", .string(instance))) }
        if !errors.isEmpty { members.append(("errors", .array(errors.map(\.json)))) }
        for number in numbers { members.append((number.name, .integer(number.value))) }
        for fact in facts {
            switch fact.value {
            case .text(let text): members.append((fact.name, .string(text)))
            case .list(let list): members.append((fact.name, .array(list.map { .string($0) })))
            }
        }
        json.sortedValue(.object(JSONObject(members)))
    }
}

extension Problem.FieldError {
    fileprivate var json: JSON {
        var members: [(String, JSON)] = [("field", .string(field)), ("reason", .string(reason))]
        if let place {
            members.append(("line", .integer(Int64(place.line))))
            members.append(("column", .integer(Int64(place.column))))
        }
        return .object(JSONObject(members))
    }
}
