internal import SetiaCore

/// What a member has on a ladder and what she needs by when, for the terminal.
struct TierLines {
    /// For the decimals of money.
    let programme: Programme?

    func lines(_ progress: TierProgress) -> [String] {
        var lines: [String] = []
        let have = progress.amounts.map { amount($0.amount, $0.measure.metric) }.joined(separator: ", ")
        lines.append("\(have)\(progress.days.start.map { " since \($0.iso)" } ?? "")")
        if let next = progress.next, !next.isMet {
            lines.append("\(next.level) needs \(needs(next))\(next.by.map { " by \($0.iso)" } ?? "")")
        }
        if let keep = progress.keep {
            let by = keep.by.map { " by \($0.iso)" } ?? ""
            lines.append(keep.isMet ? "\(keep.level) is kept" : "\(keep.level) is kept by \(needs(keep))\(by)")
        }
        return lines
    }

    private func needs(_ goal: TierProgress.Goal) -> String {
        goal.needs.filter { $0.missing > 0 }.map { amount($0.missing, $0.measure.metric) }
            .joined(separator: goal.isAny ? " or " : " and ")
    }

    private func amount(_ amount: Int64, _ metric: TierSet.Metric) -> String {
        switch metric {
        case .netSpend(let currency):
            let decimals = programme?.decimals(of: currency) ?? 2
            var digits = String(amount)
            if decimals > 0 {
                digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
                digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
            }
            return "\(digits) \(currency.code)"
        case .earned(let wallet), .balance(let wallet): return "\(grouped(amount)) \(wallet)"
        case .orders: return "\(grouped(amount)) orders"
        case .events(let type): return "\(grouped(amount)) × \(type.rawValue)"
        case .monthsSinceJoining: return "\(grouped(amount)) months"
        }
    }
}
