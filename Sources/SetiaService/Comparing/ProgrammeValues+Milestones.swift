internal import SetiaCore

// Milestones, as the document has them, in whichever language.

extension ProgrammeValues {
    func value(of aspect: ProgrammeChange.Aspect, _ milestone: Milestone) -> String {
        switch aspect {
        case .name: told(milestone.name)
        case .condition: occasion(milestone.on)
        case .effect: present(milestone.present)
        default: [told(milestone.name), occasion(milestone.on), present(milestone.present)].joined(separator: " · ")
        }
    }

    private func occasion(_ occasion: Milestone.Occasion) -> String {
        switch occasion {
        case .birthday: "on: birthday"
        case .anniversary(let years): "on: anniversary" + (years.map { ", years: \($0)" } ?? "")
        case .purchase(let number): "on: purchase, number: \(number)"
        case .everyPurchases(let each): "on: purchase, every: \(each)"
        case .purchaseOf(let amounts):
            "on: purchase, atLeast: " + amounts.map { money($0.minorUnits, $0.currency) }.joined(separator: ", ")
        case .yearsAfter(let key, let years): "on: year after, of: \(key)" + (years.map { ", years: \($0)" } ?? "")
        case .level(let tierSet, let level): "on: level, \(tierSet): \(level)"
        case .achievement(let key): "on: achievement, \(key)"
        }
    }

    func present(_ present: Present?) -> String {
        switch present {
        case .points(let wallet, let points)?: self.points(points, wallet)
        case .reward(let key)?: programme.reward(key).map { told($0.name) } ?? key.text
        case nil: words.nothing
        }
    }
}
