/// How large an expression may be, so that none can exhaust the server before it has run.
package struct Limits: Sendable {
    /// Bytes of UTF-8 in the text.
    package var length: Int
    /// How deep brackets, arguments and branches may lie in each other.
    ///
    /// The specification asks for 32 at least.
    package var nesting: Int
    /// How many operations may depend on each other in a row, such as the sums in `1 + 2 + 3`.
    ///
    /// The terms of one `&&` or `||` are one step. The specification asks for 32 at least.
    package var height: Int
    /// The most that one evaluation is estimated to cost, with `assumedElements` in each list that is not written out.
    ///
    /// One is about one operation.
    package var estimatedCost: Int
    /// How many elements a list is taken to have when nothing is known of it.
    package var assumedElements: Int

    package init(
        length: Int = 4_000,
        nesting: Int = 48,
        height: Int = 96,
        estimatedCost: Int = 1_000_000,
        assumedElements: Int = 50
    ) {
        self.length = length
        self.nesting = nesting
        self.height = height
        self.estimatedCost = estimatedCost
        self.assumedElements = assumedElements
    }
}
