/// A type of the host's that expressions can hold, compare and hand to the host's functions, but not look into.
///
/// Conform a small value type, such as an amount of money, and register functions and operators for it.
@usableFromInline
package protocol HostValue: ValueConvertible, Equatable {
    /// The type under which the checker knows it.
    static var opaqueType: OpaqueType { get }
}

/// How the checker names a type of the host's, and how a writer of expressions comes by a value of it.
@usableFromInline
package struct OpaqueType: Sendable, Hashable {
    /// The type's name in messages and in `type()`, such as `money`.
    package let name: String
    /// How to write one, for the hint of a message, such as `money("100.00 MYR")`.
    package let written: String

    package init(name: String, written: String) {
        self.name = name
        self.written = written
    }

    @usableFromInline
    package static func == (left: OpaqueType, right: OpaqueType) -> Bool {
        CodePoints.areEqual(left.name, right.name)
    }

    @usableFromInline
    package func hash(into hasher: inout Hasher) {
        CodePoints.hash(name, into: &hasher)
    }
}

/// A host's value, held by reference so that a `Value` stays small.
///
/// The host makes one with `Value.host(_:)`, best once a record and not once a read.
@usableFromInline
package class Opaque: @unchecked Sendable {
    // Unchecked, because a class that is inherited from cannot be checked: every stored property here and in `Held` is
    // a `let` of a Sendable type.
    @usableFromInline let kind: ObjectIdentifier
    package let opaqueType: OpaqueType

    fileprivate init(kind: ObjectIdentifier, opaqueType: OpaqueType) {
        self.kind = kind
        self.opaqueType = opaqueType
    }

    /// Equal in the sense of the host's `==`; values of different types are unequal.
    func isEqual(to other: Opaque) -> Bool {
        self === other
    }

    /// The host value inside, or nil where it is of another type.
    @inlinable
    package func value<Host: HostValue>(as type: Host.Type) -> Host? {
        guard kind == ObjectIdentifier(type) else { return nil }
        return unsafeDowncast(self, to: Held<Host>.self).value
    }
}

/// The one subclass of `Opaque`: it knows the Swift type.
@usableFromInline
final class Held<Host: HostValue>: Opaque, @unchecked Sendable {
    @usableFromInline let value: Host

    init(_ value: Host) {
        self.value = value
        super.init(kind: ObjectIdentifier(Host.self), opaqueType: Host.opaqueType)
    }

    override func isEqual(to other: Opaque) -> Bool {
        guard let other = other.value(as: Host.self) else { return false }
        return value == other
    }
}
