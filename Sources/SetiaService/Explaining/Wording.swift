package import SetiaCore

/// How one language writes figures, for pages and lists: the same forms as in explanations.
package struct Wording: Sendable {
    private let catalogue: any Catalogue

    /// The figures of a language.
    package init(_ language: Language, years: YearCount = .gregorian) {
        catalogue = language.catalogue(years: years)
    }

    /// A whole number, such as 1,234.
    package func number(_ number: Int64) -> String {
        catalogue.numbers.whole(number)
    }

    /// A number with decimals, such as 2.4 for 24 and one decimal.
    package func decimal(_ scaled: Int64, decimals: Int) -> String {
        catalogue.numbers.amount(scaled, decimals: decimals)
    }

    /// An amount with its currency, such as RM 1,234.50; where it `isRound`, decimals that are all zero are left out.
    package func money(_ money: Money, decimals: Int, isRound: Bool = false) -> String {
        catalogue.money(money, decimals: decimals, isRound: isRound)
    }

    /// A share of a thousand as per cent with one decimal, such as 48.3%.
    package func percent(permille: Int64) -> String {
        catalogue.numbers.amount(permille, decimals: 1) + "%"
    }

    /// A country by its name, else by its code.
    package func country(_ code: Key) -> String {
        catalogue.country(code)
    }

    /// What is bought, where it is one of the common kinds.
    package func category(_ key: Key) -> String? {
        catalogue.category(key)
    }

    /// A language by its name, else by its code.
    package func language(_ code: Key) -> String {
        catalogue.language(code)
    }

    /// All of these, as in a, b and c.
    package func all(_ items: [String]) -> String {
        items.count > 1 ? catalogue.all(items) : items.first ?? ""
    }

    /// Any of these, as in a, b or c.
    package func either(_ items: [String]) -> String {
        items.count > 1 ? catalogue.either(items) : items.first ?? ""
    }

    /// A date, such as 3 March 2026.
    package func day(_ day: Day) -> String {
        catalogue.day(day)
    }

    /// A day of every year, such as 31 March.
    package func dayOfYear(_ day: YearDay) -> String {
        // A leap year has each of them. The year comes last in each of our languages.
        let dated = catalogue.day(day.day(in: 2028)).split(separator: " ")
        return dated.dropLast().joined(separator: " ")
    }

    /// A date and the time of day, such as 3 March 2026, 14:05.
    package func moment(_ moment: Instant, in zone: any LocalTime) -> String {
        catalogue.moment(moment, in: zone)
    }
}
