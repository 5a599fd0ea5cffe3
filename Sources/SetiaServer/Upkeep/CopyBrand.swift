internal import SQLBase
package import SetiaService
package import SetiaStore

/// What copying a brand came to.
package struct BrandCopy: Sendable {
    /// What was copied, and found equal on both sides.
    package let copied: CopiedBrand
    /// The key file that opens the copy: the source's, since keys are not in a database.
    package let keysPath: String
    /// How many members had to be erased again in the copy.
    package let erasedAgain: Int
}

/// Copies a brand into another database, which must be empty, and proves the copy.
///
/// The source is brought up to date and whoever was erased is erased there first, as with each opening. Keys are no part
/// of a database: the copy is opened with the source's.
///
/// - Parameters:
///   - source: The brand.
///   - keys: Its keys; none is where they are by default.
///   - target: Where it shall be.
///   - isRestart: Whether an unfinished copy in the target is begun anew.
///   - surroundings: What the world gives.
///   - onProgress: Is told how far it has come.
/// - Returns: what it came to.
/// - Throws: `CopyFailure`, `BrandFailure`, or why one of the two cannot be used.
package func copyBrand(
    from source: DatabaseLocation,
    keys: String?,
    to target: DatabaseLocation,
    restarting isRestart: Bool,
    surroundings: Surroundings,
    onProgress: @escaping @Sendable (CopyStep) -> Void
) async throws -> BrandCopy {
    let brand = try await Brand.open(source, keys: keys, mayCreate: false, surroundings: surroundings)
    let keysPath = brand.keysPath
    try await brand.close()
    let copied = try await BrandDatabase.with(source) { from in
        try await BrandDatabase.with(target, mayCreate: true) { to in
            try await TableStore.copy(
                from: from.database,
                to: to.database,
                named: source.description,
                restarting: isRestart,
                now: surroundings.now(),
                onProgress: onProgress
            )
        }
    }
    let made = try await Brand.open(target, keys: keysPath, mayCreate: false, surroundings: surroundings)
    let erasedAgain = made.erasedAgain
    try await made.close()
    return BrandCopy(copied: copied, keysPath: keysPath, erasedAgain: erasedAgain)
}
