internal import SetiaCore

extension ProgrammeValues {
    /// What a rule gives; a new kind of effect gets its words here.
    func effect(_ effect: Rule.Effect) -> String {
        switch effect {
        case .earnByRate(let wallet): words.byRate(name(of: wallet))
        case .earnFixed(let wallet, let points): self.points(points, wallet)
        case .multiply(let factor, let wallet):
            "× \(catalogue.numbers.factor(factor))" + (wallet.map { " (\(name(of: $0)))" } ?? "")
        }
    }

    private func name(of wallet: Key) -> String {
        programme.wallet(wallet)?.name.text(in: language.key) ?? wallet.text
    }
}
