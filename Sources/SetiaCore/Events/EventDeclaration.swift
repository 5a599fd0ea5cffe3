/// A type of event that a brand has of its own, with what may be told of it (rule E-18).
package struct EventDeclaration: Sendable, Hashable {
    /// Its name, such as `app.quiz-passed`.
    package let key: Key
    /// What members are told that they did.
    package let name: Words
    /// What may be told of it, in the order of the document; what is not declared is personal.
    package let fields: [Field]

    /// Something that may be told.
    package struct Field: Sendable, Hashable {
        /// Its name and kind.
        package let field: Occurrence.Field
        /// Whether it must be told.
        package let isRequired: Bool
        /// A number is in this range.
        package let range: ClosedRange<Int64>
        /// A text is one of these; none is any.
        package let values: [Key]
        /// A text has so many bytes at most.
        package let maxLength: Int

        /// A field.
        package init(
            field: Occurrence.Field,
            isRequired: Bool = false,
            range: ClosedRange<Int64> = 0...1_000_000_000,
            values: [Key] = [],
            maxLength: Int = 255
        ) {
            self.field = field
            self.isRequired = isRequired
            self.range = range
            self.values = values
            self.maxLength = maxLength
        }
    }

    /// A declaration.
    package init(key: Key, name: Words, fields: [Field]) {
        self.key = key
        self.name = name
        self.fields = fields
    }

    /// The type of such events.
    package var type: EventType { .custom(key) }

    /// Whether a text can be the name of a declared type: two or more words of small letters, digits and hyphens, with
    /// full stops between, and none of those that every programme has.
    package static func isName(_ text: String) -> Bool {
        guard (3...64).contains(text.utf8.count), EventType(rawValue: text) == nil else { return false }
        let words = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return words.count >= 2
            && words.allSatisfy { word in
                guard let first = word.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else {
                    return false
                }
                return word.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
            }
    }
}
