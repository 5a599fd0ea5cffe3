internal import SetiaWire

/// Rows that cannot be used: some of them are told, and one is enough to stop.
struct BadRows {
    private var told: [RowProblem] = []
    private var count = 0

    mutating func add(_ problem: RowProblem) {
        count += 1
        if told.count < 5 { told.append(problem) }
    }

    /// Stops where there is one.
    ///
    /// - Parameters:
    ///   - name: What the table is called.
    ///   - without: What would be wrong if they were left out.
    /// - Throws: `CommandFailure` where there is one.
    func refuse(_ name: String, without: String = "figures without them could mislead") throws {
        guard count > 0 else { return }
        throw CommandFailure(
            "\(counted(count, "row")) of \(name) cannot be used",
            why: told.map(\.description).joined(separator: "; ") + (count > told.count ? "; …" : ""),
            todo: "mend them: \(without)",
            .badData
        )
    }
}
