/// The part of `whole` that `part` is of `all`, without a fraction.
///
/// - Parameters:
///   - whole: Points, minor units; 0 or more.
///   - part: 0 to `all`.
///   - all: What the whole stands for; 0 gives 0.
/// - Returns: 0 to `whole`.
package func portion(of whole: Int64, _ part: Int64, outOf all: Int64) -> Int64 {
    guard all > 0 else { return 0 }
    guard whole >= 0, (0...all).contains(part) else { fault("a portion of \(whole): \(part) out of \(all)") }
    return all.dividingFullWidth(whole.multipliedFullWidth(by: part)).quotient
}
