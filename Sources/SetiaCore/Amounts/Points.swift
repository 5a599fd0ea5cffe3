/// Points of one wallet, in the wallet's smallest unit; below zero where something is taken or owed.
///
/// Which wallet they are of, the holder of the value knows. A sum that does not fit in 64 bits is a fault, since no
/// honest programme comes near it.
package struct Points: Sendable, Hashable {
    package let units: Int64

    package init(_ units: Int64) {
        self.units = units
    }

    package static let zero = Points(0)
}

extension Points: Comparable {
    package static func < (left: Points, right: Points) -> Bool { left.units < right.units }
}

extension Points: CustomStringConvertible {
    package var description: String { "\(units)" }
}

extension Points {
    package static func + (left: Points, right: Points) -> Points {
        let (units, overflow) = left.units.addingReportingOverflow(right.units)
        if overflow { fault("points overflow: \(left) + \(right)") }
        return Points(units)
    }

    package static func - (left: Points, right: Points) -> Points {
        let (units, overflow) = left.units.subtractingReportingOverflow(right.units)
        if overflow { fault("points overflow: \(left) - \(right)") }
        return Points(units)
    }

    package static prefix func - (points: Points) -> Points { zero - points }

    package static func += (left: inout Points, right: Points) { left = left + right }

    package static func -= (left: inout Points, right: Points) { left = left - right }
}
