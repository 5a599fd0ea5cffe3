/// What a host's value type conforms to whose fields an expression reads, so that it needs no class of its own.
///
/// `Value.record(_:of:)` makes a record of it.
@usableFromInline
package protocol RecordSource: Sendable {
    /// The value in a slot, or nil where an optional field is absent.
    ///
    /// - Parameter slot: The place of the field in the type's `fields`, from 0.
    /// - Returns: A value of the field's type, or nil where it is optional and absent.
    func field(_ slot: Int) -> Value?
}

extension Value {
    /// A host's value as a record; one allocation.
    ///
    /// Every read asks the source again: best where most fields are never read.
    @inlinable
    package static func record<Source: RecordSource>(_ source: Source, of type: RecordType) -> Value {
        .record(SourcedRecord(type, source))
    }

    /// The same, with the value of one slot kept from the first read on: best where that one is costly to make.
    ///
    /// What is kept needs no lock, hence the record stays with whoever made it and is read by one thread at a time.
    @inlinable
    package static func record<Source: RecordSource>(
        _ source: Source,
        of type: RecordType,
        keeping slot: Int
    ) -> Value {
        .record(KeepingRecord(type, source, slot))
    }

    /// A record with its values laid out by slot, nil for an absent field; two allocations.
    ///
    /// - Precondition: There are as many values as the type has fields.
    package static func record(_ values: [Value?], of type: RecordType) -> Value {
        .record(Row(type, values))
    }
}

@usableFromInline
final class SourcedRecord<Source: RecordSource>: Record {
    @usableFromInline let recordType: RecordType
    @usableFromInline let source: Source

    @inlinable
    init(_ recordType: RecordType, _ source: Source) {
        self.recordType = recordType
        self.source = source
    }

    @inlinable
    func field(_ slot: Int) -> Value? { source.field(slot) }
}

@usableFromInline
final class KeepingRecord<Source: RecordSource>: Record, @unchecked Sendable {
    @usableFromInline let recordType: RecordType
    @usableFromInline let source: Source
    @usableFromInline let keptSlot: Int
    @usableFromInline var kept: Value?

    @inlinable
    init(_ recordType: RecordType, _ source: Source, _ keptSlot: Int) {
        self.recordType = recordType
        self.source = source
        self.keptSlot = keptSlot
    }

    @inlinable
    func field(_ slot: Int) -> Value? {
        guard slot == keptSlot else { return source.field(slot) }
        if kept == nil { kept = source.field(slot) }
        return kept
    }
}

private final class Row: Record {
    let recordType: RecordType
    private let values: [Value?]

    init(_ recordType: RecordType, _ values: [Value?]) {
        precondition(
            values.count == recordType.fields.count,
            "\(recordType.name) has \(recordType.fields.count) fields"
        )
        self.recordType = recordType
        self.values = values
    }

    func field(_ slot: Int) -> Value? { values[slot] }
}
