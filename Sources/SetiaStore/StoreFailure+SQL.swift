package import SQLBase
package import SetiaService

extension StoreFailure {
    /// A database's trouble in the words of the port.
    package init(_ failure: SQLFailure) {
        let kind: Kind =
            switch failure.kind {
            case .busy: .busy
            case .readOnly, .diskFull: .cannotWrite
            case .corrupt, .cannotOpen: .cannotOpen
            case .unknownOutcome: .unknownOutcome
            case .constraint, .malformedStatement, .interrupted, .other: .other
            }
        self.init(kind: kind, message: failure.description)
    }
}

/// Runs `work` and throws a database's trouble, or a document that is not what we write, as `StoreFailure`; any other
/// error as it is.
func translatingFailures<R>(_ work: () async throws -> R) async throws -> R {
    do {
        return try await work()
    } catch let failure as SQLFailure {
        throw StoreFailure(failure)
    } catch let damage as MalformedDocument {
        throw StoreFailure(kind: .cannotOpen, message: damage.description)
    }
}
