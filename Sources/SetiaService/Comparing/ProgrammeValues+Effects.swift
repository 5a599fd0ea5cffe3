internal import SetiaCore

extension ProgrammeValues {
    /// What a rule gives; a new kind of effect gets its words here.
    func effect(_ effect: Rule.Effect) -> String {
        switch effect {
        case .earnByRate(let wallet, let rates):
            rates.isEmpty
                ? words.byRate(name(of: wallet)) : rates.map { rate($0, of: wallet) }.joined(separator: ", ")
        case .earnFixed(let wallet, let points, let unit):
            self.points(points, wallet) + (unit.map { " × \($0.name)" } ?? "")
        case .multiply(let factor, let wallet):
            "× \(catalogue.numbers.factor(factor))" + (wallet.map { " (\(name(of: $0)))" } ?? "")
        }
    }

    private func name(of wallet: Key) -> String {
        programme.wallet(wallet)?.name.text(in: language.key) ?? wallet.text
    }
}
