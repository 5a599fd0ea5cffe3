/// A host's object whose fields an expression reads, such as an event or a member.
///
/// The expression was compiled against the `RecordType`, so a read names a slot and not a name. What is read often
/// should be made once: the record is asked again at every read.
@usableFromInline
package protocol Record: AnyObject, Sendable {
    /// The type that the record was declared with; its slots are what `field(_:)` is asked for.
    var recordType: RecordType { get }

    /// The value in a slot, or nil where an optional field is absent.
    ///
    /// - Parameter slot: The place of the field in the type's `fields`, from 0.
    /// - Returns: A value of the field's type, or nil where it is optional and absent.
    func field(_ slot: Int) -> Value?

    /// Whether two records are equal for `==`.
    func isEqual(to other: any Record) -> Bool
}

extension Record {
    /// Records are equal where they are the same object, unless the host says otherwise.
    @usableFromInline
    package func isEqual(to other: any Record) -> Bool {
        self === other
    }
}

/// What the fields of a record are called and what they hold.
///
/// The host makes one for each kind of record, or one for each programme where the fields depend on it
/// (`member.tiers.status`). Two record types are the same where they are the same object.
@usableFromInline
package final class RecordType: Sendable, Hashable {
    /// One named field.
    package struct Field: Sendable {
        package let name: String
        package let type: ValueType
        /// Whether it can be absent: `has(event.store)` asks, and reading it while absent is an error of the
        /// evaluation.
        package let isOptional: Bool

        package init(_ name: String, _ type: ValueType, optional: Bool = false) {
            self.name = name
            self.type = type
            self.isOptional = optional
        }
    }

    /// The name in messages and in `type()`, such as `event`.
    package let name: String
    /// In the order of their slots.
    package let fields: [Field]
    private let slots: [KeyText: Int]

    /// - Precondition: No name stands twice.
    package init(_ name: String, _ fields: [Field]) {
        self.name = name
        self.fields = fields
        var slots: [KeyText: Int] = [:]
        for (slot, field) in fields.enumerated() {
            precondition(
                slots.updateValue(slot, forKey: KeyText(field.name)) == nil,
                "\(name).\(field.name) stands twice"
            )
        }
        self.slots = slots
    }

    /// The slot of a field, or nil where the type has none of that name.
    package func slot(of field: String) -> Int? {
        slots[KeyText(field)]
    }

    @usableFromInline
    package static func == (left: RecordType, right: RecordType) -> Bool {
        left === right
    }

    @usableFromInline
    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}
