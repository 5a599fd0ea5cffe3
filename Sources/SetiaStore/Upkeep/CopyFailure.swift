package import SetiaCore

/// Why a brand cannot be copied, or the copy is not the same.
package enum CopyFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The target has rows already; the table that was found first.
    case notEmpty(table: String)
    /// An earlier copy into the target was not finished.
    case unfinished(source: String, begunAt: Instant)
    /// The tables of the two are not the same; one that only one of them has, or has otherwise.
    case tablesDiffer(String)
    /// These tables hold other rows in the target than in the source.
    case rowsDiffer([String])
    /// The accounts of the two do not hold the same.
    case balancesDiffer
    /// An entry's balance does not follow from the entries before it.
    case unproved(member: String, number: Int64)
    /// The connection to the source was lost on the way.
    case interrupted

    /// What a person reads.
    package var description: String {
        switch self {
        case .notEmpty(let table): "the target is not empty: there are rows in \(table)"
        case .unfinished(let source, let begunAt):
            "a copy from \(source) into the target was begun at \(begunAt.rfc3339) and not finished"
        case .tablesDiffer(let table): "source and target do not have the same table \(table)"
        case .rowsDiffer(let tables): "not the same rows after copying: \(tables.joined(separator: ", "))"
        case .balancesDiffer: "the accounts do not hold the same after copying"
        case .unproved(let member, let number):
            "entry \(number) of member \(member) does not follow from the entries before it"
        case .interrupted: "the connection to the source was lost on the way"
        }
    }
}
